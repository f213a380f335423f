"""Live: a wall of rooms, each with its stream. What is on in them comes from the days' files, through scripts."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.cards import room_view
from mlw_build.site.day_files import day_spans
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.streams import stream_view
from mlw_build.site.views import RoomView, StreamView


class Channel(Struct, frozen=True):
    """A room with its stream."""

    room: RoomView
    stream: StreamView | None


class LiveView(Struct, frozen=True):
    """The live page; `now` is where scripts find what is on (day_spans)."""

    title: Phrase
    description: str
    channels: tuple[Channel, ...]
    zone: str
    help: str | None
    recordings: bool
    now: tuple[tuple[str, str, str, str], ...]


def view(here: Here, subject: str) -> LiveView:
    """The view of the live page: the online rooms and those with a stream, if they have sessions."""
    conference, index = here.conference, here.site.index
    channels = [
        Channel(
            room_view(here, room),
            stream_view(here, room.stream.url, room.stream) if room.stream else None,
        )
        for room in conference.rooms.values()
        if room.id in index.by_room and (room.stream or not room.place)
    ]
    return LiveView(
        title=here.words.phrase("nav_live"),
        description=here.words.plain("live_description", title=here.phrase(conference.settings.title)),
        channels=tuple(channels),
        zone=here.zone(),
        help=here.page("page", "technical-help") if "technical-help" in conference.pages else None,
        recordings=any(one.recording for one in conference.sessions.values()),
        now=tuple(day_spans(here)),
    )


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind("live", subjects, view)
