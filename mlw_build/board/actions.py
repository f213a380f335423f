"""What can be done on the board: from what the page asks for to one step in the files. Asked values are not trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from mlw_build.board import forms, session_edits
from mlw_build.board.problems import allow_changes, find_problem
from mlw_build.board.session_edits import place_of
from mlw_build.board.workspace import Refused, Workspace
from mlw_build.check.moves.trial_move import Place
from mlw_build.check.rules.wording import clock_time, count_noun, day_of, join_words
from mlw_build.model.conference import Session, UnscheduledSession
from mlw_build.model.schema.programme import UNSCHEDULED_FILE
from mlw_build.model.schema.values import YEARS

MOST_TEXT = 200_000
"""Characters of a value that a form sends."""

LATEST = 1 << 33
"""Seconds since 1970: the year 2242."""

MOST_MINUTES = 60 * 24 * 7

Asked = Mapping[str, Any]


class Changed(Exception):
    """Somebody changed the same thing meanwhile: what stands there now, and what was wanted."""

    def __init__(self, words: str, found: Any, wanted: Any) -> None:
        super().__init__(words)
        self.found, self.wanted = found, wanted


def act(workspace: Workspace, action: str, asked: Asked) -> dict[str, Any]:
    """Do one thing; gives what was done in words (`said`). Raises Refused, Changed and EditConflict."""
    if action not in _ACTIONS:
        raise Refused("The board cannot do this.")
    return _ACTIONS[action](workspace, asked)


def _move(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    """Sessions to places: `moves`, each with `session`, `start`, `rooms` and `day`, and where it was (`from`)."""
    conference = workspace.conference
    places = {}
    for one in _list(asked, "moves"):
        identifier = _text(one, "session")
        rooms = tuple(str(room) for room in _list(one, "rooms"))
        unknown = [room for room in rooms if room not in conference.rooms]
        if unknown:
            raise Refused(f"There is no room `{unknown[0]}` any more.")
        places[identifier] = Place(_number(one, "start"), rooms, _day(one))
        _still_there(workspace, identifier, one.get("from"), places[identifier])
    changes = session_edits.move(conference, places)
    titles = join_words([f"“{_thing(workspace, text).title.plain}”" for text in list(places)[:3]])
    workspace.edit(f"move {titles}", changes)
    identifier = next(iter(places))
    return {"said": f"{titles}: {_where(workspace, identifier)}.", "session": identifier}


def _still_there(workspace: Workspace, identifier: str, before: object, wanted: Place) -> None:
    """A session is where the page shows it, or somebody moved it meanwhile. Raises Changed."""
    session = workspace.conference.sessions.get(identifier)
    if not isinstance(before, int) or session is None or place_of(session).start in (before, wanted.start):
        return
    raise Changed(
        f"“{session.title.plain}” was moved by somebody else meanwhile: {_where(workspace, identifier)}.",
        _where(workspace, identifier),
        {"start": wanted.start, "rooms": list(wanted.rooms), "day": wanted.day.isoformat()},
    )


def _where(workspace: Workspace, identifier: str) -> str:
    conference = workspace.conference
    session = conference.sessions.get(identifier)
    if session is None:
        return "without a time"
    rooms = join_words([room.name.plain for room in session.rooms])
    times = f"{clock_time(conference, session.start)}-{clock_time(conference, session.end)}"
    return f"{day_of(session.day)}, {times}{f', {rooms}' if rooms else ''}"


def _resize(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    identifier = _text(asked, "session")
    changes = session_edits.resize(workspace.conference, identifier, _number(asked, "end"))
    title = f"“{_thing(workspace, identifier).title.plain}”"
    workspace.edit(f"change the length of {title}", changes)
    return {"said": f"{title}: {_where(workspace, identifier)}.", "session": identifier}


def _unschedule(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    sessions = [str(one) for one in _list(asked, "sessions")]
    changes = session_edits.unschedule(workspace.conference, sessions)
    titles = join_words([f"“{_thing(workspace, text).title.plain}”" for text in sessions[:3]])
    workspace.edit(f"put {titles} in the tray", changes)
    return {"said": f"{titles}: without a time, and not published."}


def _swap(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    one, other = _text(asked, "session"), _text(asked, "other")
    titles = f"“{_thing(workspace, one).title.plain}” and “{_thing(workspace, other).title.plain}”"
    workspace.edit(f"swap {titles}", session_edits.swap(workspace.conference, one, other))
    return {"said": f"{titles} changed places.", "session": one}


def _shift(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    """A selection (`sessions`), or all from a session on (`from`, in its room with `one_room`), by minutes."""
    minutes = _number(asked, "minutes", MOST_MINUTES)
    if "from" in asked:
        one_room = bool(asked.get("one_room"))
        sessions = session_edits.from_here_on(workspace.conference, _text(asked, "from"), one_room=one_room)
    else:
        sessions = [str(one) for one in _list(asked, "sessions")]
    if not sessions:
        raise Refused("No session is selected.")
    way = "later" if minutes > 0 else "earlier"
    words = f"{count_noun(len(sessions), 'session')} {count_noun(abs(minutes), 'minute')} {way}"
    workspace.edit(f"move {words}", session_edits.shift(workspace.conference, sessions, minutes))
    return {"said": f"{words}."}


def _set(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    """A session's `key` gets a `value`, where what the form showed (`was`) still stands in the file."""
    identifier, key = _text(asked, "session"), _text(asked, "key")
    thing = _thing_itself(workspace, identifier)
    value = forms.parsed_value(key, asked.get("value"))
    if len(str(value)) > MOST_TEXT:
        raise Refused("This is too long.")
    if not asked.get("anyway"):
        found = forms.session_values(thing).get(key)
        if found not in (asked.get("was"), asked.get("value")):
            raise Changed(f"`{key}` was changed by somebody else meanwhile.", found, asked.get("value"))
    if key == "id":
        workspace.edit(f"give `{identifier}` the id `{value}`", session_edits.rename(thing, str(value)))
        return {"said": f"The id is `{value}` now; `{identifier}` is kept under `was`.", "session": str(value)}
    workspace.edit(f"change {key} of `{identifier}`", session_edits.set_value(thing, key, value))
    return {"said": f"{key} saved.", "session": identifier}


