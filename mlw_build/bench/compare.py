"""The comparison: the same works for each generator, in turn, several times."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from msgspec import Struct

from mlw_build.bench.generators import Generator
from mlw_build.bench.lay_out import write_files
from mlw_build.bench.synthetic import Conference, make_up, with_a_move, with_other_abstract
from mlw_build.bench.targets import ABSTRACT, AGAIN, CLEAN, MEMORY, MOVED
from mlw_build.bench.whole_process import RunCost, RunFailed, run_whole
from mlw_build.bench.written import Amount, Change, amounts, change, states

Tell = Callable[[str], None]
"""Told what is being done now."""

WARM_UP = 20
"""Sessions of the conference that is built once before anything is measured, so that code is compiled and in memory."""


class Measurements(Struct, frozen=True):
    """What one generator took for one work, run by run."""

    wall: tuple[float, ...] = ()
    processor: tuple[float | None, ...] = ()
    peak: tuple[int | None, ...] = ()

    def plus(self, took: RunCost) -> Measurements:
        """With one run more."""
        return Measurements((*self.wall, took.wall), (*self.processor, took.processor), (*self.peak, took.peak))

    def measure(self, work: str) -> tuple[float, ...]:
        """What counts for this work: octets of memory or seconds of the clock; nothing where it is not known."""
        if work == MEMORY:
            return tuple(float(peak) for peak in self.peak if peak is not None)
        return self.wall


class Comparison(Struct, frozen=True):
    """The figures of all works and generators for one size, what was written, and what an edit changed.

    The last by work and generator, like the figures.
    """

    size: int
    figures: Mapping[str, Mapping[str, Measurements]]
    output: Mapping[str, Mapping[str, Amount]]
    changes: Mapping[str, Mapping[str, Change]]

    def ratio(self, work: str, text: str, other: str) -> tuple[float, float, float] | None:
        """One generator's median divided by the other's; and the lowest and highest ratio of two runs in turn."""
        mine, theirs = (self.figures[work][name].measure(work) for name in (text, other))
        if not mine or not theirs:
            return None
        each = [ours / peers for ours, peers in zip(mine, theirs, strict=False)]
        return median(mine) / median(theirs), min(each), max(each)

    def processor_ratio(self, work: str, text: str, other: str) -> float | None:
        """The same of the seconds that all processors together took; nothing for memory, and where it is not known."""
        taken = (self.figures[work][name].processor for name in (text, other))
        mine, theirs = ([seconds for seconds in each if seconds is not None] for each in taken)
        return median(mine) / median(theirs) if mine and theirs and work != MEMORY else None


def compare(
    size: int, seed: int, generators: Sequence[Generator], runs: int, tell: Tell = lambda text: None
) -> Comparison:
    """Do every work with every generator so many times, one after the other in turn.

    Raises RunFailed where one fails, or does not notice an edit.
    """
    conference = make_up(size, seed)
    tell("warming up")
    for generator in generators:
        write_files(generator.site, generator.files(make_up(WARM_UP, seed)))
        _build(generator)
        _forget(generator)
        shutil.rmtree(generator.site)
        write_files(generator.site, generator.files(conference))
    figures = {
        work: {generator.name: Measurements() for generator in generators}
        for work in (CLEAN, AGAIN, ABSTRACT, MOVED, MEMORY)
    }
    output: dict[str, Mapping[str, Amount]] = {}
    changes: dict[str, dict[str, Change]] = {ABSTRACT: {}, MOVED: {}}
    for number in range(1, runs + 1):
        for work, taken in figures.items():
            for generator in generators:
                tell(f"run {number} of {runs}, {work}, {generator.name}")
                _prepare(work, generator, conference)
                before = states(generator.output) if number == 1 and work in changes else {}
                took = _build(generator, memory=work == MEMORY)
                taken[generator.name] = taken[generator.name].plus(took)
                if before:
                    changes[work][generator.name] = _noticed_change(generator, change(before, states(generator.output)))
        for generator in generators if number == 1 else ():
            output[generator.name] = amounts(generator.output)
    return Comparison(size, figures, output, changes)


def _prepare(work: str, generator: Generator, conference: Conference) -> None:
    """Bring a generator to the state in which a work begins: for an edit, the whole site built as it was before."""
    if work in (CLEAN, MEMORY):
        write_files(generator.site, generator.files(conference))
        _forget(generator)
    elif work == ABSTRACT:
        write_files(generator.site, generator.files(with_other_abstract(conference)))
    elif work == MOVED:
        write_files(generator.site, generator.files(conference))
        _build(generator)
        write_files(generator.site, generator.files(with_a_move(conference)))


def _noticed_change(generator: Generator, change: Change) -> Change:
    """What an edit changed. A generator that did not notice it did no work, and its time would say nothing."""
    if not change.differ:
        raise RunFailed(f"{generator.name} was given another programme, and its output stayed as it was.")
    return change


def _forget(generator: Generator) -> None:
    for leftover in generator.leftovers:
        shutil.rmtree(leftover, ignore_errors=True)


def _build(generator: Generator, *, memory: bool = False) -> RunCost:
    return run_whole(generator.command, generator.site, generator.environment, memory=memory)
