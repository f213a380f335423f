"""`bench`: how long builds of a made-up conference take, step by step, as they grow, and beside Hugo's."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from mlw_build.commands.common import CLEAN, PROBLEMS, USAGE, print_error

MORE = (
    "The conference is made up, and the same for the same size and seed. Files are written to memory where the "
    "system has a place for that. docs/performance.md says how to read the figures."
)

SIZES, GROWING = "60,1000", "100,1000,10000,100000"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `bench`."""
    parser.add_argument("--sizes", help=f"numbers of sessions (default: {SIZES}; with --growth {GROWING})")
    parser.add_argument("--peer", choices=["hugo"], help="build the same conference with Hugo too, in turn")
    parser.add_argument("--growth", action="store_true", help="show what a session costs as the conference grows")
    parser.add_argument("--serve", action="store_true", help="measure from saving a file to the browser's reload")
    parser.add_argument("--setup", action="store_true", help="measure from a fresh clone to the first site")
    parser.add_argument(
        "--against", type=Path, metavar="FOLDER", help="with --setup: another checkout, measured in turn with this one"
    )
    parser.add_argument(
        "--runs", type=int, help="runs of each size (default: 3; with --growth 1), or saves with --serve (default: 10)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another conference of the same size (default: 1)")
    parser.add_argument("--clashes", type=int, default=0, help="room clashes to plant, for --checks (default: none)")
    parser.add_argument("--checks", action="store_true", help="stop after the checks")
    parser.add_argument(
        "--json", nargs="?", const="-", metavar="FILE", help="every figure as JSON, instead of tables or into a file"
    )
    parser.add_argument("--markdown", action="store_true", help="print tables that can be pasted into Markdown")


def run(options: argparse.Namespace) -> int:
    """Measure what was asked for, and print tables or JSON."""
    from mlw_build.bench.measure import BenchmarkRequest, measure
    from mlw_build.bench.peer.program import NoHugo
    from mlw_build.bench.tables import tables
    from mlw_build.bench.whole_process import RunFailed

    words = (options.sizes or (GROWING if options.growth else SIZES)).replace(",", " ").split()
    if not words or not all(word.isdecimal() and int(word) for word in words) or (options.runs or 1) < 1:
        return print_error(
            f"--sizes {options.sizes} with --runs {options.runs}: write numbers from 1, such as 60,1000."
        )
    if options.clashes and not options.checks:
        return print_error("A conference with clashes cannot be built: write --checks beside --clashes.")
    if options.against and not (options.setup and (options.against / "build.py").is_file()):
        return print_error(
            "--against FOLDER belongs to --setup: write the folder of another checkout, in which build.py is."
        )
    wanted = BenchmarkRequest(
        sizes=tuple(dict.fromkeys(int(word) for word in words)),
        seed=options.seed,
        runs=options.runs,
        peer=options.peer is not None,
        growth=options.growth,
        serve=options.serve,
        setup=options.setup,
        against=options.against,
        checks_only=options.checks,
        clashes=options.clashes,
    )
    try:
        with _clean_up_on_exit():
            results = measure(wanted, _print_progress)
    except NoHugo as missing:
        return print_error(str(missing), USAGE)
    except RunFailed as failure:
        return print_error(str(failure), PROBLEMS)
    finally:
        _print_progress("")
    if options.json == "-":
        print(results.as_json(), end="")
        return CLEAN
    print(f"{results.machine}.\n")
    for table in tables(results):
        print(table.as_markdown() if options.markdown else table.as_text())
    if options.json:
        Path(options.json).write_text(results.as_json(), encoding="utf-8")
    return CLEAN


@contextlib.contextmanager
def _clean_up_on_exit() -> Iterator[None]:
    """Whoever ends this process (a time limit, say) ends what it has started too, and its folder goes."""

    def leave(number: int, frame: FrameType | None) -> None:
        sys.exit(128 + number)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print_progress(text: str) -> None:
    """What is being done, in one line that is written over; nothing when nobody watches."""
    terminal = sys.__stderr__  # the words are ours, and the line is written over
    if terminal and terminal.isatty():
        terminal.write(f"\r{text:<78.78}\r")
        terminal.flush()
