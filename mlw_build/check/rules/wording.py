"""How checks speak of sessions and times to editors: in the conference's zone, short, with names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from mlw_build.model.conference import Conference, Session

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clock_time(conference: Conference, instant: datetime) -> str:
    """A time of day on the conference's clocks: 14:30."""
    return f"{conference.local(instant):%H:%M}"


def date_of(conference: Conference, instant: datetime) -> str:
    """The date of an instant on the conference's calendar: Mon 12 Oct."""
    return day_of(conference.local(instant).date())


def day_of(day: date) -> str:
    """A date, in English on every machine: Mon 12 Oct."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def time_span(conference: Conference, start: datetime, end: datetime) -> str:
    """A time from and to: Mon 12 Oct 14:30-15:00."""
    return f"{date_of(conference, start)} {clock_time(conference, start)}-{clock_time(conference, end)}"


def quoted_title(session: Session) -> str:
    """A session by its title, shortened, and its id."""
    title = session.title.plain
    short = title if len(title) <= 50 else title[:49].rstrip() + "…"
    return f"“{short}” (`{session.id}`)"


def join_words(words: Sequence[str], last: str = "and") -> str:
    """Words as a list in a sentence: a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count_noun(number: int, noun: str) -> str:
    """A number with its noun: 1 session, 3 sessions."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def duration_words(time: timedelta) -> str:
    """A length of time: 45 minutes, 1 hour, 1 hour 30 minutes."""
    minutes = round(time.total_seconds() / 60)
    hours, rest = divmod(minutes, 60)
    words = [count_noun(hours, "hour")] if hours else []
    return " ".join([*words, *([count_noun(rest, "minute")] if rest or not hours else [])])


def zone_city(zone: ZoneInfo) -> str:
    """The city that a time zone is named after: Jakarta."""
    return zone.key.rpartition("/")[2].replace("_", " ")
