"""The benchmark measures what it says: the same conference each time, without a clash unless some are planted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlw_build.bench.synthetic import write_conference
from mlw_build.cli import main
from mlw_build.pipeline import Options, check


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_same_size_and_seed_give_the_same_conference(tmp_path: Path) -> None:
    write_conference(tmp_path / "one", 60)
    write_conference(tmp_path / "two", 60)
    write_conference(tmp_path / "other", 60, seed=2)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    assert files(tmp_path / "one") != files(tmp_path / "other")


@pytest.mark.parametrize("size", [1, 19, 60, 450])
def test_a_conference_of_any_size_has_no_problem(size: int, tmp_path: Path) -> None:
    write_conference(tmp_path, size)
    checked = check(Options(tmp_path, tmp_path / "output"))
    assert checked.conference is not None
    assert len(checked.conference.sessions) == size
    assert [one for one in checked.diagnostics if one.severity == "error"] == []


def test_planted_clashes_are_found(tmp_path: Path) -> None:
    write_conference(tmp_path, 120, clashes=5)
    found = [one for one in check(Options(tmp_path, tmp_path / "output")).diagnostics if one.code == "room-clash"]
    assert len(found) == 5


def test_each_step_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--sizes", "20", "--runs", "1", "--json"]) == 0
    seconds = json.loads(capsys.readouterr().out)["seconds"]["20"]
    assert list(seconds) == ["read", "model", "check", "calendar", "site", "plan", "render and publish"]


def test_sizes_have_to_be_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--sizes", "many"]) == 2
    assert "write numbers" in capsys.readouterr().err
