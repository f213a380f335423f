"""YAML as editors write it: every plain scalar stays text, every value has a place, nothing dangerous is followed.

The schema, not YAML 1.1, decides what a scalar is: an unquoted 10:00 is a time, NO is Norway. Anchors, aliases
and merge keys (`<<`) work; tags, duplicate keys and alias bombs are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import yaml
from msgspec import Struct
from yaml.composer import ComposerError
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mlw_build.read.yaml_problems import DUPLICATE_KEY, FORBIDDEN, Place, Problem, explain_yaml_error

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


class Parsed(Struct, frozen=True):
    """The data in a YAML text, what is wrong with it, and whether parts of it stand there through aliases."""

    data: Any
    problems: tuple[Problem, ...] = ()
    has_aliases: bool = False


def read_yaml(text: str) -> tuple[Any, tuple[Problem, ...]]:
    """The data in a YAML text (mappings, lists, text, None for an empty value), and what is wrong with it.

    The data is None when the text is empty or cannot be read at all. What an alias stands for is one object
    wherever it stands, so nobody may change the data.
    """
    parsed = parse(text)
    return parsed.data, parsed.problems


def parse(text: str) -> Parsed:
    """The same, with what `Parsed` tells besides."""
    problems: list[Problem] = []
    try:
        reader = _Reader(text, problems)
        data = reader.document()
    except yaml.YAMLError as error:
        return Parsed(None, (explain_yaml_error(error, text),))
    except _LimitExceeded as much:
        return Parsed(None, (*problems, much.problem))
    return Parsed(data, tuple(problems), reader.has_aliases)


def locate_value(text: str, keys: Iterable[str | int]) -> Place:
    """The place of the value under these keys, or of the nearest thing around it that exists."""
    found = None
    for found in _path(text, keys):  # noqa: B007 - the last pair is the innermost
        pass
    if found is None:
        return (1, 1, 1, 1)
    key, value = found
    if isinstance(value, ScalarNode) and value.start_mark.index == value.end_mark.index and key is not None:
        return _place_of(key)
    return _place_of(value)


def locate_key(text: str, keys: Iterable[str | int]) -> Place:
    """The place of the last of these keys as it is written, or of the nearest thing around it that exists."""
    keys = tuple(keys)
    pairs = list(_path(text, keys))
    if not pairs:
        return (1, 1, 1, 1)
    key, value = pairs[-1]
    return _place_of(key if key is not None and len(pairs) == len(keys) + 1 else value)


def events_of(text: str) -> Iterator[Any]:
    """What the parser finds in a YAML text, one after the other, with its places. Raises yaml.YAMLError."""
    loader = _Loader(text.translate(_OTHER_LINE_ENDS))
    while loader.check_event():
        yield loader.get_event()


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
            pair = _pairs_by_key(node).get(key)
        elif isinstance(node, SequenceNode) and isinstance(key, int) and key < len(node.value):
            pair = (None, node.value[key])
        if key == 0 and not isinstance(node, SequenceNode):
            pair = (None, node)  # a single value stands for a list of one
        if pair is None:
            return
        yield pair
        node = pair[1]


@lru_cache(maxsize=256)
def _pairs_by_key(node: MappingNode) -> Mapping[Any, tuple[ScalarNode, Node]]:
    """The pairs of a mapping by their key, the first of each; made when the first place in the mapping is asked."""
    found: dict[Any, tuple[ScalarNode, Node]] = {}
    for key, value in _with_merge_keys(node):
        found.setdefault(key.value, (key, value))
    return found


def _with_merge_keys(node: MappingNode) -> Iterator[tuple[ScalarNode, Node]]:
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


def _is_plain(scalar: ScalarNode | ScalarEvent) -> bool:
    """Whether a scalar is written without quotes (libyaml says '', PyYAML itself None)."""
    return scalar.style in (None, "")


def _place_of(node: Node) -> Place:
    return _place(node.start_mark, node.end_mark, quoted=isinstance(node, ScalarNode) and node.style in ('"', "'"))


def _place(start: Any, end: Any, *, quoted: bool) -> Place:
    """From a mark to another; of what goes over several lines, only its beginning."""
    if end.line > start.line and not quoted:
        return (start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return (start.line + 1, start.column + 1, end.line + 1, max(end.column, start.column + 1) + 1)


class _LimitExceeded(Exception):
    """The text asks for more than a programme can need, and reading it stops."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class _Anchor(Struct):
    """What an anchor stands for. While it is read, `finished` is False; then follow the data and its size."""

    start: Any
    finished: bool = False
    within_itself: bool = False
    data: Any = None
    values: int = 0
    levels: int = 0


