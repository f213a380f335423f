"""The agenda: all days at a glance. A long programme is given by the hour and topic, and its days list the sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from urllib.parse import quote

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.agenda.day_artwork import DayArtwork, day_artworks, day_grid
from mlw_build.site.agenda.overview import MOST_SESSIONS, OverviewTime, overview_by_hour, overview_by_start
from mlw_build.site.files.changes import changes_of
from mlw_build.site.files.day_data import day_data_links, day_file_links
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind, single_subject
from mlw_build.site.views.filters import FilterView, filters_of

MOST_TRACKS = 40
"""Topics named for a day."""


class TrackCount(Struct, frozen=True):
    """A topic of a day: its name, the link to the day narrowed to it, how many sessions it has that day."""

    name: Phrase
    href: str
    count: int


class DayAgenda(Struct, frozen=True):
    """A day with its picture and its sessions in brief; `end` is when the last is over (ISO 8601)."""

    picture: DayArtwork
    times: tuple[OverviewTime, ...]
    end: str
    tracks: tuple[TrackCount, ...]


class AgendaView(Struct, frozen=True):
    """The overview of the agenda; `changes` leads to what changed since it was published, where anything did.

    `long` is whether there are too many sessions for one page. Then the days give their number by the hour and have
    `tracks`, and `now` is where scripts find what is on (day_spans). `files` are links to all sessions, for filters.
    """

    title: Phrase
    description: str
    days: tuple[DayAgenda, ...]
    sessions: int
    zone: str
    calendar: str
    changes: str | None
    filters: tuple[FilterView, ...]
    long: bool
    files: tuple[str, ...]
    now: tuple[tuple[str, str, str, str], ...]


def view(context: PageContext, subject: str) -> AgendaView:
    """The view of the agenda."""
    words = context.words
    pictures = day_artworks(context)
    long = len(context.conference.sessions) > MOST_SESSIONS
    return AgendaView(
        title=words.phrase("nav_agenda"),
        description=words.plain(
            "agenda_description",
            title=context.phrase(context.conference.settings.title),
            count=len(context.conference.sessions),
        ),
        days=tuple(_day(context, picture, long) for picture in pictures),
        sessions=len(context.conference.sessions),
        zone=context.zone(),
        calendar=context.page("calendar"),
        changes=context.page("changes") if changes_of(context) else None,
        filters=filters_of(
            context, [cell.session for picture in pictures for cell in day_grid(context.site, picture.day.id).cells]
        ),
        long=long,
        files=tuple(day_file_links(context)),
        now=tuple(day_data_links(context)) if long else (),
    )


def _day(context: PageContext, picture: DayArtwork, long: bool) -> DayAgenda:
    cells = day_grid(context.site, picture.day.id).cells
    return DayAgenda(
        picture=picture,
        times=_by_hour(context, picture) if long else overview_by_start(context, picture.day, cells),
        end=context.moment(max(cell.session.end for cell in cells)).machine if cells else "",
        tracks=tuple(_tracks(context, picture)) if long else (),
    )


def _by_hour(context: PageContext, picture: DayArtwork) -> tuple[OverviewTime, ...]:
    cells = day_grid(context.site, picture.day.id).cells
    everybody = {cell.session.id for cell in cells if cell.session.plenary or cell.spans_all}
    return overview_by_hour(context, picture.day, [cell.session for cell in cells], everybody)


def _tracks(context: PageContext, picture: DayArtwork) -> Iterator[TrackCount]:
    """The topics with most sessions that day, in the order of tracks.yaml."""
    counted = Counter(
        cell.session.track.id for cell in day_grid(context.site, picture.day.id).cells if cell.session.track
    )
    kept = {track for track, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TRACKS]}
    for one in context.conference.tracks.values():
        if one.id in kept:
            yield TrackCount(context.phrase(one.name), f"{picture.day.href}?track={quote(one.id)}", counted[one.id])


KIND = PageKind(
    "agenda", single_subject, view, feed="conference", fingerprint_of=fingerprints.programme_with_changes_fingerprint
)
