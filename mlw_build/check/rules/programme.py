"""The rules of the programme: what must not be at once, how long things may be, how large rooms must be, breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta

from mlw_build.check.check import Check
from mlw_build.check.clash.bookings import enclosing_blocks, not_cancelled
from mlw_build.check.clash.sweep_line import Booking, find_overlaps, overlapping_pairs
from mlw_build.check.rules.clashes import and_more
from mlw_build.check.rules.wording import duration_words, join_words, quoted_title, time_span
from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Related, Rule, Severity
from mlw_build.model.conference import Conference, Room, Session

PLENARY_CLASH = Rule("plenary-clash", "A session at the same time as a plenary", Severity.WARNING)
KEPT_APART = Rule("kept-apart", "Two sessions at the same time that must not be")
TRACK_CLASH = Rule("track-clash", "Two sessions of one track at the same time", Severity.NOTE)
SESSION_LENGTH = Rule("session-length", "A session longer or shorter than its format allows", Severity.WARNING)
ROOM_TOO_SMALL = Rule("room-too-small", "A session for more people than its room holds", Severity.WARNING)
SHORT_BREAK = Rule("short-break", "A break that is too short", Severity.WARNING)
NO_BREAK = Rule("no-break", "Too many sessions in a row without a break", Severity.WARNING)

PAUSE = timedelta(minutes=10)
"""The shortest gap between two sessions that is a break, unless conference.yaml says otherwise."""


def plenary_clashes(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions beside a plenary. Breaks, and what is open all along without anybody speaking, may be."""
    if not any(kind.plenary for kind in conference.formats.values()):
        return
    blocks = enclosing_blocks(conference)
    plenaries: list[Booking[Session]] = []
    others: list[Booking[Session]] = []
    for session in not_cancelled(conference):
        if not session.interlude:
            (plenaries if session.plenary else others).append(_slot(session, "plenary", blocks))
    for meeting in (*overlapping_pairs(plenaries, others), *find_overlaps(plenaries)):
        first, second = meeting.others[0].thing, meeting.new.thing
        plenary, other = (first, second) if first.plenary else (second, first)
        if not meeting.more and (_is_open_throughout(other, plenary) or _share_one_room(first, second)):
            continue
        yield PLENARY_CLASH.at(
            other.origin.span("start"),
            f"{quoted_title(other)} is at the same time as the plenary {quoted_title(plenary)}, "
            f"{time_span(conference, meeting.start, meeting.end)}.{and_more(meeting)}",
            f"Give `{other.id}` a time before or after `{plenary.id}`.",
            [Related(plenary.origin.span("start"), f"{quoted_title(plenary)} is here")],
            involved=InvolvedSessions.of(plenary.id, other.id, bearable=1),
        )


def _is_open_throughout(session: Session, plenary: Session) -> bool:
    """Whether a session is like an exhibition that stays open: all the time around, shared or with nobody speaking."""
    around = session.start <= plenary.start and session.end >= plenary.end
    shared = bool(session.rooms) and all(room.shared for room in session.rooms)
    return around and session.end - session.start > plenary.end - plenary.start and (shared or not session.everyone)


def _share_one_room(first: Session, second: Session) -> bool:
    return any(not room.shared and room in second.rooms for room in first.rooms)


