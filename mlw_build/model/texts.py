"""The Markdown texts of a conference: everything that is read before pages and calendars are made of it."""

from __future__ import annotations

from collections.abc import Iterator

from mlw_build.model.conference import Conference
from mlw_build.model.text import Text


def markdown_texts(conference: Conference) -> Iterator[str]:
    """Each text that is written in Markdown, in each language that it is written in."""
    for text in _texts(conference):
        yield from (written for _, written in text.values)


def _texts(conference: Conference) -> Iterator[Text]:
    for session in conference.sessions.values():
        yield session.abstract
        yield from (part.abstract for part in session.parts)
    for speaker in conference.speakers.values():
        yield speaker.biography
    for booth in conference.booths.values():
        yield booth.description
        yield booth.organisation.description
        yield from (project.description for project in booth.projects)
    for page in conference.pages.values():
        yield page.body
    for described in (conference.rooms, conference.tracks, conference.formats):
        yield from (one.description for one in described.values())
    yield from (day.intro for day in conference.days)
