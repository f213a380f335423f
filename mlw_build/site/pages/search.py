"""Search over sessions, speakers, booths and pages. Scripts answer; without them there are the lists."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.files.search import search_paths
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.site import Site
from mlw_build.site.views.frame import has_section
from mlw_build.site.views.values import LinkView


class SearchView(Struct, frozen=True):
    """The search page. `files` are the links to the index, `lists` the pages that list everything."""

    title: Phrase
    description: str
    files: tuple[str, ...]
    lists: tuple[LinkView, ...]
    zone: str


def view(context: PageContext, subject: str) -> SearchView:
    """The view of the search page."""
    words = context.words
    return SearchView(
        title=words.phrase("nav_search"),
        description=words.plain("search_description", title=context.phrase(context.conference.settings.title)),
        files=tuple(context.to(path) for path in search_paths(context.site, context.language)),
        lists=tuple(
            LinkView(words.phrase(f"nav_{kind}"), context.page(kind))
            for kind in ("agenda", "speakers", "booths")
            if has_section(context, kind)
        ),
        zone=context.zone(),
    )


def subjects(site: Site) -> tuple[str, ...]:
    """One page, where there is a programme."""
    return ("",) if site.conference.sessions else ()


KIND = PageKind("search", subjects, view, fingerprint_of=fingerprints.programme_fingerprint)
