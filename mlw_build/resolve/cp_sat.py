"""The fewest moves, by OR-tools' CP-SAT solver, which is an optional extra (`resolve`)."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from mlw_build.check.moves.suggestions import Move
from mlw_build.resolve.problem import Choice, Conflict, Conflicts, Problem, ResourceUse
from mlw_build.resolve.solution import Outcome, Solution

WORKERS = 4


def available() -> bool:
    """Whether OR-tools is installed."""
    try:
        import ortools.sat.python.cp_model  # noqa: F401
    except ImportError:
        return False
    return True


def fewest_possible(trouble: Conflicts) -> tuple[int, frozenset[str]]:
    """How many sessions have to move at least, and which these could be: of each group that cannot stay, one.

    It is a smallest vertex cover; nothing is said on whether there is a place for each of them.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    moved = {session: model.new_bool_var("") for session in sorted(trouble.sessions)}
    for group in sorted(trouble.groups):
        model.add_bool_or(moved[text] for text in group)
    for text in trouble.misplaced:
        model.add(moved[text] == 1)
    model.minimize(sum(moved.values()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 5
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0, frozenset()
    chosen = frozenset(text for text, variable in moved.items() if solver.boolean_value(variable))
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
    taken = {choice: model.new_bool_var("") for choices in problem.choices.values() for choice in choices}
    for choices in problem.choices.values():
        model.add_exactly_one(taken[choice] for choice in choices)
    for conflict in problem.conflicts:
        _add(model, conflict, taken, problem.trouble)
    moved = [variable for choice, variable in taken.items() if choice.move]
    least, _ = fewest_possible(problem.trouble)
    model.add(sum(moved) >= least)
    chosen = _moved_choices(problem, start)
    proven = bool(start) and len(start) == least
    if not proven:
        model.minimize(sum(moved))
        solver, status = _run_solver(model, taken, chosen, 0.6 * seconds)
        if status == cp_model.INFEASIBLE:
            return Solution(Outcome.IMPOSSIBLE)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return Solution(Outcome.GOOD, tuple(start)) if start else Solution(Outcome.OUT_OF_TIME)
        proven = status == cp_model.OPTIMAL
        chosen = _chosen(solver, taken)
    model.add(sum(moved) <= sum(choice.move is not None for choice in chosen))
    model.minimize(sum((1000 * choice.minutes + choice.rooms) * taken[choice] for choice in taken if choice.move))
    solver, status = _run_solver(model, taken, chosen, max(0.1, ends - time.monotonic()))
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        chosen = _chosen(solver, taken)
    outcome = Outcome.GOOD if not proven else Outcome.BEST if status == cp_model.OPTIMAL else Outcome.FEWEST
    return Solution(outcome, tuple(choice.move for choice in chosen if choice.move))


def _moved_choices(problem: Problem, start: Sequence[Move]) -> frozenset[Choice]:
    """The choices that moves stand for."""
    if not start:
        return frozenset()
    places = {move.session: move.after for move in start}
    return frozenset(
        choice
        for session, choices in problem.choices.items()
        for choice in choices
        if (choice.place == places[session] if session in places else choice.move is None)
    )


def _run_solver(model: Any, taken: Mapping[Choice, Any], hinted: frozenset[Choice], seconds: float) -> tuple[Any, Any]:
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


def _add(model: Any, conflict: Conflict, taken: dict[Choice, Any], trouble: Conflicts) -> None:
    claims = conflict.takings
    choices = dict.fromkeys(claim.choice for claim in claims)
    if conflict.left != 1 or any(claim.claim.amount != 1 for claim in claims):
        weights = {choice: max(claim.claim.amount for claim in claims if claim.choice == choice) for choice in choices}
        model.add(sum(weights[choice] * taken[choice] for choice in choices) <= conflict.left)
        return
    # What goes together is rare, and one pair of it splits what could be said of all at once.
    staying = [claim for claim in claims if claim.choice.move is None]
    inside = {claim.claim for claim in claims if claim.claim.within}
    keys = {claim.claim.key for claim in claims}
    if not any(claim.within & keys for claim in inside) and not any(
        _may_overlap(resource_use, use, trouble) for resource_use, use in combinations(staying, 2)
    ):
        model.add_at_most_one(taken[choice] for choice in choices)
        return
    for resource_use, use in combinations(claims, 2):
        if not _may_overlap(resource_use, use, trouble):
            model.add_at_most_one(taken[resource_use.choice], taken[use.choice])


def _may_overlap(resource_use: ResourceUse, use: ResourceUse, trouble: Conflicts) -> bool:
    """Whether two choices may take a resource at once: of one session, inside each other, or as they are now."""
    if resource_use.choice.session == use.choice.session:
        return True
    if resource_use.claim.key in use.claim.within or use.claim.key in resource_use.claim.within:
        return True
    both_stay = resource_use.choice.move is None and use.choice.move is None
    return both_stay and not trouble.are_at_odds(resource_use.choice.session, use.choice.session)
