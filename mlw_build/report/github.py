"""Diagnostics for GitHub Actions: annotations on the lines they are about, and a job summary for the rest.

GitHub shows ten errors, ten warnings and ten notices of a step and silently drops what comes after them, and it
refuses a summary of more than 1 MiB (docs.github.com: workflow commands; actions/toolkit, problem matchers).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from mlw_build.diagnostics import Diagnostic, Severity, Span
from mlw_build.report.escaping import harmless, markdown_text
from mlw_build.report.text import summary

MOST_OF_A_KIND = 10
LARGEST_SUMMARY = 1_048_576

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


class GithubOutput(Struct, frozen=True):
    """What to print as annotations, what to add to the job summary, and what the annotations had no room for."""

    annotations: str
    summary: str
    rest: tuple[Diagnostic, ...]


def as_github(diagnostics: Sequence[Diagnostic], folder: str = "", room: int = LARGEST_SUMMARY) -> GithubOutput:
    """The diagnostics for a workflow's step.

    `folder` is the site's folder in the repository (`site/`, or nothing for the repository itself); `room` how
    many octets the summary may have.
    """
    shown: list[Diagnostic] = []
    rest: list[Diagnostic] = []
    for severity in Severity:
        kind = [diagnostic for diagnostic in diagnostics if diagnostic.severity is severity]
        shown += kind[:MOST_OF_A_KIND]
        rest += kind[MOST_OF_A_KIND:]
    lines = [_annotation(diagnostic, folder) for diagnostic in shown]
    return GithubOutput("\n".join(lines), _summary(diagnostics, rest, folder, room), tuple(rest))


def _annotation(diagnostic: Diagnostic, folder: str) -> str:
    span = diagnostic.span
    places = {"file": f"{folder}{span.file}", "line": span.line}
    if span.end_line == span.line:
        # GitHub takes columns only where both ends are in one line; its end is inclusive.
        places |= {"endLine": span.end_line, "col": span.column, "endColumn": max(span.column, span.end_column - 1)}
    else:
        places |= {"endLine": span.end_line}
    properties = ",".join(
        f"{key}={_escape_property(str(value))}" for key, value in {**places, "title": diagnostic.code}.items()
    )
    see = [f"See {folder}{related.span}: {related.message}" for related in diagnostic.related]
    message = "\n".join([diagnostic.message, diagnostic.hint or "", *see]).strip()
    return f"::{_COMMANDS[diagnostic.severity]} {properties}::{_escape_message(message)}"


def _escape_message(text: str) -> str:
    """A text as the message of a workflow command (actions/toolkit, command.ts: escapeData)."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_message(text).replace(":", "%3A").replace(",", "%2C")


def _summary(diagnostics: Sequence[Diagnostic], rest: Sequence[Diagnostic], folder: str, room: int) -> str:
    text = f"### The programme: {summary(diagnostics).lower() if diagnostics else 'no problems.'}\n\n"
    if not rest:
        return _fit_into_bytes(text, room)
    text += "These had no room among the annotations:\n\n| where | what | check |\n| --- | --- | --- |\n"
    for number, row in enumerate(_rows(rest, folder)):
        more = f"\n{len(rest) - number} more are left out; `check --all` shows them.\n"
        if len((text + row + more).encode()) > room:
            return _fit_into_bytes(text + more, room)
        text += row
    return _fit_into_bytes(text, room)


def _rows(rest: Sequence[Diagnostic], folder: str) -> Iterator[str]:
    for diagnostic in rest:
        hint = f"<br>{markdown_text(diagnostic.hint)}" if diagnostic.hint else ""
        place = f"`{_code(f'{folder}{diagnostic.span.file}')}`:{_line(diagnostic.span)}"
        message = f"{diagnostic.severity.value}: {markdown_text(diagnostic.message)}{hint}"
        yield f"| {place} | {message} | `{diagnostic.code}` |\n"


def _line(span: Span) -> str:
    return f"{span.line}:{span.column}"


def _code(text: str) -> str:
    """A text between backticks in a cell of a Markdown table."""
    return harmless(" ".join(text.split()), commands=True).replace("`", "'").replace("|", "\\|")


def _fit_into_bytes(text: str, room: int) -> str:
    return text if len(text.encode()) <= room else ""
