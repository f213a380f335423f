"""`serve`: the preview."""

from __future__ import annotations

import argparse

from mlw_build.commands.common import add_root, site_root
from mlw_build.serve.preview import LAST_PORT, run_serve

MORE = "Pages reload after each saved change. A mistake is shown in the page and here; the last good page stays."


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `serve`."""
    add_root(parser)
    parser.add_argument(
        "--port",
        type=port_number,
        default=8000,
        help="the port to serve on (default: %(default)s; 0 for any that is free)",
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="the address or name to serve on, which the preview then answers to as well; 0.0.0.0 for all addresses "
        "of this machine (default: this machine only)",
    )


def port_number(text: str) -> int:
    """A port as it is given to a command."""
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and int(text) <= LAST_PORT):
        raise argparse.ArgumentTypeError(
            f"{text} is not a port; write a number from 1 to {LAST_PORT}, or 0 for any that is free"
        )
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    return run_serve(site_root(options), options.host, options.port)
