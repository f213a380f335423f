"""The lines of events and feeds are what the icalendar package writes, whatever the programme says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar.parser import Contentline
from icalendar.prop import vText, vUri
from msgspec.structs import replace

from mlw_build.calendar.content_line import MOST_OCTETS, fold_line, instant_line
from mlw_build.calendar.event import EventWording, event_octets
from mlw_build.calendar.feed import END, FeedHead, feed_head_octets
from mlw_build.calendar.lock.lock import Entry
from mlw_build.model.text import clean_text, one_line
from tests.calendar.test_octets import ENTRY

pytestmark = pytest.mark.thorough

written = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=60, max_size=400)
dense = st.text(st.sampled_from(["a", "\\", "^", ",", "é", "س", "教", "😀", "\u200d"]), min_size=60, max_size=400)
plain = st.text(st.sampled_from([*"ab ,;:\\\"'^", "’", "é", "教", "😀"]), max_size=120).map(str.strip)
addresses = st.from_regex(r"https://example\.org/[a-z0-9/?&=;,%-]{0,90}", fullmatch=True)
instants = st.datetimes(
    datetime(1, 1, 3), datetime(9999, 12, 28), timezones=st.sampled_from([UTC, ZoneInfo("Asia/Kathmandu")])
)
entries: st.SearchStrategy[Entry] = st.builds(
    lambda start, end, created, modified, sequence, status: replace(
        ENTRY,
        created=created,
        modified=modified,
        sequence=sequence,
        last=replace(ENTRY.last, start=start, end=end, status=status),
    ),
    *[instants] * 4,
    st.integers(0, 2**31 - 1),
    st.sampled_from(["confirmed", "tentative", "cancelled"]),
)


@given(written | dense)
@example("x" * (MOST_OCTETS - 1))
@example("x" * MOST_OCTETS)
@example("x" * (MOST_OCTETS - 2) + "\\n" + "x" * MOST_OCTETS)
@example("\\" * 3 * MOST_OCTETS)
@example("😀" * MOST_OCTETS)
def test_a_line_is_folded_where_icalendar_folds_it(content: str) -> None:
    assert fold_line(content.encode()) == Contentline(content).to_ical() + b"\r\n"


@given(written | dense)
def test_a_fold_is_within_the_limit_and_never_inside_a_character(content: str) -> None:
    pieces = fold_line(content.encode()).removesuffix(b"\r\n").split(b"\r\n ")
    assert "".join(piece.decode() for piece in pieces) == content
    assert all(len(piece) < MOST_OCTETS for piece in pieces)


@pytest.mark.parametrize("escape", ["\\n", "\\,", "\\;", "^n", "^'"])
@pytest.mark.parametrize("before", range(MOST_OCTETS - 5, MOST_OCTETS))
def test_a_fold_is_never_inside_an_escape(escape: str, before: int) -> None:
    content = "x" * before + escape + "y" * MOST_OCTETS
    assert any(escape.encode() in piece for piece in fold_line(content.encode()).split(b"\r\n "))


@given(instants)
def test_an_instant_is_written_in_utc_to_the_second(instant: datetime) -> None:
    assert instant_line("DTSTART", instant) == _written_by_icalendar(
        lambda event: event.add("dtstart", instant.astimezone(UTC))
    )


@given(
    entries,
    st.builds(
        EventWording,
        summary=plain,
        description=plain,
        location=plain,
        categories=st.lists(plain, max_size=3).map(tuple),
        facts=st.lists(plain, max_size=2).map(tuple),
        url=st.none() | addresses,
        stream=st.none() | addresses,
        stream_label=plain,
    ),
)
def test_an_event_is_what_icalendar_writes(entry: Entry, wording: EventWording) -> None:
    ours = event_octets(entry, wording)
    read = icalendar.Event.from_ical(ours)
    assert not read.errors
    assert ours == _event(entry, wording, str(read.get("DESCRIPTION", "")))


@given(plain, plain, st.sampled_from(["UTC", "Europe/Paris"]), st.none() | addresses, st.none() | addresses)
def test_a_feed_s_head_is_what_icalendar_writes(
    name: str, description: str, zone: str, source: str | None, url: str | None
) -> None:
    ours = feed_head_octets(FeedHead(name, description, zone, source, url)) + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" + END
    assert ours == _calendar(FeedHead(name, description, zone, source, url))


def _event(entry: Entry, wording: EventWording, description: str) -> bytes:
    """The event as the package writes its own object of it."""
    event = icalendar.Event()
    event.add("uid", vText(entry.uid))
    event.add("dtstamp", entry.modified)
    event.add("last-modified", entry.modified)
    event.add("created", entry.created)
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.last.start.astimezone(UTC))
    event.add("dtend", entry.last.end.astimezone(UTC))
    event.add("summary", vText(_line(wording.summary)))
    if description:
        event.add("description", vText(description))
    if wording.location:
        event.add("location", vText(_line(wording.location)))
    if wording.url:
        event.add("url", vUri(wording.url))
    if wording.categories:
        event.add("categories", [_line(one) for one in wording.categories])
    if wording.stream:
        label = _line(wording.stream_label).replace('"', "")
        event.add("conference", vUri(wording.stream), parameters={"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": label})
    event.add("status", vText(entry.last.status.upper()))
    event.add("transp", vText("TRANSPARENT"))
    octets: bytes = event.to_ical()
    return octets


def _calendar(head: FeedHead) -> bytes:
    calendar = icalendar.Calendar()
    for name, text in (
        ("version", "2.0"),
        ("prodid", "-//mlw_build//conference calendar//EN"),
        ("calscale", "GREGORIAN"),
        ("name", _line(head.name)),
        ("x-wr-calname", _line(head.name)),
        ("x-wr-caldesc", _line(head.description)),
        ("x-wr-timezone", head.zone),
        ("x-published-ttl", "PT1H"),
    ):
        calendar.add(name, vText(text))
    calendar.add("refresh-interval", vText("PT1H"), parameters={"VALUE": "DURATION"})
    if head.source:
        calendar.add("source", vUri(head.source, params={"VALUE": "URI"}))
    if head.url:
        calendar.add("url", vUri(head.url))
    calendar.add_component(icalendar.Event())
    octets: bytes = calendar.to_ical()
    return octets


def _line(text: str) -> str:
    return one_line(clean_text(text))


def _written_by_icalendar(add: Callable[[icalendar.Event], object]) -> bytes:
    event = icalendar.Event()
    add(event)
    octets: bytes = event.to_ical()
    return octets.removeprefix(b"BEGIN:VEVENT\r\n").removesuffix(b"END:VEVENT\r\n")
