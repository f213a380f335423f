"""What `check` finds, as the board shows it: on the sessions that it is about, each with its ways out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from mlw_build.board.concerned import SessionLines
from mlw_build.board.workspace import Workspace
from mlw_build.check.moves.suggestions import WayOut, describe_place, ways_out
from mlw_build.check.registry import FIXED, SETTABLE
from mlw_build.check.rules.unscheduled import UNSCHEDULED
from mlw_build.check.rules.wording import quoted_title
from mlw_build.diagnostics import Diagnostic, Severity
from mlw_build.edit.changes import Change, Insert

MOST_WAYS_OUT = 3
NEVER_ALLOWED = FIXED | {UNSCHEDULED.code}
MOVABLE = frozenset(("room-clash", "speaker-clash", "booth-clash", "stream-clash", "resource-clash", "room-changeover",
                     "organisation-clash", "kept-apart", "plenary-clash", "room-closed", "speaker-unavailable",
                     "unsocial-hours"))  # fmt: skip
"""Problems that another place for a session may solve."""


def problem_list(workspace: Workspace) -> list[dict[str, Any]]:
    """All problems, in their order. A problem is known by its key, which stays while it is told the same."""
    lines = SessionLines(workspace.checked.conference)
    return [problem_value(found, lines) for found in workspace.checked.diagnostics]


def problem_value(found: Diagnostic, lines: SessionLines) -> dict[str, Any]:
    """A problem as plain values."""
    sessions = lines.concerned(found)
    return {
        "key": f"{found.code} {found.message}",
        "code": found.code,
        "severity": found.severity.value,
        "message": found.message,
        "hint": found.hint or "",
        "place": str(found.span),
        "sessions": sessions,
        "fix": found.fix.title if found.fix else "",
        "can_move": found.code in MOVABLE and bool(sessions),
        "can_allow": found.involved is not None and found.code in SETTABLE and found.code not in NEVER_ALLOWED,
    }


def find_problem(workspace: Workspace, key: str) -> Diagnostic | None:
    """The problem with this key, if it is still there."""
    return next((found for found in workspace.checked.diagnostics if f"{found.code} {found.message}" == key), None)


def ways_out_of(workspace: Workspace, sessions: Iterable[str]) -> list[dict[str, Any]]:
    """Where sessions could go: what to do in words, and the places."""
    index = workspace.index
    found: list[dict[str, Any]] = []
    for identifier in sessions:
        for way_out in ways_out(index, identifier, MOST_WAYS_OUT):
            found.append({"session": identifier, "words": _words(workspace, way_out), "moves": _moves(way_out)})
    return found


def _words(workspace: Workspace, way_out: WayOut) -> str:
    index = workspace.index
    first, *others = way_out.moves
    text = f"{quoted_title(index.items[first.session].session)} "
    text += describe_place(index.conference, first.after, first.before).replace("`", "")
    for other in others:
        text += f", and {quoted_title(index.items[other.session].session)} in its place"
    return text.replace("`", "")


def _moves(way_out: WayOut) -> list[dict[str, Any]]:
    return [
        {
            "session": move.session,
            "start": move.after.start,
            "rooms": list(move.after.rooms),
            "day": move.after.day.isoformat(),
        }
        for move in way_out.moves
    ]


def allow_changes(workspace: Workspace, session: str, code: str, reason: str) -> dict[str, list[Change]]:
    """The changes with which a session may have a problem, for a reason."""
    origin = workspace.conference.sessions[session].origin
    entry = {"check": code, "reason": reason}
    return {origin.document.path: [Insert((*origin.keys, "allow"), (entry,))]}


def what_changed(before: Sequence[Diagnostic], after: Sequence[Diagnostic]) -> dict[str, list[str]]:
    """The problems that are new, and those that are gone; notes are left out."""
    old = {(found.code, found.message) for found in before if found.severity is not Severity.NOTE}
    new = {(found.code, found.message) for found in after if found.severity is not Severity.NOTE}
    return {
        "new": [message for code, message in sorted(new - old)],
        "gone": [message for code, message in sorted(old - new)],
    }
