"""A step is undone by its lines alone: what others wrote in other lines stays, and nobody's lines are lost."""

from __future__ import annotations

import pytest

from mlw_build.board.history import EditConflict, Step, merge_edits, replay

BASE = "a\nb\nc\nd\n"


@pytest.mark.parametrize(
    ("wanted", "found", "merged"),
    [
        ("A\nb\nc\nd\n", "a\nb\nc\nD\n", "A\nb\nc\nD\n"),
        ("a\nb\nc\n", "x\na\nb\nc\nd\n", "x\na\nb\nc\n"),
        ("a\nb\nnew\nc\nd\n", "b\nc\nd\n", "b\nnew\nc\nd\n"),
        ("A\nb\nc\nd\n", BASE, "A\nb\nc\nd\n"),
        (BASE, "a\nb\nc\nD\n", "a\nb\nc\nD\n"),
    ],
)
def test_edits_of_different_lines_are_both_kept(wanted: str, found: str, merged: str) -> None:
    assert merge_edits("day.yaml", BASE, wanted, found) == merged


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("a\nB\nc\nd\n", "a\nX\nc\nd\n"), ("a\nd\n", "a\nb\nX\nd\n"), ("a\nnew\nb\nc\nd\n", "a\nother\nb\nc\nd\n")],
)
def test_edits_of_one_line_are_a_conflict(wanted: str, found: str) -> None:
    with pytest.raises(EditConflict):
        merge_edits("day.yaml", BASE, wanted, found)


def test_a_file_that_was_made_and_then_changed_is_not_taken_away() -> None:
    made = Step("add", {"speakers/a.md": None}, {"speakers/a.md": "new"})
    with pytest.raises(EditConflict):
        replay(made.reversed(), {"speakers/a.md": "new, and changed"})
    assert replay(made.reversed(), {"speakers/a.md": "new"}).after == {"speakers/a.md": None}
