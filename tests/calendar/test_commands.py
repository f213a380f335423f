"""The commands as an editor meets them: `calendar update`, `status`, `prune`, `diff`, and `build --locked`."""

from __future__ import annotations

import json
import subprocess

import pytest

from mlw_build.cli import main
from tests.calendar.conftest import FIRST, Programme

LATER = "2020-09-20T08:00:00Z"


def calendar(programme: Programme, *arguments: str) -> int:
    programme.write()
    return main(["calendar", *arguments, "--root", str(programme.root)])


def build(programme: Programme, *arguments: str) -> int:
    programme.write()
    return main(["build", "--root", str(programme.root), *arguments])


Captured = pytest.CaptureFixture[str]


def test_the_first_update_starts_the_lock(programme: Programme, capsys: Captured) -> None:
    assert calendar(programme, "update", "--now", FIRST) == 0
    assert "Started with 3 sessions." in capsys.readouterr().out
    assert programme.entry("opening").sequence == 0


def test_status_tells_what_subscribers_will_see_and_writes_nothing(published: Programme, capsys: Captured) -> None:
    before = published.lock_file.read_bytes()
    published.session("opening").update(start="09:45")
    published.session("panel").update(title="Round table", room="hall")
    assert calendar(published, "status") == 0
    assert capsys.readouterr().out.splitlines()[:3] == [
        "1 session moved, 1 in another room.",
        "  opening: “Opening”: moves from Mon 12 Oct 10:00 to 09:45",
        "  panel: “Round table”: from Lab to Hall; was called “Panel”",
    ]
    assert published.lock_file.read_bytes() == before


def test_status_for_a_pull_request_cannot_be_made_to_say_more(published: Programme, capsys: Captured) -> None:
    published.session("panel").update(title="<img src=x> @everyone | [x](https://e.example) `a`")
    assert calendar(published, "status", "--format", "markdown") == 0
    said = capsys.readouterr().out
    assert "**1 session renamed.**" in said
    row = next(line for line in said.splitlines() if "everyone" in line)
    assert "<img" not in row.replace("\\<", "")
    assert "@everyone" not in row
    assert row.replace("\\|", "").count("|") == 3


def test_status_as_json_has_instants(published: Programme, capsys: Captured) -> None:
    published.session("opening").update(start="09:45")
    calendar(published, "status", "--format", "json")
    [change] = json.loads(capsys.readouterr().out)["changes"]
    assert (change["session"], change["kinds"], change["sequence"]) == ("opening", ["moved"], 1)
    assert change["before"]["start"] == "2020-10-12T08:00:00Z"


def test_update_stops_and_asks_where_a_session_may_have_a_new_id(published: Programme, capsys: Captured) -> None:
    before = published.lock_file.read_bytes()
    published.session("panel").update(id="round-table")
    assert calendar(published, "update", "--now", LATER) == 1
    asked = capsys.readouterr().err
    assert "was: panel" in asked
    assert "--cancelled panel" in asked
    assert published.lock_file.read_bytes() == before


def test_update_asks_where_another_session_has_the_same_time_and_room(published: Programme, capsys: Captured) -> None:
    published.session("panel").update(id="round-table", title="Round table")
    assert calendar(published, "update", "--now", LATER) == 1
    assert "time and room" in capsys.readouterr().err


@pytest.mark.parametrize("answer", [("--cancelled", "panel"), ("--new", "round-table")])
def test_an_answer_lets_update_go_on(published: Programme, answer: tuple[str, str]) -> None:
    published.session("panel").update(id="round-table")
    assert calendar(published, "update", "--now", LATER, *answer) == 0
    assert published.entry("panel").gone
    assert published.entry("round-table").uid == "round-table.demo@example.org"


def test_an_answer_about_nothing_is_wrong_usage(published: Programme) -> None:
    assert calendar(published, "update", "--cancelled", "panel") == 2
    assert calendar(published, "update", "--new", "nobody") == 2


def test_a_deleted_session_that_looks_like_no_other_needs_no_answer(published: Programme) -> None:
    published.remove("panel")
    assert calendar(published, "update", "--now", LATER) == 0
    assert published.entry("panel").gone


def test_a_programme_with_errors_cancels_nobody(published: Programme, capsys: Captured) -> None:
    before = published.lock_file.read_bytes()
    published.session("panel").update(start="noon")
    assert calendar(published, "update", "--now", LATER) == 1
    assert "was not touched" in capsys.readouterr().err
    assert published.lock_file.read_bytes() == before


def test_a_time_without_an_offset_is_asked_for_again(published: Programme, capsys: Captured) -> None:
    with pytest.raises(SystemExit) as stopped:
        calendar(published, "update", "--now", "2020-09-20T08:00")
    assert stopped.value.code == 2
    assert "Z for UTC" in capsys.readouterr().err


