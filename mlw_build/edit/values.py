"""Edits of values in YAML (a file's own or its front matter) that keep how everything else is written.

Each function gives the edit, or None where it cannot be made without changing something else too: a value that
an anchor shares with other places, a key that a merge (`<<`) brings in, a text over several lines.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from msgspec import Struct
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mlw_build.diagnostics import Edit, Span
from mlw_build.read.document import Document, Keys
from mlw_build.read.yaml_reader import nodes_of, read_yaml

_ALIAS = re.compile(r"\s*:?\s*(?P<alias>\*[^\s,\[\]{}]+)")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class _Found(Struct, frozen=True):
    """A value with what leads to it; `alias` where the file has `*name` here instead of the value itself."""

    key: ScalarNode | None
    value: Node
    in_flow: bool
    alias: tuple[int, int] | None = None


def replaced(document: Document, keys: Keys, value: str) -> Edit | None:
    """The edit that gives the value at these keys another text, in the quotes that it has, if any."""
    found = _find(document, keys)
    if found is None or not isinstance(found.value, ScalarNode):
        return None
    if found.alias is not None:
        return Edit(_span(document, *found.alias), written(value, None, found.in_flow))
    start, end = found.value.start_mark.index, found.value.end_mark.index
    if document.yaml[start : start + 1] in ("&", "!", "|", ">") or start == end:
        return None
    return Edit(_span(document, start, end), written(value, found.value.style, found.in_flow))


def renamed(document: Document, keys: Keys, name: str) -> Edit | None:
    """The edit that gives the last of these keys another name."""
    found = _find(document, keys)
    if found is None or found.key is None:
        return None
    start, end = found.key.start_mark.index, found.key.end_mark.index
    if document.yaml[start : start + 1] in ("&", "!", "*"):
        return None
    return Edit(_span(document, start, end), written(name, found.key.style, found.in_flow))


def added(document: Document, keys: Keys, key: str, value: str, before: str | None = None) -> Edit | None:
    """The edit that puts a key with a value into the mapping at these keys, before one of its keys or at its top."""
    found = _find(document, keys)
    if found is None or found.alias is not None or not isinstance(found.value, MappingNode):
        return None
    inner = [node for node, _ in found.value.value if isinstance(node, ScalarNode)]
    if not inner or any(node.value == key for node in inner):
        return None
    place = next((node for node in inner if node.value == before), inner[0])
    start = place.start_mark.index
    if _in_flow(found.value):
        return Edit(_span(document, start, start), f"{key}: {written(value, None, True)}, ")
    indent = " " * place.start_mark.column
    return Edit(_span(document, start, start), f"{key}: {written(value, None, False)}\n{indent}")


def value_of(document: Document, keys: Keys) -> str | None:
    """The text at these keys as the reader gives it; None where there is none of its own."""
    found = _find(document, keys)
    return found.value.value if found is not None and isinstance(found.value, ScalarNode) else None


def written(value: str, style: str | None, in_flow: bool) -> str:
    """A text as a YAML scalar in this style (a quotation mark, or none), with other quotes where it needs them."""
    if style == "'" and not re.search(r"[\x00-\x1f\x7f-\x9f]", value):
        return "'" + value.replace("'", "''") + "'"
    if style != '"' and _stands_plain(value, in_flow):
        return value
    return '"' + "".join(_ESCAPES.get(one, one) for one in value) + '"'


def _stands_plain(value: str, in_flow: bool) -> bool:
    """Whether a text without quotes is read as itself."""
    if value != value.strip() or "\n" in value:
        return False
    data, problems = read_yaml(f"[k: {value}]\n" if in_flow else f"k: {value}\n")
    return not problems and data == ([{"k": value}] if in_flow else {"k": value})


def _find(document: Document, keys: Keys) -> _Found | None:
    root = nodes_of(document.yaml)
    if root is None:
        return None
    found = _Found(None, root, _in_flow(root))
    for key in keys:
        if found.alias is not None:
            return None
        step = _step(document.yaml, found, key)
        if step is None:
            return None
        found = step
    return found


def _step(text: str, outer: _Found, key: str | int) -> _Found | None:
    node, in_flow = outer.value, outer.in_flow or _in_flow(outer.value)
    if isinstance(node, MappingNode):
        pair = _own_pairs(node).get(key)
        if pair is None:
            return None
        name, value = pair
        if value.start_mark.index >= name.end_mark.index:
            return _Found(name, value, in_flow)
        alias = _ALIAS.match(text, name.end_mark.index)
        return _Found(name, value, in_flow, alias.span("alias")) if alias else None
    if isinstance(node, SequenceNode) and isinstance(key, int) and 0 <= key < len(node.value):
        return _Found(None, node.value[key], in_flow) if key < _before_aliases(node) else None
    return None


@lru_cache(maxsize=256)
def _own_pairs(node: MappingNode) -> Mapping[Any, tuple[ScalarNode, Node]]:
    """The pairs that a mapping has itself by their key, the first of each; made once for all edits in it."""
    found: dict[Any, tuple[ScalarNode, Node]] = {}
    for name, value in node.value:
        if isinstance(name, ScalarNode):
            found.setdefault(name.value, (name, value))
    return found


@lru_cache(maxsize=256)
def _before_aliases(node: SequenceNode) -> int:
    """How many entries of a list stand before the first alias in it.

    What stands before its place is named by an alias; where a list's aliases stand, the nodes do not tell.
    """
    reached = node.start_mark.index
    for number, one in enumerate(node.value):
        if one.start_mark.index < reached:
            return number
        reached = one.end_mark.index
    return len(node.value)


def _in_flow(node: Node) -> bool:
    return isinstance(node, (MappingNode, SequenceNode)) and bool(node.flow_style)


def _span(document: Document, start: int, end: int) -> Span:
    """The place in the file of a piece of the document's YAML."""
    starts = _line_starts(document.text)
    base = starts[document.yaml_line - 1]
    line, column = _place(starts, base + start)
    end_line, end_column = _place(starts, base + end)
    return Span(document.path, line, column, end_line, end_column)


def _place(starts: tuple[int, ...], offset: int) -> tuple[int, int]:
    line = bisect.bisect_right(starts, offset)
    return line, offset - starts[line - 1] + 1


@lru_cache(maxsize=16)
def _line_starts(text: str) -> tuple[int, ...]:
    return (0, *_after_line_ends(text))


def _after_line_ends(text: str) -> Iterator[int]:
    at = text.find("\n")
    while at >= 0:
        yield at + 1
        at = text.find("\n", at + 1)
