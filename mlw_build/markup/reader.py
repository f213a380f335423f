"""Markdown (tables, footnotes, definition lists, attributes, abbreviations) to HTML, not yet safe.

Python-Markdown tries every syntax at every place of a text. Most texts have few: a reader is made of the syntaxes
that a text can have at all, by the marks without which they cannot be there, and serves all texts that have the same.
What it gives is what a reader of all syntaxes gives, in half the time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

import markdown
from markdown.treeprocessors import Treeprocessor

from mlw_build.markup.limits import Limits

SITE = "x-site:"
"""Stands before an address inside the site, or of another scheme, until it is known where a text is shown."""

PUBLIC = re.compile(r"(?:https?|mailto|tel):", re.I)
_HAS_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)

_MOST_EMPTY = 500
_EMPTY_LINES = re.compile(r"\n(?:[ \t]*+\n){499,}+")
"""More empty lines in a row than make a difference; the library takes each for a block."""

_ALWAYS = ("sane_lists",)
_EXTENSIONS: Mapping[str, tuple[str, ...]] = {
    "tables": ("|",),
    "footnotes": ("[^",),
    "def_list": (": ", ":\t"),
    "attr_list": ("{",),
    "abbr": ("*[",),
    "fenced_code": ("```", "~~~"),
}
_OPTIONS: dict[str, dict[str, Any]] = {
    "tables": {"use_align_attribute": True},
    "footnotes": {"BACKLINK_TEXT": "↩\ufe0e", "BACKLINK_TITLE": "↑ {}"},
}
_INLINE: Mapping[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "reference": ("]:",),
    "image_reference": ("]:",),
    "short_reference": ("]:",),
    "short_image_ref": ("]:",),
    "link": ("](",),
    "image_link": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "html": ("<",),
    "entity": ("&",),
    "linebreak": ("  \n", "\t"),
    "em_strong": ("*", "_"),
}
_BLOCKS_OF_HTML: Mapping[str, tuple[str, ...]] = {"html_block": ("<", "&")}
_PUT_ASIDE = frozenset({"html_block", "html", "entity", "fenced_code"})
"""Syntaxes whose HTML is put aside, and back in when all else is done."""

_MARKS = tuple(
    (mark, name)
    for syntaxes in (_EXTENSIONS, _INLINE, _BLOCKS_OF_HTML)
    for name, marks in syntaxes.items()
    for mark in marks
)
_EVERYTHING = frozenset(name for _, name in _MARKS)


def markdown_to_html(text: str) -> str:
    """The HTML of a Markdown text: raw HTML stays, addresses inside the site begin with SITE.

    Raises Tangled, or RecursionError, for a text with deeper lists, or more marks in a paragraph, than anybody writes.
    """
    if text.count("\n") > _MOST_EMPTY:
        text = _EMPTY_LINES.sub("\n" * _MOST_EMPTY, text)
    return _convert(syntaxes_of(text), text)


def markdown_to_html_with_all_syntaxes(text: str) -> str:
    """The same by a reader of all syntaxes: slower, and what `markdown_to_html` is held against."""
    return _convert(_EVERYTHING, text)


def _convert(syntaxes: frozenset[str], text: str) -> str:
    reader = _reader(syntaxes)
    reader.reset()
    try:
        html: str = reader.convert(text)
    except BaseException:
        _reader.cache_clear()  # this one takes itself to be in a list, or in emphasis, from now on
        raise
    return html


def syntaxes_of(text: str) -> frozenset[str]:
    """The syntaxes that a text can have: all whose mark it holds."""
    return frozenset([name for mark, name in _MARKS if mark in text])


@lru_cache(maxsize=256)
def _reader(syntaxes: frozenset[str]) -> markdown.Markdown:
    """A reader of these syntaxes, since making one takes as long as reading a page; `reset` clears it between texts."""
    extensions = [name for name in _EXTENSIONS if name in syntaxes]
    reader = markdown.Markdown(
        extensions=[*_ALWAYS, *extensions, Limits()],
        extension_configs={name: _OPTIONS[name] for name in extensions if name in _OPTIONS},
    )
    for name in _INLINE:
        if name not in syntaxes:
            reader.inlinePatterns.deregister(name, strict=False)
    if "html_block" not in syntaxes:
        reader.preprocessors.deregister("html_block", strict=False)
    if not _PUT_ASIDE & syntaxes:
        reader.postprocessors.deregister("raw_html", strict=False)
    reader.treeprocessors.register(_Addresses(reader), "addresses", 0)
    return reader


class _Addresses(Treeprocessor):
    """Marks addresses inside the site, and turns pictures of other hosts into links.

    A page asks no other host for anything before its reader does.
    """

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                address = element.get("href", "")
                if _HAS_SCHEME.match(address) and not PUBLIC.match(address):
                    element.set("href", SITE + quote(address))
            elif element.tag == "img":
                self._picture(element)

    def _picture(self, element: Element) -> None:
        address = element.get("src", "")
        if re.match(r"https?://", address, re.I):
            element.tag = "a"
            element.text = element.get("alt") or address
            element.attrib = {"href": address}
        else:
            element.set("src", SITE + quote(address if ":" in address else f"media:{address}"))
