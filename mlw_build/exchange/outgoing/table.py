"""The programme as tables, for people who print and sort: sessions, speakers, booths; one row each.

The columns' names are those of the files that editors write, so that a table can be read back in. Several
values in a cell are separated by semicolons. No column of the booths is called as one of sessions or people would be,
so that nobody takes booths for either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cached_property, partial

from msgspec import Struct

from mlw_build.exchange.outgoing.publication import (
    Publication,
    demos_of_booths,
    public_stream_address,
    sessions_of_speakers,
    storable_text,
)
from mlw_build.model.conference import Booth, Session, Speaker
from mlw_build.model.text import Text

Cell = str | int | date | datetime | None

SEPARATOR = "; "


class Row(Struct, frozen=True, dict=True):
    """A row: what tells its cells, and the key of all that these are made of."""

    key: str
    told: Callable[[], tuple[Cell, ...]]

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells, put together once for all formats."""
        return self.told()


class Table(Struct, frozen=True):
    """A table: its name, its columns with the width that shows most of them, and its rows.

    A datetime in a row is on the conference's clocks and has no offset of its own: columns name the zone and
    the offset.
    """

    name: str
    columns: tuple[tuple[str, int], ...]
    rows: tuple[Row, ...]


_SESSIONS = (
    ("id", 18),
    ("date", 11),
    ("start", 16),
    ("end", 16),
    ("time_zone", 15),
    ("utc_offset", 11),
    ("minutes", 8),
    ("title", 48),
    ("status", 11),
    ("format", 18),
    ("track", 22),
    ("room", 20),
    ("speakers", 36),
    ("roles", 16),
    ("speaker_ids", 24),
    ("organisations", 26),
    ("languages", 10),
    ("interpretation", 13),
    ("abstract", 60),
    ("reason", 24),
    ("part_of", 18),
    ("booth", 18),
    ("capacity", 8),
    ("tags", 20),
    ("stream", 30),
    ("recording", 30),
    ("slides", 30),
    ("registration", 30),
    ("page", 40),
)
_SPEAKERS = (
    ("id", 24),
    ("name", 30),
    ("announced", 10),
    ("position", 34),
    ("organisation", 30),
    ("country", 16),
    ("pronouns", 10),
    ("languages", 10),
    ("sessions", 36),
    ("biography", 60),
    ("links", 30),
    ("page", 40),
)
_BOOTHS = (
    ("id", 24),
    ("booth", 30),
    ("organisation", 30),
    ("tagline", 40),
    ("projects", 40),
    ("demos", 30),
    ("open_from", 11),
    ("open_until", 11),
    ("email", 26),
    ("text", 60),
    ("page", 40),
)


def programme_table(publication: Publication) -> Table:
    """The sessions in order of time."""
    sessions = publication.conference.sessions.values()
    rows = (
        Row(publication.key("session", session.id), partial(_session, publication, session)) for session in sessions
    )
    return Table("Programme", _SESSIONS, tuple(rows))


def speakers_table(publication: Publication) -> Table:
    """The speakers, with the ids of their sessions."""
    conference = publication.conference
    sessions = sessions_of_speakers(conference)
    rows = (
        Row(publication.key("speaker", speaker.id), partial(_speaker, publication, speaker, sessions[speaker.id]))
        for speaker in conference.speakers.values()
    )
    return Table("Speakers", _SPEAKERS, tuple(rows))


def booths_table(publication: Publication) -> Table:
    """The booths, with the ids of their live demonstrations."""
    conference = publication.conference
    demos = demos_of_booths(conference)
    rows = (
        Row(publication.key("booth", booth.id), partial(_booth, publication, booth, demos[booth.id]))
        for booth in conference.booths.values()
    )
    return Table("Booths", _BOOTHS, tuple(rows))


def _session(publication: Publication, session: Session) -> tuple[Cell, ...]:
    line, start = publication.line, publication.local(session.start)
    offset = f"{start:%z}"
    return (
        session.id,
        session.day,
        start.replace(tzinfo=None),
        publication.local(session.end).replace(tzinfo=None),
        publication.conference.zone.key,
        f"UTC{offset[:3]}:{offset[3:5]}",
        round((session.end - session.start).total_seconds() / 60),
        line(session.title),
        session.status.value,
        line(session.format.name) if session.format else None,
        line(session.track.name) if session.track else None,
        _listed(line(room.name) for room in session.rooms),
        _listed(publication.label(contribution.speaker) for contribution in session.everyone),
        _listed(contribution.role for contribution in session.everyone),
        _listed(contribution.speaker.id for contribution in session.everyone),
        _listed(line(organisation.name) for organisation in session.organisations),
        _listed(session.languages),
        _listed(session.interpretation),
        publication.markdown(session.abstract) or None,
        _known(publication, session.reason),
        session.part_of,
        session.booth,
        session.capacity,
        _listed(session.tags),
        None if session.cancelled or not session.stream else public_stream_address(session.stream.url),
        public_stream_address(session.recording),
        session.slides,
        session.registration,
        publication.page("session", session.id),
    )


def _speaker(publication: Publication, speaker: Speaker, sessions: Iterable[str]) -> tuple[Cell, ...]:
    return (
        speaker.id,
        publication.label(speaker),
        "yes" if speaker.announced else "no",
        _known(publication, speaker.position),
        _known(publication, speaker.organisation.name if speaker.organisation else speaker.affiliation),
        _known(publication, speaker.country),
        _known(publication, speaker.pronouns),
        _listed(speaker.languages),
        _listed(sessions),
        publication.markdown(speaker.biography) or None,
        _listed(link.url for link in speaker.links),
        publication.page("speaker", speaker.id),
    )


def _booth(publication: Publication, booth: Booth, demos: Iterable[str]) -> tuple[Cell, ...]:
    line = publication.line
    return (
        booth.id,
        line(booth.name),
        line(booth.organisation.name),
        _known(publication, booth.tagline),
        _listed(line(project.name) for project in booth.projects),
        _listed(demos),
        booth.open_from,
        booth.open_until,
        booth.contact.email if booth.contact else None,
        publication.markdown(booth.description) or None,
        publication.page("booth", booth.id),
    )


def _known(publication: Publication, text: Text) -> str | None:
    return publication.line(text) or None


def _listed(values: Iterable[str]) -> str | None:
    return SEPARATOR.join(storable_text(value) for value in values) or None
