"""What sessions hold, and for how long: rooms, people, booths, streams, organisations' teams, resources.

Cancelled sessions hold nothing. A session is inside the sessions that it is part of, a part inside its session.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from msgspec import Struct

from mlw_build.check.sweep import Holding
from mlw_build.model.conference import Conference, Contribution, Need, Organisation, Part, Room, Session, Stream
from mlw_build.read.document import Origin
from mlw_build.stream import NotAnAddress, recognise
from mlw_build.stream.model import Kind

Blocks = Mapping[str, frozenset[str]]
"""For each session's id, the ids of the sessions that it is part of, directly or through others."""


def blocks_of(conference: Conference) -> Blocks:
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


def taking_place(conference: Conference) -> Iterator[Session]:
    """The sessions that are not cancelled."""
    return (one for one in conference.sessions.values() if not one.cancelled)


class InRoom(Struct, frozen=True):
    """A session in a room."""

    session: Session
    room: Room


def room_holdings(conference: Conference, *, with_changeover: bool = False) -> list[Holding[InRoom]]:
    """Rooms held by sessions, but shared ones. With changeover times, only the rooms that need any."""
    blocks = blocks_of(conference)
    return [
        Holding(
            room.id,
            one.start,
            one.end + room.changeover if with_changeover else one.end,
            InRoom(one, room),
            one.id,
            blocks[one.id],
        )
        for one in taking_place(conference)
        for room in one.rooms
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
    for one in session.contributions:
        yield Presence(session, None, one, session.start, session.end)
    for part in session.parts:
        for one in part.contributions:
            yield Presence(session, part, one, part.start, part.end)


def speaker_holdings(conference: Conference) -> list[Holding[Presence]]:
    """People held by sessions and parts, in any role. Who is not announced is nobody yet, and may be anywhere.

    One person can be in many sessions of a shared room, of which none is a booth's demonstration.
    """
    blocks = blocks_of(conference)
    return [
        Holding(
            one.contribution.speaker.id,
            one.start,
            one.end,
            one,
            *_place(one.session, one.part, blocks),
            company=frozenset() if session.booth else frozenset(room.id for room in session.rooms if room.shared),
            owner=session.id,
        )
        for session in taking_place(conference)
        for one in presences(session)
        if one.contribution.speaker.announced
    ]


def booth_holdings(conference: Conference) -> list[Holding[Session]]:
    """Booths held by their live demonstrations."""
    blocks = blocks_of(conference)
    return [
        Holding(one.booth, one.start, one.end, one, one.id, blocks[one.id])
        for one in taking_place(conference)
        if one.booth
    ]


class OnTeam(Struct, frozen=True):
    """An organisation in a session, or in a part of it."""

    session: Session
    organisation: Organisation


def team_holdings(conference: Conference) -> list[Holding[OnTeam]]:
    """Organisations that say how many sessions they can be in (`team`), held by sessions, parts and demonstrations."""
    if all(one.team is None for one in conference.organisations.values()):
        return []
    blocks = blocks_of(conference)
    found = []
    for session in taking_place(conference):
        booth = conference.booths.get(session.booth or "")
        whole = {one.id: one for one in (*session.organisations, *([booth.organisation] if booth else []))}
        places: list[tuple[Part | None, Mapping[str, Organisation]]] = [(None, whole)]
        places += [(part, {one.id: one for one in part.organisations}) for part in session.parts]
        for part, organisations in places:
            for one in organisations.values():
                if one.team is not None and not session.interlude:
                    slot = part or session
                    thing = OnTeam(session, one)
                    key, within = _place(session, part, blocks)
                    found.append(Holding(one.id, slot.start, slot.end, thing, key, within, 1, one.team))
    return found


class Using(Struct, frozen=True):
    """A session that needs a resource."""

    session: Session
    need: Need


def resource_holdings(conference: Conference) -> list[Holding[Using]]:
    """Resources held by the sessions that need them, with the time that they need afterwards."""
    if not conference.resources:
        return []
    blocks = blocks_of(conference)
    return [
        Holding(
            need.resource.id,
            one.start,
            one.end + need.resource.changeover,
            Using(one, need),
            one.id,
            blocks[one.id],
            need.amount,
            need.resource.capacity,
        )
        for one in taking_place(conference)
        for need in one.needs
    ]


class OnStream(Struct, frozen=True):
    """A session on a stream's address; `room` is set where the address is the room's."""

    session: Session
    address: str
    origin: Origin
    room: Room | None


def stream_holdings(conference: Conference) -> list[Holding[OnStream]]:
    """Streams and meetings held by the sessions that are on them.

    Left out is what many sessions have in common by design: the stream of a shared room, the front page of a
    site, and an ordinary web page that is given for several rooms. Two sessions in one room are the room's clash.
    """
    blocks = blocks_of(conference)
    known: dict[str, tuple[str, Kind]] = {}
    found = []
    for session in taking_place(conference):
        for one in _streams(session):
            if one.address not in known:
                known[one.address] = _identity(one.address)
            identity, kind = known[one.address]
            if kind is Kind.LINK and (one.room or urlsplit(one.address).path in ("", "/")):
                continue
            found.append(
                Holding(
                    identity,
                    session.start,
                    session.end,
                    one,
                    session.id,
                    blocks[session.id],
                    company=frozenset(room.id for room in session.rooms if not room.shared),
                    owner=session.id,
                )
            )
    return found


def _streams(session: Session) -> Iterator[OnStream]:
    if session.own_stream:
        for key, address in addresses_in(session.own_stream):
            yield OnStream(session, address, session.origin.under("stream", *key), None)
    elif not session.interlude:
        room = next((room for room in session.rooms if room.stream), None)
        if room and room.stream and not room.shared:
            for key, address in addresses_in(room.stream):
                yield OnStream(session, address, room.origin.under("stream", *key), room)


def addresses_in(stream: Stream) -> Iterator[tuple[tuple[str, ...], str]]:
    """The addresses of a stream, with the keys below it under which they stand."""
    for key in ("url", "audio", "text", "sign_language"):
        address = getattr(stream, key)
        if address:
            yield (key,), address
    for language, address in stream.languages.items():
        yield ("languages", language), address


def _identity(address: str) -> tuple[str, Kind]:
    """What makes two addresses the same stream: the address as its provider has it, without passwords."""
    try:
        found = recognise(address)
    except NotAnAddress:
        return address, Kind.LINK
    parts = urlsplit(found.address)
    if not found.secrets:
        return found.address, found.provider.kind
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] not in found.secrets])
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, parts.fragment)), found.provider.kind


def _place(session: Session, part: Part | None, blocks: Blocks) -> tuple[str, frozenset[str]]:
    """The key of a session or part, and the keys of what it is inside of."""
    if part is None:
        return session.id, blocks[session.id]
    return f"{session.id}/{part.id}", blocks[session.id] | {session.id}
