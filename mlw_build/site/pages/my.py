"""The reader's own agenda: the sessions starred in a browser, which alone knows them."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.day_files import files_of_days
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site


class MyView(Struct, frozen=True):
    """The page of one's own agenda. `days` are the links to the files of the days' sessions."""

    title: Phrase
    description: str
    days: tuple[str, ...]
    agenda: str
    zone: str


def view(here: Here, subject: str) -> MyView:
    """The view of the page."""
    words = here.words
    return MyView(
        title=words.phrase("nav_my"),
        description=words.plain("my_lead"),
        days=tuple(here.to(path) for path, _, _ in files_of_days(here.site, here.language)),
        agenda=here.page("agenda"),
        zone=here.zone(),
    )


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind("my", subjects, view, made_of=made_of.programme)
