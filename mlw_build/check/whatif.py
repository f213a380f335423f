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

from mlw_build.check import clashes
from mlw_build.check.holdings import (
    blocks_of,
    booth_holdings,
    resource_holdings,
    speaker_holdings,
    stream_holdings,
    team_holdings,
)  # fmt: skip
from mlw_build.check.surroundings import Surroundings
from mlw_build.check.sweep import Holding
from mlw_build.model.conference import Conference, Room, Session

Resource = tuple[str, str]
"""What is held: its kind and its id."""

ROOM, ROOM_STREAM, APART = "room", "room stream", "apart"

_KINDS: tuple[tuple[str, str, Callable[[Conference], Iterable[Holding[Any]]]], ...] = (
    ("person", clashes.SPEAKER_CLASH.code, speaker_holdings),
    ("booth", clashes.BOOTH_CLASH.code, booth_holdings),
    ("stream", clashes.STREAM_CLASH.code, stream_holdings),
    ("team", clashes.ORGANISATION_CLASH.code, team_holdings),
    ("need", clashes.RESOURCE_CLASH.code, resource_holdings),
)


class Place(Struct, frozen=True, order=True):
    """Where a session could be: from when (in seconds since 1970), in which rooms, on which conference day."""

    start: int
    rooms: tuple[str, ...]
    day: date


class Claim(Struct, frozen=True):
    """A resource held from and until so many seconds after its session's start, by `key`, which is inside `within`."""

    resource: Resource
    begins: int
    ends: int
    key: str
    within: frozenset[Any]
    amount: int = 1
    capacity: int = 1


class Item(Struct, frozen=True, eq=False):
    """A session that takes place: where it is, how long it lasts (in seconds), what it holds wherever it is."""

    session: Session
    place: Place
    length: int
    claims: tuple[Claim, ...]
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


class _Held(NamedTuple):
    start: int
    end: int
    item: str
    claim: Claim


class _Holders:
    """Who holds one resource, in order of their starts."""

    def __init__(self, held: Iterable[_Held] = ()) -> None:
        self._held = sorted(held, key=itemgetter(0))
        self._starts = [one.start for one in self._held]
        self._longest = max((one.end - one.start for one in self._held), default=0)
        self._gaps: Sequence[tuple[int, int]] | None = None

    def between(self, start: int, end: int) -> list[_Held]:
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

    def changed(self, gone: Collection[_Held], new: Iterable[_Held]) -> _Holders:
        """The same without some, and with others."""
        return _Holders([*(one for one in self._held if one not in gone), *new])


_NOBODY = _Holders()
FOREVER = 1 << 60


class WhatIf:
    """The index: what every session holds, and whether another place would be free for it."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference
        self.items: dict[str, Item] = _items(conference)
        self.around = Surroundings(conference)
        self._streams = _room_streams(conference)
        self._bearable = _allowed_codes(conference)
        held: dict[Resource, list[_Held]] = {}
        for item in self.items.values():
            for one in self._holds(item, item.place):
                held.setdefault(one.claim.resource, []).append(one)
        self._holders: dict[Resource, _Holders] = {resource: _Holders(some) for resource, some in held.items()}

    def claims_at(self, item: Item, place: Place) -> Iterator[Claim]:
        """All that an item would hold at a place."""
        yield from item.claims
        for room_id in place.rooms:
            yield from self.room_claims(item, self.conference.rooms[room_id])

    def room_claims(self, item: Item, room: Room) -> Iterator[Claim]:
        """What an item would hold in a room: the room, with its changeover time, and the room's stream."""
        if room.shared:
            return
        if ROOM not in self._bearable.get(item.id, ()):
            wait = 0 if item.session.interlude else int(room.changeover.total_seconds())
            yield Claim((ROOM, room.id), 0, item.length + wait, item.id, item.within)
        if not item.session.own_stream and not item.session.interlude:
            for identity in self._streams.get(room.id, ()):
                yield Claim((ROOM_STREAM, identity), 0, item.length, item.id, item.within)

    def is_free(self, item: Item, place: Place, without: Collection[str] = ()) -> bool:
        """Whether the item could be at the place with nothing in its way; sessions in `without` are taken as gone."""
        return self.may_begin(item, place, without) and self.has_rooms(item, place, without)

    def has_rooms(self, item: Item, place: Place, without: Collection[str] = ()) -> bool:
        """Whether the rooms of a place suit the item, and nobody else is in them then."""
        return all(
            self._has_left(claim, item, place.start, without)
            for room in place.rooms
            for claim in self.room_claims(item, self.conference.rooms[room])
        ) and self.fits(item, place)

    def may_begin(self, item: Item, place: Place, without: Collection[str] = ()) -> bool:
        """Whether people and all else but the rooms allow the time of a place."""
        return self.around.allows_time(item.session, place.start, place.start + item.length, place.day) and all(
            self._has_left(claim, item, place.start, without) for claim in item.claims
        )

    def fits(self, item: Item, place: Place) -> bool:
        """Whether the rooms of a place suit the item, whoever else is in them."""
        rooms = [self.conference.rooms[one] for one in place.rooms]
        return self.around.allows_rooms(item.session, rooms, place.start, place.start + item.length)

    def gaps(self, room: str, length: int) -> Iterator[tuple[int, int]]:
        """When nobody is in a room for so many seconds or more."""
        return (gap for gap in self._holders.get((ROOM, room), _NOBODY).gaps() if gap[1] - gap[0] >= length)

    def usage(self, resource: Resource, start: int, end: int) -> int:
        """The most that is held of a resource at a moment of a stretch of time."""
        return _peak(self._overlapping(resource, start, end))

    def without(self, sessions: Iterable[str]) -> WhatIf:
        """The index as if some sessions held nothing."""
        return self._with({}, sessions)

    def move(self, changes: Mapping[str, Place]) -> WhatIf:
        """The index with some sessions elsewhere."""
        return self._with(changes, changes)

    def _with(self, changes: Mapping[str, Place], leaving: Iterable[str]) -> WhatIf:
        other: WhatIf = object.__new__(WhatIf)
        other.conference, other.around = self.conference, self.around
        other._streams, other._bearable = self._streams, self._bearable
        other.items, other._holders = dict(self.items), dict(self._holders)
        gone: dict[Resource, set[_Held]] = {}
        new: dict[Resource, set[_Held]] = {}
        for identifier in leaving:
            for one in self._holds(self.items[identifier], self.items[identifier].place):
                gone.setdefault(one.claim.resource, set()).add(one)
        for identifier, place in changes.items():
            moved = other.items[identifier] = replace(self.items[identifier], place=place)
            for one in self._holds(moved, place):
                new.setdefault(one.claim.resource, set()).add(one)
        for resource in gone.keys() | new.keys():
            holders = self._holders.get(resource, _NOBODY)
            other._holders[resource] = holders.changed(gone.get(resource, ()), new.get(resource, ()))
        return other

    def _holds(self, item: Item, place: Place) -> Iterator[_Held]:
        for claim in dict.fromkeys(self.claims_at(item, place)):
            yield _Held(place.start + claim.begins, place.start + claim.ends, item.id, claim)

    def _overlapping(self, resource: Resource, start: int, end: int) -> list[_Held]:
        return self._holders.get(resource, _NOBODY).between(start, end)

    def _meeting(self, claim: Claim, item: Item, start: int) -> Iterator[_Held]:
        """What unrelated sessions hold of a resource while the claim would."""
        for held in self._overlapping(claim.resource, start + claim.begins, start + claim.ends):
            related = held.item == item.id or held.claim.key in claim.within or claim.key in held.claim.within
            if not related:
                yield held

    def _has_left(self, claim: Claim, item: Item, start: int, without: Collection[str]) -> bool:
        others = [one for one in self._meeting(claim, item, start) if one.item not in without]
        if claim.capacity == 1 or not others:
            return not others and claim.amount <= claim.capacity
        return _peak(others) + claim.amount <= claim.capacity


