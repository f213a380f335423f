"""Few moves without a solver: the most clashing session first to the nearest free place, then needless moves undone."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Collection

from mlw_build.check.suggest import Move, free_places, ways_out
from mlw_build.check.whatif import Item, Place, WhatIf
from mlw_build.resolve.problem import Trouble
from mlw_build.resolve.solution import Outcome, Solution


def solve(
    index: WhatIf,
    trouble: Trouble,
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
        waiting.update(one for group in trouble.groups if not moved & set(group) for one in group)
        if not waiting:
            break
        if time.monotonic() > ends:
            return Solution(Outcome.OUT_OF_TIME)
        movable = [one for one in waiting if one not in stuck and one not in fixed]
        if not movable:
            return Solution(Outcome.IMPOSSIBLE)
        session = min(movable, key=lambda one: (one not in rather, -waiting[one], one))
        changes = _nearest(now, now.items[session], fixed, ruled_out)
        if changes is None:
            stuck.add(session)
            continue
        now = now.move(changes)
        moved |= changes.keys()
        stuck.clear()
    return Solution(Outcome.GOOD, _moves(index, _nearer(index, _back(index, now, trouble), ruled_out, ends)))


def _nearest(
    now: WhatIf, item: Item, fixed: Collection[str], ruled_out: Collection[tuple[str, Place]]
) -> dict[str, Place] | None:
    for place in free_places(now, item):
        if (item.id, place) not in ruled_out:
            return {item.id: place}
    for way in ways_out(now, item.id):
        changes = {move.session: move.after for move in way.moves}
        if not any(one in fixed for one in changes) and not any(pair in ruled_out for pair in changes.items()):
            return changes
    return None


def _back(index: WhatIf, now: WhatIf, trouble: Trouble) -> WhatIf:
    """Without the moves that turned out to be needless, the largest first."""
    for move in sorted(_moves(index, now), key=lambda one: (-one.minutes, one.session)):
        home = index.items[move.session].place
        needed = move.session in trouble.misplaced or any(
            all(now.items[one].place == index.items[one].place for one in group if one != move.session)
            for group in trouble.of(move.session)
        )
        if not needed and now.is_free(now.items[move.session], home):
            now = now.move({move.session: home})
    return now


def _nearer(index: WhatIf, now: WhatIf, ruled_out: Collection[tuple[str, Place]], ends: float) -> WhatIf:
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


def _distance(index: WhatIf, move: Move) -> tuple[bool, bool, int, int]:
    """How far a move goes, in the order in which places are looked at."""
    return (
        move.other_day,
        not index.around.on_grid(move.after.day, move.after.start),
        move.minutes,
        move.rooms,
    )


def _moves(index: WhatIf, now: WhatIf) -> tuple[Move, ...]:
    return tuple(
        Move(one.id, index.items[one.id].place, one.place)
        for one in now.items.values()
        if one.place != index.items[one.id].place
    )
