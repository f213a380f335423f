"""Keeping pictures that were made, so that the next build need not make them again.

A file's name says what is in it: the picture it was made of, the size, and how it was made. So nothing in the folder
is ever out of date, and all of it may be deleted at any time.
"""

from __future__ import annotations

import contextlib
from pathlib import Path, PurePosixPath

from mlw_build.site.pictures.recipe import Variant
from mlw_build.whole_files import put

FOLDER = Path(".cache") / "pictures"
"""Beside the site's content, not in it."""


def octets_of(variant: Variant, folder: Path | None) -> bytes:
    """The octets of a variant, from the folder or made now. A folder that cannot be written is done without.

    Raises Broken where the picture cannot be decoded.
    """
    kept = folder / PurePosixPath(variant.path).name if folder else None
    if kept:
        with contextlib.suppress(OSError):
            found = kept.read_bytes()
            if found:
                return found
    from mlw_build.site.pictures.draw import drawn  # and Pillow with it, only where something has to be drawn

    made = drawn(variant)
    if kept:
        with contextlib.suppress(OSError):
            _keep(kept, made)
    return made


def _keep(file: Path, data: bytes) -> None:
    """Put a made picture into the folder, which git is told to leave alone."""
    if not file.parent.is_dir():
        file.parent.mkdir(parents=True)
        (file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
    put(file, data)
