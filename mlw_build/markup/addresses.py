"""Addresses as people copy them, in the characters that an address can have."""

from __future__ import annotations

import re
from urllib.parse import quote

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
    found = _WHOLE.fullmatch(address)
    if found is None or not (_FORBIDDEN.search(address) or "#" in found["fragment"]):
        return address
    rest = _FORBIDDEN.sub(_encoded, found["rest"])
    fragment = _FORBIDDEN_IN_FRAGMENT.sub(_encoded, found["fragment"])
    return f"{found['start']}{rest}{found['hash']}{fragment}"


def _encoded(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"
