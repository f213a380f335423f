"""Files for hosts, search engines and browsers: sitemap, robots.txt, headers, icon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from mlw_build.site.content_security_policy import security_headers
from mlw_build.site.files.data import data_headers
from mlw_build.site.files.offline import offline_files, offline_headers
from mlw_build.site.files.sitemap import SITEMAP, sitemap_files
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.site import Site
from mlw_build.site.theme.files import ICON, octets_in


def hosting_files(site: Site, pages: Sequence[str]) -> Iterator[FilePlan]:
    """Each of these files; `pages` are the paths of the site's pages."""
    icon = site.theme.files.get(ICON)
    if icon:
        yield FilePlan("assets/icon.svg", make=partial(octets_in, icon))
    yield from offline_files(site)
    yield FilePlan("robots.txt", make=lambda: _robots(site).encode())
    yield FilePlan("_headers", make=lambda: headers_file(site).encode())
    if site.addresses.base:
        yield from sitemap_files(site, pages)


def _robots(site: Site) -> str:
    """Everybody may read everything; Google's calendar obeys this file too."""
    sitemap = site.addresses.absolute(SITEMAP)
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")


def headers_file(site: Site) -> str:
    """Headers for hosts that read a _headers file: types of feeds, how long to keep what, what pages may load."""
    secure = "\n".join(f"  {name}: {value}" for name, value in security_headers(site))
    data = "\n".join(data_headers(site))
    return f"""/*
{secure}
/*.ics
  Content-Type: text/calendar; charset=utf-8
  Cache-Control: public, max-age=300, must-revalidate
  Access-Control-Allow-Origin: *
{data}
{offline_headers()}/assets/*
  Cache-Control: public, max-age=31536000, immutable
"""
