"""What can be found by searching: sessions, rooms, topics, speakers, booths and pages, in files for scripts.

Files are split, so that the first results come before a large programme has arrived. A file is a list of documents:
`kind`, `title`, `page` (from the language's home page), and where there are any `people`, `about` (topic, format,
tags, rooms), `text`, `start` and `room`; `lang` is the title's language where it is another than the file's. `who` and
`names` are the people and the rooms one by one, each with its language, where any of these is another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from typing import Any

from msgspec import Struct

from mlw_build.cache.chunks import Chunk, assembled_from, literal_chunk, separated
from mlw_build.markup import truncate_text
from mlw_build.model.conference import Booth, Page, Room, Session, Speaker, Track
from mlw_build.model.text import Phrase, Text
from mlw_build.site.incremental import fingerprints
from mlw_build.site.incremental.file_keys import fingerprint_of
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.page_context import PageContext
from mlw_build.site.site import Site
from mlw_build.site.views.shared import person_view
from mlw_build.text.json_text import json_octets

MOST_IN_FILE = 800
"""Documents in a file: about 40 KB after compression."""

_TEXTS = ((300, 800), (1500, 240))
"""Up to how many sessions the index has how many characters of a text; beyond, none."""

Entry = dict[str, Any]


def search_paths(site: Site, language: str) -> tuple[str, ...]:
    """The paths of a language's files."""
    conference = site.conference
    sessions = [session for session in conference.sessions.values() if not session.interlude]
    count = sum(
        map(
            len,
            (sessions, conference.rooms, conference.tracks, conference.speakers, conference.booths, conference.pages),
        )
    )
    files = -(-count // MOST_IN_FILE)
    return tuple(f"{site.addresses.folder(language)}search/part-{number}.json" for number in range(1, files + 1))


def search_files(site: Site, language: str) -> Iterator[FilePlan]:
    """Each of a language's files, of a piece for each document; the first that is made looks all of them up."""
    index = _Index(site, language)
    shown = partial(
        fingerprints.everything_fingerprint if _text_limit(site) else fingerprints.programme_fingerprint, site
    )
    for number, path in enumerate(search_paths(site, language)):
        pieces = assembled_from(partial(index.part, number))
        yield FilePlan(path, chunks=pieces, fingerprint_of=shown, together=f"scripts {language}")


class _Index(Struct, frozen=True, dict=True):
    """A language's index, looked through once for all its files, and let go with the last."""

    site: Site
    language: str

    @cached_property
    def documents(self) -> Sequence[_Document]:
        return tuple(_documents(self.site, self.language))

    def part(self, number: int) -> Iterator[Chunk]:
        part = self.documents[number * MOST_IN_FILE : (number + 1) * MOST_IN_FILE]
        yield literal_chunk(b"[")
        longest = _text_limit(self.site)
        yield from separated((Chunk(f"{document.key()} {longest}", document.octets) for document in part), b",")
        yield literal_chunk(b"]\n")
        if part and part[-1] is self.documents[-1]:
            vars(self).pop("documents")


class _Document(Struct, frozen=True):
    """Something that can be found: its entry, and the key of all that this is made of."""

    key: Callable[[], str]
    make: Callable[[], Entry]

    def entry(self) -> Entry:
        """What is known of it, without gaps."""
        return {key: value for key, value in self.make().items() if value}

    def octets(self) -> bytes:
        return json_octets(self.entry())


def entries(site: Site, language: str) -> Iterator[Entry]:
    """Everything that can be found: sessions in order of time, then rooms, topics, speakers, booths and pages."""
    return (document.entry() for document in _documents(site, language))


def _documents(site: Site, language: str) -> Iterator[_Document]:
    home = PageContext(site, site.addresses.page("home", "", language), language)
    conference, longest = site.conference, _text_limit(site)
    for day in conference.days:
        for session in site.index.by_day.get(day.id, ()):
            if not session.interlude:
                yield _Document(
                    partial(fingerprints.session_page_fingerprint, site, session.id),
                    partial(_session, home, session, longest),
                )
    for room in conference.rooms.values():
        yield _Document(partial(fingerprint_of, room), partial(_room, home, room, longest))
    for track in conference.tracks.values():
        yield _Document(partial(fingerprint_of, track), partial(_track, home, track, longest))
    for speaker in conference.speakers.values():
        yield _Document(
            partial(fingerprints.speaker_page_fingerprint, site, speaker.id), partial(_speaker, home, speaker, longest)
        )
    for booth in conference.booths.values():
        yield _Document(
            partial(fingerprints.booth_page_fingerprint, site, booth.id), partial(_booth, home, booth, longest)
        )
    for page in conference.pages.values():
        yield _Document(partial(fingerprint_of, page), partial(_page, home, page, longest))


def _text_limit(site: Site) -> int:
    """How many characters of a text the index has."""
    return next((length for most, length in _TEXTS if len(site.conference.sessions) <= most), 0)


def _titled_entry(home: PageContext, title: Phrase) -> Entry:
    return {"title": title.text, "lang": "" if title.language == home.language else title.language}


def _session(home: PageContext, session: Session, longest: int) -> Entry:
    people = [_person(home, contribution.speaker) for contribution in session.everyone]
    people += [home.phrase(organisation.name) for organisation in session.organisations]
    parts = [home.phrase(part.title).text for part in session.parts]
    groups = [session.track.name if session.track else Text(), session.format.name if session.format else Text()]
    rooms = [home.phrase(room.name) for room in session.rooms]
    room = _joined(home, (room.text for room in rooms))
    return {
        "kind": "session",
        **_titled_entry(home, home.phrase(session.title)),
        "page": home.page("session", session.id),
        "people": _joined(home, (phrase.text for phrase in people)),
        "who": _names_with_languages(home, people),
        "about": _joined(home, [*(home.phrase(group).text for group in groups), *session.tags, room, *parts]),
        "text": _text(home, session.abstract, longest),
        "start": home.moment(session.start).machine,
        "room": room,
        "names": _names_with_languages(home, rooms),
        "status": session.status.value if session.cancelled else "",
    }


def _room(home: PageContext, room: Room, longest: int) -> Entry:
    return {
        "kind": "room",
        **_titled_entry(home, home.phrase(room.name)),
        "page": home.page("room", room.id),
        "about": home.phrase(room.place).text,
        "text": _text(home, room.description, longest),
    }


def _track(home: PageContext, track: Track, longest: int) -> Entry:
    return {
        "kind": "track",
        **_titled_entry(home, home.phrase(track.name)),
        "page": home.page("track", track.id),
        "text": _text(home, track.description, longest),
    }


def _speaker(home: PageContext, speaker: Speaker, longest: int) -> Entry:
    person = person_view(home, speaker)
    return {
        "kind": "speaker",
        **({"title": person.label.text} if speaker.announced else _titled_entry(home, person.label)),
        "page": person.href,
        "about": _joined(home, [person.position.text, person.organisation.text, person.country.text]),
        "text": _text(home, speaker.biography, longest),
    }


def _booth(home: PageContext, booth: Booth, longest: int) -> Entry:
    return {
        "kind": "booth",
        **_titled_entry(home, home.phrase(booth.name)),
        "page": home.page("booth", booth.id),
        "about": _joined(
            home, [home.phrase(booth.tagline).text, *(home.phrase(project.name).text for project in booth.projects)]
        ),
        "text": _text(home, booth.description, longest),
    }


def _page(home: PageContext, page: Page, longest: int) -> Entry:
    return {
        "kind": "page",
        **_titled_entry(home, home.phrase(page.title)),
        "page": home.page("page", page.id),
        "text": _text(home, page.body, longest),
    }


def _person(home: PageContext, speaker: Speaker) -> Phrase:
    """What a person is called: a name has no language, an office that is still open is a text."""
    label = person_view(home, speaker).label
    return Phrase(label.text, home.language) if speaker.announced else label


def _names_with_languages(home: PageContext, names: Sequence[Phrase]) -> Sequence[Sequence[str]]:
    """Names one by one with their languages, where these are not all the page's."""
    if all(name.language == home.language for name in names):
        return ()
    return tuple(dict.fromkeys((name.text, name.language) for name in names if name))


def _text(home: PageContext, text: Text, longest: int) -> str:
    return truncate_text(" ".join(home.plain(text).split()), longest) if longest and text else ""


def _joined(home: PageContext, texts: Iterable[str]) -> str:
    return home.words.plain("comma").join(dict.fromkeys(text for text in texts if text))
