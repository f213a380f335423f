"""Markdown to sanitised HTML.

The sanitiser runs last, over everything, so that no extension and no raw HTML can bring in what it does not
allow. A text is read and sanitised once, whatever shows it; links inside the site and the levels of headings are
then put in for each place. They are put into tags that the sanitiser wrote, and none leads to a scheme that it forbids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape, unescape
from urllib.parse import unquote

import nh3
from msgspec import Struct

from mlw_build.markup.addresses import valid_address
from mlw_build.markup.reader import PUBLIC, SITE, read

Links = Callable[[str], str | None]
"""From an address inside the site in a text (`page:about`, `media:map.pdf`) to the address to write.

None means that the link leads nowhere; its words stay.
"""

Size = Callable[[str], tuple[int, int] | None]
"""From the address of a picture inside the site to its width and height in pixels, where they are known."""

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
_DEEP = re.compile(r"(?m)^\s*(?:>\s*){25}|^(?: {4}|\t){25}\s*[-*+\d>]")
# The sanitiser writes `<` only where a tag begins, and every attribute in double quotes that are escaped inside.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[^\s"=]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s+([^\s"=]+)="([^"]*)"')
_HEADING = re.compile(r"<h([1-6])\b")
_HEADING_TAG = re.compile(r"<(/?)h([1-6])\b")
DEEPEST_HEADING = 6
MOST_REMEMBERED = 1_000_000
"""Texts of which it is remembered what they gave, as HTML or otherwise: more than 100,000 sessions have."""

_READ: dict[str, str] = {}
"""What texts gave: reading is a pure function, so it does not matter who asked first."""

MOST_BRACKETS = 500


def to_html(text: str, links: Links, *, level: int = 2, prefix: str = "", size: Size = lambda address: None) -> str:
    """A Markdown text as HTML that is safe to put into a page.

    The text's first heading level becomes <h`level`>; `prefix` keeps its ids apart from those of other texts
    on the same page; `size` gives pictures the room they will take. A tangled text is given as it is, escaped.
    """
    html = safe_html(text)
    if SITE in html or prefix:
        html = _Place(links, prefix, size).put(html)
    highest = min((int(found[1]) for found in _HEADING.finditer(html)), default=level)
    return _moved(html, level - highest) if level != highest else html


def safe_html(text: str) -> str:
    """A Markdown text as safe HTML, the same for every place: addresses inside the site still begin with SITE."""
    found = _READ.get(text)
    if found is None:
        found = _read_now(text)
        remember({text: found})
    return found


def is_read(text: str) -> bool:
    """Whether a text has been read already."""
    return text in _READ


def remember(read: Mapping[str, str]) -> None:
    """Take note of what texts gave when they were read before, so that they are not read again."""
    if len(_READ) + len(read) > MOST_REMEMBERED:
        _READ.clear()
    _READ.update(read)


def as_sanitised(html: str) -> bool:
    """Whether this is what the sanitiser would write, so that it can be let into a page."""
    return bool(_cleaner().clean(html) == html)


def _read_now(text: str) -> str:
    if not text:
        return ""
    if tangled(text):
        return f"<p>{nh3.clean_text(text)}</p>"
    html: str = _cleaner().clean(read(text))
    return html


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    """One sanitiser, since making one takes longer than cleaning a text."""
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={*_SCHEMES, SITE.rstrip(":")},
        link_rel=None,
        strip_comments=True,
        attribute_filter=_attribute,
    )


def tangled(text: str) -> bool:
    """Whether a text has more open brackets or deeper quotations than anybody writes.

    Python-Markdown takes time in the square of the brackets of a paragraph, and recurses into quotations.
    """
    return bool(_DEEP.search(text)) or any(
        part.count("[") > MOST_BRACKETS or part.count("<") - part.count(">") > MOST_BRACKETS
        for part in text.split("\n\n")
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = [one for one in value.split() if _CLASSES.match(one)]
        return " ".join(kept) or None
    if name == "href" and not value.startswith(SITE) and value.lower().startswith(SITE):
        return None
    if name == "href":
        return valid_address(value)
    if name == "cite" and not re.match(r"https?://", value, re.I):
        return None
    if tag == "img" and name == "src" and not value.startswith(SITE) and _ELSEWHERE.match(_NOT_READ.sub("", value)):
        return None
    return value


def _moved(html: str, by: int) -> str:
    """The headings so many levels further down."""
    return _HEADING_TAG.sub(lambda found: f"<{found[1]}h{min(DEEPEST_HEADING, int(found[2]) + by)}", html)


class _Place(Struct):
    """Where a text is shown, while its tags are gone through one by one."""

    links: Links
    prefix: str
    size: Size
    without_link: bool = False
    """Whether the link that is open leads nowhere. Links do not stand in one another (the sanitiser sees to it)."""

    def put(self, html: str) -> str:
        """The HTML with its links led to where they lead from here, and its ids apart from others."""
        return TAG.sub(self._tag, html)

    def _tag(self, found: re.Match[str]) -> str:
        closing, tag = found[1], found[2]
        if closing:
            if tag == "a" and self.without_link:
                self.without_link = False
                return "</span>"
            return found[0]
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(found[3])}
        if "id" in attributes:
            attributes["id"] = self.prefix + attributes["id"]
        if tag == "a":
            tag = self._link(attributes)
        elif tag == "img" and attributes.get("src", "").startswith(SITE):
            address = unquote(attributes["src"].removeprefix(SITE))
            if not self._picture(attributes, address):
                return f"<span>{escape(attributes.get('alt', ''))}</span>"
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return f"<{tag}{written}>"

    def _link(self, attributes: dict[str, str]) -> str:
        """Leads a link to where it leads from here; the tag to write."""
        address = attributes.get("href", "")
        if address.startswith("#"):
            attributes["href"] = f"#{self.prefix}{address[1:]}"
        if not address.startswith(SITE):
            return "a"
        resolved = self.links(unquote(address.removeprefix(SITE)))
        if resolved is None or not _allowed(resolved):
            del attributes["href"]
            self.without_link = True
            return "span"
        attributes["href"] = resolved
        return "a"

    def _picture(self, attributes: dict[str, str], address: str) -> bool:
        resolved = self.links(address)
        if resolved is None or _ELSEWHERE.match(_NOT_READ.sub("", resolved)):
            return False
        attributes |= {"src": resolved, "loading": "lazy"}
        size = self.size(address)
        if size and "width" not in attributes and "height" not in attributes:
            attributes |= {"width": str(size[0]), "height": str(size[1])}
        return True


def _allowed(address: str) -> bool:
    """Whether an address stays on the site or is of a scheme that links may have."""
    read_as = _NOT_READ.sub("", address)
    return not _ELSEWHERE.match(read_as) or bool(PUBLIC.match(read_as))
