"""From the times that editors write to instants: the day that ends after midnight, clock changes, durations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.diagnostics import Diagnostic, Rule, Severity
from mlw_build.model.fixes import past_midnight_fix
from mlw_build.model.schema.values import LocalTime
from mlw_build.model.zones import possible_instants
from mlw_build.read.document import Origin

END_BEFORE_START = Rule("end-before-start", "A session that ends before it starts")
NO_LENGTH = Rule("no-length", "A session that lasts no time", Severity.WARNING)
NO_END = Rule("no-end", "A session without an end")
NO_DAY = Rule("no-day", "A session without a date")
NO_SUCH_TIME = Rule("no-such-time", "A time that the clocks skip")
AMBIGUOUS_TIME = Rule("ambiguous-time", "A time that the clocks show twice")
RULES = (END_BEFORE_START, NO_LENGTH, NO_END, NO_DAY, NO_SUCH_TIME, AMBIGUOUS_TIME)

# A session that would last longer than this past midnight was more likely meant to end earlier.
LONGEST_NIGHT = timedelta(hours=14)


class Clock(Struct, frozen=True):
    """How local times are read: in which zone, and when a conference day ends after midnight."""

    zone: ZoneInfo
    day_change: timedelta = timedelta()

    def local(self, time: LocalTime, day: date) -> datetime:
        """The naive local time of a time on a conference day."""
        local = time.on(day)
        if time.day is None and time.since_midnight < self.day_change:
            local += timedelta(days=1)
        return local

    def instant(
        self, time: LocalTime, local: datetime, origin: Origin, problems: list[Diagnostic], key: str
    ) -> datetime | None:
        """The instant of a local time in UTC; None with a diagnostic where the clocks skip it or show it twice.

        The key leads to the time from the origin.
        """
        if time.offset is not None:
            return time.with_offset(local).astimezone(UTC)
        possible = possible_instants(local, self.zone)
        if len(possible) == 1:
            return possible[0]
        clock = f"{local:%H:%M}"
        if not possible:
            later = local.replace(tzinfo=self.zone, fold=0).astimezone(UTC).astimezone(self.zone).replace(tzinfo=None)
            meant = replace(time, since_midnight=time.since_midnight + (later - local))
            problems.append(
                NO_SUCH_TIME.at(
                    origin.span(key),
                    f"There is no {clock} on {local:%Y-%m-%d} in {self.zone.key}: clocks go forward over it.",
                    f"Write `{meant.written}` if that is when it happens.",
                )
            )
            return None
        choices = " or ".join(
            f"`{replace(time, offset=instant.astimezone(self.zone).utcoffset()).written}`" for instant in possible
        )
        problems.append(
            AMBIGUOUS_TIME.at(
                origin.span(key),
                f"{clock} comes twice on {local:%Y-%m-%d} in {self.zone.key}: clocks go back over it.",
                f"Write {choices}: the first is the earlier one.",
            )
        )
        return None


class Slot(Struct, frozen=True):
    """When something is: instants in UTC, start before or at end."""

    start: datetime
    end: datetime


def resolve_slot(
    clock: Clock,
    day: date,
    start: LocalTime,
    end: LocalTime | None,
    duration: timedelta | None,
    origin: Origin,
    problems: list[Diagnostic],
) -> Slot | None:
    """The slot of a session or part; `duration` is what holds when `end` is not given."""
    local_start = clock.local(start, day)
    begins = clock.instant(start, local_start, origin, problems, "start")
    if begins is None:
        return None
    if end is None:
        if duration is None:
            problems.append(
                NO_END.at(
                    origin.span("start"),
                    f"It begins at {start}, and nothing says when it ends.",
                    f"Add `duration: 60m`{_or_an_hour_later(start)}.",
                )
            )
            return None
        return _checked_slot(Slot(begins, begins + duration), start, None, origin, problems)
    local_end = clock.local(end, day) if start.day is None else _on_the_same_date(clock, end, start.day, local_start)
    ends = clock.instant(end, local_end, origin, problems, "end")
    if ends is None:
        return None
    return _checked_slot(Slot(begins, ends), start, end, origin, problems)


def _checked_slot(
    slot: Slot, start: LocalTime, end: LocalTime | None, origin: Origin, problems: list[Diagnostic]
) -> Slot | None:
    if slot.end > slot.start:
        return slot
    if slot.end == slot.start:
        key = "end" if end else "duration"
        problems.append(
            NO_LENGTH.at(
                origin.span(key),
                f"It begins and ends at {start}.",
                "Give the time it takes, even five minutes, so that it is seen in the agenda.",
            )
        )
        return slot
    if end is None:
        return None
    next_day = replace(end, since_midnight=end.since_midnight + timedelta(days=1))
    if end.day is None and slot.end + timedelta(days=1) - slot.start <= LONGEST_NIGHT:
        hint = f"If it goes on past midnight, write `end: {next_day.written}`; otherwise correct one of the times."
    else:
        hint = "Correct one of the two times; perhaps they were exchanged."
    problems.append(
        END_BEFORE_START.at(
            origin.span("end"),
            f"It ends at {end}, before it begins at {start}.",
            hint,
            fix=past_midnight_fix(origin, start, end),
        )
    )
    return None


def _or_an_hour_later(time: LocalTime) -> str:
    later = replace(time, since_midnight=time.since_midnight + timedelta(hours=1), day=None)
    return f", or `end: {later.written}`" if later.since_midnight < timedelta(hours=25) else ""


def _on_the_same_date(clock: Clock, end: LocalTime, date: date, start: datetime) -> datetime:
    """The end of what begins at a time with a date of its own: that night only if it is over by then otherwise."""
    local = end.on(date)
    return local if local > start else clock.local(end, date)
