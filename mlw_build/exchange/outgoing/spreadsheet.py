"""Tables as an .xlsx workbook (ECMA-376, SpreadsheetML), the same octets for the same tables.

It is written here rather than by openpyxl, which stamps the time of writing into the file, writes other octets
where lxml is installed, and takes a third of a second to import: longer than a small site takes to build. What
is written is a small part of the format; the tests read it back with openpyxl.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from mlw_build.cache.chunks import NOT_CACHED, CachedChunks, Chunk, ChunkIndex, assemble, literal_chunk
from mlw_build.exchange.outgoing.publication import storable_text
from mlw_build.exchange.outgoing.table import Cell, Row, Table
from mlw_build.text.xml_text import escape

LONGEST_CELL = 32_767
"""Characters that a cell can hold."""

_EPOCH = datetime(1899, 12, 30)
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_TEXT, _HEADER, _DATE, _TIME = range(4)
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4">
<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">\
<alignment vertical="top"/></xf>
<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">\
<alignment horizontal="left" vertical="top"/></xf>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">\
<alignment horizontal="left" vertical="top"/></xf>
</cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>
"""


def spreadsheet(tables: Sequence[Table], title: str, zone: str, earlier: CachedChunks) -> tuple[bytes, ChunkIndex]:
    """A workbook with a sheet for each table. The title and the zone of its times stand on each printed page.

    It is not compressed: what compression gives differs between versions of its library. It comes with how it is laid;
    `earlier` has pieces by key that need not be made.
    """
    written = io.BytesIO()
    laid: list[tuple[str, int]] = []
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, pieces in _parts(tables, title, zone):
            octets, inside = assemble(pieces, earlier)
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            before = written.tell()
            archive.writestr(entry, octets)
            laid += [(NOT_CACHED, written.tell() - before - len(octets)), *inside]
    whole = written.getvalue()
    return whole, (*laid, (NOT_CACHED, len(whole) - sum(length for _, length in laid)))


def _parts(tables: Sequence[Table], title: str, zone: str) -> Iterator[tuple[str, Iterable[Chunk]]]:
    """The files in the workbook, each in pieces."""
    for name, text in _frame(tables, title):
        yield name, [literal_chunk(text.encode())]
    for number, table in enumerate(tables, start=1):
        yield f"xl/worksheets/sheet{number}.xml", _sheet(table, title, zone, first=number == 1)


def _frame(tables: Sequence[Table], title: str) -> Iterator[tuple[str, str]]:
    numbers = range(1, len(tables) + 1)
    overrides = [
        ("/xl/workbook.xml", f"{_TYPES}.sheet.main+xml"),
        ("/xl/styles.xml", f"{_TYPES}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        *((f"/xl/worksheets/sheet{number}.xml", f"{_TYPES}.worksheet+xml") for number in numbers),
    ]
    yield "[Content_Types].xml", _content_types(overrides)
    yield (
        "_rels/.rels",
        _relations(
            [
                (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
                (
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            ]
        ),
    )
    yield "docProps/core.xml", _properties(title)
    yield "xl/workbook.xml", _workbook(tables)
    sheets = [(f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    yield "xl/_rels/workbook.xml.rels", _relations([*sheets, (f"{_OFFICE}/styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES


def _content_types(overrides: Iterable[tuple[str, str]]) -> str:
    named = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in overrides)
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>\n'
    )


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    named = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{named}</Relationships>\n'


def _properties(title: str) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(storable_text(title))}</dc:title><dc:creator>mlw_build</dc:creator></cp:coreProperties>\n"
    )


def _workbook(tables: Sequence[Table]) -> str:
    sheets = "".join(
        f'<sheet name="{table.name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, table in enumerate(tables, start=1)
    )
    titles = "".join(
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{index}">{table.name}!$1:$1</definedName>'
        for index, table in enumerate(tables)
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>\n"
    )


def _sheet(table: Table, title: str, zone: str, *, first: bool) -> Iterator[Chunk]:
    letters = [_column_letters(column) for column in range(1, len(table.columns) + 1)]
    last = f"{letters[-1]}{len(table.rows) + 1}"
    selected = ' tabSelected="1"' if first else ""
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, (_, width) in enumerate(table.columns, start=1)
    )
    head = (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{last}"/>'
        f'<sheetViews><sheetView{selected} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>'
    )
    yield literal_chunk(head.encode() + _row(1, [name for name, _ in table.columns], letters, _HEADER))
    for number, row in enumerate(table.rows, start=2):
        yield Chunk(f"{number} {row.key}", partial(_row_of, number, row, letters))
    printed = escape(f"&L{_header_footer_text(title)}&R{_header_footer_text(zone)}")
    tail = (
        f'</sheetData><autoFilter ref="A1:{last}"/><pageSetup orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddHeader>{printed}</oddHeader><oddFooter>&amp;R&amp;P</oddFooter></headerFooter>"
        "</worksheet>\n"
    )
    yield literal_chunk(tail.encode())


def _header_footer_text(text: str) -> str:
    """A text in a page's head, where & begins a command and where at most 255 characters fit."""
    return storable_text(text)[:100].replace("&", "&&")


def _row_of(number: int, row: Row, letters: Sequence[str]) -> bytes:
    return _row(number, row.cells, letters)


def _row(number: int, values: Iterable[Cell], letters: Sequence[str], style: int = _TEXT) -> bytes:
    placed = zip(letters, values, strict=True)
    cells = [_cell(f"{letter}{number}", value, style) for letter, value in placed if value or value == 0]
    return f'<row r="{number}">{"".join(cells)}</row>'.encode()


def _cell(place: str, value: Cell, style: int) -> str:
    if isinstance(value, str):
        text = escape(storable_text(value)[:LONGEST_CELL])
        return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, datetime):
        return f'<c r="{place}" s="{_TIME}"><v>{_serial_date(value)}</v></c>'
    if isinstance(value, date):
        return f'<c r="{place}" s="{_DATE}"><v>{(value - _EPOCH.date()).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _serial_date(value: datetime) -> str:
    """A time as days since the end of 1899, as spreadsheets count; to the second."""
    days, rest = divmod(value - _EPOCH, timedelta(days=1))
    return f"{days + rest / timedelta(days=1):.10f}".rstrip("0").rstrip(".")


def _column_letters(column: int) -> str:
    """A column's name: A, B, ... Z, AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
