"""What a day's agenda can be narrowed by: only what tells its sessions apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from mlw_build.model.conference import Session
from mlw_build.model.text import Phrase
from mlw_build.site.page_context import PageContext

MOST_ROOMS = 300
"""Rooms that one can choose from; with more, nobody would find theirs, and their own pages do it better."""


class OptionView(Struct, frozen=True):
    """A choice: its value in the address, and its name."""

    value: str
    name: Phrase


class FilterView(Struct, frozen=True):
    """Something to choose by: its name in the address, the word that it is called by, and the choices."""

    name: str
    word: str
    options: tuple[OptionView, ...]


def filters_of(context: PageContext, sessions: Sequence[Session]) -> tuple[FilterView, ...]:
    """The filters that make a difference for these sessions: those with at least two choices."""
    return tuple(
        filter_view
        for filter_view in _filters(context, [session for session in sessions if not session.interlude])
        if len(filter_view.options) > 1
    )


def _filters(context: PageContext, sessions: Sequence[Session]) -> Iterator[FilterView]:
    conference = context.conference
    tracks = {session.track.id for session in sessions if session.track}
    yield _filter(
        "track",
        "track",
        {track.id: context.phrase(track.name) for track in conference.tracks.values() if track.id in tracks},
    )
    formats = {session.format.id for session in sessions if session.format}
    known = {one.id: context.phrase(one.name) for one in conference.formats.values() if one.id in formats}
    yield _filter("format", "format", known)
    languages = _distinct_values(code for session in sessions for code in (*session.languages, *session.interpretation))
    names = {code: Phrase(context.words.language_name(code), context.language) for code in languages}
    yield _filter("language", "language", names)
    tags = _distinct_values(tag for session in sessions for tag in session.tags)
    yield _filter("topic", "tags", {tag: Phrase(tag, context.language) for tag in tags})
    rooms = {room.id for session in sessions for room in session.rooms}
    if len(rooms) <= MOST_ROOMS:
        yield _filter(
            "room",
            "rooms",
            {room.id: context.phrase(room.name) for room in conference.rooms.values() if room.id in rooms},
        )


def _filter(name: str, word: str, options: Mapping[str, Phrase]) -> FilterView:
    return FilterView(name, word, tuple(OptionView(value, title) for value, title in options.items()))


def _distinct_values(values: Iterable[str]) -> list[str]:
    return sorted(set(values))
