"""Changes to entries in files that people edit: which keys get which values, and where new entries are to stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from mlw_build.diagnostics import Edit, Span
from mlw_build.edit.changes import Change as Placed
from mlw_build.edit.changes import Insert, Put, Remove
from mlw_build.edit.placement import CannotPlace, edits_for
from mlw_build.edit.yaml_text import markdown_lines
from mlw_build.exchange.incoming.writing.records import BODY, DATE, Kind, Record
from mlw_build.exchange.incoming.writing.three_way_merge import RecordChange
from mlw_build.model.schema.people import BoothEntry, PageEntry, SpeakerEntry
from mlw_build.model.schema.programme import (
    DayHeader,
    FormatEntry,
    OrganisationEntry,
    RoomEntry,
    SessionEntry,
    TrackEntry,
)  # fmt: skip
from mlw_build.model.schema.settings import ConferenceEntry
from mlw_build.read.document import Document, Keys

_MODELS: Mapping[Kind, type[BaseModel]] = {
    Kind.CONFERENCE: ConferenceEntry,
    Kind.ORGANISATION: OrganisationEntry,
    Kind.ROOM: RoomEntry,
    Kind.TRACK: TrackEntry,
    Kind.FORMAT: FormatEntry,
    Kind.SPEAKER: SpeakerEntry,
    Kind.BOOTH: BoothEntry,
    Kind.PAGE: PageEntry,
    Kind.DAY: DayHeader,
    Kind.SESSION: SessionEntry,
}


def changes_of(change: RecordChange) -> list[Placed]:
    """What is different in the entry's document then: its values, without the text below the front matter."""
    current = change.current
    written = _value_at(current.document, current.keys)
    order = (*(name for name in _MODELS[current.kind].model_fields if name != "extra"), "extra")
    changes: list[Placed] = []
    for name in sorted(change.values, key=lambda text: order.index(text) if text in order else len(order)):
        value = change.values[name]
        if name == BODY:
            continue
        if value is not None:
            changes.append(Put((*current.keys, name), value, order))
        elif isinstance(written, Mapping) and name in written:
            changes.append(Remove((*current.keys, name)))
    return changes


def body_edits(document: Document, body: Any) -> list[Edit]:
    """The text below the front matter, written anew."""
    lines = document.text.split("\n")
    last = len(lines)
    text = "\n".join(["", *markdown_lines(str(body or "").strip())]).rstrip() + "\n" if body else ""
    first = min(document.body_line, last)
    return [Edit(Span(document.path, first, 1, last, len(lines[-1]) + 1), text)]


def new_entries(document: Document, keys: Keys, records: Sequence[Record]) -> list[Placed]:
    """New entries for a list: sessions before those that begin later, anything else at its end."""
    entries = _value_at(document, keys)
    places: dict[int | None, list[Mapping[str, Any]]] = {}
    for record in records:
        places.setdefault(_index_for(entries, record), []).append(_without_date(record))
    return [Insert(keys, tuple(ones), index) for index, ones in places.items()]


def has_comments(document: Document, keys: Keys) -> bool:
    """Whether an entry cannot be taken out without losing a comment of the editors', or at all."""
    try:
        edits = edits_for(document, [Remove(keys)])
    except CannotPlace:
        return True
    lines = document.text.split("\n")
    gone = [line for edit in edits for line in lines[edit.span.line - 1 : edit.span.end_line]]
    return len(_value_at(document, keys[:-1])) == 1 or any(re.search(r"(^|\s)#", line) for line in gone)


def _value_at(document: Document, keys: Keys) -> Any:
    value: Any = document.data
    for key in keys:
        if isinstance(key, str) and (not isinstance(value, Mapping) or key not in value):
            return None
        value = value[key]
    return value


def _index_for(entries: Any, record: Record) -> int | None:
    """The number of the entry before which a new one is written; None for the end."""
    if record.kind is Kind.SESSION and isinstance(entries, list):
        start = _padded(str(record.fields.get("start", "")))
        for number, value in enumerate(entries):
            begins = str(value.get("start") or "") if isinstance(value, Mapping) else ""
            if begins and _padded(begins) > start:
                return number
    return None


def _padded(clock: str) -> str:
    return clock if re.match(r"^\d\d", clock) else f"0{clock}"


def _without_date(record: Record) -> dict[str, Any]:
    return {key: value for key, value in record.fields.items() if key != DATE or record.kind is not Kind.SESSION}
