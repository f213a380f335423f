"""What build.py promises to someone who types it on a fresh machine. No network is used."""

import ast
import importlib.metadata
import importlib.util
import os
import subprocess
import sys
import types
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

BUILD = Path(__file__).resolve().parent.parent / "build.py"

PROJECT = """
[project]
dependencies = [
    "Jinja2>=3.1,<4",
]

[project.optional-dependencies]
test = [
    "pytest>=8",
]
"""


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """build.py as a module, for a project in an empty folder, run by a Python that has no packages."""
    spec = importlib.util.spec_from_file_location("build_under_test", BUILD)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = tmp_path / ".venv"
    places = {
        "HERE": tmp_path,
        "VENV": venv,
        "VENV_PYTHON": venv / "bin" / "python",
        "STAMP": venv / "build.stamp",
        "BYTE_CODE": venv / "bytecode",
        "BUILD_LOCK": tmp_path / "requirements.lock",
        "TEST_LOCK": tmp_path / "requirements-test.lock",
    }
    for name, place in places.items():
        monkeypatch.setattr(module, name, place)
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    module.BUILD_LOCK.write_text("jinja2==3.1.6\n")
    module.TEST_LOCK.write_text("jinja2==3.1.6\npytest==9.0.0\n")
    has(monkeypatch, {})
    return module


def has(monkeypatch: pytest.MonkeyPatch, installed: dict[str, str]) -> None:
    """Let the Python that runs build.py have just these packages, given as name and version."""

    def version(name: str) -> str:
        if name not in installed:
            raise importlib.metadata.PackageNotFoundError(name)
        return installed[name]

    monkeypatch.setattr(importlib.metadata, "version", version)


@dataclass
class Machine:
    """Stands in for `venv` and `pip`: notes which of them ran, and does what a test asks of pip."""

    build: types.ModuleType
    pip_status: int = 0
    pip_says: str = ""
    interrupted: bool = False
    ran: list[str] = field(default_factory=list)

    def run_program(self, command: Sequence[str], held: int) -> tuple[int, str]:
        if "venv" in command:
            self.ran.append("venv")
            self.build.VENV_PYTHON.parent.mkdir(parents=True, exist_ok=True)
            self.build.VENV_PYTHON.touch()
            self.build.STAMP.unlink(missing_ok=True)
            return 0, ""
        self.ran.append(f"pip {command[command.index('-r') + 1]}")
        if self.interrupted:
            raise KeyboardInterrupt
        return self.pip_status, self.pip_says


