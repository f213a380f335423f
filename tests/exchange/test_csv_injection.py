"""No cell of a CSV file begins a formula, whatever a spreadsheet splits cells at, and all of it reads back."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlw_build.cache.chunks import assemble
from mlw_build.exchange.csv_injection import neutralised, original
from mlw_build.exchange.outgoing.csv_file import csv_chunks
from mlw_build.exchange.outgoing.table import Row, Table

texts = st.text(st.sampled_from("=+-@＝＋－＠;,|:\t\r\n\"' ax\u2028\xa0"), max_size=12) | st.text(max_size=12)
BEGINS = re.compile(r"^[\s\"\ufeff]*[=+\-@＝＋－＠]")


def file_of(*cells: str) -> str:
    columns = tuple((f"column {number}", 10) for number in range(len(cells)))
    table = Table("Programme", columns, (Row("key", lambda: cells),))
    return assemble(csv_chunks(table), {})[0].decode("utf-8-sig").split("\r\n", 1)[1]


@example(["x;=1+1;y"])
@example(['x;"=1+1";y'])
@example(["a", "x\n=1+1"])
@example(["a", "x;\t-1"])
@given(st.lists(texts, min_size=1, max_size=3))
def test_no_cell_begins_a_formula_whatever_separates_cells(cells: list[str]) -> None:
    text = file_of(*cells)
    for separator in ",;\t|:":
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert not [cell for cell in row if BEGINS.match(cell)], (separator, row)
    for piece in re.split(r"[;,|:\t\r\n]", text):
        assert not BEGINS.match(piece), piece


@example("'=1+1")
@example("''-x; '=y")
@example("'\t=1")
@given(texts)
def test_a_cell_reads_back_as_it_was(text: str) -> None:
    assert original(neutralised(text)) == text


@pytest.mark.parametrize("text", ["Rock 'n' roll", "C++ and C#", "ana@example.org", "a - b", "2020-10-12", "'quoted'"])
def test_an_ordinary_text_is_left_as_it_is(text: str) -> None:
    assert neutralised(text) == original(text) == text
