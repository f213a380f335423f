"""HTML to plain text: for calendars, descriptions and search."""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

from mlw_build.markup.html import MOST_REMEMBERED, TAG, safe_html

_BLOCKS = frozenset(
    "p div li dt dd h1 h2 h3 h4 h5 h6 tr blockquote pre figure table ul ol dl details summary hr".split()
)
_APART = frozenset(("p", "ul", "ol", "table", "blockquote"))
_SPACES = re.compile(r" [ \t]+|\t[ \t]*")
_LINES = re.compile(r"\n{3,}")
_ADDRESS = re.compile(r'\shref="(https?:[^"]*)"')
_INSTEAD = re.compile(r'\salt="([^"]*)"')


@lru_cache(maxsize=MOST_REMEMBERED)
def plain_text(markdown: str) -> str:
    """A Markdown text as plain text, with the addresses of other sites; each text is read once.

    A link inside the site has no address away from its page.
    """
    return to_plain(safe_html(markdown))


def to_plain(html: str) -> str:
    """The text of HTML that the sanitiser wrote: a line a block, list entries with a dash, addresses in brackets."""
    pieces: list[str] = []
    address, opened, end = "", 0, 0
    for match in TAG.finditer(html):
        if match.start() > end:
            pieces.append(unescape(html[end : match.start()]).replace("\n", " "))
        end = match.end()
        closing, tag, attributes = match.groups()
        if tag == "a":
            if closing and address and "".join(pieces[opened:]).strip() != address:
                pieces.append(f" ({address})")
            to = None if closing else _ADDRESS.search(attributes)
            address, opened = unescape(to[1]) if to else "", len(pieces)
        elif closing:
            if tag in _BLOCKS or tag in ("td", "th"):
                pieces.append("\n" if tag in _BLOCKS else " ")
        else:
            pieces.append(_opening(tag, attributes))
    pieces.append(unescape(html[end:]).replace("\n", " "))
    text = _SPACES.sub(" ", "".join(pieces)).replace(" \n", "\n").replace("\n ", "\n")
    return _LINES.sub("\n\n", text).strip()


def _opening(tag: str, attributes: str) -> str:
    """What stands in plain text where an element begins."""
    if tag == "li":
        return "\n- "
    if tag == "br":
        return "\n"
    if tag == "img":
        instead = _INSTEAD.search(attributes)
        return unescape(instead[1]) if instead else ""
    return "\n\n" if tag in _APART else "\n" if tag in _BLOCKS else ""


def truncate_text(text: str, most: int) -> str:
    """The text, cut at a word before `most` characters if it is longer, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    return cut[: space if space > most // 2 else most - 1].rstrip(" ,;:.\n") + "…"
