"""Texts in cells of a CSV file that no spreadsheet takes for formulas, whatever it splits cells at.

Excel splits a CSV file at the separator of the reader's country: `;` in French, German or Spanish. The quotation marks
around a cell do not help, since they are in the middle of what is then a cell. So an apostrophe stands before each sign
that begins a formula at the beginning of a cell, or after what may be taken for a separator in it; one more where there
are apostrophes already, so that reading can take it away again.
"""

from __future__ import annotations

import re

# Signs of full width count: spreadsheets in Chinese and Japanese take them for the others.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212"
# A tab or a line end is both: some programs drop it at the beginning of a cell, others split there.
_BEFORE = r"(?:^|[;,|:\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029])[\s\"\ufeff\u200b\u2060]*"
_FORMULA = re.compile(f"({_BEFORE})('*[{_SIGNS}])")
_NEUTRAL = re.compile(f"({_BEFORE})'('*[{_SIGNS}])")
_BLANK_FIRST = re.compile("'*[\t\r]")


def neutralised(text: str) -> str:
    """A text as it stands in a cell; `original` gives it back."""
    if text.isalnum():
        return text  # most cells of most tables
    kept = _FORMULA.sub(r"\1'\2", text)
    return f"'{kept}" if _BLANK_FIRST.match(kept) else kept


def original(cell: str) -> str:
    """The text of a cell that may have been neutralised; other cells as they are."""
    if "'" not in cell:
        return cell
    blank = cell[:1] == "'" and _BLANK_FIRST.match(cell)
    return _NEUTRAL.sub(r"\1\2", cell[1:] if blank else cell)
