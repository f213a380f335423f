"""What pages are made of: a digest for each thing of the conference, so that a page's key is known before its view.

A digest may stand for more than a page shows of a thing; then the page is made again for nothing. It must not stand
for less: then an old page would stay. So nothing is picked here but long texts, which lists never show; everything
else of a thing counts, with all that hangs on it. A new kind of page says what it is made of beside its view.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Protocol, TypeVar

from msgspec.structs import replace

from mlw_build.model.conference import Booth, Contribution, Picture, Session, Speaker
from mlw_build.model.text import Text
from mlw_build.site.keys import key_of
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.site import Site

_MAY_LEAD_INSIDE = re.compile(r"\](?:\((?!https?://)|:|\s*\[)")
"""A link in Markdown that is none to an address elsewhere."""


class Identified(Protocol):
    """A thing of the conference."""

    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=Identified | str)


def _of_each(make: Callable[[Site, Thing], str]) -> Callable[[Site, Thing], str]:
    """A digest that is made once for each thing of a site, which is asked for itself or by its id."""

    @wraps(make)
    def known(site: Site, thing: Thing) -> str:
        made = site.memory.by_name(make)
        name = thing if isinstance(thing, str) else thing.id
        found = made.get(name)
        if found is None:
            found = made[name] = make(site, thing)
        return found

    return known


def _of_all(make: Callable[[Site], str]) -> Callable[..., str]:
    """A digest that is made once for a site, whatever subject it is asked for."""

    @wraps(make)
    def known(site: Site, subject: str = "") -> str:
        return site.memory.of(make, site)

    return known


@_of_all
def conference(site: Site) -> str:
    """What any page may show of the conference and the site, but sessions, people, booths and pages of text."""
    whole, assets = site.conference, site.assets
    return key_of(
        whole.settings,
        whole.zone,
        whole.days,
        list(whole.rooms.values()),
        list(whole.tracks.values()),
        list(whole.formats.values()),
        list(whole.organisations.values()),
        list(whole.pages),
        [bool(whole.sessions), bool(whole.speakers), bool(whole.booths)],
        [site.addresses.base, site.offline],
        [assets.style, assets.scripts, assets.page_scripts, assets.first_script],
        [_picture(site, one) for one in (whole.settings.look.logo, whole.settings.look.icon)],
        [_picture(site, one.logo) for one in whole.organisations.values()],
    )


def _picture(site: Site, picture: Picture | None) -> object:
    """A picture in all its uses: which files show it."""
    if picture is None:
        return None
    assets = site.assets
    uses = [assets.album.of(picture, use) for use in Use]
    return assets.media.get(picture.file), uses, picture.file in assets.album.broken


@_of_all
def addresses(site: Site) -> str:
    """What texts with links to sessions, people, booths and files are made of: that these are there, and where."""
    whole, assets = site.conference, site.assets
    return key_of(
        [(one.id, one.slug) for one in whole.sessions.values()],
        [(one.id, one.slug) for one in whole.speakers.values()],
        [(one.id, one.slug) for one in whole.booths.values()],
        list(assets.media.items()),
        list(assets.album.sizes.items()),
        sorted(assets.album.broken),
    )


def leads(site: Site, *texts: Text) -> str:
    """The same, where any of these Markdown texts may have such a link or a picture."""
    inside = any(_may_lead_inside(written) for text in texts for _, written in text.values)
    return addresses(site) if inside else ""


def _may_lead_inside(markdown: str) -> bool:
    """Whether it may have such a link, also in HTML or in attributes. One too many costs little, one too few an old
    page."""
    return "<" in markdown or "{" in markdown or _MAY_LEAD_INSIDE.search(markdown) is not None


@_of_each
def line(site: Site, session: Session) -> str:
    """A session as lists may show it: all but its long texts and what people say of themselves."""
    return key_of(
        replace(session, abstract=_NONE, contributions=(), parts=()),
        _contributions(site, session.contributions),
        [
            (replace(part, abstract=_NONE, contributions=()), _contributions(site, part.contributions))
            for part in session.parts
        ],
    )


def _contributions(site: Site, contributions: Iterable[Contribution]) -> list[tuple[str, str]]:
    return [(person(site, one.speaker), one.role) for one in contributions]


@_of_each
def card(site: Site, session: Session) -> str:
    """A session as it stands in an agenda or a list: with its parts that are sessions, and what it is part of."""
    whole = site.conference.sessions.get(session.part_of or "")
    children = site.index.children.get(session.id, ())
    return key_of(line(site, session), line(site, whole) if whole else "", [line(site, child) for child in children])


def cards(site: Site, sessions: Iterable[Session]) -> list[str]:
    """Sessions in a list."""
    return [card(site, one) for one in sessions]


@_of_each
def told(site: Site, session: Session) -> str:
    """A session with its own texts, as calendars and files of data tell it."""
    return key_of(line(site, session), session.abstract, [part.abstract for part in session.parts])


def page_of(site: Site, kind: str, identifier: str) -> str:
    """The page of a session, a speaker or a booth."""
    return {"session": session, "speaker": speaker, "booth": booth}[kind](site, identifier)


@_of_each
def session(site: Site, identifier: str) -> str:
    """A session's page: with all that it says, its booth, and what subscribers were told of it before."""
    one = site.conference.sessions[identifier]
    booth = site.conference.booths.get(one.booth or "")
    texts = (one.abstract, *(part.abstract for part in one.parts))
    return key_of(
        told(site, one),
        card(site, one),
        stand(site, booth) if booth else "",
        published(site, identifier),
        leads(site, *texts),
    )


