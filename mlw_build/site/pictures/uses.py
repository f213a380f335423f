"""Where a conference shows pictures: people, organisations, projects, texts; and which of them cannot be shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from mlw_build.check.links import found_in_texts
from mlw_build.check.picture_rules import BROKEN_PICTURE
from mlw_build.check.pictures import LARGEST_PICTURE, STAND_STILL, large_picture, shown_as_they_are
from mlw_build.diagnostics import Diagnostic, Span
from mlw_build.markup import picture_named
from mlw_build.model.conference import Conference
from mlw_build.model.pictures import Role, named_pictures
from mlw_build.read.media import media_place
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.pictures.source import RASTER, Broken, source_of

_USES: Mapping[Role, tuple[Use, ...]] = {
    Role.PORTRAIT: (Use.PORTRAIT, Use.LARGE_PORTRAIT),
    Role.LOGO: (Use.LOGO,),
    Role.ICON: (),
    Role.PROJECT: (Use.WIDE,),
}


class Shown(Struct, frozen=True):
    """A picture by its name in content/media and its focus, how it is used, and where that is written."""

    file: str
    focus: str | None
    uses: tuple[Use, ...]
    place: Callable[[], Span]


def shown_pictures(conference: Conference) -> Iterator[Shown]:
    """Every picture that entries and texts show, with its uses."""
    for picture, role, origin in named_pictures(conference):
        yield Shown(picture.file, picture.focus, _USES[role], origin.span)
    for found in found_in_texts(conference) if conference.media else ():
        if found.target.is_picture:
            yield Shown(picture_named(found.target.address), None, (Use.WIDE,), found.span)


def picture_problems(conference: Conference, media_folder: Path) -> tuple[Diagnostic, ...]:
    """A diagnostic for each picture that is used and cannot be: damaged, too many pixels, not what its name says.

    And for each large one that moves, since it is shown as it is where others are made smaller.
    """
    used = _used(conference)
    found = []
    moving = []
    for name, span in used.items():
        if name in conference.media and PurePosixPath(name).suffix.lower() in RASTER:
            try:
                source = source_of(media_place(media_folder, name))
            except OSError:  # it is not there any more, which is told where it is copied
                continue
            except Broken as fault:
                message, hint = fault.args
                found.append(BROKEN_PICTURE.at(span, f"The picture {name} {message} It is left out.", hint))
                continue
            if source and not source.drawable and conference.media[name].size > LARGEST_PICTURE:
                moving.append(name)
    told = {name for name, _ in shown_as_they_are(conference)} if moving else ()
    found += [large_picture(conference.media[name], used[name], STAND_STILL) for name in moving if name not in told]
    return tuple(found)


def _used(conference: Conference) -> Mapping[str, Span]:
    """The names of the pictures that are used, each with the first place that names it."""
    used: dict[str, Span] = {}
    for one in shown_pictures(conference):
        if one.file not in used:
            used[one.file] = one.place()
    return used
