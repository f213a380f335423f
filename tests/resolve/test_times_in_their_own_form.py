"""A moved time is written the way the old one was, and says exactly the new instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.model.schema.values import _time_of
from mlw_build.model.slots import Clock
from mlw_build.model.zones import zone
from mlw_build.resolve.edits import CannotMove, time_text

PARIS = Clock(zone("Europe/Paris"))
NIGHT = Clock(zone("Europe/Paris"), timedelta(hours=6))
DAY = date(2020, 10, 12)


def utc(hour: int, minute: int = 0, day: int = 12) -> datetime:
    """An instant in October 2020, when Paris is two hours ahead."""
    return datetime(2020, 10, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "instant", "new"),
    [
        ("10:00", utc(12), "14:00"),
        ("9:00", utc(7, 30), "9:30"),
        ("10:00:00", utc(12), "14:00:00"),
        ("2020-10-12 10:00", utc(8, day=13), "2020-10-13 10:00"),
        ("2020-10-12T10:00", utc(12), "2020-10-12T14:00"),
        ("10:00+05:30", utc(12), "17:30+05:30"),
        ("10:00 Z", utc(12), "12:00 Z"),
        ("23:00", utc(23), "25:00"),
    ],
)
def test_the_form_stays(old: str, instant: datetime, new: str) -> None:
    assert time_text(PARIS, instant, DAY, old) == new


def test_after_midnight_of_a_day_that_changes_later_is_written_as_the_clock_shows_it() -> None:
    assert time_text(NIGHT, utc(23), DAY, "23:00") == "01:00"


def test_a_time_that_the_clocks_show_twice_gets_its_offset() -> None:
    assert time_text(PARIS, datetime(2020, 10, 25, 1, 30, tzinfo=UTC), date(2020, 10, 25), "10:00") == "02:30+01:00"


def test_a_form_that_is_none_is_refused() -> None:
    with pytest.raises(CannotMove):
        time_text(PARIS, utc(12), DAY, "noon")


@given(
    st.datetimes(datetime(2020, 10, 24), datetime(2020, 10, 26, 20)),
    st.sampled_from(["10:00", "9:00", "2020-10-25 10:00", "10:00+02:00", "2020-10-25T10:00Z"]),
    st.sampled_from([PARIS, NIGHT]),
)
def test_what_is_written_is_read_as_the_same_instant(at: datetime, old: str, clock: Clock) -> None:
    instant = at.replace(second=0, microsecond=0, tzinfo=UTC)
    day = instant.astimezone(clock.zone).date()
    time = _time_of(time_text(clock, instant, day, old))
    local = clock.local(time, day)
    read = time.with_offset(local) if time.offset is not None else local.replace(tzinfo=clock.zone)
    assert read.astimezone(UTC) == instant
