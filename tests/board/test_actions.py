"""What is done on the board is in the files at once, as an editor would have written it, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mlw_build.board.actions import Changed, act
from mlw_build.board.history import EditConflict
from mlw_build.board.workspace import Refused, Workspace
from tests.board.programme import DAY, TRAY

Lines = Callable[[], list[str]]


def at(time: str, day: str = "2020-10-12") -> int:
    """A time of the conference's clocks (two hours ahead of UTC) as seconds."""
    return int(datetime.fromisoformat(f"{day}T{time}:00+02:00").astimezone(UTC).timestamp())


def move(session: str, time: str, rooms: list[str], day: str = "2020-10-12", **more: Any) -> dict[str, Any]:
    return {"moves": [{"session": session, "start": at(time, day), "rooms": rooms, "day": day, **more}]}


def test_a_session_moved_to_another_time_and_room_has_these_changed(workspace: Workspace, changed_lines: Lines) -> None:
    said = act(workspace, "move", move("maps", "14:00", ["main"]))
    assert said["said"] == "“Maps for all”: Mon 12 Oct, 14:00-15:00, Main room."
    assert changed_lines() == [
        "-    room: room-2", "-    start: 10:00", "-    end: 11:00",
        "+    room: main", "+    start: 14:00", "+    end: 15:00",
    ]  # fmt: skip


def test_the_form_of_the_time_and_a_comment_stay(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "move", move("opening", "08:30", ["main"]))
    assert changed_lines() == [
        "-    start: 9:00   # sharp", "-    end: 9:30", "+    start: 8:30   # sharp", "+    end: 9:00",
    ]  # fmt: skip


def test_a_session_of_the_tray_gets_day_time_and_room(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "move", move("poetry", "11:00", ["room-2"]))
    assert changed_lines() == ["+    room: room-2", "+    date: 2020-10-12", "+    start: 11:00"]
    assert "poetry" in workspace.conference.sessions


def test_a_session_put_into_the_tray_keeps_its_length(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "unschedule", {"sessions": ["maps"]})
    assert changed_lines() == ["-    start: 10:00", "-    end: 11:00", "+    duration: 60m"]
    assert list(workspace.conference.unscheduled) == ["maps", "poetry"]


def test_a_longer_session_ends_later(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "resize", {"session": "maps", "end": at("11:15")})
    assert changed_lines() == ["-    end: 11:00", "+    end: 11:15"]


def test_a_duration_stays_a_duration(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "resize", {"session": "radio", "end": at("11:00")})
    (old, new) = changed_lines()
    assert old.replace("45m", "60m")[1:] == new[1:]


def test_two_sessions_change_places(workspace: Workspace) -> None:
    act(workspace, "swap", {"session": "maps", "other": "closing"})
    sessions = workspace.conference.sessions
    assert (sessions["maps"].start.timestamp(), sessions["maps"].rooms[0].id) == (at("16:00"), "main")
    assert (sessions["closing"].start.timestamp(), sessions["closing"].rooms[0].id) == (at("10:00"), "room-2")


def test_all_from_here_on_begin_15_minutes_later(workspace: Workspace) -> None:
    act(workspace, "shift", {"from": "radio", "minutes": 15})
    starts = {session.id: int(session.start.timestamp()) for session in workspace.conference.sessions.values()}
    assert starts == {"opening": at("09:00"), "radio": at("10:15"), "maps": at("10:15"), "closing": at("16:15")}


def test_all_from_here_on_in_one_room(workspace: Workspace) -> None:
    act(workspace, "shift", {"from": "radio", "minutes": 15, "one_room": True})
    assert int(workspace.conference.sessions["maps"].start.timestamp()) == at("10:00")
    assert int(workspace.conference.sessions["closing"].start.timestamp()) == at("16:15")


def test_a_drop_that_clashes_is_made_and_told(workspace: Workspace) -> None:
    before = workspace.checked.diagnostics
    act(workspace, "move", move("maps", "10:00", ["main"]))
    assert {found.code for found in workspace.checked.diagnostics} - {found.code for found in before} == {"room-clash"}


def test_a_translation_is_written_in_its_place(workspace: Workspace, changed_lines: Lines) -> None:
    was = {"en": "Maps for all", "fr": "Des cartes pour tous"}
    act(workspace, "set", {"session": "maps", "key": "title", "was": was, "value": {**was, "fr": "Cartes"}})
    assert changed_lines() == [
        "-    title: {en: Maps for all, fr: Des cartes pour tous}", "+    title: {en: Maps for all, fr: Cartes}",
    ]  # fmt: skip


def test_what_is_no_value_is_refused_in_the_words_of_check(workspace: Workspace, changed_lines: Lines) -> None:
    with pytest.raises(Refused) as refused:
        act(workspace, "set", {"session": "maps", "key": "capacity", "value": "many"})
    assert [found.hint for found in refused.value.found] == ["Write digits only, such as `300`."]
    assert changed_lines() == []


