"""The fewest moves, by OR-tools' CP-SAT solver, which is an optional extra (`resolve`)."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from mlw_build.check.suggest import Move
from mlw_build.resolve.problem import Choice, Conflict, Problem, Taking, Trouble
from mlw_build.resolve.solution import Outcome, Solution

WORKERS = 4


def available() -> bool:
    """Whether OR-tools is installed."""
    try:
        import ortools.sat.python.cp_model  # noqa: F401
    except ImportError:
        return False
    return True


def fewest_possible(trouble: Trouble) -> tuple[int, frozenset[str]]:
    """How many sessions have to move at least, and which these could be: of each group that cannot stay, one.

    It is a smallest vertex cover; nothing is said on whether there is a place for each of them.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    moved = {one: model.new_bool_var("") for one in sorted(trouble.sessions)}
    for group in sorted(trouble.groups):
        model.add_bool_or(moved[one] for one in group)
    for one in trouble.misplaced:
        model.add(moved[one] == 1)
    model.minimize(sum(moved.values()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 5
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0, frozenset()
    chosen = frozenset(one for one, variable in moved.items() if solver.boolean_value(variable))
    return math.ceil(solver.best_objective_bound - 1e-6), chosen


def solve(problem: Problem, seconds: float, start: Sequence[Move] = ()) -> Solution:
    """One choice for each session, none in another's way: the fewest moves, then the fewest minutes, then rooms.

    Works for at most so many seconds, from moves that solve it already, if there are any. The outcome says
    whether there is nothing better, nothing at all, or whether the time was over first.
    """
    from ortools.sat.python import cp_model

    if problem.without_choice:
        return Solution(Outcome.IMPOSSIBLE)
    ends = time.monotonic() + seconds
    model = cp_model.CpModel()
    taken = {choice: model.new_bool_var("") for some in problem.choices.values() for choice in some}
    for some in problem.choices.values():
        model.add_exactly_one(taken[choice] for choice in some)
    for conflict in problem.conflicts:
        _add(model, conflict, taken, problem.trouble)
    moved = [variable for choice, variable in taken.items() if choice.move]
    least, _ = fewest_possible(problem.trouble)
    model.add(sum(moved) >= least)
    chosen = _started(problem, start)
    proven = bool(start) and len(start) == least
    if not proven:
        model.minimize(sum(moved))
        solver, status = _run(model, taken, chosen, 0.6 * seconds)
        if status == cp_model.INFEASIBLE:
            return Solution(Outcome.IMPOSSIBLE)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Solution(Outcome.GOOD, tuple(start)) if start else Solution(Outcome.OUT_OF_TIME)
        proven = status == cp_model.OPTIMAL
        chosen = _chosen(solver, taken)
    model.add(sum(moved) <= sum(choice.move is not None for choice in chosen))
    model.minimize(sum((1000 * choice.minutes + choice.rooms) * taken[choice] for choice in taken if choice.move))
    solver, status = _run(model, taken, chosen, max(0.1, ends - time.monotonic()))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        chosen = _chosen(solver, taken)
    outcome = Outcome.GOOD if not proven else Outcome.BEST if status == cp_model.OPTIMAL else Outcome.FEWEST
    return Solution(outcome, tuple(one.move for one in chosen if one.move))


def _started(problem: Problem, start: Sequence[Move]) -> frozenset[Choice]:
    """The choices that moves stand for."""
    if not start:
        return frozenset()
    places = {move.session: move.after for move in start}
    return frozenset(
        choice
        for session, some in problem.choices.items()
        for choice in some
        if (choice.place == places[session] if session in places else choice.move is None)
    )


def _run(model: Any, taken: Mapping[Choice, Any], hinted: frozenset[Choice], seconds: float) -> tuple[Any, Any]:
    from ortools.sat.python import cp_model

    model.clear_hints()
    if hinted:
        for choice, variable in taken.items():
            model.add_hint(variable, choice in hinted)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.random_seed = 1
    solver.parameters.num_workers = WORKERS
    return solver, solver.solve(model)


def _chosen(solver: Any, taken: dict[Choice, Any]) -> frozenset[Choice]:
    return frozenset(choice for choice, variable in taken.items() if solver.boolean_value(variable))


def _add(model: Any, conflict: Conflict, taken: dict[Choice, Any], trouble: Trouble) -> None:
    claims = conflict.takings
    choices = dict.fromkeys(one.choice for one in claims)
    if conflict.left != 1 or any(one.claim.amount != 1 for one in claims):
        weights = {choice: max(one.claim.amount for one in claims if one.choice == choice) for choice in choices}
        model.add(sum(weights[choice] * taken[choice] for choice in choices) <= conflict.left)
        return
    # What goes together is rare, and one pair of it splits what could be said of all at once.
    staying = [one for one in claims if one.choice.move is None]
    inside = {one.claim for one in claims if one.claim.within}
    keys = {one.claim.key for one in claims}
    if not any(claim.within & keys for claim in inside) and not any(
        _go_together(one, other, trouble) for one, other in combinations(staying, 2)
    ):
        model.add_at_most_one(taken[choice] for choice in choices)
        return
    for one, other in combinations(claims, 2):
        if not _go_together(one, other, trouble):
            model.add_at_most_one(taken[one.choice], taken[other.choice])


def _go_together(one: Taking, other: Taking, trouble: Trouble) -> bool:
    """Whether two choices may take a resource at once: of one session, inside each other, or as they are now."""
    if one.choice.session == other.choice.session:
        return True
    if one.claim.key in other.claim.within or other.claim.key in one.claim.within:
        return True
    both_stay = one.choice.move is None and other.choice.move is None
    return both_stay and not trouble.are_at_odds(one.choice.session, other.choice.session)
