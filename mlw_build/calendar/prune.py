"""Forgetting removed sessions, once nobody's calendar shows them any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from mlw_build.calendar.lock import Lock
from mlw_build.model.conference import Conference


def after_which_to_prune(conference: Conference, lock: Lock, grace: timedelta) -> datetime | None:
    """From when on removed sessions may go: so long after the last session, in the programme or removed, ended."""
    ends = [session.end for session in conference.sessions.values()]
    ends += [entry.last.end for entry in lock.entries.values()]
    try:
        return max(ends) + grace if ends else None
    except OverflowError:
        return None


def pruned(lock: Lock) -> Lock:
    """The lock without removed sessions. Feeds stay: their addresses are still in people's calendars."""
    return replace(lock, entries={key: entry for key, entry in lock.entries.items() if not entry.gone})
