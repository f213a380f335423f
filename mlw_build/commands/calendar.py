"""`calendar`: the calendar lock, updated when the programme is published."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mlw_build.calendar.calendar import Calendar
from mlw_build.calendar.change_report import as_json, as_markdown, as_text
from mlw_build.calendar.lock.comparison import LockFile, build_calendar, read_lock_file, source_date
from mlw_build.calendar.lock.lock import LOCK_FILE
from mlw_build.calendar.lock.prune import earliest_prune_date, without_removed_sessions
from mlw_build.calendar.lock.renames import RenameQuestion, rename_questions
from mlw_build.calendar.lock.text import serialise_lock
from mlw_build.calendar.lock.update import next_lock
from mlw_build.calendar.lock.write import write_lock
from mlw_build.commands.common import (
    CLEAN,
    PROBLEMS,
    USAGE,
    add_root,
    count_noun,
    print_error,
    print_problems,
    site_root,
)
from mlw_build.diagnostics import in_order, stops_publishing
from mlw_build.model.conference import Conference
from mlw_build.pipeline import Options, check

MORE = """

  update  record in content/calendar.lock what subscribers are told from now on; commit the file with the programme
  status  list what subscribers will see change, write nothing
  prune   forget removed sessions, some weeks after the conference

docs/calendar-updates.md explains when to run which, and what to do after a merge."""

DAYS = 30
"""Days after the conference for which calendars go on to show removed sessions as cancelled."""


MOST_DAYS = 3650


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of `calendar`."""
    add_root(parser)
    parser.add_argument("action", choices=("update", "status", "prune"))
    parser.add_argument(
        "--now", metavar="T", type=_instant, help="the instant to record, such as 2020-10-12T08:00:00Z (default: now)"
    )
    parser.add_argument(
        "--new", metavar="ID", action="append", default=[], help="update: this session is new, not an old one renamed"
    )
    parser.add_argument(
        "--cancelled",
        metavar="ID",
        action="append",
        default=[],
        help="update: this session, which is gone, does not take place under another id either",
    )
    parser.add_argument(
        "--days",
        metavar="N",
        type=_days,
        default=DAYS,
        help="prune: how many days after the end of the conference (default: %(default)s)",
    )
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="how to print what changes"
    )


def run(options: argparse.Namespace) -> int:
    """Do it. Gives 0; 1 where the programme or the lock has problems or a question is open; 2 for wrong usage."""
    root = site_root(options)
    checked = check(Options(root, root / "output"))
    conference = checked.conference
    if not checked.clean or conference is None:
        errors = [diagnostic for diagnostic in checked.diagnostics if stops_publishing([diagnostic])]
        print_problems(in_order(errors), checked.texts(), sys.stderr)
        print(f"{LOCK_FILE} was not touched.", file=sys.stderr)
        return PROBLEMS
    calendar = checked.calendar or build_calendar(conference)
    if options.action == "status":
        return _status(options, conference, calendar)
    if options.action == "prune":
        return _prune(options, root, conference)
    return _update(options, root, conference, calendar)


def _status(options: argparse.Namespace, conference: Conference, calendar: Calendar) -> int:
    if not calendar.started and options.format == "text":
        print(f"There is no {LOCK_FILE} yet. `calendar update` starts it on the day that you publish.")
        return CLEAN
    print(_format_changes(options, conference, calendar))
    if calendar.differs and options.format == "text":
        print(f"{LOCK_FILE} is behind the programme; run `calendar update` when you publish.")
    return CLEAN


def _format_changes(options: argparse.Namespace, conference: Conference, calendar: Calendar) -> str:
    if options.format == "json":
        return as_json(calendar.changes)
    write = as_markdown if options.format == "markdown" else as_text
    return write(calendar.changes, conference.zone)


