"""From a text and edits to the edited text. Pure: reading and writing files is `mlw_build.edit.files`' job."""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Iterable, Mapping, Sequence

from mlw_build.diagnostics import Edit, Fix, Span

MARK = "\ufeff"
"""The byte order mark that some programs put before the text; positions do not count it."""

_LINE_END = re.compile("\r\n|\r|\n")


class MisplacedEdit(ValueError):
    """An edit of a place that the text does not have, or two edits of one place."""


class LineIndex:
    """Where the lines of a raw text begin: from lines and columns (counted from 1, in code points) to offsets.

    Lines end in LF, CR LF or CR, as `mlw_build.read` takes them; a byte order mark belongs to no column.
    """

    def __init__(self, raw: str) -> None:
        self._raw = raw
        ends = [(match.start(), match.end()) for match in _LINE_END.finditer(raw)]
        self._starts = [len(MARK) if raw.startswith(MARK) else 0, *(end for _, end in ends)]
        self._ends = [*(start for start, _ in ends), len(raw)]

    def offset(self, line: int, column: int) -> int:
        """The offset of a place in the raw text. Raises Misplaced where there is no such place."""
        if not 1 <= line <= len(self._starts):
            raise MisplacedEdit(f"there is no line {line}")
        offset = self._starts[line - 1] + column - 1
        if column < 1 or offset > self._ends[line - 1]:
            raise MisplacedEdit(f"line {line} has no column {column}")
        return offset

    def line_end(self, line: int) -> str:
        """How a line ends: what the text has there, else (the last line) what ends the line before it, else LF."""
        for number in (line - 1, line - 2):
            if 0 <= number < len(self._starts) - 1:
                return self._raw[self._ends[number] : self._starts[number + 1]]
        return "\n"


def apply_edits(raw: str, edits: Iterable[Edit]) -> str:
    """The raw text with the edits made and every other character as it was.

    Edits speak of the text as it was before any of them; line ends in what they put in become those of the
    line they stand in. Edits that put a text in at one place keep their order. Raises Misplaced for overlapping
    edits and for places that the text does not have.
    """
    lines = LineIndex(raw)
    placed = sorted(
        ((lines.offset(edit.span.line, edit.span.column), _end(lines, edit), edit) for edit in edits),
        key=lambda placed: placed[:2],
    )
    pieces: list[str] = []
    done = 0
    for start, end, edit in placed:
        if start < done or end < start:
            raise MisplacedEdit(f"two edits of one place, {edit.span}")
        pieces += [raw[done:start], edit.text.replace("\n", lines.line_end(edit.span.line))]
        done = end
    return "".join([*pieces, raw[done:]])


def _end(lines: LineIndex, edit: Edit) -> int:
    return lines.offset(edit.span.end_line, edit.span.end_column)


def compatible_fixes(fixes: Sequence[Fix]) -> tuple[Fix, ...]:
    """Those of the fixes that can be made together: a fix that touches a place an earlier one changes is left out.

    Two places that only adjoin do not disturb each other, but two texts put in at one place would.
    """
    taken: dict[str, list[tuple[tuple[int, int], tuple[int, int]]]] = {}
    kept = []
    for fix in fixes:
        places = [(edit.span.file, _range(edit.span)) for edit in fix.edits]
        if any(_overlaps(taken.get(file, []), place) for file, place in places):
            continue
        for file, place in places:
            bisect.insort(taken.setdefault(file, []), place)
        kept.append(fix)
    return tuple(kept)


def _range(span: Span) -> tuple[tuple[int, int], tuple[int, int]]:
    return (span.line, span.column), (span.end_line, span.end_column)


def _overlaps(
    taken: Sequence[tuple[tuple[int, int], tuple[int, int]]], place: tuple[tuple[int, int], tuple[int, int]]
) -> bool:
    """Whether a place overlaps one of the sorted, disjoint places, or is the same."""
    start, end = place
    index = bisect.bisect_left(taken, place)
    return any(
        place == other or (other[0] < end and start < other[1]) for other in taken[max(0, index - 1) : index + 2]
    )


def edits_by_file(edits: Iterable[Edit]) -> Mapping[str, tuple[Edit, ...]]:
    """The edits of each file, files in order."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.span.file, []).append(edit)
    return {file: tuple(found[file]) for file in sorted(found)}


def unified_diff(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """What changed in each file, as a unified diff that `patch -p1` and `git apply` take; '' where nothing did.

    A byte order mark and CR LF are part of the lines, so that the diff applies to the file as it is.
    """
    pieces: list[str] = []
    for file in sorted(after):
        old, new = before.get(file, ""), after[file]
        if old == new:
            continue
        for line in difflib.unified_diff(_lines_with_ends(old), _lines_with_ends(new), f"a/{file}", f"b/{file}"):
            pieces.append(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n")
    return "".join(pieces)


def _lines_with_ends(text: str) -> list[str]:
    """The lines of a text with their ends, cut at LF alone, as patch does."""
    lines = text.split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]
