"""What a use of a picture needs: which files, of which size and format, and how a page offers them to browsers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath

from msgspec import Struct
from PIL import __version__ as pillow

from mlw_build.site.pictures.source import PictureSource

VERSION = 2
"""Rises when pictures are made in another way, so that their names change with them."""

MODERN = (("AVIF", "avif", "image/avif"), ("WEBP", "webp", "image/webp"))
"""Formats with their endings and media types, the smallest first: browsers take the first one they know."""

JPEG, PNG = ("JPEG", "jpg"), ("PNG", "png")
FACE = (0.5, 0.35)
"""Where a portrait is cut around when it says nothing: faces are seldom in the lower half."""

_WORDS = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}


class Use(StrEnum):
    """Where a picture is shown, which decides on its sizes."""

    PORTRAIT = "portrait"
    LARGE_PORTRAIT = "large-portrait"
    LOGO = "logo"
    WIDE = "wide"


_SQUARES = {Use.PORTRAIT: 80, Use.LARGE_PORTRAIT: 224}
"""The side of a portrait in CSS pixels."""

_LOGO = (320, 64)
"""The largest that a logo is shown, in CSS pixels."""

_WIDTHS = (320, 640, 1280)

TALLEST = 8192
"""The height of the tallest file, in pixels; WebP has none of more than 16383. A poster has less, at its full width."""

_WIDE_SIZES = "(min-width: 48em) 40rem, 92vw"


class Variant(Struct, frozen=True):
    """A file to make of a picture: where it is published, from what, of which size and format.

    `focus` is the point, from 0 to 1 along both sides, around which the picture is cut; None to cut nothing.
    """

    path: str
    file: Path
    digest: str
    width: int
    height: int
    format: str
    focus: tuple[float, float] | None


class Offer(Struct, frozen=True):
    """The files of one format: its media type, and each path with what `srcset` says after it (2x, 640w)."""

    media_type: str
    files: tuple[tuple[str, str], ...]


class SizedPicture(Struct, frozen=True):
    """A picture for a use: paths of its files, and the size that a page keeps free for it, in CSS pixels.

    `src` is for browsers that know no modern format; `sizes` is set where the widths are given (640w).
    """

    src: str
    width: int | None
    height: int | None
    offers: tuple[Offer, ...] = ()
    sizes: str | None = None


def focus_point(written: str | None) -> tuple[float, float] | None:
    """The focus point that an editor wrote: a word such as top, or two percentages such as 30% 20%."""
    if not written:
        return None
    parts = written.split()
    if len(parts) == 1:
        place = _WORDS[parts[0]]
        return (place, FACE[1]) if parts[0] in ("left", "right") else (0.5, place)
    across, down = (float(part.rstrip("%")) / 100 for part in parts)
    return across, down


def picture_variants(
    name: str, file: Path, digest: str, source: PictureSource, use: Use, focus: tuple[float, float] | None
) -> tuple[SizedPicture, tuple[Variant, ...]]:
    """How a picture is offered for a use, and the files that it needs.

    `name` is its path in content/media, `digest` identifies its content.
    """
    cut = (focus or FACE) if use in _SQUARES else None
    sizes = tuple(_sizes(source, use))
    key = f"{VERSION} {pillow} {digest} {cut} {use if cut else ''}"
    stem = f"assets/media/{PurePosixPath(name).with_suffix('')}.{hashlib.sha256(key.encode()).hexdigest()[:10]}"

    def variant(width: int, height: int, kind: str, ending: str) -> Variant:
        return Variant(f"{stem}-{width}.{ending}", file, digest, width, height, kind, cut)

    made = {kind: [variant(*size, kind, ending) for size in sizes] for kind, ending, _ in MODERN}
    plain = variant(*sizes[min(1, len(sizes) - 1)], *(PNG if source.transparent else JPEG))
    offers = tuple(
        Offer(media_type, tuple((variant.path, _descriptor(use, variant, sizes[0][0])) for variant in made[kind]))
        for kind, _, media_type in MODERN
    )
    width, height = sizes[-1] if use is Use.WIDE else sizes[0]
    sized = SizedPicture(plain.path, width, height, offers, _WIDE_SIZES if use is Use.WIDE else None)
    return sized, (*(variant for kind in made.values() for variant in kind), plain)


def _descriptor(use: Use, variant: Variant, first: int) -> str:
    return f"{variant.width}w" if use is Use.WIDE else f"{round(variant.width / first, 2):g}x"


def _sizes(source: PictureSource, use: Use) -> Iterator[tuple[int, int]]:
    """The sizes to make, the smallest first; a picture is never made larger than it is."""
    if use in _SQUARES:
        whole = min(source.width, source.height)
        yield from ((side, side) for side in _available_sizes(whole, (_SQUARES[use], 2 * _SQUARES[use])))
        return
    whole = min(source.width, max(1, TALLEST * source.width // source.height))
    if use is Use.LOGO:
        shown = min(_LOGO[0], max(1, round(_LOGO[1] * source.width / source.height)))
        widths = _available_sizes(whole, (shown, 2 * shown))
    else:
        widths = _available_sizes(whole, _WIDTHS)
    for width in widths:
        yield width, min(TALLEST, max(1, round(source.height * width / source.width)))


def _available_sizes(most: int, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """The wanted lengths that there are pixels for; the whole of a smaller picture."""
    return tuple(dict.fromkeys(min(most, number) for number in wanted))
