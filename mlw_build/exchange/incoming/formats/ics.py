"""An iCalendar feed (RFC 5545): each VEVENT a session."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import icalendar

from mlw_build.exchange.incoming.reading.draft import (
    ConferenceDraft,
    DraftTime,
    LinkDraft,
    NamedThingDraft,
    ProgrammeDraft,
    SessionDraft,
    SourcePlace,
)
from mlw_build.exchange.incoming.reading.format_reader import Format, ImportNotes, ImportOptions
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.reading.text_cleaning import clean_line, clean_prose, split_status, web_address
from mlw_build.exchange.incoming.rules import VALUE_UNUSABLE

MOST_EVENTS = 50_000
_STATUS = {"CANCELLED": "cancelled", "TENTATIVE": "tentative"}


def recognises(source: Source) -> bool:
    """A file that begins with BEGIN:VCALENDAR."""
    return not source.is_folder and source.head(size=200).lstrip().upper().startswith("BEGIN:VCALENDAR")


def read(source: Source, notes: ImportNotes, wishes: ImportOptions) -> ProgrammeDraft:
    """The sessions of a feed. Raises Refused where it is not iCalendar."""
    text = source.text()
    if text.upper().count("BEGIN:VEVENT") > MOST_EVENTS:
        raise SourceRefused(f"{source.name} has more than {MOST_EVENTS:,} events, many times what a programme has.")
    try:
        calendars: Any = icalendar.Calendar.from_ical(_repaired_feed(text), multiple=True)
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise SourceRefused(f"{source.name} cannot be read as iCalendar: {error}.") from None
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    head = calendars[0] if calendars else {}
    zones = Counter(str(zone.key) for event in events if (zone := _zone(event)) is not None)
    named = clean_line(str(head.get("X-WR-TIMEZONE", "")))
    sessions = [_session(event, source, notes) for event in events]
    return ProgrammeDraft(
        ConferenceDraft(
            title=clean_line(str(head.get("NAME", "") or head.get("X-WR-CALNAME", ""))),
            description=clean_line(str(head.get("DESCRIPTION", "") or head.get("X-WR-CALDESC", ""))),
            zone=zones.most_common(1)[0][0] if zones else named,
        ),
        tuple(sessions),
        rooms=tuple(
            NamedThingDraft(name, name)
            for name in dict.fromkeys(room for session in sessions for room in session.rooms)
        ),
    )


def _repaired_feed(text: str) -> str:
    """The text without empty lines, and with lines that belong to the one before them but are not folded."""
    lines: list[str] = []
    for word in text.split("\n"):
        if not word.strip():
            continue
        if lines and not re.match(r"^[ \t]|^[A-Za-z][A-Za-z0-9-]*[;:]", word):
            lines.append(f" \\n{word}")
        else:
            lines.append(word)
    return "\r\n".join(lines) + "\r\n"


def _zone(event: Any) -> Any:
    start = event.get("DTSTART")
    zone = getattr(getattr(start, "dt", None), "tzinfo", None)
    return zone if zone is not None and getattr(zone, "key", "UTC") != "UTC" else None


def _moment(value: Any) -> datetime | None:
    found = getattr(value, "dt", None)
    if isinstance(found, datetime):
        return found
    if isinstance(found, date):
        return datetime.combine(found, time())
    return None


def _session(event: Any, source: Source, notes: ImportNotes) -> SessionDraft:
    uid = clean_line(str(event.get("UID", "")))
    place = SourcePlace(source.name, source.line_of(f"UID:{uid[:40]}") if uid else 1)
    title, written = split_status(clean_line(str(event.get("SUMMARY", ""))) or "Untitled")
    lasts = getattr(event.get("DURATION"), "dt", None)
    if event.get("RRULE") is not None:
        notes.add(
            VALUE_UNUSABLE,
            place,
            f"“{title}” repeats by a rule; only its first time is brought in.",
            "Write the other times as sessions of their own.",
        )
    location = clean_line(str(event.get("LOCATION", "")))
    stream = web_address(location) if re.match(r"^https?://\S+$", location) else ""
    address = web_address(str(event.get("URL", "")))
    recurrence = _moment(event.get("RECURRENCE-ID"))
    return SessionDraft(
        key=uid.partition("@")[0] or "",
        slot=f"{recurrence:%m%d%H%M}" if recurrence else "",
        title=title,
        when=DraftTime(
            _moment(event.get("DTSTART")),
            _moment(event.get("DTEND")),
            lasts if isinstance(lasts, timedelta) else None,
        ),
        place=place,
        rooms=(location,) if location and not stream else (),
        stream=stream,
        abstract=clean_prose(str(event.get("DESCRIPTION", ""))),
        links=(LinkDraft(address),) if address else (),
        status=written or _STATUS.get(str(event.get("STATUS", "")).upper(), ""),
        tags=tuple(tag for category in _categories(event) if (tag := clean_line(category))),
        extra={"uid": uid} if "@" in uid else {},
    )


def _categories(event: Any) -> list[str]:
    value = event.get("CATEGORIES")
    values = value if isinstance(value, list) else [value] if value is not None else []
    return [str(value) for each in values for value in getattr(each, "cats", [])]


FORMAT = Format("ics", "an iCalendar feed (.ics)", recognises, read)
