"""Dates, times and durations in the many ways in which tools and people write them.

Nothing here guesses silently: what cannot be read gives None, and what was read in a daring way says so.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone

from msgspec import Struct

_ISO = re.compile(
    r"^(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2}|[A-Z]{2,5})?$",
    re.I,
)
_CLOCK = re.compile(
    r"^(?P<hour>\d{1,2})(?:[:.hH](?P<minute>\d{2}))?(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?$", re.I
)
_DATE_FORMS = (
    "%d %b %Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%A, %B %d, %Y", "%A %d %B %Y",
    "%a %d %b %Y", "%a, %d %b %Y", "%a, %b %d, %Y", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d.%m.%y", "%Y%m%d",
)  # fmt: skip
_ABBREVIATIONS = {
    "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "CET": 60, "CEST": 120, "MEZ": 60, "MESZ": 120, "EET": 120,
    "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480,
    "PDT": -420, "JST": 540, "KST": 540, "HKT": 480, "SGT": 480, "AEST": 600, "AEDT": 660, "NZST": 720, "NZDT": 780,
}  # fmt: skip
"""Minutes from UTC of abbreviations that mean one thing nearly everywhere (IST, BST and CST do not)."""


class ClockSpan(Struct, frozen=True):
    """A start and an end on the clock, each since midnight; the end None where there is none."""

    start: timedelta
    end: timedelta | None


def parse_date_time(text: str) -> datetime | None:
    """A date with a time: ISO 8601 with or without an offset, or a date in words and a time after it."""
    text = " ".join(text.split()).strip()
    match = _ISO.match(text)
    if match and match["hour"]:
        return _built(match)
    if match:
        return None
    spaced = re.match(
        r"^(?P<date>.*?\d{2,4}),?[ T]+(?:at )?(?P<clock>\d{1,2}[:.h]?\d{0,2}(?::\d{2})?\s*(?:[AaPp]\.?[Mm]\.?)?)$", text
    )
    if spaced:
        day, clock = parse_date(spaced["date"]), parse_clock_time(spaced["clock"])
        if day and clock is not None:
            return datetime.combine(day, time()) + clock
    return None


def _built(match: re.Match[str]) -> datetime | None:
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
    if hour > 24 or minute > 59 or second > 59:
        return None
    local = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute, seconds=second)
    zone = parse_offset(match["zone"] or "")
    return local.replace(tzinfo=zone) if zone else local


def parse_offset(text: str) -> timezone | None:
    """An offset or a well-known abbreviation as a zone; None for nothing and for what may mean several things."""
    text = text.strip().upper()
    if text in _ABBREVIATIONS:
        minutes = _ABBREVIATIONS[text]
        return UTC if minutes == 0 else timezone(timedelta(minutes=minutes))
    match = re.match(r"^([+-])(\d{2}):?(\d{2})?$", text)
    if not match or int(match[2]) > 14:
        return None
    offset = timedelta(hours=int(match[2]), minutes=int(match[3] or 0))
    return timezone(-offset if match[1] == "-" else offset)


def parse_date(text: str) -> date | None:
    """A date as people and tools write it. Day and month that could be exchanged (03/04/2025) give None."""
    text = " ".join(text.split()).strip(" ,")
    match = re.match(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$", text)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
        slashed = re.match(r"^(\d{1,2})/(\d{1,2})/(\d{4})$", text)
        if slashed:
            first, second, year = (int(group) for group in slashed.groups())
            if first > 12 >= second:
                return date(year, second, first)
            if second > 12 >= first or first == second:
                return date(year, first, second)
            return None
    except ValueError:
        return None
    text = re.sub(r"(\d)(st|nd|rd|th)\b", r"\1", text)
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def parse_clock_time(text: str) -> timedelta | None:
    """A time of day: 10:00, 9:00, 24:00, 11:00:00, 1:20 PM, 9h30, 14.30. None for what is no time."""
    match = _CLOCK.match(text.strip())
    if not match or not (match["minute"] or match["half"]):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12 and not (hour > 12 and half == "p"):
            return None
        hour = hour if hour > 12 else hour % 12 + (12 if half == "p" else 0)
    if hour > 47 or minute > 59:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=int(match["second"] or 0))


def parse_clock_span(text: str) -> ClockSpan | None:
    """A time or two with a dash: `12:10 - 1:10 PM`, `2:10 PM`, `09:00–10:30`."""
    parts = [part.strip() for part in re.split(r"-|–|—|\bto\b|\bbis\b", text) if part.strip()]
    if not 1 <= len(parts) <= 2:
        return None
    last_half = re.search(r"[ap]\.?m\.?$", parts[-1], re.I)
    readings = []
    for part in parts:
        halved = not last_half or re.search(r"[ap]\.?m\.?$", part, re.I)
        readings.append(parse_clock_time(part if halved or not last_half else f"{part} {last_half[0]}"))
    start, end = readings[0], readings[-1]
    if start is None or end is None:
        return None
    if len(parts) == 1:
        return ClockSpan(start, None)
    if last_half and start > end and start >= timedelta(hours=12):
        start -= timedelta(hours=12)
    return ClockSpan(start, end)


def parse_duration(text: str) -> timedelta | None:
    """A duration: HH:MM as in schedule.xml, H:MM:SS or D:HH:MM, minutes, `90m`, `1h30`, ISO 8601 (PT1H30M).

    Three parts that read as hours, minutes in fives and no seconds are that, as older files have them; others are
    days, hours and minutes.
    """
    text = text.strip()
    match = re.match(r"^(\d{1,3}):(\d{2})$", text)
    if match:
        return timedelta(hours=int(match[1]), minutes=int(match[2]))
    match = re.match(r"^(\d{1,3}):(\d{1,2}):(\d{2})$", text)
    if match:
        first, second, third = (int(group) for group in match.groups())
        if third == 0 and (second % 5 == 0 or second > 23) and second < 60:
            return timedelta(hours=first, minutes=second)
        return timedelta(days=first, hours=second, minutes=third) if second < 24 and third < 60 else None
    match = re.match(r"^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$", text, re.I)
    if match and any(match.groups()):
        days, hours, minutes = (int(group or 0) for group in match.groups())
        return timedelta(days=days, hours=hours, minutes=minutes)
    match = re.match(r"^(?:(\d+)\s*h(?:ours?|rs?)?)?\s*(?:(\d+)\s*(?:m(?:in(?:ute)?s?)?\.?)?)?$", text, re.I)
    if match and any(match.groups()):
        return timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0))
    match = re.match(r"^(\d+)\.0+$", text)
    return timedelta(minutes=int(match[1])) if match else None