def kept_apart(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions at the same time as one that they name under `not_with`."""
    seen = set()
    for session in not_cancelled(conference):
        for index, identifier in enumerate(session.not_with):
            other = conference.sessions.get(identifier)
            if other is None or other.cancelled or other is session:
                continue
            start, end = max(session.start, other.start), min(session.end, other.end)
            pair = frozenset((session.id, other.id))
            if start >= end or pair in seen:
                continue
            seen.add(pair)
            yield KEPT_APART.at(
                session.origin.span("not_with", index),
                f"{quoted_title(session)} must not be at the same time as {quoted_title(other)}, and is, "
                f"{time_span(conference, start, end)}.",
                f"Give `{session.id}` or `{other.id}` another time.",
                [Related(other.origin.span("start"), f"{quoted_title(other)} is here")],
                involved=InvolvedSessions.of(session.id, other.id, bearable=1),
            )


def track_clashes(conference: Conference) -> Iterator[Diagnostic]:
    """Two sessions of one track at once, so that nobody can follow the whole of it."""
    blocks = enclosing_blocks(conference)
    held = [
        _slot(session, session.track.id, blocks)
        for session in not_cancelled(conference)
        if session.track and not session.interlude
    ]
    for meeting in find_overlaps(held):
        first, second = meeting.others[0].thing, meeting.new.thing
        name = second.track.name.plain if second.track else ""
        yield TRACK_CLASH.at(
            second.origin.span("track"),
            f"The track {name} has two sessions at once, {time_span(conference, meeting.start, meeting.end)}: "
            f"{quoted_title(first)} and {quoted_title(second)}.",
            "Give one of them another time, if people should be able to follow the whole track.",
            [Related(first.origin.span("start"), f"{quoted_title(first)} is here")],
            involved=InvolvedSessions.of(first.id, second.id, bearable=1),
        )


def session_lengths(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions shorter or longer than `shortest` and `longest` of their format, parts longer than `part_duration`."""
    for session in not_cancelled(conference):
        kind = session.format
        if kind is None:
            continue
        lasts = session.end - session.start
        limit, word = None, ""
        if kind.longest is not None and lasts > kind.longest:
            limit, word = kind.longest, "at most"
        elif kind.shortest is not None and lasts < kind.shortest:
            limit, word = kind.shortest, "at least"
        if limit is not None:
            key = next((key for key in ("end", "duration") if session.origin.has(key)), "start")
            yield SESSION_LENGTH.at(
                session.origin.span(key),
                f"{quoted_title(session)} lasts {duration_words(lasts)}; the format {kind.name.plain} lasts "
                f"{word} {duration_words(limit)}.",
                f"Write `duration: {_minutes(limit)}m`, or give it another format.",
                involved=InvolvedSessions.of(session.id),
            )
        for part in session.parts:
            if kind.part_duration is not None and part.end - part.start > kind.part_duration:
                key = next((key for key in ("end", "duration") if part.origin.has(key)), "id")
                yield SESSION_LENGTH.at(
                    part.origin.span(key),
                    f"The part `{part.id}` lasts {duration_words(part.end - part.start)}; parts of the format "
                    f"{kind.name.plain} last {duration_words(kind.part_duration)}.",
                    f"Write `duration: {_minutes(kind.part_duration)}m`.",
                    involved=InvolvedSessions.of(session.id),
                )


def small_rooms(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions for which more people can register than their rooms hold together."""
    for session in not_cancelled(conference):
        places = [room.capacity for room in session.rooms]
        holds = sum(place for place in places if place is not None)
        if session.capacity is None or not places or None in places or session.capacity <= holds:
            continue
        names = join_words([room.name.plain for room in session.rooms])
        yield ROOM_TOO_SMALL.at(
            session.origin.span("capacity"),
            f"{session.capacity} people can take part in {quoted_title(session)}, but {names} "
            f"{'holds' if len(places) == 1 else 'hold'} {holds}.",
            f"Write `capacity: {holds}` or less, or give it a larger room.",
            involved=InvolvedSessions.of(session.id),
        )


def short_breaks(conference: Conference) -> Iterator[Diagnostic]:
    """Breaks shorter than `breaks: shortest` in conference.yaml."""
    shortest = conference.settings.breaks.shortest
    for session in not_cancelled(conference):
        if shortest is not None and session.interlude and session.end - session.start < shortest:
            yield SHORT_BREAK.at(
                session.origin.span("start"),
                f"{quoted_title(session)} lasts {duration_words(session.end - session.start)}; a break should last "
                f"{duration_words(shortest)} or more.",
                "Make it longer, or begin what follows later.",
                involved=InvolvedSessions.of(session.id),
            )


def missing_breaks(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions that follow each other in a room for longer than `breaks: at_least_every` in conference.yaml."""
    rules = conference.settings.breaks
    if rules.at_least_every is None:
        return
    in_room: dict[str, tuple[Room, list[Session]]] = {}
    for session in not_cancelled(conference):
        for room in session.rooms:
            if not room.shared and not session.interlude and not session.part_of:
                in_room.setdefault(room.id, (room, []))[1].append(session)
    for room, sessions in in_room.values():
        for run in _consecutive_runs(sessions, rules.shortest or PAUSE):
            last = next((session for session in run if session.end - run[0].start > rules.at_least_every), None)
            if last is None or last is run[0]:
                continue
            yield NO_BREAK.at(
                last.origin.span("start"),
                f"In {room.name.plain} there is no break from {conference.local(run[0].start):%H:%M} to the end of "
                f"{quoted_title(last)}, {duration_words(last.end - run[0].start)} later.",
                f"Leave {duration_words(rules.shortest or PAUSE)} or more before it.",
                [Related(run[0].origin.span("start"), f"{quoted_title(run[0])} begins it")],
                involved=InvolvedSessions.of(last.id),
            )


def _consecutive_runs(sessions: list[Session], pause: timedelta) -> Iterator[list[Session]]:
    """Sessions in order of time, in groups with less than a pause between one and the next."""
    run: list[Session] = []
    for session in sorted(sessions, key=lambda session: (session.start, session.end, session.id)):
        if run and session.start - max(session.end for session in run[-3:]) >= pause:
            yield run
            run = []
        run.append(session)
    if run:
        yield run


def _slot(session: Session, resource: str, blocks: Mapping[str, frozenset[str]]) -> Booking[Session]:
    return Booking(resource, session.start, session.end, session, session.id, blocks[session.id])


def _minutes(time: timedelta) -> int:
    return round(time.total_seconds() / 60)


CHECKS = (
    Check(PLENARY_CLASH, plenary_clashes),
    Check(KEPT_APART, kept_apart),
    Check(TRACK_CLASH, track_clashes, off=True),
    Check(SESSION_LENGTH, session_lengths),
    Check(ROOM_TOO_SMALL, small_rooms),
    Check(SHORT_BREAK, short_breaks),
    Check(NO_BREAK, missing_breaks),
)
