"""Pieces of text put in and taken out of a YAML text: what stands where, for each style that a value can have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from msgspec import Struct

from mlw_build.edit.block_offsets import (
    after_line,
    after_own_lines,
    column_of,
    dash_of,
    first_line_of,
    is_first_of_line,
    is_last_of_line,
    line_end,
    pair_end,
    pair_start,
)
from mlw_build.edit.changes import Put
from mlw_build.edit.yaml_text import field_lines, item_lines, list_entry_lines, on_one_line, scalar_text, written
from mlw_build.edit.yaml_tree import ALIAS, LIST, SCALAR, Node, Tree, after_marks, header_end, next_sign
from mlw_build.read.yaml_reader import parse

LinesOf = Callable[[int], list[str]]
"""Lines at an indent."""


class CannotSplice(Exception):
    """A change for which there is no certain place, with the reason."""


class Splice(Struct, frozen=True):
    """What stands between two offsets becomes another text; of two at one place, the deeper is the first."""

    start: int
    end: int
    text: str
    depth: int = 0


class Splices:
    """The splices of one text. Those that write a value give it as a reader will find it."""

    def __init__(self, text: str, tree: Tree) -> None:
        self._text = text
        self._unended = tree.unended
        self._made: list[Splice] = []
        self._spaced: dict[int, bool] = {}

    def in_order(self) -> list[Splice]:
        """The splices in the order of their places."""
        return sorted(self._made, key=lambda splice: (splice.start, splice.end, -splice.depth))

    def put(self, start: int, end: int, text: str, depth: int = 0) -> None:
        """Another text between two offsets."""
        self._made.append(Splice(start, end, text, depth))

    def new_name(self, key: Node, name: str, in_flow: bool) -> None:
        """Another name for a key."""
        if key.kind != SCALAR or key.marked or key.is_block_text:
            raise CannotSplice("the key is shared by an anchor.")
        self.put(key.start, key.end, written(name, key.style, in_flow))

    def new_value(
        self, outer: Node, key: str | int, node: Node, value: Any, in_flow: bool, lines_of: LinesOf | None = None
    ) -> Any:
        """Another value for a key or an entry, in the quotes that it has, if any."""
        if node.marked:
            raise CannotSplice("the value has an anchor, by which it may stand in other places too.")
        plainly = isinstance(value, str) and "\n" not in value and not node.is_block_text and not node.is_empty
        if plainly and node.kind in (SCALAR, ALIAS):
            self.put(node.start, node.end, written(value, node.style, in_flow))
            return value
        if in_flow:
            text = on_one_line(value)
            after_sign = self._text[node.start - 1 : node.start] == ":"
            self.put(node.start, node.end, (" " if after_sign else ": ") + text if node.is_empty else text)
            return _read(text)
        if outer.kind == LIST:
            sign = dash_of(self._text, outer, int(key))
            lines, column = item_lines(value, column_of(self._text, sign)), column_of(self._text, sign)
            front = 1
        else:
            number = outer.names[str(key)]
            sign = next_sign(self._text, outer.pairs[number][0].end)
            column = column_of(self._text, pair_start(self._text, outer, number))
            lines = _lines_of_pair(str(key), value, column, lines_of)
            front = len(scalar_text(str(key))) + 1
        if self._text[sign : sign + 1] not in (":", "-"):
            raise CannotSplice("the key has no colon.")
        self._rewrite(sign + 1, node, lines[0][column + front :], lines[1:])
        return _read_lines(lines, column)

    def _rewrite(self, after_sign: int, node: Node, head: str, rest: Sequence[str]) -> None:
        """Another value after a colon or a dash: the rest of its line, and the lines below. Comments stay."""
        text = self._text
        one_line = "\n" not in text[after_sign : node.content_end] and node.start < node.content_end
        if "#" in text[after_sign : node.start]:
            end = line_end(text, after_sign)
            self.put(after_sign, after_sign, head)
            self.put(end, node.content_end, "".join(f"\n{line}" for line in rest))
            return
        if one_line and not rest:
            self.put(node.start, node.content_end, head.lstrip())
            return
        self.put(after_sign, node.content_end, head)
        if rest:
            end = line_end(text, node.content_end)
            self.put(end, end, "".join(f"\n{line}" for line in rest) + ("\n" if end == len(text) else ""))

    def first_pair(self, key: str, value: Any, lines_of: LinesOf | None = None) -> Any:
        """The first key of a text that has no value yet."""
        lines = _lines_of_pair(key, value, 0, lines_of)
        self._put_lines(len(self._text), lines, 0)
        return _read_lines(lines, 0)

    def new_pair(
        self, outer: Node, key: str, change: Put, in_flow: bool, depth: int, lines_of: LinesOf | None = None
    ) -> Any:
        """A key that a mapping has not got yet."""
        text, number = self._text, _number_for(outer, change)
        if in_flow or outer.in_braces:
            value = on_one_line(change.value)
            self._into_braces(
                outer, number, [pair[0].start for pair in outer.pairs], f"{scalar_text(key, True)}: {value}"
            )
            return _read(value)
        column = column_of(text, pair_start(text, outer, 0))
        lines = _lines_of_pair(key, change.value, column, lines_of)
        if number:
            self._put_lines(self._after(pair_end(outer, number - 1), column), lines, depth)
        else:
            start = pair_start(text, outer, 0)
            self.put(start, start, "\n".join(lines).lstrip(" ") + "\n" + " " * column)
        return _read_lines(lines, column)

    def new_entries(self, outer: Node, number: int, entries: Sequence[Any], as_text: str, depth: int) -> Any:
        """More entries for a list, before one of its entries or at its end."""
        text = self._text
        if outer.in_braces:
            one_line = ", ".join(on_one_line(entry) for entry in entries)
            self._into_braces(outer, number, [item.start for item in outer.items], one_line)
            return _read(f"[{one_line}]")
        column = column_of(text, dash_of(text, outer, 0))
        in_lines = outer.items[-1].kind not in (SCALAR, ALIAS) and not outer.items[-1].in_braces
        blocks = _blocks(entries, as_text, column, in_lines)
        apart = [""] if in_lines and self._has_space_between(outer) else []
        if number >= len(outer.items):
            if self._keeps_empty_lines(outer.items[-1].end):
                apart = []
            lines = [line for block in blocks for line in (*apart, *block)]
            self._put_lines(self._after(outer.items[-1].end, column), lines, depth)
        else:
            dash = dash_of(text, outer, number)
            lines = [line for block in blocks for line in (*block, *apart)]
            if is_first_of_line(text, dash):
                floor = after_line(text, outer.items[number - 1].end) if number else 0
                self._put_lines(first_line_of(text, dash, column, floor), lines, depth)
            else:
                self.put(dash, dash, "\n".join(lines).lstrip(" ") + "\n" + " " * column)
        return _read("\n".join(line for block in blocks for line in (text[column:] for text in block)) + "\n")

    def first_entries(self, entries: Sequence[Any], as_text: str) -> Any:
        """The entries of a text that is to be a list, and is empty."""
        lines = [line for block in _blocks(entries, as_text, 0, True) for line in block]
        self._put_lines(len(self._text), lines, 0)
        return _read("\n".join(lines) + "\n")

    def without_in_braces(self, outer: Node, node: Node) -> None:
        """Without one of the entries or keys in brackets or braces, and without one of the commas beside it."""
        text = self._text
        parts = [(key.start, max(key.end, value.end)) for key, value in outer.pairs] or [
            (item.start, item.end) for item in outer.items
        ]
        number = next(at for at, one in enumerate([pair[1] for pair in outer.pairs] or outer.items) if one is node)
        start, end = parts[number]
        if number + 1 < len(parts) and "#" not in text[end : parts[number + 1][0]]:
            self.put(start, parts[number + 1][0], "")
        elif number and "#" not in text[parts[number - 1][1] : start]:
            self.put(parts[number - 1][1], end, "")
        else:
            comma = next_sign(text, end)
            self.put(start, comma + 1 if text[comma : comma + 1] == "," else end, "")

    def without_entry(self, outer: Node, number: int) -> None:
        """Without an entry of a block list, its comments and the empty lines after it."""
        text, end = self._text, outer.items[number].end
        dash = dash_of(text, outer, number)
        column = column_of(text, dash)
        is_last = number + 1 == len(outer.items)
        if is_first_of_line(text, dash):
            floor = after_line(text, outer.items[number - 1].end) if number else dash - column
            end = self._after(end, column)
            if not is_last or (number and self._keeps_empty_lines(outer.items[number - 1].end)):
                end = self._after_empty_lines(end)
            self.put(first_line_of(text, dash, column, floor), end, "")
        elif not is_last and not text[end : dash_of(text, outer, number + 1)].strip():
            self.put(dash, dash_of(text, outer, number + 1), "")
        else:
            raise CannotSplice("other things stand in the same line.")

    def without_pair(self, outer: Node, number: int) -> None:
        """Without a key of a block mapping and its value."""
        text = self._text
        start, end = pair_start(text, outer, number), pair_end(outer, number)
        column = column_of(text, start)
        if is_first_of_line(text, start):
            end = self._after(end, column)
            if number and self._keeps_empty_lines(pair_end(outer, number - 1)):
                end = self._after_empty_lines(end)
            self.put(start - column, end, "")
            return
        following = pair_start(text, outer, number + 1)
        self.put(start, end if text[end:following].strip() else following, "")

    def _into_braces(self, outer: Node, number: int, starts: Sequence[int], new: str) -> None:
        start = after_marks(self._text, outer.start) if outer.marked else outer.start
        if self._text[start : start + 1] not in ("[", "{"):
            raise CannotSplice("a key inside brackets stands without braces of its own.")
        if not starts:
            self.put(start + 1, start + 1, new)
        elif number < len(starts):
            self.put(starts[number], starts[number], f"{new}, ")
        else:
            end = pair_end(outer, number - 1) if outer.pairs else outer.items[number - 1].end
            is_empty = self._text[end - 1] == ":"
            self.put(end, end, f" , {new}" if is_empty else f", {new}")

    def _after(self, end: int, column: int) -> int:
        if not is_last_of_line(self._text, end):
            raise CannotSplice("other things stand in the same line.")
        return after_own_lines(self._text, end, column)

    def _keeps_empty_lines(self, end: int) -> bool:
        """Whether what is over here ends in a block text (`|+`) to which empty lines after it would belong."""
        return self._text[end - 1 : end] == "\n"

    def _after_empty_lines(self, end: int) -> int:
        while end < len(self._text) and not self._text[end : line_end(self._text, end)].strip():
            end = min(line_end(self._text, end) + 1, len(self._text))
        return end

    def _put_lines(self, position: int, lines: Sequence[str], depth: int) -> None:
        """Whole lines before a place at the beginning of a line, or at the end of the text."""
        new = "\n".join(lines)
        if position < len(self._text) or not self._text or self._text.endswith("\n"):
            self.put(position, position, f"{new}\n", depth)
            return
        # A block text at the very end has the line end in it, so it needs one.
        ending = "\n" if parse(new).data != parse(f"{new}\n").data else ""
        self.put(position, position, f"\n{new}{ending}", depth)
        if self._unended is not None and self._unended.value and not self._unended.value.endswith("\n"):
            # The text has no line end yet because the file has none: it is to stay so.
            signs = header_end(self._text, self._unended)
            if self._text[self._unended.start : signs].endswith("+"):
                raise CannotSplice("the file's last line has no line end, which would become part of its text.")
            if not self._text[self._unended.start : signs].rstrip("0123456789").endswith("-"):
                self.put(signs, signs, "-")
            self._unended = None

    def _has_space_between(self, outer: Node) -> bool:
        """Whether the entries of a list have empty lines between them, or there is only one."""
        if outer.start not in self._spaced:
            text = self._text
            between = (
                text[node.content_end : dash_of(text, outer, at + 1)] for at, node in enumerate(outer.items[:-1])
            )
            self._spaced[outer.start] = len(outer.items) < 2 or any("\n\n" in text for text in between)
        return self._spaced[outer.start]


def _number_for(outer: Node, change: Put) -> int:
    """Before which of a mapping's pairs a new one is written."""
    if change.before in outer.names:
        return outer.names[str(change.before)]
    if change.before is not None and not change.order:
        return 0
    if not change.order:
        return len(outer.pairs)
    ranks = {name: rank for rank, name in enumerate(change.order)}
    rank = ranks.get(str(change.keys[-1]), len(ranks))
    earlier = [at for at, (key, _) in enumerate(outer.pairs) if ranks.get(key.value, len(ranks)) < rank]
    return max(earlier, default=0) + 1 if outer.pairs else 0


