"""Keeping pictures that were made, so that the next build need not make them again.

A file's name says what is in it: the picture it was made of, the size, and how it was made. So nothing in the folder
is ever out of date, and all of it may be deleted at any time.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from mlw_build.cache import storage as kept
from mlw_build.cache.storage import load_octets, store_octets
from mlw_build.site.pictures.recipe import Variant

FOLDER = kept.FOLDER / "pictures"
"""In the site's root."""

_WRITER = "picture 1"


def cached_variant(variant: Variant, folder: Path | None) -> bytes:
    """The octets of a variant, from the folder or made now. A folder that cannot be written is done without.

    Raises Broken where the picture cannot be decoded.
    """
    file = folder / PurePosixPath(variant.path).name if folder else None
    found = load_octets(file, _WRITER) if file else None
    if found is not None:
        return found
    from mlw_build.site.pictures.draw import encode_variant  # and Pillow with it, only where something has to be drawn

    made = encode_variant(variant)
    if file:
        store_octets(file, _WRITER, made)
    return made
