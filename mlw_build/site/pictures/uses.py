"""Where a conference shows pictures: people, organisations, projects, texts; and which of them cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from mlw_build.check.rules.links import addresses_in_texts
from mlw_build.check.rules.pictures import LARGEST_PICTURE, STAND_STILL, large_picture, unscaled_pictures
from mlw_build.check.rules.unusable_pictures import BROKEN_PICTURE
from mlw_build.diagnostics import Diagnostic, Span
from mlw_build.markup import picture_named
from mlw_build.model.conference import Conference
from mlw_build.model.pictures import Role, named_pictures
from mlw_build.read.media import media_place
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.pictures.source import RASTER, UnusablePicture, read_picture_head

_USES: Mapping[Role, tuple[Use, ...]] = {
    Role.PORTRAIT: (Use.PORTRAIT, Use.LARGE_PORTRAIT),
    Role.LOGO: (Use.LOGO,),
    Role.ICON: (),
    Role.PROJECT: (Use.WIDE,),
}


class PictureUse(Struct, frozen=True):
    """A picture by its name in content/media and its focus, how it is used, and where that is written."""

    file: str
    focus: str | None
    uses: tuple[Use, ...]
    place: Callable[[], Span]


def shown_pictures(conference: Conference) -> Iterator[PictureUse]:
    """Every picture that entries and texts show, with its uses."""
    for picture, role, origin in named_pictures(conference):
        yield PictureUse(picture.file, picture.focus, _USES[role], origin.span)
    for found in addresses_in_texts(conference) if conference.media else ():
        if found.target.is_picture:
            yield PictureUse(picture_named(found.target.address), None, (Use.WIDE,), found.span)


def picture_problems(conference: Conference, media_folder: Path) -> tuple[Diagnostic, ...]:
    """A diagnostic for each picture that is used and cannot be: damaged, too many pixels, not what its name says.

    And for each large one that moves, since it is shown as it is where others are made smaller.
    """
    used = _first_uses(conference)
    found = []
    moving = []
    for name, span in used.items():
        if name in conference.media and PurePosixPath(name).suffix.lower() in RASTER:
            try:
                source = read_picture_head(media_place(media_folder, name))
            except OSError:  # it is not there any more, which is told where it is copied
                continue
            except UnusablePicture as fault:
                message, hint = fault.args
                found.append(BROKEN_PICTURE.at(span, f"The picture {name} {message} It is left out.", hint))
                continue
            if source and not source.drawable and conference.media[name].size > LARGEST_PICTURE:
                moving.append(name)
    told = {name for name, _ in unscaled_pictures(conference)} if moving else ()
    found += [large_picture(conference.media[name], used[name], STAND_STILL) for name in moving if name not in told]
    return tuple(found)


def _first_uses(conference: Conference) -> Mapping[str, Span]:
    """The names of the pictures that are used, each with the first place that names it."""
    used: dict[str, Span] = {}
    for picture in shown_pictures(conference):
        if picture.file not in used:
            used[picture.file] = picture.place()
    return used
