"""What build.py promises to someone who types it on a fresh machine. No network is used.

Most tests stand in for the programs that build.py starts; the last ones run it as it is, with a real pip and
small wheels.
"""

import ast
import builtins
import hashlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import types
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

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
    module.really_make_venv = module.make_venv
    venv = tmp_path / ".venv"
    places = {
        "HERE": tmp_path,
        "VENV": venv,
        "VENV_PYTHON": venv / "bin" / "python",
        "STAMP": venv / "build.stamp",
        "BYTE_CODE": venv / "bytecode",
        "UV": venv / "uv",
        "UV_LOCK": tmp_path / "requirements-uv.lock",
        "BUILD_LOCK": tmp_path / "requirements-build.lock",
        "TOOL_LOCK": tmp_path / "requirements.lock",
        "TEST_LOCK": tmp_path / "requirements-test.lock",
    }
    locks = {command: tmp_path / lock.name for command, lock in module.LOCK_OF.items()}
    monkeypatch.setattr(module, "LOCK_OF", locks)
    monkeypatch.setattr(module, "LOCKS", tuple(tmp_path / lock.name for lock in module.LOCKS))
    for name, place in places.items():
        monkeypatch.setattr(module, name, place)
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    module.really_pip_files = module.pip_files
    monkeypatch.setattr(module, "pip_files", lambda: [str(tmp_path / "pip.conf")])
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    module.BUILD_LOCK.write_text("jinja2==3.1.6\n")
    module.TOOL_LOCK.write_text("jinja2==3.1.6\nlivereload==2.7.1\n")
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
    """Stands in for `venv`, uv and pip: notes which of them ran, and does what a test asks of them."""

    build: types.ModuleType
    uv_on_path: str = ""
    uv_to_fetch: bool = True
    uv_status: int = 0
    uv_says: str = ""
    pip_status: int = 0
    pip_says: str = ""
    interrupted: str = ""
    ran: list[str] = field(default_factory=list)
    uv_was_told: dict[str, str] = field(default_factory=dict)

    def make_venv(self) -> None:
        self.note("venv")
        shutil.rmtree(self.build.VENV, ignore_errors=True)
        self.build.VENV_PYTHON.parent.mkdir(parents=True)
        self.build.VENV_PYTHON.touch()

    def which(self, name: str, path: Path | None = None) -> str | None:
        if path is None:
            return "/on the path/uv" if self.uv_on_path else None
        return str(path / name) if (path / name).exists() else None

    def run_program(self, command: Sequence[str], held: int, settings: Mapping[str, str] = {}) -> tuple[int, str]:
        if "--version" in command:
            return 0, self.uv_on_path
        lock = Path(command[command.index("-r") + 1]).name
        assert "--require-hashes" in command
        if command[0].endswith("uv"):
            self.uv_was_told = dict(settings)
            self.note(f"uv {lock}")
            return self.uv_status, self.uv_says
        self.note(f"pip {lock}")
        if lock == "requirements-uv.lock":
            assert "--only-binary=:all:" in command
            if self.uv_to_fetch:
                (self.build.UV / "bin").mkdir(parents=True)
                (self.build.UV / "bin" / "uv").touch()
            return int(not self.uv_to_fetch), ""
        return self.pip_status, self.pip_says

    def note(self, what: str) -> None:
        self.ran.append(what)
        if self.interrupted and what.startswith(self.interrupted):
            raise KeyboardInterrupt


