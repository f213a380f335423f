"""Markdown to sanitised HTML.

The sanitiser runs last, over everything, so that no extension and no raw HTML can bring in what it does not
allow. A text is read and sanitised once, whatever shows it; links inside the site, pictures in their sizes and the
levels of headings are then put in for each place. They are put into tags that the sanitiser wrote, and none leads to a
scheme that it forbids.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from functools import lru_cache
from html import escape, unescape
from urllib.parse import quote, unquote

import nh3
from msgspec import Struct

from mlw_build.markup.addresses import KINDS, PLACES, inside, valid_address
from mlw_build.markup.limits import (
    SHORT,
    Tangle,
    Tangled,
    check_tags,
    must_be_tried,
    tangle_at,
    tangle_in,
    tangle_of_depth,
    tangle_of_time,
)
from mlw_build.markup.reader import PUBLIC, SITE, markdown_to_html
from mlw_build.system.time_limit import MOST_SECONDS, TookTooLong, time_limit

Links = Callable[[str], str | None]
"""From an address inside the site in a text (`page:about`, `media:map.pdf`) to the address to write.

None means that the link leads nowhere; its words stay.
"""


class ShownPicture(Struct, frozen=True):
    """A picture as a text shows it: the address of its file, and the size that it takes, in CSS pixels.

    `sources` are the same picture in other formats, each as its media type and what `srcset` says, with `sizes` to
    choose by; `whole` is where all of it is, if it has more pixels than are shown.
    """

    src: str
    width: int | None = None
    height: int | None = None
    sources: tuple[tuple[str, str], ...] = ()
    sizes: str | None = None
    whole: str | None = None


Pictures = Callable[[str], ShownPicture | None]
"""From the address of a picture inside the site (`media:hall.png`) to what shows it; without one, its words stay."""

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
# The sanitiser writes `<` only where a tag begins, and every attribute in double quotes that are escaped inside.
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[^\s"=]+="[^"]*")*)\s*/?>')
_ATTRIBUTE = re.compile(r'\s+([^\s"=]+)="([^"]*)"')
_HEADING = re.compile(r"<h([1-6])\b")
_HEADING_TAG = re.compile(r"<(/?)h([1-6])\b")
DEEPEST_HEADING = 6
MOST_REMEMBERED = 1_000_000
"""Texts of which it is remembered what they gave, as HTML or otherwise: more than 100,000 sessions have."""

FEW = 100
"""Texts of which is remembered what is asked only while something has to be told of them."""

_CONVERTED: dict[str, str] = {}
"""What texts gave: reading is a pure function, so it does not matter who asked first."""


def to_html(text: str, links: Links, pictures: Pictures, *, level: int = 2, prefix: str = "") -> str:
    """A Markdown text as HTML that is safe to put into a page.

    The text's first heading level becomes <h`level`>; `prefix` keeps its ids apart from those of other texts
    on the same page. A tangled text is given as it is, escaped.
    """
    html = safe_html(text)
    if SITE in html or prefix:
        html = _PlacedText(links, pictures, prefix).put(html)
    highest = min((int(match[1]) for match in _HEADING.finditer(html)), default=level)
    return _shift_headings(html, level - highest) if level != highest else html


def safe_html(text: str) -> str:
    """A Markdown text as safe HTML, the same for every place: addresses inside the site still begin with SITE."""
    found = _CONVERTED.get(text)
    if found is None:
        found = _convert(text)
        add_converted({text: found})
    return found


def addresses_in(text: str) -> Iterator[tuple[str, str | None]]:
    """The addresses that a text leads to, each with None, and those of its pictures, each with its words.

    They are as whoever reads the text meets them; those inside the site as they are written, those of pictures with
    their kind: `media:hall.png`.
    """
    for match in TAG.finditer(safe_html(text)):
        attributes = _attributes(match[3])
        address = attributes.get("href") or attributes.get("src")
        if address:
            where = unquote(address.removeprefix(SITE)) if address.startswith(SITE) else address
            yield where, attributes.get("alt", "") if match[2] == "img" else None


@lru_cache(maxsize=FEW)
def anchors_in(text: str) -> frozenset[str]:
    """The names that a text gives to its places, to which links can lead: `## Fees {: #fees }`."""
    if "#" not in text and "<" not in text:
        return frozenset()
    named = (_attributes(match[3]).get("id") for match in TAG.finditer(safe_html(text)))
    return frozenset(text for text in named if text)


def is_converted(text: str) -> bool:
    """Whether a text has been read already."""
    return text in _CONVERTED


def add_converted(read: Mapping[str, str]) -> None:
    """Take note of what texts gave when they were read before, so that they are not read again."""
    if len(_CONVERTED) + len(read) > MOST_REMEMBERED:
        _CONVERTED.clear()
    _CONVERTED.update(read)


def is_sanitised(html: str) -> bool:
    """Whether this is what the sanitiser would write, so that it can be let into a page."""
    return bool(_cleaner().clean(html) == html)


def refusal(text: str, seconds: float = MOST_SECONDS) -> Tangle | None:
    """Why a text cannot be read, so that it would be shown as it is written; None where it can.

    Only the few that may be such are read for it, for so many seconds of the processor at the most.
    """
    found = tangle_in(text)
    if found or not must_be_tried(text) or _CONVERTED.get(text, _as_written(text)) != _as_written(text):
        return found
    try:
        with time_limit(seconds):
            add_converted({text: _read(text)})
    except Tangled as tangled:
        return tangle_at(text, tangled)
    except RecursionError:
        return tangle_of_depth()
    except TookTooLong:
        return tangle_of_time(seconds)
    return None


def _convert(text: str) -> str:
    if not text:
        return ""
    try:
        with time_limit() if len(text) > SHORT else nullcontext():
            return _as_written(text) if tangled(text) else _read(text)
    except (Tangled, RecursionError, TookTooLong):
        return _as_written(text)


def _read(text: str) -> str:
    found = markdown_to_html(text)
    if len(text) > SHORT and "<" in text:
        check_tags(found)
    html: str = _cleaner().clean(found)
    return html


def _as_written(text: str) -> str:
    return f"<p>{nh3.clean_text(text)}</p>"


@lru_cache(maxsize=1)
def _cleaner() -> nh3.Cleaner:
    """One sanitiser, since making one takes longer than cleaning a text."""
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={*_SCHEMES, *KINDS, *PLACES, SITE.rstrip(":")},
        link_rel=None,
        strip_comments=True,
        attribute_filter=_attribute,
    )


def tangled(text: str) -> bool:
    """Whether a text has more that stands open, or deeper quotations, than anybody writes."""
    return tangle_in(text) is not None


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = [text for text in value.split() if _CLASSES.match(text)]
        return " ".join(kept) or None
    if name == "href" and not value.startswith(SITE) and value.lower().startswith(SITE):
        return None
    if name == "href":
        return SITE + quote(value) if inside(value) else valid_address(value)
    if name == "cite" and not re.match(r"https?://", value, re.I):
        return None
    if tag == "img" and name == "src" and not value.startswith(SITE):
        return _picture_in_html(value)
    return value


def _picture_in_html(address: str) -> str | None:
    """The address of a picture in a tag, as Markdown would have it; None for one of another host."""
    if inside(address):
        return SITE + quote(address)
    return None if _ELSEWHERE.match(_NOT_READ.sub("", address)) else f"{SITE}{quote(f'media:{address}')}"


def _shift_headings(html: str, by: int) -> str:
    """The headings so many levels further down."""
    return _HEADING_TAG.sub(lambda match: f"<{match[1]}h{min(DEEPEST_HEADING, int(match[2]) + by)}", html)


class _PlacedText(Struct):
    """Where a text is shown, while its tags are gone through one by one."""

    links: Links
    pictures: Pictures
    prefix: str
    link: str = ""
    """The tag that the open link is written with: `a`, or `span` where it leads nowhere; '' outside of links.

    Links do not stand in one another (the sanitiser sees to it).
    """

    def put(self, html: str) -> str:
        """The HTML with its links led to where they lead from here, and its ids apart from others."""
        return TAG.sub(self._tag, html)

    def _tag(self, match: re.Match[str]) -> str:
        closing, tag = match[1], match[2]
        if closing:
            if tag == "a" and self.link:
                written, self.link = f"</{self.link}>", ""
                return written
            return match[0]
        attributes = _attributes(match[3])
        if "id" in attributes:
            attributes["id"] = self.prefix + attributes["id"]
        if tag == "a":
            tag = self.link = self._link(attributes)
        elif tag == "img" and attributes.get("src", "").startswith(SITE):
            return self._picture(attributes, self.pictures(unquote(attributes["src"].removeprefix(SITE))))
        return _opening(tag, attributes)

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
            return "span"
        attributes["href"] = resolved
        return "a"

    def _picture(self, attributes: dict[str, str], shown: ShownPicture | None) -> str:
        """A picture in its sizes. One that has more to see leads to all of it, where it has words to say so."""
        words = attributes.get("alt", "")
        if shown is None or _ELSEWHERE.match(_NOT_READ.sub("", shown.src)):
            return f"<span>{escape(words)}</span>"
        sizes = shown.sizes
        if "width" in attributes or "height" in attributes:
            sizes = f"{attributes['width']}px" if attributes.get("width", "").isdecimal() else sizes
        elif shown.width and shown.height:
            attributes |= {"width": str(shown.width), "height": str(shown.height)}
        picture = _opening("img", {**attributes, "src": shown.src, "loading": "lazy"})
        if shown.sources:
            told = {"sizes": sizes} if sizes else {}
            offers = [_opening("source", {"type": kind, "srcset": files, **told}) for kind, files in shown.sources]
            picture = f"<picture>{''.join(offers)}{picture}</picture>"
        if shown.whole and words.strip() and not self.link:
            return f"{_opening('a', {'href': shown.whole})}{picture}</a>"
        return picture


def _attributes(written: str) -> dict[str, str]:
    """The attributes of a tag that the sanitiser wrote."""
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _opening(tag: str, attributes: Mapping[str, str]) -> str:
    """A tag with these attributes."""
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>"


def _allowed(address: str) -> bool:
    """Whether an address stays on the site or is of a scheme that links may have."""
    read_as = _NOT_READ.sub("", address)
    return not _ELSEWHERE.match(read_as) or bool(PUBLIC.match(read_as))
