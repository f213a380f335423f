"""`diff`: what changed for attendees between two versions of the programme."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mlw_build.calendar.change_report import as_json, as_markdown, as_text
from mlw_build.calendar.programme_comparison import compare_programmes
from mlw_build.commands.common import CLEAN, PROBLEMS, add_root, print_error, site_root
from mlw_build.diagnostics import stops_publishing
from mlw_build.model.assemble import build_conference
from mlw_build.model.conference import Conference
from mlw_build.read.site_files import read_site

MORE = """

OLD and NEW are folders of a site, or git revisions of the site's folder, such as HEAD, main or v1."""

FOLDERS = ("content", "speakers", "booths")
"""What a programme is made of."""


class CannotCompare(Exception):
    """A version that is not there or cannot be read; the message says so to the person at the terminal."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `diff`."""
    add_root(parser)
    parser.add_argument("old", metavar="OLD", help="the version before")
    parser.add_argument(
        "new", metavar="NEW", nargs="?", help="the version after (default: the site's files as they are)"
    )
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="how to print what changed"
    )


def run(options: argparse.Namespace) -> int:
    """Print what changed. Gives 0, also where something did; 1 where a version cannot be read."""
    root = site_root(options)
    try:
        old = _conference(root, options.old)
        new = _conference(root, options.new) if options.new else _read_conference(root, str(root))
    except CannotCompare as fault:
        return print_error(str(fault), PROBLEMS)
    found = compare_programmes(old, new)
    if options.format == "json":
        print(as_json(found.changes, found.people))
    else:
        write = as_markdown if options.format == "markdown" else as_text
        print(write(found.changes, new.zone, found.people))
    return CLEAN


def _conference(root: Path, version: str) -> Conference:
    if (Path(version) / "content").is_dir():
        return _read_conference(Path(version), version)
    with _checked_out(root, version) as folder:
        return _read_conference(folder, version)


def _read_conference(folder: Path, version: str) -> Conference:
    sources, faults = read_site(folder)
    conference, misfits = build_conference(sources)
    if conference is None:
        raise CannotCompare(f"{version} has no programme that can be read.")
    if stops_publishing((*faults, *misfits)):
        print(f"{version} has errors; what cannot be read in it counts as missing.", file=sys.stderr)
    return conference


@contextmanager
def _checked_out(root: Path, revision: str) -> Iterator[Path]:
    """The site's files at a git revision, in a folder of their own for as long as they are needed."""
    commit = _git(root, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    wanted = commit.decode().strip()
    names = _git(root, revision, "ls-tree", "--name-only", wanted).decode().split("\n")
    folders = [name for name in FOLDERS if name in names]
    if not folders:
        raise CannotCompare(f"{revision} has no site in this folder.")
    packed = _git(root, revision, "archive", "--format=zip", wanted, "--", *folders)
    with tempfile.TemporaryDirectory(prefix="mlw-diff-") as folder:
        # zipfile writes nothing outside the folder, and links as plain files.
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            archive.extractall(folder)
        yield Path(folder)


def _git(root: Path, revision: str, *arguments: str) -> bytes:
    try:
        ran = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError:
        raise CannotCompare(f"{revision} is no folder of a site, and there is no git here to look for it.") from None
    if ran.returncode:
        raise CannotCompare(f"{revision} is neither the folder of a site nor a revision of this one in git.")
    return ran.stdout
