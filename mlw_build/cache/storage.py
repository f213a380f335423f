"""What a build keeps for the next one, in .cache/ in the site's root: it saves work and decides nothing.

Each file begins with a line that names what wrote it, with a proof that it was written here: a checksum of the rest
(JSON, or octets as they are) and of the file's own path, made with a secret of this machine
(`mlw_build.cache.machine_key`; keyed BLAKE2b, RFC 7693, 2.9). So a file that came with the site, or from another
place, counts as not there, as does whatever cannot be read, was damaged or comes from another version; a folder that
cannot be written is done without. Files are written whole, so several builds may use one folder, and none is written
or deleted through a link.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from hmac import compare_digest
from pathlib import Path
from typing import TypeVar

import msgspec

import mlw_build
from mlw_build.cache.machine_key import machine_key
from mlw_build.system.atomic_files import atomic_write
from mlw_build.system.regular_files import regular_octets

Kind = TypeVar("Kind")

FOLDER = Path(".cache")
"""In the site's root. It may be deleted at any time."""

LARGEST = 500_000_000
"""Octets of the largest file that is read."""


def load(file: Path, writer: str, kind: type[Kind]) -> Kind | None:
    """What `writer` kept in a file; None where there is nothing to be trusted, or what is of another kind.

    A writer names everything that decides on what it keeps: its format and the versions of its libraries.
    """
    written = load_octets(file, writer)
    try:
        return msgspec.json.decode(written, type=kind) if written is not None else None
    except (ValueError, RecursionError, msgspec.MsgspecError):
        return None


def load_octets(file: Path, writer: str, site: Path | None = None) -> bytes | None:
    """The octets that `writer` kept in a file; None where there is nothing to be trusted.

    `site` is the folder that this is kept for, where the file lies in no FOLDER of it.
    """
    try:
        head, _, octets = regular_octets(file, LARGEST).partition(b"\n")
    except OSError:
        return None
    return octets if compare_digest(head + b"\n", _head(file, writer, octets, site)) else None


def store(file: Path, writer: str, data: object) -> None:
    """Keep data in a file for the next time; what JSON cannot hold is not kept."""
    with contextlib.suppress(UnicodeError):
        store_octets(file, writer, msgspec.json.encode(data))


def store_octets(file: Path, writer: str, octets: bytes, site: Path | None = None) -> None:
    """Keep octets in a file for the next time."""
    with contextlib.suppress(OSError):
        if make_folder(file.parent):
            atomic_write(file, _head(file, writer, octets, site) + octets)


def text_key(text: str) -> str:
    """By what something is kept that a text gave, whatever file the text is in."""
    return hashlib.blake2b(text.encode(), digest_size=20).hexdigest()


def make_folder(folder: Path) -> bool:
    """Make a folder for what is kept, which version control leaves alone; False for a link in its place.

    Raises OSError where it cannot be made.
    """
    if not is_real_folder(folder):
        return False
    if not folder.is_dir():
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    return True


def is_real_folder(folder: Path) -> bool:
    """Whether a folder is where it seems to be: who follows a link may write or delete what belongs to others."""
    return folder.resolve() == folder


def _head(file: Path, writer: str, octets: bytes, site: Path | None) -> bytes:
    """The first line of a file: who wrote what follows, and the proof that it was written here and for this place."""
    by = f"mlw_build {mlw_build.__version__} {writer}"
    proof = hashlib.blake2b(key=machine_key(site or _site_of(file)), digest_size=32, person=b"mlw_build kept")
    for part in (by.encode(), os.fsencode(file)):
        proof.update(b"%d " % len(part) + part)
    proof.update(octets)
    return f"{by} {proof.hexdigest()}\n".encode()


def _site_of(file: Path) -> Path:
    """The folder of the site that a file is kept for."""
    return next((parent.parent for parent in file.parents if parent.name == FOLDER.name), file.parent)
