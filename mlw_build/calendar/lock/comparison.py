"""The calendar's step of a build: the lock in the file, held against the programme."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

from msgspec import Struct

from mlw_build.calendar.calendar import Calendar, feed_members
from mlw_build.calendar.change_report import change_line
from mlw_build.calendar.facts import session_facts
from mlw_build.calendar.lock.lock import EMPTY, LOCK_FILE, Lock
from mlw_build.calendar.lock.renames import rename_questions, vanished_sessions
from mlw_build.calendar.lock.text import RESTORE, parse_lock
from mlw_build.calendar.lock.update import next_lock
from mlw_build.check.registry import apply_site_severities
from mlw_build.check.rules.calendar import LOCK_BROKEN, LOCK_OUT_OF_DATE, SESSION_DELETED
from mlw_build.diagnostics import Diagnostic, Related, Severity, Span, in_order
from mlw_build.model.conference import Conference
from mlw_build.read.own_files import NotOwn, own_octets
from mlw_build.system.regular_files import NotRegular

LARGEST_LOCK = 50_000_000
"""Octets; the lock of a hundred thousand sessions is smaller."""

MOST_LISTED = 20
"""Sessions that one diagnostic lists."""

COMMAND = "`build.py calendar update`"


class LockFile(Struct, frozen=True):
    """content/calendar.lock as it was read; `text` is None where there is none."""

    lock: Lock
    text: str | None = None
    problems: tuple[Diagnostic, ...] = ()


def read_lock_file(root: Path) -> LockFile:
    """The lock of the site under `root`. What cannot be read or understood is an error at its line."""
    try:
        text = own_octets(root.resolve(), LOCK_FILE, LARGEST_LOCK).decode("utf-8-sig").replace("\r\n", "\n")
    except FileNotFoundError:
        return LockFile(EMPTY)
    except UnicodeDecodeError:
        return LockFile(EMPTY, "", (LOCK_BROKEN.at(Span(LOCK_FILE), "The calendar lock is not UTF-8 text.", RESTORE),))
    except (NotOwn, NotRegular) as error:
        reason = f"It is not a file of this site that is read: {error.strerror}."
        return LockFile(EMPTY, "", (LOCK_BROKEN.at(Span(LOCK_FILE), reason, RESTORE),))
    except OSError as error:
        return LockFile(EMPTY, "", (LOCK_BROKEN.at(Span(LOCK_FILE), f"It cannot be read: {error.strerror}."),))
    lock, faults = parse_lock(text)
    problems = tuple(
        LOCK_BROKEN.at(Span(LOCK_FILE, fault.line, 1, fault.line, 2), fault.message, fault.hint) for fault in faults
    )
    return LockFile(EMPTY if problems else lock, text, problems)


def build_calendar(conference: Conference, read: LockFile | None = None) -> Calendar:
    """What a build publishes: the lock, and where the programme went on since, the entries that would follow."""
    read = read or LockFile(EMPTY)
    facts = session_facts(conference)
    started = read.text is not None
    update = next_lock(conference, facts, read.lock, _newest_instant(conference, read.lock), to_keep=started)
    members, advertised = feed_members(conference, update.lock)
    return Calendar(
        lock=update.lock,
        facts=facts,
        members=members,
        advertised=advertised,
        changes=update.changes,
        differs=update.differs,
        started=started,
    )


def compare_with_lock(
    conference: Conference | None, read: LockFile, *, locked: bool
) -> tuple[Calendar | None, tuple[Diagnostic, ...]]:
    """The calendar of a conference that is free of errors, and where lock and programme disagree.

    A programme of which a part could not be read says nothing about what is gone, and one without a lock has
    nothing to be held against.
    """
    if conference is None or read.problems:
        return None, read.problems
    if read.text is None:
        return None, _not_started() if locked else ()
    calendar = build_calendar(conference, read)
    return calendar, calendar_diagnostics(conference, read, calendar, locked=locked)


def calendar_diagnostics(
    conference: Conference, read: LockFile, calendar: Calendar, *, locked: bool
) -> tuple[Diagnostic, ...]:
    """Where programme and lock disagree, at the severities that the site wants; with `locked` that is an error."""
    behind = tuple(_out_of_date_problems(conference, read, calendar))
    asked = (
        tuple(diagnostic.with_severity(Severity.ERROR) for diagnostic in behind)
        if locked
        else apply_site_severities(conference, behind)
    )
    return in_order((*asked, *apply_site_severities(conference, _deleted_session_problems(read, calendar))))


def published_instant(conference: Conference) -> datetime:
    """When the programme was first published, as far as its editors say: the start of that day in UTC."""
    settings = conference.settings
    day = settings.published or (conference.days[0].date if conference.days else None)
    return datetime.combine(day, time(), UTC) if day else datetime(2000, 1, 1, tzinfo=UTC)


def source_date() -> datetime | None:
    """The instant that SOURCE_DATE_EPOCH names (reproducible-builds.org), if it names one."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _newest_instant(conference: Conference, lock: Lock) -> datetime:
    return source_date() or lock.newest or published_instant(conference)


