"""The sitemap (sitemaps.org 0.9): the address of every page, for search engines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from functools import partial

from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.site import Site
from mlw_build.site.views.pagination import paginate
from mlw_build.text.xml_text import escape

SITEMAP = "sitemap.xml"

MOST_ADDRESSES = 25_000
"""How many addresses one file has. The protocol allows 50,000 and 50 MB, which six languages would be over."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_OF_SITEMAPS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def sitemap_files(site: Site, pages: Sequence[str]) -> Iterator[FilePlan]:
    """The sitemap; with very many pages it is an index of files with a part of them each.

    `pages` are the paths of all pages; those that stand in for another are left out.
    """
    listed = paginate([path for path in pages if not path.endswith(("404.html", "offline.html"))], MOST_ADDRESSES)
    published = frozenset(pages)
    if len(listed) < 2:
        yield FilePlan(SITEMAP, make=lambda: _sitemap(site, listed[0] if listed else (), published))
        return
    parts = [f"sitemap-{number}.xml" for number in range(1, len(listed) + 1)]
    yield FilePlan(SITEMAP, make=lambda: _index(site, parts))
    for path, some in zip(parts, listed, strict=True):
        yield FilePlan(path, make=partial(_sitemap, site, some, published))


def _index(site: Site, parts: Iterable[str]) -> bytes:
    lines = (f"<sitemap><loc>{_address(site, path)}</loc></sitemap>" for path in parts)
    return "\n".join((_HEAD, f"<sitemapindex {_OF_SITEMAPS}>", *lines, "</sitemapindex>\n")).encode()


def _sitemap(site: Site, pages: Iterable[str], published: Set[str]) -> bytes:
    """Some pages, each with its versions in other languages.

    Whoever reads none of these languages gets the default one (x-default).
    """
    lines = [_HEAD, f'<urlset {_OF_SITEMAPS} xmlns:xhtml="http://www.w3.org/1999/xhtml">']
    folders = {language: site.addresses.folder(language) for language in site.conference.languages}
    for path in pages:
        lines.append(f"<url><loc>{_address(site, path)}</loc>")
        own = next((folder for folder in folders.values() if folder and path.startswith(folder)), "")
        for language, folder in folders.items() if len(folders) > 1 else ():
            other = folder + path.removeprefix(own)
            if other in published:
                address = _address(site, other)
                for code in (language,) if folder else (language, "x-default"):
                    lines.append(f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>')
        lines.append("</url>")
    lines.append("</urlset>\n")
    return "\n".join(lines).encode()


def _address(site: Site, path: str) -> str:
    return escape(site.addresses.absolute(path) or "")
