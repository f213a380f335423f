"""What stands around every page: head, navigation, languages, foot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from mlw_build.json_text import json_in_html
from mlw_build.markup import STATEMENT
from mlw_build.model.conference import Menu, Page
from mlw_build.model.links import has_place
from mlw_build.model.text import Phrase
from mlw_build.site.cards import day_view, link_views, picture_view
from mlw_build.site.data_files import FORMATS, data_path
from mlw_build.site.here import Here, remembered
from mlw_build.site.icons import touch_icon
from mlw_build.site.keys import key_of
from mlw_build.site.offline import MANIFEST
from mlw_build.site.page_kind import PageKind
from mlw_build.site.paging import whole_of
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.policy import page_policy
from mlw_build.site.share import ShareView, linked, share_view
from mlw_build.site.subscribe import feed_link
from mlw_build.site.views import FeedLink, LinkView, PictureView


class NavView(Struct, frozen=True):
    """A link in the navigation; `current` is the page itself, `within` the part of the site it is in."""

    title: Phrase
    href: str
    current: bool = False
    within: bool = False


class LanguageView(Struct, frozen=True):
    """This page in another language: its code, its name in itself, its link and public address."""

    code: str
    name: str
    direction: str
    href: str
    address: str | None
    current: bool


class DataView(Struct, frozen=True):
    """The programme as a file for other programs: its name, its media type, the link to it."""

    name: str
    media_type: str
    href: str


class SiteFrame(Struct, frozen=True):
    """What stands around all pages of a kind that lie equally deep. Links are relative to the page.

    `policy` is the element that says what the page may load and run, which goes before all that it governs.
    `home`, `style` and the like are links too. `script_words` are the theme's words for scripts, as JSON; `zone_id` is
    the conference's zone by its name, `opens` and `closes` are the first start and the last end.
    """

    kind: str
    title: Phrase
    short_title: Phrase
    home: str
    policy: Markup
    style: str
    scripts: tuple[str, ...]
    first_script: str | None
    script_words: Markup
    conference: str
    zone_id: str
    opens: str
    closes: str
    icon: str | None
    touch_icon: str
    manifest: str
    logo: PictureView | None
    nav: tuple[NavView, ...]
    zone: str
    about: Phrase
    programme: tuple[NavView, ...]
    pages: tuple[NavView, ...]
    links: tuple[LinkView, ...]
    licence: Phrase
    support_email: str | None
    support_telephone: str | None
    support_links: tuple[LinkView, ...]
    hashtag: str | None
    days: int
    data: tuple[DataView, ...]


class FrameView(Struct, frozen=True):
    """The frame of a page: what is its own, and the `site` around it.

    `canonical` is its public address where known; `languages` has the site's default language first. `base` is set on
    the 404 page alone: where its links start from, since hosts show it at any depth.
    """

    kind: str
    language: str
    direction: str
    title: Phrase
    description: str
    canonical: str | None
    base: str | None
    languages: tuple[LanguageView, ...]
    feed: FeedLink | None
    share: ShareView
    site: SiteFrame


_MAIN = ("agenda", "speakers", "booths", "live", "calendar", "my", "search")
_NAVIGATED = (*_MAIN, "page", STATEMENT)
"""Kinds of pages that the navigation leads to: each of these marks itself in it."""

_SECTION = {"day": "agenda", "session": "agenda", "speaker": "speakers", "booth": "booths", "room": "live"}


def frame_view(here: Here, kind: PageKind, subject: str, view: Any) -> FrameView:
    """The frame of the page that shows this view."""
    addresses = here.site.addresses
    absolute = addresses.absolute(addresses.page(kind.name, subject, here.language))
    return FrameView(
        kind=kind.name,
        language=here.language,
        direction=here.words.direction,
        title=view.title,
        description=view.description,
        canonical=None if kind.name in ("missing", "offline") else absolute,
        base=_base(here) if kind.name == "missing" else None,
        languages=tuple(_languages(here, kind.name, subject)),
        feed=_feed(here, kind, subject),
        share=share_view(here, kind.name, subject, view.title, view.description),
        site=_site_frame(here, kind.name, subject if kind.name in _NAVIGATED else ""),
    )


def frame_made_of(here: Here, kind: PageKind, subject: str) -> object:
    """What the frame of a page is made of, beside what the page itself is made of."""
    whole = whole_of(subject)
    feed = kind.feed is not None and here.site.calendar.has_feed(kind.feed, whole)
    return feed, _around(here, kind.name, subject if kind.name in _NAVIGATED else "")


@remembered
def _around(here: Here, kind: str, page: str) -> str:
    """What stands around the pages of a kind, in sight and in structured data, and how each day is called."""
    days = [day_view(here, day) for day in here.conference.days]
    return key_of(_site_frame(here, kind, page), linked(here).of_all, days)


@remembered
def _site_frame(here: Here, kind: str, page: str) -> SiteFrame:
    """What stands around the pages of a kind; `page` is the subject where the navigation leads to the page itself."""
    conference, site = here.conference, here.site
    settings = conference.settings
    support = settings.support
    starts = [one.start for one in conference.sessions.values()]
    ends = [one.end for one in conference.sessions.values()]
    return SiteFrame(
        kind=kind,
        title=here.phrase(settings.title),
        short_title=here.phrase(settings.short_title or settings.title),
        home=here.page("home"),
        policy=site.memory.once(page_policy, site),
        style=here.to(site.assets.style),
        scripts=tuple(here.to(path) for path in (*site.assets.scripts, *site.assets.page_scripts.get(kind, ()))),
        first_script=here.to(site.assets.first_script) if site.assets.first_script else None,
        script_words=json_in_html(here.words.for_scripts(kind)),
        conference=settings.id,
        zone_id=conference.zone.key,
        opens=here.moment(min(starts)).machine if starts else "",
        closes=here.moment(max(ends)).machine if ends else "",
        icon=_icon(here),
        touch_icon=here.to(touch_icon(site)),
        manifest=here.to(site.addresses.folder(here.language) + MANIFEST),
        logo=picture_view(here, settings.look.logo, Use.LOGO),
        nav=tuple(_nav(here, kind, page)),
        zone=here.zone(),
        about=here.phrase(settings.description),
        programme=tuple(_programme(here, kind)),
        pages=tuple(_foot_pages(here, kind, page)),
        links=link_views(here, settings.links),
        licence=here.phrase(settings.licence),
        support_email=support.email if support else None,
        support_telephone=support.telephone if support else None,
        support_links=_support_links(here),
        hashtag=settings.hashtag,
        days=len(conference.days),
        data=tuple(_data(here)),
    )


def _data(here: Here) -> Iterator[DataView]:
    """The programme as files for other programs; none without a programme."""
    if here.conference.sessions:
        for name, media_type in FORMATS:
            path = data_path(here.site, name, here.language)
            yield DataView(name, media_type, here.to(path))


def _base(here: Here) -> str:
    """The path that the pages of this language lie under; / where the site's address is not known."""
    addresses = here.site.addresses
    return (urlsplit(addresses.base).path if addresses.base else "/") + addresses.folder(here.language)


