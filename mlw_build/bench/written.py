"""What lies in an output folder: how much of which kind, and what a build changed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

_PLURALS = ("sessions", "speakers", "booths", "rooms", "tracks", "formats")

_SUFFIXES: Mapping[str, str] = {
    ".json": "data",
    ".xml": "data",
    ".csv": "data",
    ".xlsx": "data",
    ".atom": "data",
    ".css": "styles, scripts, pictures",
    ".js": "styles, scripts, pictures",
    ".png": "styles, scripts, pictures",
    ".svg": "styles, scripts, pictures",
}


class Amount(Struct, frozen=True):
    """So many files with so many octets."""

    files: int = 0
    octets: int = 0

    def plus(self, octets: int) -> Amount:
        """With one file more."""
        return Amount(self.files + 1, self.octets + octets)


class State(Struct, frozen=True):
    """A file as it is: its content's digest, and what changes when it is written again, even with the same content."""

    digest: bytes
    stamp: tuple[int, int]


class Change(Struct, frozen=True):
    """How many files of an output folder were written, and in how many of them octets differ (or came, or went)."""

    written: int
    differ: int


def amounts(output: Path) -> dict[str, Amount]:
    """How much there is of each kind."""
    found: dict[str, Amount] = {}
    for path, file in _files(output):
        kind = kind_of(path)
        found[kind] = found.get(kind, Amount()).plus(file.stat().st_size)
    return dict(sorted(found.items()))


def states(output: Path) -> dict[str, State]:
    """Each file's state by its path."""
    found: dict[str, State] = {}
    for path, file in _files(output):
        facts = file.stat()
        digest = hashlib.blake2b(file.read_bytes(), digest_size=16).digest()
        found[path] = State(digest, (facts.st_ino, facts.st_mtime_ns))
    return found


def change(before: Mapping[str, State], after: Mapping[str, State]) -> Change:
    """What happened between two looks at an output folder."""
    differ = {
        path
        for path in before.keys() | after.keys()
        if path not in before or path not in after or before[path].digest != after[path].digest
    }
    written = {path for path, state in after.items() if before.get(path) != state}
    return Change(len(written), len(differ))


def kind_of(path: str) -> str:
    """What a file of a conference's site is, by its path; for our sites and the peer's."""
    parts = PurePosixPath(path).parts
    suffix = PurePosixPath(path).suffix
    if suffix == ".html":
        if parts[0] in (*_PLURALS, "agenda"):
            return f"pages: {parts[0]}"
        return "pages: home" if path == "index.html" else "pages: others"
    if suffix == ".ics":
        inside = parts[1:] if parts[0] == "calendar" else parts
        kind = "days" if inside[0] == "agenda" else inside[0]
        return f"calendars: {kind}" if len(inside) > 1 else "calendars: whole"
    if parts[0] == "search":
        return "search index"
    return _SUFFIXES.get(suffix, "others")


def _files(output: Path) -> list[tuple[str, Path]]:
    found = (file for file in output.rglob("*") if file.is_file())
    return sorted((file.relative_to(output).as_posix(), file) for file in found)
