"""Links inside the site as editors write them: by kind and id, `[register](page:registration)`, never by address."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from mlw_build.markup import FEW, MOST_REMEMBERED, PLACES, STATEMENT, addresses_in, tangled
from mlw_build.model.conference import Conference

_EVERYWHERE = frozenset({"home", "agenda", STATEMENT})

# What follows the words of a link: an address that may have spaces and brackets in it, and a title.
DESTINATION = (
    r"\(\s*+(?:<(?P<angled>[^<>\n]*+)>|(?P<plain>(?:[^()<>\s]++|\([^()\s]*+\)|[ \t]++(?=[^()\"'\s]))++))"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'))?+\s*+\)"
)
# A picture's words end with their paragraph, and may have brackets in them; behind a backslash there is none.
_WORDS = r"(?<!\\)(?:\\\\)*!\[(?P<words>(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]*\])*)\]"
_LINK = re.compile(r"\]" + DESTINATION)
_PICTURE = re.compile(_WORDS + DESTINATION)
_PICTURE_ELSEWHERE = re.compile(_WORDS + r"(?!\()(?:\s?\[(?P<label>[^\]\n]*)\])?")
_DEFINED = re.compile(r"\[(?!\^)(?P<label>(?:[^\[\]\n\\]|\\[^\n])++)\]:\s*+<?(?P<address>[^\s>]+)")
_HTML = re.compile(r"<(?:a|img)\b[^<>]*>", re.I)
_ATTRIBUTE = re.compile(
    r"\s(?P<name>href|src|alt)\s*=\s*(?:\"(?P<in_two>[^\"]*)\"|'(?P<in_one>[^']*)'|(?P<bare>[^\s\"'>]+))", re.I
)


class Target(NamedTuple):
    """An address that a text leads to, or of a picture that it shows.

    `words` are what a picture says to those who do not see it, and None for a link; `written` is what stands there: the
    address, and of a picture the whole, up to the end of the line.
    """

    address: str
    words: str | None
    written: str

    @property
    def is_picture(self) -> bool:
        """Whether it is shown where it stands."""
        return self.words is not None

    @property
    def is_silent(self) -> bool:
        """Whether it is a picture that says nothing to those who do not see it."""
        return self.words is not None and not self.words.strip()


def is_visible_address(markdown: str, target: Target) -> bool:
    """Whether readers of a text meet what was found in it: not in code, nor in a comment.

    Looking for addresses takes no time and finds all that there are; only reading a text tells what it means.
    """
    kind, met = (target.is_picture, target.is_silent), _visible_addresses(markdown)
    return (target.address, *kind) in met or (f"media:{target.address}", *kind) in met


@lru_cache(maxsize=FEW)
def _visible_addresses(markdown: str) -> frozenset[tuple[str, bool, bool]]:
    """The addresses in a text, whether each is a picture's, and a silent one's: read once for all that is found."""
    met = (Target(address, words, address) for address, words in addresses_in(markdown))
    return frozenset((one.address, one.is_picture, one.is_silent) for one in met)


@lru_cache(maxsize=MOST_REMEMBERED)
def targets_in(markdown: str) -> tuple[Target, ...]:
    """Where a Markdown text leads to, and the pictures that it shows; also what only seems so (see
    `is_visible_address`).

    They are looked for once, though several checks ask for them.
    """
    return tuple(_targets_in(markdown))


def _targets_in(markdown: str) -> Iterator[Target]:
    if "![" in markdown and tangled(markdown):
        return  # it is shown as it is, and looking for pictures in it could take for ever
    # Most texts have few links: what cannot be there is not looked for, since programmes are long.
    if "](" in markdown:
        beside = {match.end(): match for match in _PICTURE.finditer(markdown)} if "![" in markdown else {}
        for match in _LINK.finditer(markdown):
            yield _target(match["angled"] or match["plain"] or "", beside.get(match.end()))
    if "]:" in markdown:
        # What follows a picture's words names its address only where that is defined: else the words do
        # (`is_visible_address`).
        pictures = list(_PICTURE_ELSEWHERE.finditer(markdown))
        shown = {_label(picture[name]): picture for name in ("words", "label") for picture in pictures if picture[name]}
        for match in _DEFINED.finditer(markdown):
            yield _target(match["address"], None)
            if picture := shown.get(_label(match["label"])):
                yield _target(match["address"], picture)
    if "<" in markdown:
        yield from _targets_in_html(markdown)


def _targets_in_html(text: str) -> Iterator[Target]:
    for match in _HTML.finditer(text):
        given = {
            one["name"].lower(): unescape(one["in_two"] or one["in_one"] or one["bare"] or "")
            for one in _ATTRIBUTE.finditer(match[0])
        }
        is_picture = match[0][1] in "iI"
        address = given.get("src" if is_picture else "href")
        if address and is_picture:
            yield Target(address, given.get("alt", ""), match[0].partition("\n")[0])
        elif address:
            yield Target(address, None, address)


def _target(address: str, picture: re.Match[str] | None) -> Target:
    if picture is None:
        return Target(address, None, address)
    return Target(address, picture["words"], picture[0].partition("\n")[0])


def _label(written: str) -> str:
    """A label by which an address is named elsewhere in the text: capitals and line ends make no difference."""
    return " ".join(written.lower().split())


def has_place(conference: Conference, place: str) -> bool:
    """Whether the site has one of PLACES: speakers and booths where there are any, most others with a programme."""
    if place in ("speakers", "booths"):
        return bool(getattr(conference, place))
    return place in _EVERYWHERE or bool(conference.sessions)


def names_of(conference: Conference, kind: str) -> Collection[str]:
    """What may stand after a kind of address inside the site (one of KINDS or PLACES) so that it leads somewhere."""
    if kind in PLACES:
        return ("",) if has_place(conference, kind) else ()
    if kind == "day":
        return [day.id for day in conference.days]
    if kind == "media":
        return conference.media
    found: Mapping[str, object] = getattr(conference, f"{kind}s")
    return found
