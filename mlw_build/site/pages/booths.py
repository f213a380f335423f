"""The exhibition: all booths; very many on several pages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from mlw_build.model.conference import Booth
from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.cards import day_view, picture_view, session_view
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.paging import number_of, slices, subjects_of
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.ranges import RangeView, numbered, ranges_of, title_of
from mlw_build.site.site import Site
from mlw_build.site.views import DayView, PictureView, SessionView

MOST = 600
"""How many booths one page lists: few pages, since the filters narrow only what is on one."""


class BoothLine(Struct, frozen=True):
    """A booth in the list, with its live demonstrations; `days` are the ids of the days they are on."""

    name: Phrase
    organisation: Phrase
    href: str
    tagline: Phrase
    logo: PictureView | None
    projects: tuple[Phrase, ...]
    demos: tuple[SessionView, ...]
    days: tuple[str, ...]
    open_until: str | None


class BoothsView(Struct, frozen=True):
    """The list of booths, or one page of it; `days` are all those with a live demonstration.

    `ranges` are all its pages, and empty where there is only one.
    """

    title: Phrase
    description: str
    booths: tuple[BoothLine, ...]
    days: tuple[DayView, ...]
    zone: str
    ranges: tuple[RangeView, ...]


def view(here: Here, subject: str) -> BoothsView:
    """The view of the exhibition."""
    pages = _pages(here.site)
    number = number_of(subject)
    listed = pages[number - 1] if pages else ()
    ranges = ranges_of(here, "booths", list(numbered(pages)), number)
    title = title_of(here.words.phrase("nav_booths"), ranges)
    shown = {one.day for held in here.site.index.by_booth.values() for one in held}
    return BoothsView(
        title=title,
        description=f"{title.text}: {here.phrase(here.conference.settings.title).text}",
        booths=tuple(_line(here, booth) for booth in listed),
        days=tuple(day_view(here, day) for day in here.conference.days if day.date in shown),
        zone=here.zone([one for booth in listed for one in here.site.index.by_booth.get(booth.id, ())]),
        ranges=ranges,
    )


def _pages(site: Site) -> list[Sequence[Booth]]:
    return slices(tuple(site.conference.booths.values()), MOST)


def _line(here: Here, booth: Booth) -> BoothLine:
    demos = tuple(session_view(here, one) for one in here.site.index.by_booth.get(booth.id, ()))
    return BoothLine(
        name=here.phrase(booth.name),
        organisation=here.phrase(booth.organisation.name),
        href=here.page("booth", booth.id),
        tagline=here.phrase(booth.tagline),
        logo=picture_view(here, booth.organisation.logo, Use.LOGO),
        projects=tuple(here.phrase(project.name) for project in booth.projects),
        demos=demos,
        days=tuple(dict.fromkeys(demo.day.id for demo in demos)),
        open_until=here.words.date(booth.open_until, "long") if booth.open_until else None,
    )


def subjects(site: Site) -> tuple[str, ...]:
    """The pages of the list, where there are booths."""
    return subjects_of("", len(_pages(site))) if site.conference.booths else ()


KIND = PageKind("booths", subjects, view, made_of=made_of.booths_listed)
