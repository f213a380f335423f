"""Everything that a build is made of, as one digest: with the same digest and output, there is nothing to do."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict

from mlw_build.publish.file_stats import CLOCK_TICK, CannotStat, FileStat, file_stats_below, last_changed
from mlw_build.read.unrecognised_files import misplaced_files

SOURCES = ("content", "speakers", "booths", "themes")
"""The folders of a site's root whose files a build reads."""


class BuildRequest(Struct, frozen=True):
    """What a build is asked for. Paths are resolved."""

    root: str
    output: str
    base_url: str | None
    strict: bool
    locked: bool
    preview: bool = False


class BuildInputs(Struct, frozen=True):
    """The digest of all that goes into a build, and of the tool alone: its code, themes, libraries and Python.

    `certain` is whether a file that changes from now on must change the digest.
    """

    digest: str
    tool: str
    certain: bool


def build_inputs(wanted: BuildRequest, now: int) -> BuildInputs | None:
    """What a build would be made of now, by the clock of the site's file system; None where that cannot be told."""
    try:
        tool = _digest(_tool_version())
        sources = source_file_stats(wanted.root)
    except CannotStat:
        return None
    certain = all(last_changed(trace) < now - CLOCK_TICK for _, trace in sources)
    # A build tells of files that were meant for the site and lie beside it.
    misplaced = [asdict(file) for file in misplaced_files(Path(wanted.root))]
    return BuildInputs(_digest([tool, asdict(wanted), sources, misplaced]), tool, certain)


def source_file_stats(root: str) -> Sequence[tuple[str, FileStat]]:
    """The traces of all files that a build of this site would read, by their paths. Raises CannotTell."""
    return [found for name in SOURCES for found in file_stats_below(os.path.join(root, name))]


def _tool_version() -> list[object]:
    package = Path(__file__).resolve().parent.parent
    themes = package.parent / "themes"
    code = [*file_stats_below(str(package)), *file_stats_below(str(themes))]
    return [sys.version, code, sorted(_installed_libraries())]


def _installed_libraries() -> Iterator[str]:
    """The installed libraries with their versions, as the folders that describe them are called."""
    for place in sys.path:
        if os.path.isdir(place):
            yield from (name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info")))


def _digest(things: object) -> str:
    return hashlib.sha256(json.dumps(things).encode("utf-8", "surrogatepass")).hexdigest()
