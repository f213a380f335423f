"""The pictures that entries name: of people, organisations, projects, and of the site itself."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import NamedTuple

from mlw_build.model.conference import Conference, Picture
from mlw_build.read.document import Origin


class Role(Enum):
    """What a picture is to the entry that names it."""

    PORTRAIT = auto()
    LOGO = auto()
    ICON = auto()
    PROJECT = auto()


class NamedPicture(NamedTuple):
    """A picture, what it is, and where it is named."""

    picture: Picture
    role: Role
    origin: Origin


def named_pictures(conference: Conference) -> Iterator[NamedPicture]:
    """All of them; a file that several entries name comes with each."""
    look = conference.settings.look
    named = [
        *((one.photo, Role.PORTRAIT, one.origin.under("photo")) for one in conference.speakers.values()),
        *((one.logo, Role.LOGO, one.origin.under("logo")) for one in conference.organisations.values()),
        *(
            (one.picture, Role.PROJECT, one.origin.under("picture"))
            for booth in conference.booths.values()
            for one in booth.projects
        ),
        (look.logo, Role.LOGO, conference.origin.under("look", "logo")),
        (look.icon, Role.ICON, conference.origin.under("look", "icon")),
    ]
    return (NamedPicture(picture, role, origin) for picture, role, origin in named if picture)
