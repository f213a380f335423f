"""`test`: the project's own tests."""

from __future__ import annotations

import argparse

from mlw_build.development import run_tests

MORE = "`test quick` runs what takes less than a minute. Anything else that follows goes to pytest: `test -k clash`."

PASSES_ON = True


def configure(parser: argparse.ArgumentParser) -> None:
    """No options of its own: everything that follows is pytest's."""


def run(options: argparse.Namespace) -> int:
    """Run the tests."""
    return run_tests(options.rest)
