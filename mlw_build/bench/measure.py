"""A whole run of the benchmark: everything that was asked for, one after the other."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from msgspec import Struct

from mlw_build.bench.compare import Comparison, compare
from mlw_build.bench.generators import hugo, ours
from mlw_build.bench.growth import growth
from mlw_build.bench.machine import this_machine
from mlw_build.bench.own_site import write_conference
from mlw_build.bench.peer.program import find_hugo, version_of
from mlw_build.bench.reloads import reloads
from mlw_build.bench.results import Results
from mlw_build.bench.setups import setups
from mlw_build.bench.steps import Step, steps_of
from mlw_build.bench.workplace import workplace


class BenchmarkRequest(Struct, frozen=True):
    """What is to be measured. Without a number of runs, what suits each measurement."""

    sizes: tuple[int, ...]
    seed: int = 1
    runs: int | None = None
    peer: bool = False
    growth: bool = False
    serve: bool = False
    setup: bool = False
    against: Path | None = None
    checks_only: bool = False
    clashes: int = 0


def measure(wanted: BenchmarkRequest, tell: Callable[[str], None] = lambda text: None) -> Results:
    """Measure. Steps are left out where only growth, the preview or the set-up is asked for.

    Raises NoHugo where Hugo is asked for and not here, and RunFailed where a program fails.
    """
    program = find_hugo() if wanted.peer else None
    version = f"Hugo {version_of(program)}" if program else None
    with_steps = wanted.peer or wanted.checks_only or not (wanted.growth or wanted.serve or wanted.setup)
    with workplace() as (folder, place):
        machine = this_machine(place, version)
        compared = [_compared(folder, size, wanted, program, tell) for size in wanted.sizes] if program else []
        steps = {size: _steps(folder, size, wanted, tell) for size in wanted.sizes} if with_steps else {}
        grown = growth(ours(_new(folder)), wanted.sizes, wanted.seed, wanted.runs or 1, tell) if wanted.growth else ()
        previewed = wanted.sizes if wanted.serve else ()
        waited = [reloads(_new(folder), size, wanted.seed, wanted.runs or 10, tell) for size in previewed]
        set_up = setups(wanted.against, wanted.runs or 3, tell) if wanted.setup else None
    return Results(machine, wanted.seed, wanted.runs, steps, tuple(compared), grown, tuple(waited), set_up)


def _new(folder: Path) -> Path:
    """An empty folder in the folder, so that the memory that the measurement before took is free again."""
    fresh = folder / "now"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    return fresh


def _compared(
    folder: Path, size: int, wanted: BenchmarkRequest, program: Path, tell: Callable[[str], None]
) -> Comparison:
    fresh = _new(folder)
    generators = (ours(fresh), hugo(fresh, program))
    return compare(size, wanted.seed, generators, wanted.runs or 3, lambda text: tell(f"{size:,} sessions, {text}"))


def _steps(folder: Path, size: int, wanted: BenchmarkRequest, tell: Callable[[str], None]) -> Mapping[str, float]:
    fresh = _new(folder)
    root = fresh / "site"
    write_conference(root, size, wanted.seed, wanted.clashes)
    runs = []
    for number in range(wanted.runs or 3):
        tell(f"{size:,} sessions, step by step, run {number + 1} of {wanted.runs or 3}")
        runs.append(steps_of(root, fresh / f"output-{number}", checks_only=wanted.checks_only))
    return _medians(runs)


def _medians(runs: Sequence[Sequence[Step]]) -> dict[str, float]:
    return {step.name: round(median(run[place].processor for run in runs), 3) for place, step in enumerate(runs[0])}
