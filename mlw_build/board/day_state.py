"""What the board shows, as plain values for JSON: the days, one day laid out as the agenda lays it out, the tray."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mlw_build.check.moves.trial_move import seconds
from mlw_build.check.rules.wording import clock_time, day_of
from mlw_build.model.conference import Conference, Room, Session, UnscheduledSession
from mlw_build.site.agenda.grid import Column, build_grid

STEPS = (30, 15, 10, 5)
"""Minutes to which places snap: the largest to which nearly all times of the day keep."""

EMPTY_DAY = (timedelta(hours=9), timedelta(hours=18))
"""What a day without sessions shows."""

AROUND = 1800
"""Seconds that a day shows before its first session and after its last."""


def days(conference: Conference, problems: Iterable[Collection[str]]) -> list[dict[str, Any]]:
    """The days as tabs, with how many problems there are on each: `problems` has the sessions of each problem."""
    counts: Counter[date] = Counter()
    for sessions in problems:
        counts.update({conference.sessions[one].day for one in sessions if one in conference.sessions})
    return [
        {"id": day.id, "label": day_of(day.date), "title": day.title.plain, "problems": counts[day.date]}
        for day in conference.days
    ]


def day_state(conference: Conference, day: date) -> dict[str, Any]:
    """A day: its time axis, its columns (all rooms), its sessions with the column and the lanes that they stand in."""
    sessions = [session for session in conference.sessions.values() if session.day == day]
    grid = build_grid(sessions)
    columns = list(_columns(conference, grid.columns))
    places = {column.line: number for number, (column, _) in enumerate(columns) if column}
    first, last = _bounds(conference, day, sessions)
    shown = []
    for cell in grid.cells:
        line = max((text for text in places if text <= cell.line), default=None)
        number = places[line] if line is not None else 0
        column = columns[number][0] if columns else None
        shown.append(
            {
                **session_summary(conference, cell.session),
                "everywhere": cell.spans_all,
                "column": number,
                "lane": 0 if column is None else cell.line - column.line,
                "lanes": cell.span,
            }
        )
    step = snap_step(conference, sessions)
    return {
        "id": day.isoformat(),
        "label": day_of(day),
        "first": first,
        "last": last,
        "step": step,
        "ticks": list(_ticks(conference, first, last, step)),
        "columns": [
            {
                "room": room.id if room else None,
                "name": room.name.plain if room else "No room",
                "capacity": room.capacity if room else None,
                "shared": bool(room and room.shared),
                "lanes": column.span if column else 1,
            }
            for column, room in columns
        ],
        "sessions": shown,
    }


def _columns(conference: Conference, used: Sequence[Column]) -> Iterator[tuple[Column | None, Room | None]]:
    """All rooms in their order, each with its column of the agenda; last what has no room."""
    by_room = {column.room.id: column for column in used if column.room}
    for room in conference.rooms.values():
        yield by_room.get(room.id), room
    yield from ((column, None) for column in used if column.room is None)


def _bounds(conference: Conference, day: date, sessions: Sequence[Session]) -> tuple[int, int]:
    if sessions:
        first = min(seconds(session.start) for session in sessions) - AROUND
        last = max(seconds(session.end) for session in sessions) + 2 * AROUND
    else:
        midnight = datetime.combine(day, datetime.min.time(), conference.zone)
        first, last = (seconds((midnight + time).astimezone(UTC)) for time in EMPTY_DAY)
    return first - first % 1800, last + -last % 1800


def snap_step(conference: Conference, sessions: Iterable[Session]) -> int:
    """The minutes to which the day's times keep."""
    minutes = [conference.local(time).minute for session in sessions for time in (session.start, session.end)]
    for step in STEPS:
        if sum(minute % step == 0 for minute in minutes) >= 0.9 * len(minutes):
            return min(step, 15)
    return STEPS[-1]


def _ticks(conference: Conference, first: int, last: int, step: int) -> Iterator[dict[str, Any]]:
    for at in range(first, last + 1, 60 * step):
        yield {"at": at, "label": clock_time(conference, datetime.fromtimestamp(at, UTC))}


def session_summary(conference: Conference, session: Session) -> dict[str, Any]:
    """A session as the board shows it."""
    return {
        **_what_it_is(conference, session),
        "start": seconds(session.start),
        "end": seconds(session.end),
        "time": f"{clock_time(conference, session.start)}-{clock_time(conference, session.end)}",
        "day": session.day.isoformat(),
        "part_of": session.part_of,
        "parts": [{"title": part.title.plain, "time": clock_time(conference, part.start)} for part in session.parts],
    }


def tray(conference: Conference) -> list[dict[str, Any]]:
    """The sessions without a time."""
    return [_in_tray(conference, unscheduled) for unscheduled in conference.unscheduled.values()]


def _in_tray(conference: Conference, unscheduled: UnscheduledSession) -> dict[str, Any]:
    length = unscheduled.details.end - unscheduled.details.start
    return {
        **_what_it_is(conference, unscheduled.details),
        "minutes": round(length.total_seconds() / 60),
        "length_is_known": unscheduled.duration is not None,
    }


def _what_it_is(conference: Conference, session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "title": session.title.plain,
        "format": session.format.name.plain if session.format else "",
        "track": session.track.name.plain if session.track else "",
        "track_number": session.track.number if session.track else None,
        "rooms": [room.id for room in session.rooms],
        "people": [part.speaker.name.plain for part in session.everyone],
        "status": session.status.value,
        "plenary": session.plenary,
        "interlude": session.interlude,
    }
