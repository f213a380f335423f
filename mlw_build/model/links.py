"""Links inside the site as editors write them: by kind and id, `[register](page:registration)`, never by address."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from mlw_build.markup import MOST_REMEMBERED, tangled
from mlw_build.model.conference import Conference

STATEMENT = "accessibility"
"""The accessibility statement, which is also the id of a page in which an editor writes about it."""

PLACES = ("home", "agenda", "speakers", "booths", "live", "calendar", "changes", "my", "search", STATEMENT)
"""Pages that there is one of; they are written with nothing after the colon: `agenda:`."""

_EVERYWHERE = frozenset({"home", "agenda", STATEMENT})

KINDS = ("page", "session", "speaker", "booth", "room", "track", "format", "day", "media")

_KIND = "|".join((*KINDS, *PLACES))
_CODE = re.compile(r"^(?P<fence>`{3,}|~{3,}).*?(?:^(?P=fence)|\Z)|(?P<ticks>`+)[^\n]*?(?P=ticks)", re.M | re.S)
# A picture's words end with their paragraph, and may have brackets in them.
_WORDS = r"!\[(?P<words>(?:[^\[\]\n]|\n(?!\s*\n)|\[[^\[\]\n]*\])*)\]"
_PICTURE = re.compile(_WORDS + r"\(\s*<?(?P<address>[^)\s>]+)")
_PICTURE_ELSEWHERE = re.compile(_WORDS + r"(?!\()(?:\s?\[(?P<label>[^\]\n]*)\])?")
_LINK = re.compile(r"\]\(\s*<?(?P<address>[^)\s>]+)")
_DEFINED = re.compile(r"^ {0,3}\[(?!\^)(?P<label>[^\]\n]+)\]:\s*<?(?P<address>[^\s>]+)", re.M)

ADDRESS = re.compile(rf"^(?P<kind>{_KIND}):(?P<name>[^#\s]*)(?:#(?P<fragment>\S*))?$")
"""The same as the whole address of a link."""


@lru_cache(maxsize=MOST_REMEMBERED)
def targets_in(markdown: str) -> tuple[tuple[str, bool], ...]:
    """The addresses that a Markdown text links to, and whether each is a picture's. Code is no link.

    They are looked for once, though several checks ask for them.
    """
    return tuple(_targets_in(markdown))


def _targets_in(markdown: str) -> Iterator[tuple[str, bool]]:
    if "![" in markdown and tangled(markdown):
        return  # it is shown as it is, and looking for pictures in it could take for ever
    # Most texts have few links and less code: what cannot be there is not looked for, since programmes are long.
    text = _CODE.sub(lambda found: " " * len(found[0]), markdown) if "`" in markdown or "~~~" in markdown else markdown
    if "](" in text:
        pictures = {found.start("address") for found in _PICTURE.finditer(text)} if "![" in text else ()
        for found in _LINK.finditer(text):
            yield found["address"], found.start("address") in pictures
    if "]:" in text:
        shown = {_label(found["label"] or found["words"]) for found in _PICTURE_ELSEWHERE.finditer(text)}
        for found in _DEFINED.finditer(text):
            yield found["address"], _label(found["label"]) in shown


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
