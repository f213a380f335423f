"""What each place of a day would cost the session that is held: levels for colours, words for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from mlw_build.board.day_state import day_state
from mlw_build.board.workspace import Refused, Workspace
from mlw_build.check.moves.place_costs import Obstacle, best_places, room_obstacles, time_obstacles
from mlw_build.check.moves.suggestions import ways_out
from mlw_build.check.moves.trial_move import Place, ScheduledItem, TrialIndex
from mlw_build.diagnostics import Severity

BEST = 10
LEVELS = {Severity.NOTE: 1, Severity.WARNING: 2, Severity.ERROR: 3}


def place_costs(workspace: Workspace, identifier: str, day: date) -> dict[str, Any]:
    """For each start of a day's grid and each of its columns the level (0: free) and the words; and the best places."""
    index, item = held_item(workspace, identifier, day)
    state = day_state(workspace.conference, day)
    rooms = [workspace.conference.rooms.get(column["room"] or "") for column in state["columns"]]
    sentences: dict[str, int] = {"": 0}
    levels: list[list[int]] = [[] for _ in rooms]
    words: list[list[int]] = [[] for _ in rooms]
    for tick in state["ticks"]:
        start = tick["at"]
        everywhere = time_obstacles(index, item, start)
        for number, room in enumerate(rooms):
            met = [*(room_obstacles(index, item, room, start) if room else ()), *everywhere]
            levels[number].append(max((LEVELS[obstacle.severity] for obstacle in met), default=0))
            words[number].append(sentences.setdefault(_sentence(met), len(sentences)))
    return {
        "session": identifier,
        "length": item.length,
        "levels": levels,
        "words": words,
        "sentences": list(sentences),
        "best": [_as_value(place) for place in _best(workspace, index, item)],
    }


def held_item(workspace: Workspace, identifier: str, day: date) -> tuple[TrialIndex, ScheduledItem]:
    """A session among what all hold; one without a time as if it began when the day does. Raises Refused."""
    conference = workspace.conference
    if identifier in workspace.index.items:
        return workspace.index, workspace.index.items[identifier]
    start = datetime.fromtimestamp(day_state(conference, day)["first"], UTC)
    if identifier in conference.unscheduled:
        session = conference.unscheduled[identifier].at(day, start)
    elif identifier in conference.sessions:
        session = conference.sessions[identifier]
        session = replace(session, status=type(session.status).CONFIRMED)
    else:
        raise Refused(f"There is no session `{identifier}` any more.")
    index = TrialIndex(replace(conference, sessions={**conference.sessions, identifier: session}))
    return index, index.items[identifier]


def _best(workspace: Workspace, index: TrialIndex, item: ScheduledItem) -> Sequence[Place]:
    conference = workspace.conference
    if item.id in conference.sessions:
        found = ways_out(index, item.id, 2 * BEST)
        return [way_out.moves[0].after for way_out in found if len(way_out.moves) == 1][:BEST]
    everywhere = tuple(conference.rooms.values())
    around = workspace.index.around
    own = best_places(index, item, around, item.session.rooms, BEST) if item.session.rooms else []
    return own or best_places(index, item, around, everywhere, BEST)


def _sentence(met: Sequence[Obstacle]) -> str:
    return "; ".join(dict.fromkeys(obstacle.words for obstacle in met))


def _as_value(place: Place) -> dict[str, Any]:
    return {"start": place.start, "rooms": list(place.rooms), "day": place.day.isoformat()}
