"""What there is to decide: which sessions may move, and to which places each of them can."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from mlw_build.check.moves.suggestions import OFF_GRID, Move, free_places
from mlw_build.check.moves.trial_move import Place, Resource, ResourceClaim, ScheduledItem, TrialIndex
from mlw_build.check.rules import availability, clashes
from mlw_build.check.rules import programme as rules
from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Severity


class Conflicts(Struct, frozen=True):
    """What was found: sessions that cannot all stay where they are (mostly two), and such as cannot stay at all."""

    groups: frozenset[tuple[str, ...]] = frozenset()
    misplaced: frozenset[str] = frozenset()

    @property
    def sessions(self) -> frozenset[str]:
        """All sessions of which something was found."""
        return self.misplaced | {text for group in self.groups for text in group}

    def are_at_odds(self, text: str, other: str) -> bool:
        """Whether two sessions cannot both stay."""
        return (text, other) in self.groups or (other, text) in self.groups

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


class ResourceUse(Struct, frozen=True):
    """A choice that would take a resource from start to end."""

    start: int
    end: int
    choice: Choice
    claim: ResourceClaim


class Conflict(Struct, frozen=True):
    """Choices that would all take a resource at one moment, of which there is only so much left."""

    takings: tuple[ResourceUse, ...]
    left: int


class Problem(Struct, frozen=True):
    """Each session's choices (first to stay, where it can), and where they are in each other's way."""

    trouble: Conflicts
    choices: Mapping[str, tuple[Choice, ...]]
    conflicts: tuple[Conflict, ...]

    @property
    def without_choice(self) -> tuple[str, ...]:
        """The sessions that can be nowhere."""
        return tuple(session for session, choices in self.choices.items() if not choices)


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
        diagnostic
        for diagnostic in diagnostics
        if diagnostic.severity is not Severity.NOTE
        and diagnostic.involved is not None
        and _can_be_moved_away(diagnostic.code, diagnostic.involved)
    )


def _can_be_moved_away(code: str, involved: InvolvedSessions) -> bool:
    """Whether a move solves it: nobody gets out of two parts of one session by moving the session."""
    return code in ALONE or (code in TOGETHER and len({session for session, _ in involved.shares}) > 1)


def conflicts_in(diagnostics: Iterable[Diagnostic], index: TrialIndex) -> Conflicts:
    """Which sessions the diagnostics say cannot stay, and which cannot both stay."""
    groups: set[tuple[str, ...]] = set()
    misplaced: set[str] = set()
    for diagnostic in can_be_moved_away(diagnostics):
        shares = diagnostic.involved.shares if diagnostic.involved else ()
        concerned = sorted({session for session, _ in shares if session in index.items})
        if diagnostic.code in TOGETHER:
            groups.add(tuple(concerned))
        else:
            misplaced |= {session for session in concerned if not index.items[session].session.plenary}
    return Conflicts(frozenset(groups), frozenset(misplaced))


def build_problem(
    index: TrialIndex,
    trouble: Conflicts,
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
    index: TrialIndex,
    item: ScheduledItem,
    trouble: Conflicts,
    without: frozenset[str],
    most: int,
    further: Place | None,
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


def _conflicts(index: TrialIndex, choices: Mapping[str, tuple[Choice, ...]]) -> Iterator[Conflict]:
    takings: dict[Resource, list[ResourceUse]] = {}
    for session, some in choices.items():
        item = index.items[session]
        for choice in some:
            for claim in dict.fromkeys(index.claims_at(item, choice.place)):
                start = choice.place.start
                takings.setdefault(claim.resource, []).append(
                    ResourceUse(start + claim.begins, start + claim.ends, choice, claim)
                )
    for resource, found in takings.items():
        if len({resource_use.choice.session for resource_use in found}) > 1:
            for together in _overlapping_uses(found):
                capacity = together[0].claim.capacity
                moment = max(resource_use.start for resource_use in together)
                used = index.usage(resource, moment, moment + 1) if capacity > 1 else 0
                yield Conflict(tuple(together), capacity - used)


def _overlapping_uses(takings: list[ResourceUse]) -> Iterator[list[ResourceUse]]:
    """The largest sets of takings that share a moment, of which more than one session is part."""
    ordered = sorted(takings, key=lambda resource_use: resource_use.start)
    active: list[ResourceUse] = []
    grown = False
    for number, resource_use in enumerate(ordered):
        staying = [use for use in active if use.end > resource_use.start]
        if grown and len(staying) < len(active) and _is_of_several_sessions(active):
            yield active
        active = [*staying, resource_use]
        grown = True
        if number == len(ordered) - 1 and _is_of_several_sessions(active):
            yield active


def _is_of_several_sessions(takings: list[ResourceUse]) -> bool:
    return len({taking.choice.session for taking in takings}) > 1
