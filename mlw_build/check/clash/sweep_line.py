"""One sweep over resources with a capacity: what holds the same thing at the same time.

Intervals are half-open on instants: what ends at 11:00 leaves room for what begins at 11:00. A holding never
clashes with one that it is inside of (a part with its session, a session with the block that it is part of):
together they hold as much as the one that holds more. Sorting dominates: O(n log n) for n holdings, and the
time for what is found. Where thousands hold one resource at once, the first meetings are given and the others
counted.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Generic, TypeVar

from msgspec import Struct

Thing = TypeVar("Thing")

MOST_COMPARED = 64
"""With so many at once beside one thing, more of them would tell an editor nothing new."""

MOST_GIVEN = 250
"""So many meetings of one resource are given one by one: all pairs of the first 22 that hold it at once."""


class Booking(Struct, Generic[Thing], frozen=True):
    """A resource held from start (inclusive) to end (exclusive) by a thing.

    `key` names the thing and `within` the keys of everything that it is inside of. `amount` is how much of the
    resource it holds, and `capacity` how much of it there is. What has one of the `company` in common, and another
    `owner`, may be at the same time.
    """

    resource: Hashable
    start: datetime
    end: datetime
    thing: Thing
    key: Hashable
    within: frozenset[Hashable] = frozenset()
    amount: int = 1
    capacity: int = 1
    may_share_group: frozenset[Hashable] = frozenset()
    owner: Hashable = None

    def related(self, booking: Booking[Thing]) -> bool:
        """Whether one of the two is the other, or inside it, or in its company."""
        return (
            self.key == booking.key
            or self.key in booking.within
            or booking.key in self.within
            or (self.owner != booking.owner and not self.may_share_group.isdisjoint(booking.may_share_group))
        )


class Overlap(Struct, Generic[Thing], frozen=True):
    """A holding that begins while its resource has too little left: with whom, and for which time.

    `more` counts the meetings of the resource that are not given, this one being the last of them that is.
    """

    new: Booking[Thing]
    others: tuple[Booking[Thing], ...]
    more: int = 0

    @property
    def start(self) -> datetime:
        """When it begins to be too much."""
        return self.new.start

    @property
    def end(self) -> datetime:
        """When the first of them leaves."""
        return min(booking.end for booking in (self.new, *self.others))


def find_overlaps(
    holdings: Iterable[Booking[Thing]], excused: Callable[[Thing], bool] = lambda thing: False
) -> Iterator[Overlap[Thing]]:
    """Every holding that takes a resource over its capacity, with all that hold it then, in order of time.

    A resource of capacity 1 gives a meeting for each pair; a larger one, a meeting for each holding that is
    too many. Holdings that last no time hold nothing. After the first `MOST_GIVEN` of a resource they are counted,
    and come as one; what is `excused` is in no count, and comes at least once.
    """
    ordered = sorted(
        (holding for holding in holdings if holding.end > holding.start and holding.amount > 0),
        key=lambda booking: (booking.start, booking.end, str(booking.key)),
    )
    active: dict[Hashable, _ActiveBookings[Thing]] = {}
    for number, new in enumerate(ordered):
        held = active.setdefault(new.resource, _ActiveBookings())
        held.leave(new.start)
        if held.total + new.amount > new.capacity:
            yield from _pairs(new, held, excused) if new.capacity == new.amount == 1 else _over_capacity(new, held)
        held.enter(new, number)
        if excused(new.thing):
            held.excused.add(number)
    yield from (held.last for held in active.values() if held.last)


class _ActiveBookings(Generic[Thing]):
    """What holds one resource at the moment that the sweep has come to, and how many meetings it had.

    `last` stands for the meetings that are counted only.
    """

    def __init__(self) -> None:
        self.total = 0
        self.given = 0
        self.last: Overlap[Thing] | None = None
        self.there: dict[int, Booking[Thing]] = {}
        self.excused: set[int] = set()
        self.excused_once: set[int] = set()
        self._by_end: list[tuple[datetime, int]] = []
        self._crowd: _ActiveBookingSets | None = None

    def enter(self, new: Booking[Thing], number: int) -> None:
        heapq.heappush(self._by_end, (new.end, number))
        self.there[number] = new
        self.total += new.amount
        if self._crowd:
            self._crowd.enter(new, number)

    def leave(self, now: datetime) -> None:
        while self._by_end and self._by_end[0][0] <= now:
            number = heapq.heappop(self._by_end)[1]
            gone = self.there.pop(number)
            self.total -= gone.amount
            if self._crowd:
                self._crowd.leave(gone, number)

    def unrelated_to(self, new: Booking[Thing]) -> set[int]:
        """The numbers of what is there and not related to what is new."""
        if len(self.there) <= MOST_COMPARED:
            return {number for number, booking in self.there.items() if not new.related(booking)}
        if self._crowd is None:
            self._crowd = _ActiveBookingSets()
            for number, booking in self.there.items():
                self._crowd.enter(booking, number)
        return self._crowd.unrelated_to(new)

    def count(self, new: Booking[Thing], others: tuple[Booking[Thing], ...], meetings: int) -> None:
        """Meetings that are not given one by one."""
        self.last = Overlap(new, others, meetings + (self.last.more + 1 if self.last else 0) - 1)


class _ActiveBookingSets:
    """Many that hold one resource, told apart by sets of their numbers rather than one by one."""

    def __init__(self) -> None:
        self._all: set[int] = set()
        self._by: dict[tuple[str, Hashable], set[int]] = {}

    def enter(self, new: Booking[Any], number: int) -> None:
        self._all.add(number)
        for name in _relation_names(new):
            self._by.setdefault(name, set()).add(number)

    def leave(self, gone: Booking[Any], number: int) -> None:
        self._all.discard(number)
        for name in _relation_names(gone):
            self._by[name].discard(number)

    def unrelated_to(self, new: Booking[Any]) -> set[int]:
        company: set[int] = set().union(*(self._those("company", one) for one in new.may_share_group))
        return self._all.difference(
            company - self._those("owner", new.owner),
            self._those("key", new.key),
            self._those("within", new.key),
            *(self._those("key", one) for one in new.within),
        )

    def _those(self, kind: str, name: Hashable) -> set[int]:
        return self._by.get((kind, name), _NONE)


_NONE: set[int] = set()


def _relation_names(booking: Booking[Any]) -> Iterator[tuple[str, Hashable]]:
    """Under what a holding is found by those that are related to it."""
    yield "key", booking.key
    yield "owner", booking.owner
    yield from (("within", name) for name in booking.within)
    yield from (("company", name) for name in booking.may_share_group)


def _pairs(
    new: Booking[Thing], held: _ActiveBookings[Thing], excused: Callable[[Thing], bool]
) -> Iterator[Overlap[Thing]]:
    """A meeting with each that is there; those that are no longer given one by one are counted."""
    beside = held.unrelated_to(new)
    if not beside:
        return
    room = MOST_GIVEN - held.given
    if room > 0:
        first = sorted(beside, key=lambda number: (held.there[number].start, str(held.there[number].key)))[:room]
        held.given += len(first)
        yield from (Overlap(new, (held.there[number],)) for number in first)
        beside.difference_update(first)
    if not beside:
        return
    allowed = held.excused & beside
    once = allowed - held.excused_once
    held.excused_once |= once
    if excused(new.thing):
        yield from (Overlap(new, (held.there[number],)) for number in sorted(once or {min(beside)}))
        return
    yield from (Overlap(new, (held.there[number],)) for number in sorted(once))
    if counted := beside - allowed:
        held.count(new, (held.there[min(counted)],), len(counted))


def _over_capacity(new: Booking[Thing], held: _ActiveBookings[Thing]) -> Iterator[Overlap[Thing]]:
    """One meeting with all that are there, if together they are more than there is."""
    there = list(held.there.values())
    others = sorted(
        (booking for booking in there if not new.related(booking)),
        key=lambda booking: (booking.start, str(booking.key)),
    )
    if (wanted := peak_demand([*there, new])) > new.capacity and wanted > peak_demand(there):
        yield Overlap(new, tuple(others))


def peak_demand(holdings: Iterable[Booking[Thing]]) -> int:
    """How much is held at one moment: of what is inside each other, as much as the one that holds more."""
    own: dict[Hashable, int] = {}
    around: dict[Hashable, frozenset[Hashable]] = {}
    for holding in holdings:
        own[holding.key] = max(holding.amount, own.get(holding.key, 0))
        around[holding.key] = holding.within
    inside: dict[Hashable, int] = dict.fromkeys(own, 0)
    total = 0
    for key in sorted(own, key=lambda key: len(around[key]), reverse=True):
        amount = max(own[key], inside[key])
        parents = around[key] & own.keys()
        if parents:
            inside[max(parents, key=lambda parent: len(around[parent]))] += amount
        else:
            total += amount
    return total


def overlapping_pairs(bookings: Iterable[Booking[Thing]], others: Iterable[Booking[Thing]]) -> Iterator[Overlap[Thing]]:
    """Every pair of one and an other that are at the same time, in order of time, whatever they hold."""
    both = [(booking, 0) for booking in bookings if booking.end > booking.start]
    both += [(booking, 1) for booking in others if booking.end > booking.start]
    both.sort(key=lambda pair: (pair[0].start, pair[0].end, str(pair[0].key)))
    active: tuple[_ActiveBookings[Thing], _ActiveBookings[Thing]] = (_ActiveBookings(), _ActiveBookings())
    for number, (new, side) in enumerate(both):
        opposite = active[1 - side]
        opposite.leave(new.start)
        for booking in islice(opposite.there.values(), MOST_COMPARED):
            if not new.related(booking):
                yield Overlap(new, (booking,))
        active[side].leave(new.start)
        active[side].enter(new, number)
