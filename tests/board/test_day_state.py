"""What the board shows of a day is laid out as the published agenda is."""

from __future__ import annotations

from datetime import date

from mlw_build.board.answers import answer, board_state
from mlw_build.board.day_state import day_state
from mlw_build.board.workspace import Workspace
from tests.board.test_actions import at

DAY = date(2020, 10, 12)


def test_every_room_has_a_column_and_sessions_stand_in_theirs(workspace: Workspace) -> None:
    state = day_state(workspace.conference, DAY)
    assert [column["room"] for column in state["columns"]] == ["main", "room-2", "hall"]
    columns = {session["id"]: session["column"] for session in state["sessions"] if not session["everywhere"]}
    assert columns == {"radio": 0, "maps": 1, "closing": 0}


def test_what_runs_alone_spans_all_rooms(workspace: Workspace) -> None:
    state = day_state(workspace.conference, DAY)
    assert [session["id"] for session in state["sessions"] if session["everywhere"]] == ["opening"]


def test_places_snap_to_the_times_of_the_day(workspace: Workspace) -> None:
    state = day_state(workspace.conference, DAY)
    assert state["step"] == 15
    assert {tick["at"]: tick["label"] for tick in state["ticks"]}[at("10:15")] == "10:15"


def test_the_tray_has_what_has_no_time(workspace: Workspace) -> None:
    state = board_state(workspace, "2020-10-12")
    assert [(one["id"], one["minutes"], one["people"]) for one in state["tray"]] == [("poetry", 45, ["Ana Silva"])]


def test_a_problem_is_on_the_sessions_that_it_is_about(workspace: Workspace) -> None:
    found = board_state(workspace, "")["problems"]
    assert {tuple(problem["sessions"]) for problem in found if problem["code"] == "unscheduled"} == {("poetry",)}


def test_the_fields_of_the_panel_come_from_the_schema(workspace: Workspace) -> None:
    form = answer(workspace, "form", {})
    fields = {field["key"]: field for field in form["fields"]}
    assert fields["title"]["description"] == "The title, or a title per language."
    assert [fields[key]["how"] for key in ("title", "speakers", "track", "status", "tags", "links", "capacity")] == [
        "text", "ids", "id", "choice", "list", "yaml", "word",
    ]  # fmt: skip


def test_a_summary_says_what_changed_since_the_board_was_opened(workspace: Workspace) -> None:
    from mlw_build.board.actions import act

    act(workspace, "resize", {"session": "maps", "end": at("11:15")})
    assert "Maps for all" in answer(workspace, "summary", {})["text"]
    act(workspace, "undo", {})
    assert "Maps for all" not in answer(workspace, "summary", {})["text"]
