#!/usr/bin/env python3
"""Build the site: `python3 build.py`. Run the tests: `python3 build.py test`. Help: `build.py --help`.

This file only makes sure that the packages which mlw_build needs are there, then hands over to it:

1. If the Python that runs this file has them (pyproject.toml names them), that Python is used.
2. Otherwise they are installed into the folder `.venv` beside this file, in exactly the versions of a lock
   file, and the Python of `.venv` runs this file again. uv installs them, which takes a second: the one that
   is on the PATH or else one that pip fetches. Where there is no uv that can do it, pip installs them.

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

import configparser
import contextlib
import hashlib
import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "build.stamp"
BYTE_CODE = VENV / "bytecode"
UV = VENV / "uv"
UV_LOCK = HERE / "requirements-uv.lock"
BUILD_LOCK = HERE / "requirements-build.lock"
TOOL_LOCK = HERE / "requirements.lock"
TEST_LOCK = HERE / "requirements-test.lock"
LOCKS = (BUILD_LOCK, TOOL_LOCK, TEST_LOCK)
"""Each has all that the one before it has, and more."""

LOCK_OF = {"serve": TOOL_LOCK, "edit": TOOL_LOCK, "import": TOOL_LOCK, "bench": TOOL_LOCK, "test": TEST_LOCK}
"""The commands that need more packages than a build, and the lock file that has them."""

OLDEST_UV = (0, 6)
UV_SETTINGS = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}
"""pip's settings of where packages come from, and the variables that tell uv the same."""

PIP_ALONE = {"no-index", "no-binary", "only-binary", "client-cert", "keyring-provider"}
"""pip's settings that uv cannot be told; where one of them is made, pip does the work."""

NO_VENV = f"""\
This Python ({sys.executable}) comes without venv or pip, which build.py needs for a folder of packages.
On Debian and Ubuntu type:
    sudo apt install python3-venv
Elsewhere, install Python from python.org, or uv. Then type the same command again."""

