"""The exhibition: all booths; very many on several pages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from mlw_build.model.conference import Booth
from mlw_build.model.text import Phrase
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.site import Site
from mlw_build.site.views.page_links import PageLinkView, number_ranges, numbered_title, page_links
from mlw_build.site.views.pagination import page_number, page_subjects, paginate
from mlw_build.site.views.shared import day_view, picture_view, session_view
from mlw_build.site.views.values import DayView, PictureView, SessionView

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
    ranges: tuple[PageLinkView, ...]


def view(context: PageContext, subject: str) -> BoothsView:
    """The view of the exhibition."""
    pages = _pages(context.site)
    number = page_number(subject)
    listed = pages[number - 1] if pages else ()
    ranges = page_links(context, "booths", list(number_ranges(pages)), number)
    title = numbered_title(context.words.phrase("nav_booths"), ranges)
    shown = {session.day for held in context.site.index.by_booth.values() for session in held}
    return BoothsView(
        title=title,
        description=f"{title.text}: {context.phrase(context.conference.settings.title).text}",
        booths=tuple(_line(context, booth) for booth in listed),
        days=tuple(day_view(context, day) for day in context.conference.days if day.date in shown),
        zone=context.zone([session for booth in listed for session in context.site.index.by_booth.get(booth.id, ())]),
        ranges=ranges,
    )


def _pages(site: Site) -> list[Sequence[Booth]]:
    return paginate(tuple(site.conference.booths.values()), MOST)


def _line(context: PageContext, booth: Booth) -> BoothLine:
    demos = tuple(session_view(context, session) for session in context.site.index.by_booth.get(booth.id, ()))
    return BoothLine(
        name=context.phrase(booth.name),
        organisation=context.phrase(booth.organisation.name),
        href=context.page("booth", booth.id),
        tagline=context.phrase(booth.tagline),
        logo=picture_view(context, booth.organisation.logo, Use.LOGO),
        projects=tuple(context.phrase(project.name) for project in booth.projects),
        demos=demos,
        days=tuple(dict.fromkeys(demo.day.id for demo in demos)),
        open_until=context.words.date(booth.open_until, "long") if booth.open_until else None,
    )


def subjects(site: Site) -> tuple[str, ...]:
    """The pages of the list, where there are booths."""
    return page_subjects("", len(_pages(site))) if site.conference.booths else ()


KIND = PageKind("booths", subjects, view, fingerprint_of=fingerprints.booths_list_fingerprint)
