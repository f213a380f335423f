"""Each day with the picture drawn from its programme."""

from __future__ import annotations

from datetime import datetime, time

from markupsafe import Markup
from msgspec import Struct

from mlw_build.model.conference import Conference, Day, Session
from mlw_build.site.agenda.artwork import Hours, day_artwork_svg, shared_hours
from mlw_build.site.agenda.grid import Grid, build_grid
from mlw_build.site.page_context import PageContext, cached_per_context
from mlw_build.site.site import Site
from mlw_build.site.views.shared import day_view
from mlw_build.site.views.values import DayView


class DayArtwork(Struct, frozen=True):
    """A day and the picture that is drawn of it."""

    day: DayView
    weave: Markup
    sessions: int


@cached_per_context
def day_artworks(context: PageContext) -> tuple[DayArtwork, ...]:
    """All days, drawn in the same hours."""
    site, index = context.site, context.site.index
    return tuple(
        DayArtwork(
            day_view(context, day),
            day_artwork_svg(day_grid(site, day.id), _midnight(site, day), artwork_hours(site)),
            len(index.by_day.get(day.id, ())),
        )
        for day in context.conference.days
    )


def artwork_hours(site: Site) -> Hours:
    """The hours that all days are drawn in."""
    return site.memory.of(_artwork_hours, site)


def _artwork_hours(site: Site) -> Hours:
    return shared_hours([(_midnight(site, day), site.index.by_day.get(day.id, ())) for day in site.conference.days])


def _midnight(site: Site, day: Day) -> datetime:
    return datetime.combine(day.date, time(), site.conference.zone)


def day_grid(site: Site, day: str) -> Grid:
    """The grid of a day's sessions, made once."""
    return site.memory.of(_day_grid, site, day)


def _day_grid(site: Site, day: str) -> Grid:
    return build_grid(_grid_sessions(site, day))


def _grid_sessions(site: Site, day: str) -> list[Session]:
    """The sessions of a day that have a place of their own: not those shown inside the session they are part of."""
    return [
        session for session in site.index.by_day.get(day, ()) if not is_shown_inside_parent(session, site.conference)
    ]


def is_shown_inside_parent(session: Session, conference: Conference) -> bool:
    """Whether an agenda shows a session inside the one that it is part of."""
    whole = conference.sessions.get(session.part_of or "")
    return whole is not None and whole.day == session.day and _same_rooms(session, whole)


def _same_rooms(session: Session, whole: Session) -> bool:
    return not session.rooms or {room.id for room in session.rooms} <= {room.id for room in whole.rooms}
