"""What is printed about problems points at the right characters, and cannot take over a terminal."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.diagnostics import Diagnostic, Related, Severity, Span, in_order
from mlw_build.report.json import as_json
from mlw_build.report.text import as_text, summary


def at(line: int, column: int, end: int, *, message: str = "It is wrong.", hint: str | None = None) -> Diagnostic:
    return Diagnostic("a-code", Severity.ERROR, Span("a.yaml", line, column, line, end), message, hint)


def marked(source: str, one: Diagnostic) -> tuple[str, str]:
    """The source line as printed, and the line of carets below it."""
    lines = as_text([one], {"a.yaml": source}).split("\n")
    return lines[2], lines[3]


def test_a_problem_is_printed_with_place_line_caret_and_hint() -> None:
    text = as_text([at(2, 7, 11, hint="Write `main`.")], {"a.yaml": "- id: x\nroom: mian\n"})
    file, head, source, caret, hint, *_ = text.split("\n")
    assert file == "a.yaml"
    assert head.strip() == "a.yaml:2:7: error: It is wrong. [a-code]"
    assert source.index("mian") == caret.index("^^^^")
    assert hint.strip() == "=> Write `main`."


def columns(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in text)
    return len(text) + wide - sum(bool(unicodedata.combining(one)) for one in text)


@pytest.mark.parametrize("before", ["title: ", "标题：", "e\u0301te\u0301: ", "\ttitle: ", "x" * 300, "📱: "])
def test_the_caret_stands_below_what_it_means_in_every_script(before: str) -> None:
    source, caret = marked(f"{before}mian more\n", at(1, len(before) + 1, len(before) + 5))
    assert columns(source[: source.index("mian")]) == caret.index("^")
    assert caret.count("^") == 4


@given(st.text(st.sampled_from("ab 移é\u0301\t\u200f📱"), max_size=300), st.data())
def test_any_place_in_any_line_can_be_shown(line: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(1, len(line) + 1))
    end = data.draw(st.integers(start + 1, len(line) + 3))
    text = as_text([at(1, start, end)], {"a.yaml": line})
    assert all(len(one) < 200 for one in text.split("\n"))


def test_a_place_below_the_end_of_a_file_is_named_without_a_line() -> None:
    assert "^" not in as_text([at(9, 1, 2)], {"a.yaml": "one line"})


NASTY = "\x1b]0;owned\x07\x1b[2J\u202e"


@pytest.mark.parametrize("colour", [False, True])
def test_content_cannot_send_commands_to_a_terminal(colour: bool) -> None:
    span = Span(f"a{NASTY}.yaml", 1, 1, 1, 3)
    one = Diagnostic("a-code", Severity.ERROR, span, f"m{NASTY}", f"h{NASTY}", (Related(span, f"r{NASTY}"),))
    text = as_text([one], {span.file: f"s{NASTY}"}, colour=colour)
    assert "\x1b]" not in text
    assert "\x1b[2J" not in text
    assert not set(text) & {"\x07", "\u202e"}


def test_the_last_line_counts() -> None:
    warning = at(1, 1, 2).with_severity(Severity.WARNING)
    assert summary([at(1, 1, 2), at(2, 1, 2), warning]) == "2 errors, 1 warning."
    assert summary([]) == "No problems."


def test_diagnostics_come_in_the_order_of_their_places_each_once() -> None:
    one, other = at(2, 1, 2), at(1, 5, 6)
    assert in_order([one, other, one]) == (other, one)


def test_json_has_everything_that_the_text_has() -> None:
    one = Diagnostic(
        "a-code", Severity.NOTE, Span("é.yaml", 1, 2, 1, 4), "“m”", "h", (Related(Span("b.yaml"), "other"),)
    )
    written = json.loads(as_json([one]))
    assert written["counts"] == {"error": 0, "warning": 0, "note": 1}
    [entry] = written["diagnostics"]
    assert (entry["file"], entry["line"], entry["column"], entry["end_column"]) == ("é.yaml", 1, 2, 4)
    assert (entry["code"], entry["severity"], entry["message"], entry["hint"]) == ("a-code", "note", "“m”", "h")
    assert entry["related"][0]["file"] == "b.yaml"
