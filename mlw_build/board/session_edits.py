"""From what is done with a session on the board to changes of its file, as an editor would write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mlw_build.board.workspace import Refused
from mlw_build.check.moves.suggestions import Move
from mlw_build.check.moves.trial_move import Place, seconds
from mlw_build.edit.changes import Change, Put, Remove
from mlw_build.model.conference import Conference, Session, UnscheduledSession
from mlw_build.model.schema.programme import SessionEntry
from mlw_build.model.slots import Clock
from mlw_build.read.document import Origin
from mlw_build.resolve.edits import CannotMove, move_changes, time_text

ORDER = tuple(SessionEntry.model_fields)
"""The keys of a session in the order in which a new one is put in."""

ASSUMED = timedelta(minutes=60)
"""How long a session lasts of which nothing says so, once it is given a time."""

Changes = dict[str, list[Change]]
"""Changes by the path of the file."""


def place_of(session: Session) -> Place:
    """Where a session is."""
    return Place(seconds(session.start), tuple(room.id for room in session.rooms), session.day)


def move(conference: Conference, places: Mapping[str, Place]) -> Changes:
    """The changes that bring sessions to their new places. Raises Refused.

    What takes place within a session is moved along with it, unless it is given a place of its own.
    """
    wanted = dict(places)
    for identifier, place in places.items():
        block = conference.sessions.get(identifier)
        if block is None:
            continue
        later = place.start - seconds(block.start)
        for child in conference.sessions.values():
            if child.part_of == identifier and (later or place.day != block.day):
                here = place_of(child)
                wanted.setdefault(child.id, Place(here.start + later, here.rooms, place.day))
    found: Changes = {}
    for identifier, place in wanted.items():
        if identifier in conference.unscheduled:
            _add(found, conference.unscheduled[identifier].origin, _schedule(conference, identifier, place))
        elif identifier in conference.sessions:
            session = conference.sessions[identifier]
            _add(found, session.origin, _moved(conference, session, place))
        else:
            raise Refused(f"There is no session `{identifier}` any more.")
    return found


def _add(found: Changes, origin: Origin, changes: Iterable[Change]) -> None:
    found.setdefault(origin.document.path, []).extend(changes)


def _moved(conference: Conference, session: Session, place: Place) -> list[Change]:
    before = place_of(session)
    rooms = place.rooms if len(place.rooms) == len(before.rooms) else before.rooms
    try:
        changes = move_changes(conference, Move(session.id, before, Place(place.start, rooms, place.day)))
    except CannotMove:
        raise Refused(
            f"The time of `{session.id}` is shared with another session by an anchor (`&`, `*`): change it by hand."
        ) from None
    if rooms != place.rooms:
        changes += _rooms(session.origin, place.rooms)
    return changes


def _rooms(origin: Origin, rooms: Sequence[str]) -> Iterator[Change]:
    key, other = ("room", "rooms") if len(rooms) < 2 else ("rooms", "room")
    if origin.has(other):
        yield Remove((*origin.keys, other))
    if rooms:
        yield Put((*origin.keys, key), rooms[0] if len(rooms) == 1 else list(rooms), ORDER)
    elif origin.has(key):
        yield Remove((*origin.keys, key))


def _schedule(conference: Conference, identifier: str, place: Place) -> Iterator[Change]:
    """A session without a time gets one."""
    unscheduled = conference.unscheduled[identifier]
    origin = unscheduled.origin
    if tuple(room.id for room in unscheduled.details.rooms) != place.rooms:
        yield from _rooms(origin, place.rooms)
    head = origin.document.data.get("date") if isinstance(origin.document.data, dict) else None
    day = place.day.isoformat()
    if origin.has("date") or head != day:
        yield Put((*origin.keys, "date"), day, ORDER)
    yield Put((*origin.keys, "start"), _time(conference, place.start, place.day, "00:00"), ORDER)
    if unscheduled.duration is None:
        yield Put((*origin.keys, "duration"), _minutes(ASSUMED), ORDER)


def unschedule(conference: Conference, identifiers: Iterable[str]) -> Changes:
    """The changes that take sessions out of the agenda into the tray. Raises Refused."""
    found: Changes = {}
    for identifier in identifiers:
        session = _session(conference, identifier)
        origin = session.origin
        if session.booth:
            raise Refused(f"`{session.id}` is a demonstration of a booth, which always has a time.")
        changes: list[Change] = [Remove((*origin.keys, "start"))]
        if origin.has("date"):
            changes.append(Remove((*origin.keys, "date")))
        if origin.has("end"):
            changes.append(Remove((*origin.keys, "end")))
            changes.append(Put((*origin.keys, "duration"), _minutes(session.end - session.start), ORDER))
        _add(found, origin, changes)
    return found


def resize(conference: Conference, identifier: str, end: int) -> Changes:
    """The changes that let a session end at another time, in seconds since 1970. Raises Refused."""
    session = _session(conference, identifier)
    origin = session.origin
    length = timedelta(seconds=end - seconds(session.start))
    if length <= timedelta():
        raise Refused("A session lasts five minutes or more.")
    if origin.has("end"):
        old = _written(origin, "end")
        try:
            text = time_text(_clock(conference), datetime.fromtimestamp(end, UTC), session.day, str(old))
        except CannotMove:
            raise Refused(f"`end: {old}` is in a form that only you can change.") from None
        return {origin.document.path: [Put((*origin.keys, "end"), text)]}
    return {origin.document.path: [Put((*origin.keys, "duration"), _minutes(length), ORDER)]}


def shift(conference: Conference, identifiers: Iterable[str], minutes: int) -> Changes:
    """The changes that begin sessions so many minutes later (or sooner, below 0)."""
    places = {}
    for identifier in identifiers:
        here = place_of(_session(conference, identifier))
        places[identifier] = Place(here.start + 60 * minutes, here.rooms, here.day)
    return move(conference, places)


def from_here_on(conference: Conference, identifier: str, *, one_room: bool) -> list[str]:
    """A session and all that begin when it does or later on its day: in any room, or in one of its rooms only."""
    first = _session(conference, identifier)
    return [
        session.id
        for session in conference.sessions.values()
        if session.day == first.day
        and session.start >= first.start
        and (not one_room or any(room in first.rooms for room in session.rooms))
    ]


def swap(conference: Conference, one: str, other: str) -> Changes:
    """The changes that let two sessions change places: each begins where the other did, in its rooms."""
    first, second = place_of(_session(conference, one)), place_of(_session(conference, other))
    return move(conference, {one: second, other: first})


def set_value(thing: Session | UnscheduledSession, key: str, value: Any) -> Changes:
    """The changes that give a key another value; None, or nothing at all, takes it out."""
    return {thing.origin.document.path: list(put_value(thing.origin, key, value))}


def put_value(origin: Origin, key: str, value: Any) -> Iterator[Change]:
    """The same for any entry."""
    there = key in _entry(origin)
    if value in (None, "", [], {}):
        if there:
            yield Remove((*origin.keys, key))
    else:
        yield Put((*origin.keys, key), value, ORDER)


def rename(thing: Session | UnscheduledSession, identifier: str) -> Changes:
    """The changes that give a session another id and keep its old one, so that links and calendars follow."""
    origin = thing.origin
    written = _entry(origin).get("was")
    former = [] if written is None else written if isinstance(written, list) else [written]
    wanted = [one for one in dict.fromkeys((*former, thing.id)) if one != identifier]
    changes: list[Change] = [Put((*origin.keys, "id"), identifier)]
    changes.append(Put((*origin.keys, "was"), wanted[0] if len(wanted) == 1 else wanted, ORDER))
    return {origin.document.path: changes}


def written_value(thing: Session | UnscheduledSession, key: str) -> Any:
    """What is written at a key of a session; None where nothing is."""
    return _entry(thing.origin).get(key)


def _entry(origin: Origin) -> Mapping[str, Any]:
    value = origin.document.data
    for step in origin.keys:
        if step == 0 and not isinstance(value, list):
            continue
        value = value[step]
    return value if isinstance(value, Mapping) else {}


def _written(origin: Origin, key: str) -> Any:
    return _entry(origin).get(key)


def _session(conference: Conference, identifier: str) -> Session:
    found = conference.sessions.get(identifier)
    if found is None:
        raise Refused(f"There is no session `{identifier}` in the agenda any more.")
    return found


def _clock(conference: Conference) -> Clock:
    change = conference.settings.day_change
    return Clock(conference.zone, change.since_midnight if change else timedelta())


def _time(conference: Conference, start: int, day: date, old: str) -> str:
    return time_text(_clock(conference), datetime.fromtimestamp(start, UTC), day, old)


def _minutes(length: timedelta) -> str:
    return f"{round(length.total_seconds() / 60)}m"
