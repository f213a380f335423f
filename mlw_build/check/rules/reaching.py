"""Reaching people: sessions online that nobody can follow, and recordings that are not there yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mlw_build.check.check import Check, DatedCheck
from mlw_build.check.clash.bookings import not_cancelled
from mlw_build.check.rules.wording import count_noun, day_of, quoted_title
from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Related, Rule, Severity
from mlw_build.model.conference import Conference, Session

NO_STREAM = Rule("no-stream", "A session online that nobody can follow", Severity.WARNING)
NO_RECORDING = Rule("no-recording", "A session without its recording after the conference", Severity.NOTE)

SO_MANY_AT_ONCE = 3
"""Sessions without a stream in one room that are told as one problem: it is the room's."""

CUTTING_TIME = timedelta(days=14)
"""How long after a session its recording may take to appear."""


def missing_streams(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions in online rooms with no stream, no registration and no recording.

    Once a session has a stream, each that has none is told, many in one room together. Before, it is one note, if
    conference.yaml says how to take part `online`; and where there are recordings and no streams, it is over.
    """
    online = [session for session in not_cancelled(conference) if _is_online(conference, session)]
    lacking = [session for session in online if not _can_be_followed(conference, session)]
    if not lacking:
        return
    if not any(session.stream for session in online):
        if any(session.recording for session in online) or not conference.settings.online:
            return
        yield NO_STREAM.at(
            conference.origin.span("title"),
            f"None of the {count_noun(len(online), 'session')} online has a stream yet."
            if len(online) > 1
            else f"{quoted_title(online[0])} is online and has no stream yet.",
            "Once the addresses are known, write `stream: https://...` in content/rooms.yaml, or in a session.",
        ).with_severity(Severity.NOTE)
        return
    by_room: dict[str, list[Session]] = {}
    for session in lacking:
        by_room.setdefault(session.rooms[0].id, []).append(session)
    for sessions in by_room.values():
        if len(sessions) < SO_MANY_AT_ONCE:
            yield from (_sessions_without_stream(session) for session in sessions)
        else:
            yield _room_without_stream(sessions)


def _sessions_without_stream(session: Session) -> Diagnostic:
    key = next((key for key in ("room", "rooms") if session.origin.has(key)), "title")
    rooms = " or ".join(f"`{room.id}`" for room in session.rooms)
    return NO_STREAM.at(
        session.origin.span(key),
        f"{quoted_title(session)} is online and has no stream.",
        f"Write `stream: https://...` in the session, or in the room {rooms} in content/rooms.yaml.",
        involved=InvolvedSessions.of(session.id),
    )


def _room_without_stream(sessions: list[Session]) -> Diagnostic:
    room = sessions[0].rooms[0]
    return NO_STREAM.at(
        room.origin.span("id"),
        f"{room.name.plain} is online and has no stream, and neither have {count_noun(len(sessions), 'session')} "
        "in it.",
        "Write `stream: https://...` in the room here, or in each of the sessions.",
        [Related(session.origin.span("title"), f"{quoted_title(session)}") for session in sessions[:SO_MANY_AT_ONCE]],
        involved=InvolvedSessions.of(*(session.id for session in sessions)),
    )


def _is_online(conference: Conference, session: Session) -> bool:
    """Whether it is in rooms that are all online channels, and not a break.

    In a conference that has no place, every room counts that does not say otherwise: here it is better to ask.
    """
    return (
        not session.interlude
        and bool(session.rooms)
        and not any(room.place or room.shared for room in session.rooms)
        and all(room.online or (room.online is None and not conference.settings.place) for room in session.rooms)
    )


def _can_be_followed(conference: Conference, session: Session) -> bool:
    block = conference.sessions.get(session.part_of or "")
    booth = conference.booths.get(session.booth or "")
    return bool(
        session.stream
        or session.registration
        or session.recording
        or (block and block.stream)
        or (booth and booth.contact and booth.contact.meeting)
    )


def missing_recordings(conference: Conference, on: date) -> Iterator[Diagnostic]:
    """Sessions that were streamed more than two weeks before a day, without a recording of them or of their parts."""
    for session in not_cancelled(conference):
        if session.interlude or not session.stream or conference.local(session.end).date() + CUTTING_TIME > on:
            continue
        block = conference.sessions.get(session.part_of or "")
        in_parts = bool(session.parts) and all(part.recording for part in session.parts)
        if session.recording or in_parts or (block and block.recording):
            continue
        yield NO_RECORDING.at(
            session.origin.span("title"),
            f"{quoted_title(session)} was on {day_of(session.day)}, and has no recording yet.",
            f"Write `recording: https://...`, or allow `{NO_RECORDING.code}` with the reason why there is none.",
            involved=InvolvedSessions.of(session.id),
        )


CHECKS = (Check(NO_STREAM, missing_streams),)
DATED_CHECKS = (DatedCheck(NO_RECORDING, missing_recordings),)
