"""What a kind of page is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from mlw_build.site.incremental.fingerprints import everything_fingerprint
from mlw_build.site.page_context import PageContext
from mlw_build.site.site import Site


def single_subject(site: Site) -> Iterable[str]:
    """The subject of a kind with a single page: none."""
    return ("",)


class PageKind(Struct, frozen=True):
    """A kind of page: its name (also of its template and in addresses), what there is a page for, and its view.

    `subjects` gives the ids that have a page; `view` makes the frozen value that the template reads, whose
    `title` and `description` also go into the head; `feed` is the kind of calendar feed that belongs to the page.
    `fingerprint_of` gives what a page's view is made of, beside what every page shows
    (`mlw_build.site.incremental.fingerprints`): while that is the same, the page is not made again.
    """

    name: str
    subjects: Callable[[Site], Iterable[str]]
    view: Callable[[PageContext, str], Any]
    feed: str | None = None
    fingerprint_of: Callable[[Site, str], object] = everything_fingerprint

    @property
    def template(self) -> str:
        """The template in the theme."""
        return f"{self.name}.html"
