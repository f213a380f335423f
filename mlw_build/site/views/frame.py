"""What stands around every page: head, navigation, languages, foot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from mlw_build.markup import STATEMENT
from mlw_build.model.conference import Menu, Page
from mlw_build.model.links import has_place
from mlw_build.model.text import Phrase
from mlw_build.site.content_security_policy import page_policy
from mlw_build.site.files.data import FORMATS, data_path
from mlw_build.site.files.icons import touch_icon
from mlw_build.site.files.offline import MANIFEST
from mlw_build.site.incremental.file_keys import fingerprint_of
from mlw_build.site.page_context import PageContext, cached_per_context
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.views.pagination import list_subject
from mlw_build.site.views.shared import day_view, link_views, picture_view
from mlw_build.site.views.sharing import ShareView, linked_data, share_view
from mlw_build.site.views.subscriptions import feed_link
from mlw_build.site.views.values import FeedLink, LinkView, PictureView
from mlw_build.text.json_text import json_in_html


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
    `home`, `style` and the like are links too. `bar` are the parts of the site that are always at hand, `nav` the
    others. `script_words` are the theme's words for scripts, as JSON; `zone_id` is the conference's zone by its name,
    `clock` the locale of a clock of 12 hours, where the page has one; `opens` and `closes` are the first start and the
    last end.
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
    clock: str | None
    opens: str
    closes: str
    icon: str | None
    touch_icon: str
    manifest: str
    logo: PictureView | None
    bar: tuple[NavView, ...]
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
_BAR = ("home", "agenda", "my", "search")
"""What people come for with a telephone in their hand."""

_NAVIGATED = (*_MAIN, "page", STATEMENT)
"""Kinds of pages that the navigation leads to: each of these marks itself in it."""

_SECTION = {"day": "agenda", "session": "agenda", "speaker": "speakers", "booth": "booths", "room": "live"}


def frame_view(context: PageContext, kind: PageKind, subject: str, view: Any) -> FrameView:
    """The frame of the page that shows this view."""
    addresses = context.site.addresses
    absolute = addresses.absolute(addresses.page(kind.name, subject, context.language))
    return FrameView(
        kind=kind.name,
        language=context.language,
        direction=context.words.direction,
        title=view.title,
        description=view.description,
        canonical=None if kind.name in ("missing", "offline") else absolute,
        base=_base(context) if kind.name == "missing" else None,
        languages=tuple(_languages(context, kind.name, subject)),
        feed=_feed(context, kind, subject),
        share=share_view(context, kind.name, subject, view.title, view.description),
        site=_site_frame(context, kind.name, subject if kind.name in _NAVIGATED else ""),
    )


def frame_fingerprint(context: PageContext, kind: PageKind, subject: str) -> object:
    """What the frame of a page is made of, beside what the page itself is made of."""
    whole = list_subject(subject)
    feed = kind.feed is not None and context.site.calendar.has_feed(kind.feed, whole)
    return feed, _frame_inputs(context, kind.name, subject if kind.name in _NAVIGATED else "")


@cached_per_context
def _frame_inputs(context: PageContext, kind: str, page: str) -> str:
    """What stands around the pages of a kind, in sight and in structured data, and how each day is called."""
    days = [day_view(context, day) for day in context.conference.days]
    return fingerprint_of(_site_frame(context, kind, page), linked_data(context).of_all, days)


@cached_per_context
def _site_frame(context: PageContext, kind: str, page: str) -> SiteFrame:
    """What stands around the pages of a kind; `page` is the subject where the navigation leads to the page itself."""
    conference, site = context.conference, context.site
    settings = conference.settings
    support = settings.support
    starts = [session.start for session in conference.sessions.values()]
    ends = [session.end for session in conference.sessions.values()]
    return SiteFrame(
        kind=kind,
        title=context.phrase(settings.title),
        short_title=context.phrase(settings.short_title or settings.title),
        home=context.page("home"),
        policy=site.memory.once(page_policy, site),
        style=context.to(site.assets.style),
        scripts=tuple(context.to(path) for path in (*site.assets.scripts, *site.assets.page_scripts.get(kind, ()))),
        first_script=context.to(site.assets.first_script) if site.assets.first_script else None,
        script_words=json_in_html(context.words.for_scripts(kind)),
        conference=settings.id,
        zone_id=conference.zone.key,
        clock=context.clock.locale,
        opens=context.moment(min(starts)).machine if starts else "",
        closes=context.moment(max(ends)).machine if ends else "",
        icon=_icon(context),
        touch_icon=context.to(touch_icon(site)),
        manifest=context.to(site.addresses.folder(context.language) + MANIFEST),
        logo=picture_view(context, settings.look.logo, Use.LOGO),
        bar=tuple(_section_links(context, _BAR, kind, page)),
        nav=tuple(_navigation(context, kind, page)),
        zone=context.zone(),
        about=context.phrase(settings.description),
        programme=tuple(_programme(context, kind)),
        pages=tuple(_foot_pages(context, kind, page)),
        links=link_views(context, settings.links),
        licence=context.phrase(settings.licence),
        support_email=support.email if support else None,
        support_telephone=support.telephone if support else None,
        support_links=_support_links(context),
        hashtag=settings.hashtag,
        days=len(conference.days),
        data=tuple(_data(context)),
    )


def _data(context: PageContext) -> Iterator[DataView]:
    """The programme as files for other programs; none without a programme."""
    if context.conference.sessions:
        for name, media_type in FORMATS:
            path = data_path(context.site, name, context.language)
            yield DataView(name, media_type, context.to(path))


def _base(context: PageContext) -> str:
    """The path that the pages of this language lie under; / where the site's address is not known."""
    addresses = context.site.addresses
    return (urlsplit(addresses.base).path if addresses.base else "/") + addresses.folder(context.language)