@pytest.fixture
def machine(build: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine that has only Python and pip."""
    machine = Machine(build)
    monkeypatch.setattr(build, "run_program", machine.run_program)
    monkeypatch.setattr(build, "make_venv", machine.make_venv)
    monkeypatch.setattr(shutil, "which", machine.which)
    return machine


FETCHES_UV = "pip requirements-uv.lock"


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
    assert build.this_python_will_do(build.BUILD_LOCK)
    assert not build.this_python_will_do(build.TEST_LOCK)


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
    assert machine.ran == ["venv", FETCHES_UV, "uv requirements-build.lock"]
    assert handed_over == [["build", "--output", "a folder"]]


def test_a_uv_that_is_there_is_used(build: types.ModuleType, machine: Machine, handed_over: list[list[str]]) -> None:
    machine.uv_on_path = "uv 0.13.9 (x86_64-unknown-linux-gnu)"
    assert build.main([]) == 0
    assert machine.ran == ["venv", "uv requirements-build.lock"]


@pytest.mark.parametrize("said", ["uv 0.4.30", "Universal Viewer 3.0", ""], ids=["old", "another program", "dead"])
def test_a_uv_that_will_not_do_is_left_alone(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]], said: str
) -> None:
    machine.uv_on_path = said
    build.main([])
    assert machine.ran == ["venv", FETCHES_UV, "uv requirements-build.lock"]


def test_a_uv_that_was_fetched_does_not_stay(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    assert not build.UV.exists()


def test_where_there_is_no_uv_for_the_platform_pip_installs(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    machine.uv_to_fetch = False
    assert build.main([]) == 0
    assert machine.ran == ["venv", FETCHES_UV, "pip requirements-build.lock"]
    assert ".venv is ready" in capsys.readouterr().err


def test_where_uv_fails_pip_installs_into_a_folder_without_what_uv_left(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    machine.uv_status = 2
    assert build.main([]) == 0
    assert machine.ran == ["venv", FETCHES_UV, "uv requirements-build.lock", "venv", "pip requirements-build.lock"]


def test_the_second_run_installs_nothing(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    machine.ran.clear()
    build.main([])
    assert machine.ran == []
    assert len(handed_over) == 2


@pytest.mark.parametrize(
    ("command", "lock"),
    [
        ([], "requirements-build.lock"),
        (["check"], "requirements-build.lock"),
        (["serve"], "requirements.lock"),
        (["edit"], "requirements.lock"),
        (["import", "programme.xml"], "requirements.lock"),
        (["bench"], "requirements.lock"),
        (["test", "-k", "calendar"], "requirements-test.lock"),
    ],
)
def test_a_command_brings_what_it_needs(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]], command: list[str], lock: str
) -> None:
    build.main(command)
    assert machine.ran[-1] == f"uv {lock}"


@pytest.mark.parametrize("moment", ["venv", FETCHES_UV, "uv requirements-build.lock"])
def test_a_run_that_was_interrupted_is_made_again_from_nothing(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]], moment: str
) -> None:
    machine.interrupted = moment
    with pytest.raises(KeyboardInterrupt):
        build.main([])
    machine.interrupted = ""
    machine.ran.clear()
    build.main([])
    assert machine.ran == ["venv", FETCHES_UV, "uv requirements-build.lock"]


def test_a_venv_whose_emptying_was_interrupted_does_not_count_as_whole(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    whole = build.STAMP.read_text()
    build.STAMP.write_text(whole.replace("python 3", "python 2", 1))
    machine.interrupted = "venv"
    with pytest.raises(KeyboardInterrupt):
        build.main([])
    assert not build.STAMP.exists()


def test_a_changed_lock_is_installed_into_the_same_venv(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    machine.ran.clear()
    build.BUILD_LOCK.write_text("jinja2==3.1.7\n")
    build.main([])
    assert machine.ran == [FETCHES_UV, "uv requirements-build.lock"]


def test_an_interrupted_change_of_the_lock_is_made_again_from_nothing(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    build.BUILD_LOCK.write_text("jinja2==3.1.7\n")
    machine.interrupted = "uv"
    with pytest.raises(KeyboardInterrupt):
        build.main([])
    machine.interrupted = ""
    machine.ran.clear()
    build.main([])
    assert machine.ran == ["venv", FETCHES_UV, "uv requirements-build.lock"]


def test_a_venv_made_for_tests_serves_all_other_commands_too(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main(["test"])
    machine.ran.clear()
    build.main(["build"])
    build.main(["serve"])
    assert machine.ran == []


def test_a_venv_made_for_builds_gets_what_another_command_needs_besides(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    build.main(["build"])
    machine.ran.clear()
    capsys.readouterr()
    build.main(["serve"])
    assert machine.ran == [FETCHES_UV, "uv requirements.lock"]
    assert "requirements.lock names packages that .venv does not have yet" in capsys.readouterr().err


def test_a_build_keeps_what_the_tests_need_when_the_locks_changed(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main(["test"])
    machine.ran.clear()
    build.BUILD_LOCK.write_text("jinja2==3.1.7\n")
    build.main(["build"])
    assert machine.ran == [FETCHES_UV, "uv requirements-test.lock"]


def test_a_venv_whose_python_vanished_is_made_again(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    machine.ran.clear()
    build.VENV_PYTHON.unlink()
    build.VENV_PYTHON.symlink_to("a Python that was uninstalled")
    build.main([])
    assert machine.ran[0] == "venv"


def test_a_venv_of_another_python_version_is_made_again(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    build.main([])
    machine.ran.clear()
    of_another = build.STAMP.read_text().splitlines()[1:]
    build.STAMP.write_text("\n".join(["python 3.99", *of_another]))
    build.main([])
    assert machine.ran[0] == "venv"


# Where packages come from


def test_uv_is_told_the_same_places_as_pip(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = "[global]\nindex-url = https://one.example/simple\nfind_links =\n  /wheels\n  /more\n"
    (build.HERE / "pip.conf").write_text(written)
    monkeypatch.setenv("PIP_CERT", "/certificates.pem")
    build.main([])
    assert machine.uv_was_told == {
        "UV_DEFAULT_INDEX": "https://one.example/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "SSL_CERT_FILE": "/certificates.pem",
    }


def test_more_indexes_are_told_to_uv_as_pip_uses_them_the_best_of_all(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", "https://one.example/simple https://two.example/simple")
    build.main([])
    assert machine.uv_was_told == {
        "UV_INDEX": "https://one.example/simple https://two.example/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_a_variable_of_pip_counts_more_than_its_file(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = "[global]\nindex-url = https://one.example/simple\n[install]\nproxy = one.example:80\n"
    (build.HERE / "pip.conf").write_text(written)
    monkeypatch.setenv("PIP_INDEX_URL", "https://two.example/simple")
    build.main([])
    assert machine.uv_was_told == {"UV_DEFAULT_INDEX": "https://two.example/simple", "ALL_PROXY": "one.example:80"}


@pytest.mark.parametrize(
    "written", ["[global]\nno-index = true\n", "[install]\nno-binary = :all:\n", "index-url = somewhere\n"]
)
def test_where_pip_is_set_to_what_uv_cannot_do_pip_does_it(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]], written: str
) -> None:
    (build.HERE / "pip.conf").write_text(written)
    build.main([])
    assert machine.ran == ["venv", "pip requirements-build.lock"]


def test_every_file_that_pip_reads_is_read(build: types.ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/a file that is named")
    asked = [sys._base_executable, "-I", "-m", "pip", "config", "debug"]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    files = re.findall(r"^ +(.+), exists: ", said, flags=re.MULTILINE)
    assert len(files) > 3
    assert [file for file in files if file not in build.really_pip_files()] == []


# More than one run at a time


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
    import_as_ever = builtins.__import__

    def without_venv(name: str, *others: object) -> types.ModuleType:
        if name == "venv":
            raise ImportError
        return import_as_ever(name, *others)

    monkeypatch.setattr(builtins, "__import__", without_venv)
    monkeypatch.setattr(build, "make_venv", build.really_make_venv)
    assert build.main([]) == 3
    assert "sudo apt install python3-venv" in capsys.readouterr().err


def test_a_place_where_python_makes_no_venv_is_named(
    build: types.ModuleType, machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "VENV", build.HERE / f"a{os.pathsep}b" / ".venv")
    build.VENV.parent.mkdir()
    monkeypatch.setattr(build, "make_venv", build.really_make_venv)
    assert build.main([]) == 3
    assert "Python could not make" in capsys.readouterr().err


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
        ("/usr/bin/python3: No module named pip", "sudo apt install python3-venv"),
        ("ERROR: something that nobody foresaw", "could not be installed"),
    ],
)
def test_what_pip_could_not_do_is_said_in_words_with_its_own_last_words(
    build: types.ModuleType,
    machine: Machine,
    capsys: pytest.CaptureFixture[str],
    pip_says: str,
    explained: str,
) -> None:
    machine.uv_to_fetch = False
    machine.pip_status = 1
    machine.pip_says = pip_says
    assert build.main([]) == 3
    said = capsys.readouterr().err
    assert explained in said
    assert f"    {pip_says}" in said


def test_after_a_failure_the_same_command_begins_anew(
    build: types.ModuleType, machine: Machine, handed_over: list[list[str]]
) -> None:
    machine.uv_status = machine.pip_status = 1
    assert build.main([]) == 3
    machine.uv_status = machine.pip_status = 0
    machine.ran.clear()
    assert build.main([]) == 0
    assert machine.ran == ["venv", FETCHES_UV, "uv requirements-build.lock"]


def test_with_uv_but_no_pip_it_is_told_what_uv_could_not_do(
    build: types.ModuleType, machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    machine.uv_on_path = "uv 0.13.9"
    machine.uv_status = machine.pip_status = 1
    machine.uv_says = "error: Request failed after 3 retries\n  Caused by: Failed to fetch: `https://one.example/`\n"
    machine.pip_says = "/usr/bin/python3: No module named pip"
    assert build.main([]) == 3
    assert "The package registry cannot be reached" in capsys.readouterr().err


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


def test_a_program_that_is_not_for_this_system_counts_as_failed(build: types.ModuleType, tmp_path: Path) -> None:
    (tmp_path / "uv").write_bytes(b"\x7fELF of another machine")
    (tmp_path / "uv").chmod(0o755)
    with open(tmp_path / "held", "w") as held:
        status, said = build.run_program([str(tmp_path / "uv")], held.fileno())
    assert status == 127
    assert "Exec format error" in said


@pytest.mark.parametrize("variable", ["PYTHONPATH", "PYTHONHOME", "UV_CONFIG_FILE"])
def test_what_leads_to_other_folders_is_kept_from_uv_and_pip(
    build: types.ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    monkeypatch.setenv(variable, "elsewhere")
    with open(tmp_path / "held", "w") as held:
        assert f"{variable}=elsewhere" not in build.run_program(["env"], held.fileno())[1]


# The whole of it, with real pip. The packages are small, and lie in a folder.


@dataclass
class Checkout:
    """A folder with build.py, a project that needs the package `tiny`, and its lock files."""

    root: Path

    def wheel(self, name: str, files: Mapping[str, str]) -> str:
        """Make a wheel of a package. Gives its line for a lock file."""
        path = self.root / "wheels" / f"{name}-1.0-py3-none-any.whl"
        about = {
            "METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
            "WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
        inside = {**files, **{f"{name}-1.0.dist-info/{name_of}": text for name_of, text in about.items()}}
        with zipfile.ZipFile(path, "w") as archive:
            for name_of, text in inside.items():
                entry = zipfile.ZipInfo(name_of)
                entry.external_attr = 0o100755 << 16
                archive.writestr(entry, text)
            record = "".join(f"{name_of},,\n" for name_of in inside)
            archive.writestr(f"{name}-1.0.dist-info/RECORD", f"{record}{name}-1.0.dist-info/RECORD,,\n")
        return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"

    def run(self, **variables: str) -> subprocess.CompletedProcess[str]:
        """Type `python3 build.py`, with the Python that these tests' own one was made from and nothing else."""
        places = {"PATH": os.defpath, "HOME": str(self.root), "PIP_FIND_LINKS": str(self.root / "wheels")}
        settings = {**places, "PIP_INDEX_URL": (self.root / "no index").as_uri(), "PIP_CONFIG_FILE": os.devnull}
        command = [sys._base_executable, str(self.root / "build.py")]
        return subprocess.run(
            command, env={**settings, **variables}, cwd=self.root, capture_output=True, text=True, check=False
        )


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    for folder in ("wheels", "no index", "mlw_build"):
        (tmp_path / folder).mkdir()
    shutil.copy(BUILD, tmp_path / "build.py")
    (tmp_path / "pyproject.toml").write_text(PROJECT.replace("Jinja2>=3.1,<4", "tiny>=1"))
    program = "import tiny\nprogram = lambda arguments: print(tiny.__file__, tiny.MADE_BY) or 0\n"
    (tmp_path / "mlw_build" / "cli.py").write_text(program)
    made = Checkout(tmp_path)
    tiny = made.wheel("tiny", {"tiny.py": "MADE_BY = 'pip'\n", "tiny/tests/test_tiny.py": ""})
    for name in ("requirements-build.lock", "requirements.lock", "requirements-test.lock"):
        (tmp_path / name).write_text(tiny)
    (tmp_path / "requirements-uv.lock").write_text(made.wheel("uv", {"uv-1.0.data/scripts/uv": FAKE_UV}))
    return made


FAKE_UV = """#!/bin/sh
echo "$*" > uv.ran
echo "MADE_BY = 'uv'" > "$(echo .venv/lib/python*/site-packages)/tiny.py"
"""


def test_pip_fetches_a_uv_that_installs_the_packages_by_their_hashes(checkout: Checkout) -> None:
    ran = checkout.run()
    assert (ran.returncode, ran.stdout.split()[-1:]) == (0, ["uv"]), ran.stderr
    assert "--require-hashes" in (checkout.root / "uv.ran").read_text()
    assert not list(checkout.root.glob(".venv/uv"))


def test_where_uv_does_not_work_pip_installs_the_packages(checkout: Checkout) -> None:
    broken = checkout.wheel("uv", {"uv-1.0.data/scripts/uv": "#!/bin/sh\nexit 1\n"})
    (checkout.root / "requirements-uv.lock").write_text(broken)
    ran = checkout.run()
    assert (ran.returncode, ran.stdout.split()[-1:]) == (0, ["pip"]), ran.stderr
    assert str(checkout.root / ".venv") in ran.stdout
    again = checkout.run()
    assert (again.returncode, again.stderr) == (0, "")


def test_packages_come_without_their_own_tests(checkout: Checkout) -> None:
    checkout.run(PIP_NO_BINARY="none")
    installed = {path.name for path in checkout.root.glob(".venv/lib/python*/site-packages/**/*")}
    assert "tiny.py" in installed
    assert "test_tiny.py" not in installed


def test_a_package_that_is_not_the_one_that_was_locked_is_not_installed(checkout: Checkout) -> None:
    lock = checkout.root / "requirements-build.lock"
    lock.write_text(re.sub("sha256:.{8}", "sha256:00000000", lock.read_text()))
    ran = checkout.run(PIP_NO_BINARY="none")
    assert ran.returncode == 3
    assert "A package is not the one that was locked." in ran.stderr
    assert not list(checkout.root.glob(".venv/lib/python*/site-packages/tiny*"))


@pytest.mark.parametrize("too_old", [False, True], ids=["none", "too old"])
def test_a_python_without_a_pip_that_will_do_uses_the_one_that_it_carries(
    build: types.ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, too_old: bool
) -> None:
    build.really_make_venv()
    if too_old:
        [packages] = build.VENV.glob("lib/python*/site-packages")
        (packages / "pip").mkdir()
        (packages / "pip" / "__main__.py").write_text("import sys; sys.exit('no such option: --python')")
    monkeypatch.setattr(build, "base_python", lambda: str(build.VENV_PYTHON))
    with open(tmp_path / "held", "w") as held:
        status, said = build.run_pip(["--version"], held.fileno())
    assert status == 0, said
    assert ".whl" in said
