"""HTML to plain text: for calendars, descriptions and search."""

from __future__ import annotations

import re
from functools import lru_cache
from html.parser import HTMLParser

from mlw_build.markup.html import to_html

_BLOCKS = set("p div li dt dd h1 h2 h3 h4 h5 h6 tr blockquote pre figure table ul ol dl details summary hr".split())


@lru_cache(maxsize=65_536)
def plain_text(markdown: str) -> str:
    """A Markdown text as plain text, with the addresses of other sites; each text is read once."""
    return to_plain(to_html(markdown, _outside))


def _outside(address: str) -> str | None:
    """Addresses of other sites; a link inside the site has no address away from its page."""
    return address if address.startswith(("http:", "https:")) else None


def to_plain(html: str) -> str:
    """The text of an HTML fragment: a line a block, list entries with a dash, addresses of links in brackets."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    text = re.sub(r"[ \t]*\n[ \t]*", "\n", re.sub(r"[ \t]+", " ", "".join(reader.pieces)))
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def shortened(text: str, most: int) -> str:
    """The text, cut at a word before `most` characters if it is longer, with an ellipsis."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    space = max(cut.rfind(" "), cut.rfind("\n"))
    return cut[: space if space > most // 2 else most - 1].rstrip(" ,;:.\n") + "…"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._address: str | None = None
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        if tag == "a":
            address = given.get("href") or ""
            self._address = address if address.startswith(("http:", "https:")) else None
            self._words = []
        elif tag == "img" and given.get("alt"):
            self.pieces.append(str(given["alt"]))
        elif tag == "br":
            self.pieces.append("\n")
        elif tag == "li":
            self.pieces.append("\n- ")
        elif tag in _BLOCKS:
            self.pieces.append("\n\n" if tag in ("p", "ul", "ol", "table", "blockquote") else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._address:
            if "".join(self._words).strip() != self._address:
                self.pieces.append(f" ({self._address})")
            self._address = None
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if self._address:
            self._words.append(data)
        self.pieces.append(data.replace("\n", " "))
