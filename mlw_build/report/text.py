"""Diagnostics as text for people: grouped by file, with the source line, a caret and what to write instead."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from mlw_build.diagnostics import Diagnostic, Severity, Span

_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "36"}
_UNSEEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Controls, direction overrides, halves of characters, separators of lines and paragraphs (Unicode, 4.5)."""
WIDEST = 110


def as_text(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], *, colour: bool = False, most: int | None = None
) -> str:
    """The diagnostics as text, and a last line that counts them; `sources` has each file's text by its path.

    With `most`, about so many lines at the most: the worst are shown, and what is left out is counted.
    """
    page = _ReportWriter(sources, colour)
    shown = diagnostics if most is None else _most_important(diagnostics, page, most)
    lines: list[str] = []
    for file, group in groupby(shown, key=lambda diagnostic: diagnostic.span.file):
        lines.append(_paint(_without_control_characters(file), "1", colour))
        for diagnostic in group:
            lines.extend(page.entry(diagnostic))
        lines.append("")
    kept = frozenset(shown)
    left_out = [diagnostic.code for diagnostic in diagnostics if diagnostic not in kept]
    if left_out:
        kinds = ", ".join(f"{number} {code}" for code, number in Counter(left_out).most_common())
        lines += [f"Not shown: {kinds}. `check --all` shows everything.", ""]
    lines.append(summary(diagnostics))
    return "\n".join(lines)


def _most_important(diagnostics: Sequence[Diagnostic], page: _ReportWriter, most: int) -> Sequence[Diagnostic]:
    """The causes and the worst diagnostics that fit into so many lines, in their order; all causes, at least one."""
    kept: set[Diagnostic] = set()
    files: set[str] = set()
    used = 3
    for diagnostic in sorted(
        diagnostics, key=lambda diagnostic: (not diagnostic.is_cause, list(Severity).index(diagnostic.severity))
    ):
        used += len(page.entry(diagnostic)) + (0 if diagnostic.span.file in files else 2)
        if used > most and kept and not diagnostic.is_cause:
            break
        files.add(diagnostic.span.file)
        kept.add(diagnostic)
    return [diagnostic for diagnostic in diagnostics if diagnostic in kept]


def summary(diagnostics: Sequence[Diagnostic]) -> str:
    """How many errors, warnings and notes there are, in words."""
    counted = [
        f"{number} {severity.value}{'' if number == 1 else 's'}"
        for severity in Severity
        if (number := sum(diagnostic.severity is severity for diagnostic in diagnostics))
    ]
    if not counted:
        return "No problems."
    return f"{', '.join(counted)}."


class _ReportWriter:
    """What entries are made from: the lines of the files, split once each."""

    def __init__(self, sources: Mapping[str, str], colour: bool) -> None:
        self._sources = sources
        self._colour = colour
        self._lines: dict[str, list[str]] = {}

    def entry(self, diagnostic: Diagnostic) -> list[str]:
        """The lines that say what one diagnostic says."""
        file = diagnostic.span.file
        if file not in self._lines:
            self._lines[file] = self._sources[file].split("\n") if file in self._sources else []
        return list(_entry(diagnostic, self._lines[file], self._colour))


def _entry(diagnostic: Diagnostic, source: Sequence[str], colour: bool) -> Iterator[str]:
    where = f"{diagnostic.span.line}:{diagnostic.span.column}"
    severity = _paint(diagnostic.severity.value, _COLOURS[diagnostic.severity], colour)
    file, message = _without_control_characters(diagnostic.span.file), _without_control_characters(diagnostic.message)
    yield f"  {file}:{where}: {severity}: {message} [{diagnostic.code}]"
    yield from _source_line(diagnostic.span, source)
    for related in diagnostic.related:
        yield f"      see {_without_control_characters(f'{related.span}: {related.message}')}"
    if diagnostic.hint:
        yield f"      {_paint('=>', '32', colour)} {_without_control_characters(diagnostic.hint)}"


def _source_line(span: Span, source: Sequence[str]) -> Iterator[str]:
    if span.line > len(source) or not any(source):
        return
    line = source[span.line - 1].replace("\t", " ")
    before, shown = span.column - 1, line
    if len(line) > WIDEST:
        cut = max(0, before - WIDEST // 2)
        shown, before = line[cut : cut + WIDEST], before - cut
    length = span.end_column - span.column if span.end_line == span.line else len(line) - span.column + 1
    marked = shown[before : before + max(1, length)] or " "
    yield f"    | {_without_control_characters(shown)}"
    yield f"    | {' ' * _width(shown[:before])}{'^' * max(1, _width(marked))}"


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(word) else 2 if unicodedata.east_asian_width(word) in "WF" else 1 for word in text
    )


def _without_control_characters(text: str) -> str:
    """The text without what a terminal would take as a command; each such character keeps its column."""
    return "".join(word if unicodedata.category(word) not in _UNSEEN or word == "\u200d" else "·" for word in text)


def _paint(text: str, code: str, colour: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if colour else text