def _not_started() -> tuple[Diagnostic, ...]:
    missing = LOCK_OUT_OF_DATE.at(
        Span(LOCK_FILE), f"There is no {LOCK_FILE} yet.", f"{COMMAND} starts it; commit the file."
    )
    return (missing.with_severity(Severity.ERROR),)


def _out_of_date_problems(conference: Conference, read: LockFile, calendar: Calendar) -> Iterator[Diagnostic]:
    if not calendar.differs:
        return
    listed = [
        Related(_session_place(read, calendar, change.entry.id), change_line(change, conference.zone))
        for change in calendar.changes[:MOST_LISTED]
    ]
    count = len(calendar.changes)
    what = (
        f"{count} session{'' if count == 1 else 's'} changed since the calendar lock was updated."
        if count
        else "The calendar lock is older than the programme, though subscribers would see no change."
    )
    more = f" ({count - MOST_LISTED} more are not listed.)" if count > MOST_LISTED else ""
    hint = f"When this is published, run {COMMAND} and commit the file."
    yield LOCK_OUT_OF_DATE.at(Span(LOCK_FILE), f"{what}{more}", hint, listed)


def _deleted_session_problems(read: LockFile, calendar: Calendar) -> Iterator[Diagnostic]:
    asked = {question.gone.id: question for question in rename_questions(calendar.facts, read.lock)}
    for entry in vanished_sessions(calendar.facts, read.lock):
        title = entry.last.title.plain
        question = asked.get(entry.id)
        if question:
            new = question.new
            message = f"`{entry.id}` ({title}) was published and is gone, and `{new.id}` has the same {question.alike}."
            hint = f"If it is the same session, write `was: {entry.id}` in `{new.id}`; else put it back cancelled."
            yield SESSION_DELETED.at(new.origin.span("id"), message, hint)
            continue
        yield SESSION_DELETED.at(
            _lock_line(read, entry.id),
            f"`{entry.id}` ({title}) was published and is gone from the programme.",
            "Put it back with `status: cancelled` and a `reason`, so that its page says so; "
            f"or delete it for good with {COMMAND}. Calendars show it as cancelled either way.",
        )


def _session_place(read: LockFile, calendar: Calendar, identifier: str) -> Span:
    """Where a session is written; one that is gone, in the lock."""
    facts = calendar.facts.get(identifier)
    return facts.origin.span() if facts else _lock_line(read, identifier)


def _lock_line(read: LockFile, identifier: str) -> Span:
    needle = f'"session":"{identifier}"'
    for number, line in enumerate((read.text or "").split("\n"), start=1):
        if needle in line:
            column = line.index(needle) + 1
            return Span(LOCK_FILE, number, column, number, column + len(needle))
    return Span(LOCK_FILE)
