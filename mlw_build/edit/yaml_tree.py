"""Where each value of a YAML text begins and where it is over, to the character.

The parser's own marks do not say so: to it a block list or mapping ends where the next token begins, after comments
and empty lines that belong to somebody else, and a block text ends after its trailing empty lines (YAML 1.2, 8.1).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import yaml
from msgspec import Struct, field
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from mlw_build.read.yaml_reader import events_of

_BETWEEN = re.compile(r"(?:[ \t\n]+(?:#[^\n]*)?)*")
_COMMENT = re.compile(r"#[^\n]*")
_PROPERTIES = re.compile(r"(?:[&!][^\s]*[ \t\n]+)+")
_BLOCK_HEADER = re.compile(r"(?:[&!]\S*[ \t]+)*[|>](?P<signs>[-+0-9]*)")


SCALAR, LIST, MAPPING, ALIAS = "scalar", "list", "mapping", "alias"


class Node(Struct):
    """A value: its place in the text as offsets, `end` exclusive.

    `end` is where it is over. For a block text whose trailing empty lines belong to it (`|+`) that is the beginning of
    the line after them, and `content_end` is where its last line with content ends; elsewhere the two are the same.
    """

    kind: str
    start: int
    end: int
    content_end: int
    value: str = ""
    style: str = ""
    in_braces: bool = False
    """Whether a collection is written in brackets or braces."""
    marked: bool = False
    """Whether an anchor or a tag stands before it."""
    items: list[Node] = field(default_factory=list)
    pairs: list[tuple[Node, Node]] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    """For a mapping, which of its pairs has which key."""
    target: Node | None = None
    """For an alias, what it stands for."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is written for the value."""
        return self.kind == SCALAR and self.start == self.end

    @property
    def is_block_text(self) -> bool:
        """Whether it is a text after `|` or `>`."""
        return self.style in ("|", ">")


class Tree(Struct, frozen=True):
    """The root of a text (None where it is empty), and the block text with which it ends without a line end, if any."""

    root: Node | None
    unended: Node | None = None


@lru_cache(maxsize=16)
def tree_of(text: str) -> Tree | None:
    """The values of a YAML text with LF line ends; None where it is not YAML."""
    open_nodes: list[Node] = []
    waiting: list[list[Node]] = [[]]
    anchors: dict[str, Node] = {}
    unended: Node | None = None
    try:
        for event in events_of(text):
            kind = type(event)
            if kind in (SequenceStartEvent, MappingStartEvent):
                open_nodes.append(_opened(event))
                anchors[event.anchor or ""] = open_nodes[-1]
                waiting.append([])
            elif kind in (SequenceEndEvent, MappingEndEvent):
                node = _closed(text, open_nodes.pop(), waiting.pop(), event.end_mark.index)
                waiting[-1].append(node)
            elif kind is ScalarEvent:
                node = _scalar(text, event)
                waiting[-1].append(node)
                anchors[event.anchor or ""] = node
                if node.is_block_text and event.end_mark.index == len(text) and not text.endswith("\n"):
                    unended = node
            elif kind is AliasEvent:
                start, end = event.start_mark.index, event.end_mark.index
                waiting[-1].append(Node(ALIAS, start, end, end, target=anchors.get(event.anchor)))
            elif kind is StreamEndEvent:
                break
    except yaml.YAMLError:
        return None
    return Tree(waiting[0][0], unended) if waiting[0] else Tree(None)


def next_sign(text: str, offset: int) -> int:
    """Where the next character stands that is neither white space nor part of a comment."""
    if offset == 0 or text[offset - 1] in " \t\n":
        comment = _COMMENT.match(text, offset)
        offset = comment.end() if comment else offset
    match = _BETWEEN.match(text, offset)
    return match.end() if match else offset


def after_marks(text: str, offset: int) -> int:
    """The same, after the anchor and the tag that may stand here first."""
    match = _PROPERTIES.match(text, offset)
    return next_sign(text, match.end() if match else offset)


def _opened(event: Any) -> Node:
    start = event.start_mark.index
    kind = LIST if type(event) is SequenceStartEvent else MAPPING
    return Node(kind, start, start, start, in_braces=bool(event.flow_style), marked=_is_marked(event))


def _closed(text: str, node: Node, inside: list[Node], end: int) -> Node:
    if node.kind == LIST:
        node.items = inside
        ends = inside
    else:
        node.pairs = [(key, _after_key(text, key, value)) for key, value in zip(inside[::2], inside[1::2], strict=True)]
        for number, (key, _) in enumerate(node.pairs):
            if key.kind == SCALAR:
                node.names.setdefault(key.value, number)
        ends = [one for pair in node.pairs for one in pair]
    if node.in_braces and text[after_marks(text, node.start) :][:1] in ("[", "{"):
        node.end = node.content_end = end
    else:
        node.end = max((end.end for end in ends), default=node.start)
        node.content_end = max((end.content_end for end in ends), default=node.start)
    return node


def _after_key(text: str, key: Node, value: Node) -> Node:
    """The value; one that is not written begins and ends where it would be written."""
    if value.is_empty and not value.marked:
        colon = next_sign(text, key.end)
        at = colon + 1 if text[colon : colon + 1] == ":" and colon < value.start else key.end
        value.start = value.end = value.content_end = at
    return value


def _scalar(text: str, event: Any) -> Node:
    start, end = event.start_mark.index, event.end_mark.index
    style = event.style or ""
    node = Node(SCALAR, start, end, end, event.value, style, marked=_is_marked(event))
    if style in ("|", ">"):
        header = _BLOCK_HEADER.match(text, start)
        signs = header["signs"] if header else ""
        node.content_end = _content_end(text, start, end, given="".join(signs).strip("+-") != "")
        node.end = end if "+" in signs else node.content_end
    return node


def _content_end(text: str, start: int, end: int, *, given: bool) -> int:
    """Where the last line with content of a block text ends, without its line end."""
    lines = text[start:end].split("\n")
    first = next((line for line in lines[1:] if line.strip(" ")), "")
    indent = 0 if given else len(first) - len(first.lstrip(" "))
    while len(lines) > 1 and not lines[-1].strip(" ") and len(lines[-1]) <= indent:
        lines.pop()
    return start + len("\n".join(lines))


def header_end(text: str, node: Node) -> int:
    """Where the signs end that begin a block text (`|2`)."""
    match = _BLOCK_HEADER.match(text, node.start)
    return match.end() if match else node.start


def _is_marked(event: Any) -> bool:
    return event.anchor is not None or event.tag not in (None, "!")
