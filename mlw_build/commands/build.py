"""`build`: the whole line, and what it made."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from mlw_build.commands.common import (
    CLEAN,
    PROBLEMS,
    USAGE,
    add_root,
    add_strict,
    counted,
    fail,
    print_problems,
    root_of,
    shown,
)  # fmt: skip
from mlw_build.pipeline import Built, Options, build
from mlw_build.publish.write import CannotPublish

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
    parser.add_argument("--quiet", action="store_true", help="print problems only")


def run(options: argparse.Namespace) -> int:
    """Build the site and say what was made and how to look at it."""
    started = time.perf_counter()
    root = root_of(options)
    output = Path(options.output) if options.output else root / "output"
    base_url = options.base_url
    if base_url and not base_url.startswith(("http://", "https://")):
        return fail(f"--base-url {base_url} is not an address; write the whole of it, starting with https://.")
    from mlw_build.site.render import RenderFault  # takes long, and `build --help` needs none of it

    with _Bar(options.quiet) as bar:
        try:
            built = build(Options(root, output, base_url, options.strict, options.locked), bar.show)
        except CannotPublish as fault:
            bar.close()
            return fail(str(fault), USAGE)
        except RenderFault as fault:
            bar.close()
            return fail(str(fault), PROBLEMS)
    if built.checked.diagnostics:
        print_problems(built.checked.diagnostics, built.checked.texts(), sys.stderr)
    if built.published is None:
        kept = f" What was published before is still in {shown(output)}/." if output.is_dir() else ""
        print(f"Nothing was published.{kept}", file=sys.stderr)
        return PROBLEMS
    if not options.quiet:
        _say_what_was_made(built, output, time.perf_counter() - started)
    if options.report and built.site:
        from mlw_build.commands.weighing import print_weights
        from mlw_build.site.weights import weights_of

        print_weights(weights_of(built.site, output))
    return CLEAN


def _say_what_was_made(built: Built, output: Path, seconds: float) -> None:
    published, conference = built.published, built.checked.conference
    assert published is not None
    assert conference is not None
    print(
        f"{conference.settings.title.plain}: {counted(len(conference.sessions), 'session')}, "
        f"{counted(len(conference.days), 'day')}, {counted(len(conference.speakers), 'speaker')}, "
        f"{counted(len(conference.booths), 'booth')}, {counted(len(conference.languages), 'language')}."
    )
    changed = f"{len(published.written)} written, {published.unchanged} unchanged, {len(published.removed)} removed"
    print(f"{shown(output)}/ has {counted(published.files, 'file')}, {published.octets / 1e6:.1f} MB: {changed}.")
    calendar = built.site.calendar if built.site else None
    if calendar and not calendar.started:
        print("Calendars have no lock yet: `build.py calendar update` starts it on the day that you publish.")
    elif calendar and calendar.differs:
        print("Calendars are provisional for what changed; `build.py calendar status` lists it.")
    where = f"{shown(output)}/index.html"
    print(f"Took {seconds:.1f} s. Open {where} in a browser, or run `serve` to see the site while you edit.")


class _Bar:
    """A progress bar on a terminal for long builds; nothing in CI and for short ones."""

    def __init__(self, quiet: bool) -> None:
        self._wanted = not quiet and sys.stderr.isatty()
        self._bar: object | None = None

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def show(self, done: int, total: int, path: str) -> None:
        """Told by the build after each file."""
        if not self._wanted or total < LONG:
            return
        from tqdm import tqdm

        if self._bar is None:
            self._bar = tqdm(total=total, unit=" files", leave=False, file=sys.stderr)
        if isinstance(self._bar, tqdm):
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Take the bar away."""
        bar, self._bar = self._bar, None
        if bar is not None:
            bar.close()  # type: ignore[attr-defined]
