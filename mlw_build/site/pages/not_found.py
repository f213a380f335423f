"""404: what a host shows where there is no page."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.agenda.day_artwork import DayArtwork, day_artworks
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind, single_subject


class MissingView(Struct, frozen=True):
    """The page for addresses that lead nowhere."""

    title: Phrase
    description: str
    days: tuple[DayArtwork, ...]


def view(context: PageContext, subject: str) -> MissingView:
    """The view of the 404 page."""
    title = context.words.phrase("missing_title")
    return MissingView(title, title.text, day_artworks(context))


KIND = PageKind("missing", single_subject, view, fingerprint_of=fingerprints.programme_fingerprint)
