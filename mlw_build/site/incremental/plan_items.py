"""What a plan is made of: pages that a theme renders, and files that something else makes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from mlw_build.cache.chunks import Assemble
from mlw_build.read.media import LARGEST_MEDIA
from mlw_build.system.regular_files import regular_octets


class PagePlan(Struct, frozen=True):
    """A page to render: its path, its kind, the id of what it shows, its language."""

    path: str
    kind: str
    subject: str
    language: str


class FilePlan(Struct, frozen=True):
    """A file that needs no rendering: its octets, or the file to copy, or what makes it, whole or in pieces.

    `fingerprint_of` gives what its octets are made of, beside what every page shows: while its key
    (`mlw_build.site.incremental.file_keys`) is the same, it is not made again.
    """

    path: str
    octets: bytes | None = None
    source: Path | None = None
    make: Callable[[], bytes] | None = None
    chunks: Assemble | None = None
    fingerprint_of: Callable[[], object] | None = None
    needed_by_pages: bool = False
    together: str = ""
    """Files of the same word, that stand one after the other, share what they are made from: one process makes them."""

    def made(self) -> bytes:
        """The octets. Raises Broken where a picture is, and OSError where a file to copy is not there any more."""
        if self.octets is not None:
            return self.octets
        if self.chunks is not None:
            return self.chunks({})[0]
        if self.make is not None:
            return self.make()
        assert self.source is not None
        return regular_octets(self.source, LARGEST_MEDIA)


Plan = tuple[PagePlan | FilePlan, ...]
