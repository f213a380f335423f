"""A feed: the calendar's head, the octets of its events, its end."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.calendar.content_line import line, text_line, uri_line
from mlw_build.model.text import clean_text, one_line

PRODUCT = "-//mlw_build//conference calendar//EN"
"""Constant: a version here would change every feed with every release."""

REFRESH = b"PT1H"

_OPENING = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + text_line("PRODID", PRODUCT) + b"CALSCALE:GREGORIAN\r\n"
_REFRESH_INTERVAL = line("REFRESH-INTERVAL", REFRESH, {"VALUE": "DURATION"})
_PUBLISHED_TTL = line("X-PUBLISHED-TTL", REFRESH)
END = b"END:VCALENDAR\r\n"

EMPTY = b"\r\n".join(
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


class FeedHead(Struct, frozen=True):
    """What a feed says of itself: its name, its own address, its page, the conference's zone."""

    name: str
    description: str
    zone: str
    source: str | None = None
    url: str | None = None


def feed_head_octets(head: FeedHead) -> bytes:
    """What stands before the events of a feed; END stands after them, and EMPTY in their place where there are none.

    The lines are in the order in which the icalendar package writes them.
    """
    name = one_line(clean_text(head.name))
    opening = [
        _OPENING,
        text_line("X-WR-CALDESC", one_line(clean_text(head.description))),
        text_line("NAME", name),
        text_line("X-WR-CALNAME", name),
        _REFRESH_INTERVAL,
        uri_line("SOURCE", head.source, {"VALUE": "URI"}) if head.source else b"",
        uri_line("URL", head.url) if head.url else b"",
        _PUBLISHED_TTL,
        text_line("X-WR-TIMEZONE", head.zone),
    ]
    return b"".join(opening)


def single_event_head_octets(zone: str) -> bytes:
    """What stands before the event of a file with one session, to download; END stands after it.

    Such a file has no name or refresh: a calendar program would make a calendar of its own for the session.
    """
    return _OPENING + text_line("X-WR-TIMEZONE", zone)
