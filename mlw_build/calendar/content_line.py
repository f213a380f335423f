"""Content lines (RFC 5545, 3.1): a property of an event or a feed, as the octets of its line.

What texts, addresses and parameters look like is the icalendar package's to say. Instants, joining and folding are
done here, as the package does them: it folds character by character, and for a thousand sessions that is more work
than all the rest of their calendars.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from icalendar import Parameters
from icalendar.prop import vText, vUri

from mlw_build.calendar.facts import instant_text

MOST_OCTETS = 75
"""Octets of a line without its end (RFC 5545, 3.1)."""

_FOLD = b"\r\n "
_ESCAPES = b"\\^"
_NO_MARKS = str.maketrans("", "", "-:")


def line(name: str, value: bytes, parameters: Mapping[str, str] | None = None) -> bytes:
    """A property's line, folded, with its end. The value is as it is to be written; parameters are quoted here."""
    said = b";" + Parameters(parameters).to_ical() if parameters else b""
    return fold_line(b"%s%s:%s" % (name.encode(), said, value))


def text_line(name: str, text: str) -> bytes:
    """The line of a text (RFC 5545, 3.3.11)."""
    return line(name, vText(text).to_ical())


def uri_line(name: str, address: str, parameters: Mapping[str, str] | None = None) -> bytes:
    """The line of an address (RFC 5545, 3.3.13). Raises ValueError where there is a line break in it."""
    return line(name, vUri(address).to_ical(), parameters)


def instant_line(name: str, instant: datetime) -> bytes:
    """The line of an instant in UTC, to the second (RFC 5545, 3.3.5)."""
    return line(name, instant_text(instant).translate(_NO_MARKS).encode())


def fold_line(content: bytes) -> bytes:
    """A line of UTF-8 in pieces of less than MOST_OCTETS with their ends, at the places where icalendar folds.

    No piece ends inside a character. Where one would end with a backslash or `^`, that goes to the next: readers that
    unescape (`\\n`, `\\,`, RFC 6868's `^n`) before they unfold exist.
    """
    pieces = []
    start = 0
    while len(content) - start >= MOST_OCTETS:
        end = start + MOST_OCTETS - 1
        while content[end] & 0b1100_0000 == 0b1000_0000:  # inside a character of several octets
            end -= 1
        if content[end - 1] in _ESCAPES:
            end -= 1
        pieces.append(content[start:end])
        start = end
    pieces.append(content[start:])
    return _FOLD.join(pieces) + b"\r\n"
