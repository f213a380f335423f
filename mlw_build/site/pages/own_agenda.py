"""The reader's own agenda: the sessions starred in a browser, which alone knows them."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.files.day_data import day_data_paths
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site


class MyView(Struct, frozen=True):
    """The page of one's own agenda. `days` are the links to the files of the days' sessions."""

    title: Phrase
    description: str
    days: tuple[str, ...]
    agenda: str
    zone: str


def view(context: PageContext, subject: str) -> MyView:
    """The view of the page."""
    words = context.words
    return MyView(
        title=words.phrase("nav_my"),
        description=words.plain("my_lead"),
        days=tuple(context.to(path) for path, _, _ in day_data_paths(context.site, context.language)),
        agenda=context.page("agenda"),
        zone=context.zone(),
    )


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind("my", subjects, view, fingerprint_of=fingerprints.programme_fingerprint)
