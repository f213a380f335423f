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

from mlw_build.publish.traces import MOMENT, CannotTell, Trace, newest, traces_below
from mlw_build.read.unread import beside

SOURCES = ("content", "speakers", "booths", "themes")
"""The folders of a site's root whose files a build reads."""


class Wanted(Struct, frozen=True):
    """What a build is asked for. Paths are resolved."""

    root: str
    output: str
    base_url: str | None
    strict: bool
    locked: bool
    preview: bool = False


class Ingredients(Struct, frozen=True):
    """The digest of all that goes into a build, and of the tool alone: its code, themes, libraries and Python.

    `certain` is whether a file that changes from now on must change the digest.
    """

    digest: str
    tool: str
    certain: bool


def ingredients_of(wanted: Wanted, now: int) -> Ingredients | None:
    """What a build would be made of now, by the clock of the site's file system; None where that cannot be told."""
    try:
        tool = _digest(_tool())
        sources = traces_of_sources(wanted.root)
    except CannotTell:
        return None
    certain = all(newest(trace) < now - MOMENT for _, trace in sources)
    # A build tells of files that were meant for the site and lie beside it.
    misplaced = [asdict(one) for one in beside(Path(wanted.root))]
    return Ingredients(_digest([tool, asdict(wanted), sources, misplaced]), tool, certain)


def traces_of_sources(root: str) -> Sequence[tuple[str, Trace]]:
    """The traces of all files that a build of this site would read, by their paths. Raises CannotTell."""
    return [found for name in SOURCES for found in traces_below(os.path.join(root, name))]


def _tool() -> list[object]:
    package = Path(__file__).resolve().parent.parent
    themes = package.parent / "themes"
    code = [*traces_below(str(package)), *traces_below(str(themes))]
    return [sys.version, code, sorted(_libraries())]


def _libraries() -> Iterator[str]:
    """The installed libraries with their versions, as the folders that describe them are called."""
    for place in sys.path:
        if os.path.isdir(place):
            yield from (name for name in os.listdir(place) if name.endswith((".dist-info", ".egg-info")))


def _digest(things: object) -> str:
    return hashlib.sha256(json.dumps(things).encode("utf-8", "surrogatepass")).hexdigest()
