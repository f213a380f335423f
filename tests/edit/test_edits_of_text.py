"""An edit changes what it names and not one byte more."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.diagnostics import Edit, Fix, Span
from mlw_build.edit.apply import MARK, MisplacedEdit, apply_edits, compatible_fixes, edits_by_file, unified_diff


def at(line: int, column: int, end_column: int, text: str, file: str = "a.yaml") -> Edit:
    """An edit within one line."""
    return Edit(Span(file, line, column, line, end_column), text)


def test_only_the_named_place_changes() -> None:
    assert (
        apply_edits("start: 9.30 # soon\nend: 10:00\n", [at(1, 8, 12, "09:30")]) == "start: 09:30 # soon\nend: 10:00\n"
    )


def test_a_byte_order_mark_and_windows_line_ends_stay() -> None:
    raw = f"{MARK}title: A\r\nroom: mian\r\n"
    assert apply_edits(raw, [at(2, 7, 11, "main")]) == f"{MARK}title: A\r\nroom: main\r\n"


def test_new_lines_end_like_the_line_they_stand_in() -> None:
    assert apply_edits("a: 1\r\nb: 2", [at(2, 1, 1, "x: 3\n")]) == "a: 1\r\nx: 3\r\nb: 2"


def test_several_edits_speak_of_the_text_before_any_of_them() -> None:
    assert apply_edits("abc def", [at(1, 5, 8, "DEF!"), at(1, 1, 4, "A")]) == "A DEF!"


def test_two_edits_of_one_place_are_refused() -> None:
    with pytest.raises(MisplacedEdit):
        apply_edits("abcdef", [at(1, 1, 4, "x"), at(1, 3, 6, "y")])


def test_a_place_that_is_not_there_is_refused() -> None:
    with pytest.raises(MisplacedEdit):
        apply_edits("abc\n", [at(1, 2, 9, "x")])


def test_of_two_fixes_of_one_place_the_first_is_made() -> None:
    first, second, third = (Fix("", (at(1, *place),)) for place in ((1, 4, "x"), (3, 6, "y"), (4, 7, "z")))
    assert compatible_fixes([first, second, third]) == (first, third)


def test_a_fix_of_two_places_is_made_whole_or_not_at_all() -> None:
    whole = Fix("", (at(1, 1, 4, "x"), at(2, 1, 4, "y")))
    assert compatible_fixes([Fix("", (at(2, 2, 3, "z"),)), whole]) != (whole,)
    assert len(compatible_fixes([Fix("", (at(2, 2, 3, "z"),)), whole])) == 1


def test_edits_are_told_apart_by_file() -> None:
    edits = [at(1, 1, 2, "x", "b.yaml"), at(1, 1, 2, "y", "a.yaml")]
    assert list(edits_by_file(edits)) == ["a.yaml", "b.yaml"]


@given(st.text(alphabet="aé😀: \n\r\x85\u2028", max_size=60), st.data())
def test_everything_outside_the_edit_stays(raw: str, data: st.DataObject) -> None:
    lines = raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    number = data.draw(st.integers(1, len(lines)))
    begin = data.draw(st.integers(1, len(lines[number - 1]) + 1))
    end = data.draw(st.integers(begin, len(lines[number - 1]) + 1))
    changed = apply_edits(raw, [Edit(Span("f", number, begin, number, end), "NEW")])
    before, _, after = changed.partition("NEW")
    assert raw.startswith(before)
    assert raw.endswith(after)
    assert raw[len(before) : len(raw) - len(after)] == lines[number - 1][begin - 1 : end - 1]


@pytest.mark.parametrize("raw", ["a\nb\nc\n", f"{MARK}a\r\nb\r\nc", "a\nb"])
def test_the_diff_makes_the_same_change_when_applied(raw: str, tmp_path: Path) -> None:
    changed = apply_edits(raw, [at(2, 1, 2, "B")])
    (tmp_path / "f.yaml").write_bytes(raw.encode())
    diff = unified_diff({"f.yaml": raw}, {"f.yaml": changed})
    subprocess.run(["git", "apply", "-"], input=diff.encode(), cwd=tmp_path, check=True)
    assert (tmp_path / "f.yaml").read_bytes() == changed.encode()


def test_no_change_is_no_diff() -> None:
    assert unified_diff({"f": "a\n"}, {"f": "a\n"}) == ""
