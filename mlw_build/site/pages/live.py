"""Live: a wall of rooms, each with its stream; very many on several pages.

What is on in them comes from the days' files, through scripts.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from mlw_build.model.conference import Room
from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.cards import room_view
from mlw_build.site.day_files import day_spans
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.paging import number_of, slices, subjects_of
from mlw_build.site.ranges import RangeView, numbered, ranges_of, title_of
from mlw_build.site.site import Site
from mlw_build.site.streams import stream_view
from mlw_build.site.views import RoomView, StreamView

MOST = 200
"""How many rooms one page has."""


class Channel(Struct, frozen=True):
    """A room with its stream."""

    room: RoomView
    stream: StreamView | None


class LiveView(Struct, frozen=True):
    """The live page, or one of several; `now` is where scripts find what is on (day_spans).

    `ranges` are all the pages, and empty where there is only one.
    """

    title: Phrase
    description: str
    channels: tuple[Channel, ...]
    zone: str
    help: str | None
    recordings: bool
    now: tuple[tuple[str, str, str, str], ...]
    ranges: tuple[RangeView, ...]


def view(here: Here, subject: str) -> LiveView:
    """The view of the live page, or of one of several."""
    conference = here.conference
    pages = _pages(here.site)
    number = number_of(subject)
    ranges = ranges_of(here, "live", list(numbered(pages)), number)
    channels = [
        Channel(
            room_view(here, room),
            stream_view(here, room.stream.url, room.stream) if room.stream else None,
        )
        for room in (pages[number - 1] if pages else ())
    ]
    return LiveView(
        title=title_of(here.words.phrase("nav_live"), ranges),
        description=here.words.plain("live_description", title=here.phrase(conference.settings.title)),
        channels=tuple(channels),
        zone=here.zone(),
        help=here.page("page", "technical-help") if "technical-help" in conference.pages else None,
        recordings=any(one.recording for one in conference.sessions.values()),
        now=tuple(day_spans(here)),
        ranges=ranges,
    )


def _pages(site: Site) -> list[Sequence[Room]]:
    """The rooms of each page: those that are online or have a stream, if they have sessions."""
    rooms = site.conference.rooms.values()
    return slices([one for one in rooms if one.id in site.index.by_room and (one.stream or not one.place)], MOST)


def subjects(site: Site) -> tuple[str, ...]:
    """The pages, where there is a programme."""
    return subjects_of("", len(_pages(site))) if site.conference.sessions else ()


KIND = PageKind("live", subjects, view, made_of=made_of.programme)
