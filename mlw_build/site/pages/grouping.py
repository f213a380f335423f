"""A track or a format: what it is, and its sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from urllib.parse import quote

from msgspec import Struct

from mlw_build.markup import shortened
from mlw_build.model.conference import Session
from mlw_build.model.text import Phrase, Text
from mlw_build.site import made_of
from mlw_build.site.brief import MOST_SESSIONS, BriefDay, brief_days
from mlw_build.site.cards import day_groups
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages.session import DESCRIPTION
from mlw_build.site.site import Site
from mlw_build.site.views import DayGroup, Prose


class Described(Protocol):
    """A track or a format."""

    @property
    def name(self) -> Text: ...

    @property
    def description(self) -> Text: ...


class GroupingView(Struct, frozen=True):
    """A page of sessions that have something in common; `agenda` leads to all sessions.

    Where they are too many for one page, `days` is empty and `brief` says how many there are and leads to them.
    """

    title: Phrase
    description: str
    agenda: str
    text: Prose | None
    days: tuple[DayGroup, ...]
    brief: tuple[BriefDay, ...]
    zone: str


def _view(
    here: Here, kind: str, things: Mapping[str, Described], sessions: Mapping[str, Sequence[Session]], subject: str
) -> GroupingView:
    thing = things[subject]
    held = sessions.get(subject, ())
    many = len(held) > MOST_SESSIONS
    title = here.phrase(thing.name)
    return GroupingView(
        title=title,
        description=shortened(here.plain(thing.description).replace("\n", " "), DESCRIPTION) or title.text,
        agenda=here.page("agenda"),
        text=here.prose(thing.description, level=2),
        days=() if many else day_groups(here, held),
        brief=brief_days(here, held, f"?{kind}={quote(subject)}") if many else (),
        zone=here.zone(held),
    )


def _tracks(site: Site) -> Iterable[str]:
    return site.conference.tracks


def _formats(site: Site) -> Iterable[str]:
    return site.conference.formats


def _track(here: Here, subject: str) -> GroupingView:
    return _view(here, "track", here.conference.tracks, here.site.index.by_track, subject)


def _format(here: Here, subject: str) -> GroupingView:
    return _view(here, "format", here.conference.formats, here.site.index.by_format, subject)


def _made_of(site: Site, thing: Described, held: Sequence[Session]) -> object:
    if len(held) > MOST_SESSIONS:
        return made_of.programme(site)
    return made_of.cards(site, held), made_of.leads(site, thing.description)


def _made_of_track(site: Site, subject: str) -> object:
    return _made_of(site, site.conference.tracks[subject], site.index.by_track.get(subject, ()))


def _made_of_format(site: Site, subject: str) -> object:
    return _made_of(site, site.conference.formats[subject], site.index.by_format.get(subject, ()))


TRACK = PageKind("track", _tracks, _track, feed="track", made_of=_made_of_track)
FORMAT = PageKind("format", _formats, _format, feed="format", made_of=_made_of_format)
