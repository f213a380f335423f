"""The command `test`: the project's tests in stages, with what they need, and an honest last word on what was left out.

Some tests need what not every machine has: Chromium (marked `browser`), a folder of published programmes
(marked `real`). Where it is missing those tests are skipped, counted, and named on the very last lines.

Pytest's workers are processes of their own, so this module is also a plugin that they load by name, and what is
missing reaches them through a variable of the environment. (PYTEST_DONT_REWRITE: it is here before pytest is.)
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from mlw_build.system.worker_pool import processor_count

if TYPE_CHECKING:
    import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
REAL_PROGRAMMES = CHECKOUT.parent / "shared" / "data"
"""Where published programmes lie, a folder each; they are their authors' and no part of the project."""

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""Programs that the browser tests run in. The first has no window to draw, and takes two thirds of the others' time."""

FONTS = "fonts-noto-core"
"""Fonts for the scripts of the interface's languages: without them pages are measured in others' letters."""

BROWSER_PACKAGES = (BROWSERS[0], FONTS)
"""Debian's browser, and the fonts that it shows pages in."""

MISSING = "MLW_BUILD_TESTS_LACK"
"""The variable that tells pytest's workers why tests with a marker are skipped: JSON, from marker to reason."""

MEMORY = Path("/dev/shm")
"""Where Linux has files in memory: the tests write and delete a hundred thousand of them."""

ENOUGH_MEMORY = 2 * 2**30
"""Octets that have to be free there."""

MOST_WORKERS = 4
"""Each has a browser of its own, and every one of them needs memory for it."""

QUICK = "quick"
"""The word for the first stage alone: `build.py test quick`."""

NEEDS_CHECKOUT = 2
"""The exit status when there are no tests here, or nothing to run them with: a matter of usage."""


class Missing(Struct, frozen=True, dict=True):
    """Something that a machine lacks, and what that means for the tests.

    marker: the tests that need it; what: those tests, for a reader; why: what is missing; remedy: what to do.
    """

    marker: str
    what: str
    why: str
    remedy: str


class Stage(Struct, frozen=True):
    """A part of the tests that is run on its own: what they are, and the marker expression that chooses them."""

    what: str
    markers: str