def test_an_unknown_speaker_is_refused_with_who_was_meant(workspace: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        act(workspace, "set", {"session": "maps", "key": "speakers", "was": ["ben"], "value": ["annna"]})
    assert refused.value.found[0].code == "unknown-id"


def test_an_emptied_field_is_taken_out(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "set", {"session": "maps", "key": "speakers", "was": ["ben"], "value": []})
    assert changed_lines() == ["-    speakers: [ben]"]


def test_a_new_id_keeps_the_old_one(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "set", {"session": "maps", "key": "id", "was": "maps", "value": "open-maps"})
    assert changed_lines() == ["-  - id: maps", "+  - id: open-maps", "+    was: maps"]


def test_a_new_session_is_in_the_tray(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "new-session", {"title": "Night: walk"})
    assert changed_lines() == ["+", "+  - id: night-walk", '+    title: "Night: walk"']
    assert "night-walk" in workspace.conference.unscheduled


def test_the_first_session_without_a_time_makes_their_file(root: Path) -> None:
    (root / TRAY).unlink()
    workspace = Workspace(root)
    act(workspace, "new-session", {"title": "Walk"})
    assert list(workspace.conference.unscheduled) == ["walk"]
    act(workspace, "undo", {})
    assert not (root / TRAY).exists()


def test_a_new_day_has_a_file_and_can_be_filled(workspace: Workspace, root: Path) -> None:
    act(workspace, "new-day", {"day": "2020-10-13"})
    assert (root / "content/programme/2020-10-13.yaml").read_text() == "date: 2020-10-13\n"
    act(workspace, "move", move("poetry", "09:00", ["main"], "2020-10-13"))
    assert str(workspace.conference.sessions["poetry"].day) == "2020-10-13"
    with pytest.raises(Refused, match="already"):
        act(workspace, "new-day", {"day": "2020-10-13"})


def test_a_cancelled_session_stays_with_its_reason(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "cancel", {"session": "closing", "reason": "The hall is closed."})
    assert changed_lines() == ["+    status: cancelled", "+    reason: The hall is closed."]


def test_a_new_speaker_has_a_file(workspace: Workspace, root: Path) -> None:
    assert act(workspace, "new-speaker", {"name": "Ana Silva"})["speaker"] == "ana-silva"
    assert (root / "speakers/ana-silva.md").read_text() == '---\nname: "Ana Silva"\n---\n'


def test_everything_can_be_undone_and_done_again(workspace: Workspace, changed_lines: Lines) -> None:
    act(workspace, "move", move("maps", "14:00", ["main"]))
    act(workspace, "resize", {"session": "radio", "end": at("11:00")})
    done = changed_lines()
    act(workspace, "undo", {})
    act(workspace, "undo", {})
    assert changed_lines() == []
    act(workspace, "redo", {})
    act(workspace, "redo", {})
    assert changed_lines() == done


def test_undo_leaves_what_somebody_wrote_elsewhere_in_the_file(workspace: Workspace, root: Path) -> None:
    act(workspace, "move", move("maps", "14:00", ["room-2"]))
    text = (root / DAY).read_text().replace("title: Closing", "title: Good bye")
    (root / DAY).write_text(text)
    workspace.take_in()
    act(workspace, "undo", {})
    after = (root / DAY).read_text()
    assert "title: Good bye" in after
    assert "start: 14:00" not in after


def test_undo_of_what_somebody_wrote_over_shows_both_and_changes_nothing(workspace: Workspace, root: Path) -> None:
    act(workspace, "move", move("maps", "14:00", ["room-2"]))
    text = (root / DAY).read_text().replace("start: 14:00", "start: 15:00").replace("end: 15:00", "end: 16:00")
    (root / DAY).write_text(text)
    workspace.take_in()
    with pytest.raises(EditConflict) as conflict:
        act(workspace, "undo", {})
    assert "10:00" in conflict.value.wanted
    assert "15:00" in conflict.value.found or "16:00" in conflict.value.found
    assert (root / DAY).read_text() == text


def test_a_key_that_somebody_changed_meanwhile_is_not_overwritten(workspace: Workspace, root: Path) -> None:
    (root / DAY).write_text((root / DAY).read_text().replace("title: Closing", "title: Good bye"))
    workspace.take_in()
    asked = {"session": "closing", "key": "title", "was": "Closing", "value": "The end"}
    with pytest.raises(Changed) as changed:
        act(workspace, "set", asked)
    assert (changed.value.found, changed.value.wanted) == ("Good bye", "The end")
    act(workspace, "set", {**asked, "anyway": True})
    assert "title: The end" in (root / DAY).read_text()


def test_a_session_that_somebody_moved_meanwhile_is_not_moved_blindly(workspace: Workspace, root: Path) -> None:
    (root / DAY).write_text(
        (root / DAY).read_text().replace("start: 16:00\n    end: 16:30", "start: 17:00\n    end: 17:30")
    )
    workspace.take_in()
    with pytest.raises(Changed, match="17:00-17:30"):
        act(workspace, "move", move("closing", "15:00", ["main"], **{"from": at("16:00")}))


def test_a_file_with_a_fault_is_taken_in_and_nothing_breaks(workspace: Workspace, root: Path) -> None:
    (root / DAY).write_text("date: 2020-10-12\nsessions: [\n")
    workspace.take_in()
    assert "yaml-syntax" in {found.code for found in workspace.checked.diagnostics}
    with pytest.raises(Refused):
        act(workspace, "move", move("maps", "14:00", ["main"]))


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"moves": 1},
        {"moves": [{"session": "maps", "start": "x", "rooms": []}]},
        {"moves": [{"session": "maps", "start": 1 << 60, "rooms": [], "day": "2020-10-12"}]},
        {"moves": [{"session": "maps", "start": 1602489600, "rooms": ["nowhere"], "day": "2020-10-12"}]},
        {"moves": [{"session": "maps", "start": 1602489600, "rooms": [], "day": "soon"}]},
    ],
)
def test_what_is_no_request_is_refused(workspace: Workspace, asked: dict[str, Any], changed_lines: Lines) -> None:
    with pytest.raises(Refused):
        act(workspace, "move", asked)
    assert changed_lines() == []
