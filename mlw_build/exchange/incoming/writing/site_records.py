"""The records of a site as its files hold them now, each with where it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from mlw_build.exchange.incoming.writing.records import BODY, DATE, Kind
from mlw_build.read.document import Document
from mlw_build.read.document import Kind as FileKind
from mlw_build.read.site_files import Sources

_LISTS = {
    FileKind.ORGANISATIONS: Kind.ORGANISATION,
    FileKind.ROOMS: Kind.ROOM,
    FileKind.TRACKS: Kind.TRACK,
    FileKind.FORMATS: Kind.FORMAT,
}

_MARKDOWN = {FileKind.SPEAKER: Kind.SPEAKER, FileKind.BOOTH: Kind.BOOTH, FileKind.PAGE: Kind.PAGE}


class CurrentRecord(Struct, frozen=True):
    """A record in a site's files: its fields now, the document and the keys that lead to it there."""

    kind: Kind
    id: str
    fields: Mapping[str, Any]
    document: Document
    keys: tuple[str | int, ...] = ()


def current_records(sources: Sources) -> Mapping[tuple[Kind, str], CurrentRecord]:
    """All records of a site by kind and id; a session is also found by each of its former ids."""
    found: dict[tuple[Kind, str], CurrentRecord] = {}
    for document in sources.documents:
        for current_record in _in_document(document):
            found.setdefault((current_record.kind, current_record.id), current_record)
            if current_record.kind is Kind.SESSION:
                was = current_record.fields.get("was") or []
                for former in was if isinstance(was, list) else [was]:
                    found.setdefault((Kind.SESSION, str(former)), current_record)
    return found


def _in_document(document: Document) -> Iterator[CurrentRecord]:
    data = document.data
    if document.kind is FileKind.CONFERENCE and isinstance(data, Mapping):
        yield CurrentRecord(Kind.CONFERENCE, "conference", data, document)
    elif document.kind in _LISTS and isinstance(data, list):
        yield from _entries(data, _LISTS[document.kind], document, ())
    elif document.kind in _MARKDOWN and document.language is None:
        fields = {**(data or {}), BODY: document.body.strip()} if isinstance(data or {}, Mapping) else {}
        yield CurrentRecord(_MARKDOWN[document.kind], document.name, fields, document)
    elif document.kind is FileKind.DAY and isinstance(data, Mapping):
        day = str(data.get("date") or "")
        if day:
            head = {key: value for key, value in data.items() if key != "sessions"}
            yield CurrentRecord(Kind.DAY, day, head, document)
        sessions = data.get("sessions")
        if isinstance(sessions, list):
            for entry in _entries(sessions, Kind.SESSION, document, ("sessions",)):
                fields = {**entry.fields, DATE: entry.fields.get(DATE) or day}
                yield CurrentRecord(entry.kind, entry.id, fields, document, entry.keys)


def _entries(
    entries: list[Any], kind: Kind, document: Document, keys: tuple[str | int, ...]
) -> Iterator[CurrentRecord]:
    for index, value in enumerate(entries):
        if isinstance(value, Mapping) and isinstance(value.get("id"), str):
            yield CurrentRecord(kind, value["id"], value, document, (*keys, index))
