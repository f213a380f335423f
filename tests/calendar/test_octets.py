"""The octets of an event and of a feed, as RFC 5545 wants them and as they must stay."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.calendar.event import EventWording, description_octets, event_octets
from mlw_build.calendar.facts import StoredFacts
from mlw_build.calendar.feed import EMPTY, END, FeedHead, feed_head_octets
from mlw_build.calendar.lock.lock import Entry
from mlw_build.model.text import Text
from tests.calendar.conftest import Programme, events, unfolded, value

START = datetime(2020, 10, 12, 8, tzinfo=UTC)
LAST = StoredFacts(
    start=START,
    end=START + timedelta(minutes=30),
    status="confirmed",
    slug="opening",
    title=Text.of("Opening"),
    rooms=(),
    place=Text(),
    categories=(),
    stream=None,
    feeds=(),
)
ENTRY = Entry("opening", "opening.demo@example.org", 3, START, START, {}, LAST)
HEAD = FeedHead(
    "Demo; a, b", "What\nit is", "Europe/Paris", "https://demo.example.org/a.ics", "https://demo.example.org/"
)

GOLDEN = """\
BEGIN:VEVENT
SUMMARY:Opening
DTSTART:20201012T080000Z
DTEND:20201012T083000Z
DTSTAMP:20200920T080000Z
UID:opening.demo@example.org
SEQUENCE:1
CATEGORIES:Policy,Talk
CONFERENCE;FEATURE=VIDEO;LABEL="Live stream: Opening";VALUE=URI:https://vi
 deo.example.org/live
CREATED:20200915T000000Z
DESCRIPTION:Welcome to all of you.\\n\\nLanguage: English\\, French\\n\\nhttps:
 //video.example.org/live\\nhttps://demo.example.org/sessions/opening/
LAST-MODIFIED:20200920T080000Z
LOCATION:Hall
STATUS:CONFIRMED
TRANSP:TRANSPARENT
URL:https://demo.example.org/sessions/opening/
END:VEVENT
"""

GOLDEN_HEAD = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//mlw_build//conference calendar//EN
CALSCALE:GREGORIAN
X-WR-CALDESC:Demo\\, the Conference
NAME:Demo\\, the Conference
X-WR-CALNAME:Demo\\, the Conference
REFRESH-INTERVAL;VALUE=DURATION:PT1H
SOURCE;VALUE=URI:https://demo.example.org/calendar/demo.ics
URL:https://demo.example.org/
X-PUBLISHED-TTL:PT1H
X-WR-TIMEZONE:Europe/Paris
"""


def test_an_event_has_the_very_octets_that_subscribers_have_already(published: Programme) -> None:
    published.session("opening").update(stream="https://video.example.org/live", languages=["en", "fr"])
    published.update("2020-09-20T08:00:00Z")
    octets = published.files()["calendar/demo.ics"]
    assert events(octets)[0].decode() == GOLDEN.replace("\n", "\r\n").removesuffix("END:VEVENT\r\n")


def test_a_feed_s_head_has_the_very_octets_that_subscribers_have_already(published: Programme) -> None:
    octets = published.files()["calendar/demo.ics"]
    assert octets.decode().startswith(GOLDEN_HEAD.replace("\n", "\r\n"))
    assert octets.endswith(b"END:VEVENT\r\nEND:VCALENDAR\r\n")


anything = st.text(st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Z", "C"]), max_size=120)


@given(anything, anything, anything, st.lists(anything, max_size=2))
def test_no_text_breaks_a_line_rule(summary: str, description: str, location: str, categories: list[str]) -> None:
    wording = EventWording(summary, description, location, tuple(categories))
    octets = feed_head_octets(HEAD) + event_octets(ENTRY, wording) + END
    assert octets.endswith(b"END:VCALENDAR\r\n")
    lines = octets.removesuffix(b"\r\n").split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    for line in lines:
        line.decode()
    assert not {one for one in octets.decode() if unicodedata.category(one) == "Cc"} - {"\r", "\n", "\t"}


@given(anything, anything)
def test_what_a_reader_unescapes_is_what_was_written(summary: str, description: str) -> None:
    octets = event_octets(ENTRY, EventWording(summary, description, ""))
    plain = {line.partition(":")[0]: line.partition(":")[2] for line in unfolded(octets)}
    event = icalendar.Calendar.from_ical(feed_head_octets(HEAD) + octets + END).walk("VEVENT")[0]
    assert str(event.get("SUMMARY", "")) == _unescaped(plain.get("SUMMARY", ""))
    assert str(event.get("DESCRIPTION", "")) == _unescaped(plain.get("DESCRIPTION", ""))


def _unescaped(text: str) -> str:
    """RFC 5545, 3.3.11."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", text), text
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)


@pytest.mark.parametrize("sessions", [1, 300, 301, 600, 601, 1200, 1201, 5000])
def test_descriptions_are_short_where_there_are_many(sessions: int) -> None:
    longest = description_octets(sessions)
    octets = event_octets(ENTRY, EventWording("Opening", "\u0633\u0644\u0627\u0645 " * 400, ""), longest)
    shown = _unescaped(value(octets, "DESCRIPTION")).encode()
    assert longest * 0.8 < len(shown) <= longest + len("…".encode())


def test_an_event_lets_nobody_s_time_be_blocked_and_asks_nobody(published: Programme) -> None:
    octets = published.files()["calendar/demo.ics"]
    assert octets.count(b"TRANSP:TRANSPARENT\r\n") == octets.count(b"BEGIN:VEVENT\r\n")
    assert not re.search(rb"^(METHOD|ORGANIZER|ATTENDEE|X-ALT-DESC|BEGIN:VALARM)", octets, re.MULTILINE)


def test_the_name_of_a_feed_is_escaped_like_any_text() -> None:
    lines = unfolded(feed_head_octets(HEAD) + EMPTY + END)
    assert "NAME:Demo\\; a\\, b" in lines
    assert "X-WR-CALDESC:What it is" in lines
