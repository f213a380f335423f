"""What was imported last: kept beside the content, so that the next import can tell whose change is whose.

One file a source in content/.import/, one line a record. Long texts are kept as digests: to see whether a text has
changed, more is not needed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from mlw_build.exchange.incoming.reading.safe_json import as_mapping, read_json
from mlw_build.exchange.incoming.reading.source import LARGEST_FILE, SourceRefused
from mlw_build.exchange.incoming.writing.id_assignment import safe_file_name
from mlw_build.exchange.incoming.writing.records import Kind, Record
from mlw_build.read.own_files import own_octets

FOLDER = "content/.import"
LONGEST_KEPT = 120
_DIGEST = "sha256:"


class ImportedRecord(Struct, frozen=True):
    """A record as it was imported last; `dropped` once the source no longer had it."""

    id: str
    fields: Mapping[str, Any]
    dropped: bool = False


class ImportState(Struct, frozen=True):
    """The last import of one source."""

    path: str
    format: str
    records: Mapping[tuple[Kind, str], ImportedRecord] = field(default_factory=dict)

    def ids(self) -> Mapping[Kind, Mapping[str, str]]:
        """From the source's keys to our ids, by kind."""
        found: dict[Kind, dict[str, str]] = {}
        for (kind, key), base in self.records.items():
            found.setdefault(kind, {})[key] = base.id
        return found


def stored_value(value: Any) -> Any:
    """A value as it is kept: long texts as a digest of their words."""
    if isinstance(value, Mapping):
        return {key: stored_value(one) for key, one in value.items()}
    if isinstance(value, list):
        return [stored_value(one) for one in value]
    spaced = " ".join(str(value).split())
    if len(spaced) <= LONGEST_KEPT:
        return spaced
    return _DIGEST + hashlib.sha256(spaced.encode()).hexdigest()[:32]


def read_import_states(root: Path) -> tuple[ImportState, ...]:
    """All last imports of a site. Raises Refused where one cannot be read."""
    folder = root / FOLDER
    if not folder.is_dir():
        return ()
    return tuple(_read(root.resolve(), f"{FOLDER}/{path.name}") for path in sorted(folder.glob("*.json")))


def _read(root: Path, path: str) -> ImportState:
    try:
        text = own_octets(root, path, LARGEST_FILE).decode()
    except (OSError, UnicodeDecodeError):
        raise SourceRefused(f"{path} is not a file that an import wrote.") from None
    data = as_mapping(read_json(text, path))
    records = {}
    for line in data.get("records", ()):
        record = as_mapping(line)
        if record.get("kind") in set(Kind) and isinstance(record.get("id"), str):
            key = (Kind(record["kind"]), str(record.get("key", record["id"])))
            records[key] = ImportedRecord(record["id"], as_mapping(record.get("fields")), bool(record.get("dropped")))
    return ImportState(path, str(data.get("format", "")), records)


def find_import_state(states: Sequence[ImportState], format_name: str, source: str, keys: Iterable[str]) -> ImportState:
    """The last import of what is imported now: of the same format, sharing sessions; else a new, empty one."""
    wanted = set(keys)

    def shared(state: ImportState) -> int:
        return sum(1 for kind, key in state.records if kind is Kind.SESSION and key in wanted)

    same_format = [state for state in states if state.format == format_name]
    if same_format:
        best = max(same_format, key=shared)
        if shared(best) or not wanted:
            return best
    name = safe_file_name(re.sub(r"\.[A-Za-z0-9]{1,5}$", "", source)).lower()
    taken = {state.path for state in states}
    path, number = f"{FOLDER}/{format_name}-{name}.json", 2
    while path in taken:
        path, number = f"{FOLDER}/{format_name}-{name}-{number}.json", number + 1
    return ImportState(path, format_name)


def serialise_import_state(
    format_name: str, records: Sequence[Record], dropped: Mapping[tuple[Kind, str], ImportedRecord]
) -> str:
    """The text of the state's file after an import: sorted, one line a record."""
    entries = [
        {"kind": record.kind.value, "key": record.key, "id": record.id, "fields": stored_value(record.fields)}
        for record in records
    ] + [
        {"kind": kind.value, "key": key, "id": base.id, "dropped": True, "fields": dict(base.fields)}
        for (kind, key), base in dropped.items()
    ]
    entries.sort(key=lambda value: (str(value["kind"]), str(value["key"])))
    lines = [json.dumps(entry, ensure_ascii=False, sort_keys=True) for entry in entries]
    return f'{{"format": {json.dumps(format_name)}, "records": [\n' + ",\n".join(lines) + "\n]}\n"
