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
        *((speaker.photo, Role.PORTRAIT, speaker.origin.under("photo")) for speaker in conference.speakers.values()),
        *(
            (organisation.logo, Role.LOGO, organisation.origin.under("logo"))
            for organisation in conference.organisations.values()
        ),
        *(
            (project.picture, Role.PROJECT, project.origin.under("picture"))
            for booth in conference.booths.values()
            for project in booth.projects
        ),
        (look.logo, Role.LOGO, conference.origin.under("look", "logo")),
        (look.icon, Role.ICON, conference.origin.under("look", "icon")),
    ]
    return (NamedPicture(picture, role, origin) for picture, role, origin in named if picture)
