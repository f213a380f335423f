"""Which sessions a problem is about: those that it names, else the one in whose lines it is."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from mlw_build.diagnostics import Diagnostic
from mlw_build.model.conference import Conference, Session


class SessionLines:
    """The sessions of a conference by the lines of their files; a file's lines are looked up when they are needed."""

    def __init__(self, conference: Conference | None) -> None:
        self._by_file: dict[str, list[Session]] = {}
        self._starts: dict[str, list[tuple[tuple[int, int], str]]] = {}
        if conference is not None:
            unscheduled = (session.details for session in conference.unscheduled.values())
            for session in (*conference.sessions.values(), *unscheduled):
                self._by_file.setdefault(session.origin.document.path, []).append(session)

    def concerned(self, diagnostic: Diagnostic) -> list[str]:
        """The ids of the sessions that a problem is about."""
        if diagnostic.involved:
            return [session for session, _ in diagnostic.involved.shares]
        here = diagnostic.span
        if here.file not in self._by_file:
            return []
        if here.file not in self._starts:
            spans = ((session.origin.span(), session.id) for session in self._by_file[here.file])
            self._starts[here.file] = sorted(((span.line, span.column), name) for span, name in spans)
        starts = self._starts[here.file]
        found = bisect_right(starts, (here.line, here.column), key=lambda start: start[0])
        return [starts[found - 1][1]] if found else []

    def counts(self, found: Iterable[Diagnostic]) -> dict[str, int]:
        """How many problems each session has, without notes."""
        counts: Counter[str] = Counter()
        for diagnostic in found:
            if diagnostic.severity != "note":
                counts.update(set(self.concerned(diagnostic)))
        return dict(counts)
