"""What sessions hold, and for how long: rooms, people, booths, streams, organisations' teams, resources.

Cancelled sessions hold nothing. A session is inside the sessions that it is part of, a part inside its session.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from msgspec import Struct

from mlw_build.check.clash.sweep_line import Booking
from mlw_build.model.conference import Conference, Contribution, Need, Organisation, Part, Room, Session, Stream
from mlw_build.read.document import Origin
from mlw_build.stream import NotAnAddress, recognise
from mlw_build.stream.model import StreamKind

Blocks = Mapping[str, frozenset[str]]
"""For each session's id, the ids of the sessions that it is part of, directly or through others."""


def enclosing_blocks(conference: Conference) -> Blocks:
    """The blocks around every session; a circle of blocks ends where it closes."""
    found: dict[str, frozenset[str]] = {}
    nowhere: frozenset[str] = frozenset()
    for session in conference.sessions.values():
        if not session.part_of:
            found[session.id] = nowhere
            continue
        around: dict[str, None] = {}
        top: Session | None = session
        while top and top.part_of and top.part_of != session.id and top.part_of not in around:
            around[top.part_of] = None
            top = conference.sessions.get(top.part_of)
        found[session.id] = frozenset(around)
    return found


def not_cancelled(conference: Conference) -> Iterator[Session]:
    """The sessions that are not cancelled."""
    return (session for session in conference.sessions.values() if not session.cancelled)


class RoomBooking(Struct, frozen=True):
    """A session in a room."""

    session: Session
    room: Room


def room_bookings(conference: Conference, *, with_changeover: bool = False) -> list[Booking[RoomBooking]]:
    """Rooms held by sessions, but shared ones. With changeover times, only the rooms that need any."""
    blocks = enclosing_blocks(conference)
    return [
        Booking(
            room.id,
            session.start,
            session.end + room.changeover if with_changeover else session.end,
            RoomBooking(session, room),
            session.id,
            blocks[session.id],
        )
        for session in not_cancelled(conference)
        for room in session.rooms
        if not room.shared and (room.changeover or not with_changeover)
    ]


class Presence(Struct, frozen=True):
    """A person in a session, or in a part of it."""

    session: Session
    part: Part | None
    contribution: Contribution
    start: datetime
    end: datetime


def presences(session: Session) -> Iterator[Presence]:
    """Who is needed in a session and in its parts, and when."""
    for contribution in session.contributions:
        yield Presence(session, None, contribution, session.start, session.end)
    for part in session.parts:
        for contribution in part.contributions:
            yield Presence(session, part, contribution, part.start, part.end)


def speaker_bookings(conference: Conference) -> list[Booking[Presence]]:
    """People held by sessions and parts, in any role. Who is not announced is nobody yet, and may be anywhere.

    One person can be in many sessions of a shared room, of which none is a booth's demonstration.
    """
    blocks = enclosing_blocks(conference)
    return [
        Booking(
            presence.contribution.speaker.id,
            presence.start,
            presence.end,
            presence,
            *_part_keys(presence.session, presence.part, blocks),
            may_share_group=frozenset()
            if session.booth
            else frozenset(room.id for room in session.rooms if room.shared),
            owner=session.id,
        )
        for session in not_cancelled(conference)
        for presence in presences(session)
        if presence.contribution.speaker.announced
    ]


def booth_bookings(conference: Conference) -> list[Booking[Session]]:
    """Booths held by their live demonstrations."""
    blocks = enclosing_blocks(conference)
    return [
        Booking(session.booth, session.start, session.end, session, session.id, blocks[session.id])
        for session in not_cancelled(conference)
        if session.booth
    ]


class TeamBooking(Struct, frozen=True):
    """An organisation in a session, or in a part of it."""

    session: Session
    organisation: Organisation


