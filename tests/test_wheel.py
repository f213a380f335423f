"""Whoever installs the wheel has the whole program: theme, documentation of checks, schemas, what `new` writes.

The wheel goes into an environment with nothing else, by pip and without network. The packages it needs are those
that are installed for the tests, in their locked versions; that pip also finds them by their names is left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

CHECKOUT = Path(__file__).resolve().parent.parent
BASE_PYTHON = getattr(sys, "_base_executable", None) or sys.executable


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, as somebody who has no checkout and no variables of Python's."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program `mlw-build`, installed from the wheel into an environment of its own."""
    folder = tmp_path_factory.mktemp("installed")
    if run(folder, BASE_PYTHON, "-m", "pip", "--version").returncode:
        pytest.skip("this Python comes without pip")
    built = run(CHECKOUT, sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder))
    assert built.returncode == 0, built.stderr
    [wheel] = folder.glob("*.whl")
    venv.EnvBuilder(symlinks=os.name != "nt").create(folder / "venv")
    programs = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    python = programs / ("python.exe" if os.name == "nt" else "python")
    install = ["install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    installed = run(folder, BASE_PYTHON, "-m", "pip", "--python", str(python), *install)
    assert installed.returncode == 0, installed.stderr
    [packages] = (folder / "venv").rglob("site-packages")
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib"))
    return programs / "mlw-build"


@pytest.fixture
def conference(program: Path, tmp_path: Path) -> Path:
    """A conference that the installed program started."""
    ran = run(tmp_path, str(program), "new", "conference", "Ours", "--root", "ours")
    assert ran.returncode == 0, ran.stderr
    return tmp_path / "ours"


def test_it_starts_a_conference_and_builds_it_in_the_folder_one_is_in(program: Path, conference: Path) -> None:
    ran = run(conference, str(program))
    assert ran.returncode == 0, ran.stderr
    assert {"index.html", "404.html", "calendar", "assets"} <= {path.name for path in (conference / "output").iterdir()}


def test_it_explains_checks(program: Path, tmp_path: Path) -> None:
    ran = run(tmp_path, str(program), "check", "--explain", "room-clash")
    assert (ran.returncode, "room" in ran.stdout) == (0, True), ran.stderr


def test_it_writes_schemas(program: Path, tmp_path: Path) -> None:
    assert run(tmp_path, str(program), "schema", "--into", "schemas").returncode == 0
    assert (tmp_path / "schemas" / "day.schema.json").exists()


def test_it_is_run_as_a_module_too(program: Path, tmp_path: Path) -> None:
    asked = run(tmp_path, str(program), "--version")
    ran = run(tmp_path, str(program.parent / "python"), "-m", "mlw_build", "--version")
    assert (ran.returncode, ran.stdout) == (0, asked.stdout)
    assert asked.stdout.startswith("mlw_build ")
