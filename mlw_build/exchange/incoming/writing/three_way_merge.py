"""Three versions of a programme into one, field by field: the last import, the files now, the source now.

What only the source changed changes; what only the editors changed stays; where both changed, the editors' value stays,
and the source's is shown beside it under `extra: {source: ...}` until the two agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from mlw_build.diagnostics import Diagnostic
from mlw_build.exchange.incoming.rules import CONFLICT, DROPPED
from mlw_build.exchange.incoming.writing.last_import import ImportedRecord, ImportState, stored_value
from mlw_build.exchange.incoming.writing.records import BODY, DATE, Kind, Record, is_same_value
from mlw_build.exchange.incoming.writing.site_records import CurrentRecord

DIFFERS = "source"
"""The key under `extra` for what the source says where an editor's value stays."""

_ONCE: Mapping[Kind, frozenset[str]] = {
    Kind.SESSION: frozenset({"id", "slug"}),
    Kind.CONFERENCE: frozenset({"id", "time_zone", "languages", "domain"}),
    Kind.DAY: frozenset({DATE}),
}
"""Fields that an import writes once and then leaves: addresses and ids never change for readers."""


class RecordChange(Struct, frozen=True):
    """What is to be different in a record that is there: new values by field, None for a field to take out."""

    current: CurrentRecord
    values: Mapping[str, Any]


class MergeResult(Struct):
    """What an import does to a site."""

    new: list[Record] = field(default_factory=list)
    changes: list[RecordChange] = field(default_factory=list)
    dropped: dict[tuple[Kind, str], ImportedRecord] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    cancelled: int = 0
    deleted: int = 0


def merge_records(
    state: ImportState, now: Mapping[tuple[Kind, str], CurrentRecord], source: Sequence[Record]
) -> MergeResult:
    """The new records, the changes to those that are there, and notes on conflicts and on what was dropped."""
    result = MergeResult()
    seen = set()
    for record in source:
        key = (record.kind, record.key)
        seen.add(key)
        base = state.records.get(key)
        current = now.get((record.kind, "conference" if record.kind is Kind.CONFERENCE else record.id))
        if current is None:
            if base is None or base.dropped:
                result.new.append(record)
            else:
                result.deleted += 1
        else:
            _merge(record, base, current, result)
    for key, base in state.records.items():
        if key not in seen:
            _dropped_record(key, base, now.get((key[0], base.id)), result)
    return result


def _merge(record: Record, base: ImportedRecord | None, current: CurrentRecord, result: MergeResult) -> None:
    before = dict(base.fields) if base else {}
    if base and base.dropped and record.kind is Kind.SESSION:
        before["status"] = "cancelled"
    values: dict[str, Any] = {}
    conflicts: dict[str, Any] = {}
    told = _known_conflicts(current)
    for name in dict.fromkeys((*record.fields, *before)):
        if name in _ONCE.get(record.kind, frozenset({"id"})) or name == "extra":
            continue
        old, mine, new = before.get(name), current.fields.get(name), record.fields.get(name)
        if is_same_value(mine, new) or (not mine and not new):
            continue
        if is_same_value(old, stored_value(new)) if new is not None else old in (None, ""):
            if name in told:
                conflicts[name] = new if new is not None else ""
        elif is_same_value(old, stored_value(mine)) if mine is not None else old is None:
            values[name] = new
        else:
            conflicts[name] = new if new is not None else ""
            _report(record, name, current, result)
    extra = _merged_extra(record, before, current, conflicts)
    if not is_same_value(extra, current.fields.get("extra")):
        values["extra"] = extra or None
    if values:
        result.changes.append(RecordChange(current, values))


def _known_conflicts(current: CurrentRecord) -> Mapping[str, Any]:
    """The conflicts that the record shows already."""
    extra = current.fields.get("extra")
    shown = extra.get(DIFFERS) if isinstance(extra, Mapping) else None
    return shown if isinstance(shown, Mapping) else {}


def _merged_extra(
    record: Record, before: Mapping[str, Any], current: CurrentRecord, conflicts: Mapping[str, Any]
) -> dict[str, Any]:
    """The record's `extra`: what editors keep there, what the source says now, and the conflicts."""
    mine = current.fields.get("extra")
    kept = {key: value for key, value in mine.items() if key != DIFFERS} if isinstance(mine, Mapping) else {}
    old = before.get("extra")
    old = old if isinstance(old, Mapping) else {}
    new = record.fields.get("extra")
    new = new if isinstance(new, Mapping) else {}
    for key in dict.fromkeys((*new, *old)):
        if is_same_value(old.get(key), stored_value(kept.get(key, ""))):
            if key in new:
                kept[key] = new[key]
            else:
                kept.pop(key, None)
    if conflicts:
        kept[DIFFERS] = dict(conflicts)
    return kept


def _report(record: Record, name: str, current: CurrentRecord, result: MergeResult) -> None:
    shown = "the biography" if name == BODY else f"`{name}`"
    new = record.fields.get(name)
    says = "no longer has it" if new is None else f"now says `{_shortened(new)}`"
    result.diagnostics.append(
        CONFLICT.at(
            current.document.span(*current.keys, *([] if name in (BODY, DATE) else [name])),
            f"{shown[0].upper()}{shown[1:]} of `{current.id}` was changed here by hand, and the source {says}.",
            f"What stands here stays; the source's value is kept beside it under `extra: {{{DIFFERS}: ...}}`. "
            "Take it over, or leave it; the next import asks again only if the source changes again.",
        )
    )


def _shortened(value: Any) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:57]}..."


def _dropped_record(
    key: tuple[Kind, str], base: ImportedRecord, current: CurrentRecord | None, result: MergeResult
) -> None:
    """What the source no longer has: a session is cancelled, anything else stays as it is."""
    kind = key[0]
    if kind in (Kind.CONFERENCE, Kind.DAY):
        return
    result.dropped[key] = ImportedRecord(base.id, base.fields, dropped=True)
    if current is None or base.dropped:
        return
    if kind is Kind.SESSION:
        if current.fields.get("status") != "cancelled":
            result.changes.append(RecordChange(current, {"status": "cancelled"}))
            result.cancelled += 1
            message = f"The source no longer has the session `{current.id}`: it is marked as cancelled."
            hint = "Delete it if nobody has seen it yet; its calendar entry then needs no cancelling."
            result.diagnostics.append(DROPPED.at(current.document.span(*current.keys), message, hint))
        return
    result.diagnostics.append(
        DROPPED.at(
            current.document.span(*current.keys),
            f"The source no longer has the {kind.value} `{current.id}`: it stays as it is.",
            "Delete it if nothing refers to it any more.",
        )
    )
