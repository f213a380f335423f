"""Sessions in brief: a line each by start, or, where that would be a wall of titles, how many there are by the hour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby

from msgspec import Struct

from mlw_build.model.conference import Session
from mlw_build.model.zones import comes_twice
from mlw_build.site.agenda_grid import Cell
from mlw_build.site.cards import day_of, day_view, session_view
from mlw_build.site.day_parts import part_at
from mlw_build.site.here import Here
from mlw_build.site.paging import subject_of
from mlw_build.site.views import DayView, Moment, SessionView

MOST_SESSIONS = 300
"""How many sessions one page lists: some twelve screens of titles. With more, it gives their number by the hour."""

MOST_NAMED = 3
"""Of an hour that is given as a number, how many sessions for everybody are named all the same."""


class BriefSession(Struct, frozen=True):
    """A session in a line; `everybody` where nothing runs beside it."""

    session: SessionView
    everybody: bool


class BriefTime(Struct, frozen=True):
    """What begins at a time or in the hour after it: sessions that are named, and how many more there are.

    `href` leads to this time in the day's agenda.
    """

    id: str
    start: Moment
    sessions: tuple[BriefSession, ...]
    more: int
    href: str


def start_id(here: Here, session: Session) -> str:
    """The id that a start has in its day's agenda: at-1030; at-0230+0100 where clocks show a time twice."""
    local = here.conference.local(session.start)
    return f"at-{local:%H%M%z}" if comes_twice(local) else f"at-{local:%H%M}"


class BriefDay(Struct, frozen=True):
    """How many of some sessions a day has, by the hour; `end` is when its last is over (ISO 8601)."""

    day: DayView
    times: tuple[BriefTime, ...]
    end: str


def day_page(here: Here, session: Session) -> str:
    """The subject of the page of its day that has a session's start."""
    day = session.day.isoformat()
    return subject_of(day, part_at(here.site.index.parts[day], session.start).number)


def by_start(here: Here, day: DayView, cells: Sequence[Cell]) -> tuple[BriefTime, ...]:
    """All of a day's sessions, by start."""
    everybody = {cell.session.id for cell in cells if cell.spans_all}
    groups = groupby((cell.session for cell in cells), key=lambda one: one.start)
    return tuple(_time(here, day, held := list(group), held, everybody) for _, group in groups)


def by_hour(
    here: Here, day: DayView, sessions: Iterable[Session], everybody: Collection[str] = (), query: str = ""
) -> tuple[BriefTime, ...]:
    """Sessions of a day, in order of time, as numbers by the hour of their start; breaks are left out.

    `everybody` are the ids of those that are named all the same; `query` narrows the day that the links lead to.
    """
    groups = groupby((one for one in sessions if not one.interlude), key=lambda one: _hour(here, one))
    times = []
    for _, group in groups:
        held = list(group)
        named = [one for one in held if one.id in everybody][:MOST_NAMED]
        times.append(_time(here, day, held, named, everybody, query))
    return tuple(times)


def brief_days(here: Here, sessions: Sequence[Session], query: str) -> tuple[BriefDay, ...]:
    """The days of many sessions; their links narrow the day's agenda to these by `query`, where scripts run."""
    days = []
    for _, group in groupby(sorted(sessions, key=lambda one: (one.day, one.start, one.id)), key=lambda one: one.day):
        held = list(group)
        day = day_view(here, day_of(here, held[0]))
        times = by_hour(here, day, held, query=query)
        days.append(BriefDay(day, times, here.moment(max(one.end for one in held)).machine))
    return tuple(days)


def _hour(here: Here, session: Session) -> datetime:
    # In UTC, since an hour that clocks show twice is two.
    return here.conference.local(session.start).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def _time(
    here: Here,
    day: DayView,
    held: Sequence[Session],
    named: Sequence[Session],
    everybody: Collection[str],
    query: str = "",
) -> BriefTime:
    start = start_id(here, held[0])
    return BriefTime(
        id=f"day-{day.id}-{start}",
        start=here.moment(held[0].start),
        sessions=tuple(BriefSession(session_view(here, one), one.id in everybody) for one in named),
        more=len(held) - len(named),
        href=f"{here.page('day', day_page(here, held[0]))}{query}#{start}",
    )
