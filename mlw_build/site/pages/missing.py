"""404: what a host shows where there is no page."""

from __future__ import annotations

from msgspec import Struct

from mlw_build.model.text import Phrase
from mlw_build.site import made_of
from mlw_build.site.day_pictures import DayPicture, day_pictures
from mlw_build.site.here import Here
from mlw_build.site.page_kind import PageKind, once


class MissingView(Struct, frozen=True):
    """The page for addresses that lead nowhere."""

    title: Phrase
    description: str
    days: tuple[DayPicture, ...]


def view(here: Here, subject: str) -> MissingView:
    """The view of the 404 page."""
    title = here.words.phrase("missing_title")
    return MissingView(title, title.text, day_pictures(here))


KIND = PageKind("missing", once, view, made_of=made_of.programme)
