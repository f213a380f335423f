"""Changes to entries in files that people edit: only the lines of the changed keys, everything else to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mlw_build.diagnostics import Edit, Span
from mlw_build.exchange.incoming.merge import Change
from mlw_build.exchange.incoming.records import BODY, DATE, Kind, Record
from mlw_build.exchange.incoming.yaml_text import field_lines, inline, list_entry_lines, markdown_lines
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
from mlw_build.read.yaml_reader import nodes_of

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


def entry_edits(change: Change) -> list[Edit]:
    """The edits of a change to an entry that is there."""
    current = change.current
    document = current.document
    values = {key: value for key, value in change.values.items() if key != BODY}
    edits = _body_edits(document, change.values[BODY]) if BODY in change.values else []
    if not values:
        return edits
    node = _node(document, current.keys)
    if not isinstance(node, MappingNode):
        return edits
    if _in_flow(node) or not node.value:
        return [*edits, _flow_edit(document, node, {**_written(current.fields, document, current.keys), **values})]
    lines = _Lines(document)
    order = [*(name for name in _MODELS[current.kind].model_fields if name != "extra"), "extra"]
    for name in sorted(values, key=lambda one: order.index(one) if one in order else len(order)):
        edits += _field_edits(lines, node, name, values[name], order)
    return edits


def appended(document: Document, keys: Keys, records: Sequence[Record]) -> list[Edit]:
    """The edits that put new entries at the end of a list; sessions before those that begin later."""
    node = _node(document, keys)
    lines = _Lines(document)
    if node is None or isinstance(node, ScalarNode) or (isinstance(node, SequenceNode) and not node.value):
        return _first_entries(document, node, keys, records)
    if not isinstance(node, SequenceNode):
        return []
    if _in_flow(node):
        place = document_span(document, node.end_mark.line, node.end_mark.column - 1)
        return [Edit(place, "".join(f", {inline(one.fields) or '{}'}" for one in records))]
    indent = node.start_mark.column
    apart = "\n" if _spaced(lines, node) else ""
    by_line: dict[int, list[Record]] = {}
    for one in records:
        by_line.setdefault(_line_for(lines, node, one), []).append(one)
    edits = []
    for line, ones in by_line.items():
        at_end = line > lines.last_of(node.value[-1])
        texts = ["\n".join(list_entry_lines(_without_date(one), indent)) + "\n" for one in ones]
        text = "".join(apart + one for one in texts) if at_end else "".join(one + apart for one in texts)
        edits.append(lines.insertion(line, text))
    return edits


def removed(document: Document, keys: Keys) -> tuple[list[Edit], bool]:
    """The edit that takes an entry out of its list, and whether that loses a comment of the editors'."""
    node = _node(document, keys)
    parent = _node(document, keys[:-1])
    if node is None or parent is None or _in_flow(parent) or len(parent.value) == 1:
        return [], True
    lines = _Lines(document)
    first, last = lines.first_of(node), lines.last_of(node)
    commented = any(re.search(r"(^|\s)#", lines.text[number]) for number in range(first, last + 1))
    while last + 1 < len(lines.text) and not lines.text[last + 1].strip():
        last += 1
    return [lines.replacement(first, last, "")], commented


class _Lines:
    """The lines of a document's YAML, and edits of whole lines."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.text = document.yaml.split("\n")
        if self.text and not self.text[-1]:
            self.text.pop()

    def last_of(self, node: Node) -> int:
        """The last line that belongs to a value, without the empty lines and comments after it."""
        end = node.end_mark.line if node.end_mark.column else node.end_mark.line - 1
        end = min(max(end, node.start_mark.line), len(self.text) - 1)
        while end > node.start_mark.line and re.match(r"^\s*(#.*)?$", self.text[end]):
            end -= 1
        return end

    def first_of(self, node: Node) -> int:
        """The first line of an entry, with the comments right above it."""
        line = node.start_mark.line
        while line > 0 and self.text[line - 1].lstrip().startswith("#"):
            line -= 1
        return line

    def replacement(self, first: int, last: int, text: str) -> Edit:
        """The lines from first to last become a text (whole lines, or nothing)."""
        if last + 1 >= len(self.text) and self._document.yaml_line == 1:
            end = len(self.text[-1])
            span = document_span(self._document, first, 0, len(self.text) - 1, end)
            return Edit(span, text.removesuffix("\n"))
        return Edit(document_span(self._document, first, 0, last + 1, 0), text)

    def insertion(self, line: int, text: str) -> Edit:
        """A text of whole lines before a line."""
        if line >= len(self.text) and self._document.yaml_line == 1:
            end = len(self.text[-1]) if self.text else 0
            return Edit(document_span(self._document, max(len(self.text) - 1, 0), end), "\n" + text.removesuffix("\n"))
        return Edit(document_span(self._document, line, 0), text)


def document_span(document: Document, line: int, column: int, end_line: int | None = None, end_column: int = 0) -> Span:
    """A place in a document's file from lines and columns of its YAML, counted from 0."""
    offset = document.yaml_line
    if end_line is None:
        end_line, end_column = line, column
    return Span(document.path, line + offset, column + 1, end_line + offset, end_column + 1)


def _node(document: Document, keys: Keys) -> Node | None:
    node = nodes_of(document.yaml)
    for key in keys:
        if isinstance(node, MappingNode):
            node = next((value for name, value in node.value if name.value == key), None)
        elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
        else:
            return None
    return node


