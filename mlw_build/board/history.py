"""What was done on the board, as edits of files: undone and redone, also where somebody else edited them since."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from msgspec import Struct

Texts = Mapping[str, str | None]
"""The raw text of files by path; None where there is no such file."""


class Step(Struct, frozen=True):
    """One thing that was done: a label for people, and the files before and after it."""

    label: str
    before: Texts
    after: Texts

    def reversed(self) -> Step:
        """The step back."""
        return Step(self.label, self.after, self.before)


class EditConflict(Exception):
    """Two edits of the same lines: `wanted` is what one would write there, `found` what the other wrote."""

    def __init__(self, file: str, wanted: str, found: str) -> None:
        super().__init__(f"{file} was changed in the same place meanwhile.")
        self.file, self.wanted, self.found = file, wanted, found


def replay(step: Step, current: Texts) -> Step:
    """The step as it would be made in the files as they are now. Raises EditConflict.

    Where somebody edited other lines of a file since, their edit stays.
    """
    after: dict[str, str | None] = {}
    for file, base in step.before.items():
        wanted, found = step.after[file], current.get(file)
        if found == base:
            after[file] = wanted
        elif base is None or wanted is None or found is None:
            raise EditConflict(file, wanted or "", found or "")
        else:
            after[file] = merge_edits(file, base, wanted, found)
    return Step(step.label, {file: current.get(file) for file in step.before}, after)


def merge_edits(file: str, base: str, wanted: str, found: str) -> str:
    """Both the edit from `base` to `wanted` and that from `base` to `found`, by lines. Raises EditConflict."""
    lines = [text.splitlines(keepends=True) for text in (base, wanted, found)]
    ours, theirs = _changed_lines(lines[0], lines[1]), _changed_lines(lines[0], lines[2])
    merged: list[str] = []
    done = 0
    for start, end, new in sorted([*ours, *theirs], key=lambda change: change[:2]):
        if start < done or ((start, end, new) in ours and any(_touch(change, (start, end, new)) for change in theirs)):
            here = [[line for begin, stop, some in side if begin <= end and start <= stop for line in some]
                    for side in (ours, theirs)]  # fmt: skip
            raise EditConflict(file, "".join(here[0]), "".join(here[1]))
        merged += [*lines[0][done:start], *new]
        done = end
    return "".join([*merged, *lines[0][done:]])


Change = tuple[int, int, Sequence[str]]


def _changed_lines(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """The lines that were replaced, from and to, each with what stands there now."""
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [(first, last, after[start:end]) for tag, first, last, start, end in matcher.get_opcodes() if tag != "equal"]


def _touch(one: Change, other: Change) -> bool:
    """Whether two changes share a line, or put something in at one place."""
    return (one[0] < other[1] and other[0] < one[1]) or one[0] == other[0]