def _icon(here: Here) -> str | None:
    icon = here.conference.settings.look.icon
    path = here.site.assets.media.get(icon.file) if icon else None
    return here.to(path or "assets/icon.svg")


def _support_links(here: Here) -> tuple[LinkView, ...]:
    support = here.conference.settings.support
    addresses = (("contact_page", support.url), ("contact_meeting", support.meeting)) if support else ()
    return tuple(LinkView(here.words.phrase(key), address) for key, address in addresses if address)


def _nav(here: Here, kind: str, subject: str) -> Iterator[NavView]:
    section = _SECTION.get(kind, kind)
    for name in _MAIN:
        if has(here, name):
            yield _own_link(here, name, "" if subject else kind, section)
    for page in _menu(here, Menu.HEADER):
        yield _page_link(here, page, kind, subject)


def _programme(here: Here, kind: str) -> Iterator[NavView]:
    for name in _MAIN:
        if has(here, name):
            yield _own_link(here, name, kind, "")


def _own_link(here: Here, name: str, kind: str, section: str) -> NavView:
    title = here.words.phrase(f"nav_{name}")
    return NavView(title, here.page(name), current=kind == name, within=section == name)


def has(here: Here, name: str) -> bool:
    """Whether the site has pages of a section at all."""
    return has_place(here.conference, name)


def _menu(here: Here, menu: Menu) -> Iterator[Page]:
    return (page for page in here.conference.pages.values() if page.menu is menu)


def _foot_pages(here: Here, kind: str, subject: str) -> Iterator[NavView]:
    """The pages that are to be in the foot; the accessibility statement always is."""
    pages = list(_menu(here, Menu.FOOTER))
    yield from (_page_link(here, page, kind, subject) for page in pages)
    if not any(page.id == STATEMENT for page in pages):
        yield _own_link(here, STATEMENT, kind, "")


def _page_link(here: Here, page: Page, kind: str, subject: str) -> NavView:
    current = kind in ("page", STATEMENT) and subject == page.id
    return NavView(here.phrase(page.menu_title or page.title), here.page("page", page.id), current, current)


def _languages(here: Here, kind: str, subject: str) -> Iterator[LanguageView]:
    for code in here.conference.languages:
        words = here.site.words[code]
        path = here.site.addresses.page(kind, subject, code)
        yield LanguageView(
            code=code,
            name=words.language_name(code),
            direction=words.direction,
            href=here.to(path),
            address=here.site.addresses.absolute(path),
            current=code == here.language,
        )


def _feed(here: Here, kind: PageKind, subject: str) -> FeedLink | None:
    """The feed that belongs to the page, where it has sessions."""
    whole = whole_of(subject)
    if kind.feed is None or not here.site.calendar.has_feed(kind.feed, whole):
        return None
    return feed_link(here, kind.feed, whole)