STAGES = (
    Stage("every part by itself, in small examples", "not (browser or real or thorough)"),
    Stage("whole programmes, made up and published, and the rules of the code", "(real or thorough) and not browser"),
    Stage("pages in a browser", "browser"),
)
"""The quickest first. A stage that fails ends the run: what comes after would say the same, and later."""


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose needs are missing (pytest's hook, in each worker)."""
    import pytest

    for marker, why in json.loads(os.environ.get(MISSING, "{}")).items():
        if item.get_closest_marker(marker):
            pytest.skip(why)


class LeavesOut:
    """A pytest plugin that tells of a failure as soon as it happens, and counts the tests that were skipped."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        self._missing = missing
        self._left_out: Counter[Missing] = Counter()
        self._skipped = 0

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            print(f"\nFailed: {report.nodeid}: {str(crash.message if crash else report.longrepr)[:300]}", flush=True)
        if report.skipped and not hasattr(report, "wasxfail"):
            self._skipped += 1
            why = str(report.longrepr)
            self._left_out.update(need for need in self._missing if need.why in why)

    def last_words(self) -> list[str]:
        """What was left out of the run and how to include it, a paragraph each; none when all tests ran."""
        words = [
            f"Left out: {need.what} ({count}), because {need.why}. {need.remedy}"
            for need, count in self._left_out.items()
        ]
        others = self._skipped - self._left_out.total()
        if others:
            words.append(f"Left out: other tests ({others}); the lines above that begin with SKIPPED say why.")
        return words


def run_tests(arguments: Sequence[str]) -> int:
    """Run the project's tests: all stages, with `quick` the first alone, and with other arguments what pytest takes.

    Paths among the arguments are those of the checkout, wherever this is called. Gives pytest's exit status, or 2 where
    the tests or pytest are not there.
    """
    if not (CHECKOUT / "tests").is_dir():
        print("The tests are in the project's checkout, and this is an installed mlw_build. There, type:")
        print("    python3 build.py test")
        return NEEDS_CHECKOUT
    if importlib.util.find_spec("pytest") is None:
        print(f"This Python ({sys.executable}) has no pytest. What the tests need comes with:")
        print("    python3 build.py test")
        return NEEDS_CHECKOUT
    quick = list(arguments[:1]) == [QUICK]
    missing = [*([] if quick else missing_browser()), *missing_programmes()]
    left_out = LeavesOut(missing)
    os.environ[MISSING] = json.dumps({need.marker: need.why for need in missing})
    _let_others_use_byte_code()
    _keep_files_in_memory()
    with contextlib.chdir(CHECKOUT):
        if arguments and not quick:
            status = _run_pytest(arguments, left_out)
        else:
            status = _run_stages(STAGES[:1] if quick else STAGES, arguments[1:], left_out)
    for words in left_out.last_words():
        print(f"\n{words}", flush=True)
    return status


def _run_stages(stages: Sequence[Stage], arguments: Sequence[str], left_out: LeavesOut) -> int:
    """Run stage by stage, each by several workers; gives the exit status of the first that fails, else 0."""
    workers = min(processor_count(), MOST_WORKERS)
    sharing = ["--numprocesses", str(workers), "--dist", "loadfile"] if workers > 1 else []
    for number, stage in enumerate(stages, 1):
        print(f"\nStage {number} of {len(stages)}: {stage.what}", flush=True)
        status = _run_pytest(["-m", stage.markers, *sharing, *arguments], left_out)
        if status:
            later = "; ".join(stage.what for stage in stages[number:])
            print(f"\nStage {number} failed." + (f" Not run: {later}." if later else ""), flush=True)
            return status
    return 0


def _run_pytest(arguments: Sequence[str], left_out: LeavesOut) -> int:
    import pytest

    here = str(Path(__file__).resolve().parent.parent)
    if here not in sys.path:
        sys.path.insert(0, here)  # workers look where this process does, but from another folder
    return int(pytest.main(["-p", __name__, *arguments], plugins=[left_out]))


def _let_others_use_byte_code() -> None:
    """Let workers, and the programs that tests start, find compiled code where this process keeps it (build.py)."""
    if sys.pycache_prefix is not None:
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def _keep_files_in_memory() -> None:
    """Let pytest make its temporary folders in memory, where there is enough, unless somebody named another place."""
    with contextlib.suppress(OSError):
        if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def missing_programmes() -> list[Missing]:
    """What the tests over real programmes lack, if anything."""
    if REAL_PROGRAMMES.is_dir():
        return []
    return [
        Missing(
            marker="real",
            what="tests over real programmes",
            why=f"there is no folder {REAL_PROGRAMMES}",
            remedy="To include them, put published programmes there, a folder each, and run the tests again.",
        )
    ]


def missing_browser() -> list[Missing]:
    """What the browser tests lack, if anything. The tests find the browser in the variable CHROMIUM."""
    named = os.environ.get("CHROMIUM")
    browser = find_browser([named] if named else BROWSERS)
    if not named and can_install() and (browser is None or not is_installed(FONTS)):
        install_browser()
        browser = find_browser(BROWSERS)
    if browser is not None:
        os.environ["CHROMIUM"] = browser
        return []
    why = f"{named}, which the variable CHROMIUM names, does not start" if named else "no Chromium was found"
    if shutil.which("apt-get"):
        way = f"type\n    sudo apt-get install {' '.join(BROWSER_PACKAGES)}\n"
    else:
        way = "install Chromium or Chrome, name its program in the variable CHROMIUM,\n"
    remedy = f"To include them, {way}and run the tests again."
    return [Missing(marker="browser", what="browser tests", why=why, remedy=remedy)]


def find_browser(names: Sequence[str]) -> str | None:
    """The path of the first program among the names that is there and starts."""
    paths = (shutil.which(name) for name in names)
    return next((path for path in paths if path is not None and starts(path)), None)


def starts(program: str) -> bool:
    """Whether a program runs: the `chromium-browser` of some systems only says where to get a browser."""
    try:
        ran = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ran.returncode == 0


def can_install() -> bool:
    """Whether Debian's packages can be installed without asking anybody."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def is_installed(package: str) -> bool:
    """Whether one of Debian's packages is installed."""
    asked = ["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout == "installed"


def install_browser() -> None:
    """Install Chromium and its fonts with apt-get, saying so, and saying when it fails."""
    print("Installing Chromium with apt-get, for the browser tests (some 300 MB, once) ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-q", "update"],
        ["apt-get", "-q", "install", "-y", "--no-install-recommends", *BROWSER_PACKAGES],
    ):
        ran = subprocess.run(
            command,
            env=quiet,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        if ran.returncode != 0:
            print(f"`{' '.join(command)}` did not succeed. Its last words:")
            print("\n".join(f"    {line}" for line in ran.stdout.splitlines()[-4:]), flush=True)
            return
