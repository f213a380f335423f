"""What a day's agenda can be narrowed by: only what tells its sessions apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from mlw_build.model.conference import Session
from mlw_build.model.text import Phrase
from mlw_build.site.here import Here

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


def filters_of(here: Here, sessions: Sequence[Session]) -> tuple[FilterView, ...]:
    """The filters that make a difference for these sessions: those with at least two choices."""
    return tuple(one for one in _filters(here, [one for one in sessions if not one.interlude]) if len(one.options) > 1)


def _filters(here: Here, sessions: Sequence[Session]) -> Iterator[FilterView]:
    conference = here.conference
    tracks = {one.track.id for one in sessions if one.track}
    yield _filter(
        "track", "track", {one.id: here.phrase(one.name) for one in conference.tracks.values() if one.id in tracks}
    )
    formats = {one.format.id for one in sessions if one.format}
    known = {one.id: here.phrase(one.name) for one in conference.formats.values() if one.id in formats}
    yield _filter("format", "format", known)
    languages = _distinct(code for one in sessions for code in (*one.languages, *one.interpretation))
    names = {code: Phrase(here.words.language_name(code), here.language) for code in languages}
    yield _filter("language", "language", names)
    tags = _distinct(tag for one in sessions for tag in one.tags)
    yield _filter("topic", "tags", {tag: Phrase(tag, here.language) for tag in tags})
    rooms = {room.id for one in sessions for room in one.rooms}
    if len(rooms) <= MOST_ROOMS:
        yield _filter(
            "room", "rooms", {one.id: here.phrase(one.name) for one in conference.rooms.values() if one.id in rooms}
        )


def _filter(name: str, word: str, options: Mapping[str, Phrase]) -> FilterView:
    return FilterView(name, word, tuple(OptionView(value, title) for value, title in options.items()))


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted(set(values))
