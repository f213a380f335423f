"""From changes of data to edits of the file that holds it: the one place that knows where an edit belongs.

Everything else in the file stays as it is, to the octet. What was asked for is held against what a reader finds
afterwards (`holds_changes`): where the two differ, or where no edit does it for certain, nothing is edited and the
place is told.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from mlw_build.diagnostics import Edit, Span
from mlw_build.edit.apply import MisplacedEdit, apply_edits
from mlw_build.edit.changes import Change, Insert, Put, Remove, Rename, with_changes
from mlw_build.edit.splices import CannotSplice, Splices, entries_below
from mlw_build.edit.yaml_tree import ALIAS, LIST, MAPPING, SCALAR, Node, tree_of
from mlw_build.read.document import Document, Keys
from mlw_build.read.front_matter import split
from mlw_build.read.yaml_reader import parse

parsed_text = lru_cache(maxsize=8)(parse)
"""The same as `parse`: who makes one edit after another asks for each text as it was and as it became."""


class CannotPlace(Exception):
    """A change that cannot be made in its file for certain, with its place and the reason."""

    def __init__(self, span: Span, reason: str) -> None:
        super().__init__(f"{span}: {reason} Change it by hand.")
        self.span = span


def place(document: Document, changes: Iterable[Change]) -> tuple[Edit, ...]:
    """The edits that make the changes and nothing else. Raises CannotPlace."""
    changes = tuple(changes)
    edits = edits_for(document, changes)
    try:
        text = apply_edits(document.text, edits)
    except MisplacedEdit:
        text = None
    if text is None or not holds_changes(document, changes, text):
        keys = changes[0].keys if changes else ()
        raise CannotPlace(document.span(*keys), "no edit does this for certain, as it is written.")
    return edits


def edits_for(document: Document, changes: Iterable[Change]) -> tuple[Edit, ...]:
    """The same, without holding the result against what was asked: for who does so later, with many at once."""
    return _Placing(document).edits(tuple(changes))


def holds_changes(document: Document, changes: Sequence[Change], text: str) -> bool:
    """Whether a file's text (with LF line ends) is the document with these changes made, and nothing else different."""
    placing = _Placing(document)
    try:
        placing.edits(changes)
        wanted = with_changes(document.data, placing.written)
        asked = with_changes(document.data, [(change, _asked_value(change)) for change in changes])
    except (CannotPlace, LookupError, TypeError):
        return False
    yaml, body = text, document.body
    if document.path.endswith(".md"):
        parts = split(text)
        yaml, body = parts.yaml, parts.body
        if document.without_front_matter:
            body = body.removeprefix("\n")
    before, after = parsed_text(document.yaml), parsed_text(yaml)
    if len(after.problems) > len(before.problems) or body != document.body:
        return False
    return bool(after.data == wanted) and _says_the_same(after.data, asked)


def _asked_value(change: Change) -> Any:
    if isinstance(change, Insert):
        return parse(change.as_text).data if change.as_text else change.entries
    return change.value if isinstance(change, Put) else None


def _says_the_same(found: Any, asked: Any) -> bool:
    """Whether two values differ at most in how lines of their texts are broken, as long texts may be written."""
    if found == asked:
        return True
    if isinstance(found, str) and isinstance(asked, str):
        return found.split() == asked.split()
    if isinstance(found, Mapping) and isinstance(asked, Mapping):
        return found.keys() == asked.keys() and all(_says_the_same(found[key], asked[key]) for key in found)
    if isinstance(found, list) and isinstance(asked, (list, tuple)):
        return len(found) == len(asked) and all(_says_the_same(*pair) for pair in zip(found, asked, strict=True))
    return False


def value_of(document: Document, keys: Keys) -> str | None:
    """The text at these keys as the reader gives it; None where there is none of its own."""
    tree = tree_of(document.yaml)
    node = tree.root if tree else None
    for key in keys:
        node = _inner(node, key) if node else None
    node = node.target if node and node.kind == ALIAS else node
    return node.value if node and node.kind == SCALAR else None


def _inner(node: Node, key: str | int) -> Node | None:
    if node.kind == MAPPING and key in node.names:
        return node.pairs[node.names[str(key)]][1]
    if node.kind == LIST and isinstance(key, int) and 0 <= key < len(node.items):
        return node.items[key]
    return None


