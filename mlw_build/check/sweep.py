"""One sweep over resources with a capacity: what holds the same thing at the same time.

Intervals are half-open on instants: what ends at 11:00 leaves room for what begins at 11:00. A holding never
clashes with one that it is inside of (a part with its session, a session with the block that it is part of):
together they hold as much as the one that holds more. Sorting dominates: O(n log n) for n holdings, and the
time for what is found.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable, Iterable, Iterator
from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct

Thing = TypeVar("Thing")

MOST_COMPARED = 64
"""With so many at once in one resource, more of them would tell an editor nothing new."""


class Holding(Struct, Generic[Thing], frozen=True):
    """A resource held from start (inclusive) to end (exclusive) by a thing.

    `key` names the thing and `within` the keys of everything that it is inside of. `amount` is how much of the
    resource it holds, and `capacity` how much of it there is.
    """

    resource: Hashable
    start: datetime
    end: datetime
    thing: Thing
    key: Hashable
    within: frozenset[Hashable] = frozenset()
    amount: int = 1
    capacity: int = 1

    def related(self, other: Holding[Thing]) -> bool:
        """Whether one of the two is the other, or inside it."""
        return self.key == other.key or self.key in other.within or other.key in self.within


class Meeting(Struct, Generic[Thing], frozen=True):
    """A holding that begins while its resource has too little left: with whom, and for which time."""

    new: Holding[Thing]
    others: tuple[Holding[Thing], ...]

    @property
    def start(self) -> datetime:
        """When it begins to be too much."""
        return self.new.start

    @property
    def end(self) -> datetime:
        """When the first of them leaves."""
        return min(one.end for one in (self.new, *self.others))


def meetings(holdings: Iterable[Holding[Thing]]) -> Iterator[Meeting[Thing]]:
    """Every holding that takes a resource over its capacity, with all that hold it then, in order of time.

    A resource of capacity 1 gives a meeting for each pair; a larger one, a meeting for each holding that is
    too many. Holdings that last no time hold nothing.
    """
    ordered = sorted(
        (one for one in holdings if one.end > one.start and one.amount > 0),
        key=lambda one: (one.start, one.end, str(one.key)),
    )
    active: dict[Hashable, _Active[Thing]] = {}
    for number, new in enumerate(ordered):
        held = active.setdefault(new.resource, _Active())
        held.leave(new.start)
        if held.total + new.amount > new.capacity:
            yield from _too_much(new, held.holdings())
        held.enter(new, number)


class _Active(Generic[Thing]):
    """What holds one resource at the moment that the sweep has come to."""

    def __init__(self) -> None:
        self.total = 0
        self._by_end: list[tuple[datetime, int, Holding[Thing]]] = []

    def enter(self, new: Holding[Thing], number: int) -> None:
        heapq.heappush(self._by_end, (new.end, number, new))
        self.total += new.amount

    def leave(self, now: datetime) -> None:
        while self._by_end and self._by_end[0][0] <= now:
            self.total -= heapq.heappop(self._by_end)[2].amount

    def holdings(self) -> list[Holding[Thing]]:
        return [one for _, _, one in self._by_end]


def _too_much(new: Holding[Thing], held: list[Holding[Thing]]) -> Iterator[Meeting[Thing]]:
    others = sorted((one for one in held if not new.related(one)), key=lambda one: (one.start, str(one.key)))
    if new.capacity == 1 and new.amount == 1:
        for other in others[:MOST_COMPARED]:
            yield Meeting(new, (other,))
    elif (wanted := demand([*held, new])) > new.capacity and wanted > demand(held):
        yield Meeting(new, tuple(others))


def demand(holdings: Iterable[Holding[Thing]]) -> int:
    """How much is held at one moment: of what is inside each other, as much as the one that holds more."""
    own: dict[Hashable, int] = {}
    around: dict[Hashable, frozenset[Hashable]] = {}
    for one in holdings:
        own[one.key] = max(one.amount, own.get(one.key, 0))
        around[one.key] = one.within
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


def overlapping(ones: Iterable[Holding[Thing]], others: Iterable[Holding[Thing]]) -> Iterator[Meeting[Thing]]:
    """Every pair of one and an other that are at the same time, in order of time, whatever they hold."""
    both = [(one, 0) for one in ones if one.end > one.start]
    both += [(one, 1) for one in others if one.end > one.start]
    both.sort(key=lambda pair: (pair[0].start, pair[0].end, str(pair[0].key)))
    active: tuple[_Active[Thing], _Active[Thing]] = (_Active(), _Active())
    for number, (new, side) in enumerate(both):
        opposite = active[1 - side]
        opposite.leave(new.start)
        for other in opposite.holdings()[:MOST_COMPARED]:
            if not new.related(other):
                yield Meeting(new, (other,))
        active[side].leave(new.start)
        active[side].enter(new, number)
