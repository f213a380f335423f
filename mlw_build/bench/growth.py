"""How time and memory grow with a conference: what a session costs at each size."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from statistics import median

from msgspec import Struct

from mlw_build.bench.generators import Generator
from mlw_build.bench.lay_out import write_files
from mlw_build.bench.synthetic import make_up
from mlw_build.bench.whole_process import RunCost, run_whole

BENDS = 1.25
"""A session that costs this much more than at the cheapest smaller size: there the growth is no longer linear."""


class Size(Struct, frozen=True):
    """A clean build of one size: seconds of the clock and of all processors, the peak of memory and the output."""

    sessions: int
    wall: float
    processor: float | None
    peak: int | None
    octets: int

    def per_session(self) -> dict[str, float]:
        """What one session costs: milliseconds, kilobytes."""
        costs = {
            "time": self.wall * 1000,
            "processor": None if self.processor is None else self.processor * 1000,
            "memory": None if self.peak is None else self.peak / 1024,
            "output": self.octets / 1024,
        }
        return {name: cost / self.sessions for name, cost in costs.items() if cost is not None}


def growth(
    generator: Generator, sizes: Sequence[int], seed: int, runs: int, tell: Callable[[str], None] = lambda text: None
) -> tuple[Size, ...]:
    """Build a conference of each size, so many times; medians. Memory is watched in a run of its own."""
    return tuple(_size(generator, size, seed, runs, tell) for size in sorted(sizes))


def growth_bend(sizes: Sequence[Size], cost: str) -> tuple[int, float] | None:
    """The first size at which a session costs clearly more than at a smaller one, and how many times as much."""
    cheapest = None
    for size in sizes:
        now = size.per_session().get(cost)
        if now is None:
            return None
        if cheapest is not None and now > cheapest * BENDS:
            return size.sessions, now / cheapest
        cheapest = now if cheapest is None else min(cheapest, now)
    return None


def _size(generator: Generator, sessions: int, seed: int, runs: int, tell: Callable[[str], None]) -> Size:
    tell(f"{sessions:,} sessions, making it up")
    shutil.rmtree(generator.site, ignore_errors=True)
    write_files(generator.site, generator.files(make_up(sessions, seed)))
    took: list[RunCost] = []
    for number in range(runs + 1):
        tell(f"{sessions:,} sessions, " + (f"run {number + 1} of {runs}" if number < runs else "memory"))
        for leftover in generator.leftovers:
            shutil.rmtree(leftover, ignore_errors=True)
        took.append(run_whole(generator.command, generator.site, generator.environment, memory=number == runs))
    processor = [run_cost.processor for run_cost in took[:-1] if run_cost.processor is not None]
    return Size(
        sessions,
        median(run_cost.wall for run_cost in took[:-1]),
        median(processor) if processor else None,
        took[-1].peak,
        sum(file.stat().st_size for file in generator.output.rglob("*") if file.is_file()),
    )
