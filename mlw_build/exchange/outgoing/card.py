"""The picture of a session for shared links: conference, time, title, speakers, as a PNG of 1200 by 630 pixels.

It is drawn with the fonts beside this module, so that every machine draws the same. They have the Latin, Greek
and Cyrillic scripts; a card with any other character is not drawn, since it would show boxes. Scripts that join
or stack their letters need a shaping library, which not every machine has.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1200, 630
"""What the big networks show whole (1.91 to 1)."""

_MARGIN = 80
_PAPER, _INK, _QUIET = "#fbfaf7", "#16202c", "#4a5563"
_ACCENT = "#0b5cad"
_TITLE_SIZES = (76, 66, 58, 50, 44)
_MOST_LINES = 4
_MISSING = "\U0010fffe"


class Card(Struct, frozen=True):
    """What a card says, in plain text; `accent` is a colour as #rrggbb."""

    conference: str
    when: str
    title: str
    who: str = ""
    accent: str | None = None


def card_png(card: Card) -> bytes:
    """The picture of a card whose texts are drawable."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(picture)
    accent = card.accent or _ACCENT
    draw.rectangle((0, 0, 24, HEIGHT), fill=accent)
    room = WIDTH - 2 * _MARGIN
    when = _fitting_font(card.when, room)
    draw.text((_MARGIN, 64), _fitted(card.when, when, room), _readable_accent(accent), when)
    _title(draw, card.title, room)
    draw.text((_MARGIN, 492), _fitted(card.who, _font(34), room), _INK, _font(34))
    draw.text((_MARGIN, 552), _fitted(card.conference, _font(28), room), _QUIET, _font(28))
    written = io.BytesIO()
    picture.quantize(colors=32, dither=Image.Dither.NONE).save(written, "PNG", optimize=False, compress_level=9)
    return written.getvalue()


def drawable(card: Card) -> bool:
    """Whether the fonts have every character of a card."""
    return all(_has_characters(character) for character in {*card.conference, *card.when, *card.title, *card.who})


@lru_cache(maxsize=4096)
def _has_characters(character: str) -> bool:
    return _shape(character) != _shape(_MISSING)


def _shape(character: str) -> bytes:
    return bytes(_font(28).getmask(character))


@lru_cache(maxsize=16)
def _font(size: int, *, bold: bool = False) -> FreeTypeFont:
    from PIL import ImageFont

    name = f"DejaVuSans{'-Bold' if bold else ''}-subset.ttf"
    octets = (files("mlw_build.exchange.outgoing") / "fonts" / name).read_bytes()
    return ImageFont.truetype(io.BytesIO(octets), size, layout_engine=ImageFont.Layout.BASIC)


def _title(draw: ImageDraw, title: str, room: int) -> None:
    """The title as large as it fits in four lines; what does not fit in the smallest size is cut."""
    for size in _TITLE_SIZES:
        font = _font(size, bold=True)
        lines = list(_lines(title, font, room))
        if len(lines) <= _MOST_LINES and len(lines) * size * 1.2 <= 330:
            break
    else:
        lines = [*lines[: _MOST_LINES - 1], _fitted(" ".join(lines[_MOST_LINES - 1 :]), font, room)]
    for number, line in enumerate(lines):
        draw.text((_MARGIN, 140 + number * round(size * 1.2)), line, _INK, font)


def _fitting_font(text: str, room: int) -> FreeTypeFont:
    """The largest font in which a time is whole: one that is cut may have lost its zone."""
    sizes = (40, 36, 32, 28, 24, 20)
    return next(
        (font for size in sizes if (font := _font(size, bold=True)).getlength(text) <= room), _font(20, bold=True)
    )


def _lines(text: str, font: FreeTypeFont, room: int) -> Iterator[str]:
    """The text in lines that fit, broken at spaces but not at no-break ones; a longer word is cut."""
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}" if line else word
        if line and font.getlength(longer) > room:
            yield _fitted(line, font, room)
            line = word
        else:
            line = longer
    if line:
        yield _fitted(line, font, room)


def _fitted(text: str, font: FreeTypeFont, room: int) -> str:
    """The text, cut with an ellipsis where it does not fit."""
    if font.getlength(text) <= room:
        return text
    while text and font.getlength(f"{text}…") > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _readable_accent(accent: str) -> str:
    """The accent as the colour of text, or ink where it is too light to read on paper (WCAG 2.2, 1.4.3)."""
    red, green, blue = (int(accent[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in (red, green, blue)]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return accent if 1.0 / (luminance + 0.05) >= 4.5 else _INK
