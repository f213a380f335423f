"""Live: a wall of rooms, each with its stream; very many on several pages.

What is on in them comes from the days' files, through scripts.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from mlw_build.model.attendance import room_attendance
from mlw_build.model.conference import Room
from mlw_build.model.text import Phrase
from mlw_build.site.files.day_data import day_data_links
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views.page_links import PageLinkView, number_ranges, numbered_title, page_links
from mlw_build.site.views.pagination import page_number, page_subjects, paginate
from mlw_build.site.views.shared import room_view
from mlw_build.site.views.streams import stream_view
from mlw_build.site.views.values import RoomView, StreamView

MOST = 200
"""How many rooms one page has."""


class Channel(Struct, frozen=True):
    """A room with its stream; `online` is whether one is to be expected although there may be none yet."""

    room: RoomView
    stream: StreamView | None
    online: bool


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
    ranges: tuple[PageLinkView, ...]


def view(context: PageContext, subject: str) -> LiveView:
    """The view of the live page, or of one of several."""
    conference = context.conference
    pages = _pages(context.site)
    number = page_number(subject)
    ranges = page_links(context, "live", list(number_ranges(pages)), number)
    channels = [
        Channel(
            room_view(context, room),
            stream_view(context, room.stream.url, room.stream) if room.stream else None,
            room_attendance(conference.settings, room).online,
        )
        for room in (pages[number - 1] if pages else ())
    ]
    return LiveView(
        title=numbered_title(context.words.phrase("nav_live"), ranges),
        description=context.words.plain("live_description", title=context.phrase(conference.settings.title)),
        channels=tuple(channels),
        zone=context.zone(),
        help=context.page("page", "technical-help") if "technical-help" in conference.pages else None,
        recordings=any(session.recording for session in conference.sessions.values()),
        now=tuple(day_data_links(context)),
        ranges=ranges,
    )


def _pages(site: Site) -> list[Sequence[Room]]:
    """The rooms of each page, if they have sessions: those that are online, and those without a place of their own.

    Where there is none of these, all rooms: what is on in them is asked there too.
    """
    settings = site.conference.settings
    held = [room for room in site.conference.rooms.values() if room.id in site.index.by_room]
    channels = [room for room in held if not room.place or room_attendance(settings, room).online]
    return paginate(channels or held, MOST)


def subjects(site: Site) -> tuple[str, ...]:
    """The pages, where there is a programme."""
    return page_subjects("", len(_pages(site))) if site.conference.sessions else ()


KIND = PageKind("live", subjects, view, fingerprint_of=fingerprints.programme_fingerprint)
