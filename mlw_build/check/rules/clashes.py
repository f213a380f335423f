"""Clashes: a room, a person, a booth, a stream, a team or a resource needed more often at once than there is of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from mlw_build.check.check import Check
from mlw_build.check.clash.bookings import (
    Blocks,
    Presence,
    booth_bookings,
    enclosing_blocks,
    resource_bookings,
    room_bookings,
    speaker_bookings,
    stream_bookings,
    team_bookings,
)
from mlw_build.check.clash.sweep_line import Overlap, find_overlaps
from mlw_build.check.rules.wording import count_noun, duration_words, join_words, quoted_title, time_span
from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Related, Rule, Severity, Span
from mlw_build.model.conference import Conference, Room, Session

ROOM_CLASH = Rule("room-clash", "Two sessions in one room at the same time")
ROOM_CHANGEOVER = Rule("room-changeover", "Too little time between two sessions in a room", Severity.WARNING)
SPEAKER_CLASH = Rule("speaker-clash", "A person in two sessions at the same time")
BOOTH_CLASH = Rule("booth-clash", "Two live demonstrations of one booth at the same time")
STREAM_CLASH = Rule("stream-clash", "Two sessions on one stream at the same time")
ORGANISATION_CLASH = Rule("organisation-clash", "An organisation in more sessions at a time than it has people for")
RESOURCE_CLASH = Rule("resource-clash", "More of a resource needed at a time than there is")


def room_clashes(conference: Conference) -> Iterator[Diagnostic]:
    """Rooms that hold two sessions at once; shared rooms may."""
    rooms = _FreeRoomFinder(conference)
    for meeting in find_overlaps(room_bookings(conference), _may_overlap(ROOM_CLASH)):
        first, second, room = meeting.others[0].thing.session, meeting.new.thing.session, meeting.new.thing.room
        yield ROOM_CLASH.at(
            _room_place(second),
            f"{room.name.plain} holds two sessions at once, {_overlap(conference, meeting)}: "
            f"{quoted_title(first)} and {quoted_title(second)}.{and_more(meeting)}",
            rooms.hint(second),
            [_own_place(first, _room_place(first))],
            involved=_pair_diagnostic(first, second),
        )


def room_changeovers(conference: Conference) -> Iterator[Diagnostic]:
    """Sessions that follow another in a room sooner than its `changeover` time; breaks, and talks of one block, may."""
    if not any(room.changeover for room in conference.rooms.values()):
        return
    blocks = enclosing_blocks(conference)
    for meeting in find_overlaps(room_bookings(conference, with_changeover=True), _may_overlap(ROOM_CHANGEOVER)):
        first, second, room = meeting.others[0].thing.session, meeting.new.thing.session, meeting.new.thing.room
        gap = second.start - first.end
        if not meeting.more and (gap < timedelta() or _may_follow_at_once(first, second, blocks)):
            continue
        yield ROOM_CHANGEOVER.at(
            _start_place(second),
            f"{room.name.plain} needs {duration_words(room.changeover)} between two sessions, but "
            f"{quoted_title(second)} begins "
            f"{_minutes_between(gap)} {quoted_title(first)} ends, "
            f"{time_span(conference, first.end, second.start)}.{and_more(meeting)}",
            f"Begin `{second.id}` {duration_words(room.changeover - gap)} later, or end `{first.id}` so much sooner.",
            [_own_place(first, _start_place(first))],
            involved=_pair_diagnostic(first, second),
        )


def _may_follow_at_once(first: Session, second: Session, blocks: Blocks) -> bool:
    return first.interlude or second.interlude or not blocks[first.id].isdisjoint(blocks[second.id])


def _minutes_between(gap: timedelta) -> str:
    if gap < timedelta():
        return "before"
    return f"{duration_words(gap)} after" if gap else "the moment that"


def speaker_clashes(conference: Conference) -> Iterator[Diagnostic]:
    """People who are needed in two sessions or parts at once, in whatever role."""
    seen = set()
    for meeting in find_overlaps(speaker_bookings(conference), _may_overlap(SPEAKER_CLASH)):
        presence, other = meeting.others[0].thing, meeting.new.thing
        speaker, first, second = presence.contribution.speaker, presence.session, other.session
        pair = (speaker.id, first.id, second.id)
        if pair in seen and not meeting.more:
            continue
        seen.add(pair)
        yield SPEAKER_CLASH.at(
            other.contribution.origin.span(),
            f"{speaker.name.plain} is needed in two places at once, {_overlap(conference, meeting)}: "
            f"{_as_role(presence)} and {_as_role(other)}.{and_more(meeting)}",
            "Move one of the two, or take the name out of one of them.",
            [_own_place(first, presence.contribution.origin.span())],
            involved=_pair_diagnostic(first, second),
        )


def booth_clashes(conference: Conference) -> Iterator[Diagnostic]:
    """Booths with two live demonstrations at once."""
    for meeting in find_overlaps(booth_bookings(conference), lambda session: session.allows(BOOTH_CLASH.code)):
        first, second = meeting.others[0].thing, meeting.new.thing
        booth = conference.booths.get(second.booth or "")
        yield BOOTH_CLASH.at(
            _start_place(second),
            f"The booth {booth.name.plain if booth else second.booth} has two live demonstrations at once, "
            f"{_overlap(conference, meeting)}: {quoted_title(first)} and {quoted_title(second)}.{and_more(meeting)}",
            f"Begin `{second.id}` when `{first.id}` is over, or before it.",
            [_own_place(first, _start_place(first))],
            involved=_pair_diagnostic(first, second),
        )


def stream_clashes(conference: Conference) -> Iterator[Diagnostic]:
    """Two sessions that would be broadcast, or meet, at one address at once. Two in one room are the room's clash."""
    seen = set()
    for meeting in find_overlaps(stream_bookings(conference), _may_overlap(STREAM_CLASH)):
        stream_booking, booking = meeting.others[0].thing, meeting.new.thing
        first, second = stream_booking.session, booking.session
        if (first.id, second.id) in seen and not meeting.more:
            continue
        seen.add((first.id, second.id))
        from_room = booking.room is not None
        yield STREAM_CLASH.at(
            _room_place(second) if from_room else booking.origin.span(),
            f"{quoted_title(first)} and {quoted_title(second)} are on one stream at once, "
            f"{_overlap(conference, meeting)}: "
            f"{booking.address}{and_more(meeting)}",
            "Give one of the two rooms another stream, or one of the two sessions its own."
            if from_room
            else f"Give `{second.id}` another `stream`, or another time.",
            [_own_place(first, stream_booking.origin.span())],
            involved=_pair_diagnostic(first, second),
        )