def _update(options: argparse.Namespace, root: Path, conference: Conference, calendar: Calendar) -> int:
    read = read_lock_file(root)
    unknown = _unknown_ids(options, calendar, read)
    if unknown:
        return print_error(unknown, USAGE)
    asked = rename_questions(calendar.facts, read.lock, new=options.new, cancelled=options.cancelled)
    if asked:
        print("\n\n".join(_question(rename_question) for rename_question in asked), file=sys.stderr)
        print(f"\n{LOCK_FILE} was not touched.", file=sys.stderr)
        return PROBLEMS
    update = next_lock(conference, calendar.facts, read.lock, _now(options))
    if not update.differs:
        print(f"{LOCK_FILE} is up to date.")
        return CLEAN
    try:
        write_lock(root, serialise_lock(update.lock))
    except OSError as error:
        return print_error(f"{LOCK_FILE} could not be written: {error.strerror}. It is as it was.", PROBLEMS)
    if calendar.started:
        write = {"text": as_text, "markdown": as_markdown}.get(options.format)
        print(write(update.changes, conference.zone) if write else as_json(update.changes))
    else:
        print(f"Started with {count_noun(len(update.lock.entries), 'session')}.")
    print(f"Wrote {LOCK_FILE}: commit it with the programme.", file=sys.stderr)
    return CLEAN


def _unknown_ids(options: argparse.Namespace, calendar: Calendar, read: LockFile) -> str | None:
    """What is wrong with the ids of --new and --cancelled."""
    for identifier in options.new:
        if identifier not in calendar.facts:
            return f"--new {identifier}: the programme has no session of this id."
    for identifier in options.cancelled:
        if identifier not in read.lock.entries or identifier in calendar.facts:
            return f"--cancelled {identifier}: this is for ids that were published and are in the programme no more."
    return None


def _question(rename_question: RenameQuestion) -> str:
    gone, new = rename_question.gone, rename_question.new
    return "\n".join(
        [
            f"`{gone.id}` (“{gone.last.title.plain}”) is gone, and `{new.id}` (“{new.last.title.plain}”), "
            f"{new.origin.span()}, has the same {rename_question.alike}.",
            f"  Is it the same session? Write `was: {gone.id}` in `{new.id}`: subscribers keep the entry they have.",
            f"  Are they two? Run this again with `--cancelled {gone.id}`: subscribers see one cancelled, one new.",
        ]
    )


def _prune(options: argparse.Namespace, root: Path, conference: Conference) -> int:
    lock = read_lock_file(root).lock
    after = earliest_prune_date(conference, lock, timedelta(days=options.days))
    gone = [entry for entry in lock.entries.values() if entry.gone]
    if not gone:
        print("There are no removed sessions to forget.")
        return CLEAN
    if after is not None and _now(options) < after:
        print(
            f"{count_noun(len(gone), 'removed session')} will be shown as cancelled until {after:%Y-%m-%d}; "
            "nothing was "
            "forgotten. (--days N for another time after the conference.)"
        )
        return CLEAN
    try:
        write_lock(root, serialise_lock(without_removed_sessions(lock)))
    except OSError as error:
        return print_error(f"{LOCK_FILE} could not be written: {error.strerror}. It is as it was.", PROBLEMS)
    print(f"Forgot {count_noun(len(gone), 'removed session')}: {_format_ids([entry.id for entry in gone])}.")
    return CLEAN


def _format_ids(identifiers: Sequence[str]) -> str:
    return ", ".join(f"`{identifier}`" for identifier in identifiers)


def _now(options: argparse.Namespace) -> datetime:
    """The instant to record: as given, of the sources where that is known, else of the clock."""
    given: datetime | None = options.now
    return given or source_date() or datetime.now(UTC)


def _days(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_DAYS:
        raise argparse.ArgumentTypeError(f"`{text}` is no number of days from 0 to {MOST_DAYS}")
    return int(text)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"`{text}` is no instant such as 2020-10-12T08:00:00Z") from None
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError(f"`{text}` says no offset; write Z for UTC, or one such as +02:00")
    return instant.astimezone(UTC)
