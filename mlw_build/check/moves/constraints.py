"""What a session's time and rooms have to respect besides what others hold.

The day's bounds, plenaries and breaks, the block it is part of, opening and available times, the room's size.
Times are whole seconds since 1970 in UTC.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from mlw_build.model.conference import Conference, Room, Session, Speaker, Window
from mlw_build.model.windows import is_within
from mlw_build.model.zones import zone

Stretch = tuple[int, int]

EVENING = time(18)
"""Until when a day that ends sooner can be made longer, rather than moving a session to another day."""


class PlacementConstraints:
    """The conference's days with their grids of times, and what nothing may be beside or outside of."""

    def __init__(self, conference: Conference) -> None:
        self._zone = conference.zone
        self._taking_place = [session for session in conference.sessions.values() if not session.cancelled]
        self.bounds = _bounds(self._taking_place, conference.zone)
        self._starts = frozenset((session.day, _stretch(session)[0]) for session in self._taking_place)
        self.times = _times(self._taking_place)
        self._all_times = sorted((start, day) for day, times in self.times.items() for start in times)
        self._plenaries = [(*_stretch(session), session) for session in self._taking_place if session.plenary]
        self._breaks = _breaks(self._taking_place)
        self._children: dict[str, list[Stretch]] = {}
        self._blocks: dict[str, Stretch] = {}
        for session in self._taking_place:
            if session.part_of and session.part_of in conference.sessions:
                self._children.setdefault(session.part_of, []).append(_stretch(session))
                self._blocks[session.id] = _stretch(conference.sessions[session.part_of])

    def allows_time(self, session: Session, start: int, end: int, day: date) -> bool:
        """Whether a session may be from start to end on a conference day; where it is now is not asked about."""
        first, last = self.bounds.get(day, (start, end))
        return (
            first <= start
            and end <= last
            and self._suits_blocks(session, start, end)
            and not self._beside_plenary(session, start, end)
            and not self._in_break(session, start, end)
            and all(
                _inside(contribution.speaker.available, start, end, self._zone_of(contribution.speaker))
                for contribution in session.everyone
            )
            and all(_inside(need.resource.available, start, end, self._zone) for need in session.needs)
        )

    def allows_rooms(self, session: Session, rooms: Iterable[Room], start: int, end: int) -> bool:
        """Whether rooms are open from start to end and large enough for the session."""
        return all(
            _inside(room.open, start, end, self._zone)
            and (session.capacity is None or room.capacity is None or session.capacity <= room.capacity)
            for room in rooms
        )

    def times_in(self, start: int, end: int) -> Sequence[tuple[int, date]]:
        """The times of all days from start to end, with the day that each is of."""
        first = bisect_left(self._all_times, (start, date.min))
        return self._all_times[first : bisect_left(self._all_times, (end, date.max))]

    def on_grid(self, day: date, start: int) -> bool:
        """Whether something begins at this time of a day as it is."""
        return (day, start) in self._starts

    def _zone_of(self, speaker: Speaker) -> ZoneInfo:
        return zone(speaker.time_zone) if speaker.time_zone else self._zone

    def _suits_blocks(self, session: Session, start: int, end: int) -> bool:
        around = self._blocks.get(session.id)
        if around and not (around[0] <= start and end <= around[1]):
            return False
        return all(start <= first and last <= end for first, last in self._children.get(session.id, ()))

    def _beside_plenary(self, session: Session, start: int, end: int) -> bool:
        if session.plenary and (start, end) != _stretch(session):
            return True
        return not session.plenary and any(
            first < end and start < last and plenary.id != session.part_of for first, last, plenary in self._plenaries
        )

    def _in_break(self, session: Session, start: int, end: int) -> bool:
        return any(first < end and start < last and text != session.id for first, last, text in self._breaks)


def _stretch(session: Session) -> Stretch:
    return int(session.start.timestamp()), int(session.end.timestamp())


def _bounds(sessions: Iterable[Session], zone: ZoneInfo) -> Mapping[date, Stretch]:
    """From the first start to the last end of each day; to its `EVENING`, where no plenary closes it before."""
    found: dict[date, Stretch] = {}
    closing: dict[date, bool] = {}
    for session in sessions:
        start, end = _stretch(session)
        first, last = found.get(session.day, (start, end))
        found[session.day] = min(first, start), max(last, end)
        if end >= last:
            closing[session.day] = session.plenary
    return {
        day: (first, last if closing[day] else max(last, int(datetime.combine(day, EVENING, zone).timestamp())))
        for day, (first, last) in found.items()
    }


def _times(sessions: Iterable[Session]) -> Mapping[date, Sequence[int]]:
    """The times at which sessions begin on each day, or could: when another one ends."""
    found: dict[date, set[int]] = {}
    for session in sessions:
        found.setdefault(session.day, set()).update(_stretch(session))
    return {day: sorted(times) for day, times in sorted(found.items())}


def _breaks(sessions: Sequence[Session]) -> list[tuple[int, int, str]]:
    """The breaks that are really kept: beside which no other session is."""
    starts = sorted(_stretch(session) for session in sessions if not session.interlude)
    reach: list[int] = []
    for _, end in starts:
        reach.append(max(end, reach[-1] if reach else end))
    found: list[tuple[int, int, str]] = []
    for session in sessions:
        if session.interlude:
            start, end = _stretch(session)
            before = bisect_left(starts, (end, end)) - 1
            if before < 0 or reach[before] <= start:
                insort(found, (start, end, session.id))
    return found


def _inside(windows: Sequence[Window], start: int, end: int, in_zone: ZoneInfo) -> bool:
    return not windows or is_within(
        datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC), windows, in_zone
    )
