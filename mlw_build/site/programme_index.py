"""Which sessions belong to what: looked up once, used by every page."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from msgspec import Struct

from mlw_build.model.conference import Conference, Day, Session, Speaker
from mlw_build.site.day_parts import DayPart, day_parts
from mlw_build.site.paging import subjects_of

Key = TypeVar("Key")


class ProgrammeIndex(Struct, frozen=True):
    """Sessions in order of time by what they belong to; `children` are those that are part of another.

    `parts` has for each day with sessions the parts that its pages and files come in, mostly one.
    `speakers` has for each language the ids of the people that are listed: those announced by name, then the others
    who have sessions, each in the order of how they are named there.
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

    def day_pages(self, day: str) -> tuple[str, ...]:
        """The subjects of a day's pages."""
        return subjects_of(day, len(self.parts.get(day, ())))


def index_of(conference: Conference) -> ProgrammeIndex:
    """The index of a conference."""
    sessions = conference.sessions.values()
    by_speaker = _grouped(
        (speaker, one) for one in sessions for speaker in dict.fromkeys(c.speaker.id for c in one.everyone)
    )
    by_day = _grouped((one.day.isoformat(), one) for one in sessions)
    listed = [one for one in conference.speakers.values() if one.announced or one.id in by_speaker]
    return ProgrammeIndex(
        days={day.date: day for day in conference.days},
        by_day=by_day,
        parts={day: day_parts(conference, held) for day, held in by_day.items()},
        by_room=_grouped((room.id, one) for one in sessions for room in one.rooms),
        by_track=_grouped((one.track.id, one) for one in sessions if one.track),
        by_format=_grouped((one.format.id, one) for one in sessions if one.format),
        by_speaker=by_speaker,
        by_booth=_grouped((one.booth, one) for one in sessions if one.booth),
        by_organisation=_grouped((organisation, one) for one in sessions for organisation in _organisations(one)),
        children=_grouped((one.part_of, one) for one in sessions if one.part_of),
        speakers={language: _in_order(conference, listed, language) for language in conference.languages},
    )


def _in_order(conference: Conference, speakers: Sequence[Speaker], language: str) -> Sequence[str]:
    """Ids sorted by name without regard to case and accents; ties by id, so that every build agrees."""

    def key(speaker: Speaker) -> tuple[bool, str, str]:
        sender = speaker.organisation.name if speaker.organisation else speaker.affiliation
        office = (speaker.position, speaker.country, sender, speaker.name)
        names = [conference.phrase(text, language).text for text in ((speaker.name,) if speaker.announced else office)]
        return not speaker.announced, _plain(" ".join(filter(None, names))), speaker.id

    return tuple(one.id for one in sorted(speakers, key=key))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _organisations(session: Session) -> Iterable[str]:
    return dict.fromkeys(
        [one.id for one in session.organisations]
        + [c.speaker.organisation.id for c in session.everyone if c.speaker.organisation]
    )


def _grouped(pairs: Iterable[tuple[Key, Session]]) -> Mapping[Key, Sequence[Session]]:
    groups: defaultdict[Key, list[Session]] = defaultdict(list)
    for key, session in pairs:
        groups[key].append(session)
    return dict(groups)
