"""YAML as editors write it: every plain scalar stays text, every value has a place, nothing dangerous is followed.

The schema, not YAML 1.1, decides what a scalar is: an unquoted 10:00 is a time, NO is Norway. Anchors, aliases
and merge keys (`<<`) work; tags, duplicate keys and alias bombs are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mlw_build.read.yaml_problems import DUPLICATE_KEY, FORBIDDEN, Place, Problem, explained

try:
    from yaml import CBaseLoader as _Loader
except ImportError:  # PyYAML without libyaml: slower, and stricter with `?` inside brackets
    from yaml import BaseLoader as _Loader  # type: ignore[assignment]

LARGEST_EXPANSION = 200_000
DEEPEST_NESTING = 60

# YAML 1.1 takes these for line ends, and no editor counts them as such: as spaces they keep every place true.
_OTHER_LINE_ENDS = str.maketrans("\x85\u2028\u2029", "   ")

_PLAIN_TAGS = {
    "tag:yaml.org,2002:str",
    "tag:yaml.org,2002:map",
    "tag:yaml.org,2002:seq",
    "!",
    None,
}


def read_yaml(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """The data in a YAML text (mappings, lists, text, None for an empty value), and what is wrong with it.

    The data is None when the text is empty or cannot be read at all.
    """
    too_deep = _nesting_problem(text)
    if too_deep:
        return None, (too_deep,)
    try:
        root = _compose(text)
    except yaml.YAMLError as error:
        return None, (explained(error, text),)
    if root is None:
        return None, ()
    builder = _Builder()
    data = builder.build(root)
    return None if builder.gave_up else data, tuple(builder.problems)


def locate_value(text: str, keys: Iterable[str | int]) -> Place:
    """The place of the value under these keys, or of the nearest thing around it that exists."""
    found = None
    for found in _path(text, keys):  # noqa: B007 - the last pair is the innermost
        pass
    if found is None:
        return (1, 1, 1, 1)
    key, value = found
    if isinstance(value, ScalarNode) and value.start_mark.index == value.end_mark.index and key is not None:
        return _place(key)
    return _place(value)


def locate_key(text: str, keys: Iterable[str | int]) -> Place:
    """The place of the last of these keys as it is written, or of the nearest thing around it that exists."""
    keys = tuple(keys)
    pairs = list(_path(text, keys))
    if not pairs:
        return (1, 1, 1, 1)
    key, value = pairs[-1]
    return _place(key if key is not None and len(pairs) == len(keys) + 1 else value)


def nodes_of(text: str) -> Node | None:
    """The tree of nodes of a YAML text, for editing it in place; None where it is empty or not YAML."""
    try:
        return _compose(text)
    except yaml.YAMLError:
        return None


@lru_cache(maxsize=16)
def _compose(text: str) -> Node | None:
    return yaml.compose(text.translate(_OTHER_LINE_ENDS), Loader=_Loader)


def _path(text: str, keys: Iterable[str | int]) -> Iterator[tuple[Node | None, Node]]:
    """The pairs of key and value nodes from the root down to these keys, as far as they exist."""
    try:
        node = _compose(text)
    except yaml.YAMLError:
        return
    if node is None:
        return
    yield None, node
    for key in keys:
        pair: tuple[Node | None, Node] | None = None
        if isinstance(node, MappingNode):
            pair = next(((k, v) for k, v in _merged(node) if k.value == key), None)
        elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
            pair = (None, node.value[key])
        if key == 0 and not isinstance(node, SequenceNode):
            pair = (None, node)  # a single value stands for a list of one
        if pair is None:
            return
        yield pair
        node = pair[1]


def _merged(node: MappingNode) -> Iterator[tuple[ScalarNode, Node]]:
    """The pairs of a mapping, its own before those that merge keys bring in."""
    waiting: list[Node] = [node]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop(0)
        if isinstance(current, SequenceNode):
            waiting = [*current.value, *waiting]
        elif isinstance(current, MappingNode) and id(current) not in seen:
            seen.add(id(current))
            yield from ((key, value) for key, value in current.value if isinstance(key, ScalarNode))
            waiting = [*(value for key, value in current.value if _is_merge(key)), *waiting]


def _is_merge(key: Node) -> bool:
    return isinstance(key, ScalarNode) and key.value == "<<" and _is_plain(key)


def _is_plain(node: ScalarNode) -> bool:
    """Whether a scalar is written without quotes (libyaml says '', PyYAML itself None)."""
    return node.style in (None, "")


def _place(node: Node) -> Place:
    start, end = node.start_mark, node.end_mark
    if end.line > start.line and not (isinstance(node, ScalarNode) and node.style in ('"', "'")):
        return (start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return (start.line + 1, start.column + 1, end.line + 1, max(end.column, start.column + 1) + 1)


class _Builder:
    """Turns nodes into data once, collecting problems; counts what aliases expand to."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.gave_up = False
        self._built = 0
        self._open: set[int] = set()

    def build(self, node: Node) -> Any:
        if self.gave_up:
            return None
        self._built += 1
        if self._built > LARGEST_EXPANSION or len(self._open) > DEEPEST_NESTING:
            self.gave_up = True
            self._refuse(
                node,
                f"Values are nested more than {DEEPEST_NESTING} deep here."
                if self._built <= LARGEST_EXPANSION
                else "The anchors and aliases of this file expand to far more values than a programme has.",
                "Write the values out instead of repeating them with `*`.",
            )
            return None
        if node.tag not in _PLAIN_TAGS:
            self._refuse(
                node,
                f"The tag `{_shown_tag(node.tag)}` is not allowed here.",
                "Delete the tag: the kind of each value is known from its key.",
            )
        if isinstance(node, ScalarNode):
            if _is_plain(node) and node.value in ("", "~", "null"):
                return None
            return node.value
        if id(node) in self._open:
            self._refuse(node, "This value contains itself through an alias.", "Delete the alias (`*name`) inside it.")
            return None
        self._open.add(id(node))
        try:
            if isinstance(node, SequenceNode):
                return [self.build(child) for child in node.value]
            return self._mapping(node)
        finally:
            self._open.discard(id(node))

    def _mapping(self, node: Node) -> dict[str, Any]:
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        merges = []
        for key, value in node.value:
            if _is_merge(key):
                merges.append(value)
            elif not isinstance(key, ScalarNode):
                self._refuse(
                    key,
                    "A key has to be a single word, not a list or a mapping.",
                    "If the value has brackets or braces in it, put it in quotes.",
                )
            elif key.value in data:
                self.problems.append(
                    Problem(
                        DUPLICATE_KEY,
                        _place(key),
                        f"`{key.value}` is given twice here; the first is in line {lines[key.value]}.",
                        f"Delete one of the two, or join their values under one `{key.value}`.",
                    )
                )
            else:
                data[key.value] = self.build(value)
                lines[key.value] = key.start_mark.line + 1
        for value in merges:
            for source in value.value if isinstance(value, SequenceNode) else (value,):
                if isinstance(source, MappingNode):
                    data = {**(self.build(source) or {}), **data}
                else:
                    self._refuse(
                        source,
                        "`<<` takes in the keys of another mapping, and this is none.",
                        "Write `<<: *name`, where `&name` marks a mapping.",
                    )
        return data

    def _refuse(self, node: Node, message: str, hint: str) -> None:
        self.problems.append(Problem(FORBIDDEN, _place(node), message, hint))


def _shown_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


_FAR_RIGHT = re.compile(rf"^[ \t?:-]{{{DEEPEST_NESTING // 2}}}", re.M)
"""Each level of lists and mappings without brackets takes at least one column."""


def _nesting_problem(text: str) -> Problem | None:
    """A text nested so deep that reading it would exhaust the stack: with many brackets, or far to the right."""
    if text.count("[") + text.count("{") <= DEEPEST_NESTING and not _FAR_RIGHT.search(text):
        return None
    depth = 0
    try:
        for event in yaml.parse(text.translate(_OTHER_LINE_ENDS), Loader=_Loader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > DEEPEST_NESTING:
                    mark: Any = event.start_mark
                    place = (mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
                    return Problem(
                        FORBIDDEN,
                        place,
                        f"Values are nested more than {DEEPEST_NESTING} deep here.",
                        "A programme needs four or five levels; if these are brackets in a text, quote the text.",
                    )
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return None
    return None
