"""The site as a picture on a telephone: the organiser's own icon, or the mark that is drawn from the days."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from msgspec import Struct
from PIL import __version__ as pillow

from mlw_build.exchange.outgoing.schedule import hex_colour
from mlw_build.read.media import media_place
from mlw_build.site.faults import RenderFault
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.pictures.source import RASTER
from mlw_build.site.site import Site

if TYPE_CHECKING:
    from PIL import Image

SIDES = (192, 512)
"""Pixels; what Chromium asks of an application that can be installed."""

VERSION = 1
"""Rises when icons are drawn in another way, so that their names change with them."""

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


class _Drawing(Struct, frozen=True):
    """An icon that is drawn: on how many pixels, for what, and which share of its side the picture takes.

    `bars` are the colours of the mark; `own` is the organiser's picture in its place, `published` that picture's path,
    which tells one from another.
    """

    side: int
    purpose: str
    share: float
    bars: tuple[str, ...]
    own: Path | None
    published: str

    @property
    def path(self) -> str:
        """Where it is published: its name tells what it is drawn from, so it is known before it is drawn."""
        recipe = f"{VERSION} {pillow} {self.side} {self.purpose} {self.share} {self.bars} {self.published}"
        name = f"icon-{self.side}{'-maskable' if self.purpose == 'maskable' else ''}"
        return f"assets/{name}.{hashlib.sha256(recipe.encode()).hexdigest()[:10]}.png"


def icons_of(site: Site) -> tuple[Icon, ...]:
    """The icons of the manifest; a drawing of the organiser's own comes first."""
    drawn = tuple(
        Icon(drawing.path, f"{drawing.side}x{drawing.side}", "image/png", drawing.purpose) for drawing in _drawn(site)
    )
    own = site.conference.settings.look.icon
    path = site.assets.media.get(own.file) if own else None
    if path and path.endswith(".svg"):
        return (Icon(path, "any", "image/svg+xml"), *drawn)
    return drawn


def icon_files(site: Site) -> Iterator[FilePlan]:
    """The icons that are drawn."""
    for drawing in _drawn(site):
        yield FilePlan(drawing.path, make=partial(_icon, drawing), fingerprint_of=tuple)


def touch_icon(site: Site) -> str:
    """The path of the icon for the start screens that do not read the manifest."""
    return next(drawing.path for drawing in _drawn(site) if drawing.purpose == "maskable")


def _drawn(site: Site) -> tuple[_Drawing, ...]:
    own = site.conference.settings.look.icon
    whole = own is not None and own.file not in site.assets.album.broken
    given = own.file if own and whole and PurePosixPath(own.file).suffix.lower() in RASTER else ""
    published = site.assets.media.get(given)
    file = _place_of(site, given) if published else None
    bars = tuple(_bars(site))
    return tuple(
        _Drawing(side, purpose, share, bars, file, published or "")
        for side, purpose, share in ((SIDES[0], "any", 0.86), (SIDES[1], "any", 0.86), (SIDES[1], "maskable", _SAFE))
    )


def _place_of(site: Site, name: str) -> Path:
    try:
        return media_place(site.media_folder, name)
    except OSError as error:
        raise RenderFault(f"content/media/{name} cannot be read any more: {error.strerror}.") from error


def _bars(site: Site) -> Iterator[str]:
    """The colours of the days' bars; the site's own where they are given as #rrggbb."""
    for number in range(min(max(len(site.conference.days), 2), 5)):
        given = site.conference.settings.look.options.get(f"day_{number + 1}_ink")
        yield hex_colour(str(given) if given else None) or _BARS[number]


def _icon(drawing: _Drawing) -> bytes:
    """A square icon on paper."""
    from PIL import Image  # takes long, and icons are seldom drawn again

    side = drawing.side
    icon = Image.new("RGB", (side, side), _PAPER)
    room = round(side * drawing.share)
    if drawing.own:
        from mlw_build.site.pictures.draw import decode_upright

        picture = decode_upright(drawing.own, drawing.published).convert("RGBA")
        picture.thumbnail((room, room), Image.Resampling.LANCZOS)
        if max(picture.size) < room:
            factor = room / max(picture.size)
            larger = (round(picture.width * factor), round(picture.height * factor))
            picture = picture.resize(larger, Image.Resampling.LANCZOS)
        icon.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2), picture)
    else:
        _draw_mark(icon, room, drawing.bars)
    written = io.BytesIO()
    icon.save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_mark(icon: Image.Image, room: int, bars: tuple[str, ...]) -> None:
    """The bars of the mark beside the title, in whole pixels."""
    from PIL import ImageDraw

    unit = room / max(28, len(bars) * 10 - 2)
    left = (icon.width - (len(bars) * 10 - 2) * unit) / 2
    top = (icon.height - 28 * unit) / 2
    draw = ImageDraw.Draw(icon)
    for number, fill in enumerate(bars):
        x, y = left + number * 10 * unit, top + _TOPS[number] * unit
        draw.rectangle((round(x), round(y), round(x + 8 * unit), round(y + _HEIGHTS[number] * unit)), fill=fill)
