"""The results as tables, for a terminal or to be pasted into a Markdown file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from msgspec import Struct

from mlw_build.bench.compare import Comparison, Measurements
from mlw_build.bench.growth import Size, growth_bend
from mlw_build.bench.reloads import Reloads
from mlw_build.bench.results import Results
from mlw_build.bench.setups import Setups
from mlw_build.bench.targets import MEMORY, RELOADS, SETUPS, SIZE, TARGETS
from mlw_build.bench.written import Amount


class Table(Struct, frozen=True):
    """A title, the heads of the columns, rows, and what to know when reading them."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def as_text(self) -> str:
        """Columns of a fixed width: the first to the left, the others to the right."""
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = [
            "  ".join(
                cell.rjust(width) if place else cell.ljust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in (self.head, *self.rows)
        ]
        return "\n".join([self.title, "", *lines, *(["", self.note] if self.note else [])]) + "\n"

    def as_markdown(self) -> str:
        """A table of GitHub's Markdown."""
        rows = [self.head, ("---", *["---:"] * (len(self.head) - 1)), *self.rows]
        lines = [f"| {' | '.join(row)} |" for row in rows]
        return "\n".join([f"**{self.title}**", "", *lines, *(["", self.note] if self.note else [])]) + "\n"


def tables(results: Results) -> Iterator[Table]:
    """All tables that these results have."""
    for compared in results.compared:
        yield _works(compared)
        yield _outputs(compared)
    if results.steps:
        yield _steps(results)
    if results.growth:
        yield _growth(results.growth)
    if results.reloads:
        yield _reloads(results.reloads)
    if results.setup:
        yield _setups(results.setup)


def _works(compared: Comparison) -> Table:
    names = list(next(iter(compared.figures.values())))
    rows = []
    for work, figures in compared.figures.items():
        ratio, processor = compared.ratio(work, *names), compared.processor_ratio(work, *names)
        rows.append(
            (
                work,
                *(_spread(work, figures[name]) for name in names),
                f"{ratio[0]:.2f} x ({ratio[1]:.2f}-{ratio[2]:.2f})" if ratio else "-",
                f"{processor:.2f} x" if processor else "-",
                str(TARGETS.get((work, compared.size), "-")),
            )
        )
    for work, changes in compared.changes.items():
        written = (f"{changes[name].written:,} ({changes[name].differ:,} differ)" for name in names)
        rows.append((f"files written, {work}", *written, "-", "-", "only those whose bytes differ"))
    return Table(
        f"{compared.size:,} sessions",
        ("work", *names, "ratio", "of processor time", "target"),
        tuple(rows),
        "Seconds of the clock; medians, with the lowest and highest. A ratio is that of the medians, and of two runs "
        f"in turn. {names[-1]} builds all of it again, whatever has changed.",
    )


def _spread(work: str, figures: Measurements) -> str:
    measured = figures.measure(work)
    if not measured:
        return "not known"
    shown = _megabytes if work == MEMORY else _seconds
    lowest, highest = (shown(figure).split()[0] for figure in (min(measured), max(measured)))
    return f"{shown(median(measured))} ({lowest}-{highest})"


def _outputs(compared: Comparison) -> Table:
    names = list(compared.output)
    kinds = sorted({kind for amounts in compared.output.values() for kind in amounts})
    rows = [(kind, *_cells([compared.output[name].get(kind, Amount()) for name in names])) for kind in kinds]
    whole = [
        Amount(sum(amount.files for amount in amounts.values()), sum(amount.octets for amount in amounts.values()))
        for amounts in compared.output.values()
    ]
    return Table(
        f"What was written for {compared.size:,} sessions",
        ("kind", *(f"{name} {unit}" for name in names for unit in ("files", "MB"))),
        (*rows, ("together", *_cells(whole))),
        f"What {names[0]} alone writes: the pages live, my agenda, search, changes, calendars and offline, the "
        "programme as data, the search index, scripts and icons.",
    )


def _cells(amounts: Sequence[Amount]) -> tuple[str, ...]:
    return tuple(cell for amount in amounts for cell in (f"{amount.files:,}", f"{amount.octets / 1e6:.2f}"))


def _steps(results: Results) -> Table:
    names = list(next(iter(results.steps.values())))
    rows = (
        (f"{size:,}", *(f"{figure:.3f}" for figure in (*figures.values(), sum(figures.values()))))
        for size, figures in results.steps.items()
    )
    return Table(
        "Where the time of a clean build goes",
        ("sessions", *names, "together"),
        tuple(rows),
        "Seconds of the processor inside one process, without its start; medians.",
    )


def _growth(sizes: Sequence[Size]) -> Table:
    costs = {"time": "ms", "processor": "ms", "memory": "KB", "output": "KB"}
    rows = []
    for size in sizes:
        peak = "not known" if size.peak is None else _megabytes(size.peak)
        each = (
            _relative(size.per_session().get(cost), sizes[0].per_session().get(cost), unit)
            for cost, unit in costs.items()
        )
        rows.append((f"{size.sessions:,}", _seconds(size.wall), peak, *each))
    bends = {cost: found for cost in ("time", "memory", "output") if (found := growth_bend(sizes, cost))}
    said = "; ".join(
        f"{cost} bends at {size:,}, where a session costs {times:.1f} times as much as at the cheapest smaller size"
        for cost, (size, times) in bends.items()
    )
    return Table(
        "Growth: clean builds",
        ("sessions", "time", "peak memory", *(f"{cost} a session" for cost in costs)),
        tuple(rows),
        f"In brackets: relative to the smallest size. Where it bends: {said or 'nowhere'}.",
    )


def _relative(cost: float | None, first: float | None, unit: str) -> str:
    return "not known" if cost is None or not first else f"{cost:.2f} {unit} ({cost / first:.2f} x)"


def _reloads(measured: Sequence[Reloads]) -> Table:
    rows = (
        (
            f"{reloads.sessions:,}",
            *(
                f"{figure * 1000:.0f} ms"
                for figure in (median(reloads.seconds), min(reloads.seconds), max(reloads.seconds))
            ),
            f"under {RELOADS[reloads.sessions] * 1000:.0f} ms" if reloads.sessions in RELOADS else "-",
        )
        for reloads in measured
    )
    return Table(
        "In `serve`, from saving a file to the browser's reload",
        ("sessions", "median", "fastest", "slowest", "target"),
        tuple(rows),
        f"{len(measured[0].seconds)} saves of one session's abstract; until the page that the browser is told to load "
        "again is there.",
    )


def _setups(found: Setups) -> Table:
    names = list(found.sizes)
    rows = []
    for work, figures in found.figures.items():
        processor = [[one for one in figures[name].processor if one is not None] for name in names]
        cells = (_spread(work, figures[name]) for name in names)
        ratios = (_of_the_other([figures[name].wall for name in names]), _of_the_other(processor))
        rows.append((work, *cells, *(ratios if len(names) > 1 else ()), str(SETUPS[work])))
    sizes = [found.sizes[name] for name in names]
    runs = len(sizes[0])
    cells = (_megabytes(median(each)) for each in sizes)
    rows.append((SIZE, *cells, *((_of_the_other(sizes), "-") if len(names) > 1 else ()), str(SETUPS[SIZE])))
    return Table(
        "The set-up, from a fresh clone",
        ("work", *names, *(("ratio", "of processor time") if len(names) > 1 else ()), "target"),
        tuple(rows),
        f"Seconds of the clock; medians of {runs} runs in turn, with the lowest and "
        "highest. All that is downloaded was downloaded before. Targets are ratios to commit 775b289.",
    )


def _of_the_other(each: Sequence[Sequence[float]]) -> str:
    if len(each) < 2 or not all(each):
        return "-"
    return f"{median(each[0]) / median(each[1]):.2f} x"


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds:.3f} s"


def _megabytes(octets: float) -> str:
    return f"{octets / 1e6:,.0f} MB"
