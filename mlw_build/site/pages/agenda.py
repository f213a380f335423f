"""The agenda: all days at a glance. A long programme is given by the hour and topic, and its days list the sessions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.brief import MOST_SESSIONS, BriefTime, by_hour, by_start
from mlw_build.site.changes import changes_of
from mlw_build.site.day_files import day_spans
from mlw_build.site.day_pictures import DayPicture, day_grid, day_pictures
from mlw_build.site.filters import FilterView, filters_of
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind, once

MOST_TRACKS = 40
"""Topics named for a day."""


class TrackCount(Struct, frozen=True):
    """A topic of a day: its name, the link to it, how many sessions it has that day."""

    name: Phrase
    href: str
    count: int


class DayAgenda(Struct, frozen=True):
    """A day with its picture and its sessions in brief; `end` is when the last is over (ISO 8601)."""

    picture: DayPicture
    times: tuple[BriefTime, ...]
    end: str
    tracks: tuple[TrackCount, ...]


class AgendaView(Struct, frozen=True):
    """The overview of the agenda; `changes` leads to what changed since it was published, where anything did.

    `long` is whether there are too many sessions for one page. Then the days give their number by the hour and have
    `tracks`, filters lead to the days' agendas, and `now` is where scripts find what is on (day_spans).
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
    now: tuple[tuple[str, str, str, str], ...]


def view(here: Here, subject: str) -> AgendaView:
    """The view of the agenda."""
    words = here.words
    pictures = day_pictures(here)
    long = len(here.conference.sessions) > MOST_SESSIONS
    return AgendaView(
        title=words.phrase("nav_agenda"),
        description=words.plain(
            "agenda_description", title=here.phrase(here.conference.settings.title), count=len(here.conference.sessions)
        ),
        days=tuple(_day(here, picture, long) for picture in pictures),
        sessions=len(here.conference.sessions),
        zone=here.zone(),
        calendar=here.page("calendar"),
        changes=here.page("changes") if changes_of(here) else None,
        filters=filters_of(here, [cell.session for one in pictures for cell in day_grid(here.site, one.day.id).cells]),
        long=long,
        now=tuple(day_spans(here)) if long else (),
    )


def _day(here: Here, picture: DayPicture, long: bool) -> DayAgenda:
    cells = day_grid(here.site, picture.day.id).cells
    return DayAgenda(
        picture=picture,
        times=_by_hour(here, picture) if long else by_start(here, picture.day, cells),
        end=here.moment(max(cell.session.end for cell in cells)).machine if cells else "",
        tracks=tuple(_tracks(here, picture)) if long else (),
    )


def _by_hour(here: Here, picture: DayPicture) -> tuple[BriefTime, ...]:
    cells = day_grid(here.site, picture.day.id).cells
    everybody = {cell.session.id for cell in cells if cell.session.plenary or cell.spans_all}
    return by_hour(here, picture.day, [cell.session for cell in cells], everybody)


def _tracks(here: Here, picture: DayPicture) -> Iterator[TrackCount]:
    """The topics with most sessions that day, in the order of tracks.yaml."""
    counted = Counter(cell.session.track.id for cell in day_grid(here.site, picture.day.id).cells if cell.session.track)
    kept = {track for track, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_TRACKS]}
    for one in here.conference.tracks.values():
        if one.id in kept:
            yield TrackCount(here.phrase(one.name), here.page("track", one.id), counted[one.id])


KIND = PageKind("agenda", once, view, feed="conference", made_of=made_of.with_changes)
