"""Markdown (tables, footnotes, definition lists, attributes, abbreviations) to sanitised HTML.

The sanitiser runs last, over everything, so that no extension and no raw HTML can bring in what it does not
allow. Links inside the site are resolved by the caller; pictures of other hosts become links, since a page
asks no other host for anything before its reader does.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from xml.etree.ElementTree import Element

import markdown
import nh3
from markdown.treeprocessors import Treeprocessor

Links = Callable[[str], str | None]
"""From an address in a text (`page:about`, a file in content/media, https://...) to the address to write.

None means that the link leads nowhere; its words stay.
"""

Size = Callable[[str], tuple[int, int] | None]
"""From the address of a picture as it is written to its width and height in pixels, where they are known."""

_EXTENSIONS = ("tables", "footnotes", "def_list", "attr_list", "abbr", "fenced_code", "sane_lists")
_TAGS = set(
    "a abbr b bdi bdo blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption "
    "figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strong sub "
    "summary sup table tbody td tfoot th thead time tr u ul var wbr".split()
)
_ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start", "reversed", "type"},
    "td": {"align", "colspan", "rowspan"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "details": {"open"},
    "q": {"cite"},
    "blockquote": {"cite"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}
_CLASSES = re.compile(r"^(footnote[a-z-]*|note|tip|warning|lead|language-[\w-]+)$")
# What browsers leave out of an address (WHATWG URL, 4.4), and what then leads to another host or scheme.
_NOT_READ = re.compile(r"[\x00-\x20]")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}|\\", re.I)
_HEADING = re.compile(r"^h([1-6])$")
_DEEP = re.compile(r"(?m)^\s*(?:>\s*){25}|^(?: {4}|\t){25}\s*[-*+\d>]")
DEEPEST_HEADING = 6
MOST_BRACKETS = 500


def to_html(text: str, links: Links, *, level: int = 2, prefix: str = "", size: Size = lambda address: None) -> str:
    """A Markdown text as HTML that is safe to put into a page.

    The text's first heading level becomes <h`level`>; `prefix` keeps its ids apart from those of other texts
    on the same page; `size` gives pictures the room they will take. A tangled text is given as it is, escaped.
    """
    if not text:
        return ""
    if tangled(text):
        return f"<p>{nh3.clean_text(text)}</p>"
    reader = _reader()
    pass_on = reader.treeprocessors["site"]
    assert isinstance(pass_on, _SiteProcessor)
    pass_on.links, pass_on.level, pass_on.size = links, level, size
    reader.reset()
    return nh3.clean(
        reader.convert(text),
        tags=_TAGS - {"h1"} if level > 1 else _TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
        attribute_filter=lambda tag, name, value: _attribute(tag, name, value, prefix),
    )


def tangled(text: str) -> bool:
    """Whether a text has more open brackets or deeper quotations than anybody writes.

    Python-Markdown takes time in the square of the brackets of a paragraph, and recurses into quotations.
    """
    return bool(_DEEP.search(text)) or any(
        part.count("[") > MOST_BRACKETS or part.count("<") - part.count(">") > MOST_BRACKETS
        for part in text.split("\n\n")
    )


def _attribute(tag: str, name: str, value: str, prefix: str) -> str | None:
    if name == "id":
        return prefix + value
    if name == "class":
        kept = [one for one in value.split() if _CLASSES.match(one)]
        return " ".join(kept) or None
    if name == "href" and value.startswith("#"):
        return f"#{prefix}{value[1:]}"
    if name == "cite" and not re.match(r"https?://", value, re.I):
        return None
    if tag == "img" and name == "src" and _ELSEWHERE.match(_NOT_READ.sub("", value)):
        return None
    return value


class _SiteProcessor(Treeprocessor):
    """Moves headings to their level, resolves links, and turns pictures of other hosts into links."""

    links: Links = staticmethod(lambda address: address)
    level: int = 2
    size: Size = staticmethod(lambda address: None)

    def run(self, root: Element) -> None:
        levels = [int(found[1]) for one in root.iter() if (found := _HEADING.match(str(one.tag)))]
        shift = self.level - min(levels) if levels else 0
        for element in root.iter():
            heading = _HEADING.match(str(element.tag))
            if heading:
                element.tag = f"h{min(DEEPEST_HEADING, int(heading[1]) + shift)}"
            elif element.tag == "a":
                self._link(element)
            elif element.tag == "img":
                self._picture(element)

    def _link(self, element: Element) -> None:
        address = element.get("href", "")
        if address.startswith("#"):
            return
        resolved = self.links(address)
        if resolved is None:
            element.tag = "span"
            element.attrib.pop("href", None)
        else:
            element.set("href", resolved)

    def _picture(self, element: Element) -> None:
        address = element.get("src", "")
        if re.match(r"https?://", address, re.I):
            element.tag = "a"
            element.text = element.get("alt") or address
            element.attrib = {"href": address}
            return
        resolved = self.links(address if ":" in address else f"media:{address}")
        if resolved is None:
            element.tag = "span"
            element.text = element.get("alt")
            element.attrib = {}
        else:
            element.set("src", resolved)
            element.set("loading", "lazy")
            size = self.size(address)
            if size and not element.get("width") and not element.get("height"):
                element.set("width", str(size[0]))
                element.set("height", str(size[1]))


@lru_cache(maxsize=1)
def _reader() -> markdown.Markdown:
    """One reader, since making one takes as long as reading a page; `reset` clears it between texts."""
    reader = markdown.Markdown(
        extensions=list(_EXTENSIONS),
        extension_configs={
            "tables": {"use_align_attribute": True},
            "footnotes": {"BACKLINK_TEXT": "↩\ufe0e", "BACKLINK_TITLE": "↑ {}"},
        },
    )
    reader.treeprocessors.register(_SiteProcessor(reader), "site", 0)
    return reader
