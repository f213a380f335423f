"""What attendees will see of the changes: those who subscribed to calendars, and readers of a commit message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mlw_build.board.workspace import Refused, Workspace
from mlw_build.calendar.change_report import as_markdown, as_text
from mlw_build.calendar.lock.comparison import build_calendar, read_lock_file
from mlw_build.calendar.programme_comparison import compare_programmes
from mlw_build.model.assemble import build_conference
from mlw_build.model.conference import Conference
from mlw_build.read.site_files import read_site


def published_ids(root: Path) -> frozenset[str]:
    """The ids of the sessions that subscribers know; none where there is no calendar lock."""
    return frozenset(read_lock_file(root).lock.entries)


def what_they_see(root: Path, conference: Conference) -> dict[str, Any]:
    """What `calendar status` says."""
    lock = read_lock_file(root)
    if lock.text is None or lock.problems:
        return {"started": False, "text": "There is no calendar lock yet: nobody has subscribed to these calendars."}
    calendar = build_calendar(conference, lock)
    text = as_text(calendar.changes, conference.zone)
    return {"started": True, "text": text}


def summary(workspace: Workspace) -> dict[str, Any]:
    """What changed since the board was opened, fit for a commit message or a pull request."""
    before: dict[str, str] = {}
    for step in reversed(workspace.done):
        before.update({path: text or "" for path, text in step.before.items()})
    if not before:
        return {"text": "Nothing was changed since the board was opened."}
    sources, _ = read_site(workspace.root, before)
    old, _ = build_conference(sources)
    if old is None:
        raise Refused("What was there before cannot be read.")
    found = compare_programmes(old, workspace.conference)
    return {"text": as_markdown(found.changes, workspace.conference.zone, found.people)}