def _lines_of_pair(key: str, value: Any, column: int, lines_of: LinesOf | None) -> list[str]:
    if lines_of is None:
        return field_lines(key, value, column)
    return [f"{' ' * column}{scalar_text(key)}:", *lines_of(column + 2)]


def entries_below(entries: Sequence[Any], as_text: str) -> LinesOf:
    """The lines of a block list at an indent that is known later."""
    return lambda column: [line for block in _blocks(entries, as_text, column, True) for line in block]


def _blocks(entries: Sequence[Any], as_text: str, column: int, in_lines: bool) -> list[list[str]]:
    """The lines of each entry of a block list."""
    if as_text:
        return [[f"{' ' * column}{line}" if line else "" for line in as_text.rstrip("\n").split("\n")]]
    return [
        list_entry_lines(entry, column) if in_lines and isinstance(entry, dict) else item_lines(entry, column)
        for entry in entries
    ]


def _read(text: str) -> Any:
    return parse(f"[{text}]\n").data[0] if not text.startswith("-") and "\n" not in text else parse(text).data


def _read_lines(lines: Sequence[str], column: int) -> Any:
    """The value of the one key, or the one entry, that these lines hold."""
    data = parse("\n".join(line[column:] for line in lines) + "\n").data
    return data[0] if isinstance(data, list) else next(iter(data.values()))