def organisation_clashes(conference: Conference) -> Iterator[Diagnostic]:
    """Organisations that are in more sessions at once than their `team` says they can be."""
    for meeting in find_overlaps(team_bookings(conference)):
        organisation, second = meeting.new.thing.organisation, meeting.new.thing.session
        sessions = [booking.thing.session for booking in (*meeting.others, meeting.new)]
        yield ORGANISATION_CLASH.at(
            second.origin.span("organisations") if second.organisations else _start_place(second),
            f"{organisation.name.plain} can be in {count_noun(meeting.new.capacity, 'session')} at a time, and is in "
            f"{len(sessions)}, {_overlap(conference, meeting)}: "
            f"{join_words([quoted_title(session) for session in sessions])}.",
            f"Give `{second.id}` another time, or correct `team` in content/organisations.yaml.",
            [_own_place(session, _start_place(session)) for session in sessions[:-1]],
            involved=_shares(meeting),
        )


def resource_clashes(conference: Conference) -> Iterator[Diagnostic]:
    """Resources of which sessions need more at once than there is."""
    for meeting in find_overlaps(resource_bookings(conference)):
        new, need = meeting.new.thing.session, meeting.new.thing.need
        resource = need.resource
        users = [booking.thing for booking in (*meeting.others, meeting.new)]
        each = [
            f"{quoted_title(user.session)}{f' needs {user.need.amount}' if user.need.amount > 1 else ''}"
            for user in users
        ]
        total = sum(user.need.amount for user in users)
        between = f", with {duration_words(resource.changeover)} between two sessions" if resource.changeover else ""
        yield RESOURCE_CLASH.at(
            need.origin.span(),
            f"{resource.name.plain}: {total} needed at once{between}, {_overlap(conference, meeting)}, but there "
            f"{'is' if resource.capacity == 1 else 'are'} {resource.capacity}: {join_words(each)}.",
            f"Give `{new.id}` another time or less of it, or correct `capacity` in content/resources.yaml.",
            [_own_place(user.session, user.need.origin.span()) for user in users[:-1]],
            involved=_shares(meeting),
        )


