"""What there is to decide: which sessions may move, and to which places each of them can."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from mlw_build.check import availability, clashes, rules
from mlw_build.check.suggest import OFF_GRID, Move, free_places
from mlw_build.check.whatif import Claim, Item, Place, Resource, WhatIf
from mlw_build.diagnostics import Concern, Diagnostic, Severity


class Trouble(Struct, frozen=True):
    """What was found: sessions that cannot all stay where they are (mostly two), and such as cannot stay at all."""

    groups: frozenset[tuple[str, ...]] = frozenset()
    misplaced: frozenset[str] = frozenset()

    @property
    def sessions(self) -> frozenset[str]:
        """All sessions of which something was found."""
        return self.misplaced | {one for group in self.groups for one in group}

    def are_at_odds(self, one: str, other: str) -> bool:
        """Whether two sessions cannot both stay."""
        return (one, other) in self.groups or (other, one) in self.groups

    def of(self, session: str) -> Iterator[tuple[str, ...]]:
        """The groups that a session is in."""
        return (group for group in self.groups if session in group)


class Choice(Struct, frozen=True):
    """A place that a session could have; `minutes` is how far that is, more where nothing else begins then."""

    session: str
    place: Place
    move: Move | None
    minutes: int = 0

    @property
    def rooms(self) -> int:
        """How many of its rooms are others."""
        return self.move.rooms if self.move else 0


class Taking(Struct, frozen=True):
    """A choice that would take a resource from start to end."""

    start: int
    end: int
    choice: Choice
    claim: Claim


class Conflict(Struct, frozen=True):
    """Choices that would all take a resource at one moment, of which there is only so much left."""

    takings: tuple[Taking, ...]
    left: int


class Problem(Struct, frozen=True):
    """Each session's choices (first to stay, where it can), and where they are in each other's way."""

    trouble: Trouble
    choices: Mapping[str, tuple[Choice, ...]]
    conflicts: tuple[Conflict, ...]

    @property
    def without_choice(self) -> tuple[str, ...]:
        """The sessions that can be nowhere."""
        return tuple(session for session, some in self.choices.items() if not some)


TOGETHER = frozenset(rule.code for rule in (*(check.rule for check in clashes.CHECKS), rules.KEPT_APART))
"""What two sessions have with each other: one of them has to move."""

ALONE = frozenset(
    rule.code
    for rule in (
        availability.ROOM_CLOSED,
        availability.SPEAKER_UNAVAILABLE,
        availability.RESOURCE_UNAVAILABLE,
        rules.ROOM_TOO_SMALL,
        rules.PLENARY_CLASH,
    )
)
"""What a session has where it is, whatever the others do; beside a plenary, it is the other one that moves."""


def can_be_moved_away(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those of the diagnostics that moving sessions can solve. Notes are left alone."""
    return tuple(
        one
        for one in diagnostics
        if one.severity is not Severity.NOTE and one.concern is not None and _can_be_moved_away(one.code, one.concern)
    )


def _can_be_moved_away(code: str, concern: Concern) -> bool:
    """Whether a move solves it: nobody gets out of two parts of one session by moving the session."""
    return code in ALONE or (code in TOGETHER and len({session for session, _ in concern.shares}) > 1)


def trouble_in(diagnostics: Iterable[Diagnostic], index: WhatIf) -> Trouble:
    """Which sessions the diagnostics say cannot stay, and which cannot both stay."""
    groups: set[tuple[str, ...]] = set()
    misplaced: set[str] = set()
    for one in can_be_moved_away(diagnostics):
        shares = one.concern.shares if one.concern else ()
        concerned = sorted({session for session, _ in shares if session in index.items})
        if one.code in TOGETHER:
            groups.add(tuple(concerned))
        else:
            misplaced |= {session for session in concerned if not index.items[session].session.plenary}
    return Trouble(frozenset(groups), frozenset(misplaced))


def problem_of(
    index: WhatIf,
    trouble: Trouble,
    movable: Collection[str],
    ruled_out: Collection[tuple[str, Place]] = (),
    most: int = 60,
    also: Sequence[Move] = (),
) -> Problem:
    """The decision about the movable sessions, each with so many of its nearest places, all others staying.

    Places to which moves in `also` go are among the choices, however far they are.
    """
    further = {move.session: move.after for move in also}
    others = index.without(movable)
    without = frozenset(movable)
    choices = {
        identifier: tuple(
            choice
            for choice in _choices(others, index.items[identifier], trouble, without, most, further.get(identifier))
            if (identifier, choice.place) not in ruled_out
        )
        for identifier in sorted(movable)
    }
    return Problem(trouble, choices, tuple(_conflicts(others, choices)))


def _choices(
    index: WhatIf, item: Item, trouble: Trouble, without: frozenset[str], most: int, further: Place | None
) -> Iterator[Choice]:
    if item.id not in trouble.misplaced and all(set(group) & without - {item.id} for group in trouble.of(item.id)):
        yield Choice(item.id, item.place, None)
    places = dict.fromkeys(islice(free_places(index, item), most))
    if further is not None:
        places[further] = None
    for place in places:
        move = Move(item.id, item.place, place)
        on_grid = not move.minutes or index.around.on_grid(place.day, place.start)
        yield Choice(item.id, place, move, move.minutes + (0 if on_grid else OFF_GRID))


def _conflicts(index: WhatIf, choices: Mapping[str, tuple[Choice, ...]]) -> Iterator[Conflict]:
    takings: dict[Resource, list[Taking]] = {}
    for session, some in choices.items():
        item = index.items[session]
        for choice in some:
            for claim in dict.fromkeys(index.claims_at(item, choice.place)):
                start = choice.place.start
                takings.setdefault(claim.resource, []).append(
                    Taking(start + claim.begins, start + claim.ends, choice, claim)
                )
    for resource, found in takings.items():
        if len({one.choice.session for one in found}) > 1:
            for together in _at_once(found):
                capacity = together[0].claim.capacity
                moment = max(one.start for one in together)
                used = index.usage(resource, moment, moment + 1) if capacity > 1 else 0
                yield Conflict(tuple(together), capacity - used)


def _at_once(takings: list[Taking]) -> Iterator[list[Taking]]:
    """The largest sets of takings that share a moment, of which more than one session is part."""
    ordered = sorted(takings, key=lambda one: one.start)
    active: list[Taking] = []
    grown = False
    for number, one in enumerate(ordered):
        staying = [other for other in active if other.end > one.start]
        if grown and len(staying) < len(active) and _several(active):
            yield active
        active = [*staying, one]
        grown = True
        if number == len(ordered) - 1 and _several(active):
            yield active


def _several(takings: list[Taking]) -> bool:
    return len({one.choice.session for one in takings}) > 1
