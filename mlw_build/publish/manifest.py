"""The manifest: which files of the output folder are ours, and what is in them.

It lies in the output folder itself. A folder without one is not ours to clean.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

NAME = ".mlw-build.json"
VERSION = 1


class Manifest(Struct, frozen=True):
    """The digest (SHA-256, hex) of each published file by its path in the output folder."""

    digests: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> bytes:
        """The manifest as it is written: sorted, a line for each file, the same for the same site."""
        lines = ",\n".join([f'{json.dumps(path)}: "{value}"' for path, value in sorted(self.digests.items())])
        return f'{{\n"version": {VERSION},\n"files": {{\n{lines}\n}}\n}}\n'.encode()


def digest(data: bytes) -> str:
    """What identifies a file's content."""
    return hashlib.sha256(data).hexdigest()


def read_manifest(output: Path) -> Manifest | None:
    """The output folder's manifest; None where there is none. One that cannot be understood names no files."""
    try:
        text = (output / NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    try:
        document = json.loads(text)
        files = document["files"] if document["version"] == VERSION else {}
        return Manifest({str(path): str(value) for path, value in files.items() if safe_path(str(path))})
    except (ValueError, TypeError, KeyError, AttributeError):
        return Manifest()


def safe_path(path: str) -> bool:
    """Whether a path stays inside the folder it is joined to."""
    parts = path.split("/")
    leads_somewhere = any(part not in ("", ".") for part in parts)
    return leads_somewhere and path[0] != "/" and "\\" not in path and "\0" not in path and ".." not in parts
