"""Which sessions belong to what: looked up once, used by every page."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct

from mlw_build.model.conference import Conference, Day, Session, Speaker
from mlw_build.site.agenda.parts import DayPart, day_parts
from mlw_build.site.views.pagination import page_subjects

Key = TypeVar("Key")


NEARLY_ALL = 0.8
"""The share of all sessions from which on a format says nothing about each of them."""


class Telling(Struct, frozen=True):
    """What tells sessions apart: whether topics do, and the id of the format that nearly all of them have."""

    topics: bool
    common_format: str | None


class ProgrammeIndex(Struct, frozen=True):
    """Sessions in order of time by what they belong to; `children` are those that are part of another.

    `parts` has for each day with sessions the parts that its pages and files come in, mostly one.
    `speakers` has for each language the ids of the people that are listed: those announced by name, then the others
    who have sessions, each in the order of how they are named there. `telling` is what tells sessions apart.
    """

    days: Mapping[date, Day]
    by_day: Mapping[str, Sequence[Session]]
    parts: Mapping[str, Sequence[DayPart]]
    by_room: Mapping[str, Sequence[Session]]
    by_track: Mapping[str, Sequence[Session]]
    by_format: Mapping[str, Sequence[Session]]
    by_speaker: Mapping[str, Sequence[Session]]
    by_booth: Mapping[str, Sequence[Session]]
    by_organisation: Mapping[str, Sequence[Session]]
    children: Mapping[str, Sequence[Session]]
    speakers: Mapping[str, Sequence[str]]
    telling: Telling

    def day_pages(self, day: str) -> tuple[str, ...]:
        """The subjects of a day's pages."""
        return page_subjects(day, len(self.parts.get(day, ())))


def build_programme_index(conference: Conference) -> ProgrammeIndex:
    """The index of a conference."""
    sessions = conference.sessions.values()
    by_speaker = _grouped(
        (speaker, session) for session in sessions for speaker in dict.fromkeys(c.speaker.id for c in session.everyone)
    )
    by_day = _grouped((session.day.isoformat(), session) for session in sessions)
    listed = [speaker for speaker in conference.speakers.values() if speaker.announced or speaker.id in by_speaker]
    return ProgrammeIndex(
        days={day.date: day for day in conference.days},
        by_day=by_day,
        parts={day: day_parts(conference, held) for day, held in by_day.items()},
        by_room=_grouped((room.id, session) for session in sessions for room in session.rooms),
        by_track=_grouped((session.track.id, session) for session in sessions if session.track),
        by_format=_grouped((session.format.id, session) for session in sessions if session.format),
        by_speaker=by_speaker,
        by_booth=_grouped((session.booth, session) for session in sessions if session.booth),
        by_organisation=_grouped(
            (organisation, session) for session in sessions for organisation in _organisations(session)
        ),
        children=_grouped((session.part_of, session) for session in sessions if session.part_of),
        speakers={language: _in_order(conference, listed, language) for language in conference.languages},
        telling=_telling([session for session in sessions if not session.interlude]),
    )


def _telling(sessions: Sequence[Session]) -> Telling:
    tracks = Counter(session.track.id if session.track else None for session in sessions)
    formats = Counter(session.format.id if session.format else None for session in sessions)
    topics = len(tracks.keys() - {None}) > 1
    (common, count), *_ = formats.most_common(1) or [(None, 0)]
    return Telling(topics, common if topics and count > NEARLY_ALL * len(sessions) else None)


def _in_order(conference: Conference, speakers: Sequence[Speaker], language: str) -> Sequence[str]:
    """Ids sorted by name without regard to case and accents; ties by id, so that every build agrees."""

    def key(speaker: Speaker) -> tuple[bool, str, str]:
        sender = speaker.organisation.name if speaker.organisation else speaker.affiliation
        office = (speaker.position, speaker.country, sender, speaker.name)
        names = [conference.phrase(text, language).text for text in ((speaker.name,) if speaker.announced else office)]
        return not speaker.announced, _collation_key(" ".join(filter(None, names))), speaker.id

    return tuple(speaker.id for speaker in sorted(speakers, key=key))


def _collation_key(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _organisations(session: Session) -> Iterable[str]:
    return dict.fromkeys(
        [organisation.id for organisation in session.organisations]
        + [c.speaker.organisation.id for c in session.everyone if c.speaker.organisation]
    )


def _grouped(pairs: Iterable[tuple[Key, Session]]) -> Mapping[Key, Sequence[Session]]:
    groups: defaultdict[Key, list[Session]] = defaultdict(list)
    for key, session in pairs:
        groups[key].append(session)
    return dict(groups)
