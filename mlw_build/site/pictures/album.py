"""All pictures of a site by what they are used for, and the files that are to be made for that."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from mlw_build.model.conference import Conference, Picture
from mlw_build.site.pictures.recipe import SizedPicture, Use, Variant, focus_point, picture_variants
from mlw_build.site.pictures.source import RASTER, PictureSource, UnusablePicture, read_picture_head
from mlw_build.site.pictures.uses import shown_pictures

Key = tuple[str, Use, str | None]


class Album(Struct, frozen=True):
    """Pictures by file, use and focus; the files to make by their path; the size in pixels of each picture by name.

    A picture that is broken is in none of them.
    """

    sized: Mapping[Key, SizedPicture]
    variants: Mapping[str, Variant]
    sizes: Mapping[str, tuple[int, int]]
    broken: frozenset[str] = frozenset()

    def of(self, picture: Picture, use: Use) -> SizedPicture | None:
        """A picture for a use; None where there is none to show."""
        return self.sized.get((picture.file, use, picture.focus))

    def in_text(self, name: str) -> SizedPicture | None:
        """A picture that a text shows by its name; None where there is none to show."""
        return self.sized.get((name, Use.WIDE, None))


def build_album(
    conference: Conference, places: Mapping[str, Path], media: Mapping[str, str], digests: Mapping[str, str]
) -> Album:
    """The album of a conference.

    Of each file in content/media, `places` has where it really is, `media` its published path, `digests` its hash.
    """
    sources, broken = _sources(places)
    sized: dict[Key, SizedPicture] = {}
    variants: dict[str, Variant] = {}
    for shown in shown_pictures(conference):
        name, focus = shown.file, shown.focus
        source = sources.get(name)
        for use in shown.uses if name in media and name not in broken else ():
            if source is None or not source.drawable:
                width, height = (source.width, source.height) if source else (None, None)
                sized[name, use, focus] = SizedPicture(media[name], width, height)
                continue
            made, files = picture_variants(name, places[name], digests[name], source, use, focus_point(focus))
            sized[name, use, focus] = made
            variants.update((file.path, file) for file in files)
    sizes = {name: (picture_source.width, picture_source.height) for name, picture_source in sources.items()}
    return Album(sized, variants, sizes, broken)


def _sources(places: Mapping[str, Path]) -> tuple[Mapping[str, PictureSource], frozenset[str]]:
    found: dict[str, PictureSource] = {}
    broken = set()
    for name, place in places.items():
        if PurePosixPath(name).suffix.lower() in RASTER | {".svg"}:
            try:
                source = read_picture_head(place)
            except UnusablePicture:
                broken.add(name)
                continue
            if source:
                found[name] = source
    return found, frozenset(broken)