def and_more(meeting: Overlap[Any]) -> str:
    """How many meetings are not told one by one, as the end of a message; nothing where all are."""
    if not meeting.more:
        return ""
    return f" ({count_noun(meeting.more, 'more such pair')} {'is' if meeting.more == 1 else 'are'} not listed.)"


def _may_overlap(rule: Rule) -> Callable[[Any], bool]:
    """Whether the session of a thing may break a rule, and so is in nobody's way."""
    return lambda value: value.session.allows(rule.code)


def _pair_diagnostic(first: Session, second: Session) -> InvolvedSessions:
    return InvolvedSessions.of(first.id, second.id, bearable=1 if first is not second else 0)


def _shares(meeting: Overlap[Any]) -> InvolvedSessions:
    """Who holds how much; without the last of them to come, there was no problem."""
    shares = tuple((booking.thing.session.id, booking.amount) for booking in (*meeting.others, meeting.new))
    return InvolvedSessions(shares, min(meeting.new.capacity, sum(share for _, share in shares) - 1))


def _own_place(session: Session, place: Span) -> Related:
    return Related(place, f"{quoted_title(session)} is here")


def _as_role(presence: Presence) -> str:
    part = f" part `{presence.part.id}` of" if presence.part else ""
    return f"as {presence.contribution.role} in{part} {quoted_title(presence.session)}"


def _overlap(conference: Conference, meeting: Overlap[Any]) -> str:
    return time_span(conference, meeting.start, meeting.end)


def _room_place(session: Session) -> Span:
    key = next((key for key in ("room", "rooms", "start") if session.origin.has(key)), None)
    return session.origin.span(*([key] if key else []))


def _start_place(session: Session) -> Span:
    return session.origin.span("start")


class _FreeRoomFinder:
    """Which rooms are free at a time."""

    def __init__(self, conference: Conference) -> None:
        self._rooms = [room for room in conference.rooms.values() if not room.shared]
        self._busy = _busy_intervals(conference)

    def hint(self, session: Session) -> str:
        """The rooms that are free for the whole of a session, in words."""
        free = self._free(session)
        if not free:
            return f"No other room is free then: give `{session.id}` another time."
        names = join_words([f"`{room.id}` ({room.name.plain})" for room in free[:3]], "or")
        return f"Free at that time: {names}. Otherwise give `{session.id}` another time."

    def _free(self, session: Session) -> Sequence[Room]:
        return [room for room in self._rooms if not self._is_busy(room, session)]

    def _is_busy(self, room: Room, session: Session) -> bool:
        stretches = self._busy.get(room.id, ())
        before = bisect_left(stretches, (session.end,))
        return before > 0 and stretches[before - 1][1] > session.start


def _busy_intervals(conference: Conference) -> Mapping[str, Sequence[tuple[datetime, datetime]]]:
    """When somebody is in each room: stretches of time that do not overlap, in their order."""
    found: dict[str, list[tuple[datetime, datetime]]] = {}
    taking_place = [session for session in conference.sessions.values() if not session.cancelled]
    for session in sorted(taking_place, key=lambda session: session.start):
        for room in session.rooms:
            stretches = found.setdefault(room.id, [])
            if stretches and session.start < stretches[-1][1]:
                stretches[-1] = (stretches[-1][0], max(stretches[-1][1], session.end))
            else:
                stretches.append((session.start, session.end))
    return found


CHECKS = (
    Check(ROOM_CLASH, room_clashes),
    Check(ROOM_CHANGEOVER, room_changeovers),
    Check(SPEAKER_CLASH, speaker_clashes),
    Check(BOOTH_CLASH, booth_clashes),
    Check(STREAM_CLASH, stream_clashes),
    Check(ORGANISATION_CLASH, organisation_clashes),
    Check(RESOURCE_CLASH, resource_clashes),
)
