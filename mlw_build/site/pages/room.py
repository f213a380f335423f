"""A room: its stream and its sessions."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.brief import MOST_SESSIONS, BriefDay, brief_days
from mlw_build.site.cards import day_groups, room_view
from mlw_build.site.day_files import day_spans
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.streams import stream_view
from mlw_build.site.views import DayGroup, Prose, RoomView, StreamView


class RoomPageView(Struct, frozen=True):
    """A room's page.

    Where it has too many sessions for one page, `days` is empty, `brief` says how many there are and leads to them,
    and `now` is where scripts find what is on (day_spans).
    """

    title: Phrase
    description: str
    room: RoomView
    text: Prose | None
    stream: StreamView | None
    online: bool
    capacity: int | None
    languages: tuple[str, ...]
    days: tuple[DayGroup, ...]
    brief: tuple[BriefDay, ...]
    now: tuple[tuple[str, str, str, str], ...]
    zone: str


def subjects(site: Site) -> Iterable[str]:
    """Every room."""
    return site.conference.rooms


def view(here: Here, subject: str) -> RoomPageView:
    """The view of a room."""
    room = here.conference.rooms[subject]
    card = room_view(here, room)
    held = here.site.index.by_room.get(subject, ())
    many = len(held) > MOST_SESSIONS
    return RoomPageView(
        title=card.name,
        description=here.words.plain("room_description", room=card.name.text),
        room=card,
        text=here.prose(room.description, level=2),
        stream=stream_view(here, room.stream.url, room.stream) if room.stream else None,
        online=not room.place,
        capacity=room.capacity,
        languages=tuple(here.words.language_name(code) for code in room.languages),
        days=() if many else day_groups(here, held),
        brief=brief_days(here, held, f"?room={quote(subject)}") if many else (),
        now=tuple(day_spans(here)) if many else (),
        zone=here.zone(held),
    )


def _made_of(site: Site, subject: str) -> object:
    held = site.index.by_room.get(subject, ())
    if len(held) > MOST_SESSIONS:
        return made_of.programme(site)
    return made_of.cards(site, held), made_of.leads(site, site.conference.rooms[subject].description)


KIND = PageKind("room", subjects, view, feed="room", made_of=_made_of)
