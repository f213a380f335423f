"""What if a session were elsewhere: at another time, in another room, with everything else as it is?

An index over what all sessions hold answers that for one place in the time of a few look-ups, so that thousands
of places can be tried in a programme of ten thousand sessions. Times are whole seconds since 1970 in UTC.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.check.clash.bookings import (
    booth_bookings,
    enclosing_blocks,
    resource_bookings,
    speaker_bookings,
    stream_bookings,
    team_bookings,
)  # fmt: skip
from mlw_build.check.clash.sweep_line import Booking
from mlw_build.check.moves.constraints import PlacementConstraints
from mlw_build.check.rules import clashes
from mlw_build.model.conference import Conference, Room, Session

Resource = tuple[str, str]
"""What is held: its kind and its id."""

ROOM, ROOM_STREAM, APART = "room", "room stream", "apart"

_KINDS: tuple[tuple[str, str, Callable[[Conference], Iterable[Booking[Any]]]], ...] = (
    ("person", clashes.SPEAKER_CLASH.code, speaker_bookings),
    ("booth", clashes.BOOTH_CLASH.code, booth_bookings),
    ("stream", clashes.STREAM_CLASH.code, stream_bookings),
    ("team", clashes.ORGANISATION_CLASH.code, team_bookings),
    ("need", clashes.RESOURCE_CLASH.code, resource_bookings),
)


class Place(Struct, frozen=True, order=True):
    """Where a session could be: from when (in seconds since 1970), in which rooms, on which conference day."""

    start: int
    rooms: tuple[str, ...]
    day: date


class ResourceClaim(Struct, frozen=True):
    """A resource held from and until so many seconds after its session's start, by `key`, which is inside `within`."""

    resource: Resource
    begins: int
    ends: int
    key: str
    within: frozenset[Any]
    amount: int = 1
    capacity: int = 1


class ScheduledItem(Struct, frozen=True, eq=False):
    """A session that takes place: where it is, how long it lasts (in seconds), what it holds wherever it is."""

    session: Session
    place: Place
    length: int
    claims: tuple[ResourceClaim, ...]
    within: frozenset[str]
    has_children: bool

    @property
    def id(self) -> str:
        """The session's id."""
        return self.session.id

    @property
    def end(self) -> int:
        """When it ends, in seconds since 1970."""
        return self.place.start + self.length


class _HeldInterval(NamedTuple):
    start: int
    end: int
    item: str
    claim: ResourceClaim


class _ResourceIntervals:
    """Who holds one resource, in order of their starts."""

    def __init__(self, held: Iterable[_HeldInterval] = ()) -> None:
        self._held = sorted(held, key=itemgetter(0))
        self._starts = [one.start for one in self._held]
        self._longest = max((one.end - one.start for one in self._held), default=0)
        self._gaps: Sequence[tuple[int, int]] | None = None

    def between(self, start: int, end: int) -> list[_HeldInterval]:
        """Who holds it at any moment from start to end."""
        first = bisect_right(self._starts, start - self._longest)
        last = bisect_left(self._starts, end)
        return [one for one in self._held[first:last] if one.end > start] if first < last else []

    def gaps(self) -> Sequence[tuple[int, int]]:
        """When nobody holds it, from before all time to after it."""
        if self._gaps is None:
            found, free_from = [], -FOREVER
            for one in self._held:
                if one.start > free_from:
                    found.append((free_from, one.start))
                free_from = max(free_from, one.end)
            self._gaps = [*found, (free_from, FOREVER)]
        return self._gaps

    def changed(self, gone: Collection[_HeldInterval], new: Iterable[_HeldInterval]) -> _ResourceIntervals:
        """The same without some, and with others."""
        return _ResourceIntervals([*(one for one in self._held if one not in gone), *new])


_NOBODY = _ResourceIntervals()
FOREVER = 1 << 60


