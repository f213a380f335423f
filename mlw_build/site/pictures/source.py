"""A picture as it was given: what its head says, and what keeps it from being used."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.parsers import expat

from msgspec import Struct

from mlw_build.read.media import LARGEST_MEDIA, LARGEST_SVG
from mlw_build.system.regular_files import open_regular, regular_octets

if TYPE_CHECKING:
    from PIL import Image

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
"""The formats that are decoded; Pillow knows many more, whose decoders nobody needs here."""

RASTER = frozenset(".avif .webp .jpg .jpeg .png .gif".split())
MOST_PIXELS = 50_000_000
"""Larger pictures are refused before they are decoded: a small file can unfold to gigabytes."""

TOO_LARGE = (
    f"has more than {MOST_PIXELS // 1_000_000} million pixels.",
    "Scale it down to 3000 pixels at most.",
)
_EXPORT = "Export it again as JPEG, PNG or WebP."

MOST_SCANS = 100
"""Scans of a JPEG; programs write a dozen. Each costs a pass over all pixels, and takes a few octets of the file."""

_SIDEWAYS = (5, 6, 7, 8)
_ORIENTATION = 0x0112
_END_OF_JPEG = b"\xff\xd9"
_SCAN = b"\xff\xda"
_LENGTH = re.compile(r"^\s*(\d{1,6}(?:\.\d{1,15})?)(?:px)?\s*$")


class UnusablePicture(Exception):
    """A picture that cannot be used; the message goes on after its name, the second argument says what to do.

    `file` is where it is, once that is known.
    """

    file: Path | None = None


class PictureSource(Struct, frozen=True):
    """A picture's width and height in pixels, as it is seen (turned upright); what it is made of.

    `drawable` is False for drawings (SVG) and for pictures that move, which are published as they are.
    """

    width: int
    height: int
    transparent: bool = False
    drawable: bool = True


def read_picture_head(file: Path) -> PictureSource | None:
    """What the head of a picture says; None for an SVG without a size. Raises Broken."""
    if file.suffix.lower() == ".svg":
        return _svg_size(_octets(file, LARGEST_SVG))
    with open_picture(file) as picture:
        _check_whole(picture, file)
        return _described(picture)


def _octets(file: Path, largest: int) -> bytes:
    """The octets of a picture's file. Raises Broken where it cannot be read, or is no regular one."""
    try:
        return regular_octets(file, largest)
    except OSError as error:
        raise UnusablePicture("cannot be read as a picture.", _EXPORT) from error


@contextmanager
def open_picture(file: Path | BinaryIO) -> Iterator[Image.Image]:
    """The picture in a file, with only its head read, to be decoded inside of `with`.

    Raises Broken where it is none, has too many pixels, or where anything fails that is done with it: decoders raise
    whatever a damaged octet leads them to.
    """
    from PIL import Image  # takes long, and many sites have drawings only

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            source = open_regular(file) if isinstance(file, Path) else nullcontext(file)
            with source as octets, Image.open(octets, formats=FORMATS) as picture:
                _check_size(picture)
                yield picture
        except Exception as error:
            broken = error if isinstance(error, UnusablePicture) else UnusablePicture(*_why(error))
            broken.file = file if isinstance(file, Path) else None
            raise broken from (None if broken is error else error)


def _check_size(picture: Image.Image) -> None:
    """Raises Broken before anything is decoded: a small file can unfold to gigabytes."""
    if picture.width * picture.height > MOST_PIXELS:
        raise UnusablePicture(*TOO_LARGE)
    if not (picture.width and picture.height):
        raise UnusablePicture("has no pixels.", _EXPORT)


def _why(error: Exception) -> tuple[str, str]:
    """What is wrong with a picture, and what to do, by what its decoder raised."""
    from PIL import Image, UnidentifiedImageError

    if isinstance(error, Image.DecompressionBombError):
        return TOO_LARGE
    if isinstance(error, UnidentifiedImageError):
        return "is not a picture in a format that is known here.", _EXPORT
    return "cannot be read as a picture.", _EXPORT


def _described(picture: Image.Image) -> PictureSource:
    width, height = picture.size
    if picture.getexif().get(_ORIENTATION) in _SIDEWAYS:
        width, height = height, width
    transparent = picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info
    return PictureSource(width, height, transparent, drawable=not getattr(picture, "is_animated", False))


def _check_whole(picture: Image.Image, file: Path) -> None:
    """Raises Broken for a picture whose end is missing, as after an upload that broke off.

    Photographs are not decoded for that, since it takes long; whatever comes as JPEG ends with a marker.
    """
    if picture.format != "JPEG":
        picture.load()
        return
    data = _octets(file, LARGEST_MEDIA)
    if _END_OF_JPEG not in data[-65536:]:
        raise UnusablePicture("ends in the middle.", "Copy or export it again.")
    if data.count(_SCAN) > MOST_SCANS:
        raise UnusablePicture("takes longer to show than any photograph does.", _EXPORT)


def _svg_size(data: bytes) -> PictureSource | None:
    """The size of an SVG by its width and height, else by its viewBox."""
    root: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        root.update(attributes)
        parser.StartElementHandler = None

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise UnusablePicture("is not a well-formed SVG.", "Export it again from the drawing program.") from error
    width, height = _length(root.get("width")), _length(root.get("height"))
    box = [_length(one) for one in re.split(r"[\s,]+", root.get("viewBox", "").strip())]
    if (not width or not height) and len(box) == 4:
        width, height = box[2], box[3]
    if not width or not height:
        return None
    return PictureSource(max(1, round(width)), max(1, round(height)), drawable=False)


def _length(text: str | None) -> float | None:
    match = _LENGTH.match(text or "")
    return float(match[1]) if match else None
