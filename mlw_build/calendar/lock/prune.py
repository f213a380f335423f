"""Forgetting removed sessions, once nobody's calendar shows them any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec.structs import replace

from mlw_build.calendar.lock.lock import Lock
from mlw_build.model.conference import Conference


def earliest_prune_date(conference: Conference, lock: Lock, grace: timedelta) -> datetime | None:
    """From when on removed sessions may go: so long after the last session, in the programme or removed, ended."""
    ends = [session.end for session in conference.sessions.values()]
    ends += [entry.last.end for entry in lock.entries.values()]
    try:
        return max(ends) + grace if ends else None
    except OverflowError:
        return None


def without_removed_sessions(lock: Lock) -> Lock:
    """The lock without removed sessions. Feeds stay: their addresses are still in people's calendars."""
    return replace(lock, entries={key: entry for key, entry in lock.entries.items() if not entry.gone})
