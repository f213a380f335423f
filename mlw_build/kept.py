"""What a build keeps for the next one, in .cache/ in the site's root: it saves work and decides nothing.

Each file begins with a line that names what wrote it, with a checksum of the rest: JSON, or octets as they are.
Whatever cannot be read, was damaged or comes from another version counts as not there; a folder that cannot be written
is done without.
Files are put in place whole, so several builds may use one folder, and none is written or deleted through a link.
"""

from __future__ import annotations

import contextlib
import hashlib
from pathlib import Path
from typing import TypeVar

import msgspec

import mlw_build
from mlw_build.whole_files import put

Kind = TypeVar("Kind")

FOLDER = Path(".cache")
"""In the site's root. It may be deleted at any time."""


def kept_in(file: Path, writer: str, kind: type[Kind]) -> Kind | None:
    """What `writer` kept in a file; None where there is nothing to be trusted, or what is of another kind.

    A writer names everything that decides on what it keeps: its format and the versions of its libraries.
    """
    written = kept_octets(file, writer)
    try:
        return msgspec.json.decode(written, type=kind) if written is not None else None
    except (ValueError, RecursionError, msgspec.MsgspecError):
        return None


def kept_octets(file: Path, writer: str) -> bytes | None:
    """The octets that `writer` kept in a file; None where there is nothing to be trusted."""
    try:
        head, _, octets = file.read_bytes().partition(b"\n")
    except OSError:
        return None
    return octets if head + b"\n" == _head(writer, octets) else None


def keep(file: Path, writer: str, data: object) -> None:
    """Keep data in a file for the next time; what JSON cannot hold is not kept."""
    with contextlib.suppress(UnicodeError):
        keep_octets(file, writer, msgspec.json.encode(data))


def keep_octets(file: Path, writer: str, octets: bytes) -> None:
    """Keep octets in a file for the next time."""
    with contextlib.suppress(OSError):
        if make_folder(file.parent):
            put(file, _head(writer, octets) + octets)


def key_of_text(text: str) -> str:
    """By what something is kept that a text gave, whatever file the text is in."""
    return hashlib.blake2b(text.encode(), digest_size=20).hexdigest()


def make_folder(folder: Path) -> bool:
    """Make a folder for what is kept, which version control leaves alone; False for a link in its place.

    Raises OSError where it cannot be made.
    """
    if not is_ours(folder):
        return False
    if not folder.is_dir():
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return True


def is_ours(folder: Path) -> bool:
    """Whether a folder is where it seems to be: who follows a link may write or delete what belongs to others."""
    return folder.resolve() == folder


def _head(writer: str, octets: bytes) -> bytes:
    return f"mlw_build {mlw_build.__version__} {writer} {hashlib.blake2b(octets).hexdigest()}\n".encode()
