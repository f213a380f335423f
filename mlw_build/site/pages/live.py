"""Live: a wall of rooms, each with its stream and what is on in it."""

from __future__ import annotations

from dataclasses import dataclass

from mlw_build.model.text import Phrase
from mlw_build.site.cards import day_groups, room_view
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.streams import stream_view
from mlw_build.site.views import DayGroup, RoomView, StreamView


@dataclass(frozen=True, slots=True)
class Channel:
    """A room with its stream and its sessions by day."""

    room: RoomView
    stream: StreamView | None
    days: tuple[DayGroup, ...]


@dataclass(frozen=True, slots=True)
class LiveView:
    """The live page."""

    title: Phrase
    description: str
    channels: tuple[Channel, ...]
    zone: str
    help: str | None
    recordings: bool


def view(here: Here, subject: str) -> LiveView:
    """The view of the live page: the online rooms and those with a stream, if they have sessions."""
    conference, index = here.conference, here.site.index
    channels = [
        Channel(
            room_view(here, room),
            stream_view(here, room.stream.url, room.stream) if room.stream else None,
            day_groups(here, [one for one in index.by_room[room.id] if not one.cancelled]),
        )
        for room in conference.rooms.values()
        if room.id in index.by_room and (room.stream or not room.place)
    ]
    return LiveView(
        title=Phrase(here.words.plain("nav_live"), here.language),
        description=here.words.plain("live_description", title=here.phrase(conference.settings.title)),
        channels=tuple(channels),
        zone=here.zone(),
        help=here.page("page", "technical-help") if "technical-help" in conference.pages else None,
        recordings=any(one.recording for one in conference.sessions.values()),
    )


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind("live", subjects, view)
