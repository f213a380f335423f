"""Styles, scripts and media under names that carry a hash of what is in them, so that they can be kept for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import rcssmin
from msgspec import Struct, field
from msgspec.structs import replace

from mlw_build.model.conference import Conference
from mlw_build.read.media import LARGEST_MEDIA, media_place
from mlw_build.site.faults import RenderFault
from mlw_build.site.pictures.album import Album, build_album
from mlw_build.site.pictures.metadata import strip_metadata
from mlw_build.site.pictures.store import cached_variant
from mlw_build.site.theme.look import look_css
from mlw_build.site.theme.scripts import publish_scripts
from mlw_build.site.theme.theme import Theme
from mlw_build.system.regular_files import regular_octets

OFFLINE_SCRIPT = "js/offline.js"


class Assets(Struct, frozen=True):
    """The site's assets: `style` and `scripts` are paths to link to, `media` the path of each media file.

    `page_scripts` are the scripts of some kinds of pages only, by kind; `first_script` runs before a page is drawn.
    `octets` has the assets made here by their path, `copied` the files to copy by theirs, `made` what makes a file
    once it is needed; `album` has the pictures for where they are shown.
    """

    style: str
    scripts: tuple[str, ...]
    media: Mapping[str, str]
    octets: Mapping[str, bytes]
    copied: Mapping[str, Path]
    made: Mapping[str, Callable[[], bytes]]
    album: Album
    page_scripts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_script: str | None = None


def collect_assets(
    theme: Theme, conference: Conference, media_folder: Path, kept: Path | None = None, *, offline: bool = True
) -> Assets:
    """All assets of a site. The styles are one file; each script is one, loaded as a module.

    `kept` is the folder that keeps pictures from one build to the next; without `offline` the script
    that registers the service worker is left out. Raises RenderFault where a file is not there any more.
    """
    if not offline:
        theme = replace(theme, scripts=tuple(script for script in theme.scripts if script != OFFLINE_SCRIPT))
    octets: dict[str, bytes] = {}
    style = _published_picture("site.css", _styles(theme, conference).encode(), octets)
    scripts = publish_scripts(theme, lambda name, data: _published_picture(name, data, octets))
    media: dict[str, str] = {}
    copied: dict[str, Path] = {}
    made: dict[str, Callable[[], bytes]] = {}
    digests: dict[str, str] = {}
    places: dict[str, Path] = {}
    for name in conference.media:
        file, data = _media(media_folder, name)
        places[name] = file
        clean = strip_metadata(data)
        digests[name] = hashlib.sha256(data).hexdigest()
        media[name] = f"assets/media/{_hashed(name, clean)}"
        if clean == data:
            copied[media[name]] = file
        else:
            made[media[name]] = partial(_without_metadata, file)
    album = build_album(conference, places, media, digests)
    made |= {path: partial(cached_variant, variant, kept) for path, variant in album.variants.items()}
    return Assets(
        style=style,
        scripts=tuple(scripts[script] for script in theme.scripts),
        media=media,
        octets=octets,
        copied=copied,
        made=made,
        album=album,
        page_scripts={kind: tuple(scripts[text] for text in more) for kind, more in theme.page_scripts.items()},
        first_script=scripts.get(theme.first_script or ""),
    )


def _media(media_folder: Path, name: str) -> tuple[Path, bytes]:
    """Where a media file really is, and its octets."""
    try:
        file = media_place(media_folder, name)
        return file, regular_octets(file, LARGEST_MEDIA)
    except OSError as error:
        raise RenderFault(f"content/media/{name} cannot be read any more: {error.strerror}.") from error


def _without_metadata(file: Path) -> bytes:
    return strip_metadata(regular_octets(file, LARGEST_MEDIA))


def _published_picture(name: str, data: bytes, octets: dict[str, bytes]) -> str:
    path = f"assets/{_hashed(name, data)}"
    octets[path] = data
    return path


def _hashed(name: str, data: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{ending}"


def _styles(theme: Theme, conference: Conference) -> str:
    """The first sheet declares the layers; the site's own look comes right after it."""
    sheets = [theme.text(f"static/{style}") for style in theme.styles]
    minified: str = rcssmin.cssmin("\n".join([*sheets[:1], look_css(conference.settings.look), *sheets[1:]]))
    return minified
