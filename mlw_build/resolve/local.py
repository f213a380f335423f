"""Few moves without a solver: the most clashing session first to the nearest free place, then needless moves undone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection

from mlw_build.check.moves.suggestions import Move, free_places, ways_out
from mlw_build.check.moves.trial_move import Place, ScheduledItem, TrialIndex
from mlw_build.resolve.problem import Conflicts
from mlw_build.resolve.solution import Outcome, Solution


def solve(
    index: TrialIndex,
    trouble: Conflicts,
    fixed: Collection[str],
    ruled_out: Collection[tuple[str, Place]],
    seconds: float,
    rather: Collection[str] = (),
) -> Solution:
    """Moves after which the troubled sessions are in nobody's way; never said to be the fewest there are.

    Works for at most about so many seconds. Sessions in `fixed` stay where they are, those in `rather` are moved
    before others.
    """
    ends = time.monotonic() + seconds
    now = index
    moved: set[str] = set()
    stuck: set[str] = set()
    while True:
        waiting = Counter(dict.fromkeys(trouble.misplaced - moved, len(index.items)))
        waiting.update(text for group in trouble.groups if not moved & set(group) for text in group)
        if not waiting:
            break
        if time.monotonic() > ends:
            return Solution(Outcome.OUT_OF_TIME)
        movable = [text for text in waiting if text not in stuck and text not in fixed]
        if not movable:
            return Solution(Outcome.IMPOSSIBLE)
        session = min(movable, key=lambda text: (text not in rather, -waiting[text], text))
        changes = _nearest(now, now.items[session], fixed, ruled_out)
        if changes is None:
            stuck.add(session)
            continue
        now = now.move(changes)
        moved |= changes.keys()
        stuck.clear()
    return Solution(
        Outcome.GOOD, _moves(index, _moved_nearer(index, _without_needless_moves(index, now, trouble), ruled_out, ends))
    )


def _nearest(
    now: TrialIndex, item: ScheduledItem, fixed: Collection[str], ruled_out: Collection[tuple[str, Place]]
) -> dict[str, Place] | None:
    for place in free_places(now, item):
        if (item.id, place) not in ruled_out:
            return {item.id: place}
    for way in ways_out(now, item.id):
        changes = {move.session: move.after for move in way.moves}
        if not any(change in fixed for change in changes) and not any(pair in ruled_out for pair in changes.items()):
            return changes
    return None


def _without_needless_moves(index: TrialIndex, now: TrialIndex, trouble: Conflicts) -> TrialIndex:
    """Without the moves that turned out to be needless, the largest first."""
    for move in sorted(_moves(index, now), key=lambda move: (-move.minutes, move.session)):
        home = index.items[move.session].place
        needed = move.session in trouble.misplaced or any(
            all(now.items[text].place == index.items[text].place for text in group if text != move.session)
            for group in trouble.of(move.session)
        )
        if not needed and now.is_free(now.items[move.session], home):
            now = now.move({move.session: home})
    return now


def _moved_nearer(
    index: TrialIndex, now: TrialIndex, ruled_out: Collection[tuple[str, Place]], ends: float
) -> TrialIndex:
    """With each moved session at the nearest place that the others leave free, as long as that brings any nearer."""
    nearer = True
    while nearer and time.monotonic() < ends:
        nearer = False
        for move in _moves(index, now):
            home, others = index.items[move.session], now.without([move.session])
            if time.monotonic() > ends:
                break
            for place in free_places(others, home):
                if (move.session, place) in ruled_out:
                    continue
                if _distance(index, Move(move.session, move.before, place)) < _distance(index, move):
                    now = now.move({move.session: place})
                    nearer = True
                break
    return now


def _distance(index: TrialIndex, move: Move) -> tuple[bool, bool, int, int]:
    """How far a move goes, in the order in which places are looked at."""
    return (
        move.other_day,
        not index.around.on_grid(move.after.day, move.after.start),
        move.minutes,
        move.rooms,
    )


def _moves(index: TrialIndex, now: TrialIndex) -> tuple[Move, ...]:
    return tuple(
        Move(item.id, index.items[item.id].place, item.place)
        for item in now.items.values()
        if item.place != index.items[item.id].place
    )
