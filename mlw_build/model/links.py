"""Links inside the site as editors write them: by kind and id, `[register](page:registration)`, never by address."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from html import escape, unescape
from typing import NamedTuple
from urllib.parse import quote

from mlw_build.markup import MOST_REMEMBERED, PLACES, SITE, STATEMENT, safe_html, tangled
from mlw_build.model.conference import Conference

_EVERYWHERE = frozenset({"home", "agenda", STATEMENT})

# What follows the words of a link: an address that may have spaces and brackets in it, and a title.
DESTINATION = (
    r"\(\s*+(?:<(?P<angled>[^<>\n]*+)>|(?P<plain>(?:[^()<>\s]++|\([^()\s]*+\)|[ \t]++(?=[^()\"'\s]))++))"
    r"(?:\s++(?:\"[^\"]*+\"|'[^']*+'))?+\s*+\)"
)
# A picture's words end with their paragraph, and may have brackets in them.
_WORDS = r"!\[(?P<words>(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]*\])*)\]"
_LINK = re.compile(r"\]" + DESTINATION)
_PICTURE = re.compile(_WORDS + DESTINATION)
_PICTURE_ELSEWHERE = re.compile(_WORDS + r"(?!\()(?:\s?\[(?P<label>[^\]\n]*)\])?")
_DEFINED = re.compile(r"^ {0,3}\[(?!\^)(?P<label>[^\]\n]+)\]:\s*<?(?P<address>[^\s>]+)", re.M)
_HTML = re.compile(r"<(?:a|img)\b[^<>]*>", re.I)
_ATTRIBUTE = re.compile(
    r"\s(?P<name>href|src|alt)\s*=\s*(?:\"(?P<in_two>[^\"]*)\"|'(?P<in_one>[^']*)'|(?P<bare>[^\s\"'>]+))", re.I
)
# Nobody reads what stands in a comment, and what stands in code is read as it is.
_UNREAD = re.compile(
    r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)|\Z)|(?P<ticks>`+)[^\n]*?(?P=ticks)|<!--.*?(?:-->|\Z)", re.M | re.S
)

_UNSURE = re.compile(r"^(?: {4}|\t)|\\", re.M)


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


def is_read(markdown: str, address: str) -> bool:
    """Whether an address that was found in a text is one to whoever reads it.

    What is indented may be code, and a bracket behind a backslash is none: only reading the text tells.
    """
    if not _UNSURE.search(markdown):
        return True
    html = safe_html(markdown)
    written = (SITE + quote(address), SITE + quote(f"media:{address}"), escape(address))
    return any(f'="{one}"' in html for one in written)


@lru_cache(maxsize=MOST_REMEMBERED)
def targets_in(markdown: str) -> tuple[Target, ...]:
    """Where a Markdown text leads to, and the pictures that it shows; not those in code and comments.

    They are looked for once, though several checks ask for them.
    """
    return tuple(_targets_in(markdown))


def _targets_in(markdown: str) -> Iterator[Target]:
    if "![" in markdown and tangled(markdown):
        return  # it is shown as it is, and looking for pictures in it could take for ever
    # Most texts have few links and less code: what cannot be there is not looked for, since programmes are long.
    hidden = "`" in markdown or "~~~" in markdown or "<!--" in markdown
    text = _UNREAD.sub(lambda found: " " * len(found[0]), markdown) if hidden else markdown
    if "](" in text:
        pictures = {found.end(): found for found in _PICTURE.finditer(text)} if "![" in text else {}
        for found in _LINK.finditer(text):
            picture = pictures.get(found.end())
            yield _target(found["angled"] or found["plain"] or "", picture)
    if "]:" in text:
        shown = {_label(one["label"] or one["words"]): one for one in _PICTURE_ELSEWHERE.finditer(text)}
        for found in _DEFINED.finditer(text):
            yield _target(found["address"], shown.get(_label(found["label"])))
    if "<" in text:
        yield from _targets_in_html(text)


def _targets_in_html(text: str) -> Iterator[Target]:
    for found in _HTML.finditer(text):
        given = {
            one["name"].lower(): unescape(one["in_two"] or one["in_one"] or one["bare"] or "")
            for one in _ATTRIBUTE.finditer(found[0])
        }
        is_picture = found[0][1] in "iI"
        address = given.get("src" if is_picture else "href")
        if address and is_picture:
            yield Target(address, given.get("alt", ""), found[0].partition("\n")[0])
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


def known_targets(conference: Conference) -> Mapping[str, Collection[str]]:
    """For each kind of link, the names that lead somewhere."""
    return {
        "page": conference.pages,
        "session": conference.sessions,
        "speaker": conference.speakers,
        "booth": conference.booths,
        "room": conference.rooms,
        "track": conference.tracks,
        "format": conference.formats,
        "day": [day.id for day in conference.days],
        "media": conference.media,
        **{place: ("",) if has_place(conference, place) else () for place in PLACES},
    }
