"""From a session's move to the edits of its file that make it, in the way its times and rooms are written there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

from mlw_build.check.moves.suggestions import Move
from mlw_build.diagnostics import Edit
from mlw_build.edit.changes import Change, Put
from mlw_build.edit.placement import CannotPlace, place, value_of
from mlw_build.model.conference import Conference, Session
from mlw_build.model.slots import Clock
from mlw_build.model.zones import offset_text, possible_instants
from mlw_build.read.document import Origin

_WRITTEN = re.compile(
    r"^(?P<date>\d{4,}-\d{1,2}-\d{1,2}(?P<between>[T ]\s*))?(?P<hour>\d{1,2}):\d{2}(?P<second>:\d{2})?"
    r"(?P<space>\s*)(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_LATEST = timedelta(hours=48)


class CannotMove(Exception):
    """A session whose time or room cannot be changed where it is written, such as one that shares it by an anchor."""


def move_edits(conference: Conference, move: Move) -> tuple[Edit, ...]:
    """The edits that make a move. Raises CannotMove."""
    session = conference.sessions[move.session]
    try:
        return place(session.origin.document, move_changes(conference, move))
    except CannotPlace:
        raise CannotMove(session.id) from None


def move_changes(conference: Conference, move: Move) -> list[Change]:
    """What a move changes in the data of its session's file. Raises CannotMove."""
    session = conference.sessions[move.session]
    changes = [*_room_changes(session, move)]
    if move.after.start != move.before.start or move.other_day:
        changes += _time_changes(conference, session, move)
    return changes


def _room_changes(session: Session, move: Move) -> Iterator[Change]:
    key = next((key for key in ("room", "rooms") if session.origin.has(key)), None)
    for old, new in zip(move.before.rooms, move.after.rooms, strict=True):
        if old == new:
            continue
        if key is None:
            yield Put((*session.origin.keys, "room"), new, before="start")
            continue
        room = session.origin.under(key)
        if value_of(room.document, room.keys) != old:
            written = _value(room)
            room = room.under(written.index(old) if isinstance(written, list) and old in written else 0)
        yield Put(room.keys, new)


def _time_changes(conference: Conference, session: Session, move: Move) -> Iterator[Change]:
    change = conference.settings.day_change
    clock = Clock(conference.zone, change.since_midnight if change else timedelta())
    later = timedelta(seconds=move.after.start - move.before.start)
    day = move.after.day
    if move.other_day:
        yield from _day_changes(session, day)
    for origin, start, end in ((session.origin, session.start, session.end), *_parts(session)):
        for key, instant in (("start", start), ("end", end)):
            time = origin.under(key)
            old = value_of(time.document, time.keys)
            if old is not None:
                yield Put(time.keys, time_text(clock, instant + later, day, old))
            elif origin.has(key):
                raise CannotMove(session.id)


def _parts(session: Session) -> Iterator[tuple[Origin, datetime, datetime]]:
    return ((part.origin, part.start, part.end) for part in session.parts)


def _day_changes(session: Session, day: date) -> Iterator[Change]:
    origin = session.origin
    if origin.has("date"):
        yield Put((*origin.keys, "date"), day.isoformat())
    elif value_of(origin.document, ("date",)) is not None:
        yield Put((*origin.keys, "date"), day.isoformat(), before="start")


def time_text(clock: Clock, instant: datetime, day: date, old: str) -> str:
    """An instant as a time of a conference day, in the form of the time that stood there (with a date, an offset).

    Where that form cannot say it, the date or the offset from UTC is added. Raises CannotMove for a form that is
    none of ours.
    """
    written = _WRITTEN.match(old.strip())
    if written is None:
        raise CannotMove(old)
    offset = _offset(written["offset"])
    local = instant.astimezone(timezone(offset) if offset is not None else clock.zone).replace(tzinfo=None)
    ending = f"{written['space']}{written['offset']}" if written["offset"] else ""
    if offset is None and len(possible_instants(local, clock.zone)) > 1:
        ending = offset_text(instant.astimezone(clock.zone).utcoffset() or timedelta())
    seconds = f":{local:%S}" if local.second or written["second"] else ""
    if not written["date"]:
        hours = _hours(local - datetime.combine(day, datetime.min.time()), clock.day_change)
        if hours is not None:
            digits = f"{hours}" if len(written["hour"]) == 1 else f"{hours:02}"
            return f"{digits}:{local:%M}{seconds}{ending}"
    between = written["between"] or " "
    return f"{local:%Y-%m-%d}{between}{local:%H:%M}{seconds}{ending}"


def _hours(since_midnight: timedelta, day_change: timedelta) -> int | None:
    """The hours to write for a time counted from a conference day's midnight; None where only a date says it."""
    whole_day = timedelta(days=1)
    if since_midnight < day_change or since_midnight >= _LATEST:
        return None
    if whole_day <= since_midnight < whole_day + day_change:
        since_midnight -= whole_day
    return int(since_midnight.total_seconds()) // 3600


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text in ("Z", "UTC"):
        return timedelta()
    digits = text[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -offset if text[0] == "-" else offset


def _value(origin: Origin) -> object:
    value = origin.document.data
    for key in origin.keys:
        value = value[key]
    return value
