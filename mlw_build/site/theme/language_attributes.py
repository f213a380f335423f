"""How a page says which language a text is in (WCAG 2.2, 3.1.2), and keeps its direction to the text alone."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape

from mlw_build.model.text import Phrase

_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def marked(phrase: Phrase, language: str, direction: str) -> Markup:
    """A phrase as HTML inside a text of this language and direction (ltr or rtl).

    It is in a <span lang> where it is in another language, and in a <bdi> where it only runs the other way.
    """
    text = escape(phrase.text)
    if not phrase.text:
        return text
    if phrase.language != language:
        return Markup('<span lang="{}" dir="auto">{}</span>').format(phrase.language, text)
    if runs_otherwise(phrase.text, direction):
        return Markup("<bdi>{}</bdi>").format(text)
    return text


def runs_otherwise(text: str, direction: str) -> bool:
    """Whether a text begins in the other direction, by its first strong character (Unicode's UAX 9, rule P2)."""
    if direction == "ltr" and text.isascii():
        return False
    first = next((_STRONG[kind] for kind in map(unicodedata.bidirectional, text) if kind in _STRONG), direction)
    return first != direction


def attributes(language: str) -> Markup:
    """What an element says that holds a text of another language than the page."""
    return Markup(' lang="{}" dir="auto"').format(language)
