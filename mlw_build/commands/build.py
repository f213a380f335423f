"""`build`: the whole line, and what it made."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlw_build.commands.common import (
    CLEAN,
    PROBLEMS,
    USAGE,
    add_root,
    add_strict,
    count_noun,
    print_error,
    print_problems,
    relative_path,
    site_root,
)  # fmt: skip
from mlw_build.diagnostics import Diagnostic
from mlw_build.publish.build_inputs import BuildRequest, build_inputs
from mlw_build.publish.build_record import (
    PreviousBuild,
    file_system_clock,
    load_previous_build,
    store_build_record,
    store_chunked_files,
)
from mlw_build.read.own_files import own_octets
from mlw_build.read.text_files import LARGEST_FILE
from mlw_build.system.worker_pool import processor_count

if TYPE_CHECKING:
    from mlw_build.pipeline import BuildResult

MORE = "Checks everything first. With errors nothing is written, and the last good output stays."

LONG = 200
"""Files from which on a build shows its progress on a terminal."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `build`."""
    add_root(parser)
    parser.add_argument("--output", metavar="DIR", help="where to publish (default: output/ in the site's folder)")
    parser.add_argument(
        "--base-url", metavar="URL", help="the site's public address, instead of `address` in conference.yaml"
    )
    add_strict(parser)
    parser.add_argument(
        "--locked", action="store_true", help="fail where content/calendar.lock is behind the programme (for CI)"
    )
    parser.add_argument(
        "--report",
        action="store_true",
        help="print what pages weigh, by kind, against the budgets for slow connections",
    )
    parser.add_argument(
        "--jobs", type=int, metavar="N", help="among how many processes to share pages (default: as many as processors)"
    )
    parser.add_argument("--quiet", action="store_true", help="print problems only")


def run(options: argparse.Namespace) -> int:
    """Build the site and say what was made and how to look at it."""
    started = time.perf_counter()
    root = site_root(options)
    output = Path(options.output) if options.output else root / "output"
    base_url = options.base_url
    if base_url and not base_url.startswith(("http://", "https://")):
        return print_error(f"--base-url {base_url} is not an address; write the whole of it, starting with https://.")
    if options.jobs is not None and options.jobs < 1:
        return print_error(f"--jobs {options.jobs}: write a number from 1.")
    wanted = BuildRequest(str(root.resolve()), os.path.realpath(output), base_url, options.strict, options.locked)
    now = file_system_clock(root)
    inputs = build_inputs(wanted, now) if now is not None else None
    last = load_previous_build(root, output) if inputs else None
    if (
        inputs
        and last
        and last.inputs_digest == inputs.digest
        and not options.report
        and last.output_is_unchanged(output)
    ):
        _print_result(last, ChangeCounts(0, len(last.files), 0), root, output, started, options.quiet)
        return CLEAN
    jobs = options.jobs or processor_count()
    # What follows takes long to import, and a build that finds nothing to do needs none of it.
    from mlw_build.pipeline import Options, build
    from mlw_build.publish.cache_cleanup import remove_unused_cache_files
    from mlw_build.publish.publish import CannotPublish
    from mlw_build.site.faults import RenderFault

    with _ProgressBar(options.quiet) as bar:
        try:
            built = build(
                Options(
                    root,
                    output,
                    base_url,
                    options.strict,
                    options.locked,
                    jobs=jobs,
                    tool=inputs.tool if inputs else "",
                ),
                bar.show,
                last.files if last else None,
            )
        except CannotPublish as fault:
            bar.close()
            return print_error(str(fault), USAGE)
        except RenderFault as fault:
            bar.close()
            return print_error(str(fault), PROBLEMS)
    if built.published is None:
        print_problems(built.checked.diagnostics, built.checked.texts(), sys.stderr)
        kept = f" What was published before is still in {relative_path(output)}/." if output.is_dir() else ""
        print(f"Nothing was published.{kept}", file=sys.stderr)
        return PROBLEMS
    published = built.published
    build_now = PreviousBuild(
        inputs_digest=inputs.digest if inputs and inputs.certain else "",
        files=published.left,
        octets=published.octets,
        diagnostics=built.checked.diagnostics,
        summary=tuple(_summary(built)),
    )
    if inputs:
        store_build_record(root, output, build_now)
        store_chunked_files(root, output, published.layouts)
    remove_unused_cache_files(root, output, build_now)
    changed = ChangeCounts(len(published.written), published.unchanged, len(published.removed))
    _print_result(build_now, changed, root, output, started, options.quiet)
    if options.report and built.site:
        from mlw_build.commands.weighing import print_page_sizes
        from mlw_build.site.page_budget import measure_pages

        print_page_sizes(measure_pages(built.site, output))
    return CLEAN


