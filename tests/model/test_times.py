"""From times as people write them to instants, on every clock of the world."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.diagnostics import Diagnostic
from mlw_build.model.conference import Conference
from mlw_build.model.zones import UnknownZone, offset_text, possible_instants, zone, zone_names

INSTANTS = st.datetimes(datetime(1950, 1, 1), datetime(2037, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))
ZONES = st.sampled_from(zone_names())


@given(INSTANTS, ZONES)
def test_a_local_time_can_mean_every_instant_at_which_clocks_show_it(instant: datetime, name: str) -> None:
    local = instant.astimezone(zone(name)).replace(tzinfo=None)
    possible = possible_instants(local, zone(name))
    assert instant in possible
    assert {one.astimezone(zone(name)).replace(tzinfo=None) for one in possible} == {local}
    assert list(possible) == sorted(set(possible))


@given(st.datetimes(datetime(1950, 1, 1), datetime(2037, 12, 31)), ZONES)
def test_a_local_time_has_no_reading_only_where_clocks_skip_it(local: datetime, name: str) -> None:
    there = zone(name)
    if not possible_instants(local, there):
        instant = local.replace(tzinfo=there).astimezone(UTC)
        before, after = (
            (instant + timedelta(days=days)).astimezone(there).utcoffset() or timedelta() for days in (-2, 2)
        )
        assert before != after or instant.year < 1990  # political changes can undo themselves within days


@pytest.mark.parametrize("name", ["CEST", "Paris", "europe/paris", "../etc", "zones", "", "Europe/", "UTC+2"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone(name)


@pytest.mark.parametrize(("minutes", "text"), [(0, "+00:00"), (330, "+05:30"), (-570, "-09:30"), (630, "+10:30")])
def test_an_offset_is_written_as_people_know_it(minutes: int, text: str) -> None:
    assert offset_text(timedelta(minutes=minutes)) == text


def slot(made: Conference) -> str:
    """When the only session is, on the conference's clocks."""
    [session] = made.sessions.values()
    start, end = made.local(session.start), made.local(session.end)
    return f"{start:%Y-%m-%d %H:%M}-{end:%Y-%m-%d %H:%M}".replace(f"-{start:%Y-%m-%d} ", "-")


DAY_CHANGE = "id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: en\ndomain: example.org\nday_change: 06:00\n"
TIMES = [
    # what is written, what it means
    ("start: 10:00, end: 11:00", "2020-10-12 10:00-11:00"),
    ("start: '10:00', duration: 90m", "2020-10-12 10:00-11:30"),
    ("start: 10:00, duration: 1h30m", "2020-10-12 10:00-11:30"),
    ("start: 10:00, duration: 1:30", "2020-10-12 10:00-11:30"),
    ("start: 10:00, duration: 45", "2020-10-12 10:00-10:45"),
    ("start: 22:00, end: 24:30", "2020-10-12 22:00-2020-10-13 00:30"),
    ("start: 24:30, end: 25:00", "2020-10-13 00:30-01:00"),
    ("start: 10:00+00:00, end: 11:00+00:00", "2020-10-12 12:00-13:00"),
    ("start: 10:00Z, duration: 30m", "2020-10-12 12:00-12:30"),
    ("start: 2020-10-13 09:00, end: 10:00", "2020-10-13 09:00-10:00"),
    ("start: 2020-10-13T09:00, end: 10:00", "2020-10-13 09:00-10:00"),
    ("start: 23:00, end: 2020-10-13 01:00", "2020-10-12 23:00-2020-10-13 01:00"),
    ("start: 18:00+09:00, end: 13:00", "2020-10-12 11:00-13:00"),
]


@pytest.mark.parametrize(("written", "meant"), TIMES)
def test_a_slot_is_what_an_editor_means(conference: Callable[..., Conference], written: str, meant: str) -> None:
    day = f"date: 2020-10-12\nsessions:\n- {{id: a, title: A, {written}}}\n"
    assert slot(conference({"content/programme/day.yaml": day})) == meant


NIGHTS = [
    ("start: 23:00, end: 01:00", "2020-10-12 23:00-2020-10-13 01:00"),
    ("start: 02:00, end: 03:00", "2020-10-13 02:00-03:00"),
    ("start: 05:30, end: 07:00", None),
    ("start: 2020-10-13 02:00, end: 03:00", "2020-10-13 02:00-03:00"),
    ("start: 2020-10-12 23:00, end: 02:00", "2020-10-12 23:00-2020-10-13 02:00"),
]