class TrialIndex:
    """The index: what every session holds, and whether another place would be free for it."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.items: dict[str, ScheduledItem] = _items(conference)
        self.around = PlacementConstraints(conference)
        self._streams = _room_streams(conference)
        self._bearable = _allowed_codes(conference)
        held: dict[Resource, list[_HeldInterval]] = {}
        for item in self.items.values():
            for hold in self._holds(item, item.place):
                held.setdefault(hold.claim.resource, []).append(hold)
        self._holders: dict[Resource, _ResourceIntervals] = {
            resource: _ResourceIntervals(some) for resource, some in held.items()
        }

    def claims_at(self, item: ScheduledItem, place: Place) -> Iterator[ResourceClaim]:
        """All that an item would hold at a place."""
        yield from item.claims
        for room_id in place.rooms:
            yield from self.room_claims(item, self.conference.rooms[room_id])

    def room_claims(self, item: ScheduledItem, room: Room) -> Iterator[ResourceClaim]:
        """What an item would hold in a room: the room, with its changeover time, and the room's stream."""
        if room.shared:
            return
        if ROOM not in self._bearable.get(item.id, ()):
            wait = 0 if item.session.interlude else int(room.changeover.total_seconds())
            yield ResourceClaim((ROOM, room.id), 0, item.length + wait, item.id, item.within)
        if not item.session.own_stream and not item.session.interlude:
            for identity in self._streams.get(room.id, ()):
                yield ResourceClaim((ROOM_STREAM, identity), 0, item.length, item.id, item.within)

    def is_free(self, item: ScheduledItem, place: Place, without: Collection[str] = ()) -> bool:
        """Whether the item could be at the place with nothing in its way; sessions in `without` are taken as gone."""
        return self.may_begin(item, place, without) and self.has_rooms(item, place, without)

    def has_rooms(self, item: ScheduledItem, place: Place, without: Collection[str] = ()) -> bool:
        """Whether the rooms of a place suit the item, and nobody else is in them then."""
        return all(
            self._has_left(claim, item, place.start, without)
            for room in place.rooms
            for claim in self.room_claims(item, self.conference.rooms[room])
        ) and self.fits(item, place)

    def may_begin(self, item: ScheduledItem, place: Place, without: Collection[str] = ()) -> bool:
        """Whether people and all else but the rooms allow the time of a place."""
        return self.around.allows_time(item.session, place.start, place.start + item.length, place.day) and all(
            self._has_left(claim, item, place.start, without) for claim in item.claims
        )

    def fits(self, item: ScheduledItem, place: Place) -> bool:
        """Whether the rooms of a place suit the item, whoever else is in them."""
        rooms = [self.conference.rooms[room] for room in place.rooms]
        return self.around.allows_rooms(item.session, rooms, place.start, place.start + item.length)

    def in_the_way(self, claim: ResourceClaim, item: ScheduledItem, start: int) -> Sequence[ScheduledItem]:
        """The sessions that leave too little of a resource for the item from start on; none where it could have it."""
        if self._has_left(claim, item, start, ()):
            return ()
        return [self.items[text] for text in dict.fromkeys(held.item for held in self._overlap(claim, item, start))]

    def gaps(self, room: str, length: int) -> Iterator[tuple[int, int]]:
        """When nobody is in a room for so many seconds or more."""
        return (gap for gap in self._holders.get((ROOM, room), _NOBODY).gaps() if gap[1] - gap[0] >= length)

    def usage(self, resource: Resource, start: int, end: int) -> int:
        """The most that is held of a resource at a moment of a stretch of time."""
        return _peak(self._overlapping(resource, start, end))

    def without(self, sessions: Iterable[str]) -> TrialIndex:
        """The index as if some sessions held nothing."""
        return self._with({}, sessions)

    def move(self, changes: Mapping[str, Place]) -> TrialIndex:
        """The index with some sessions elsewhere."""
        return self._with(changes, changes)

    def _with(self, changes: Mapping[str, Place], leaving: Iterable[str]) -> TrialIndex:
        trial_index: TrialIndex = object.__new__(TrialIndex)
        trial_index.conference, trial_index.around = self.conference, self.around
        trial_index._streams, trial_index._bearable = self._streams, self._bearable
        trial_index.items, trial_index._holders = dict(self.items), dict(self._holders)
        gone: dict[Resource, set[_HeldInterval]] = {}
        new: dict[Resource, set[_HeldInterval]] = {}
        for identifier in leaving:
            for hold in self._holds(self.items[identifier], self.items[identifier].place):
                gone.setdefault(hold.claim.resource, set()).add(hold)
        for identifier, place in changes.items():
            moved = trial_index.items[identifier] = replace(self.items[identifier], place=place)
            for hold in self._holds(moved, place):
                new.setdefault(hold.claim.resource, set()).add(hold)
        for resource in gone.keys() | new.keys():
            holders = self._holders.get(resource, _NOBODY)
            trial_index._holders[resource] = holders.changed(gone.get(resource, ()), new.get(resource, ()))
        return trial_index

    def _holds(self, item: ScheduledItem, place: Place) -> Iterator[_HeldInterval]:
        for claim in dict.fromkeys(self.claims_at(item, place)):
            yield _HeldInterval(place.start + claim.begins, place.start + claim.ends, item.id, claim)

    def _overlapping(self, resource: Resource, start: int, end: int) -> list[_HeldInterval]:
        return self._holders.get(resource, _NOBODY).between(start, end)

    def _overlap(self, claim: ResourceClaim, item: ScheduledItem, start: int) -> Iterator[_HeldInterval]:
        """What unrelated sessions hold of a resource while the claim would."""
        for held in self._overlapping(claim.resource, start + claim.begins, start + claim.ends):
            related = held.item == item.id or held.claim.key in claim.within or claim.key in held.claim.within
            if not related:
                yield held

    def _has_left(self, claim: ResourceClaim, item: ScheduledItem, start: int, without: Collection[str]) -> bool:
        others = [one for one in self._overlap(claim, item, start) if one.item not in without]
        if claim.capacity == 1 or not others:
            return not others and claim.amount <= claim.capacity
        return _peak(others) + claim.amount <= claim.capacity


