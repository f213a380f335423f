"""What there are feeds about: the conference, its days, rooms, tracks and so on, each with its name."""

from __future__ import annotations

from collections.abc import Iterator

from mlw_build.calendar.lock.lock import PublishedFeed
from mlw_build.model.conference import Conference
from mlw_build.model.text import Text

KINDS = ("conference", "day", "room", "track", "format", "speaker", "booth", "organisation", "language")
"""Kinds of feeds in the order in which they are shown; each session has one besides, to download."""


def feed_subjects(conference: Conference) -> Iterator[PublishedFeed]:
    """Everything that a feed can be about, in the order of KINDS; the names of days and languages are their ids.

    Who is not announced by name has no feed: the name is not theirs yet.
    """
    yield PublishedFeed("conference", conference.settings.id, conference.settings.title)
    for day in conference.days:
        yield PublishedFeed("day", day.id, day.title or Text.of(day.id))
    for kind, things in (
        ("room", conference.rooms),
        ("track", conference.tracks),
        ("format", conference.formats),
        ("speaker", {speaker.id: speaker for speaker in conference.speakers.values() if speaker.announced}),
        ("booth", conference.booths),
        ("organisation", conference.organisations),
    ):
        for one in things.values():
            yield PublishedFeed(kind, one.id, one.name)
    for code in dict.fromkeys(
        code for session in conference.sessions.values() for code in (*session.languages, *session.interpretation)
    ):
        yield PublishedFeed("language", code, Text.of(code))


def feed_path(kind: str, subject: str) -> str:
    """The path of a feed inside a language's folder. Once published it never changes, so it is made of ids."""
    if kind == "conference":
        return f"calendar/{subject}.ics"
    return f"calendar/{kind}s/{subject}.ics"


def session_path(slug: str) -> str:
    """The path of a session's own calendar file inside a language's folder."""
    return f"sessions/{slug}/{slug}.ics"
