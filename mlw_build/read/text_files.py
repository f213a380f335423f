"""Texts as they are saved: UTF-8, whatever their line ends, and nothing larger than an editor would write."""

from __future__ import annotations

import os
from codecs import BOM_UTF8

from mlw_build.diagnostics import Diagnostic, Rule, Span
from mlw_build.read.folders import unreadable_problem
from mlw_build.system.regular_files import regular_octets

ENCODING = Rule("not-utf-8", "A file is not UTF-8 text")

LARGEST_FILE = 5_000_000
"""Octets of the largest text that is read."""


def decode_text(octets: bytes) -> str:
    """The text with LF line ends and without a byte order mark. Raises UnicodeDecodeError."""
    return octets.removeprefix(BOM_UTF8).decode().replace("\r\n", "\n").replace("\r", "\n")


def read_text(file: str | os.PathLike[str], path: str, problems: list[Diagnostic]) -> str | None:
    """The text of a file, which is no link; None and a diagnostic, which calls it `path`, where it has none."""
    try:
        octets = regular_octets(file, LARGEST_FILE)
    except OSError as error:
        problems.append(unreadable_problem(path, error))
        return None
    return decode_or_report(octets, path, problems)


def decode_or_report(octets: bytes, path: str, problems: list[Diagnostic]) -> str | None:
    """The text that these octets are; None and a diagnostic where they are none."""
    try:
        return decode_text(octets)
    except UnicodeDecodeError as error:
        problems.append(_not_utf8_problem(error, path))
        return None


def _not_utf8_problem(error: UnicodeDecodeError, path: str) -> Diagnostic:
    before = error.object[: error.start].decode("utf-8", errors="replace")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    wide = error.object[:2] in (b"\xff\xfe", b"\xfe\xff")
    return ENCODING.at(
        Span(path, line, column, line, column + 1),
        "The file is saved as UTF-16, not as UTF-8."
        if wide
        else f"The character after {before[-12:].strip()[-8:]!r} is not UTF-8 text."
        if before.strip()
        else "The file is not UTF-8 text.",
        'Save the file again with the encoding "UTF-8" (every editor has it under Save as).',
    )
