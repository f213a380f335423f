"""Files for hosts, search engines and browsers: sitemap, robots.txt, headers, icon."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from mlw_build.site.data_files import data_headers
from mlw_build.site.offline import offline_files, offline_headers
from mlw_build.site.site import Site
from mlw_build.site.streams import all_recognised
from mlw_build.stream import Kind, frame_hosts
from mlw_build.xml_text import escape


def hosting_files(site: Site, pages: Sequence[str]) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """The path of each of these files and what makes its octets; `pages` are the paths of the site's pages."""
    icon = site.theme.files.get("static/icon.svg")
    if icon:
        yield "assets/icon.svg", icon.read_bytes
    yield from offline_files(site)
    yield "robots.txt", lambda: _robots(site).encode()
    yield "_headers", lambda: headers(site).encode()
    if site.addresses.base:
        yield "sitemap.xml", lambda: _sitemap(site, pages).encode()


def _robots(site: Site) -> str:
    """Everybody may read everything; Google's calendar obeys this file too."""
    sitemap = site.addresses.absolute("sitemap.xml")
    return "User-agent: *\nAllow: /\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")


def _sitemap(site: Site, pages: Sequence[str]) -> str:
    """All pages but those that stand in for another, each with its versions in other languages (sitemaps.org 0.9).

    Whoever reads none of these languages gets the default one (x-default).
    """
    conference = site.conference
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    published = set(pages)
    folders = {language: site.addresses.folder(language) for language in conference.languages}
    for path in pages:
        if path.endswith(("404.html", "offline.html")):
            continue
        lines.append(f"<url><loc>{escape(site.addresses.absolute(path) or '')}</loc>")
        own = next((folder for folder in folders.values() if folder and path.startswith(folder)), "")
        for language, folder in folders.items() if len(folders) > 1 else ():
            other = folder + path.removeprefix(own)
            if other in published:
                address = escape(site.addresses.absolute(other) or "")
                for code in (language,) if folder else (language, "x-default"):
                    lines.append(f'<xhtml:link rel="alternate" hreflang="{code}" href="{address}"/>')
        lines.append("</url>")
    lines.append("</urlset>\n")
    return "\n".join(lines)


def headers(site: Site) -> str:
    """Headers for hosts that read a _headers file: types of feeds, how long to keep what, what pages may load."""
    found = list(all_recognised(site.conference, site.host))
    frames = " ".join(frame_hosts(found, Kind.EMBED)) or "'none'"
    media = " ".join(["'self'", *frame_hosts(found, Kind.MEDIA)])
    policy = (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        f"frame-src {frames}; media-src {media}; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'self'"
    )
    data = "\n".join(data_headers(site))
    return f"""/*
  Content-Security-Policy: {policy}
  Referrer-Policy: strict-origin-when-cross-origin
  X-Content-Type-Options: nosniff
/*.ics
  Content-Type: text/calendar; charset=utf-8
  Cache-Control: public, max-age=300, must-revalidate
  Access-Control-Allow-Origin: *
{data}
{offline_headers()}/assets/*
  Cache-Control: public, max-age=31536000, immutable
"""
