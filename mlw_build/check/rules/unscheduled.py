"""Sessions that have no time yet: nothing of them is published, so that nobody forgets them, they are listed."""

from __future__ import annotations

from collections.abc import Iterator

from mlw_build.check.check import Check
from mlw_build.check.rules.wording import quoted_title
from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Rule, Severity
from mlw_build.model.conference import Conference

UNSCHEDULED = Rule("unscheduled", "A session without a time", Severity.NOTE)


def unscheduled_sessions(conference: Conference) -> Iterator[Diagnostic]:
    """The sessions without a `start`."""
    for session in conference.unscheduled.values():
        dated = session.origin.has("date") or session.origin.document.data.get("date")
        yield UNSCHEDULED.at(
            session.origin.span("id"),
            f"{quoted_title(session.details)} has no time yet, so it is not published.",
            "Write `start: 10:00` (your time) once it has one."
            if dated
            else "Write `date: 2020-10-12` and `start: 10:00` (your day and time) once it has them.",
            involved=InvolvedSessions.of(session.id),
        )


CHECKS = (Check(UNSCHEDULED, unscheduled_sessions),)
