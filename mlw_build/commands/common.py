"""What commands share: the site's folder, exit statuses, how problems and paths are printed."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TextIO

import mlw_build
from mlw_build.diagnostics import Diagnostic
from mlw_build.report.escaping import write_coloured
from mlw_build.report.text import as_text

CLEAN, PROBLEMS, USAGE = 0, 1, 2

FEWEST_LINES = 24
"""The lines that are printed even on a smaller terminal."""
LINES_OF_A_LOG = 60
"""The lines that count as a screenful where there is no screen."""


def add_root(parser: argparse.ArgumentParser) -> None:
    """The option --root."""
    parser.add_argument("--root", metavar="DIR", help="the site's folder (default: the one you are in)")


def add_strict(parser: argparse.ArgumentParser) -> None:
    """The option --strict."""
    parser.add_argument("--strict", action="store_true", help="treat warnings as errors")


def site_root(options: argparse.Namespace, *, may_be_new: bool = False) -> Path:
    """The site's folder: as given, else the current one, else the one that this program came with.

    Ends the command, as options that are not understood do, where the given one is not there and may not be new.
    """
    if options.root:
        given = Path(options.root)
        if not given.is_dir() and not may_be_new:
            sys.exit(print_error(f"{given} is not a folder." if given.exists() else f"There is no folder {given}."))
        return given
    beside = Path(mlw_build.__file__).resolve().parent.parent
    path = Path.cwd()
    if not (path / "content").is_dir() and (beside / "content").is_dir() and (beside / "build.py").is_file():
        return beside
    return path


def print_error(message: str, status: int = USAGE) -> int:
    """Print an error; gives the exit status."""
    print(f"error: {message}", file=sys.stderr)
    return status


def print_problems(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], stream: TextIO, *, everything: bool = False
) -> None:
    """Print diagnostics as text, in colour on a terminal; a screenful of them, unless everything is asked for."""
    terminal = stream.isatty()
    most = max(FEWEST_LINES, shutil.get_terminal_size().lines - 2) if terminal else LINES_OF_A_LOG
    text = as_text(diagnostics, sources, colour=terminal, most=None if everything else most)
    write_coloured(f"{text}\n", stream)


def count_noun(number: int, noun: str) -> str:
    """A number with its noun: 1 session, 1,350 sessions."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def relative_path(path: Path) -> str:
    """A path as short as it can be said from here."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
