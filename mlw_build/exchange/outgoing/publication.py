"""What every export is made from: the conference, in a language, at its addresses, in the site's words."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from msgspec import Struct

from mlw_build.calendar.lock.lock import EMPTY, Lock
from mlw_build.markup import PUBLIC, inside, path_in_address, picture_named
from mlw_build.model.conference import Conference, Link, Picture, Session, Speaker, Stream
from mlw_build.model.links import DESTINATION, names_of
from mlw_build.model.text import Text, one_line
from mlw_build.stream import NotAnAddress, recognise

# Most links are public: where a text has no others, it stays the same text, and there is one of it.
_LINK = re.compile(rf"(?P<picture>!?)\[(?P<words>[^\[\]]*)\](?!\(\s*<?{PUBLIC.pattern}){DESTINATION}")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\#]", re.I)
_NOT_FOR_FILES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 (2.2) and UTF-8 cannot hold, and the controls that it advises against."""


class PublicationMessages(Protocol):
    """The site's words in a language."""

    def plain(self, key: str, **fields: object) -> str:
        """The text of a key with its fields filled in."""

    def listed(self, words: Sequence[str], /) -> str:
        """Words as a list in a sentence."""

    def language_name(self, code: str) -> str:
        """A language's name in this language."""


class Publication(Struct, frozen=True):
    """A conference as it is published in one language.

    `path` gives the path of a page from its kind and the id of its subject; `media` the path of a file of
    content/media, or None; `base` is the site's public address with a slash at its end, None where it is not
    known. `plain` makes a Markdown text plain. The lock tells what the calendars have been told. `key` gives from a
    kind (session, speaker, booth) and an id what stands for all that is said of it, but for the rooms, tracks, formats
    and organisations that it names by their ids; `named` stands for these.
    """

    conference: Conference
    language: str
    base: str | None
    words: PublicationMessages
    path: Callable[[str, str], str]
    media: Callable[[str], str | None]
    plain: Callable[[Text], str]
    key: Callable[[str, str], str]
    named: str
    lock: Lock = EMPTY

    def line(self, text: Text) -> str:
        """A title or name on one line."""
        return one_line(storable_text(self.conference.phrase(text, self.language).text))

    def markdown(self, text: Text) -> str:
        """A Markdown text; its links inside the site are public addresses, or only their words without one."""
        written = storable_text(self.conference.phrase(text, self.language).text)
        return _LINK.sub(self._outward, written) if "](" in written else written

    def _outward(self, match: re.Match[str]) -> str:
        written = match["angled"] or match["plain"] or ""
        named = inside(written)
        if named and named.kind != "media":
            there = named.name in names_of(self.conference, named.kind)
            path = self.path(named.kind, named.name) if there else None
        elif named or (match["picture"] and not _ELSEWHERE.match(written)):
            path = self.media(named.name if named else picture_named(written))
        else:
            return match[0]
        address = self.absolute(path)
        return f"{match['picture']}[{match['words']}]({address})" if address else match["words"]

    def absolute(self, path: str | None) -> str | None:
        """The public address of a path; None where the site's own is not known."""
        return public_address(self.base, path)

    def page(self, kind: str, subject: str = "") -> str | None:
        """The public address of a page; None where the site's own is not known."""
        return self.absolute(self.path(kind, subject))

    def picture(self, picture: Picture | None) -> str | None:
        """The public address of a picture."""
        return self.absolute(self.media(picture.file)) if picture else None

    def label(self, speaker: Speaker) -> str:
        """The name of a speaker; of one not announced, the office or who sends them."""
        if speaker.announced:
            return self.line(speaker.name)
        organisation = speaker.organisation.name if speaker.organisation else speaker.affiliation
        known = speaker.position or organisation or speaker.country or speaker.name
        return self.words.plain("to_be_announced_short", name=self.line(known))

    def local(self, instant: datetime) -> datetime:
        """An instant on the conference's clocks, with their offset."""
        return self.conference.local(instant)


def sessions_of_speakers(conference: Conference) -> Mapping[str, Sequence[str]]:
    """The ids of everybody's sessions, in order of time, by the id of the speaker."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for session in conference.sessions.values():
        for speaker in dict.fromkeys(contribution.speaker.id for contribution in session.everyone):
            found[speaker].append(session.id)
    return found


def demos_of_booths(conference: Conference) -> Mapping[str, Sequence[str]]:
    """The ids of all live demonstrations, in order of time, by the id of the booth."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for session in conference.sessions.values():
        if session.booth:
            found[session.booth].append(session.id)
    return found


def public_address(base: str | None, path: str | None) -> str | None:
    """The address of a path under the site's own, as ASCII, without index.html; None where one is not known."""
    return base + path_in_address(path.removesuffix("index.html")) if base and path else None


def storable_text(text: str) -> str:
    """Text as any file format can hold it: NFC, without control characters."""
    if not text.replace("\n", "").isprintable():  # what is printable has nothing to take out, whatever the script
        text = _NOT_FOR_FILES.sub("", text)
    return text if text.isascii() else unicodedata.normalize("NFC", text)


@lru_cache(maxsize=16_384)
def public_stream_address(address: str | None) -> str | None:
    """The address of a stream, a recording or a meeting; None if it has a password or key in it.

    A file of data is copied and kept where a page is not, so what lets its holder in stays out of it.
    """
    if not address:
        return None
    try:
        found = recognise(address)
    except NotAnAddress:
        return None
    return None if found.secrets else found.address


def public_stream_addresses(publication: Publication, stream: Stream | None) -> list[tuple[str, str]]:
    """Every way to follow a stream that has an address, with its words: the stream first."""
    if stream is None:
        return []
    words = publication.words
    ways = [(words.plain("nav_live"), stream.url)]
    ways += [
        (words.plain("way_language", language=words.language_name(code)), text)
        for code, text in stream.languages.items()
    ]
    ways += [(words.plain(f"way_{kind}"), getattr(stream, kind)) for kind in ("sign_language", "text", "audio")]
    return [(title, found) for title, address in ways if (found := public_stream_address(address))]


def session_links(publication: Publication, session: Session) -> list[tuple[str, str, str]]:
    """The links of a session: kind (media, slides, web), words and address; streams only while it is on."""
    words = publication.words
    found: list[tuple[str, str, str]] = []
    if not session.cancelled:
        found += [("media", title, address) for title, address in public_stream_addresses(publication, session.stream)]
    recording = public_stream_address(session.recording)
    if recording:
        found.append(("media", words.plain("watch_recording"), recording))
    if session.slides:
        found.append(("slides", words.plain("slides"), session.slides))
    if session.registration and not session.cancelled:
        found.append(("web", words.plain("registration_link"), session.registration))
    if session.questions and not session.cancelled:
        found.append(("web", words.plain("questions_link"), session.questions))
    found += [("related", _link_words(publication, link), link.url) for link in session.links]
    for part in session.parts:
        title = publication.line(part.title)
        if part.slides:
            found.append(("slides", title, part.slides))
        recorded = public_stream_address(part.recording)
        if recorded:
            found.append(("media", title, recorded))
        found += [("related", f"{title}: {_link_words(publication, link)}", link.url) for link in part.links]
    return list({address: (kind, title, address) for kind, title, address in reversed(found)}.values())[::-1]


def _link_words(publication: Publication, link: Link) -> str:
    return publication.line(link.title) or link.url.partition("://")[2].rstrip("/")
