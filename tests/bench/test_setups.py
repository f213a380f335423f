"""`bench --setup`: from a fresh clone to the site, beside another checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlw_build.bench import setups
from mlw_build.bench.machine import this_machine
from mlw_build.bench.results import Results
from mlw_build.bench.tables import tables
from mlw_build.bench.targets import AS_TYPED, BY_VENV, SIZE, WITH_PIP, WITH_UV
from mlw_build.cli import main

pytestmark = pytest.mark.thorough

STANDS_IN = """
import os, pathlib, shutil, sys
here = pathlib.Path(__file__).parent
made = here / ".venv" / "bin"
if not made.exists():
    made.mkdir(parents=True)
    (made / "python").symlink_to(sys.executable)
    (made / "with").write_text("uv" if shutil.which("uv") else "pip")
    (made / "packages").write_bytes(b"x" * PACKAGES)
pathlib.Path(sys.argv[2]).mkdir(exist_ok=True)
"""
"""Instead of build.py: it makes a `.venv` of some size, and no site."""


@pytest.fixture
def checkouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """This checkout, whose set-up takes 100 kB, and another, of 200 kB. Gives the other one."""
    for name, size in (("this", "100_000"), ("other", "200_000")):
        (tmp_path / name / "mlw_build" / "bench").mkdir(parents=True)
        (tmp_path / name / "build.py").write_text(STANDS_IN.replace("PACKAGES", size))
        (tmp_path / name / ".venv").mkdir()
    monkeypatch.setattr(setups, "__file__", str(tmp_path / "this" / "mlw_build" / "bench" / "setups.py"))
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "uv").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(programs))
    return tmp_path / "other"


def test_both_are_set_up_from_nothing_in_turn(checkouts: Path) -> None:
    told: list[str] = []
    found = setups.setups(checkouts, 2, told.append)
    assert [line for line in told if line.startswith("run 2")] == [
        f"run 2 of 2, {work}, {name}" for work in (WITH_PIP, WITH_UV) for name in ("this checkout", "the other")
    ]
    runs = {work: len(figures["this checkout"].wall) for work, figures in found.figures.items()}
    assert runs == {WITH_PIP: 2, WITH_UV: 2, AS_TYPED: 6, BY_VENV: 6}
    assert found.sizes["this checkout"][0] < found.sizes["the other"][0]


def test_without_uv_only_what_pip_does_is_measured(checkouts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(checkouts))
    assert list(setups.setups(None, 1).figures) == [WITH_PIP, AS_TYPED, BY_VENV]


def test_where_pip_is_measured_uv_is_not_found(checkouts: Path) -> None:
    assert "uv" in {path.name for folder in setups.os.environ["PATH"].split(":") for path in Path(folder).iterdir()}
    assert setups._without_uv()["PATH"] == ""


def test_the_table_has_a_ratio_for_each_work(checkouts: Path) -> None:
    results = Results(this_machine("memory", None), 1, 1, setup=setups.setups(checkouts, 1))
    [table] = tables(results)
    assert [row[0] for row in table.rows] == [WITH_PIP, WITH_UV, AS_TYPED, BY_VENV, SIZE]
    assert table.rows[-1][3].startswith("0.5")
    assert table.rows[-1][-1] == "at most 0.6 x"
    assert json.loads(results.as_json())["setup"]["sizes"]["the other"]


def test_another_checkout_has_to_be_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "--setup", "--against", str(tmp_path)]) == 2
    assert "write the folder of another checkout" in capsys.readouterr().err
