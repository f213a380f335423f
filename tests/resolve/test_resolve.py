"""`resolve` makes a programme clean with few moves, and changes nothing else in its files."""

from __future__ import annotations

import difflib
import importlib.util
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlw_build.cli import main
from mlw_build.pipeline import Options, check
from tests.small_sites import SiteMaker

pytestmark = pytest.mark.thorough

DAY = "content/programme/day.yaml"
WITH_SOLVER = importlib.util.find_spec("ortools") is not None
WAYS = [
    pytest.param(["--without-solver"], id="without a solver"),
    pytest.param([], id="with the solver", marks=pytest.mark.skipif(not WITH_SOLVER, reason="OR-tools is an extra")),
]


def clashes(root: Path) -> list[str]:
    """The clashes that `check` finds."""
    found = check(Options(root, root / "output")).diagnostics
    return [one.message for one in found if "clash" in one.code and one.severity != "note"]


def changed(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ, as they were and as they are."""
    pairs = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, before.split("\n"), after.split("\n")).get_opcodes():
        if kind != "equal":
            pairs.append(("\n".join(before.split("\n")[a:b]), "\n".join(after.split("\n")[c:d])))
    return pairs


TWO = (
    "\ufeff# Édité à la main\r\ndate: 2020-10-12\r\nsessions:\r\n"
    "- {id: a, title: A, start: 10:00, end: 11:00, room: main}   # stays\r\n"
    "- id: b\r\n  title: 'B'\r\n  start: 10:00\r\n  end: 11:00\r\n  room: \"main\" # moves\r\n"
    "- {id: c, title: C, start: 12:00, end: 13:00, room: main}"
)


@pytest.mark.parametrize("way", WAYS)
def test_one_clash_takes_one_move_and_one_line(site: SiteMaker, way: list[str]) -> None:
    root = site({DAY: TWO})
    assert main(["resolve", "--root", str(root), "--apply", *way]) == 0
    after = (root / DAY).read_bytes().decode()
    assert clashes(root) == []
    assert len(changed(TWO, after)) == 1
    assert after.startswith("\ufeff# Édité")


def test_without_apply_a_diff_is_shown_and_nothing_written(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    root = site({DAY: TWO})
    assert main(["resolve", "--root", str(root)]) == 0
    assert (root / DAY).read_bytes().decode() == TWO
    assert f"+++ b/{DAY}" in capsys.readouterr().out


def test_the_parts_of_a_session_and_its_end_move_with_it(site: SiteMaker) -> None:
    rooms = "- {id: main, name: Main room}\n"
    text = (
        "date: 2020-10-12\nsessions:\n"
        "- {id: z, title: Z, start: 9:00, end: 10:00, room: main, format: panel}\n"
        "- {id: y, title: Y, start: 10:00, end: 12:00, room: main, format: panel}\n"
        "- id: b\n  title: B\n  start: 10:00\n  end: 12:00\n  room: main\n  parts:\n"
        "  - {id: b1, title: B1, start: 10:30, end: 11:00}\n  - {id: b2, title: B2, duration: 30m}\n"
    )
    formats = "- {id: panel, name: Panel, plenary: yes}\n"
    closing = "- {id: w, title: W, start: 18:00, end: 20:00, rooms: main}\n"
    files = {DAY: text + closing, "content/rooms.yaml": rooms, "content/formats.yaml": formats}
    root = site(files)
    assert main(["resolve", "--root", str(root), "--apply"]) == 0
    after = (root / DAY).read_text(encoding="utf-8")
    assert "start: 12:00\n  end: 14:00" in after
    assert "start: 12:30, end: 13:00" in after
    assert "{id: b2, title: B2, duration: 30m}" in after


def test_a_session_goes_to_another_day_where_its_own_is_full(site: SiteMaker) -> None:
    rooms = "- {id: main, name: Main room}\n"
    first = (
        "date: 2020-10-12\nsessions:\n- {id: a, title: A, start: 10:00, end: 20:00, room: main}\n"
        "- {id: b, title: B, start: 10:00, duration: 1h, room: main}\n"
    )
    second = "date: 2020-10-13\nsessions:\n- {id: c, title: C, start: 09:00, end: 10:00, room: main}\n"
    root = site({DAY: first, "content/programme/two.yaml": second, "content/rooms.yaml": rooms})
    assert main(["resolve", "--root", str(root), "--apply"]) == 0
    assert changed(first, (root / DAY).read_text(encoding="utf-8")) == [
        (
            "- {id: b, title: B, start: 10:00, duration: 1h, room: main}",
            "- {id: b, title: B, date: 2020-10-13, start: 10:00, duration: 1h, room: main}",
        )
    ]


def test_a_booth_s_demonstration_is_moved_in_its_front_matter(site: SiteMaker) -> None:
    demo = "- {{id: d, title: D, date: 2020-10-12, start: {0}, duration: 30m{1}}}"
    text = f"---\norganisation: org\ndemos:\n{demo}\n---\n{{0}}"
    talk = "- {id: t, title: T, start: 13:00, end: 14:00, room: main, allow: {check: no-stream, reason: x}}\n"
    root = site(
        {
            "booths/org.md": text.format("13:00", ", room: main, speakers: ana"),
            DAY: f"date: 2020-10-12\nsessions:\n{talk.replace('room: main', 'room: main, speakers: ana')}"
            "- {id: u, title: U, start: 9:00, end: 10:00, room: main, speakers: ana}\n",
        }
    )
    assert clashes(root)
    main(["resolve", "--root", str(root), "--apply"])
    assert clashes(root) == []
    assert (root / "booths/org.md").read_text(encoding="utf-8").endswith("\n---\n13:00")


def test_two_parts_of_one_session_are_no_matter_of_moving_it(site: SiteMaker) -> None:
    text = (
        "date: 2020-10-12\nsessions:\n- id: a\n  title: A\n  start: 10:00\n  end: 11:00\n  parts:\n"
        "  - {id: a1, title: A1, start: 10:00, end: 10:30, speakers: ana}\n"
        "  - {id: a2, title: A2, start: 10:00, end: 10:30, speakers: ana}\n"
        "- {id: b, title: B, start: 12:00, end: 13:00}\n"
    )
    root = site({DAY: text})
    assert clashes(root)
    main(["resolve", "--root", str(root), "--apply"])
    assert (root / DAY).read_text(encoding="utf-8") == text


def test_a_session_beside_a_plenary_moves_and_the_plenary_stays(site: SiteMaker) -> None:
    text = (
        "date: 2020-10-12\nsessions:\n- {id: p, title: P, start: 10:00, end: 11:00, room: main, format: panel}\n"
        "- {id: b, title: B, start: 10:00, end: 11:00, room: room-2}\n"
        "- {id: c, title: C, start: 12:00, end: 13:00, room: main}\n"
    )
    root = site({DAY: text, "content/formats.yaml": "- {id: panel, name: Panel, plenary: yes}\n"})
    assert main(["resolve", "--root", str(root), "--apply"]) == 0
    assert [old.partition(",")[0] for old, _ in changed(text, (root / DAY).read_text(encoding="utf-8"))] == ["- {id: b"]


def test_an_allowance_that_is_not_needed_afterwards_is_no_obstacle(site: SiteMaker) -> None:
    text = (
        "date: 2020-10-12\nsessions:\n"
        "- {id: a, title: A, start: 10:00, end: 11:00, room: main, speakers: ana}\n"
        "- {id: b, title: B, start: 10:00, end: 11:00, room: main, speakers: ana,\n"
        "   allow: {check: speaker-clash, reason: She is in both}}\n"
        "- {id: c, title: C, start: 10:00, end: 18:00, room: room-2}\n"
    )
    root = site({DAY: text})
    assert main(["resolve", "--root", str(root), "--apply"]) == 0
    assert clashes(root) == []


def test_what_the_site_calls_a_note_is_left_alone(site: SiteMaker) -> None:
    settings = (
        "id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [en, fr]\ndomain: example.org\n"
        "checks: {room-clash: note}\n"
    )
    root = site({DAY: TWO, "content/conference.yaml": settings})
    main(["resolve", "--root", str(root), "--apply"])
    assert (root / DAY).read_bytes().decode() == TWO


def test_a_clean_programme_is_left_alone(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "--root", str(site())]) == 0
    assert capsys.readouterr().out == "No session has to be moved.\n"


@pytest.mark.parametrize("way", WAYS)
def test_where_there_is_no_solution_that_is_said(
    site: SiteMaker, capsys: pytest.CaptureFixture[str], way: list[str]
) -> None:
    text = (
        "date: 2020-10-12\nsessions:\n- {id: a, title: A, start: 10:00, end: 20:00, room: main, speakers: ana}\n"
        "- {id: b, title: B, start: 10:00, end: 20:00, room: room-2, speakers: ana}\n"
    )
    root = site({DAY: text})
    assert main(["resolve", "--root", str(root), "--apply", *way]) == 1
    assert "No solution was found" in capsys.readouterr().err
    assert (root / DAY).read_text(encoding="utf-8") == text


def test_without_the_solver_the_way_to_it_is_told(
    site: SiteMaker, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlw_build.resolve.cp_sat.available", lambda: False)
    monkeypatch.setattr("mlw_build.commands.resolve.available", lambda: False)
    main(["resolve", "--root", str(site({DAY: TWO}))])
    assert f"pip --python {sys.executable} install ortools" in capsys.readouterr().err


def test_a_time_shared_by_an_anchor_is_left_and_another_session_moved(site: SiteMaker) -> None:
    text = (
        "date: 2020-10-12\nsessions:\n- {id: a, title: A, start: &t 10:00, end: 11:00, room: &r main, speakers: ana}\n"
        "- {id: b, title: B, start: 10:00, end: 11:00, room: room-2, speakers: ana}\n"
        "- {id: c, title: C, start: 12:00, end: 13:00, room: *r}\n"
    )
    root = site({DAY: text})
    assert main(["resolve", "--root", str(root), "--apply"]) == 0
    assert [old.partition(",")[0] for old, _ in changed(text, (root / DAY).read_text(encoding="utf-8"))] == ["- {id: b"]


SESSIONS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["main", "room-2"]), st.sampled_from(["ana", "bo", "eva"])),
    min_size=2,
    max_size=6,
)


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=SESSIONS)
def test_whatever_the_programme_nothing_clashes_afterwards_and_nothing_else_changes(
    site: SiteMaker, way: list[str], written: list[tuple[int, str, str]]
) -> None:
    lines = [
        f"- {{id: s{number}, title: S, start: {10 + hour}:00, duration: 1h, room: {room}, speakers: {who}}}  # {who}"
        for number, (hour, room, who) in enumerate(written)
    ]
    grid = "- {id: grid, title: G, start: 9:00, end: 17:00}\n"
    text = f"date: 2020-10-12\nsessions:\n{grid}" + "".join(f"{line}\n" for line in lines)
    people = {f"speakers/{who}.md": f"---\nname: {who}\n---\n" for who in ("ana", "bo", "eva")}
    root = site({DAY: text, **people})
    planted = len(clashes(root))
    assert main(["resolve", "--root", str(root), "--apply", *way]) == 0
    after = (root / DAY).read_text(encoding="utf-8").split("\n")
    assert clashes(root) == []
    moved = [old for old, new in zip(text.split("\n"), after, strict=True) if old != new]
    assert len(moved) <= planted
