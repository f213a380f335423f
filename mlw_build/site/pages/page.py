"""A page of text."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from mlw_build.markup import STATEMENT, shortened
from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind
from mlw_build.site.pages.session import DESCRIPTION
from mlw_build.site.site import Site
from mlw_build.site.views import Prose


class TextPageView(Struct, frozen=True):
    """A page of text; `lead` is what the editor wrote as its description, if anything."""

    title: Phrase
    description: str
    lead: Phrase
    text: Prose | None


def subjects(site: Site) -> Iterable[str]:
    """Every page in content/pages but the one that the accessibility statement begins with."""
    return [one for one in site.conference.pages if one != STATEMENT]


def view(here: Here, subject: str) -> TextPageView:
    """The view of a page."""
    page = here.conference.pages[subject]
    plain = here.plain(page.body).replace("\n", " ")
    return TextPageView(
        title=here.phrase(page.title),
        description=here.phrase(page.description).text or shortened(plain, DESCRIPTION),
        lead=here.phrase(page.description),
        text=here.prose(page.body, level=2),
    )


def _made_of(site: Site, subject: str) -> object:
    page = site.conference.pages[subject]
    return page, made_of.leads(site, page.body)


KIND = PageKind("page", subjects, view, made_of=_made_of)