@pytest.mark.parametrize(("written", "meant"), NIGHTS)
def test_where_days_end_after_midnight_small_hours_belong_to_the_evening_before(
    problems: Callable[..., tuple[Diagnostic, ...]],
    conference: Callable[..., Conference],
    written: str,
    meant: str | None,
) -> None:
    day = f"date: 2020-10-12\nsessions:\n- {{id: a, title: A, {written}}}\n"
    files = {"content/conference.yaml": DAY_CHANGE, "content/programme/day.yaml": day}
    if meant is None:
        assert "end-before-start" in {one.code for one in problems(files)}
    else:
        assert slot(conference(files)) == meant


def test_parts_follow_each_other_and_may_have_times_of_their_own(conference: Callable[..., Conference]) -> None:
    day = (
        "date: 2020-10-12\nsessions:\n- id: a\n  title: A\n  start: 2020-10-13 10:00\n  end: 11:00\n  parts:\n"
        "  - {id: p, title: P, duration: 10m}\n  - {id: q, title: Q, end: 10:25}\n  - {id: r, title: R, start: 10:30, "
        "duration: 10m}\n"
    )
    made = conference({"content/programme/day.yaml": day})
    parts = made.sessions["a"].parts
    assert [f"{made.local(one.start):%H:%M}-{made.local(one.end):%H:%M}" for one in parts] == [
        "10:00-10:10",
        "10:10-10:25",
        "10:30-10:40",
    ]
    assert made.local(parts[2].start).date() == date(2020, 10, 13)


def test_a_duration_over_a_clock_change_is_counted_in_real_time(conference: Callable[..., Conference]) -> None:
    day = "date: 2020-10-24\nsessions:\n- {id: a, title: A, start: 22:00, duration: 8h}\n"
    assert slot(conference({"content/programme/day.yaml": day})) == "2020-10-24 22:00-2020-10-25 05:00"


@pytest.mark.parametrize("date", ["1900-01-01", "2199-12-31"])
def test_the_first_and_the_last_day_there_may_be_are_read(conference: Callable[..., Conference], date: str) -> None:
    day = f"date: {date}\nsessions:\n- {{id: a, title: A, start: 23:00, duration: 999h}}\n"
    assert conference({"content/programme/day.yaml": day}).days[0].id == date


HINTS = [
    # a date, what is written, what is written when the first hint is followed
    ("2020-10-25", "start: 02:30, duration: 1h", "start: 02:30+02:00, duration: 1h"),
    ("2020-10-24", "start: 26:30, duration: 1h", "start: 26:30+01:00, duration: 1h"),
    ("2020-03-29", "start: 02:30, duration: 1h", "start: 03:30, duration: 1h"),
    ("2020-03-28", "start: 26:30, duration: 1h", "start: 27:30, duration: 1h"),
    ("2020-10-24", "start: 2020-10-25 02:30, duration: 1h", "start: 2020-10-25 02:30+02:00, duration: 1h"),
    ("2020-10-12", "start: 22:00, end: 01:00", "start: 22:00, end: 25:00"),
    ("2020-10-12", "start: 22:00+02:00, end: 01:00+02:00", "start: 22:00+02:00, end: 25:00+02:00"),
    ("2020-10-12", "start: 10:00+09:00", "start: 10:00+09:00, end: 11:00+09:00"),
    ("2020-10-12", "start: 26:30", "start: 26:30, duration: 60m"),
]


@pytest.mark.parametrize(("day", "wrong", "right"), HINTS)
def test_a_hint_that_is_followed_to_the_letter_solves_the_problem(
    sessions: Callable[..., tuple[Diagnostic, ...]], day: str, wrong: str, right: str
) -> None:
    before = [one for one in sessions(f"- {{id: a, title: A, {wrong}}}\n", date=day) if one.severity == "error"]
    added = right.removeprefix(wrong).removeprefix(", ") if right.startswith(f"{wrong}, ") else right
    pieces = [piece for piece in added.split(", ") if piece not in wrong]
    assert len(before) == 1
    assert all(piece.removeprefix("start: ") in (before[0].hint or "") for piece in pieces)
    after = sessions(f"- {{id: a, title: A, {right}}}\n", date=day)
    assert [one for one in after if one.severity == "error"] == []
