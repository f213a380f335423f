"""What every reader of a format is given and gives back, and the notes it takes on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct, field

from mlw_build.diagnostics import Diagnostic, Rule, Span
from mlw_build.exchange.incoming.reading.draft import ProgrammeDraft, SourcePlace
from mlw_build.exchange.incoming.reading.source import Source


class ImportNotes(Struct):
    """Diagnostics about the source, collected while it is read."""

    diagnostics: list[Diagnostic] = field(default_factory=list)

    def add(self, rule: Rule, place: SourcePlace, message: str, hint: str | None = None) -> None:
        """Note a problem at a place of the source."""
        self.diagnostics.append(rule.at(Span(place.file, place.line, 1, place.line, 1), message, hint))


class ImportOptions(Struct, frozen=True):
    """What whoever runs the import has said: names of columns by our keys, the zone, the conference's title."""

    columns: Mapping[str, str] = field(default_factory=dict)
    zone: str = ""
    title: str = ""


class Format(Struct, frozen=True):
    """A format: its name for `--from`, what it is in words, and the functions of its module.

    `recognises` looks at a source's names and beginnings, cheaply; `read` may raise Refused.
    """

    name: str
    title: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source, ImportNotes, ImportOptions], ProgrammeDraft]