def test_a_disk_that_refuses_leaves_the_lock(
    published: Programme, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mlw_build.system.atomic_files.os.fsync", full)
    before = published.lock_file.read_bytes()
    published.session("panel").update(start="11:00")
    assert calendar(published, "update") == 1
    assert "No space left" in capsys.readouterr().err
    assert published.lock_file.read_bytes() == before


def test_prune_waits_until_a_month_after_the_conference(published: Programme, capsys: Captured) -> None:
    published.remove("panel")
    published.update(LATER)
    assert calendar(published, "prune", "--now", "2020-11-01T00:00:00Z") == 0
    assert "until 2020-11-11" in capsys.readouterr().out
    assert published.entry("panel").gone


def test_prune_forgets_removed_sessions_and_no_others(published: Programme) -> None:
    published.remove("panel")
    published.session("workshop").update(status="cancelled")
    published.update(LATER)
    assert calendar(published, "prune", "--now", "2020-11-12T00:00:00Z") == 0
    assert sorted(published.lock().lock.entries) == ["opening", "workshop"]
    assert "calendar/speakers/ana-silva.ics" in published.files()


@pytest.mark.parametrize("days", ["-1", "many", "99999999999"])
def test_a_number_of_days_that_makes_no_sense_is_asked_for_again(published: Programme, days: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        calendar(published, "prune", f"--days={days}")
    assert stopped.value.code == 2


def test_locked_refuses_what_the_lock_does_not_have(published: Programme, capsys: Captured) -> None:
    published.session("opening").update(start="09:45")
    assert build(published, "--locked") == 1
    said = capsys.readouterr().err
    assert "“Opening”: moves from Mon 12 Oct 10:00 to 09:45" in said
    assert "build.py calendar update" in said
    assert not (published.root / "output").exists()


def test_locked_refuses_a_programme_without_a_lock(programme: Programme, capsys: Captured) -> None:
    assert build(programme, "--locked") == 1
    assert "There is no content/calendar.lock" in capsys.readouterr().err


def test_locked_publishes_what_the_lock_has(published: Programme) -> None:
    assert build(published, "--locked", "--quiet") == 0
    assert (published.root / "output" / "calendar" / "demo.ics").read_bytes() == published.files()["calendar/demo.ics"]


def test_without_a_lock_a_build_says_how_to_start_one(programme: Programme, capsys: Captured) -> None:
    assert build(programme) == 0
    assert "calendar update" in capsys.readouterr().out


def test_a_build_that_is_ahead_of_the_lock_says_so(published: Programme, capsys: Captured) -> None:
    published.session("opening").update(start="09:45")
    assert build(published) == 0
    assert "provisional" in capsys.readouterr().out


def test_a_build_never_writes_the_lock(published: Programme) -> None:
    before = published.lock_file.read_bytes()
    published.session("opening").update(start="09:45")
    build(published)
    assert published.lock_file.read_bytes() == before


def test_a_broken_lock_stops_publishing(published: Programme, capsys: Captured) -> None:
    published.lock_file.write_text("nonsense\n")
    assert build(published) == 1
    assert "content/calendar.lock:1:1: error" in capsys.readouterr().err


def test_a_deleted_session_is_warned_of_once_it_was_published(published: Programme, capsys: Captured) -> None:
    published.remove("panel")
    assert build(published) == 0
    assert "[session-deleted]" in capsys.readouterr().err
    published.update(LATER)
    build(published)
    assert "[session-deleted]" not in capsys.readouterr().err


def test_a_site_may_set_how_severe_that_is(published: Programme, capsys: Captured) -> None:
    published.conference["checks"] = {"session-deleted": "error"}
    published.remove("panel")
    assert build(published) == 1
    capsys.readouterr()
    published.conference["checks"] = {"session-deleted": "off", "calendar-lock-out-of-date": "off"}
    assert build(published) == 0
    assert "calendar.lock" not in capsys.readouterr().err


def test_diff_of_two_folders_says_what_changed_for_attendees(
    published: Programme, tmp_path_factory: pytest.TempPathFactory, capsys: Captured
) -> None:
    after = Programme(tmp_path_factory.mktemp("after"))
    after.session("opening").update(start="09:45", speakers=["ana-silva"])
    after.remove("workshop")
    after.write()
    assert main(["diff", str(published.root), str(after.root)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1 session removed, 1 moved.",
        "  opening: “Opening”: moves from Mon 12 Oct 10:00 to 09:45",
        "  workshop: “Workshop”: removed from the programme, shown as cancelled, Mon 12 Oct 14:00",
        "Other people:",
        "  opening: with Ana Silva",
    ]


def test_diff_of_a_revision_holds_it_against_the_files(published: Programme, capsys: Captured) -> None:
    published.write()
    for command in (
        ("init", "--quiet"),
        ("add", "--all"),
        ("-c", "user.name=E", "-c", "user.email=e@example.org", "commit", "--quiet", "--message", "one"),
    ):
        subprocess.run(["git", "-C", str(published.root), *command], check=True)
    published.session("panel").update(status="cancelled")
    published.write()
    assert main(["diff", "HEAD", "--root", str(published.root), "--format", "markdown"]) == 0
    assert "**1 session cancelled.**" in capsys.readouterr().out


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD"])
def test_diff_of_what_is_not_there_says_so(programme: Programme, capsys: Captured, revision: str) -> None:
    programme.write()
    assert main(["diff", "--root", str(programme.root), "--", revision]) == 1
    assert "neither the folder of a site nor a revision" in capsys.readouterr().err


def test_a_severity_does_not_take_back_what_locked_asks_for(published: Programme) -> None:
    published.conference["checks"] = {"calendar-lock-out-of-date": "off"}
    published.session("opening").update(start="09:45")
    assert build(published, "--locked") == 1
