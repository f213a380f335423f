"""`new`: starts a file for an editor to fill in."""

from __future__ import annotations

import argparse

from mlw_build.commands.common import add_root, site_root
from mlw_build.scaffold import KINDS, run_new

MORE = (
    "Writes a file with all that is needed and comments on the rest; never over an existing one, nor a day twice. "
    "A conference makes its folder too."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `new`."""
    add_root(parser)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("name", help="the name or title (for a day: its date, such as 2020-10-12)")
    parser.add_argument("--day", metavar="DATE", help="for a session: the day it is on, such as 2020-10-12")
    parser.add_argument("--start", metavar="TIME", help="for a session: when it begins, such as 09:30 or 14:00")


def run(options: argparse.Namespace) -> int:
    """Write the file. Only a conference may begin in a folder that is not there yet."""
    root = site_root(options, may_be_new=options.kind == "conference")
    return run_new(root, options.kind, options.name, day=options.day, start=options.start)
