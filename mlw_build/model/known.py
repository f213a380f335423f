"""What is known while the conference is put together: the settings, the clock, and everything that has an id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from mlw_build.model.conference import (
    Booth,
    Format,
    Organisation,
    Page,
    Resource,
    Room,
    Session,
    Settings,
    Speaker,
    Track,
)  # fmt: skip
from mlw_build.model.references import Registry
from mlw_build.model.slots import Clock
from mlw_build.read.document import Kind


class KnownThings(Struct, frozen=True):
    """What sessions, speakers and booths refer to, by id."""

    settings: Settings
    clock: Clock
    rooms: Registry[Room] = field(default_factory=lambda: Registry("room", "content/rooms.yaml"))
    tracks: Registry[Track] = field(default_factory=lambda: Registry("track", "content/tracks.yaml"))
    formats: Registry[Format] = field(default_factory=lambda: Registry("format", "content/formats.yaml"))
    organisations: Registry[Organisation] = field(
        default_factory=lambda: Registry("organisation", "content/organisations.yaml")
    )
    resources: Registry[Resource] = field(default_factory=lambda: Registry("resource", "content/resources.yaml"))
    speakers: Registry[Speaker] = field(default_factory=lambda: Registry("speaker", "speakers/"))
    booths: Registry[Booth] = field(default_factory=lambda: Registry("booth", "booths/"))
    pages: Registry[Page] = field(default_factory=lambda: Registry("page", "content/pages/"))
    sessions: Registry[Session] = field(default_factory=lambda: Registry("session", "the programme"))

    def held_in(self, kind: Kind) -> Sequence[Registry[Any]]:
        """The things that files of a kind hold."""
        held: Mapping[Kind, Sequence[Registry[Any]]] = {
            Kind.ROOMS: [self.rooms],
            Kind.TRACKS: [self.tracks],
            Kind.FORMATS: [self.formats],
            Kind.ORGANISATIONS: [self.organisations],
            Kind.RESOURCES: [self.resources],
            Kind.SPEAKER: [self.speakers],
            Kind.BOOTH: [self.booths, self.sessions],
            Kind.PAGE: [self.pages],
            Kind.DAY: [self.sessions],
        }
        return held.get(kind, ())

    @property
    def languages(self) -> Sequence[str]:
        """The site's languages, the default first."""
        return self.settings.languages
