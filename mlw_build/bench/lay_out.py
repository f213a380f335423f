"""Bringing a folder to hold given files, with no more writing than it takes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def write_files(folder: Path, files: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Write each file (path, text) that the folder does not hold as it is. Gives the paths that were written.

    Line ends are written as they are given. Other files in the folder stay.
    """
    written: list[str] = []
    for path, text in files:
        file = folder / path
        octets = text.encode()
        if file.is_file() and file.read_bytes() == octets:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(octets)
        written.append(path)
    return tuple(written)