@_of_each
def published(site: Site, identifier: str) -> str:
    """What the calendars have of a session, also of one that is gone."""
    # How its words were hashed is kept for the next comparison and shown nowhere.
    return key_of(replace(site.calendar.lock.entries[identifier], digests={}))


@_of_each
def person(site: Site, speaker: Speaker) -> str:
    """A person as lists may show them: all but the biography."""
    return key_of(replace(speaker, biography=_NONE, translations=()), _picture(site, speaker.photo))


@_of_each
def speaker(site: Site, identifier: str) -> str:
    """A speaker's page: with the biography, and their sessions."""
    one = site.conference.speakers[identifier]
    sessions = site.index.by_speaker.get(identifier, ())
    return key_of(person(site, one), one.biography, leads(site, one.biography), cards(site, sessions))


@_of_each
def stand(site: Site, booth: Booth) -> str:
    """A booth as lists may show it: all but its long texts."""
    projects = tuple(replace(one, description=_NONE, translations=()) for one in booth.projects)
    pictures = [_picture(site, one.picture) for one in booth.projects]
    documents = [(name, site.assets.media.get(name), site.conference.media.get(name)) for name in _documents(booth)]
    return key_of(replace(booth, description=_NONE, projects=projects, translations=()), pictures, documents)


def _documents(booth: Booth) -> Iterator[str]:
    return (name for project in booth.projects for name in project.documents)


@_of_each
def booth(site: Site, identifier: str) -> str:
    """A booth's page: with its texts, and its live demonstrations."""
    one = site.conference.booths[identifier]
    texts = (one.description, one.organisation.description, *(project.description for project in one.projects))
    return key_of(stand(site, one), texts, leads(site, *texts), cards(site, site.index.by_booth.get(identifier, ())))


@_of_all
def programme(site: Site) -> str:
    """The whole programme as lists may show it: all but long texts."""
    whole = site.conference
    return key_of(
        conference(site),
        [line(site, one) for one in whole.sessions.values()],
        [person(site, one) for one in whole.speakers.values()],
        [stand(site, one) for one in whole.booths.values()],
        [(one.id, one.title, one.menu_title) for one in whole.pages.values()],
    )


@_of_all
def with_changes(site: Site) -> str:
    """The same with what calendars have of it, and what changed since they first had it."""
    calendar = site.calendar
    return key_of(
        programme(site),
        [published(site, one) for one in calendar.lock.entries],
        [list(calendar.lock.feeds.values()), list(calendar.advertised.values()), calendar.lock.folders],
        calendar.started,
    )


@_of_all
def everything(site: Site) -> str:
    """The whole programme with all its texts."""
    whole = site.conference
    return key_of(
        with_changes(site),
        [told(site, one) for one in whole.sessions.values()],
        [one.biography for one in whole.speakers.values()],
        [(one.description, [project.description for project in one.projects]) for one in whole.booths.values()],
        list(whole.pages.values()),
    )


_NONE = Text()
