"""The manifest: which files of the output folder are ours, and what is in them.

It lies in the output folder itself. A folder without one is not ours to clean.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct, field

from mlw_build.system.regular_files import regular_octets

NAME = ".mlw-build.json"
VERSION = 1
LARGEST = 500_000_000
"""Octets; the manifest of a million files is smaller."""


class Manifest(Struct, frozen=True):
    """The digest (SHA-256, hex) of each published file by its path in the output folder."""

    digests: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """The manifest as it is written: sorted, a line for each file, the same for the same site."""
        encoded = msgspec.json.encode
        lines = [b'%b: "%b"' % (encoded(path), value.encode()) for path, value in sorted(self.digests.items())]
        return b'{\n"version": %d,\n"files": {\n%b\n}\n}\n' % (VERSION, b",\n".join(lines))


class _Written(Struct, frozen=True):
    version: int
    files: dict[str, str]


def content_digest(data: bytes) -> str:
    """What identifies a file's content."""
    return hashlib.sha256(data).hexdigest()


def read_manifest(output: Path) -> Manifest | None:
    """The output folder's manifest; None where there is none. One that cannot be understood names no files."""
    try:
        written = regular_octets(output / NAME, LARGEST)
    except OSError:
        return None
    try:
        found = msgspec.json.decode(written, type=_Written)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        return Manifest()
    files = found.files if found.version == VERSION else {}
    return Manifest({path: value for path, value in files.items() if is_safe_path(path)})


def is_safe_path(path: str) -> bool:
    """Whether a path stays inside the folder it is joined to, and has no name that begins with a dot.

    No file of a site has such a name, and what others keep in an output folder may: `.git`.
    """
    if not path or path[0] in "./" or "\\" in path or "\0" in path or (os.name == "nt" and ":" in path):
        return False
    return "/." not in path
