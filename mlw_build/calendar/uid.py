"""The identity of a session in all calendars."""

from __future__ import annotations

import uuid

from mlw_build.model.conference import Conference, Session

LONGEST_UID = 255
"""Octets of a UID that every program keeps (RFC 7986, 5.3)."""


def uid(conference: Conference, session: Session) -> str:
    """The identity that a session gets at first sight; from then on the calendar lock has it."""
    return first_uid(conference, session.id)


def first_uid(conference: Conference, identifier: str, number: int = 1) -> str:
    """An identity for all calendars, made of ids that never change (RFC 7986, 5.3).

    `number` tells apart what had the same id at different times.
    """
    again = f".{number}" if number > 1 else ""
    readable = f"{identifier}{again}.{conference.settings.id}@{conference.settings.domain}"
    return readable if len(readable) <= LONGEST_UID else str(uuid.uuid5(uuid.NAMESPACE_URL, f"urn:{readable}"))
