"""A session as an iCalendar event (RFC 5545), as octets.

Times are UTC instants, which every reader gets right and which need no VTIMEZONE. Identity, sequence and stamps
come from the calendar lock, so that the same session is the same octets until something of it changes.
"""

from __future__ import annotations

from collections.abc import Iterator

from icalendar.prop import vCategory
from msgspec import Struct

from mlw_build.calendar.content_line import instant_line, line, text_line, uri_line
from mlw_build.calendar.facts import LONGEST_DESCRIPTION
from mlw_build.calendar.lock.lock import Entry
from mlw_build.markup import truncate_text
from mlw_build.model.text import clean_text, one_line

_STATUS = {"confirmed": b"CONFIRMED", "tentative": b"TENTATIVE", "cancelled": b"CANCELLED"}

_SIZES = ((300, 1200), (600, 600), (1200, 300))
"""Up to how many sessions a description may have how many octets; beyond, SHORTEST."""

SHORTEST = 150


class EventWording(Struct, frozen=True):
    """A session in one language, in plain text: what a subscriber reads. `facts` are lines after the description."""

    summary: str
    description: str
    location: str
    categories: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    url: str | None = None
    stream: str | None = None
    stream_label: str = ""


def description_octets(sessions: int) -> int:
    """How many octets a description may have, so that a feed of so many sessions stays under 1 MB.

    In steps, so that one session more rarely changes the descriptions of all.
    """
    return next((octets for most, octets in _SIZES if sessions <= most), SHORTEST)


def event_octets(entry: Entry, wording: EventWording, longest: int = _SIZES[0][1]) -> bytes:
    """The VEVENT of a session: UTF-8, CRLF, folded at 75 octets (RFC 5545, 3.1).

    `longest` is how many octets the description may have, without the lines of facts and addresses after it.
    """
    return b"".join(_lines(entry, wording, longest))


def _lines(entry: Entry, wording: EventWording, longest: int) -> Iterator[bytes]:
    """The event's lines in the order in which the icalendar package writes them."""
    last = entry.last
    yield b"BEGIN:VEVENT\r\n"
    yield text_line("SUMMARY", one_line(clean_text(wording.summary)))
    yield instant_line("DTSTART", last.start)
    yield instant_line("DTEND", last.end)
    # Without METHOD, DTSTAMP is the last revision of the session, not of the file (RFC 5545, 3.8.7.2).
    yield instant_line("DTSTAMP", entry.modified)
    yield text_line("UID", entry.uid)
    yield line("SEQUENCE", b"%d" % entry.sequence)
    if wording.categories:
        yield line(
            "CATEGORIES", vCategory([one_line(clean_text(category)) for category in wording.categories]).to_ical()
        )
    if wording.stream:
        label = one_line(clean_text(wording.stream_label)).replace('"', "")
        yield uri_line("CONFERENCE", wording.stream, {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": label})
    yield instant_line("CREATED", entry.created)
    description = _description(wording, longest)
    if description:
        yield text_line("DESCRIPTION", description)
    yield instant_line("LAST-MODIFIED", entry.modified)
    if wording.location:
        yield text_line("LOCATION", one_line(clean_text(wording.location)))
    yield line("STATUS", _STATUS[last.status])
    # A conference's feed tells what is on; it must not block the subscriber's own time.
    yield b"TRANSP:TRANSPARENT\r\n"
    if wording.url:
        yield uri_line("URL", wording.url)
    yield b"END:VEVENT\r\n"


def _description(wording: EventWording, longest: int) -> str:
    """The text, then the facts, then addresses on lines of their own, which is where programs make links of them."""
    text = _truncate_to_octets(truncate_text(clean_text(wording.description), LONGEST_DESCRIPTION), longest)
    addresses = [text for text in (wording.stream, wording.url) if text]
    parts = [text, "\n".join(clean_text(fact) for fact in wording.facts), "\n".join(addresses)]
    return "\n\n".join(part for part in parts if part)


def _truncate_to_octets(text: str, most: int) -> str:
    octets = len(text.encode())
    if octets <= most:
        return text
    return truncate_text(text, max(1, len(text) * most // octets - 1))
