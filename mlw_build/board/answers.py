"""What the page asks for, answered as plain values for JSON. Asked values are not trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from mlw_build.board import forms, subscribers
from mlw_build.board.concerned import SessionLines
from mlw_build.board.day_state import day_state, days, tray
from mlw_build.board.held import place_costs
from mlw_build.board.problems import problem_list, problem_value, ways_out_of
from mlw_build.board.workspace import Refused, Workspace

Arguments = Mapping[str, Sequence[str]]
"""The values of a query by their names."""


def answer(workspace: Workspace, what: str, arguments: Arguments) -> Mapping[str, Any]:
    """The answer to a question. Raises Refused."""
    if what not in _ANSWERS:
        raise Refused("The board knows nothing of this.")
    return _ANSWERS[what](workspace, arguments)


def board_state(workspace: Workspace, wanted: str) -> dict[str, Any]:
    """All that the board shows of a day (the first, where there is no such day)."""
    conference = workspace.conference
    problems = problem_list(workspace)
    counts = SessionLines(conference).counts(workspace.checked.diagnostics)
    shown = next((day.date for day in conference.days if day.id == wanted), None)
    shown = shown or (conference.days[0].date if conference.days else None)
    return {
        "version": workspace.version,
        "title": conference.settings.title.plain,
        "zone": conference.zone.key,
        "days": days(conference, [one["sessions"] for one in problems if one["severity"] != "note"]),
        "day": day_state(conference, shown) if shown else None,
        "tray": tray(conference),
        "problems": problems,
        "counts": counts,
        "undo": workspace.done[-1].label if workspace.done else "",
        "redo": workspace.undone[-1].label if workspace.undone else "",
    }


def session_form(workspace: Workspace, identifier: str) -> dict[str, Any]:
    """A session's values for the panel."""
    conference = workspace.conference
    thing = conference.sessions.get(identifier) or conference.unscheduled.get(identifier)
    if thing is None:
        raise Refused(f"There is no session `{identifier}` any more.")
    return {
        "id": identifier,
        "file": str(thing.origin.span()),
        "scheduled": identifier in conference.sessions,
        "published": identifier in subscribers.published_ids(workspace.root),
        "values": forms.session_values(thing),
    }


def refusal(workspace: Workspace, refused: Refused) -> dict[str, Any]:
    """Why something is not done, with what `check` says of it."""
    lines = SessionLines(workspace.checked.conference)
    return {"message": str(refused), "problems": [problem_value(found, lines) for found in refused.found]}


def _one(arguments: Arguments, name: str) -> str:
    values = arguments.get(name, ())
    return values[0] if values else ""


def _costs(workspace: Workspace, arguments: Arguments) -> Mapping[str, Any]:
    try:
        day = date.fromisoformat(_one(arguments, "day"))
    except ValueError:
        raise Refused("`day` is no date.") from None
    return place_costs(workspace, _one(arguments, "session"), day)


_ANSWERS: Mapping[str, Callable[[Workspace, Arguments], Mapping[str, Any]]] = {
    "version": lambda workspace, _: {"version": workspace.version},
    "state": lambda workspace, arguments: board_state(workspace, _one(arguments, "day")),
    "costs": _costs,
    "ways-out": lambda workspace, arguments: {"ways": ways_out_of(workspace, arguments.get("session", ())[:2])},
    "session": lambda workspace, arguments: session_form(workspace, _one(arguments, "id")),
    "form": lambda workspace, _: {
        "fields": list(forms.session_fields()),
        "languages": list(workspace.conference.languages),
    },
    "choices": lambda workspace, _: forms.choices(workspace.conference),
    "subscribers": lambda workspace, _: subscribers.what_they_see(workspace.root, workspace.conference),
    "summary": lambda workspace, _: subscribers.summary(workspace),
}
