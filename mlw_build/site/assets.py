"""Styles, scripts and media under names that carry a hash of what is in them, so that they can be kept for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import rcssmin
import rjsmin

from mlw_build.model.conference import Conference
from mlw_build.site.look import look_css
from mlw_build.site.theme import Theme


@dataclass(frozen=True, slots=True)
class Assets:
    """The site's assets: `style` and `scripts` are paths to link to, `media` the path of each media file.

    `octets` has the assets made here by their path, `copied` the files to copy by theirs.
    """

    style: str
    scripts: tuple[str, ...]
    media: Mapping[str, str]
    octets: Mapping[str, bytes]
    copied: Mapping[str, Path]


def collect_assets(theme: Theme, conference: Conference, media_folder: Path) -> Assets:
    """All assets of a site. The styles are one file; each script is one, loaded as a module."""
    octets: dict[str, bytes] = {}
    style = _made("site.css", _styles(theme, conference).encode(), octets)
    scripts = tuple(
        _made(PurePosixPath(one).name, rjsmin.jsmin(theme.text(f"static/{one}")).encode(), octets)
        for one in theme.scripts
    )
    media: dict[str, str] = {}
    copied: dict[str, Path] = {}
    for name in conference.media:
        file = media_folder / name
        media[name] = f"assets/media/{_hashed(name, file.read_bytes())}"
        copied[media[name]] = file
    return Assets(style, scripts, media, octets, copied)


def _made(name: str, data: bytes, octets: dict[str, bytes]) -> str:
    path = f"assets/{_hashed(name, data)}"
    octets[path] = data
    return path


def _hashed(name: str, data: bytes) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(data).hexdigest()[:10]}{dot}{ending}"


def _styles(theme: Theme, conference: Conference) -> str:
    """The first sheet declares the layers; the site's own look comes right after it."""
    sheets = [theme.text(f"static/{one}") for one in theme.styles]
    minified: str = rcssmin.cssmin("\n".join([*sheets[:1], look_css(conference.settings.look), *sheets[1:]]))
    return minified
