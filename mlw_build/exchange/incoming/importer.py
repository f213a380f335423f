"""An import from beginning to end: read, settle, lay out, merge; what it would write, and what there is to say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from mlw_build.diagnostics import Diagnostic, Edit, Span, in_order
from mlw_build.edit.apply import MisplacedEdit, apply_edits, edits_by_file
from mlw_build.edit.changes import Change as Placed
from mlw_build.edit.changes import Remove
from mlw_build.edit.files import raw_text
from mlw_build.edit.placement import CannotPlace, place
from mlw_build.exchange.incoming.reading.draft import SessionDraft
from mlw_build.exchange.incoming.reading.encoding_notes import wrongly_decoded_texts
from mlw_build.exchange.incoming.reading.format_reader import Format, ImportNotes, ImportOptions
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from mlw_build.exchange.incoming.rules import LEFT_OUT
from mlw_build.exchange.incoming.writing.entry_edits import body_edits, changes_of, has_comments, new_entries
from mlw_build.exchange.incoming.writing.file_layout import KnownIds, lay_out_records
from mlw_build.exchange.incoming.writing.last_import import (
    find_import_state,
    read_import_states,
    serialise_import_state,
)
from mlw_build.exchange.incoming.writing.new_files import day_path, day_text, markdown_path, markdown_text, new_files
from mlw_build.exchange.incoming.writing.records import BODY, DATE, LIST_FILES, MARKDOWN_FOLDERS, Kind, Record
from mlw_build.exchange.incoming.writing.site_records import current_records
from mlw_build.exchange.incoming.writing.three_way_merge import MergeResult, RecordChange, merge_records
from mlw_build.exchange.incoming.writing.time_resolution import resolve_times
from mlw_build.exchange.incoming.writing.unscheduled import unscheduled_sessions_text
from mlw_build.read.document import Document
from mlw_build.read.own_files import own_place, place_to_write
from mlw_build.read.site_files import Sources, read_site
from mlw_build.system.atomic_files import atomic_write


class ImportPlan(Struct, frozen=True):
    """What an import would do: the files' texts before (None: not there yet) and after, counts, and what to say."""

    format: Format
    before: Mapping[str, str | None]
    after: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str]
    counts: Mapping[Kind, int]
    new: int
    changed: int
    cancelled: int
    first: bool


def plan_import(source: Source, format: Format, root: Path, wishes: ImportOptions) -> ImportPlan:
    """What an import of this source into a site's folder does. Writes nothing. Raises Refused and CannotEdit."""
    notes = ImportNotes()
    draft = format.read(source, notes, wishes)
    if not draft.sessions and not draft.speakers:
        raise SourceRefused(
            f"{source.name} has no sessions and no speakers that can be found (read as {format.title})."
        )
    if wishes.title:
        draft = replace(draft, conference=replace(draft.conference, title=wishes.title))
    sources, _ = read_site(root) if root.is_dir() else (Sources(root, ()), ())
    now = current_records(sources)
    conference = now.get((Kind.CONFERENCE, "conference"))
    here = str(conference.fields.get("time_zone", "")) if conference else ""
    programme = resolve_times(draft, wishes.zone or here, source.name, notes)
    states = read_import_states(root)
    state = find_import_state(
        states, format.name, source.name, (session.key for session in draft.sessions if session.key)
    )
    records = lay_out_records(programme, KnownIds(state.ids()))
    wrongly_decoded_texts(draft, notes)
    for text in draft.left_out:
        notes.diagnostics.append(LEFT_OUT.at(Span(source.name), text))
    result = merge_records(state, now, records)
    files = _files(root, sources, result, records)
    if programme.timeless:
        path = state.path.removesuffix(".json") + "-without-a-time.yaml"
        files[path] = unscheduled_sessions_text(programme.timeless)
        notes.diagnostics.append(_unscheduled_note(programme.timeless, path, source.name))
    files[state.path] = serialise_import_state(format.name, records, result.dropped)
    before = {path: raw_text(root, path) if (root / path).is_file() else None for path in files}
    return ImportPlan(
        format=format,
        before=before,
        after=files,
        diagnostics=(*in_order(notes.diagnostics), *in_order(result.diagnostics)),
        texts={**source.texts(), **sources.texts()},
        counts={kind: sum(record.kind is kind for record in records) for kind in Kind},
        new=sum(record.kind is Kind.SESSION for record in result.new),
        changed=len({(change.current.kind, change.current.id) for change in result.changes}) - result.cancelled,
        cancelled=result.cancelled,
        first=not state.records,
    )


def _unscheduled_note(sessions: Sequence[SessionDraft], path: str, source: str) -> Diagnostic:
    number = len(sessions)
    return LEFT_OUT.at(
        Span(source),
        f"{number} session{'s have' if number != 1 else ' has'} no date and time yet: kept in {path}.",
        "They come into the programme with the first import in which they have a time.",
    )


