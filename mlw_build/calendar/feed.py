"""A feed: the calendar's head, the octets of its events, its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icalendar import Calendar
from icalendar.prop import vText, vUri

from mlw_build.model.text import clean, one_line

PRODUCT = "-//mlw_build//conference calendar//EN"
"""Constant: a version here would change every feed with every release."""

REFRESH = "PT1H"

END = b"END:VCALENDAR\r\n"

_EMPTY = b"\r\n".join(
    [
        b"BEGIN:VTIMEZONE",
        b"TZID:UTC",
        b"BEGIN:STANDARD",
        b"DTSTART:19700101T000000",
        b"TZOFFSETFROM:+0000",
        b"TZOFFSETTO:+0000",
        b"END:STANDARD",
        b"END:VTIMEZONE",
        b"",
    ]
)
"""A calendar must have a component (RFC 5545, 3.6); this is the smallest that shows nothing."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a feed says of itself: its name, its own address, its page, the conference's zone."""

    name: str
    description: str
    zone: str
    source: str | None = None
    url: str | None = None


def feed_octets(head: Head, events: Iterable[bytes]) -> bytes:
    """The feed with these events, in the order they are given. Each event comes once."""
    calendar = _calendar()
    name = vText(one_line(clean(head.name)))
    # Unknown properties are written verbatim unless they are given as text (RFC 5545, 3.3.11).
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-caldesc", vText(one_line(clean(head.description))))
    calendar.add("x-wr-timezone", vText(head.zone))
    calendar.add("refresh-interval", vText(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vText(REFRESH))
    if head.source:
        calendar.add("source", vUri(head.source, params={"VALUE": "URI"}))
    if head.url:
        calendar.add("url", vUri(head.url))
    return _opening(calendar) + (b"".join(events) or _EMPTY) + END


def single_opening(zone: str) -> bytes:
    """What stands before the event of a file with one session, to download; END stands after it.

    Such a file has no name or refresh: a calendar program would make a calendar of its own for the session.
    """
    calendar = _calendar()
    calendar.add("x-wr-timezone", vText(zone))
    return _opening(calendar)


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("version", vText("2.0"))
    calendar.add("prodid", vText(PRODUCT))
    calendar.add("calscale", vText("GREGORIAN"))
    return calendar


def _opening(calendar: Calendar) -> bytes:
    octets: bytes = calendar.to_ical()
    return octets.removesuffix(END)
