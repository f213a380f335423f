"""A page of text."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from mlw_build.markup import STATEMENT, truncate_text
from mlw_build.model.text import Phrase
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages.session import DESCRIPTION
from mlw_build.site.site import Site
from mlw_build.site.views.values import Prose


class TextPageView(Struct, frozen=True):
    """A page of text; `lead` is what the editor wrote as its description, if anything."""

    title: Phrase
    description: str
    lead: Phrase
    text: Prose | None


def subjects(site: Site) -> Iterable[str]:
    """Every page in content/pages but the one that the accessibility statement begins with."""
    return [page for page in site.conference.pages if page != STATEMENT]


def view(context: PageContext, subject: str) -> TextPageView:
    """The view of a page."""
    page = context.conference.pages[subject]
    plain = context.plain(page.body).replace("\n", " ")
    return TextPageView(
        title=context.phrase(page.title),
        description=context.phrase(page.description).text or truncate_text(plain, DESCRIPTION),
        lead=context.phrase(page.description),
        text=context.prose(page.body, level=2),
    )


def _fingerprint(site: Site, subject: str) -> object:
    page = site.conference.pages[subject]
    return page, fingerprints.link_fingerprint(site, page.body)


KIND = PageKind("page", subjects, view, fingerprint_of=_fingerprint)
