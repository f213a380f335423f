"""Stretches of time as written, to windows of local time; and windows to instants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from mlw_build.model.conference import Window
from mlw_build.model.schema.windows import WindowEntry

_DAY = timedelta(days=1)

Interval = tuple[datetime, datetime]
"""From an instant (inclusive) to an instant (exclusive), in UTC."""


def build_windows(entries: Iterable[WindowEntry]) -> tuple[Window, ...]:
    """The windows that were written; one that ends before it starts goes on past midnight."""
    found = []
    for entry in entries:
        start = entry.start.since_midnight if entry.start else timedelta()
        end = entry.end.since_midnight if entry.end else _DAY
        found.append(Window(entry.date, start, end if end > start else end + _DAY))
    return tuple(found)


def intervals(windows: Iterable[Window], zone: ZoneInfo, first: date, last: date) -> Sequence[Interval]:
    """When the windows are, on the local days from first to last, in order of time; what touches is joined."""
    found = []
    for window in windows:
        days = [window.day] if window.day else [first + _DAY * number for number in range((last - first).days + 1)]
        found += [(_instant(day, window.start, zone), _instant(day, window.end, zone)) for day in days]
    joined: list[Interval] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def is_within(start: datetime, end: datetime, windows: Sequence[Window], zone: ZoneInfo) -> bool:
    """Whether a time lies wholly inside the windows on the clocks of a zone. No windows set no limits."""
    if not windows:
        return True
    first, last = start.astimezone(zone).date() - 2 * _DAY, end.astimezone(zone).date() + _DAY
    return any(opens <= start and end <= closes for opens, closes in intervals(windows, zone, first, last))


def _instant(day: date, since_midnight: timedelta, zone: ZoneInfo) -> datetime:
    return (datetime.combine(day, datetime.min.time()) + since_midnight).replace(tzinfo=zone).astimezone(UTC)
