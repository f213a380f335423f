"""programme.csv and programme.xlsx: what people who print and sort are promised."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from mlw_build.cache.chunks import assemble
from mlw_build.exchange.outgoing.csv_file import csv_chunks
from mlw_build.exchange.outgoing.spreadsheet import LONGEST_CELL, spreadsheet
from mlw_build.exchange.outgoing.table import Cell, Row, Table
from tests.exchange.outgoing.published import data_of


def workbook(octets: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(octets))


def table(*cells: Cell) -> Table:
    columns = tuple((f"column {number}", 10) for number in range(len(cells)))
    return Table("Programme", columns, (Row("key", lambda: cells),))


def cell_of(value: Cell) -> object:
    return workbook(spreadsheet([table(value)], "Title", "UTC", {})[0]).worksheets[0]["A2"].value


def test_a_row_of_the_csv_is_a_session(tmp_path: Path) -> None:
    text = data_of(tmp_path)["data/programme.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    opening = next(row for row in rows if row["id"] == "opening")
    assert (opening["start"], opening["utc_offset"], opening["time_zone"]) == (
        "2026-05-12 10:00",
        "UTC+02:00",
        "Europe/Paris",
    )
    assert opening["speakers"] == "Ana Speaker; The minister (to be announced)"
    assert (opening["roles"], opening["speaker_ids"]) == ("speaker; moderator", "ana; tba")


def test_excel_sees_that_the_csv_is_utf_8(tmp_path: Path) -> None:
    assert data_of(tmp_path)["data/programme.csv"].startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])
def test_a_text_that_looks_like_a_formula_is_none_in_the_csv(text: str) -> None:
    [_, row] = csv.reader(io.StringIO(assemble(csv_chunks(table(text)), {})[0].decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "@SUM(A1)"])
def test_a_text_that_looks_like_a_formula_is_text_in_the_workbook(text: str) -> None:
    cell = workbook(spreadsheet([table(text)], "Title", "UTC", {})[0]).worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize(
    "value",
    [
        'a <b> & "c"',
        " spaces ",
        "two\nlines",
        "中文 عربي",
        7,
        datetime(2026, 5, 12, 9, 50),
        datetime(2026, 5, 12, 23, 59),
    ],
)
def test_a_cell_of_the_workbook_is_read_as_it_was_written(value: Cell) -> None:
    assert cell_of(value) == value


def test_a_date_of_the_workbook_is_a_date() -> None:
    assert cell_of(date(2026, 5, 12)) == datetime(2026, 5, 12)


def test_control_characters_do_not_break_the_workbook() -> None:
    assert cell_of("a\x00\x0bb") == "ab"


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert cell_of("x" * 40_000) == "x" * LONGEST_CELL


def test_the_workbook_has_sessions_speakers_and_booths(tmp_path: Path) -> None:
    book = workbook(data_of(tmp_path)["data/programme.xlsx"])
    assert book.sheetnames == ["Programme", "Speakers", "Booths"]
    assert [sheet.max_row for sheet in book] == [5, 3, 2]


def test_the_header_stays_in_view_and_columns_can_be_filtered(tmp_path: Path) -> None:
    sheet = workbook(data_of(tmp_path)["data/programme.xlsx"])["Programme"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions


def test_each_printed_page_names_the_zone(tmp_path: Path) -> None:
    sheet = workbook(data_of(tmp_path)["data/programme.xlsx"])["Programme"]
    assert sheet.oddHeader.right.text == "Europe/Paris"


def test_no_time_of_writing_is_in_the_workbook(tmp_path: Path) -> None:
    archive = zipfile.ZipFile(io.BytesIO(data_of(tmp_path)["data/programme.xlsx"]))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