def _peak(held: Iterable[_HeldInterval]) -> int:
    changes = sorted(change for one in held for change in ((one.start, one.claim.amount), (one.end, -one.claim.amount)))
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


def seconds(instant: datetime) -> int:
    """An instant as whole seconds since 1970."""
    return int(instant.timestamp())


def _items(conference: Conference) -> dict[str, ScheduledItem]:
    blocks = enclosing_blocks(conference)
    parents = {block for around in blocks.values() for block in around}
    bearable = _allowed_codes(conference)
    claims: dict[str, list[ResourceClaim]] = {}
    for kind, _, holdings in _KINDS:
        for held in holdings(conference):
            session: Session = held.thing if isinstance(held.thing, Session) else held.thing.session
            if kind in bearable.get(session.id, ()) or getattr(held.thing, "room", None) is not None:
                continue
            begins, ends = seconds(held.start) - seconds(session.start), seconds(held.end) - seconds(session.start)
            resource = (ROOM_STREAM if kind == "stream" else kind, str(held.resource))
            claims.setdefault(session.id, []).append(
                ResourceClaim(resource, begins, ends, str(held.key), held.within, held.amount, held.capacity)
            )
    for session in conference.sessions.values():
        for other in session.not_with:
            if other in conference.sessions:
                pair = (APART, "|".join(sorted((session.id, other))))
                for one in (session, conference.sessions[other]):
                    length = seconds(one.end) - seconds(one.start)
                    claims.setdefault(one.id, []).append(ResourceClaim(pair, 0, length, one.id, frozenset()))
    return {
        session.id: ScheduledItem(
            session,
            Place(seconds(session.start), tuple(room.id for room in session.rooms), session.day),
            seconds(session.end) - seconds(session.start),
            tuple(claims.get(session.id, ())),
            blocks[session.id],
            session.id in parents,
        )
        for session in conference.sessions.values()
        if not session.cancelled
    }


def _allowed_codes(conference: Conference) -> Mapping[str, frozenset[str]]:
    """For sessions that may have clashes of some kinds, those kinds; kinds whose check is off hold for all."""
    codes = {kind: code for kind, code, _ in _KINDS} | {ROOM: clashes.ROOM_CLASH.code}
    off = {kind for kind, code in codes.items() if conference.settings.checks.get(code) == "off"}
    return {
        session.id: frozenset(off | {kind for kind, code in codes.items() if session.allows(code)})
        for session in conference.sessions.values()
        if off or session.allowed
    }


def _room_streams(conference: Conference) -> Mapping[str, frozenset[str]]:
    """The streams of the rooms that have one of their own, as they are told apart."""
    if conference.settings.checks.get(clashes.STREAM_CLASH.code) == "off":
        return {}
    found: dict[str, set[str]] = {}
    for held in stream_bookings(conference):
        if held.thing.room is not None:
            found.setdefault(held.thing.room.id, set()).add(str(held.resource))
    return {room: frozenset(identities) for room, identities in found.items()}
