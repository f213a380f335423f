"""A room: its stream and its sessions."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from msgspec import Struct

from mlw_build.model.attendance import room_attendance
from mlw_build.model.text import Phrase
from mlw_build.site.agenda.overview import MOST_SESSIONS, OverviewDay, overview_days
from mlw_build.site.files.day_data import day_data_links
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views.shared import day_groups, room_view
from mlw_build.site.views.streams import stream_view
from mlw_build.site.views.values import DayGroup, Prose, RoomView, StreamView


class RoomPageView(Struct, frozen=True):
    """A room's page. `online` and `on_site` are how one attends what is in it, `venue` is the conference's place.

    Where it has too many sessions for one page, `days` is empty, `overview` says how many there are and leads to them,
    and `now` is where scripts find what is on (day_spans).
    """

    title: Phrase
    description: str
    room: RoomView
    text: Prose | None
    stream: StreamView | None
    online: bool
    on_site: bool
    venue: Phrase
    capacity: int | None
    languages: tuple[str, ...]
    days: tuple[DayGroup, ...]
    overview: tuple[OverviewDay, ...]
    now: tuple[tuple[str, str, str, str], ...]
    zone: str


def subjects(site: Site) -> Iterable[str]:
    """Every room."""
    return site.conference.rooms


def view(context: PageContext, subject: str) -> RoomPageView:
    """The view of a room."""
    room = context.conference.rooms[subject]
    card = room_view(context, room)
    attendance = room_attendance(context.conference.settings, room)
    held = context.site.index.by_room.get(subject, ())
    many = len(held) > MOST_SESSIONS
    return RoomPageView(
        title=card.name,
        description=context.words.plain("room_description", room=card.name.text),
        room=card,
        text=context.prose(room.description, level=2),
        stream=stream_view(context, room.stream.url, room.stream) if room.stream else None,
        online=attendance.online,
        on_site=attendance.on_site,
        venue=context.phrase(context.conference.settings.place),
        capacity=room.capacity,
        languages=tuple(context.words.language_name(code) for code in room.languages),
        days=() if many else day_groups(context, held),
        overview=overview_days(context, held, f"?room={quote(subject)}") if many else (),
        now=tuple(day_data_links(context)) if many else (),
        zone=context.zone(held),
    )


def _fingerprint(site: Site, subject: str) -> object:
    held = site.index.by_room.get(subject, ())
    if len(held) > MOST_SESSIONS:
        return fingerprints.programme_fingerprint(site)
    return fingerprints.session_card_fingerprints(site, held), fingerprints.link_fingerprint(
        site, site.conference.rooms[subject].description
    )


KIND = PageKind("room", subjects, view, feed="room", fingerprint_of=_fingerprint)
