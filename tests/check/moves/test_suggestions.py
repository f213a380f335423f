"""A clash comes with its way out: the nearest places at which nothing else is in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.check.moves.suggestions import describe_place, way_out_hint, ways_out
from mlw_build.check.moves.trial_move import TrialIndex
from mlw_build.model.conference import Conference

DAY = "content/programme/day.yaml"
Make = Callable[..., Conference]


def index(conference: Make, sessions: str, **files: str) -> TrialIndex:
    """The index of a day with these sessions."""
    return TrialIndex(conference({DAY: f"date: 2020-10-12\nsessions:\n{sessions}", **files}))


def ways(found: TrialIndex, session: str) -> list[str]:
    """The ways out for a session, in words."""
    return [
        describe_place(found.conference, way.moves[0].after, way.moves[0].before) for way in ways_out(found, session)
    ]


TWO_AT_ONCE = """\
- {id: a, title: A, start: 10:00, end: 11:00, room: main}
- {id: b, title: B, start: 10:00, end: 11:00, room: main}
- {id: c, title: C, start: 12:00, end: 13:00, room: main}
"""


def test_the_free_room_at_the_same_time_comes_first(conference: Make) -> None:
    assert ways(index(conference, TWO_AT_ONCE), "b")[0] == "to `room-2` (Room II) at the same time"


def test_the_hint_names_a_room_and_a_time(conference: Make) -> None:
    said = way_out_hint(index(conference, TWO_AT_ONCE), ("a", "b"))
    assert said == (
        "Move “B” (`b`) to `room-2` (Room II) at the same time or to 11:00 in the same room: "
        "nothing else is in the way there."
    )


def test_what_a_speaker_does_elsewhere_is_respected(conference: Make) -> None:
    busy = "- {id: d, title: D, start: 11:00, end: 12:00, room: room-2, speakers: ana}\n"
    with_speaker = TWO_AT_ONCE.replace("room: main}", "room: main, speakers: ana}", 2)
    found = ways(index(conference, with_speaker + busy), "b")
    assert not any("11:00" in one for one in found)


def test_a_speaker_in_a_part_counts_while_the_part_lasts(conference: Make) -> None:
    sessions = (
        "- {id: a, title: A, start: 10:00, end: 11:00, room: main}\n"
        "- {id: b, title: B, start: 10:00, end: 10:30, room: main, speakers: ana}\n"
        "- id: c\n  title: C\n  start: 11:00\n  end: 12:00\n  room: room-2\n  parts:\n"
        "  - {id: c1, title: C1, duration: 30m}\n  - {id: c2, title: C2, duration: 30m, speakers: ana}\n"
        "- {id: d, title: D, start: 11:30, end: 12:00, room: main}\n"
    )
    found = ways(index(conference, sessions), "b")
    assert any("11:00" in one for one in found)
    assert not any("11:30" in one for one in found)


def test_nothing_is_put_beside_a_plenary_or_into_a_break(conference: Make) -> None:
    sessions = TWO_AT_ONCE + (
        "- {id: p, title: P, start: 14:00, end: 15:00, room: main, format: panel}\n"
        "- {id: l, title: Lunch, start: 13:00, end: 14:00, format: lunch}\n"
    )
    formats = "- {id: panel, name: Panel, plenary: yes}\n- {id: lunch, name: Lunch, interlude: yes}\n"
    found = ways(index(conference, sessions, **{"content/formats.yaml": formats}), "b")
    assert not any("14:00" in one or "13:00" in one for one in found)


@pytest.mark.parametrize("limit", ["open: 09:00-10:30", "capacity: 10"])
def test_a_room_that_is_closed_or_too_small_is_not_offered(conference: Make, limit: str) -> None:
    rooms = f"- {{id: main, name: Main room}}\n- {{id: room-2, name: Room II, {limit}}}\n"
    crowded = TWO_AT_ONCE.replace("id: b,", "id: b, capacity: 50,")
    found = ways(index(conference, crowded, **{"content/rooms.yaml": rooms}), "b")
    assert not any("room-2" in one for one in found)


def test_the_time_a_speaker_can_take_part_is_respected(conference: Make) -> None:
    speaker = "---\nname: Speaker A\navailable: 09:00-11:30\n---\n"
    sessions = TWO_AT_ONCE.replace("id: b,", "id: b, speakers: ana,")
    found = ways(index(conference, sessions, **{"speakers/ana.md": speaker}), "b")
    assert found == ["to `room-2` (Room II) at the same time"]


def test_a_cancelled_session_leaves_its_room_free(conference: Make) -> None:
    gone = "- {id: x, title: X, start: 10:00, end: 11:00, room: room-2, status: cancelled}\n"
    assert ways(index(conference, TWO_AT_ONCE + gone), "b")[0] == "to `room-2` (Room II) at the same time"


def test_what_may_clash_is_in_nobody_s_way(conference: Make) -> None:
    allowing = "- {id: x, title: X, start: 10:00, end: 11:00, room: room-2, allow: {check: room-clash, reason: Ok}}\n"
    assert ways(index(conference, TWO_AT_ONCE + allowing), "b")[0] == "to `room-2` (Room II) at the same time"


def test_two_sessions_can_change_places(conference: Make) -> None:
    sessions = (
        "- {id: a, title: A, start: 10:00, end: 11:00, room: room-2, speakers: ana}\n"
        "- {id: b, title: B, start: 10:00, end: 11:00, room: main, speakers: ana}\n"
        "- {id: c, title: C, start: 11:00, end: 12:00, room: main}\n"
        "- {id: d, title: D, start: 11:00, end: 12:00, room: room-2}\n"
        "- {id: z, title: Z, start: 12:00, end: 18:00, rooms: [main, room-2]}\n"
    )
    assert way_out_hint(index(conference, sessions), ("a", "b")) == (
        "Let “B” (`b`) and “C” (`c`) change places (to 11:00 in the same room): nothing else is in the way there."
    )


def test_a_session_in_two_rooms_does_not_change_places_with_one_in_one_room(conference: Make) -> None:
    sessions = (
        "- {id: a, title: A, start: 10:00, end: 11:00, room: room-2, speakers: ana}\n"
        "- {id: b, title: B, start: 11:00, end: 12:00, rooms: [main, room-2]}\n"
    )
    found = ways_out(index(conference, sessions), "a")
    assert all(len(way.moves) == 1 for way in found)


def test_where_nothing_is_free_nothing_is_promised(conference: Make) -> None:
    sessions = (
        "- {id: a, title: A, start: 10:00, end: 18:00, room: room-2, speakers: ana}\n"
        "- {id: b, title: B, start: 10:00, end: 18:00, room: main, speakers: ana}\n"
    )
    assert way_out_hint(index(conference, sessions), ("a", "b")) is None


def test_a_part_of_a_block_stays_inside_it(conference: Make) -> None:
    sessions = (
        "- {id: block, title: Block, start: 10:00, end: 12:00, room: main}\n"
        "- {id: a, title: A, start: 10:00, end: 11:00, room: room-2, part_of: block}\n"
        "- {id: c, title: C, start: 12:00, end: 13:00, room: main}\n"
    )
    found = ways_out(index(conference, sessions), "a")
    hours = {(way.moves[0].after.start - way.moves[0].before.start) // 3600 for way in found if len(way.moves) == 1}
    assert hours <= {0, 1}


def test_the_cheapest_way_comes_first(conference: Make) -> None:
    found = ways_out(index(conference, TWO_AT_ONCE), "b")
    assert [one.cost for one in found] == sorted(one.cost for one in found)


def test_everything_offered_is_free_when_looked_at_again(conference: Make) -> None:
    found = index(conference, TWO_AT_ONCE)
    for way in ways_out(found, "b"):
        after = found.move({move.session: move.after for move in way.moves})
        assert all(after.is_free(after.items[move.session], move.after) for move in way.moves)
