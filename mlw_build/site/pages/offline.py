"""What a visitor without a connection is shown in place of a page that was not kept."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site.incremental import fingerprints
from mlw_build.site.page_context import PageContext
from mlw_build.site.page_kind import PageKind, single_subject


class OfflineView(Struct, frozen=True):
    """The page for a visitor without a connection; a script lists what was kept."""

    title: Phrase
    description: str


def view(context: PageContext, subject: str) -> OfflineView:
    """The view of the page."""
    title = context.words.phrase("offline_title")
    return OfflineView(title, title.text)


KIND = PageKind("offline", single_subject, view, fingerprint_of=fingerprints.programme_fingerprint)
