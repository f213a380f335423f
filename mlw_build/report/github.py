"""Diagnostics for GitHub Actions: annotations on the lines they are about, and a job summary for the rest.

GitHub shows ten errors, ten warnings and ten notices of a step and silently drops what comes after them, and it
refuses a summary of more than 1 MiB (docs.github.com: workflow commands; actions/toolkit, problem matchers).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mlw_build.diagnostics import Diagnostic, Severity, Span
from mlw_build.report.harmless import harmless, markdown_text
from mlw_build.report.text import summary

MOST_OF_A_KIND = 10
LARGEST_SUMMARY = 1_048_576

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class Annotated(Struct, frozen=True):
    """What to print as annotations, what to add to the job summary, and what the annotations had no room for."""

    annotations: str
    summary: str
    rest: tuple[Diagnostic, ...]


def as_github(diagnostics: Sequence[Diagnostic], folder: str = "", room: int = LARGEST_SUMMARY) -> Annotated:
    """The diagnostics for a workflow's step.

    `folder` is the site's folder in the repository (`site/`, or nothing for the repository itself); `room` how
    many octets the summary may have.
    """
    shown: list[Diagnostic] = []
    rest: list[Diagnostic] = []
    for severity in Severity:
        kind = [one for one in diagnostics if one.severity is severity]
        shown += kind[:MOST_OF_A_KIND]
        rest += kind[MOST_OF_A_KIND:]
    lines = [_annotation(one, folder) for one in shown]
    return Annotated("\n".join(lines), _summary(diagnostics, rest, folder, room), tuple(rest))


def _annotation(one: Diagnostic, folder: str) -> str:
    span = one.span
    places = {"file": f"{folder}{span.file}", "line": span.line}
    if span.end_line == span.line:
        # GitHub takes columns only where both ends are in one line; its end is inclusive.
        places |= {"endLine": span.end_line, "col": span.column, "endColumn": max(span.column, span.end_column - 1)}
    else:
        places |= {"endLine": span.end_line}
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in {**places, "title": one.code}.items())
    see = [f"See {folder}{related.span}: {related.message}" for related in one.related]
    return (
        f"::{_COMMANDS[one.severity]} {properties}::{_data(chr(10).join([one.message, one.hint or '', *see]).strip())}"
    )


def _data(text: str) -> str:
    """A text as the message of a workflow command (actions/toolkit, command.ts: escapeData)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _summary(diagnostics: Sequence[Diagnostic], rest: Sequence[Diagnostic], folder: str, room: int) -> str:
    text = f"### The programme: {summary(diagnostics).lower() if diagnostics else 'no problems.'}\n\n"
    if not rest:
        return _fitting(text, room)
    text += "These had no room among the annotations:\n\n| where | what | check |\n| --- | --- | --- |\n"
    for number, row in enumerate(_rows(rest, folder)):
        more = f"\n{len(rest) - number} more are left out; `check --all` shows them.\n"
        if len((text + row + more).encode()) > room:
            return _fitting(text + more, room)
        text += row
    return _fitting(text, room)


def _rows(rest: Sequence[Diagnostic], folder: str) -> Iterator[str]:
    for one in rest:
        hint = f"<br>{markdown_text(one.hint)}" if one.hint else ""
        place = f"`{_code(f'{folder}{one.span.file}')}`:{_line(one.span)}"
        yield f"| {place} | {one.severity.value}: {markdown_text(one.message)}{hint} | `{one.code}` |\n"


def _line(span: Span) -> str:
    return f"{span.line}:{span.column}"


def _code(text: str) -> str:
    """A text between backticks in a cell of a Markdown table."""
    return harmless(" ".join(text.split()), commands=True).replace("`", "'").replace("|", "\\|")


def _fitting(text: str, room: int) -> str:
    return text if len(text.encode()) <= room else ""
