"""Times that fit each other: parts inside their session, sessions inside their day and the conference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from mlw_build.check.check import Check
from mlw_build.check.clash.bookings import not_cancelled
from mlw_build.check.rules.wording import date_of, day_of, quoted_title, time_span
from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Related, Rule, Severity
from mlw_build.model.conference import Conference, Session

PART_OUTSIDE_SESSION = Rule("part-outside-session", "A part that is not inside its session")
OUTSIDE_CONFERENCE = Rule("outside-conference", "A session on a day that the conference does not have")
OUTSIDE_DAY = Rule("outside-day", "A session whose time is not on its day")
LONG_SESSION = Rule("long-session", "A session that lasts most of a day", Severity.WARNING)

DAYS_APART = Rule("days-apart", "Days of a conference with months between them", Severity.WARNING)

LONGEST = timedelta(hours=12)

MOST_APART = timedelta(days=60)
"""Between two days of a conference; what comes every month is not told of."""

LATEST_NIGHT = timedelta(hours=8)
"""How far past midnight a conference day goes at most, unless `day_change` says more."""


def parts_outside_session(conference: Conference) -> Iterator[Diagnostic]:
    """Parts, and sessions that are part of another, that begin before it or end after it."""
    for session in not_cancelled(conference):
        for part in session.parts:
            if part.start < session.start or part.end > session.end:
                yield PART_OUTSIDE_SESSION.at(
                    part.origin.span("start" if part.origin.has("start") else "id"),
                    f"The part `{part.id}` is at {time_span(conference, part.start, part.end)}, outside its session "
                    f"{quoted_title(session)}, {time_span(conference, session.start, session.end)}.",
                    "Shorten the parts before it, or make the session longer.",
                    involved=InvolvedSessions.of(session.id),
                )
        block = conference.sessions.get(session.part_of or "")
        if block and (session.start < block.start or session.end > block.end):
            yield _outside_block(conference, session, block)


def _outside_block(conference: Conference, session: Session, block: Session) -> Diagnostic:
    return PART_OUTSIDE_SESSION.at(
        session.origin.span("start"),
        f"{quoted_title(session)} is at {time_span(conference, session.start, session.end)}, outside "
        f"{quoted_title(block)}, which it is "
        f"part of, {time_span(conference, block.start, block.end)}.",
        f"Correct its times or those of `{block.id}`, or delete `part_of`.",
        [Related(block.origin.span("start"), f"{quoted_title(block)} is here")],
        involved=InvolvedSessions.of(session.id),
    )


def sessions_outside_conference(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions before the first or after the last day that conference.yaml gives."""
    first, last = conference.settings.start, conference.settings.end
    for session in conference.sessions.values():
        if (first and session.day < first) or (last and session.day > last):
            key = "date" if session.origin.has("date") else "start"
            yield OUTSIDE_CONFERENCE.at(
                session.origin.span(key),
                f"{quoted_title(session)} is on {session.day.isoformat()}, but the conference is from "
                f"{first or 'its first day'} to {last or 'its last day'}.",
                "Correct the date (is it the right year?), or `start` and `end` in content/conference.yaml.",
                involved=InvolvedSessions.of(session.id),
            )


def sessions_outside_day(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions that begin before their day, or after the night that follows it."""
    change = conference.settings.day_change
    night = max(LATEST_NIGHT, change.since_midnight if change else timedelta())
    for session in conference.sessions.values():
        midnight = datetime.combine(session.day, datetime.min.time(), conference.zone).astimezone(UTC)
        if midnight <= session.start < midnight + timedelta(days=1) + night:
            continue
        yield OUTSIDE_DAY.at(
            session.origin.span("start"),
            f"{quoted_title(session)} begins on {date_of(conference, session.start)} at "
            f"{conference.local(session.start):%H:%M} ({conference.zone.key}), but stands on {day_of(session.day)}.",
            "Move it to its day's file, or correct its `start` (or `date`).",
            involved=InvolvedSessions.of(session.id),
        )


def long_sessions(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions so long that a time is probably mistyped."""
    for session in conference.sessions.values():
        if session.end - session.start > LONGEST:
            hours = (session.end - session.start) / timedelta(hours=1)
            yield LONG_SESSION.at(
                session.origin.span("end" if session.origin.has("end") else "start"),
                f"{quoted_title(session)} lasts {hours:.0f} hours.",
                "Correct its times; if it really does, add `allow: {check: long-session, reason: ...}`.",
                involved=InvolvedSessions.of(session.id),
            )


def days_apart(conference: Conference) -> Iterator[Diagnostic]:
    """Days so far from all others that the year or the month is probably mistyped.

    Where conference.yaml says when the conference begins and ends, days outside of that are errors already.
    """
    if conference.settings.start and conference.settings.end:
        return
    days = sorted(conference.days, key=lambda day: day.date)
    for number, (earlier, later) in enumerate(pairwise(days), start=1):
        apart = later.date - earlier.date
        if apart > MOST_APART:
            doubted, other = (earlier, later) if 2 * number < len(days) else (later, earlier)
            yield DAYS_APART.at(
                doubted.origin.span("date"),
                f"There are {apart.days} days from {earlier.id} to {later.id}.",
                "Correct the date (is it the right year?), or write `start` and `end` in content/conference.yaml.",
                [Related(other.origin.span("date"), f"{other.id} is here")],
            )


CHECKS = (
    Check(PART_OUTSIDE_SESSION, parts_outside_session),
    Check(OUTSIDE_CONFERENCE, sessions_outside_conference),
    Check(OUTSIDE_DAY, sessions_outside_day),
    Check(LONG_SESSION, long_sessions),
    Check(DAYS_APART, days_apart),
)
