"""`edit`: the programme board."""

from __future__ import annotations

import argparse

from mlw_build.board.server import run_board
from mlw_build.commands.common import add_root, site_root
from mlw_build.commands.serve import port_number

MORE = "Opens the board in your browser: move and edit sessions there; the files are edited as you would edit them."


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `edit`."""
    add_root(parser)
    parser.add_argument("--port", type=port_number, default=0, help="the port to serve on (default: any that is free)")
    parser.add_argument("--no-browser", action="store_true", help="only print the address, and do not open it")


def run(options: argparse.Namespace) -> int:
    """Serve the board until Ctrl-C."""
    return run_board(site_root(options), options.port, open_browser=not options.no_browser)
