"""`serve`: the preview."""

from __future__ import annotations

import argparse

from mlw_build.commands.common import add_root, root_of
from mlw_build.serve.preview import run_serve

MORE = "Pages reload after each saved change. A mistake is shown in the page and here; the last good page stays."


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `serve`."""
    add_root(parser)
    parser.add_argument("--port", type=int, default=8000, help="the port to serve on (default: %(default)s)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to serve on (default: this machine only)")


def run(options: argparse.Namespace) -> int:
    """Serve until Ctrl-C."""
    return run_serve(root_of(options), options.host, options.port)
