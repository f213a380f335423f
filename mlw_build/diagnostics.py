"""What the tool says about an editor's files: one type, made everywhere, printed by `mlw_build.report`."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace


class Severity(StrEnum):
    """How much a problem matters: an error stops publishing, a warning asks for a look, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Rule(Struct, frozen=True):
    """A kind of problem: its code (also the name of its page in docs/checks), its title, its default severity."""

    code: str
    title: str
    severity: Severity = Severity.ERROR

    def at(
        self,
        span: Span,
        message: str,
        hint: str | None = None,
        related: Iterable[Related] = (),
        fix: Fix | None = None,
        involved: InvolvedSessions | None = None,
    ) -> Diagnostic:
        """A diagnostic of this rule at a place: what is wrong (message), what to write instead (hint), a sure fix.

        `involved` names the sessions it is about, so that each of them may allow it.
        """
        return Diagnostic(self.code, self.severity, span, message, hint, tuple(related), fix, involved)


class Span(Struct, frozen=True, order=True):
    """A place in a file: path relative to the site's root, lines and columns counted from 1, end exclusive."""

    file: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Related(Struct, frozen=True):
    """Another place that belongs to the problem, such as the other session of a clash."""

    span: Span
    message: str


class Edit(Struct, frozen=True):
    """What stands at a place in a file becomes another text; at an empty place, the text is put in."""

    span: Span
    text: str


class Fix(Struct, frozen=True):
    """Edits that repair a problem for certain, and a line that says what they do. All of them are made, or none.

    `changes` says of the data what the edits are to do to it (`mlw_build.edit.changes`), so that it can be checked.
    """

    title: str
    edits: tuple[Edit, ...]
    changes: tuple[Any, ...] = ()


class InvolvedSessions(Struct, frozen=True):
    """The sessions that a problem is about, by id, each with its share in it.

    Shares up to `bearable` would be no problem: one session in a room is none, two at once are. So a problem
    is allowed as soon as the sessions that do not allow it have no more than that between them.
    """

    shares: tuple[tuple[str, int], ...]
    bearable: int = 0

    @classmethod
    def of(cls, *sessions: str, bearable: int = 0) -> InvolvedSessions:
        """A problem in which each of these sessions has one share."""
        return cls(tuple((session, 1) for session in sessions), bearable)

    def remains_without(self, allowing: Collection[str]) -> bool:
        """Whether it is still a problem when these sessions may have it."""
        return sum(share for session, share in self.shares if session not in allowing) > self.bearable


class Diagnostic(Struct, frozen=True):
    """One problem: code, severity, place, message in the editor's words, hint (what to write), related places.

    `involved` is None where no session can be allowed to have the problem. `is_cause`: others follow from it, so it is
    told before them.
    """

    code: str
    severity: Severity
    span: Span
    message: str
    hint: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    involved: InvolvedSessions | None = None
    is_cause: bool = False

    @property
    def told(self) -> tuple[object, ...]:
        """What an editor is told: two problems of which it is the same are one."""
        return self.code, self.severity, self.span, self.message, self.hint, self.related

    def with_severity(self, severity: Severity) -> Diagnostic:
        """The same problem at another severity."""
        return self if severity is self.severity else replace(self, severity=severity)

    def as_cause(self) -> Diagnostic:
        """The same problem, from which others follow."""
        return replace(self, is_cause=True)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics by file, line, column and code, each once; causes first."""
    each: dict[object, Diagnostic] = {}
    for diagnostic in diagnostics:
        each.setdefault(diagnostic.told, diagnostic)
    return tuple(
        sorted(
            each.values(),
            key=lambda diagnostic: (not diagnostic.is_cause, diagnostic.span, diagnostic.code, diagnostic.message),
        )
    )


def stops_publishing(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of the diagnostics is an error."""
    return any(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
