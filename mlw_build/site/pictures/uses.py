"""Where a conference shows pictures: people, organisations, projects, texts; and which of them cannot be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

from msgspec import Struct

from mlw_build.check.links import place_in_text, prose
from mlw_build.check.picture_rules import BROKEN_PICTURE
from mlw_build.check.pictures import LARGEST_PICTURE, large_picture, shown_as_they_are
from mlw_build.diagnostics import Diagnostic, Span
from mlw_build.model.conference import Conference, Picture
from mlw_build.model.links import targets_in
from mlw_build.read.document import Origin
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.pictures.source import RASTER, Broken, source_of


class Shown(Struct, frozen=True):
    """A picture, where it is written, and how it is used."""

    picture: Picture
    origin: Origin
    uses: tuple[Use, ...]


def shown_pictures(conference: Conference) -> Iterator[Shown]:
    """Every picture that entries name, with its uses."""
    for speaker in conference.speakers.values():
        if speaker.photo:
            yield Shown(speaker.photo, speaker.origin.under("photo"), (Use.PORTRAIT, Use.LARGE_PORTRAIT))
    for organisation in conference.organisations.values():
        if organisation.logo:
            yield Shown(organisation.logo, organisation.origin.under("logo"), (Use.LOGO,))
    for booth in conference.booths.values():
        for project in booth.projects:
            if project.picture:
                yield Shown(project.picture, project.origin.under("picture"), (Use.WIDE,))
    look = conference.settings.look
    if look.logo:
        yield Shown(look.logo, conference.origin.under("look", "logo"), (Use.LOGO,))
    if look.icon:
        yield Shown(look.icon, conference.origin.under("look", "icon"), ())


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
                source = source_of(media_folder / name)
            except Broken as fault:
                message, hint = fault.args
                found.append(BROKEN_PICTURE.at(span, f"The picture {name} {message} It is left out.", hint))
                continue
            if source and not source.drawable and conference.media[name].size > LARGEST_PICTURE:
                moving.append(name)
    told = {name for name, _ in shown_as_they_are(conference)} if moving else ()
    found += [large_picture(conference.media[name], used[name]) for name in moving if name not in told]
    return tuple(found)


def _used(conference: Conference) -> Mapping[str, Span]:
    """The names of the pictures that are used, each with the first place that names it."""
    used: dict[str, Span] = {}
    for one in shown_pictures(conference):
        used.setdefault(one.picture.file, one.origin.span())
    for origin, key, markdown in prose(conference):
        for address, is_picture in targets_in(markdown):
            name = address.removeprefix("media:")
            if is_picture and name not in used:
                used[name] = place_in_text(origin, key, address)
    return used
