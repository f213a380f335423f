"""The Markdown texts of a conference: everything that is read before pages and calendars are made of it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping

from mlw_build.model.conference import Conference
from mlw_build.model.text import Text, clean_text_once
from mlw_build.read.site_files import Sources

LONGER_THAN_A_LINE = 100
"""Characters from which a text in YAML is taken for one in Markdown, before it is known what its key asks for."""


def markdown_texts(conference: Conference) -> Iterator[str]:
    """Each text that is written in Markdown, in each language that it is written in."""
    for text in _texts(conference):
        yield from (written for _, written in text.values)


def texts_known_early(sources: Sources, but: Container[str] = ()) -> Iterator[str]:
    """Those of them that are seen before there is a conference: below front matter, and texts longer than a line.

    A few of these may turn out to be none. The files whose paths are in `but` give none of what is below front matter.
    """
    for document in sources.documents:
        if document.body and document.path not in but:
            yield clean_text_once(document.body)
        yield from _long_texts(document.data)


def _long_texts(data: object) -> Iterator[str]:
    if isinstance(data, str):
        if len(data) > LONGER_THAN_A_LINE:
            yield clean_text_once(data)
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _long_texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _long_texts(value)


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