class _Placing:
    """The edits of one document, as they are put together."""

    def __init__(self, document: Document) -> None:
        self._document = document
        tree = tree_of(document.yaml)
        if tree is None:
            raise CannotPlace(Span(document.path, document.yaml_line), "the file is not YAML.")
        self._root = tree.root
        self._splices = Splices(document.yaml, tree)
        self.written: list[tuple[Change, Any]] = []
        """The changes, each with its value as a reader finds it."""

    def edits(self, changes: Sequence[Change]) -> tuple[Edit, ...]:
        """The edits that make these changes. Raises CannotPlace."""
        for change in changes:
            try:
                self._make(change)
            except CannotSplice as fault:
                raise CannotPlace(self._document.span(*change.keys), str(fault)) from None
        if self._document.without_front_matter:
            text = "".join(splice.text for splice in self._splices.in_order())
            return (Edit(Span(self._document.path), f"---\n{text}---\n\n"),) if text else ()
        return tuple(Edit(self._span(splice.start, splice.end), splice.text) for splice in self._splices.in_order())

    def _make(self, change: Change) -> None:
        if isinstance(change, Put):
            self._put(change)
        elif isinstance(change, Insert):
            self._insert(change)
        elif isinstance(change, Rename):
            self._rename(change)
        else:
            self._remove(change)

    def _put(self, change: Put) -> None:
        way = self._way(change.keys[:-1])
        if not change.keys:
            self._put_inside(change, way[-1])
            return
        key, outer = change.keys[-1], way[-1]
        in_flow = any(node is not None and node.in_braces for node in way)
        if outer is None or outer.is_empty:
            if len(way) == 1:
                written = self._splices.first_pair(str(key), change.value)
                self.written.append((change, written))
            else:
                self._put(Put(change.keys[:-1], {key: change.value}))
            return
        node = _inner(outer, key)
        if node is None and outer.kind == MAPPING:
            self.written.append((change, self._splices.new_pair(outer, str(key), change, in_flow, len(change.keys))))
        elif node is None:
            raise CannotSplice("there is no such place.")
        elif not self._put_inside(change, node):
            self.written.append((change, self._splices.new_value(outer, key, node, change.value, in_flow)))

    def _put_inside(self, change: Put, node: Node | None) -> bool:
        """Of a mapping or a list, change only what differs; False where it has to be written anew."""
        old, new = self._data(change.keys), change.value
        if node is None or node.marked:
            return False
        if node.kind == MAPPING and node.pairs and isinstance(new, dict) and node.pairs[0][0].value in new:
            if set(old) != {*node.names}:
                raise CannotSplice("`<<` brings in some of the keys that stand here.")
            for key in dict.fromkeys((*old, *new)):
                if key not in new:
                    self._remove(Remove((*change.keys, key)))
                elif key not in old or old[key] != new[key]:
                    self._put(Put((*change.keys, key), new[key]))
            return True
        if node.kind == LIST and isinstance(new, list) and node.items and old == new[: len(old)]:
            if new[len(old) :]:
                self._insert(Insert(change.keys, tuple(new[len(old) :])))
            return True
        return False

    def _insert(self, change: Insert) -> None:
        entries = list(change.entries)
        if change.as_text:
            entries = parse(change.as_text).data
        way = self._way(change.keys)
        node = way[-1]
        in_flow = any(node is not None and node.in_braces for node in way[:-1])
        if node is None and change.keys:
            node = self._missing(change.keys)
        if not change.keys and (node is None or node.is_empty):
            written = self._splices.first_entries(entries, change.as_text)
        elif node is not None and node.kind == LIST and (node.items or in_flow or not _in_lines(entries)):
            index = len(node.items) if change.index is None else change.index
            written = self._splices.new_entries(node, index, entries, change.as_text, len(change.keys) + 1)
        elif node is not None and (node.kind == ALIAS or node.marked):
            raise CannotSplice("the value is shared by an anchor.")
        else:
            old = self._data(change.keys)
            old = old if isinstance(old, list) else [] if old is None else [old]
            index = len(old) if change.index is None else change.index
            self._list_anew(change, [*old[:index], *entries, *old[index:]], in_flow)
            return
        self.written.append((change, written))

    def _list_anew(self, change: Insert, values: list[Any], in_flow: bool) -> None:
        """The list that was not there, was empty, or was a single value."""
        if in_flow or len(values) > len(change.entries) or not (change.as_text or _in_lines(values)):
            self._put(Put(change.keys, values))
            return
        outer, key = self._way(change.keys[:-1])[-1], str(change.keys[-1])
        lines_of = entries_below(values, change.as_text)
        if outer is None:
            written = self._splices.first_pair(key, values, lines_of)
        elif key in outer.names:
            written = self._splices.new_value(outer, key, outer.pairs[outer.names[key]][1], values, False, lines_of)
        else:
            written = self._splices.new_pair(outer, key, Put(change.keys, values), False, len(change.keys), lines_of)
        self.written.append((Put(change.keys, values), written))

    def _rename(self, change: Rename) -> None:
        outer = self._way(change.keys[:-1])[-1]
        key = change.keys[-1]
        if outer is None or outer.kind != MAPPING or key not in outer.names or change.name in outer.names:
            raise CannotSplice("there is no such key, or one of the new name.")
        way = self._way(change.keys[:-1])
        in_flow = any(node is not None and node.in_braces for node in way)
        self._splices.new_name(outer.pairs[outer.names[str(key)]][0], change.name, in_flow)
        self.written.append((change, None))

    def _remove(self, change: Remove) -> None:
        outer = self._way(change.keys[:-1])[-1]
        key = change.keys[-1]
        node = _inner(outer, key) if outer else None
        if outer is None or node is None:
            raise CannotSplice("what is to go does not stand here itself.")
        if len(outer.items) + len(outer.pairs) == 1 and not (outer.in_braces and not outer.marked):
            empty: Any = [] if outer.kind == LIST else {}
            if len(change.keys) == 1:
                self._splices.put(outer.start, outer.content_end, str(empty))
            else:
                above = self._way(change.keys[:-2])
                in_flow = any(node is not None and node.in_braces for node in above)
                self._splices.new_value(above[-1], change.keys[-2], outer, empty, in_flow)  # type: ignore[arg-type]
        elif outer.in_braces:
            self._splices.without_in_braces(outer, node)
        elif outer.kind == LIST:
            self._splices.without_entry(outer, int(key))
        else:
            self._splices.without_pair(outer, outer.names[str(key)])
        self.written.append((change, None))

    def _way(self, keys: Keys) -> list[Node | None]:
        """The nodes from the root to these keys. Raises CannotSplice where an alias stands in between."""
        way: list[Node | None] = [self._root]
        for key in keys:
            node = way[-1]
            if node is not None and node.kind == ALIAS:
                raise CannotSplice("what stands here is shared by an anchor.")
            if node is not None and node.kind == SCALAR and not node.is_empty:
                raise CannotSplice("there is a single value where keys are to be.")
            way.append(_inner(node, key) if node else None)
        return way

    def _missing(self, keys: Keys) -> Node | None:
        node = self._way(keys[:-1])[-1]
        if node is not None and node.kind == ALIAS:
            raise CannotSplice("what stands here is shared by an anchor.")
        return None

    def _data(self, keys: Keys) -> Any:
        data = self._document.data
        for key in keys:
            if data is None or (isinstance(data, dict) and key not in data):
                return None
            data = data[key]
        return data

    def _span(self, start: int, end: int) -> Span:
        starts = _line_starts(self._document.text)
        base = starts[self._document.yaml_line - 1]
        line, column = _line_and_column(starts, base + start)
        end_line, end_column = _line_and_column(starts, base + end)
        return Span(self._document.path, line, column, end_line, end_column)


def _in_lines(entries: Iterable[Any]) -> bool:
    """Whether entries are written on lines of their own rather than in brackets."""
    return any(isinstance(entry, dict) for entry in entries)


def _line_and_column(starts: tuple[int, ...], offset: int) -> tuple[int, int]:
    line = bisect.bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


@lru_cache(maxsize=16)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *(match.end() for match in re.finditer("\n", text)))
