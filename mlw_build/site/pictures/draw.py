"""Making one file of a picture: turned upright, in the colours of the web, cut, scaled, and nothing else in it."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms, ImageOps

from mlw_build.site.pictures.recipe import TALLEST, Variant
from mlw_build.site.pictures.source import open_picture

WIDEST = 2048
"""The width that is kept while the files of a picture are made; none of them is wider."""

_SETTINGS: dict[str, dict[str, Any]] = {
    # One thread, since more of them may divide a picture otherwise on another machine.
    "AVIF": {"quality": 58, "speed": 8, "max_threads": 1, "autotiling": False},
    "WEBP": {"quality": 78, "method": 4},
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
    "PNG": {"optimize": True},
}


def encode_variant(variant: Variant) -> bytes:
    """The octets of a variant. Raises Broken where the picture cannot be decoded."""
    picture = decode_upright(variant.file, variant.digest)
    size = (variant.width, variant.height)
    if variant.focus:
        made = ImageOps.fit(picture, size, Image.Resampling.LANCZOS, centering=variant.focus)
    else:
        made = picture.resize(size, Image.Resampling.LANCZOS)
    if variant.format == "JPEG" and made.mode != "RGB":
        made = made.convert("RGB")
    made.info.clear()
    written = io.BytesIO()
    made.save(written, variant.format, **_SETTINGS[variant.format])
    return written.getvalue()


@lru_cache(maxsize=2)
def decode_upright(file: Path, digest: str) -> Image.Image:
    """The whole picture, decoded once for all files made of it; `digest` tells a file that has changed."""
    with open_picture(file) as picture:
        picture.draft("RGB", (WIDEST, WIDEST))
        # In place, and below without a copy where nothing changes: each copy of a large picture is 200 MB.
        ImageOps.exif_transpose(picture, in_place=True)
        coloured = _to_srgb(picture, picture.info.get("icc_profile"))
        coloured.thumbnail((WIDEST, TALLEST), Image.Resampling.LANCZOS)
        return coloured


def _to_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture in sRGB, which is what browsers take a picture without a profile for."""
    transparent = picture.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in picture.info
    mode = "RGBA" if transparent else "RGB"
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        try:
            given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            wanted = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(picture, given, wanted, outputMode=mode)
            if changed is not None:
                return changed
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that cannot be read counts as none
    return picture if picture.mode == mode else picture.convert(mode)
