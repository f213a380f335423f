"""Search over sessions, speakers, booths and pages. Scripts answer; without them there are the lists."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.frame import has
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.search_index import search_paths
from mlw_build.site.site import Site
from mlw_build.site.views import LinkView


class SearchView(Struct, frozen=True):
    """The search page. `files` are the links to the index, `lists` the pages that list everything."""

    title: Phrase
    description: str
    files: tuple[str, ...]
    lists: tuple[LinkView, ...]
    zone: str


def view(here: Here, subject: str) -> SearchView:
    """The view of the search page."""
    words = here.words
    return SearchView(
        title=words.phrase("nav_search"),
        description=words.plain("search_description", title=here.phrase(here.conference.settings.title)),
        files=tuple(here.to(path) for path in search_paths(here.site, here.language)),
        lists=tuple(
            LinkView(words.phrase(f"nav_{kind}"), here.page(kind))
            for kind in ("agenda", "speakers", "booths")
            if has(here, kind)
        ),
        zone=here.zone(),
    )


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind("search", subjects, view, made_of=made_of.programme)
