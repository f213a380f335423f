"""`check` on the command line: its formats, `--all`, `--on`, `--strict` and `--explain`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlw_build.check.registry import RULES
from mlw_build.cli import main
from mlw_build.commands.explaining import page_of
from tests.small_sites import SiteMaker

CLASHES = "date: 2020-10-12\nsessions:\n" + "".join(
    f"- {{id: s{number}, title: Session {number}, room: main, start: 10:00, end: 11:00}}\n" for number in range(8)
)


@pytest.fixture
def clashing(site: SiteMaker) -> Path:
    return site({"content/programme/day.yaml": CLASHES})


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_format_for_programs_is_the_whole_output(
    clashing: Path, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", "--root", str(clashing), "--format", form]) == 1
    assert json.loads(capsys.readouterr().out)


def test_text_is_a_screenful_unless_all_is_asked_for(clashing: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--root", str(clashing)])
    short = capsys.readouterr().out
    main(["check", "--root", str(clashing), "--all"])
    long = capsys.readouterr().out
    assert len(short.splitlines()) <= 60
    assert "check --all" in short
    assert long.count("[room-clash]") == 28


@pytest.mark.parametrize("name", ["content/Rooms.yaml", "content/room.yaml", "content/rooms.yaml.txt"])
def test_a_file_with_nearly_the_right_name_is_told_before_what_follows_from_it(
    site: SiteMaker, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {"content/programme/day.yaml": CLASHES + CLASHES.partition("sessions:\n")[2].replace("id: s", "id: t")}
    root = site({**files, "content/rooms.yaml": None, name: "- {id: main, name: Main room}\n"})
    main(["check", "--root", str(root)])
    said = capsys.readouterr().out
    assert said.startswith(f"{name}\n")
    assert "Did you mean content/rooms.yaml?" in said
    assert "Not shown: " in said
    assert said.count("[unused-file]") == 1


def test_for_github_the_rest_goes_to_the_job_summary(
    clashing: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(clashing.parent))
    main(["check", "--root", str(clashing), "--format", "github"])
    out = capsys.readouterr().out
    assert out.count("::error file=site/content/programme/day.yaml,") == 10
    assert summary.read_text(encoding="utf-8").count("`room-clash`") == 18


def test_without_a_job_summary_the_rest_is_printed(
    clashing: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    main(["check", "--root", str(clashing), "--format", "github"])
    assert capsys.readouterr().out.count("[room-clash]") == 18


def test_with_strict_a_warning_stops_publishing(site: SiteMaker) -> None:
    root = site({"content/nothing-reads-this.yaml": "x: y\n"})
    assert main(["check", "--root", str(root)]) == 0
    assert main(["check", "--root", str(root), "--strict"]) == 1


def test_recordings_are_missed_on_a_day_that_is_named_only(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    stream = "{id: a, title: A, start: 10:00, end: 11:00, stream: https://www.youtube.com/watch?v=dQw4w9WgXcQ}"
    root = site({"content/programme/day.yaml": f"date: 2020-10-12\nsessions:\n- {stream}\n"})
    for day, expected in ((None, 0), ("2020-10-20", 0), ("2020-10-26", 1)):
        main(["check", "--root", str(root), "--all", *(["--on", day] if day else [])])
        assert capsys.readouterr().out.count("[no-recording]") == expected


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_explain_shows_the_page_of_every_check(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", code]) == 0
    assert capsys.readouterr().out.rstrip() == (page_of(code) or "").rstrip()


def test_explain_asks_back_about_what_is_no_check(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--explain", "room-clsh"]) == 2
    assert "Did you mean `room-clash`?" in capsys.readouterr().err