@pytest.fixture
def machine(build: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(build)
    monkeypatch.setattr(build, "run_program", machine.run_program)
    return machine


@pytest.fixture
def handed_over(build: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The arguments of each hand-over to the Python of .venv."""
    calls: list[list[str]] = []
    monkeypatch.setattr(build, "hand_over", lambda arguments: calls.append(list(arguments)) or 0)
    return calls


# An old Python


@pytest.mark.parametrize("version", [(3, 6), (3, 8), (3, 10)])
def test_an_old_python_can_read_the_whole_file(version: tuple[int, int]) -> None:
    ast.parse(BUILD.read_text(encoding="utf-8"), feature_version=version)


def test_an_old_python_is_told_which_python_is_needed() -> None:
    pretend = f"import sys, runpy; sys.version_info = (3, 8, 18); runpy.run_path({str(BUILD)!r})"
    ran = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert ran.returncode == 3
    assert ran.stderr.startswith("build.py needs Python 3.11 or newer")
    assert "Traceback" not in ran.stderr


# Whether the Python at hand will do


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("3.1.6", (3, 1, 6)), ("2.9.0.post1", (2, 9)), ("10", (10,)), ("8.0rc1", (8,)), ("2026.6", (2026, 6))],
)
def test_versions_are_compared_by_their_numbers(
    build: types.ModuleType, version: str, numbers: tuple[int, ...]
) -> None:
    assert build.release(version) == numbers


@pytest.mark.parametrize(
    ("installed", "will_do"),
    [("7.3", True), ("7.3.0", True), ("7.10.2", True), ("7.2.9", False), ("8.0.0", False)],
)
def test_a_package_counts_when_its_version_is_within_the_limits(
    build: types.ModuleType, monkeypatch: pytest.MonkeyPatch, installed: str, will_do: bool
) -> None:
    has(monkeypatch, {"icalendar": installed})
    assert build.is_installed("icalendar>=7.3.0,<8") is will_do


def test_a_python_that_has_the_packages_is_used_as_it_is(
    build: types.ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    has(monkeypatch, {"Jinja2": "3.1.4"})
    asked: list[list[str]] = []
    command_line = types.SimpleNamespace(program=lambda arguments: asked.append(arguments) or 1)
    monkeypatch.setitem(sys.modules, "mlw_build.cli", command_line)
    assert build.main(["check", "--strict"]) == 1
    assert asked == [["check", "--strict"]]
    assert machine.ran == []


def test_tests_need_more_packages_than_a_build(build: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    has(monkeypatch, {"Jinja2": "3.1.4"})
    assert build.this_python_will_do(testing=False)
    assert not build.this_python_will_do(testing=True)


def test_build_py_works_from_any_folder(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, str(BUILD), "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0
    assert "usage" in ran.stdout.lower()


@pytest.mark.parametrize(
    ("told_to_write_none", "in_venv", "kept"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_byte_code_that_may_not_lie_beside_the_program_is_kept_in_venv(
    build: types.ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    told_to_write_none: bool,
    in_venv: bool,
    kept: bool,
) -> None:
    build.VENV.mkdir()
    monkeypatch.setattr(sys, "prefix", str(build.VENV) if in_venv else sys.prefix)
    monkeypatch.setattr(sys, "dont_write_bytecode", told_to_write_none)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    build.keep_byte_code()
    assert sys.pycache_prefix == (str(build.VENV / "bytecode") if kept else None)
    assert sys.dont_write_bytecode is (told_to_write_none and not kept)


# Making .venv


def test_on_a_fresh_machine_the_locked_packages_are_installed_and_the_command_goes_on(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    assert build.main(["build", "--output", "a folder"]) == 0
    assert machine.ran == ["venv", "pip requirements.lock"]
    assert handed_over == [["build", "--output", "a folder"]]


def test_the_second_run_installs_nothing(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    machine.ran.clear()
    build.main([])
    assert machine.ran == []
    assert len(handed_over) == 2


def test_the_command_test_brings_what_the_tests_need(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main(["test", "-k", "calendar"])
    assert machine.ran == ["venv", "pip requirements-test.lock"]


def test_a_run_that_was_interrupted_half_way_is_made_again(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    machine.interrupted = True
    with pytest.raises(KeyboardInterrupt):
        build.main([])
    machine.interrupted = False
    machine.ran.clear()
    build.main([])
    assert machine.ran == ["venv", "pip requirements.lock"]


def test_a_changed_lock_is_installed_into_the_same_venv(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    machine.ran.clear()
    build.BUILD_LOCK.write_text("jinja2==3.1.7\n")
    build.main([])
    assert machine.ran == ["pip requirements.lock"]


def test_an_interrupted_change_of_the_lock_is_made_again_from_nothing(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    build.BUILD_LOCK.write_text("jinja2==3.1.7\n")
    machine.interrupted = True
    with pytest.raises(KeyboardInterrupt):
        build.main([])
    machine.interrupted = False
    machine.ran.clear()
    build.main([])
    assert machine.ran == ["venv", "pip requirements.lock"]


def test_a_venv_made_for_tests_serves_builds_too(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main(["test"])
    machine.ran.clear()
    build.main(["build"])
    assert machine.ran == []


def test_a_venv_made_for_builds_gets_what_the_tests_need_besides(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main(["build"])
    machine.ran.clear()
    build.main(["test"])
    assert machine.ran == ["pip requirements-test.lock"]


def test_a_build_keeps_what_the_tests_need_when_the_locks_changed(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main(["test"])
    machine.ran.clear()
    build.BUILD_LOCK.write_text("jinja2==3.1.7\n")
    build.main(["build"])
    assert machine.ran == ["pip requirements-test.lock"]


def test_a_venv_whose_python_vanished_is_made_again(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    machine.ran.clear()
    build.VENV_PYTHON.unlink()
    build.VENV_PYTHON.symlink_to("a Python that was uninstalled")
    build.main([])
    assert machine.ran == ["venv", "pip requirements.lock"]


def test_a_venv_of_another_python_version_is_made_again(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    machine.ran.clear()
    of_another = build.STAMP.read_text().splitlines()[1:]
    build.STAMP.write_text("\n".join(["python 3.99", *of_another]))
    build.main([])
    assert machine.ran == ["venv", "pip requirements.lock"]


def test_while_one_run_makes_the_venv_no_other_does(build: types.ModuleType, tmp_path: Path) -> None:
    with open(tmp_path / "lock", "a") as first, open(tmp_path / "lock", "a") as second:
        assert build.try_to_hold(first)
        assert not build.try_to_hold(second)
        first.close()
        assert build.try_to_hold(second)


# What can go wrong


def test_where_venv_is_missing_the_command_that_brings_it_is_named(
    build: types.ModuleType,
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert build.main([]) == 3
    assert "sudo apt install python3-venv" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("pip_says", "explained"),
    [
        ("WARNING: Retrying (...) after connection broken by 'NewConnectionError(...)'", "cannot be reached"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "The disk is full"),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
            "not the one that was locked",
        ),
        ("ERROR: No matching distribution found for jinja2==3.1.6", "lacks a package"),
        ("ERROR: something that nobody foresaw", "could not install"),
    ],
)
def test_what_pip_could_not_do_is_said_in_words_with_its_own_last_words(
    build: types.ModuleType,
    machine: Machine,
    capsys: pytest.CaptureFixture[str],
    pip_says: str,
    explained: str,
) -> None:
    machine.pip_status = 1
    machine.pip_says = pip_says
    assert build.main([]) == 3
    said = capsys.readouterr().err
    assert explained in said
    assert f"    {pip_says}" in said


def test_after_a_failure_the_same_command_begins_anew(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    machine.pip_status = 1
    build.main([])
    machine.pip_status = 0
    machine.ran.clear()
    assert build.main([]) == 0
    assert machine.ran == ["venv", "pip requirements.lock"]


def test_a_folder_that_cannot_be_written_to_is_named(
    build: types.ModuleType,
    machine: Machine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(build, "VENV", build.HERE / "no such folder" / ".venv")
    assert build.main([]) == 3
    said = capsys.readouterr().err
    assert "could not read or write" in said
    assert "no such folder" in said


def test_a_program_gives_its_status_and_all_that_it_said(build: types.ModuleType, tmp_path: Path) -> None:
    program = "import sys; print('one', flush=True); print('two', file=sys.stderr); sys.exit(5)"
    with open(tmp_path / "held", "w") as held:
        assert build.run_program([sys.executable, "-c", program], held.fileno()) == (5, "one\ntwo\n")


def test_ctrl_c_ends_the_program_and_what_it_started(
    build: types.ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    child = "import threading; print('started', flush=True); threading.Event().wait()"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"

    def ctrl_c(line: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "show_progress", ctrl_c)
    with open(tmp_path / "held", "w") as held, pytest.raises(KeyboardInterrupt):
        build.run_program([sys.executable, "-c", program], held.fileno())


def test_a_killed_run_leaves_the_venv_held_until_its_programs_end(
    build: types.ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "may end")
    program = f"print('running', flush=True); open({str(tmp_path / 'may end')!r}).read()"
    still_held: list[bool] = []

    def build_is_killed(line: str) -> None:
        first.close()
        still_held.append(not build.try_to_hold(second))
        (tmp_path / "may end").write_text("")

    monkeypatch.setattr(build, "show_progress", build_is_killed)
    with open(tmp_path / "lock", "a") as first, open(tmp_path / "lock", "a") as second:
        build.try_to_hold(first)
        build.run_program([sys.executable, "-c", program], first.fileno())
    assert still_held == [True]
