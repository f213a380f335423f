#!/usr/bin/env python3
"""Build the site: `python3 build.py`. Run the tests: `python3 build.py test`. Help: `build.py --help`.

This file only makes sure that the packages which mlw_build needs are there, then hands over to it:

1. If the Python that runs this file has them (pyproject.toml names them), that Python is used.
2. Otherwise they are installed into the folder `.venv` beside this file, in exactly the versions of
   requirements.lock (for `test`: requirements-test.lock), and the Python of `.venv` runs this file again.

It uses Python's standard library alone. What it says goes to standard error. Exit status: mlw_build's own,
or 3 when the packages could not be made ready, or 130 when it was interrupted.
"""

import sys

if sys.version_info < (3, 11):  # so the whole file keeps to a grammar that an old Python can read
    sys.stderr.write(
        f"build.py needs Python 3.11 or newer; this is Python {sys.version.split()[0]} ({sys.executable}).\n"
        "Install a newer one (from python.org, or your system's packages) and name it, for example:\n"
        "    python3.12 build.py\n"
    )
    sys.exit(3)

import contextlib
import hashlib
import importlib.util
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "build.stamp"
BYTE_CODE = VENV / "bytecode"
BUILD_LOCK = HERE / "requirements.lock"
TEST_LOCK = HERE / "requirements-test.lock"

NO_VENV = f"""\
This Python ({sys.executable}) comes without venv, which build.py needs for a folder of packages.
On Debian and Ubuntu type:
    sudo apt install python3-venv
Elsewhere, install Python from python.org. Then type the same command again."""

# What pip says when it fails, and what that means. The first that is found counts.
PIP_FAILURES = {
    "No space left on device": "The disk is full.",
    "DO NOT MATCH THE HASHES": "A package is not the one that was locked. Please tell the maintainers.",
    "after connection broken by": "The package registry cannot be reached; once, .venv needs the network.",
    "No matching distribution": "The package registry that pip is set to lacks a package that is needed.",
}


class NotReady(Exception):
    """The packages could not be made ready; the message says why, and what to type."""


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def release(version: str) -> tuple[int, ...]:
    """A version's numbers, to compare by: `2.9.0.post1` gives (2, 9), since 2.9 and 2.9.0 are the same."""
    found = re.match(r"[\d.]*\d", version)
    return tuple(int(number) for number in re.sub(r"(\.0+)+$", "", found.group()).split(".")) if found else ()


def is_installed(requirement: str) -> bool:
    """Whether this Python has a package, in a version that `NAME>=VERSION,<VERSION` allows."""
    import importlib.metadata  # takes half the time of `--help`, and only a Python outside `.venv` is asked

    name = re.split(r"[<>=]", requirement)[0]
    try:
        installed = release(importlib.metadata.version(name) or "")
    except importlib.metadata.PackageNotFoundError:
        return False
    at_least = [release(limit) for limit in re.findall(r">=([\w.]+)", requirement)]
    below = [release(limit) for limit in re.findall(r"<([\w.]+)", requirement)]
    return all(installed >= limit for limit in at_least) and all(installed < limit for limit in below)


def runs_in_venv() -> bool:
    return VENV.exists() and os.path.samefile(sys.prefix, VENV)


def this_python_will_do(testing: bool) -> bool:
    """Whether the Python that runs this file has every package that the command needs."""
    if runs_in_venv() and STAMP.exists():
        return is_current(TEST_LOCK if testing else BUILD_LOCK)
    import tomllib

    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for_tests = project["optional-dependencies"]["test"] if testing else []
    return all(is_installed(requirement) for requirement in project["dependencies"] + for_tests)


def stamp_lines(lock: Path) -> list[str]:
    """What the stamp of a `.venv` says that this version of Python made from a lock file."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    locks = [BUILD_LOCK, TEST_LOCK] if lock == TEST_LOCK else [BUILD_LOCK]
    return [python] + [f"{each.name} {hashlib.sha256(each.read_bytes()).hexdigest()}" for each in locks]


def read_stamp() -> list[str]:
    """The stamp's lines; none when `.venv` is missing, was interrupted half-way, or has lost its Python."""
    if not (VENV_PYTHON.exists() and STAMP.exists()):
        return []
    return STAMP.read_text(encoding="utf-8", errors="replace").splitlines()


def is_current(lock: Path) -> bool:
    """Whether `.venv` is whole and holds what a lock file says; one made for tests also serves a build."""
    return set(stamp_lines(lock)) <= set(read_stamp())


