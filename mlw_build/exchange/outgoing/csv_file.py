"""A table as CSV (RFC 4180) that spreadsheets open at a double click.

It begins with a byte order mark: without one Excel reads UTF-8 as the system's old code page. A cell that a
spreadsheet would take for a formula gets an apostrophe before it, since titles come from strangers.
"""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

from mlw_build.exchange.outgoing.table import Cell, Table

BYTE_ORDER_MARK = "\ufeff"

_BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_octets(table: Table) -> bytes:
    """The table with a header row, in UTF-8, lines ending in CRLF."""
    written = io.StringIO(newline="")
    written.write(BYTE_ORDER_MARK)
    writer = csv.writer(written)
    writer.writerow(name for name, _ in table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return written.getvalue().encode()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_BEGINS_FORMULA) else value
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    number = str(value)
    return f"'{number}" if value < 0 else number
