"""The plan: find moves, make them as edits in memory, look at the whole programme again, and where that finds
something new, look for other moves.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator

from msgspec import Struct, field

from mlw_build.check.moves.suggestions import Move
from mlw_build.check.moves.trial_move import Place, TrialIndex
from mlw_build.diagnostics import Edit
from mlw_build.resolve import cp_sat, local
from mlw_build.resolve.edits import CannotMove, move_edits
from mlw_build.resolve.problem import Conflicts, Problem, build_problem
from mlw_build.resolve.solution import Outcome, Solution

Verdict = Callable[[tuple[Move, ...], tuple[Edit, ...]], frozenset[str]]
"""Told the moves and their edits; gives the sessions that are in a new problem after them."""

MOST_ROUNDS = 12
NEIGHBOURS = 40

MANY = 450
"""With so many sessions in trouble, each is given fewer places, so that the search comes to an end."""


class Plan(Struct, frozen=True):
    """What was found: the outcome, the moves and their edits; `unmovable` are sessions whose files say no."""

    outcome: Outcome
    moves: tuple[Move, ...] = ()
    edits: tuple[Edit, ...] = ()
    unmovable: frozenset[str] = frozenset()
    solver: bool = True


class _Search(Struct):
    """What the search has learnt so far."""

    fixed: set[str] = field(default_factory=set)
    ruled_out: set[tuple[str, Place]] = field(default_factory=set)


def plan(
    index: TrialIndex, trouble: Conflicts, verdict: Verdict, seconds: float, *, solver: bool | None = None
) -> Plan:
    """Moves after which nothing is left of the trouble and nothing new is found, as few as can be found in time.

    `solver` says whether to use CP-SAT (default: where it is installed).
    """
    ends = time.monotonic() + seconds
    with_solver = cp_sat.available() if solver is None else solver
    search = _Search()
    last = Outcome.IMPOSSIBLE
    for _ in range(MOST_ROUNDS):
        left = ends - time.monotonic()
        if left <= 0:
            last = Outcome.OUT_OF_TIME
            break
        solution = _solve_once(index, trouble, search, left, with_solver)
        last = solution.outcome
        if not solution.is_solved:
            break
        edits, refused = _edits(index, solution.moves)
        if refused:
            search.fixed |= refused
            continue
        bad = verdict(solution.moves, edits)
        wrong = [move for move in solution.moves if move.session in bad]
        if not bad:
            return Plan(last, solution.moves, edits, frozenset(search.fixed), with_solver)
        if not wrong:
            return Plan(Outcome.IMPOSSIBLE, unmovable=frozenset(search.fixed), solver=with_solver)
        search.ruled_out |= {(move.session, move.after) for move in wrong}
    return Plan(last, unmovable=frozenset(search.fixed), solver=with_solver)


def _edits(index: TrialIndex, moves: tuple[Move, ...]) -> tuple[tuple[Edit, ...], set[str]]:
    edits: list[Edit] = []
    refused: set[str] = set()
    for move in moves:
        try:
            edits += move_edits(index.conference, move)
        except CannotMove:
            refused.add(move.session)
    return tuple(edits), refused


def _solve_once(index: TrialIndex, trouble: Conflicts, search: _Search, seconds: float, with_solver: bool) -> Solution:
    ends = time.monotonic() + seconds
    quick = local.solve(index, trouble, search.fixed, search.ruled_out, seconds)
    if not with_solver:
        return quick
    rather = cp_sat.fewest_possible(trouble)[1]
    other = local.solve(index, trouble, search.fixed, search.ruled_out, ends - time.monotonic(), rather)
    quick = min((solution for solution in (quick, other) if solution.is_solved), key=_size, default=quick)
    nearest = 40 if len(trouble.sessions) <= MANY else 15
    for problem in _widening_searches(index, trouble, search, quick, nearest):
        left = ends - time.monotonic()
        if left <= 0:
            return quick if quick.is_solved else Solution(Outcome.OUT_OF_TIME)
        solution = cp_sat.solve(problem, left, quick.moves)
        if solution.outcome is not Outcome.IMPOSSIBLE:
            return solution
    return quick


def _size(solution: Solution) -> tuple[int, int]:
    return len(solution.moves), sum(move.minutes for move in solution.moves)


def _widening_searches(
    index: TrialIndex, trouble: Conflicts, search: _Search, quick: Solution, nearest: int
) -> Iterator[Problem]:
    """The sessions in trouble with their nearest places; then with more places; then with sessions around them."""
    core = (trouble.sessions | {move.session for move in quick.moves}) - search.fixed
    for most in (nearest, 400):
        yield build_problem(index, trouble, core, search.ruled_out, most, quick.moves)
    around = [session for session in _neighbouring_sessions(index, core) if session not in search.fixed]
    for number in (len(core) + NEIGHBOURS, 5 * len(core) + 5 * NEIGHBOURS):
        yield build_problem(index, trouble, core.union(around[:number]), search.ruled_out, 40, quick.moves)


def _neighbouring_sessions(index: TrialIndex, core: Collection[str]) -> list[str]:
    """The other sessions that could make way, those that are nearest in time to a session in trouble first."""
    starts = sorted((index.items[text].place.day, index.items[text].place.start) for text in core)
    found = []
    for item in index.items.values():
        same_day = [start for day, start in starts if day == item.place.day]
        if item.id not in core and same_day and not item.session.plenary and not item.session.interlude:
            found.append((min(abs(start - item.place.start) for start in same_day), item.id))
    return [identifier for _, identifier in sorted(found)]
