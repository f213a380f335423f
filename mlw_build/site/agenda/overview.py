"""Sessions in brief: a line each by start, or, where that would be a wall of titles, how many there are by the hour."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from itertools import groupby

from msgspec import Struct

from mlw_build.model.conference import Session
from mlw_build.model.zones import is_ambiguous
from mlw_build.site.agenda.grid import Cell
from mlw_build.site.agenda.parts import part_starting_at
from mlw_build.site.page_context import PageContext
from mlw_build.site.views.pagination import page_subject
from mlw_build.site.views.shared import day_of, day_view, session_view
from mlw_build.site.views.values import DayView, Moment, SessionView

MOST_SESSIONS = 300
"""How many sessions one page lists: some twelve screens of titles. With more, it gives their number by the hour."""

MOST_NAMED = 3
"""Of an hour that is given as a number, how many sessions for everybody are named all the same."""


class OverviewSession(Struct, frozen=True):
    """A session in a line; `everybody` where nothing runs beside it."""

    session: SessionView
    everybody: bool


class OverviewTime(Struct, frozen=True):
    """What begins at a time or in the hour after it: sessions that are named, and how many more there are.

    `href` leads to this time in the day's agenda.
    """

    id: str
    start: Moment
    sessions: tuple[OverviewSession, ...]
    more: int
    href: str


def start_anchor(context: PageContext, session: Session) -> str:
    """The id that a start has in its day's agenda: at-1030; at-0230+0100 where clocks show a time twice."""
    local = context.conference.local(session.start)
    return f"at-{local:%H%M%z}" if is_ambiguous(local) else f"at-{local:%H%M}"


class OverviewDay(Struct, frozen=True):
    """How many of some sessions a day has, by the hour; `end` is when its last is over (ISO 8601)."""

    day: DayView
    times: tuple[OverviewTime, ...]
    end: str


def day_page_subject(context: PageContext, session: Session) -> str:
    """The subject of the page of its day that has a session's start."""
    day = session.day.isoformat()
    return page_subject(day, part_starting_at(context.site.index.parts[day], session.start).number)


def overview_by_start(context: PageContext, day: DayView, cells: Sequence[Cell]) -> tuple[OverviewTime, ...]:
    """All of a day's sessions, by start."""
    everybody = {cell.session.id for cell in cells if cell.spans_all}
    groups = groupby((cell.session for cell in cells), key=lambda session: session.start)
    return tuple(_time(context, day, held := list(group), held, everybody) for _, group in groups)


def overview_by_hour(
    context: PageContext, day: DayView, sessions: Iterable[Session], everybody: Collection[str] = (), query: str = ""
) -> tuple[OverviewTime, ...]:
    """Sessions of a day, in order of time, as numbers by the hour of their start; breaks are left out.

    `everybody` are the ids of those that are named all the same; `query` narrows the day that the links lead to.
    """
    groups = groupby(
        (session for session in sessions if not session.interlude), key=lambda session: _hour(context, session)
    )
    times = []
    for _, group in groups:
        held = list(group)
        named = [session for session in held if session.id in everybody][:MOST_NAMED]
        times.append(_time(context, day, held, named, everybody, query))
    return tuple(times)


def overview_days(context: PageContext, sessions: Sequence[Session], query: str) -> tuple[OverviewDay, ...]:
    """The days of many sessions; their links narrow the day's agenda to these by `query`, where scripts run."""
    days = []
    for _, group in groupby(
        sorted(sessions, key=lambda session: (session.day, session.start, session.id)), key=lambda session: session.day
    ):
        held = list(group)
        day = day_view(context, day_of(context, held[0]))
        times = overview_by_hour(context, day, held, query=query)
        days.append(OverviewDay(day, times, context.moment(max(session.end for session in held)).machine))
    return tuple(days)


def _hour(context: PageContext, session: Session) -> datetime:
    # In UTC, since an hour that clocks show twice is two.
    return context.conference.local(session.start).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def _time(
    context: PageContext,
    day: DayView,
    held: Sequence[Session],
    named: Sequence[Session],
    everybody: Collection[str],
    query: str = "",
) -> OverviewTime:
    start = start_anchor(context, held[0])
    return OverviewTime(
        id=f"day-{day.id}-{start}",
        start=context.moment(held[0].start),
        sessions=tuple(OverviewSession(session_view(context, session), session.id in everybody) for session in named),
        more=len(held) - len(named),
        href=f"{context.page('day', day_page_subject(context, held[0]))}{query}#{start}",
    )
