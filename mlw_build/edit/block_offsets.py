"""Offsets in block style: where pairs and entries begin, and where something is put in after them.

A comment belongs to what stands before it if it is indented deeper than that, else to what follows.
"""

from __future__ import annotations

from mlw_build.edit.yaml_tree import Node, after_marks, next_sign


def column_of(text: str, offset: int) -> int:
    """The column of an offset, counted from 0."""
    return offset - (text.rfind("\n", 0, offset) + 1)


def line_end(text: str, offset: int) -> int:
    """Where the line of an offset ends, before its line end."""
    found = text.find("\n", offset)
    return len(text) if found < 0 else found


def after_line(text: str, offset: int) -> int:
    """Where the line after that of an offset begins; the end of the text in its last line."""
    if offset and text[offset - 1] == "\n":
        return offset  # a block text that keeps its empty lines is over at the beginning of a line
    return min(line_end(text, offset) + 1, len(text))


def is_last_of_line(text: str, offset: int) -> bool:
    """Whether only white space or a comment follows in the line."""
    if offset and text[offset - 1] == "\n":
        return True
    rest = text[offset : line_end(text, offset)]
    return not rest.strip(" \t") or (rest[0] in " \t" and rest.lstrip(" \t").startswith("#"))


def is_first_of_line(text: str, offset: int) -> bool:
    """Whether only spaces come before it in its line."""
    return not text[text.rfind("\n", 0, offset) + 1 : offset].strip(" ")


def after_own_lines(text: str, end: int, column: int) -> int:
    """Where the lines of a value are over that ends at `end`, with the comments below that are deeper than a column."""
    reached = position = after_line(text, end)
    while position < len(text):
        line = text[position : line_end(text, position)]
        content = line.lstrip(" \t")
        if content and (not content.startswith("#") or len(line) - len(content) <= column):
            break
        position = min(position + len(line) + 1, len(text))
        if content:
            reached = position
    return reached


def first_line_of(text: str, start: int, column: int, floor: int) -> int:
    """Where the first of the comments begins that stand right above an entry at this column; not above `floor`."""
    position = text.rfind("\n", 0, start) + 1
    while position > floor:
        above = text.rfind("\n", 0, position - 1) + 1
        line = text[above : position - 1]
        content = line.lstrip(" \t")
        if above < floor or not content.startswith("#") or len(line) - len(content) > column:
            break
        position = above
    return position


def pair_start(text: str, mapping: Node, number: int) -> int:
    """Where a pair of a block mapping begins, with the `?` that its key may have."""
    if number:
        return next_sign(text, pair_end(mapping, number - 1))
    return min(after_marks(text, mapping.start), mapping.pairs[0][0].start) if mapping.marked else mapping.start


def pair_end(mapping: Node, number: int) -> int:
    """Where a pair is over."""
    key, value = mapping.pairs[number]
    return max(key.end, value.end)


def dash_of(text: str, sequence: Node, number: int) -> int:
    """Where the dash of an entry of a block list stands."""
    if number:
        return next_sign(text, sequence.items[number - 1].end)
    return after_marks(text, sequence.start) if sequence.marked else sequence.start
