"""`bench`: how long a build of a synthetic conference takes, step by step."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mlw_build.bench.steps import Step, steps_of
from mlw_build.bench.synthetic import write_conference
from mlw_build.commands.common import CLEAN, fail

MORE = (
    "The conference is made up, and the same for the same size and seed. Files are written to memory where the "
    "system has a place for that. docs/performance.md says how to read the figures."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `bench`."""
    parser.add_argument("--sizes", default="60,1000", help="numbers of sessions (default: %(default)s)")
    parser.add_argument("--runs", type=int, default=3, help="runs of each size; medians are printed (default: 3)")
    parser.add_argument("--seed", type=int, default=1, help="another conference of the same size (default: 1)")
    parser.add_argument("--clashes", type=int, default=0, help="room clashes to plant (default: none)")
    parser.add_argument("--checks", action="store_true", help="stop after the checks")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(options: argparse.Namespace) -> int:
    """Measure, and print a table or JSON."""
    words = options.sizes.replace(",", " ").split()
    if not words or not all(word.isdecimal() and int(word) for word in words) or options.runs < 1:
        return fail(f"--sizes {options.sizes} with --runs {options.runs}: write numbers from 1, such as 60,1000.")
    results = {int(word): _measured(int(word), options) for word in words}
    if options.json:
        print(json.dumps({"machine": _machine(), "runs": options.runs, "seconds": results}, indent=2))
        return CLEAN
    print(f"{_machine()}; medians of {options.runs}; seconds of the processor.\n")
    names = list(next(iter(results.values())))
    print(f"{'sessions':>9}  " + "  ".join(f"{name:>18}" for name in [*names, "together"]))
    for size, figures in results.items():
        row = [*figures.values(), sum(figures.values())]
        print(f"{size:>9,}  " + "  ".join(f"{figure:>18.2f}" for figure in row))
    return CLEAN


def _measured(size: int, options: argparse.Namespace) -> dict[str, float]:
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="mlw-bench-", dir=memory) as folder:
        root = Path(folder) / "site"
        write_conference(root, size, options.seed, options.clashes)
        runs = [
            steps_of(root, Path(folder) / f"output-{number}", checks_only=options.checks)
            for number in range(options.runs)
        ]
    return _medians(runs)


def _medians(runs: Sequence[Sequence[Step]]) -> dict[str, float]:
    return {
        step.name: round(statistics.median(run[place].processor for run in runs), 3)
        for place, step in enumerate(runs[0])
    }


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
