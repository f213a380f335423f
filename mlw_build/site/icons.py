"""The site as a picture on a telephone: the organiser's own icon, or the mark that is drawn from the days."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct

from mlw_build.exchange.outgoing.schedule import colour
from mlw_build.site.pictures.source import RASTER
from mlw_build.site.planned import FilePlan
from mlw_build.site.site import Site

if TYPE_CHECKING:
    from PIL import Image

SIDES = (192, 512)
"""Pixels; what Chromium asks of an application that can be installed."""

_PAPER = "#fcfdfd"
_BARS = ("#0d4680", "#0b5147", "#6b2350", "#7a3a0c", "#463a8f")
_HEIGHTS = (28, 20, 20, 20, 24)
_TOPS = (0, 8, 0, 8, 4)
_SAFE = 0.6
"""How much of a maskable icon's side the picture takes: a circle of 80 % is never cut (W3C, manifest: maskable)."""


class Icon(Struct, frozen=True):
    """An icon: its path, its size as the manifest writes it, its media type, whether a telephone may cut it."""

    path: str
    sizes: str
    media_type: str
    purpose: str = "any"


def icons_of(site: Site) -> tuple[Icon, ...]:
    """The icons of the manifest; a drawing of the organiser's own comes first."""
    drawn = tuple(Icon(path, f"{side}x{side}", "image/png", purpose) for path, side, purpose, _ in _drawn(site))
    own = site.conference.settings.look.icon
    path = site.assets.media.get(own.file) if own else None
    if path and path.endswith(".svg"):
        return (Icon(path, "any", "image/svg+xml"), *drawn)
    return drawn


def icon_files(site: Site) -> Iterator[FilePlan]:
    """The icons that are drawn; the path of each tells its octets."""
    for path, _, _, data in _drawn(site):
        yield FilePlan(path, data)


def touch_icon(site: Site) -> str:
    """The path of the icon for the start screens that do not read the manifest."""
    return next(path for path, _, purpose, _ in _drawn(site) if purpose == "maskable")


def _drawn(site: Site) -> tuple[tuple[str, int, str, bytes], ...]:
    """The path, the side, the purpose and the octets of each icon that is drawn."""
    own = site.conference.settings.look.icon
    whole = own is not None and own.file not in site.assets.album.broken
    given = own.file if own and whole and PurePosixPath(own.file).suffix.lower() in RASTER else ""
    path = site.assets.media.get(given)
    return _named(tuple(_bars(site)), site.media_folder / given if path else None, path or "")


@lru_cache(maxsize=2)
def _named(bars: tuple[str, ...], own: Path | None, path: str) -> tuple[tuple[str, int, str, bytes], ...]:
    drawn = []
    for side, purpose, share in ((SIDES[0], "any", 0.86), (SIDES[1], "any", 0.86), (SIDES[1], "maskable", _SAFE)):
        data = _icon(side, share, bars, own, path)
        name = f"icon-{side}{'-maskable' if purpose == 'maskable' else ''}"
        drawn.append((f"assets/{name}.{hashlib.sha256(data).hexdigest()[:10]}.png", side, purpose, data))
    return tuple(drawn)


def _bars(site: Site) -> Iterator[str]:
    """The colours of the days' bars; the site's own where they are given as #rrggbb."""
    for number in range(min(max(len(site.conference.days), 2), 5)):
        given = site.conference.settings.look.options.get(f"day_{number + 1}_ink")
        yield colour(str(given) if given else None) or _BARS[number]


def _icon(side: int, share: float, bars: tuple[str, ...], own: Path | None, digest: str) -> bytes:
    """A square icon on paper; `share` of its side is the picture. `digest` tells an icon that has changed."""
    from PIL import Image  # takes long, and icons are seldom drawn again

    icon = Image.new("RGB", (side, side), _PAPER)
    room = round(side * share)
    if own:
        from mlw_build.site.pictures.draw import upright

        picture = upright(own, digest).convert("RGBA")
        picture.thumbnail((room, room), Image.Resampling.LANCZOS)
        if max(picture.size) < room:
            factor = room / max(picture.size)
            larger = (round(picture.width * factor), round(picture.height * factor))
            picture = picture.resize(larger, Image.Resampling.LANCZOS)
        icon.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2), picture)
    else:
        _mark(icon, room, bars)
    written = io.BytesIO()
    icon.save(written, "PNG", optimize=True)
    return written.getvalue()


def _mark(icon: Image.Image, room: int, bars: tuple[str, ...]) -> None:
    """The bars of the mark beside the title, in whole pixels."""
    from PIL import ImageDraw

    unit = room / max(28, len(bars) * 10 - 2)
    left = (icon.width - (len(bars) * 10 - 2) * unit) / 2
    top = (icon.height - 28 * unit) / 2
    draw = ImageDraw.Draw(icon)
    for number, fill in enumerate(bars):
        x, y = left + number * 10 * unit, top + _TOPS[number] * unit
        draw.rectangle((round(x), round(y), round(x + 8 * unit), round(y + _HEIGHTS[number] * unit)), fill=fill)