def _peak(held: Iterable[_Held]) -> int:
    changes = sorted(change for one in held for change in ((one.start, one.claim.amount), (one.end, -one.claim.amount)))
    most = now = 0
    for _, change in changes:
        now += change
        most = max(most, now)
    return most


def seconds(instant: datetime) -> int:
    """An instant as whole seconds since 1970."""
    return int(instant.timestamp())


def _items(conference: Conference) -> dict[str, Item]:
    blocks = blocks_of(conference)
    parents = {block for around in blocks.values() for block in around}
    bearable = _allowed_codes(conference)
    claims: dict[str, list[Claim]] = {}
    for kind, _, holdings in _KINDS:
        for held in holdings(conference):
            session: Session = held.thing if isinstance(held.thing, Session) else held.thing.session
            if kind in bearable.get(session.id, ()) or getattr(held.thing, "room", None) is not None:
                continue
            begins, ends = seconds(held.start) - seconds(session.start), seconds(held.end) - seconds(session.start)
            resource = (ROOM_STREAM if kind == "stream" else kind, str(held.resource))
            claims.setdefault(session.id, []).append(
                Claim(resource, begins, ends, str(held.key), held.within, held.amount, held.capacity)
            )
    for session in conference.sessions.values():
        for other in session.not_with:
            if other in conference.sessions:
                pair = (APART, "|".join(sorted((session.id, other))))
                for one in (session, conference.sessions[other]):
                    length = seconds(one.end) - seconds(one.start)
                    claims.setdefault(one.id, []).append(Claim(pair, 0, length, one.id, frozenset()))
    return {
        one.id: Item(
            one,
            Place(seconds(one.start), tuple(room.id for room in one.rooms), one.day),
            seconds(one.end) - seconds(one.start),
            tuple(claims.get(one.id, ())),
            blocks[one.id],
            one.id in parents,
        )
        for one in conference.sessions.values()
        if not one.cancelled
    }


def _allowed_codes(conference: Conference) -> Mapping[str, frozenset[str]]:
    """For sessions that may have clashes of some kinds, those kinds; kinds whose check is off hold for all."""
    codes = {kind: code for kind, code, _ in _KINDS} | {ROOM: clashes.ROOM_CLASH.code}
    off = {kind for kind, code in codes.items() if conference.settings.checks.get(code) == "off"}
    return {
        one.id: frozenset(off | {kind for kind, code in codes.items() if one.allows(code)})
        for one in conference.sessions.values()
        if off or one.allowed
    }


def _room_streams(conference: Conference) -> Mapping[str, frozenset[str]]:
    """The streams of the rooms that have one of their own, as they are told apart."""
    if conference.settings.checks.get(clashes.STREAM_CLASH.code) == "off":
        return {}
    found: dict[str, set[str]] = {}
    for held in stream_holdings(conference):
        if held.thing.room is not None:
            found.setdefault(held.thing.room.id, set()).add(str(held.resource))
    return {room: frozenset(identities) for room, identities in found.items()}