# What uv and pip say when they fail, and what that means. The first that is found counts.
FAILURES = {
    "No space left on device": "The disk is full.",
    "DO NOT MATCH THE HASHES|Hash mismatch": "A package is not the one that was locked. Please tell the maintainers.",
    "after connection broken by|Failed to fetch": (
        "The package registry cannot be reached; once, .venv needs the network."
    ),
    "No matching distribution": "The package registry that pip is set to lacks a package that is needed.",
    "No module named pip": NO_VENV,
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


def this_python_will_do(lock: Path) -> bool:
    """Whether the Python that runs this file has every package that the command needs."""
    if runs_in_venv() and STAMP.exists():
        return is_current(lock)
    import tomllib

    project = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for_tests = project["optional-dependencies"]["test"] if lock == TEST_LOCK else []
    return all(is_installed(requirement) for requirement in project["dependencies"] + for_tests)


def stamp_lines(lock: Path) -> list[str]:
    """What the stamp of a `.venv` says that this version of Python made from a lock file."""
    python = f"python {sys.version_info.major}.{sys.version_info.minor}"
    held = LOCKS[: LOCKS.index(lock) + 1]
    return [python] + [f"{each.name} {hashlib.sha256(each.read_bytes()).hexdigest()}" for each in held]


def read_stamp() -> list[str]:
    """The stamp's lines; none when `.venv` is missing, was interrupted half-way, or has lost its Python."""
    if not (VENV_PYTHON.exists() and STAMP.exists()):
        return []
    return STAMP.read_text(encoding="utf-8", errors="replace").splitlines()


def is_current(lock: Path) -> bool:
    """Whether `.venv` is whole and holds what a lock file says; one made for more also serves for less."""
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
        lock = max([lock, *(lock_in(line) for line in stamp)], key=LOCKS.index)  # what was there stays
        started = time.monotonic()
        STAMP.unlink(missing_ok=True)
        if stamp_lines(lock)[0] in stamp:
            say(f"{lock.name} names packages that .venv does not have yet: installing them.")
        else:
            say(f"Making {VENV} from {lock.name} (once; needs the network and some seconds).")
            make_venv()
        install(lock, held)
        unfinished = STAMP.with_suffix(".new")
        unfinished.write_text("\n".join(stamp_lines(lock)) + "\n", encoding="utf-8")
        os.replace(unfinished, STAMP)
        say(f".venv is ready ({time.monotonic() - started:.0f} s).")


def lock_in(line: str) -> Path:
    """The lock file that a line of the stamp is about; the smallest, if it is about none."""
    return next((lock for lock in LOCKS if line.startswith(f"{lock.name} ")), BUILD_LOCK)


def base_python() -> str:
    """The Python that `.venv` is made from, also when the one in `.venv` runs this file."""
    return getattr(sys, "_base_executable", None) or sys.executable


def make_venv() -> None:
    """Make an empty `.venv`, in place of what an interrupted run or another Python left there.

    It gets no pip of its own: putting one there takes longer than installing all that is needed.
    """
    try:
        import venv

        venv.EnvBuilder(clear=True, symlinks=os.name != "nt").create(VENV)
    except ImportError:
        raise NotReady(NO_VENV) from None
    except ValueError as problem:  # a colon in the path, for example
        raise NotReady(f"Python could not make {VENV}. It said:\n    {problem}") from None


def install(lock: Path, held: int) -> None:
    """Install a lock file's packages into `.venv`, each of them checked against its hashes.

    No setting of uv's weakens --require-hashes, and only UV_CONFIG_FILE (see run_program) could send it elsewhere.
    """
    settings = pip_settings()
    uv = None if PIP_ALONE & settings.keys() else find_uv(held) or fetch_uv(held)
    status, said = 1, ""
    if uv is not None:
        command = [uv, "pip", "install", "--no-config", "--require-hashes", "--no-deps", "-r", str(lock)]
        status, said = run_program([*command, "--python", str(VENV_PYTHON)], held, told_to_uv(settings))
        shutil.rmtree(UV, ignore_errors=True)
    if status != 0:
        if uv is not None:
            make_venv()  # pip would take what uv left half-way for installed
        command = ["--python", str(VENV_PYTHON), "install", "--no-compile", "--require-hashes", "--no-deps"]
        status, pip_said = run_pip([*command, "-r", str(lock)], held)
        said += pip_said
    show_progress("")
    if status != 0:
        meanings = (meaning for signs, meaning in FAILURES.items() if re.search(signs, said))
        meaning = next(meanings, "The packages could not be installed.")
        advice = "When that is put right, type the same command again. The last words were:"
        raise NotReady(f"{meaning}\n{advice}\n{last_lines(said)}")
    for tests in VENV.glob("lib/python*/site-packages/*/tests"):
        shutil.rmtree(tests, ignore_errors=True)  # some packages bring more of them than of anything else


def find_uv(held: int) -> str | None:
    """The uv on the PATH, if it starts and is not too old."""
    program = shutil.which("uv")
    said = run_program([program, "--version"], held)[1] if program else ""
    version = re.match(r"uv (\d+\.\d+)", said)
    return program if version and release(version[1]) >= OLDEST_UV else None


def fetch_uv(held: int) -> str | None:
    """Let pip fetch a uv into `.venv`, for the time of one installation. None where there is none to be had.

    uv's own files are for any Python. Being told so, pip need not hold thousands of them against a thousand
    tags of this Python and system, which takes longer than to fetch the one.
    """
    any_python = ["--only-binary=:all:", "--python-version=3", "--implementation=py", "--abi=none"]
    any_python += ["--ignore-requires-python"]
    command = ["install", "--target", str(UV), "--no-compile", "--require-hashes", "--no-deps", *any_python]
    run_pip([*command, "--retries=1", "-r", str(UV_LOCK)], held)  # without it, pip tries again for all
    return shutil.which("uv", path=UV / "bin")


def run_pip(arguments: Sequence[str], held: int) -> tuple[int, str]:
    """Run this Python's pip; where it has none, or an old one, the one that Python carries for new folders.

    -P: no module of the folder that one is in takes the place of pip's. Gives exit status and words, as run_program.
    """
    quiet = ["--no-input", "--disable-pip-version-check"]
    status, said = run_program([base_python(), "-P", "-m", "pip", *quiet, *arguments], held)
    if status != 0 and re.search("No module named pip|no such option", said):
        import sysconfig

        places = [Path(os.__file__).parent / "ensurepip" / "_bundled", sysconfig.get_config_var("WHEEL_PKG_DIR")]
        for wheel in (wheel for place in places if place for wheel in Path(place).glob("pip-*.whl")):
            return run_program([base_python(), "-P", str(wheel / "pip"), *quiet, *arguments], held)
    return status, said


def pip_settings() -> dict[str, str]:
    """pip's settings, by name: from its files, and above them from variables such as PIP_INDEX_URL.

    Asking pip for them takes as long as uv takes for everything; and there need not be a pip.
    """
    read = configparser.RawConfigParser()
    try:
        read.read(pip_files(), encoding="utf-8")
    except (configparser.Error, UnicodeError):
        return dict.fromkeys(PIP_ALONE, "")  # pip itself says what is wrong with it
    sections = [dict(read[name]) for name in ("global", "install") if name in read]
    sections.append({name[4:]: value for name, value in os.environ.items() if name.startswith("PIP_")})
    return {name.lower().replace("_", "-"): value for section in sections for name, value in section.items() if value}


def pip_files() -> list[str]:
    """The files that pip may be set by, on any system; a later one counts more."""
    named = os.environ.get("PIP_CONFIG_FILE", "")
    if named == os.devnull:
        return []
    of_all = [*os.environ.get("XDG_CONFIG_DIRS", "/etc/xdg").split(":"), "/Library/Application Support"]
    of_all.append(os.environ.get("PROGRAMDATA", ""))
    own = ["~/Library/Application Support", os.environ.get("XDG_CONFIG_HOME") or "~/.config"]
    own.append(os.environ.get("APPDATA", ""))
    files = [f"{folder}/pip/pip" for folder in of_all if folder] + ["/etc/pip", "~/.pip/pip", "~/pip/pip"]
    files += [f"{folder}/pip/pip" for folder in own if folder] + [f"{sys.base_prefix}/pip"]
    return [os.path.expanduser(f"{file}.{end}") for file in files for end in ("conf", "ini")] + [named]


def told_to_uv(settings: Mapping[str, str]) -> dict[str, str]:
    """The variables that tell uv what pip is set to."""
    told = {name: " ".join(settings[pip].split()) for pip, name in UV_SETTINGS.items() if pip in settings}
    if "UV_FIND_LINKS" in told:
        told["UV_FIND_LINKS"] = told["UV_FIND_LINKS"].replace(" ", ",")
    if "UV_INDEX" in told:
        told["UV_INDEX_STRATEGY"] = "unsafe-best-match"  # as pip chooses; it is safe, as hashes say what may come
    return told


def run_program(command: Sequence[str], held: int, settings: Mapping[str, str] = {}) -> tuple[int, str]:
    """Run a program to its end, showing progress. Gives its exit status and all that it said.

    Ctrl-C ends it with all that it started. Should build.py be killed outright, the program lives on for a
    while and still holds the held file, so that the next run waits for it.
    """
    on_posix = os.name == "posix"
    elsewhere = ("PYTHONPATH", "PYTHONHOME", "UV_CONFIG_FILE")  # these mean another Python, another folder
    variables = {name: value for name, value in os.environ.items() if name not in elsewhere}
    variables |= {"PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0", **settings}  # pip need not run in what it fills
    said = ""
    try:
        program = subprocess.Popen(
            command,
            cwd=HERE,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=(held,) if on_posix else (),
            process_group=0 if on_posix else None,
        )
    except OSError as problem:  # it is not for this system, for example
        return 127, str(problem)
    with program:
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
    """Say what is being done, in one line that is written over; nothing when nobody watches."""
    doing = ""
    if line.startswith(("Collecting", "Downloading")):
        doing = f"  fetching {line.split()[1]}"
    elif line.startswith(("Installing", "Prepared")):
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
    command = next((word for word in arguments if not word.startswith("-")), "build")
    lock = LOCK_OF.get(command, BUILD_LOCK)
    try:
        if not this_python_will_do(lock):
            make_ready(lock)
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
