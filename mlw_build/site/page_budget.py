"""How much each kind of page weighs on its way to a visitor, against the budgets (docs/themes.md, Budgets)."""

from __future__ import annotations

import gzip
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from msgspec import Struct

from mlw_build.site.pages import KINDS
from mlw_build.site.site import Site
from mlw_build.site.views.pagination import list_subject

PAGE = 30_000
"""HTML, styles and scripts together of a day with up to USUAL sessions, in octets after gzip."""

FIRST = 14_000
"""Of the HTML, what is before the first session of a day is over: one round trip of a new connection."""

SCRIPTS = 12_000
LARGE_DAY = 60_000
"""The HTML of a day with more sessions than that."""

USUAL = 60

_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"')
_SCRIPT = re.compile(r'<script [^>]*src="([^"]+)"')
_SHOWN = re.compile(r'<picture><source [^>]*?srcset="(?P<modern>[^" ]+)|<img [^>]*?src="(?P<plain>[^"]+)"')
_WHOLE = re.compile(r"<picture>.*?</picture>", re.S)
_FIRST_SESSION = re.compile(r'<li [^>]*?class="slot.*?(?=<li data-id=|</ol>\s*</section>)', re.S)


class PageSize(Struct, frozen=True):
    """A page in octets: HTML, styles and scripts after gzip, pictures as they are (in the first format offered)."""

    path: str
    html: int
    style: int
    scripts: int
    pictures: int
    first: int
    """The HTML up to the end of the first session of a day, after gzip; 0 on pages without."""

    @property
    def total(self) -> int:
        """HTML, styles and scripts."""
        return self.html + self.style + self.scripts


class PageKindSize(Struct, frozen=True):
    """The pages of a kind: how many, the heaviest of them, and which budgets it breaks, in words."""

    kind: str
    pages: int
    heaviest: PageSize
    over: tuple[str, ...]


def measure_pages(site: Site, output: Path) -> tuple[PageKindSize, ...]:
    """The weights of a site that is published in this folder, by kind of page."""
    size = cache(lambda path: _gzipped((output / path).read_bytes()))
    found = []
    for kind in KINDS:
        pages = [
            (_measure_page(output, site.addresses.page(kind.name, subject, language), size), subject)
            for language in site.conference.languages
            for subject in kind.subjects(site)
        ]
        if pages:
            heaviest, subject = max(pages, key=lambda page: (page[0].total, page[0].path))
            sessions = len(site.index.by_day.get(list_subject(subject), ())) if kind.name == "day" else 0
            found.append(
                PageKindSize(kind.name, len(pages), heaviest, tuple(_exceeded_budgets(kind.name, heaviest, sessions)))
            )
    return tuple(found)


def _exceeded_budgets(kind: str, page: PageSize, sessions: int) -> Iterator[str]:
    if page.scripts > SCRIPTS:
        yield f"scripts over {SCRIPTS / 1000:g}"
    if kind == "day" and sessions <= USUAL and page.total > PAGE:
        yield f"together over {PAGE / 1000:g}"
    if kind == "day" and sessions > USUAL and page.html > LARGE_DAY:
        yield f"HTML over {LARGE_DAY / 1000:g}"
    if page.first > FIRST:
        yield f"first session after {FIRST / 1000:g}"


def _measure_page(output: Path, path: str, size: Callable[[str], int]) -> PageSize:
    data = (output / path).read_bytes()
    html = data.decode()
    first = _FIRST_SESSION.search(html)
    return PageSize(
        path=path,
        html=_gzipped(data),
        style=sum(size(file) for file in _linked_files(path, _STYLE.findall(html))),
        scripts=sum(size(file) for file in _linked_files(path, _SCRIPT.findall(html))),
        pictures=sum((output / file).stat().st_size for file in _linked_files(path, _pictures(html))),
        first=_gzipped(html[: first.end()].encode()) if first else 0,
    )


def _pictures(html: str) -> Iterator[str]:
    """The file of each picture that a browser of today fetches on a plain screen."""
    for match in _SHOWN.finditer(_WHOLE.sub(lambda whole: whole[0].partition("<img")[0], html)):
        address = match["modern"] or match["plain"]
        if not address.startswith("data:"):
            yield address


def _linked_files(path: str, links: Iterable[str]) -> list[str]:
    """The files that links on a page lead to, each once."""
    folder = posixpath.dirname(path)
    return list(dict.fromkeys(posixpath.normpath(posixpath.join(folder, unquote(link))) for link in links))


def _gzipped(data: bytes) -> int:
    return len(gzip.compress(data, 9, mtime=0))
