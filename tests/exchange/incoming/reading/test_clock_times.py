"""Times of other tools, as people and programs write them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mlw_build.exchange.incoming.reading.clock_times import (
    parse_clock_span,
    parse_clock_time,
    parse_date,
    parse_date_time,
    parse_duration,
)
from tests.exchange.incoming.conftest import SCHEDULE, Importer, conference_in, said

DAY = "content/programme/2025-02-01.yaml"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-02-01T10:35:00+01:00", "2025-02-01T10:35:00+01:00"),
        ("2021-10-22 10:31:00 -0500", "2021-10-22T10:31:00-05:00"),
        ("2025-02-01 10:35 CET", "2025-02-01T10:35:00+01:00"),
        ("2025-02-01T10:35Z", "2025-02-01T10:35:00+00:00"),
        ("2025-02-01 24:00", "2025-02-02T00:00:00"),
        ("15 Oct 2025 09:00 AM", "2025-10-15T09:00:00"),
        ("October 15, 2025 1:30 PM", "2025-10-15T13:30:00"),
    ],
)
def test_moments(text: str, iso: str) -> None:
    found = parse_date_time(text)
    assert found is not None
    assert found.isoformat() == iso


@pytest.mark.parametrize("text", ["20008-02-24T10:00", "2025-13-01T10:00", "Evening", "10:00", ""])
def test_what_is_no_moment_is_none(text: str) -> None:
    assert parse_date_time(text) is None


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("10:00", 600),
        ("9:00", 540),
        ("11:00:00", 660),
        ("24:00", 1440),
        ("1:20 PM", 800),
        ("12:10 AM", 10),
        ("9h30", 570),
    ],
)
def test_times_of_day(text: str, minutes: int) -> None:
    assert parse_clock_time(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("00:25", 25),
        ("1:30:00", 90),
        ("0:20:00", 20),
        ("1:02:07", 1567),
        ("90", 90),
        ("90m", 90),
        ("1h 30m", 90),
        ("PT1H30M", 90),
    ],
)
def test_durations(text: str, minutes: int) -> None:
    assert parse_duration(text) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("text", "start", "end"), [("12:10 - 1:10 PM", 730, 790), ("11:30 - 12:15 PM", 690, 735), ("9:00–10:30", 540, 630)]
)
def test_two_times_with_a_dash(text: str, start: int, end: int) -> None:
    span = parse_clock_span(text)
    assert span is not None
    assert (span.start, span.end) == (timedelta(minutes=start), timedelta(minutes=end))


def test_a_date_that_may_be_two_is_none() -> None:
    assert (parse_date("03/04/2025"), str(parse_date("31/03/2025"))) == (None, "2025-03-31")


def times(bring_in: Importer, site: Path, *changes: tuple[str, str]) -> str:
    """Start and end of the second session, on the conference's clocks, after changes to the source."""
    source = SCHEDULE
    for old, new in changes:
        assert old in source
        source = source.replace(old, new)
    bring_in(source)
    conference = conference_in(site)
    session = conference.sessions["12"]
    start, end = (one.astimezone(conference.zone) for one in (session.start, session.end))
    return f"{session.day} {start:%m-%d %H:%M} {end:%m-%d %H:%M}"


def test_the_date_is_taken_over(bring_in: Importer, site: Path) -> None:
    assert times(bring_in, site) == "2025-02-01 02-01 11:00 02-01 11:45"


def test_without_a_date_the_day_and_the_start_say_when(bring_in: Importer, site: Path) -> None:
    assert times(bring_in, site, ("<date>2025-02-01T11:00:00+01:00</date>", "")) == "2025-02-01 02-01 11:00 02-01 11:45"


def test_an_impossible_date_gives_way_to_the_day_it_is_listed_under(bring_in: Importer, site: Path) -> None:
    found = times(bring_in, site, ("2025-02-01T11", "20005-02-01T11"))
    assert found == "2025-02-01 02-01 11:00 02-01 11:45"


