"""How a room and a session are attended: online, on site, both, or not known yet. Nothing is concluded from a lack."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.conference import Conference, Room, Session, Settings


class Attendance(Struct, frozen=True):
    """Whether people attend `online` and `on_site`; neither, where nothing was said of it."""

    online: bool
    on_site: bool


def conference_attendance(conference: Conference) -> Attendance:
    """How one attends the conference: as it says itself, and as its rooms and sessions do."""
    settings = conference.settings
    rooms = [room_attendance(settings, room) for room in conference.rooms.values()]
    return Attendance(
        bool(settings.online)
        or any(room.online for room in rooms)
        or any(session.own_stream and not session.cancelled for session in conference.sessions.values()),
        bool(settings.place) or any(room.on_site for room in rooms),
    )


def room_attendance(settings: Settings, room: Room) -> Attendance:
    """How one attends what is in a room.

    It is online as it says with `online`, else where it has a stream, or where the conference says how to take part
    online and neither has a place. It is on site where it has a place, else where the conference has one and the room
    does not say that it is online.
    """
    on_site = bool(room.place) or (bool(settings.place) and room.online is not True)
    if room.online is not None:
        return Attendance(room.online, on_site)
    return Attendance(bool(room.stream) or (bool(settings.online) and not on_site), on_site)


def session_attendance(settings: Settings, session: Session) -> Attendance:
    """How one attends a session: as its rooms say, and online where it has a stream of its own.

    Without a room it is where the conference is, if that is in one way only.
    """
    rooms = [room_attendance(settings, room) for room in session.rooms]
    streamed = bool(session.own_stream)
    if rooms:
        return Attendance(streamed or any(room.online for room in rooms), any(room.on_site for room in rooms))
    return Attendance(streamed or (bool(settings.online) and not settings.place), bool(settings.place))
