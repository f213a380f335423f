"""The source of an import: a file or a folder, read within bounds and never outside of it.

Everything that comes from here is untrusted. A file that is too large, nested too deep or not what its name says
raises `SourceRefused`, with a sentence for whoever runs the import.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path, PurePosixPath

from mlw_build.read.own_files import NotOwn, real_place
from mlw_build.system.regular_files import open_regular, regular_octets
from mlw_build.system.time_limit import MOST_SECONDS, TookTooLong, time_limit

LARGEST_FILE = 30_000_000
LARGEST_FOLDER = 60_000_000
MOST_FILES = 20_000
DEEPEST_FOLDER = 12
MOST_IN_VAIN = 500_000_000
"""Characters that are gone through for lines of what does not stand where it was looked for: half a second's work."""

_SKIPPED = re.compile(r"^(\.|~\$|node_modules$|__pycache__$|__MACOSX$)")


class SourceRefused(Exception):
    """A source that is not read, with the reason in words."""


@contextlib.contextmanager
def read_in_time(name: str) -> Iterator[None]:
    """Read a file of this name within. Raises Refused where that takes the processor longer than any programme does."""
    try:
        with time_limit():
            yield
    except TookTooLong:
        seconds = f"{MOST_SECONDS:g} seconds of the processor, many times what a programme takes"
        raise SourceRefused(f"Reading {name} takes more than {seconds}.") from None


class Source:
    """A file, or a folder with its files.

    Paths are relative to the folder (for a file: its name) with forward slashes, sorted.
    """

    def __init__(self, place: Path) -> None:
        self._place = place
        self._texts: dict[str, str] = {}
        self._read = 0
        self._last_found: dict[str | None, tuple[int, int]] = {}
        self._in_vain = 0
        if not place.exists():
            raise SourceRefused(f"There is no {place}.")
        if not (place.is_dir() or place.is_file()):
            raise SourceRefused(f"{place} is neither a file nor a folder.")

    @property
    def place(self) -> Path:
        """Where the source is on this machine."""
        return self._place

    @property
    def name(self) -> str:
        """The name of the file or folder."""
        return self._place.resolve().name

    @property
    def is_folder(self) -> bool:
        """Whether the source is a folder."""
        return self._place.is_dir()

    @cached_property
    def files(self) -> tuple[str, ...]:
        """The paths of all regular files; of links, of those that `own_files` follows."""
        if not self.is_folder:
            return (self.name,)
        found: list[str] = []
        for path in self._walk(""):
            found.append(path)
            if len(found) > MOST_FILES:
                raise SourceRefused(
                    f"{self._place} has more than {MOST_FILES:,} files; name the folder of the programme."
                )
        return tuple(found)

    def _walk(self, folder: str, depth: int = 0) -> Iterator[str]:
        root = self._place.resolve()
        for entry in sorted(os.scandir(self._place / folder), key=lambda one: one.name):
            path = f"{folder}/{entry.name}" if folder else entry.name
            if _SKIPPED.match(entry.name):
                continue
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST_FOLDER:
                    yield from self._walk(path, depth + 1)
            elif entry.is_file(follow_symlinks=False) or (entry.is_symlink() and _is_own(root, path)):
                yield path

    def suffix(self, path: str | None = None) -> str:
        """The ending of a file in lower case, such as .xml; of the source itself without a path."""
        return PurePosixPath(path or self.name).suffix.lower()

    def matching(self, pattern: str) -> tuple[str, ...]:
        """The paths that a regular expression finds something in."""
        return tuple(path for path in self.files if re.search(pattern, path))

    def octets(self, path: str | None = None, largest: int = LARGEST_FILE) -> bytes:
        """The bytes of a file. Raises Refused where it is too large or cannot be read."""
        place = self._at(path)
        try:
            size = place.stat().st_size
            if size > largest:
                raise SourceRefused(
                    f"{place.name} has {size / 1e6:.0f} MB, more than the {largest / 1e6:.0f} MB that are read."
                )
            self._read += size
            if self._read > LARGEST_FOLDER:
                raise SourceRefused(f"{self._place} has more than the {LARGEST_FOLDER / 1e6:.0f} MB that are read.")
            return regular_octets(place, largest)
        except OSError as error:
            raise SourceRefused(f"{place} cannot be read: {error.strerror}.") from error

    def head(self, path: str | None = None, size: int = 4096) -> str:
        """The beginning of a file as text, for recognising it; undecodable bytes are replaced."""
        try:
            with open_regular(self._at(path)) as file:
                raw = file.read(size)
        except OSError as error:
            raise SourceRefused(f"{self._at(path)} cannot be read: {error.strerror}.") from error
        if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
            return raw.decode("utf-16", errors="replace")
        return raw.decode("utf-8-sig", errors="replace")

    def text(self, path: str | None = None) -> str:
        """A file as text: UTF-8 or UTF-16 by its mark, else as Windows wrote it. Lines end in LF."""
        key = path or ""
        if key not in self._texts:
            self._texts[key] = _decoded(self.octets(path)).replace("\r\n", "\n").replace("\r", "\n")
        return self._texts[key]

    def texts(self) -> dict[str, str]:
        """The texts read so far by their file's name, for showing lines of them."""
        return {(path or self.name): text for path, text in self._texts.items()}

    def line_of(self, needle: str, path: str | None = None) -> int:
        """The line in which a text stands in a file, below the one that was asked for before, if it does; else 1.

        Whoever asks goes through a file from its beginning, so that all together go through it once.
        """
        text, (before, line) = self.text(path), self._last_found.get(path, (0, 1))
        at = text.find(needle, before) if needle and self._in_vain < MOST_IN_VAIN else -1
        if at < 0 and needle and self._in_vain < MOST_IN_VAIN:
            self._in_vain += len(text)
            at, before, line = text.find(needle), 0, 1
        if at < 0:
            return 1
        line += text.count("\n", before, at)
        self._last_found[path] = (at, line)
        return line

    def _at(self, path: str | None) -> Path:
        """Where a file really is. Whoever runs the import may name a link; those in a folder are not theirs."""
        if path is None or not self.is_folder:
            return self._place.resolve()
        try:
            return Path(real_place(self._place.resolve(), path))
        except NotOwn as error:
            raise SourceRefused(f"{path} is {error.strerror}.") from error
        except OSError as error:
            raise SourceRefused(f"{path} cannot be read: {error.strerror}.") from error


def _is_own(root: Path, path: str) -> bool:
    """Whether this is a link to a file of the same folder."""
    with contextlib.suppress(OSError):
        return bool(real_place(root, path))
    return False


def _decoded(raw: bytes) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
