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


class Holding(Struct, Generic[Thing], frozen=True):
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
    company: frozenset[Hashable] = frozenset()
    owner: Hashable = None

    def related(self, other: Holding[Thing]) -> bool:
        """Whether one of the two is the other, or inside it, or in its company."""
        return (
            self.key == other.key
            or self.key in other.within
            or other.key in self.within
            or (self.owner != other.owner and not self.company.isdisjoint(other.company))
        )


class Meeting(Struct, Generic[Thing], frozen=True):
    """A holding that begins while its resource has too little left: with whom, and for which time.

    `more` counts the meetings of the resource that are not given, this one being the last of them that is.
    """

    new: Holding[Thing]
    others: tuple[Holding[Thing], ...]
    more: int = 0

    @property
    def start(self) -> datetime:
        """When it begins to be too much."""
        return self.new.start

    @property
    def end(self) -> datetime:
        """When the first of them leaves."""
        return min(one.end for one in (self.new, *self.others))


def meetings(
    holdings: Iterable[Holding[Thing]], excused: Callable[[Thing], bool] = lambda thing: False
) -> Iterator[Meeting[Thing]]:
    """Every holding that takes a resource over its capacity, with all that hold it then, in order of time.

    A resource of capacity 1 gives a meeting for each pair; a larger one, a meeting for each holding that is
    too many. Holdings that last no time hold nothing. After the first `MOST_GIVEN` of a resource they are counted,
    and come as one; what is `excused` is in no count, and comes at least once.
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
            yield from _pairs(new, held, excused) if new.capacity == new.amount == 1 else _too_much(new, held)
        held.enter(new, number)
        if excused(new.thing):
            held.excused.add(number)
    yield from (held.last for held in active.values() if held.last)


class _Active(Generic[Thing]):
    """What holds one resource at the moment that the sweep has come to, and how many meetings it had.

    `last` stands for the meetings that are counted only.
    """

    def __init__(self) -> None:
        self.total = 0
        self.given = 0
        self.last: Meeting[Thing] | None = None
        self.there: dict[int, Holding[Thing]] = {}
        self.excused: set[int] = set()
        self.excused_once: set[int] = set()
        self._by_end: list[tuple[datetime, int]] = []
        self._crowd: _Crowd | None = None

    def enter(self, new: Holding[Thing], number: int) -> None:
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

    def beside(self, new: Holding[Thing]) -> set[int]:
        """The numbers of what is there and not related to what is new."""
        if len(self.there) <= MOST_COMPARED:
            return {number for number, one in self.there.items() if not new.related(one)}
        if self._crowd is None:
            self._crowd = _Crowd()
            for number, one in self.there.items():
                self._crowd.enter(one, number)
        return self._crowd.beside(new)

    def count(self, new: Holding[Thing], others: tuple[Holding[Thing], ...], meetings: int) -> None:
        """Meetings that are not given one by one."""
        self.last = Meeting(new, others, meetings + (self.last.more + 1 if self.last else 0) - 1)


class _Crowd:
    """Many that hold one resource, told apart by sets of their numbers rather than one by one."""

    def __init__(self) -> None:
        self._all: set[int] = set()
        self._by: dict[tuple[str, Hashable], set[int]] = {}

    def enter(self, new: Holding[Any], number: int) -> None:
        self._all.add(number)
        for name in _names(new):
            self._by.setdefault(name, set()).add(number)

    def leave(self, gone: Holding[Any], number: int) -> None:
        self._all.discard(number)
        for name in _names(gone):
            self._by[name].discard(number)

    def beside(self, new: Holding[Any]) -> set[int]:
        company: set[int] = set().union(*(self._those("company", one) for one in new.company))
        return self._all.difference(
            company - self._those("owner", new.owner),
            self._those("key", new.key),
            self._those("within", new.key),
            *(self._those("key", one) for one in new.within),
        )

    def _those(self, kind: str, name: Hashable) -> set[int]:
        return self._by.get((kind, name), _NONE)


_NONE: set[int] = set()


def _names(one: Holding[Any]) -> Iterator[tuple[str, Hashable]]:
    """Under what a holding is found by those that are related to it."""
    yield "key", one.key
    yield "owner", one.owner
    yield from (("within", name) for name in one.within)
    yield from (("company", name) for name in one.company)


def _pairs(new: Holding[Thing], held: _Active[Thing], excused: Callable[[Thing], bool]) -> Iterator[Meeting[Thing]]:
    """A meeting with each that is there; those that are no longer given one by one are counted."""
    beside = held.beside(new)
    if not beside:
        return
    room = MOST_GIVEN - held.given
    if room > 0:
        first = sorted(beside, key=lambda one: (held.there[one].start, str(held.there[one].key)))[:room]
        held.given += len(first)
        yield from (Meeting(new, (held.there[one],)) for one in first)
        beside.difference_update(first)
    if not beside:
        return
    allowed = held.excused & beside
    once = allowed - held.excused_once
    held.excused_once |= once
    if excused(new.thing):
        yield from (Meeting(new, (held.there[one],)) for one in sorted(once or {min(beside)}))
        return
    yield from (Meeting(new, (held.there[one],)) for one in sorted(once))
    if counted := beside - allowed:
        held.count(new, (held.there[min(counted)],), len(counted))


def _too_much(new: Holding[Thing], held: _Active[Thing]) -> Iterator[Meeting[Thing]]:
    """One meeting with all that are there, if together they are more than there is."""
    there = list(held.there.values())
    others = sorted((one for one in there if not new.related(one)), key=lambda one: (one.start, str(one.key)))
    if (wanted := demand([*there, new])) > new.capacity and wanted > demand(there):
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
        for other in islice(opposite.there.values(), MOST_COMPARED):
            if not new.related(other):
                yield Meeting(new, (other,))
        active[side].leave(new.start)
        active[side].enter(new, number)