class ChangeCounts(NamedTuple):
    """How many files of the output were written, left as they were, and removed."""

    written: int
    unchanged: int
    removed: int


def _print_result(
    build: PreviousBuild, changed: ChangeCounts, root: Path, output: Path, started: float, quiet: bool
) -> None:
    """Print the problems, and unless it is to be quiet, what the site has and what changed."""
    if build.diagnostics:
        print_problems(build.diagnostics, _source_texts(build.diagnostics, root), sys.stderr)
    if quiet:
        return
    what, *more = build.summary
    print(what)
    counts = f"{changed.written} written, {changed.unchanged} unchanged, {changed.removed} removed"
    print(
        f"{relative_path(output)}/ has {count_noun(len(build.files), 'file')}, {build.octets / 1e6:.1f} MB: {counts}."
    )
    for line in more:
        print(line)
    where = f"{relative_path(output)}/index.html"
    seconds = time.perf_counter() - started
    print(f"Took {seconds:.1f} s. Open {where} in a browser, or run `serve` to see the site while you edit.")


def _source_texts(diagnostics: Iterable[Diagnostic], root: Path) -> dict[str, str]:
    """The texts of the files that diagnostics speak of, for showing the lines."""
    texts = {}
    for name in {diagnostic.span.file for diagnostic in diagnostics}:
        with contextlib.suppress(OSError, UnicodeDecodeError):
            octets = own_octets(root.resolve(), name, LARGEST_FILE)
            texts[name] = octets.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return texts


def _summary(built: BuildResult) -> Iterator[str]:
    """What the site has, and what is to be said of its calendars."""
    conference = built.checked.conference
    assert conference is not None
    yield (
        f"{conference.settings.title.plain}: {count_noun(len(conference.sessions), 'session')}, "
        f"{count_noun(len(conference.days), 'day')}, {count_noun(len(conference.speakers), 'speaker')}, "
        f"{count_noun(len(conference.booths), 'booth')}, {count_noun(len(conference.languages), 'language')}."
    )
    calendar = built.site.calendar if built.site else None
    if calendar and not calendar.started:
        yield "Calendars have no lock yet: `build.py calendar update` starts it on the day that you publish."
    elif calendar and calendar.differs:
        yield "Calendars are provisional for what changed; `build.py calendar status` lists it."


class _ProgressBar:
    """A progress bar on a terminal for long builds; nothing in CI and for short ones."""

    def __init__(self, quiet: bool) -> None:
        self._wanted = not quiet and sys.stderr.isatty()
        self._bar: object | None = None

    def __enter__(self) -> _ProgressBar:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def show(self, done: int, total: int) -> None:
        """Told by the build how far it is."""
        if not self._wanted or total < LONG:
            return
        from tqdm import tqdm

        if self._bar is None:
            self._bar = tqdm(total=total, unit=" files", leave=False, file=sys.__stderr__)
        if isinstance(self._bar, tqdm):
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        bar, self._bar = self._bar, None
        if bar is not None:
            bar.close()  # type: ignore[attr-defined]