def team_bookings(conference: Conference) -> list[Booking[TeamBooking]]:
    """Organisations that say how many sessions they can be in (`team`), held by sessions, parts and demonstrations."""
    if all(organisation.team is None for organisation in conference.organisations.values()):
        return []
    blocks = enclosing_blocks(conference)
    found = []
    for session in not_cancelled(conference):
        booth = conference.booths.get(session.booth or "")
        whole = {
            organisation.id: organisation
            for organisation in (*session.organisations, *([booth.organisation] if booth else []))
        }
        places: list[tuple[Part | None, Mapping[str, Organisation]]] = [(None, whole)]
        places += [
            (part, {organisation.id: organisation for organisation in part.organisations}) for part in session.parts
        ]
        for part, organisations in places:
            for organisation in organisations.values():
                if organisation.team is not None and not session.interlude:
                    slot = part or session
                    team_booking = TeamBooking(session, organisation)
                    key, within = _part_keys(session, part, blocks)
                    found.append(
                        Booking(organisation.id, slot.start, slot.end, team_booking, key, within, 1, organisation.team)
                    )
    return found


class ResourceBooking(Struct, frozen=True):
    """A session that needs a resource."""

    session: Session
    need: Need


def resource_bookings(conference: Conference) -> list[Booking[ResourceBooking]]:
    """Resources held by the sessions that need them, with the time that they need afterwards."""
    if not conference.resources:
        return []
    blocks = enclosing_blocks(conference)
    return [
        Booking(
            need.resource.id,
            session.start,
            session.end + need.resource.changeover,
            ResourceBooking(session, need),
            session.id,
            blocks[session.id],
            need.amount,
            need.resource.capacity,
        )
        for session in not_cancelled(conference)
        for need in session.needs
    ]


class StreamBooking(Struct, frozen=True):
    """A session on a stream's address; `room` is set where the address is the room's."""

    session: Session
    address: str
    origin: Origin
    room: Room | None


def stream_bookings(conference: Conference) -> list[Booking[StreamBooking]]:
    """Streams and meetings held by the sessions that are on them.

    Left out is what many sessions have in common by design: the stream of a shared room, the front page of a
    site, and an ordinary web page that is given for several rooms. Two sessions in one room are the room's clash.
    """
    blocks = enclosing_blocks(conference)
    known: dict[str, tuple[str, StreamKind]] = {}
    found = []
    for session in not_cancelled(conference):
        for stream in _streams(session):
            if stream.address not in known:
                known[stream.address] = _stream_identity(stream.address)
            identity, kind = known[stream.address]
            if kind is StreamKind.LINK and (stream.room or urlsplit(stream.address).path in ("", "/")):
                continue
            found.append(
                Booking(
                    identity,
                    session.start,
                    session.end,
                    stream,
                    session.id,
                    blocks[session.id],
                    may_share_group=frozenset(room.id for room in session.rooms if not room.shared),
                    owner=session.id,
                )
            )
    return found


def _streams(session: Session) -> Iterator[StreamBooking]:
    if session.own_stream:
        for key, address in stream_addresses_of(session.own_stream):
            yield StreamBooking(session, address, session.origin.under("stream", *key), None)
    elif not session.interlude:
        room = next((room for room in session.rooms if room.stream), None)
        if room and room.stream and not room.shared:
            for key, address in stream_addresses_of(room.stream):
                yield StreamBooking(session, address, room.origin.under("stream", *key), room)


def stream_addresses_of(stream: Stream) -> Iterator[tuple[tuple[str, ...], str]]:
    """The addresses of a stream, with the keys below it under which they stand."""
    for key in ("url", "audio", "text", "sign_language"):
        address = getattr(stream, key)
        if address:
            yield (key,), address
    for language, address in stream.languages.items():
        yield ("languages", language), address


def _stream_identity(address: str) -> tuple[str, StreamKind]:
    """What makes two addresses the same stream: the address as its provider has it, without passwords."""
    try:
        found = recognise(address)
    except NotAnAddress:
        return address, StreamKind.LINK
    parts = urlsplit(found.address)
    if not found.secrets:
        return found.address, found.provider.kind
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] not in found.secrets])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment)), found.provider.kind


def _part_keys(session: Session, part: Part | None, blocks: Blocks) -> tuple[str, frozenset[str]]:
    """The key of a session or part, and the keys of what it is inside of."""
    if part is None:
        return session.id, blocks[session.id]
    return f"{session.id}/{part.id}", blocks[session.id] | {session.id}