def _new_session(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    has_file = any(document.path == UNSCHEDULED_FILE for document in workspace.checked.sources.documents)
    identifier, changes, files = forms.new_session(workspace.conference, _text(asked, "title"), has_file=has_file)
    workspace.edit(f"add `{identifier}`", changes, files)
    return {"said": "The session is in the tray. Give it a place.", "session": identifier}


def _new_day(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    day = _day(asked)
    if any(there.date == day for there in workspace.conference.days):
        raise Refused(f"There is a day {day} already.")
    workspace.edit(f"add the day {day}", {}, {f"content/programme/{day}.yaml": f"date: {day}\n"})
    return {"said": f"{day_of(day)} is there now. Its file is content/programme/{day}.yaml.", "day": day.isoformat()}


def _new_speaker(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    identifier, files = forms.new_speaker(workspace.conference, _text(asked, "name"))
    workspace.edit(f"add the speaker `{identifier}`", {}, files)
    return {"said": f"speakers/{identifier}.md was made.", "speaker": identifier}


def _cancel(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    identifier = _text(asked, "session")
    session = workspace.conference.sessions.get(identifier)
    if session is None:
        raise Refused(f"There is no session `{identifier}` in the agenda any more.")
    changes = forms.cancel(session, _text(asked, "reason"))
    workspace.edit(f"cancel “{session.title.plain}”", changes)
    return {"said": f"“{session.title.plain}” is cancelled. Its page stays, and calendars show it as cancelled.",
            "session": identifier}  # fmt: skip


def _allow(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    identifier, code, reason = _text(asked, "session"), _text(asked, "code"), _text(asked, "reason")
    if not reason or identifier not in workspace.conference.sessions:
        raise Refused("Write why it is all right.")
    workspace.edit(f"allow {code} in `{identifier}`", allow_changes(workspace, identifier, code, reason))
    return {"said": f"{code} is allowed in `{identifier}`.", "session": identifier}


def _fix(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    found = find_problem(workspace, _text(asked, "key"))
    if found is None or found.fix is None or not found.fix.changes:
        raise Refused("This problem is gone, or has no sure way out.")
    workspace.edit(found.fix.title, {found.span.file: list(found.fix.changes)})
    return {"said": f"Done: {found.fix.title}."}


def _undo(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    return {"said": f"Undone: {workspace.undo()}."}


def _redo(workspace: Workspace, asked: Asked) -> dict[str, Any]:
    return {"said": f"Done again: {workspace.redo()}."}


_ACTIONS: Mapping[str, Callable[[Workspace, Asked], dict[str, Any]]] = {
    "move": _move,
    "resize": _resize,
    "unschedule": _unschedule,
    "swap": _swap,
    "shift": _shift,
    "set": _set,
    "new-session": _new_session,
    "new-day": _new_day,
    "new-speaker": _new_speaker,
    "cancel": _cancel,
    "allow": _allow,
    "fix": _fix,
    "undo": _undo,
    "redo": _redo,
}


def _thing_itself(workspace: Workspace, identifier: str) -> Session | UnscheduledSession:
    conference = workspace.conference
    found = conference.sessions.get(identifier) or conference.unscheduled.get(identifier)
    if found is None:
        raise Refused(f"There is no session `{identifier}` any more.")
    return found


def _thing(workspace: Workspace, identifier: str) -> Session:
    found = _thing_itself(workspace, identifier)
    return found.details if isinstance(found, UnscheduledSession) else found


def _text(asked: Asked, key: str) -> str:
    value = asked.get(key)
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise Refused(f"`{key}` is missing.")
    return value.strip()


def _number(asked: Asked, key: str, most: int = LATEST) -> int:
    value = asked.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) > most:
        raise Refused(f"`{key}` is no number.")
    return value


def _list(asked: Asked, key: str) -> Sequence[Any]:
    value = asked.get(key)
    if not isinstance(value, list) or len(value) > 100_000:
        raise Refused(f"`{key}` is no list.")
    return value


def _day(asked: Asked) -> date:
    try:
        day = date.fromisoformat(_text(asked, "day"))
    except ValueError:
        raise Refused("`day` is no date. Write year-month-day, such as 2020-10-12.") from None
    if day.year not in YEARS:
        raise Refused(f"No conference is in the year {day.year}.")
    return day