def try_to_hold(file: IO[str]) -> bool:
    """Hold a file as nobody else does, until it is closed; the system lets go when the process dies."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # some network disks cannot hold files; there, one run at a time is up to the people
    return True


@contextlib.contextmanager
def one_at_a_time() -> Iterator[int]:
    """Wait until no other run works on `.venv`. Gives the number of the file that is held meanwhile."""
    with open(f"{VENV}.lock", "a", encoding="utf-8") as file:
        if not try_to_hold(file):
            say("Another run of build.py is making .venv ready; waiting for it.")
            while not try_to_hold(file):
                time.sleep(0.2)
        yield file.fileno()


def make_ready(lock: Path) -> None:
    """See that `.venv` holds what a lock file says. Raises NotReady when that cannot be done."""
    with one_at_a_time() as held:
        if is_current(lock):
            return
        stamp = read_stamp()
        if any(line.startswith(TEST_LOCK.name) for line in stamp):
            lock = TEST_LOCK  # what the tests need stays when a build comes by
        started = time.monotonic()
        if stamp_lines(lock)[0] in stamp:
            say(f"{lock.name} names packages that .venv does not have yet: installing them.")
        else:
            say(f"Making {VENV} from {lock.name} (once; needs the network and a minute or so).")
            make_venv(held)
        STAMP.unlink(missing_ok=True)
        install(lock, held)
        unfinished = STAMP.with_suffix(".new")
        unfinished.write_text("\n".join(stamp_lines(lock)) + "\n", encoding="utf-8")
        os.replace(unfinished, STAMP)
        say(f".venv is ready ({time.monotonic() - started:.0f} s).")


def make_venv(held: int) -> None:
    """Make an empty `.venv`, in place of what an interrupted run or another Python left there."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise NotReady(NO_VENV)
    base = getattr(sys, "_base_executable", None) or sys.executable  # not the one that --clear takes away
    status, said = run_program([base, "-I", "-m", "venv", "--clear", str(VENV)], held)
    if status != 0:
        raise NotReady(f"Python could not make {VENV}. It said:\n{last_lines(said)}")


def install(lock: Path, held: int) -> None:
    """Install a lock file's packages into `.venv` with pip, each of them checked against its hashes."""
    command = [str(VENV_PYTHON), "-I", "-m", "pip", "install", "--require-hashes", "-r", lock.name]
    command += ["--no-input", "--no-user", "--disable-pip-version-check", "--progress-bar=off"]
    status, said = run_program(command, held)
    show_progress("")
    if status != 0:
        meanings = (meaning for sign, meaning in PIP_FAILURES.items() if sign in said)
        meaning = next(meanings, "pip could not install the packages.")
        advice = "When that is put right, type the same command again. pip's last words:"
        raise NotReady(f"{meaning}\n{advice}\n{last_lines(said)}")


def run_program(command: Sequence[str], held: int) -> tuple[int, str]:
    """Run a program to its end, showing progress. Gives its exit status and all that it said.

    Ctrl-C ends it with all that it started. Should build.py be killed outright, the program lives on for a
    while and still holds the held file, so that the next run waits for it.
    """
    on_posix = os.name == "posix"
    said = ""
    with subprocess.Popen(
        command,
        cwd=HERE,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        pass_fds=(held,) if on_posix else (),
        process_group=0 if on_posix else None,
    ) as program:
        try:
            for line in program.stdout or ():
                said += line
                show_progress(line)
        except KeyboardInterrupt:
            if sys.platform == "win32":
                program.terminate()
            else:
                os.killpg(program.pid, signal.SIGINT)
            raise
    return program.returncode, said


def show_progress(line: str) -> None:
    """Say what pip is doing, in one line that is written over; nothing when nobody watches."""
    doing = ""
    if line.startswith("Collecting"):
        doing = f"  fetching {line.split()[1]}"
    elif line.startswith("Installing"):
        doing = "  installing"
    elif "Retrying" in line:
        doing = "  no answer from the package registry, trying again"
    if sys.stderr.isatty() and (doing or not line):
        sys.stderr.write(f"\r{doing:<60}\r{doing}")
        sys.stderr.flush()


def last_lines(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.strip().splitlines()[-4:])


def keep_byte_code() -> None:
    """Where Python is told to leave no byte code beside programs, let it keep it in `.venv`.

    Without any, all of mlw_build is compiled at every start, which takes longer than a small site.
    """
    if sys.dont_write_bytecode and runs_in_venv():
        sys.pycache_prefix = str(BYTE_CODE)
        sys.dont_write_bytecode = False


def hand_over(arguments: Sequence[str]) -> int:
    """Run this file again with the Python of `.venv`, which on POSIX takes this process's place."""
    command = [str(VENV_PYTHON), str(HERE / "build.py"), *arguments]
    if os.name == "nt":
        return subprocess.run(command, check=False).returncode
    os.execv(command[0], command)


def main(arguments: Sequence[str]) -> int:
    """Run a command of mlw_build. Takes the words after `build.py`, gives the exit status."""
    testing = next((word for word in arguments if not word.startswith("-")), "build") == "test"
    try:
        if not this_python_will_do(testing):
            make_ready(TEST_LOCK if testing else BUILD_LOCK)
            if not runs_in_venv():
                return hand_over(arguments)
    except NotReady as problem:
        say(f"\n{problem}")
        return 3
    except OSError as problem:
        say(f"\nbuild.py could not read or write {problem.filename or HERE}: {problem.strerror}.")
        say("The project needs to be in a folder that you may write to, with some 300 MB of room.")
        return 3
    keep_byte_code()
    sys.path.insert(0, str(HERE))
    from mlw_build.cli import program as run

    return run(arguments)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        say("\nStopped. Type the same command again to go on.")
        sys.exit(130)
