"""Changes in words, for editors and reviewers: a line a session, as text, Markdown or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mlw_build.calendar.facts import instant_text
from mlw_build.calendar.lock.lock import Revision, VisibleDifference
from mlw_build.calendar.lock.update import SessionChange
from mlw_build.calendar.programme_comparison import PeopleChange
from mlw_build.model.text import Text

VERSION = 1
"""Of the JSON; rises when a field changes its meaning or goes away."""

HEADINGS = (
    ("cancelled", "cancelled"),
    ("removed", "removed"),
    ("moved", "moved"),
    ("length", "longer or shorter"),
    ("room", "in another room"),
    ("new", "new"),
    ("restored", "restored"),
    ("renamed", "renamed"),
    ("details", "with other details"),
)
"""Kinds of changes, the most urgent first, and how a summary names them: 3 sessions moved."""


def change_line(change: SessionChange, zone: ZoneInfo) -> str:
    """What happens to one session: "Opening": moves from Mon 12 Oct 10:00 to 11:00."""
    return f"“{change.entry.last.title.plain}”: {'; '.join(_change_phrases(change.revision, change, zone))}"


def changes_summary(changes: Sequence[SessionChange]) -> str:
    """All changes in a sentence: 3 sessions moved, 1 cancelled."""
    counts = [
        (number, words)
        for kind, words in HEADINGS
        if (number := sum(_main_kind(change.revision) == kind for change in changes))
    ]
    if not counts:
        return "Subscribers will see no change."
    first, *others = counts
    noun = "session" if first[0] == 1 else "sessions"
    return ", ".join([f"{first[0]:,} {noun} {first[1]}", *(f"{number:,} {words}" for number, words in others)]) + "."


def as_text(changes: Sequence[SessionChange], zone: ZoneInfo, people: Sequence[PeopleChange] = ()) -> str:
    """The changes as plain text."""
    lines = [changes_summary(changes), *(f"  {change.entry.id}: {change_line(change, zone)}" for change in changes)]
    if people:
        lines += [
            "Other people:",
            *(f"  {people_change.session.id}: {_people(people_change)}" for people_change in people),
        ]
    return "\n".join(lines)


def as_markdown(changes: Sequence[SessionChange], zone: ZoneInfo, people: Sequence[PeopleChange] = ()) -> str:
    """The changes as Markdown, for the comment on a pull request. Titles cannot write Markdown or mention people."""
    lines = [f"**{changes_summary(changes)}**"]
    if changes:
        lines += ["", f"Times are those of {zone.key}.", "", "| session | what changes |", "| --- | --- |"]
        for change in changes:
            sayings = "; ".join(_change_phrases(change.revision, change, zone))
            lines.append(
                f"| {_escape_markdown_cell(change.entry.last.title.plain)} (`{change.entry.id}`) | "
                f"{_escape_markdown_cell(sayings)} |"
            )
    if people:
        lines += ["", "| session | people |", "| --- | --- |"]
        lines += [
            f"| {_escape_markdown_cell(people_change.session.title.plain)} (`{people_change.session.id}`) | "
            f"{_escape_markdown_cell(_people(people_change))} |"
            for people_change in people
        ]
    return "\n".join(lines)


def as_json(changes: Sequence[SessionChange], people: Sequence[PeopleChange] = ()) -> str:
    """The changes as a JSON document; instants are in UTC."""
    document = {
        "version": VERSION,
        "summary": changes_summary(changes),
        "changes": [_data(change) for change in changes],
        "people": [
            {"session": people_change.session.id, "joined": people_change.joined, "left": people_change.left}
            for people_change in people
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _people(change: PeopleChange) -> str:
    joined = [f"with {', '.join(change.joined)}"] if change.joined else []
    left = [f"without {', '.join(change.left)}"] if change.left else []
    return "; ".join(joined + left)


def _data(change: SessionChange) -> dict[str, object]:
    revision, entry = change.revision, change.entry
    return {
        "session": entry.id,
        "uid": entry.uid,
        "title": entry.last.title.plain,
        "kinds": list(revision.kinds),
        "sequence": revision.sequence,
        "before": _seen_data(revision.before),
        "after": _seen_data(revision.after),
    }


def _seen_data(seen: VisibleDifference) -> dict[str, object]:
    data = {
        "start": instant_text(seen.start) if seen.start else None,
        "end": instant_text(seen.end) if seen.end else None,
        "title": seen.title.plain if seen.title else None,
        "rooms": [room.plain for room in seen.rooms] if seen.rooms is not None else None,
    }
    return {key: value for key, value in data.items() if value is not None}


def _main_kind(revision: Revision) -> str:
    """The kind of a change that matters most."""
    return next((kind for kind, _ in HEADINGS if kind in revision.kinds), "details")


def _change_phrases(revision: Revision, change: SessionChange, zone: ZoneInfo) -> Iterator[str]:
    before, after = revision.before, revision.after
    start = change.entry.last.start
    for kind in revision.kinds:
        if kind == "new":
            yield f"new, {_when(start, zone)}"
        elif kind == "moved" and before.start and after.start:
            yield f"moves from {_when(before.start, zone)} to {_when(after.start, zone, before.start)}"
        elif kind == "length" and before.end and after.end:
            yield f"ends at {_when(after.end, zone, before.end)} instead of {_when(before.end, zone, before.end)}"
        elif kind == "room":
            yield f"from {_rooms(before.rooms)} to {_rooms(after.rooms)}"
        elif kind == "renamed" and before.title:
            yield f"was called “{before.title.plain}”"
        else:
            yield {
                "cancelled": f"cancelled, {_when(start, zone)}",
                "removed": f"removed from the programme, shown as cancelled, {_when(start, zone)}",
                "restored": f"takes place after all, {_when(start, zone)}",
            }.get(kind, "other details (description, stream, languages, address or the like)")


def _when(instant: datetime, zone: ZoneInfo, beside: datetime | None = None) -> str:
    """An instant on the conference's clocks; without its day where that stands beside it already."""
    local = instant.astimezone(zone)
    same_day = beside is not None and beside.astimezone(zone).date() == local.date()
    # Not strftime's names: they follow the locale of the machine.
    day = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1]} "
    return f"{'' if same_day else day}{local:%H:%M}"


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _rooms(rooms: Sequence[Text] | None) -> str:
    return ", ".join(room.plain for room in rooms or ()) or "no room"


def _escape_markdown_cell(text: str) -> str:
    """A text that a Markdown table shows as it is."""
    line = " ".join(text.split()).replace("&", "&amp;")
    escaped = re.sub(r"([\\`*_\[\]|<>#!~])", r"\\\1", line)
    # Addresses are made links even where nothing marks them.
    return re.sub(r"(?<=:)//|(?<=www)\.", _entities, escaped, flags=re.IGNORECASE).replace("@", "@\u200b")


def _entities(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(text)};" for text in match[0])
