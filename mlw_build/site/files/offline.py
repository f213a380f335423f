"""The site without a connection: the service worker with what it keeps, and what makes the site an application.

The worker is the theme's, with a line in front that tells it about this site. A site that wants none publishes one that
takes away what an earlier one kept, and then itself: just leaving the file out would leave it with visitors for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from functools import partial

import rjsmin

from mlw_build.site.files.icons import Icon, icon_files, icons_of
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.site import Site

WORKER = "sw.js"
MANIFEST = "manifest.webmanifest"


def offline_files(site: Site) -> Iterator[FilePlan]:
    """The worker, the icons and the manifest of each language."""
    yield FilePlan(WORKER, make=lambda: service_worker(site).encode())
    icons = icons_of(site)
    yield from icon_files(site)
    for language in site.conference.languages:
        yield FilePlan(site.addresses.folder(language) + MANIFEST, make=partial(_manifest, site, language, icons))


def offline_headers() -> str:
    """Lines for a host's _headers file: an update of the worker must not wait in a cache."""
    return f"""/{WORKER}
  Cache-Control: no-cache
/*.webmanifest
  Content-Type: application/manifest+json
"""


def app_shell_paths(site: Site) -> tuple[str, ...]:
    """The paths of the styles and scripts, so that every kept page works as it did."""
    return tuple(sorted(site.assets.octets))


def service_worker(site: Site) -> str:
    """The service worker. Its text changes with the site's styles, scripts, languages and days only."""
    name = "offline" if site.offline else "withdrawn"
    source: str = rjsmin.jsmin(site.theme.text(f"static/worker/{name}.js"))
    if not site.offline:
        return source
    about: dict[str, object] = {
        "shell": app_shell_paths(site),
        "offline": {folder: f"{folder}offline.html" for folder in _folders(site)},
        "agenda": {folder: list(_agenda_paths(site, language)) for folder, language in _folders(site).items()},
    }
    version = hashlib.sha256(f"{json.dumps(about)}{source}".encode()).hexdigest()[:10]
    said = json.dumps({"version": version, **about}, ensure_ascii=False, separators=(",", ":"))
    return f"const SITE={said};\n{source}"


def _folders(site: Site) -> dict[str, str]:
    return {site.addresses.folder(language): language for language in site.conference.languages}


def _agenda_paths(site: Site, language: str) -> Iterator[str]:
    """The pages that are kept for everybody: home, the agenda and its days."""
    days = [("day", page) for day in site.conference.days for page in site.index.day_pages(day.id)]
    for kind, subject in (("home", ""), ("agenda", ""), *days, ("offline", "")):
        yield site.addresses.page(kind, subject, language).removesuffix("index.html")


def _manifest(site: Site, language: str, icons: tuple[Icon, ...]) -> bytes:
    """The web application manifest (W3C) of a language; all its addresses are relative to the manifest itself."""
    folder = site.addresses.folder(language)
    up = "../" * folder.count("/")
    settings = site.conference.settings
    title = site.conference.phrase(settings.title, language)
    document = {
        "name": title.text,
        "short_name": site.conference.phrase(settings.short_title or settings.title, language).text,
        "lang": language,
        "dir": site.words[language].direction,
        "start_url": "./",
        "scope": up or "./",
        "display": "minimal-ui",
        "background_color": "#fcfdfd",
        "icons": [
            {"src": f"{up}{icon.path}", "sizes": icon.sizes, "type": icon.media_type, "purpose": icon.purpose}
            for icon in icons
        ],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode()
