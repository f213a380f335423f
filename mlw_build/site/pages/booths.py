"""The exhibition: all booths."""

from __future__ import annotations

from dataclasses import dataclass

from mlw_build.model.text import Phrase
from mlw_build.site.cards import picture_view, session_view
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views import PictureView, SessionView


@dataclass(frozen=True, slots=True)
class BoothLine:
    """A booth in the list, with its live demonstrations."""

    name: Phrase
    href: str
    tagline: Phrase
    logo: PictureView | None
    projects: tuple[Phrase, ...]
    demos: tuple[SessionView, ...]


@dataclass(frozen=True, slots=True)
class BoothsView:
    """The list of booths."""

    title: Phrase
    description: str
    booths: tuple[BoothLine, ...]
    zone: str


def view(here: Here, subject: str) -> BoothsView:
    """The view of the exhibition."""
    title = here.words.plain("nav_booths")
    return BoothsView(
        title=Phrase(title, here.language),
        description=f"{title}: {here.phrase(here.conference.settings.title).text}",
        booths=tuple(
            BoothLine(
                name=here.phrase(booth.name),
                href=here.page("booth", booth.id),
                tagline=here.phrase(booth.tagline),
                logo=picture_view(here, booth.organisation.logo),
                projects=tuple(here.phrase(project.name) for project in booth.projects),
                demos=tuple(session_view(here, one) for one in here.site.index.by_booth.get(booth.id, ())),
            )
            for booth in here.conference.booths.values()
        ),
        zone=here.zone(),
    )


def subjects(site: Site) -> tuple[str, ...]:
    """One list, where there are booths."""
    return ("",) if site.conference.booths else ()


KIND = PageKind("booths", subjects, view)
