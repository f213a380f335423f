"""What readers are promised of a day's grid: every session in its room and time, none over another."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlw_build.site.agenda.grid import Cell, Grid, build_grid
from tests.site.conftest import day

if TYPE_CHECKING:
    from tests.site.conftest import MakeConference


def grid(make_conference: MakeConference, *sessions: str) -> Grid:
    return build_grid(list(make_conference(day(*sessions)).sessions.values()))


def cell(grid: Grid, identifier: str) -> Cell:
    return next(one for one in grid.cells if one.session.id == identifier)


def test_rows_are_the_days_distinct_times(make_conference: MakeConference) -> None:
    found = grid(
        make_conference,
        "id: a, title: A, room: hall, start: 10:00, end: 11:00",
        "id: b, title: B, room: lab, start: 10:05, end: 10:35",
    )
    assert found.minutes == (5, 30, 25)
    assert (cell(found, "a").row, cell(found, "a").end_row) == (2, 5)
    assert (cell(found, "b").row, cell(found, "b").end_row) == (3, 4)


def test_rooms_stand_in_the_order_of_rooms_yaml(make_conference: MakeConference) -> None:
    found = grid(
        make_conference,
        "id: a, title: A, room: studio, start: 10:00, end: 11:00",
        "id: b, title: B, room: hall, start: 10:00, end: 11:00",
    )
    assert [column.room.id for column in found.columns if column.room] == ["hall", "studio"]
    assert [one.session.id for one in found.cells] == ["b", "a"]


def test_a_plenary_spans_all_rooms_and_its_room_needs_no_column(make_conference: MakeConference) -> None:
    found = grid(
        make_conference,
        "id: opening, title: Opening, format: plenary, room: hall, start: 10:00, end: 10:30",
        "id: a, title: A, room: lab, start: 10:30, end: 11:00",
        "id: b, title: B, room: studio, start: 10:30, end: 11:00",
    )
    assert cell(found, "opening").spans_all
    assert (cell(found, "opening").line, cell(found, "opening").span) == (2, 2)
    assert [column.room.id for column in found.columns if column.room] == ["lab", "studio"]


def test_a_plenary_with_something_beside_it_stays_in_its_room(make_conference: MakeConference) -> None:
    found = grid(
        make_conference,
        "id: opening, title: Opening, format: plenary, room: hall, start: 10:00, end: 10:30",
        "id: a, title: A, room: lab, start: 10:00, end: 11:00",
    )
    assert not cell(found, "opening").spans_all


def test_sessions_side_by_side_in_one_room_get_a_lane_each(make_conference: MakeConference) -> None:
    found = grid(
        make_conference,
        "id: a, title: A, room: fair, start: 13:00, end: 13:30",
        "id: b, title: B, room: fair, start: 13:00, end: 13:30",
        "id: c, title: C, room: fair, start: 14:00, end: 14:30",
    )
    assert found.width == 2
    assert {cell(found, "a").line, cell(found, "b").line} == {2, 3}
    assert cell(found, "c").span == 2


def test_sessions_without_rooms_side_by_side_do_not_lie_on_each_other(make_conference: MakeConference) -> None:
    found = grid(
        make_conference,
        "id: a, title: A, start: 13:00, end: 14:00",
        "id: b, title: B, start: 13:00, end: 14:00",
    )
    assert cell(found, "a").line != cell(found, "b").line


def test_a_session_in_neighbouring_rooms_spans_both(make_conference: MakeConference) -> None:
    found = grid(
        make_conference,
        "id: a, title: A, rooms: [hall, lab], start: 10:00, end: 11:00",
        "id: b, title: B, room: studio, start: 10:00, end: 11:00",
    )
    assert (cell(found, "a").line, cell(found, "a").span) == (2, 2)


def test_an_empty_day_has_an_empty_grid() -> None:
    assert build_grid([]) == Grid((), (), ())


slots = st.tuples(
    st.sampled_from(["hall", "lab", "studio", "fair", ""]), st.integers(0, 40), st.integers(1, 12), st.booleans()
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(slots, min_size=1, max_size=14))
def test_no_two_sessions_share_a_place_in_the_grid(
    make_conference: MakeConference, drawn: list[tuple[str, int, int, bool]]
) -> None:
    sessions = [
        f"id: s{number}, title: S, {f'room: {room}, ' if room else ''}"
        f"start: {8 + start // 4:02}:{start % 4 * 15:02}, duration: {length * 15}m"
        f"{', format: plenary' if plenary else ''}"
        for number, (room, start, length, plenary) in enumerate(drawn)
    ]
    found = grid(make_conference, *sessions)
    assert len(found.cells) == len(drawn)
    for one, other in combinations(found.cells, 2):
        apart_in_time = one.end_row <= other.row or other.end_row <= one.row
        apart_in_room = one.line + one.span <= other.line or other.line + other.span <= one.line
        assert apart_in_time or apart_in_room, (one, other)
