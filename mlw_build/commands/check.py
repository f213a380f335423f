"""`check`: read, model and check, and print what was found."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from mlw_build.commands.common import CLEAN, PROBLEMS, add_root, add_strict, print_error, site_root
from mlw_build.commands.explaining import explain
from mlw_build.commands.fixing import apply_fixes, fix_summary
from mlw_build.commands.printing import add_output, print_diagnostics
from mlw_build.edit.apply import unified_diff
from mlw_build.edit.files import CannotEdit, write_all
from mlw_build.pipeline import Options, check

MORE = "--explain CODE says of each kind of problem why it matters, how to fix it and how to allow it."


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `check`."""
    add_root(parser)
    add_strict(parser)
    parser.add_argument("--fix", action="store_true", help="mend in the files what can be mended for certain")
    parser.add_argument("--diff", action="store_true", help="with --fix: show the changes and write nothing")
    add_output(parser)
    parser.add_argument(
        "--on",
        metavar="DATE",
        type=_day,
        help="look for what should be there by this day too, such as recordings (2020-11-15)",
    )
    parser.add_argument("--explain", metavar="CODE", help="say all about one kind of problem, and check nothing")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write year-month-day, such as 2020-11-15") from None


def run(options: argparse.Namespace) -> int:
    """Check the site. Gives 0 where nothing stops publishing, else 1."""
    if options.explain:
        return explain(options.explain)
    root = site_root(options)
    if options.diff and not options.fix:
        return print_error("--diff shows what --fix would change: write `check --fix --diff`.")
    if options.fix:
        return _fix(Options(root, root / "output", strict=options.strict, on=options.on), options)
    checked = check(Options(root, root / "output", strict=options.strict, on=options.on))
    print_diagnostics(options.format, checked, root, everything=options.all)
    return CLEAN if checked.clean else PROBLEMS


def _fix(site: Options, options: argparse.Namespace) -> int:
    """Make the fixes, or show them as a diff; then print what is left. What was done goes to the error stream."""
    try:
        fixing = apply_fixes(site)
        if not options.diff:
            write_all(site.root, fixing.before, fixing.after)
    except CannotEdit as fault:
        return print_error(str(fault), PROBLEMS)
    print(fix_summary(fixing, written=not options.diff), file=sys.stderr)
    if options.diff:
        print(unified_diff(fixing.before, fixing.after), end="")
        return CLEAN if fixing.left.clean else PROBLEMS
    print_diagnostics(options.format, fixing.left, site.root, everything=options.all)
    return CLEAN if fixing.left.clean else PROBLEMS
