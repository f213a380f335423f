"""Identities in exports: numbers, GUIDs and names that stay the same while titles, rooms and times change.

Everything comes from the UID that calendars know a session by, which is made of ids that never change and is
kept in the calendar lock. Some programs know a session by a number only, below 2^31: it is drawn from a hash of
the UID. Where two draw the same, the one that was published first keeps it (by the lock, then by UID), so a
new session does not take an old one's number.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from mlw_build.calendar.lock.lock import Lock
from mlw_build.calendar.uid import uid
from mlw_build.model.conference import Conference, Session

LOWEST = 10_000
HIGHEST = 2**31 - 1
"""The largest number that a signed 32-bit integer holds: what Engelsystem and old readers keep."""

_LATEST = datetime.max.replace(tzinfo=UTC)


def session_uid(conference: Conference, session: Session, lock: Lock) -> str:
    """The UID of a session: the lock's, where it knows the session or one of its former ids."""
    known = (lock.entries.get(identifier) for identifier in (session.id, *session.was))
    return next((entry.uid for entry in known if entry), None) or uid(conference, session)


def session_numbers(conference: Conference, lock: Lock) -> Mapping[str, int]:
    """A number for each UID of the conference's sessions, and of those that the lock remembers."""
    published = {entry.uid: entry.created for entry in lock.entries.values()}
    unpublished = {session_uid(conference, session, lock): _LATEST for session in conference.sessions.values()}
    seniority = sorted((unpublished | published).items(), key=lambda pair: (pair[1], pair[0]))
    return numbers_from_hashes(identity for identity, _ in seniority)


def numbers_from_hashes(identities: Iterable[str]) -> Mapping[str, int]:
    """A number for each identity, drawn from its hash; where it is taken already, from the next hash."""
    taken: dict[int, str] = {}
    for identity in identities:
        attempt = 0
        while taken.setdefault(hashed_number(identity, attempt), identity) != identity:
            attempt += 1
    return {identity: number for number, identity in taken.items()}


def hashed_number(identity: str, attempt: int = 0) -> int:
    """The number that an identity draws at an attempt, from LOWEST to HIGHEST."""
    digest = hashlib.sha256(f"{identity}#{attempt}".encode() if attempt else identity.encode()).digest()
    return LOWEST + int.from_bytes(digest[:8]) % (HIGHEST - LOWEST + 1)


@lru_cache(maxsize=1_000_000)
def guid(identity: str) -> str:
    """The GUID of a UID or of any other lasting identity (RFC 9562, version 5)."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:mlw_build:{identity}"))


def lasting_identity(conference: Conference, kind: str, identifier: str) -> str:
    """The identity of a room, a speaker and so on: its kind and id, the conference, the organiser's domain."""
    return f"{kind}:{identifier}.{conference.settings.id}@{conference.settings.domain}"


def acronym(conference: Conference) -> str:
    """The conference's id as both schemas allow it: four or more of a-z, 0-9 and _."""
    name = re.sub(r"[^a-z0-9]+", "_", conference.settings.id.lower()).strip("_")
    return name if len(name) >= 4 else f"conf_{name}"


def recording_slug(conference: Conference, number: int, session: Session) -> str:
    """A name for files of recordings, from what never changes: conference, number, id."""
    name = re.sub(r"[^a-z0-9]+", "-", session.id.lower()).strip("-")
    return "-".join(part for part in (acronym(conference), str(number), name) if part)