def test_a_session_in_the_night_belongs_to_the_evening_before(bring_in: Importer, site: Path) -> None:
    found = times(bring_in, site, ("2025-02-01T11:00", "2025-02-02T01:00"), ("<start>11:00", "<start>01:00"))
    assert found == "2025-02-01 02-02 01:00 02-02 01:45"
    assert "start: 25:00" in (site / DAY).read_text(encoding="utf-8")


def test_a_session_over_midnight_ends_the_next_day(bring_in: Importer, site: Path) -> None:
    found = times(bring_in, site, ("2025-02-01T11:00", "2025-02-01T23:30"), ("<start>11:00", "<start>23:30"))
    assert found == "2025-02-01 02-01 23:30 02-02 00:15"


def test_a_session_of_several_days_says_its_last_day(bring_in: Importer, site: Path) -> None:
    found = times(bring_in, site, ("<duration>00:45</duration>", "<duration>30:00</duration>"))
    assert found == "2025-02-01 02-01 11:00 02-02 17:00"


def test_without_an_end_it_lasts_until_the_next_in_its_room(bring_in: Importer, site: Path) -> None:
    plan = bring_in(SCHEDULE.replace("<duration>00:30</duration>", ""))
    session = conference_in(site).sessions["11"]
    assert session.end - session.start == timedelta(hours=1)
    assert said(plan).count("import-end") == 1


def test_a_time_that_nobody_can_read_is_brought_in_with_a_guess(bring_in: Importer, site: Path) -> None:
    source = SCHEDULE.replace("<date>2025-02-01T11:00:00+01:00</date><start>11:00</start>", "<start>Evening</start>")
    plan = bring_in(source)
    assert len(conference_in(site).sessions) == 2
    assert "import-time" in said(plan)


def test_three_bad_records_are_three_notes_and_all_sessions_come(bring_in: Importer, site: Path) -> None:
    event = SCHEDULE[SCHEDULE.index('      <event id="12"') : SCHEDULE.index("    </room>")]
    bad = "".join(
        event.replace('id="12"', f'id="{number}"').replace("T11:00", f"T{number - 8}:00").replace("00:45", "soon")
        for number in (20, 21, 22)
    )
    plan = bring_in(SCHEDULE.replace("    </room>", f"{bad}    </room>"))
    assert len(conference_in(site).sessions) == 5
    assert said(plan).count("import-value") == 3


def test_no_zone_is_found_by_the_city_and_said(bring_in: Importer, site: Path) -> None:
    plan = bring_in(SCHEDULE.replace("<time_zone_name>Europe/Brussels</time_zone_name>", ""))
    assert conference_in(site).zone.key == "Europe/Brussels"
    assert said(plan) == ["import-zone"]


def test_offsets_alone_are_those_of_the_sessions_language_where_that_fits(bring_in: Importer, site: Path) -> None:
    source = SCHEDULE.replace("<time_zone_name>Europe/Brussels</time_zone_name>", "").replace("Brussels", "Atlantis")
    bring_in(source.replace("<language>en", "<language>de"))
    assert conference_in(site).zone.key == "Europe/Berlin"


def test_offsets_alone_keep_the_instants(bring_in: Importer, site: Path) -> None:
    source = SCHEDULE.replace("<time_zone_name>Europe/Brussels</time_zone_name>", "").replace("Brussels", "Atlantis")
    bring_in(source)
    conference = conference_in(site)
    assert (conference.zone.key, conference.sessions["12"].start.isoformat()) == (
        "Europe/Paris",
        "2025-02-01T10:00:00+00:00",
    )


def test_neither_zone_nor_offset_is_utc_with_a_warning(bring_in: Importer, site: Path) -> None:
    plan = bring_in("title,date,start,end\nA talk,2025-02-01,10:00,11:00\n", "talks.csv")
    assert conference_in(site).zone.key == "UTC"
    assert said(plan) == ["import-zone"]


def test_a_zone_that_is_asked_for_is_taken(bring_in: Importer, site: Path) -> None:
    bring_in("title,date,start,end\nA talk,2025-02-01,10:00,11:00\n", "talks.csv", zone="Africa/Nairobi")
    assert conference_in(site).sessions["a-talk"].start == datetime.fromisoformat("2025-02-01T10:00:00+03:00")