def _in_flow(node: Node) -> bool:
    return bool(getattr(node, "flow_style", False))


def _field_edits(lines: _Lines, node: MappingNode, name: str, value: Any, order: Sequence[str]) -> list[Edit]:
    pairs = [(key, held) for key, held in node.value if isinstance(key, ScalarNode)]
    indent = pairs[0][0].start_mark.column
    found = next(((key, held) for key, held in pairs if key.value == name), None)
    if found is None:
        if value is None:
            return []
        return [
            lines.insertion(_place_for(lines, pairs, name, order), "\n".join(field_lines(name, value, indent)) + "\n")
        ]
    key, held = found
    first, last = key.start_mark.line, lines.last_of(held)
    if value is None:
        return [] if key is pairs[0][0] else [lines.replacement(first, last, "")]
    short = inline(value)
    one_line = held.start_mark.line == held.end_mark.line == first and held.end_mark.index > held.start_mark.index
    if short is not None and one_line and isinstance(held, ScalarNode) and held.style not in ("|", ">"):
        span = document_span(lines._document, first, held.start_mark.column, held.end_mark.line, held.end_mark.column)
        return [Edit(span, short)]
    new = field_lines(name, value, indent)
    if key is pairs[0][0]:
        span = document_span(lines._document, first, indent, last, len(lines.text[last]))
        return [Edit(span, "\n".join(new).lstrip())]
    return [lines.replacement(first, last, "\n".join(new) + "\n")]


def _place_for(lines: _Lines, pairs: Sequence[tuple[ScalarNode, Node]], name: str, order: Sequence[str]) -> int:
    """The line before which a new key is written: after the nearest key that comes before it in the schema."""
    rank = order.index(name) if name in order else len(order)
    before = [
        (key, held) for key, held in pairs if (order.index(key.value) if key.value in order else len(order)) < rank
    ] or pairs[:1]
    after = max(before, key=lambda pair: pair[0].start_mark.line)
    return max(lines.last_of(after[1]), after[0].start_mark.line) + 1


def _flow_edit(document: Document, node: MappingNode, values: Mapping[str, Any]) -> Edit:
    kept = {key: value for key, value in values.items() if value is not None}
    start, end = node.start_mark, node.end_mark
    text = inline(kept) or inline({key: _one_line(value) for key, value in kept.items()}) or "{}"
    return Edit(document_span(document, start.line, start.column, end.line, end.column), text)


def _written(fields: Mapping[str, Any], document: Document, keys: Keys) -> dict[str, Any]:
    """The fields that stand in the entry itself (a session's date mostly stands in the head of its file)."""
    value: Any = document.data
    for key in keys:
        value = value[key]
    return {key: one for key, one in fields.items() if key in value}


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


def _body_edits(document: Document, body: Any) -> list[Edit]:
    """The text below the front matter, written anew."""
    lines = document.text.split("\n")
    last = len(lines)
    text = "\n".join(["", *markdown_lines(str(body or "").strip())]).rstrip() + "\n" if body else ""
    first = min(document.body_line, last)
    return [Edit(Span(document.path, first, 1, last, len(lines[-1]) + 1), text)]


def _first_entries(document: Document, node: Node | None, keys: Keys, records: Sequence[Record]) -> list[Edit]:
    """Entries for a list that is empty or not there yet."""
    lines = _Lines(document)
    indent = 2 if keys else 0
    text = "\n".join("\n".join(list_entry_lines(_without_date(one), indent)) for one in records) + "\n"
    if not keys:
        return [lines.insertion(len(lines.text), text)]
    if node is None:
        return [lines.insertion(len(lines.text), f"{keys[-1]}:\n{text}")]
    start, end = node.start_mark, node.end_mark
    front = "" if start.index == end.index else "\n"
    return [
        Edit(
            document_span(document, start.line, start.column, end.line, end.column), (front or "\n") + text.rstrip("\n")
        )
    ]


def _spaced(lines: _Lines, node: SequenceNode) -> bool:
    """Whether the entries of a list have empty lines between them."""
    if len(node.value) < 2:
        return True
    return any(not lines.text[lines.first_of(one) - 1].strip() for one in node.value[1:])


def _line_for(lines: _Lines, node: SequenceNode, record: Record) -> int:
    """The line before which a new entry is written."""
    if record.kind is Kind.SESSION:
        start = _padded(str(record.fields.get("start", "")))
        for one in node.value:
            begins = _start_of(one)
            if begins and _padded(begins) > start:
                return lines.first_of(one)
    return lines.last_of(node.value[-1]) + 1


def _start_of(node: Node) -> str:
    if not isinstance(node, MappingNode):
        return ""
    return next((str(value.value) for key, value in node.value if key.value == "start"), "")


def _padded(clock: str) -> str:
    return clock if re.match(r"^\d\d", clock) else f"0{clock}"


def _without_date(record: Record) -> dict[str, Any]:
    return {key: value for key, value in record.fields.items() if key != DATE or record.kind is not Kind.SESSION}


def in_files(edits: Iterable[Edit]) -> dict[str, list[Edit]]:
    """The edits by the file that they are in."""
    found: dict[str, list[Edit]] = {}
    for one in edits:
        found.setdefault(one.span.file, []).append(one)
    return found
