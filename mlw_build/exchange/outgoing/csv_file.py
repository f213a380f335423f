"""A table as CSV (RFC 4180) that spreadsheets open at a double click.

It begins with a byte order mark: without one Excel reads UTF-8 as the system's old code page. What a spreadsheet would
take for a formula gets an apostrophe before it, since titles come from strangers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import partial

from mlw_build.cache.chunks import Chunk, literal_chunk
from mlw_build.exchange.csv_injection import neutralised
from mlw_build.exchange.outgoing.table import Cell, Row, Table

BYTE_ORDER_MARK = "\ufeff"


def csv_chunks(table: Table) -> Iterator[Chunk]:
    """The table with a header row, in UTF-8, lines ending in CRLF; a piece for each row."""
    yield literal_chunk(BYTE_ORDER_MARK.encode() + _line([name for name, _ in table.columns]))
    yield from (Chunk(row.key, partial(_row, row)) for row in table.rows)


def _row(row: Row) -> bytes:
    return _line([_cell(value) for value in row.cells])


def _line(cells: Sequence[str]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerow(cells)
    return written.getvalue().encode()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return neutralised(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    number = str(value)
    return f"'{number}" if value < 0 else number
