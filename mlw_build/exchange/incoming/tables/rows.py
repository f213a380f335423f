"""Tables from elsewhere as rows of texts: CSV with any usual separator, and .xlsx, both within bounds."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from msgspec import Struct

from mlw_build.exchange.csv_injection import original
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused, read_in_time

MOST_ROWS = 50_000
MOST_COLUMNS = 300
MOST_SHEETS = 40
LONGEST_CELL = 100_000
LARGEST_UNPACKED = 150_000_000
MOST_PACKED_FILES = 2_000


class Table(Struct, frozen=True):
    """A table: the file and sheet it is from, the names of its columns, and its rows with their line numbers."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_tables(source: Source, path: str | None = None) -> tuple[Table, ...]:
    """The tables in a file that have a header row. Raises Refused where the file is no table, or a boundless one."""
    if source.suffix(path) == ".xlsx":
        return _workbook(source.octets(path), path or source.name)
    text = source.text(path)
    table = _table(path or source.name, enumerate(_csv(text, path or source.name), start=1))
    return (table,) if table else ()


def _csv(text: str, name: str) -> Iterator[list[str]]:
    head = next((line for line in text.split("\n") if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", head)
    separator = max(",;\t|", key=outside.count) if any(text in outside for text in ",;\t|") else ","
    csv.field_size_limit(LONGEST_CELL)
    try:
        for cells in csv.reader(io.StringIO(text), delimiter=separator, strict=False):
            yield [original(cell) for cell in cells]
    except csv.Error as error:
        raise SourceRefused(f"{name} cannot be read as CSV: {error}.") from None


def _table(name: str, lines: Iterable[tuple[int, Sequence[str]]]) -> Table | None:
    columns: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in lines:
        tidy = tuple(cell.strip() for cell in cells[:MOST_COLUMNS])
        if not any(tidy):
            continue
        if not columns:
            if sum(bool(cell) for cell in tidy) > 1:
                columns = tidy
            continue
        rows.append((number, tidy))
        if len(rows) > MOST_ROWS:
            raise SourceRefused(f"{name} has more than {MOST_ROWS:,} rows, many times what a programme has.")
    return Table(name, columns, tuple(rows)) if columns else None


def _workbook(octets: bytes, name: str) -> tuple[Table, ...]:
    _check_unpacked_size(octets, name)
    import openpyxl

    try:
        with read_in_time(name):
            book = openpyxl.load_workbook(io.BytesIO(octets), read_only=True, data_only=True, keep_links=False)
            sheets = book.worksheets[:MOST_SHEETS]
            found = [_table(f"{name}[{sheet.title}]", _sheet_rows(sheet, name)) for sheet in sheets]
    except SourceRefused:
        raise
    except Exception as error:
        raise SourceRefused(f"{name} cannot be read as a spreadsheet ({type(error).__name__}).") from None
    return tuple(table for table in found if table)


def _sheet_rows(sheet: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1):
        if number > MOST_ROWS * 2:
            raise SourceRefused(f"{name} has more than {MOST_ROWS:,} rows, many times what a programme has.")
        yield number, [_cell(cell) for cell in cells]


def _check_unpacked_size(octets: bytes, name: str) -> None:
    """Looks at what a packed file says it unpacks to, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as packed:
            entries = packed.infolist()
    except zipfile.BadZipFile:
        raise SourceRefused(f"{name} is not a spreadsheet in the .xlsx format.") from None
    if len(entries) > MOST_PACKED_FILES or sum(entry.file_size for entry in entries) > LARGEST_UNPACKED:
        raise SourceRefused(f"{name} unpacks to more than {LARGEST_UNPACKED / 1e6:.0f} MB; no programme does.")


def _cell(value: object) -> str:
    """A cell as text: dates and times in ISO form, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:LONGEST_CELL]