class _Reader:
    """Makes data of the parser's events as they come, collecting problems.

    Values and levels are counted as if every alias were written out, since who reads the data meets all of it.
    """

    def __init__(self, text: str, problems: list[Problem]) -> None:
        self._next: Callable[[], Any] = _Loader(text.translate(_OTHER_LINE_ENDS)).get_event
        self._problems = problems
        self.has_aliases = False
        self._anchors: dict[str, _Anchor] = {}
        self._values = 0
        self._level = 0
        self._deepest = 0
        self._end: Any = None
        """Where the collection ends that was read last."""

    def document(self) -> Any:
        """The data of the one document that there may be."""
        self._next()  # the stream begins
        if type(self._next()) is StreamEndEvent:
            return None
        data = self._value(self._next())
        self._next()  # the document ends
        after = self._next()
        if type(after) is not StreamEndEvent:
            raise ComposerError("expected a single document", None, "but found another document", after.start_mark)
        return data

    def _value(self, event: Any) -> Any:
        if type(event) is AliasEvent:
            return self._stands_for(event)
        return self._own_value(event) if event.anchor is None else self._anchored_value(event)

    def _own_value(self, event: Any) -> Any:
        self._count(event, 1)
        data: Any
        if type(event) is ScalarEvent:
            data = None if _is_plain(event) and event.value in ("", "~", "null") else event.value
        else:
            self._level += 1
            self._deepest = max(self._deepest, self._level)
            if self._level > DEEPEST_NESTING:
                raise _depth_exceeded(
                    event, "A programme needs four or five levels; if these are brackets in a text, quote the text."
                )
            data = self._mapping() if type(event) is MappingStartEvent else self._list()
            self._level -= 1
        if event.tag not in _PLAIN_TAGS:
            self._refuse(
                event,
                f"The tag `{_shown_tag(event.tag)}` is not allowed here.",
                "Delete the tag: the kind of each value is known from its key.",
            )
        return data

    def _list(self) -> list[Any]:
        data = []
        while type(event := self._next()) is not SequenceEndEvent:
            data.append(self._value(event))
        self._end = event.end_mark
        return data

    def _mapping(self) -> dict[str, Any]:
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        merged: list[dict[str, Any]] = []
        while type(event := self._next()) is not MappingEndEvent:
            key = self._key(event)
            if key is None:
                self._refuse(
                    event,
                    "A key has to be a single word, not a list or a mapping.",
                    "If the value has brackets or braces in it, put it in quotes.",
                )
                self._value(self._next())
            elif key == "<<" and _is_plain(event):
                merged += self._sources(self._next())
            elif key in data:
                self._problems.append(
                    Problem(
                        DUPLICATE_KEY,
                        self._place_of(event),
                        f"`{key}` is given twice here; the first is in line {lines[key]}.",
                        f"Delete one of the two, or join their values under one `{key}`.",
                    )
                )
                self._value(self._next())
            else:
                lines[key] = event.start_mark.line + 1
                data[key] = self._value(self._next())
        self._end = event.end_mark
        for source in merged:
            data = {**source, **data}
        return data

    def _key(self, event: Any) -> str | None:
        """The text of a key; None where it is not a text."""
        if type(event) is not ScalarEvent:
            key = self._value(event)
            return key if isinstance(key, str) else None
        if event.anchor is not None:
            self._anchored_value(event)
        return str(event.value)

    def _sources(self, event: Any) -> Iterator[dict[str, Any]]:
        """The mappings that a merge key takes in."""
        value = self._value(event)
        for source in value if isinstance(value, list) else (value,):
            if isinstance(source, dict):
                yield source
            else:
                self._refuse(
                    event,
                    "`<<` takes in the keys of another mapping, and this is none.",
                    "Write `<<: *name`, where `&name` marks a mapping.",
                )

    def _anchored_value(self, event: Any) -> Any:
        if event.anchor in self._anchors:
            first = self._anchors[event.anchor].start
            raise ComposerError("found duplicate anchor", first, "second occurrence", event.start_mark)
        anchored = self._anchors[event.anchor] = _Anchor(event.start_mark)
        values, deepest, self._deepest = self._values, self._deepest, self._level
        anchored.data = self._own_value(event)
        anchored.values, anchored.levels = self._values - values, self._deepest - self._level
        anchored.finished = True
        self._deepest = max(self._deepest, deepest)
        if anchored.within_itself:
            self._refuse(event, "This value contains itself through an alias.", "Delete the alias (`*name`) inside it.")
        return anchored.data

    def _stands_for(self, event: Any) -> Any:
        """What an alias stands for."""
        self.has_aliases = True
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            raise ComposerError(None, None, "found undefined alias", event.start_mark)
        if not anchored.finished:
            anchored.within_itself = True
            return {}
        self._count(event, anchored.values)
        self._deepest = max(self._deepest, self._level + anchored.levels)
        if self._deepest > DEEPEST_NESTING:
            raise _depth_exceeded(event, "Write the values out instead of repeating them with `*`.")
        return anchored.data

    def _count(self, event: Any, values: int) -> None:
        self._values += values
        if self._values > LARGEST_EXPANSION:
            raise _LimitExceeded(
                Problem(
                    FORBIDDEN,
                    _place(event.start_mark, event.start_mark, quoted=False),
                    "The anchors and aliases of this file expand to far more values than a programme has.",
                    "Write the values out instead of repeating them with `*`.",
                )
            )

    def _refuse(self, event: Any, message: str, hint: str) -> None:
        self._problems.append(Problem(FORBIDDEN, self._place_of(event), message, hint))

    def _place_of(self, event: Any) -> Place:
        """The place of a key or value that was just read."""
        is_collection = isinstance(event, CollectionStartEvent)
        end = self._end if is_collection else event.end_mark
        return _place(event.start_mark, end, quoted=getattr(event, "style", None) in ('"', "'"))


def _depth_exceeded(event: Any, hint: str) -> _LimitExceeded:
    place = _place(event.start_mark, event.start_mark, quoted=False)
    return _LimitExceeded(Problem(FORBIDDEN, place, f"Values are nested more than {DEEPEST_NESTING} deep here.", hint))


def _shown_tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
