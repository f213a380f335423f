"""The set-up: from a checkout with nothing but its files to the site, and what the folder of packages weighs."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from mlw_build.bench.compare import Measurements
from mlw_build.bench.targets import AS_TYPED, BY_VENV, WITH_PIP, WITH_UV
from mlw_build.bench.whole_process import RunCost, RunFailed, run_whole

NOT_OF_A_CLONE = shutil.ignore_patterns(".git", ".venv", ".venv.lock", ".cache", "output", "__pycache__", ".*_cache")
"""What a fresh clone does not have."""

AGAIN = 3
"""Second runs for each first one: they take a fraction of a second."""


class Checkout(Struct, frozen=True):
    """A checkout to measure: a name for it, its folder, and a folder in which copies of it are set up."""

    name: str
    source: Path
    place: Path

    @property
    def copy(self) -> Path:
        """The copy that is set up."""
        return self.place / "clone"


class Setups(Struct, frozen=True):
    """What each checkout took for each work, and the octets of its `.venv`, run by run; by work, then by checkout."""

    figures: Mapping[str, Mapping[str, Measurements]]
    sizes: Mapping[str, tuple[int, ...]]


def setups(against: Path | None, runs: int, tell: Callable[[str], None] = lambda text: None) -> Setups:
    """Set this checkout up from nothing, several times, in turn with another one where that is given.

    Each is set up once before anything is measured, so that all that is downloaded is there. Copies lie on the disk
    for temporary files. Raises RunFailed where a checkout cannot be set up.
    """
    sources = {"this checkout": Path(__file__).resolve().parents[2]}
    if against is not None:
        sources["the other"] = against.resolve()
    works = [WITH_PIP, *([WITH_UV] if shutil.which("uv") else []), AS_TYPED, BY_VENV]
    figures = {work: {name: Measurements() for name in sources} for work in works}
    sizes: dict[str, tuple[int, ...]] = dict.fromkeys(sources, ())
    with tempfile.TemporaryDirectory(prefix="mlw-bench-", ignore_cleanup_errors=True) as folder:
        checkouts = [Checkout(name, source, Path(folder, str(n))) for n, (name, source) in enumerate(sources.items())]
        for number in range(runs + 1):
            for work in (WITH_PIP, WITH_UV):
                for checkout in checkouts if work in figures else ():
                    tell(f"run {number} of {runs}, {work}, {checkout.name}" if number else "warming up")
                    took = _first(checkout, _without_uv() if work == WITH_PIP else os.environ)
                    if number:
                        _add(figures, work, checkout, took)
            for checkout in checkouts if number else ():
                sizes[checkout.name] += (_octets(checkout.copy / ".venv"),)
                for _ in range(AGAIN):
                    _add(figures, AS_TYPED, checkout, _run(checkout, [_base_python()], os.environ))
                    _add(figures, BY_VENV, checkout, _run(checkout, [_venv_python(checkout)], os.environ))
    return Setups(figures, sizes)


def _add(figures: Mapping[str, dict[str, Measurements]], work: str, checkout: Checkout, took: RunCost) -> None:
    figures[work][checkout.name] = figures[work][checkout.name].plus(took)


def _first(checkout: Checkout, environment: Mapping[str, str]) -> RunCost:
    shutil.rmtree(checkout.place, ignore_errors=True)
    try:
        shutil.copytree(checkout.source, checkout.copy, symlinks=True, ignore=NOT_OF_A_CLONE)
    except OSError as problem:
        raise RunFailed(f"{checkout.source} could not be copied: {problem}") from problem
    return _run(checkout, [_base_python()], environment)


def _run(checkout: Checkout, python: Sequence[str], environment: Mapping[str, str]) -> RunCost:
    command = [*python, str(checkout.copy / "build.py"), "--output", str(checkout.place / "site")]
    return run_whole(command, checkout.copy, environment)


def _base_python() -> str:
    """The Python that people type, rather than the one of `.venv`."""
    return getattr(sys, "_base_executable", None) or sys.executable


def _venv_python(checkout: Checkout) -> str:
    return str(checkout.copy / ".venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))


def _without_uv() -> Mapping[str, str]:
    """The variables of this process, without the folders on the PATH that have uv."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return {**os.environ, "PATH": os.pathsep.join(folder for folder in folders if not shutil.which("uv", path=folder))}


def _octets(folder: Path) -> int:
    """What a folder takes of the disk, or, where the system does not tell, what its files hold."""
    states = (path.lstat() for path in folder.rglob("*"))
    return sum(getattr(state, "st_blocks", -(-state.st_size // 512)) * 512 for state in states)