def _icon(context: PageContext) -> str | None:
    icon = context.conference.settings.look.icon
    path = context.site.assets.media.get(icon.file) if icon else None
    return context.to(path or "assets/icon.svg")


def _support_links(context: PageContext) -> tuple[LinkView, ...]:
    support = context.conference.settings.support
    addresses = (("contact_page", support.url), ("contact_meeting", support.meeting)) if support else ()
    return tuple(LinkView(context.words.phrase(key), address) for key, address in addresses if address)


def _navigation(context: PageContext, kind: str, subject: str) -> Iterator[NavView]:
    yield from _section_links(context, [name for name in _MAIN if name not in _BAR], kind, subject)
    for page in _menu(context, Menu.HEADER):
        yield _page_link(context, page, kind, subject)


def _section_links(context: PageContext, names: Iterable[str], kind: str, subject: str) -> Iterator[NavView]:
    section = _SECTION.get(kind, kind)
    for name in names:
        if name == "home" or has_section(context, name):
            yield _section_link(context, name, "" if subject else kind, section)


def _programme(context: PageContext, kind: str) -> Iterator[NavView]:
    for name in _MAIN:
        if has_section(context, name):
            yield _section_link(context, name, kind, "")


def _section_link(context: PageContext, name: str, kind: str, section: str) -> NavView:
    title = context.words.phrase(f"nav_{name}")
    return NavView(title, context.page(name), current=kind == name, within=section == name)


def has_section(context: PageContext, name: str) -> bool:
    """Whether the site has pages of a section at all."""
    return has_place(context.conference, name)


def _menu(context: PageContext, menu: Menu) -> Iterator[Page]:
    return (page for page in context.conference.pages.values() if page.menu is menu)


def _foot_pages(context: PageContext, kind: str, subject: str) -> Iterator[NavView]:
    """The pages that are to be in the foot; the accessibility statement always is."""
    pages = list(_menu(context, Menu.FOOTER))
    yield from (_page_link(context, page, kind, subject) for page in pages)
    if not any(page.id == STATEMENT for page in pages):
        yield _section_link(context, STATEMENT, kind, "")


def _page_link(context: PageContext, page: Page, kind: str, subject: str) -> NavView:
    current = kind in ("page", STATEMENT) and subject == page.id
    return NavView(context.phrase(page.menu_title or page.title), context.page("page", page.id), current, current)


def _languages(context: PageContext, kind: str, subject: str) -> Iterator[LanguageView]:
    for code in context.conference.languages:
        words = context.site.words[code]
        path = context.site.addresses.page(kind, subject, code)
        yield LanguageView(
            code=code,
            name=words.language_name(code),
            direction=words.direction,
            href=context.to(path),
            address=context.site.addresses.absolute(path),
            current=code == context.language,
        )


def _feed(context: PageContext, kind: PageKind, subject: str) -> FeedLink | None:
    """The feed that belongs to the page, where it has sessions."""
    whole = list_subject(subject)
    if kind.feed is None or not context.site.calendar.has_feed(kind.feed, whole):
        return None
    return feed_link(context, kind.feed, whole)
