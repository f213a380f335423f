"""A track or a format: what it is, and its sessions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from urllib.parse import quote

from msgspec import Struct

from mlw_build.markup import truncate_text
from mlw_build.model.conference import Session
from mlw_build.model.text import Phrase, Text
from mlw_build.site.agenda.overview import MOST_SESSIONS, OverviewDay, overview_days
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages.session import DESCRIPTION
from mlw_build.site.site import Site
from mlw_build.site.views.shared import day_groups
from mlw_build.site.views.values import DayGroup, Prose


class Grouping(Protocol):
    """A track or a format."""

    @property
    def name(self) -> Text: ...

    @property
    def description(self) -> Text: ...


class GroupingView(Struct, frozen=True):
    """A page of sessions that have something in common; `agenda` leads to all sessions.

    `query` after the link to a day narrows its agenda to these.

    Where they are too many for one page, `days` is empty and `overview` says how many there are and leads to them.
    """

    title: Phrase
    description: str
    agenda: str
    query: str
    text: Prose | None
    days: tuple[DayGroup, ...]
    overview: tuple[OverviewDay, ...]
    zone: str


def _view(
    context: PageContext,
    kind: str,
    things: Mapping[str, Grouping],
    sessions: Mapping[str, Sequence[Session]],
    subject: str,
) -> GroupingView:
    grouping = things[subject]
    held = sessions.get(subject, ())
    many = len(held) > MOST_SESSIONS
    title, query = context.phrase(grouping.name), f"?{kind}={quote(subject)}"
    return GroupingView(
        title=title,
        description=truncate_text(context.plain(grouping.description).replace("\n", " "), DESCRIPTION) or title.text,
        agenda=context.page("agenda"),
        query=query,
        text=context.prose(grouping.description, level=2),
        days=() if many else day_groups(context, held),
        overview=overview_days(context, held, query) if many else (),
        zone=context.zone(held),
    )


def _tracks(site: Site) -> Iterable[str]:
    return site.conference.tracks


def _formats(site: Site) -> Iterable[str]:
    return site.conference.formats


def _track(context: PageContext, subject: str) -> GroupingView:
    return _view(context, "track", context.conference.tracks, context.site.index.by_track, subject)


def _format(context: PageContext, subject: str) -> GroupingView:
    return _view(context, "format", context.conference.formats, context.site.index.by_format, subject)


def _fingerprint(site: Site, grouping: Grouping, held: Sequence[Session]) -> object:
    if len(held) > MOST_SESSIONS:
        return fingerprints.programme_fingerprint(site)
    return fingerprints.session_card_fingerprints(site, held), fingerprints.link_fingerprint(site, grouping.description)


def _track_fingerprint(site: Site, subject: str) -> object:
    return _fingerprint(site, site.conference.tracks[subject], site.index.by_track.get(subject, ()))


def _format_fingerprint(site: Site, subject: str) -> object:
    return _fingerprint(site, site.conference.formats[subject], site.index.by_format.get(subject, ()))


TRACK = PageKind("track", _tracks, _track, feed="track", fingerprint_of=_track_fingerprint)
FORMAT = PageKind("format", _formats, _format, feed="format", fingerprint_of=_format_fingerprint)
