"""Addresses in texts: inside the site by kind and id, as editors write them; elsewhere as people copy them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, unquote

STATEMENT = "accessibility"
"""The accessibility statement, which is also the id of a page in which an editor writes about it."""

KINDS = ("page", "session", "speaker", "booth", "room", "track", "format", "day", "media")
"""What an address inside the site can name, before the colon; the id or the file stands after it: `page:about`."""

PLACES = ("home", "agenda", "speakers", "booths", "live", "calendar", "changes", "my", "search", STATEMENT)
"""Pages that there is one of; they are written with nothing after the colon: `agenda:`."""

_INSIDE = re.compile(rf"(?P<kind>{'|'.join((*KINDS, *PLACES))}):(?P<name>[^#]*)(?:#(?P<fragment>\S*))?")


class Inside(NamedTuple):
    """What an address inside the site names: `page:registration#fees`."""

    kind: str
    name: str
    fragment: str


def inside(address: str) -> Inside | None:
    """What an address names, if it is one inside the site. Names may be percent-encoded, as `hall%20map.png` is."""
    match = _INSIDE.fullmatch(address)
    return Inside(match["kind"], unquote(match["name"]), match["fragment"] or "") if match else None


def picture_named(address: str) -> str:
    """The name in content/media of the picture that a text shows by this address: `hall.png` or `media:hall.png`."""
    return unquote(address.removeprefix("media:"))


_WHOLE = re.compile(r"(?P<start>https?://[^/?#]*|mailto:|tel:)(?P<rest>[^#]*)(?P<hash>#?)(?P<fragment>.*)", re.I | re.S)
# What no path, query or fragment has (RFC 3986, 3.3 to 3.5; WHATWG URL, 4.3): the backslash is left to who reads it.
_FORBIDDEN = re.compile(r"[\x00-\x20\"<>\[\]^`{|}\x7f]|%(?![0-9A-Fa-f]{2})")
_FORBIDDEN_IN_FRAGMENT = re.compile(_FORBIDDEN.pattern + "|#")


_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")


def path_in_address(path: str) -> str:
    """A path percent-encoded for an address (RFC 3986, 2.1); most paths are such already."""
    return path if _PLAIN.fullmatch(path) else quote(path)


def valid_address(address: str) -> str:
    """A public address with what it cannot hold percent-encoded (RFC 3986, 2.1); any other text as it is.

    It leads where it led: browsers and servers read both forms alike. Letters of any script may stay, as HTML allows.
    """
    match = _WHOLE.fullmatch(address)
    if match is None or not (_FORBIDDEN.search(address) or "#" in match["fragment"]):
        return address
    rest = _FORBIDDEN.sub(_encoded, match["rest"])
    fragment = _FORBIDDEN_IN_FRAGMENT.sub(_encoded, match["fragment"])
    return f"{match['start']}{rest}{match['hash']}{fragment}"


def _encoded(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"
