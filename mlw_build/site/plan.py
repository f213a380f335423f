"""The plan: everything the site consists of, each with what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from mlw_build.site.changes import change_files
from mlw_build.site.data_files import data_files
from mlw_build.site.day_files import day_files
from mlw_build.site.feeds import feed_files
from mlw_build.site.hosting import hosting_files
from mlw_build.site.pages import KINDS
from mlw_build.site.search_index import search_files
from mlw_build.site.site import Site


class PagePlan(Struct, frozen=True):
    """A page to render: its path, its kind, the id of what it shows, its language."""

    path: str
    kind: str
    subject: str
    language: str


class FilePlan(Struct, frozen=True):
    """A file that needs no rendering: its octets, or the file to copy them from, or what makes them.

    `made_of` gives the values that its octets are made of and nothing else, where these are found sooner than octets
    are made: what has a key (`mlw_build.site.keys`) is not made again.
    """

    path: str
    octets: bytes | None = None
    source: Path | None = None
    make: Callable[[], bytes] | None = None
    made_of: Callable[[], object] | None = None
    needed_by_pages: bool = False
    together: str = ""
    """Files of the same word, that stand one after the other, share what they are made from: one process makes them."""


Plan = tuple[PagePlan | FilePlan, ...]


def plan_site(site: Site) -> Plan:
    """All files of the site: assets first, so that no page is ever published before what it needs."""
    assets = [FilePlan(path, octets, needed_by_pages=True) for path, octets in site.assets.octets.items()]
    copied = [FilePlan(path, source=source, needed_by_pages=True) for path, source in site.assets.copied.items()]
    made = [FilePlan(path, make=make, needed_by_pages=True) for path, make in site.assets.made.items()]
    pages = [
        PagePlan(site.addresses.page(kind.name, subject, language), kind.name, subject, language)
        for language in site.conference.languages
        for kind in KINDS
        for subject in kind.subjects(site)
    ]
    feeds = [
        FilePlan(path, make=make, made_of=made_of, together=f"calendar {language}")
        for language in site.conference.languages
        for path, make, made_of in feed_files(site, language)
    ]
    for_scripts = [
        FilePlan(path, make=make, together=f"scripts {language}")
        for language in site.conference.languages
        for path, make in (*change_files(site, language), *day_files(site, language), *search_files(site, language))
    ]
    data = [FilePlan(path, make=make, together="data") for path, make in data_files(site)]
    rest = [FilePlan(path, make=make) for path, make in hosting_files(site, [page.path for page in pages])]
    return (*assets, *copied, *made, *feeds, *data, *for_scripts, *pages, *rest)