def _files(root: Path, sources: Sources, result: MergeResult, records: Sequence[Record]) -> dict[str, str]:
    """The new texts of all files that the merge makes or changes."""
    documents = {document.path: document for document in sources.documents}
    changes, moved = _moves(result.changes, records, documents)
    wanted: dict[str, list[Placed]] = {}
    for change in changes:
        wanted.setdefault(change.current.document.path, []).extend(changes_of(change))
    for change in moved:
        wanted.setdefault(change.current.document.path, []).append(Remove(change.current.keys))
    files: dict[str, str] = {}
    new = [*result.new, *(record for record_change in moved for record in _record_of(record_change, records))]
    new_days = {record.id: record for record in new if record.kind is Kind.DAY}
    for kind, path in LIST_FILES.items():
        _list_insertions(path, (), [record for record in new if record.kind is kind], documents, wanted, files)
    sessions: dict[str, list[Record]] = {}
    for one in new:
        if one.kind is Kind.SESSION:
            sessions.setdefault(str(one.fields[DATE]), []).append(one)
    homes = _file_of_each_date(sources)
    for day in sorted({*sessions, *new_days}):
        if day in homes:
            wanted.setdefault(homes[day].path, []).extend(new_entries(homes[day], ("sessions",), sessions.get(day, [])))
        else:
            record = new_days.get(day) or Record(Kind.DAY, day, day, {"date": day})
            files[_free_path(day_path(day), documents)] = day_text(record, sessions.get(day, []))
    fresh = new_files(_with_conference(new, records))
    for one in new:
        if one.kind in MARKDOWN_FOLDERS:
            files[markdown_path(one)] = markdown_text(one)
            front = f"{MARKDOWN_FOLDERS[one.kind]}/{one.id}."
            files |= {path: text for path, text in fresh.items() if path.startswith(front) and path not in files}
        elif one.kind is Kind.CONFERENCE:
            files |= {path: text for path, text in fresh.items() if path == "content/conference.yaml"}
    bodies = {change.current.document.path: change.values[BODY] for change in changes if BODY in change.values}
    return {**files, **edited_files(root, documents, wanted, bodies)}


def edited_files(
    root: Path,
    documents: Mapping[str, Document],
    wanted: Mapping[str, Sequence[Placed]],
    bodies: Mapping[str, Any] | None = None,
) -> dict[str, str]:
    """The texts of files with these changes made, and with new texts below the front matter.

    Raises Refused where a change has no certain place, and CannotEdit.
    """
    edits: list[Edit] = []
    for path, ones in wanted.items():
        try:
            edits += place(documents[path], ones)
        except CannotPlace as error:
            raise SourceRefused(f"{error} Nothing was written.") from None
    for path, body in (bodies or {}).items():
        edits += body_edits(documents[path], body)
    files = {}
    for path, some in edits_by_file(edits).items():
        try:
            files[path] = apply_edits(raw_text(root, path), some)
        except MisplacedEdit as error:
            raise SourceRefused(f"{path} changed while it was read ({error}). Run the import again.") from None
    return files


def _with_conference(new: Sequence[Record], records: Sequence[Record]) -> list[Record]:
    """The new speakers and booths with the conference's record, which knows the default language."""
    conference = next(record for record in records if record.kind is Kind.CONFERENCE)
    return [conference, *(record for record in new if record.kind in MARKDOWN_FOLDERS)]


def _moves(
    changes: Sequence[RecordChange], records: Sequence[Record], documents: Mapping[str, Document]
) -> tuple[list[RecordChange], list[RecordChange]]:
    """The changes in place, and those that take a session to another day's file.

    A session with comments of the editors' stays where it is and says its new date itself.
    """
    stay: list[RecordChange] = []
    move: list[RecordChange] = []
    for change in changes:
        if DATE not in change.values or change.current.kind is not Kind.SESSION:
            stay.append(change)
            continue
        commented = has_comments(change.current.document, change.current.keys)
        (stay if commented else move).append(change)
    return stay, move


def _record_of(change: RecordChange, records: Sequence[Record]) -> list[Record]:
    """A moved session as a record: its fields as they are here, with the changes."""
    fields = {**change.current.fields, **change.values}
    kept = {key: value for key, value in fields.items() if value is not None}
    order = next(
        (list(record.fields) for record in records if record.kind is Kind.SESSION and record.id == change.current.id),
        [],
    )
    names = sorted(kept, key=lambda name: order.index(name) if name in order else len(order) - 1)
    return [Record(Kind.SESSION, change.current.id, change.current.id, {name: kept[name] for name in names})]


def _file_of_each_date(sources: Sources) -> dict[str, Document]:
    """For each date the first file that is about it."""
    homes: dict[str, Document] = {}
    for document in sources.documents:
        if document.kind.value == "day" and isinstance(document.data, dict) and document.data.get("date"):
            homes.setdefault(str(document.data["date"]), document)
    return homes


def _list_insertions(
    path: str,
    keys: tuple[str, ...],
    new: Sequence[Record],
    documents: Mapping[str, Document],
    wanted: dict[str, list[Placed]],
    files: dict[str, str],
) -> None:
    if not new:
        return
    if path in documents:
        wanted.setdefault(path, []).extend(new_entries(documents[path], keys, new))
    else:
        files |= {
            made: text
            for made, text in new_files([Record(Kind.CONFERENCE, "", "", {"languages": ["en"]}), *new]).items()
            if made == path
        }


def _free_path(path: str, documents: Mapping[str, Document]) -> str:
    number, free = 2, path
    while free in documents:
        free = path.replace(".yaml", f"-{number}.yaml")
        number += 1
    return free


def _place_of(root: Path, path: str) -> str:
    """Where a file is to be written: where it really is, if it is there."""
    return own_place(root.resolve(), path) if (root / path).exists() else place_to_write(root, path)


def write_import(root: Path, plan: ImportPlan) -> int:
    """Write what was planned; gives the number of files. Nothing is ever written outside the folder.

    Raises Refused where a folder on the way is a link, or a file cannot be written.
    """
    changed = {path: text for path, text in plan.after.items() if plan.before[path] != text}
    try:
        places = {path: _place_of(root, path) for path in changed}
        for path, text in changed.items():
            atomic_write(places[path], text.encode(), lasting=True)
    except OSError as error:
        raise SourceRefused(f"{error.filename or root} cannot be written: {error.strerror}.") from error
    return len(changed)
