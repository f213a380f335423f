"""What a visitor without a connection is shown in place of a page that was not kept."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind, once


class OfflineView(Struct, frozen=True):
    """The page for a visitor without a connection; a script lists what was kept."""

    title: Phrase
    description: str


def view(here: Here, subject: str) -> OfflineView:
    """The view of the page."""
    title = here.words.phrase("offline_title")
    return OfflineView(title, title.text)


KIND = PageKind("offline", once, view, made_of=made_of.programme)
