"""What texts and entries point to exists: pages and sessions in links, pictures and documents in content/media."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from urllib.parse import unquote

from msgspec import Struct

from mlw_build.check.check import Check
from mlw_build.diagnostics import Diagnostic, Rule, Severity, Span
from mlw_build.markup import FEW, KINDS, PLACES, PUBLIC, STATEMENT, anchors_in, inside, picture_named
from mlw_build.model.conference import Conference, Gap, Translations
from mlw_build.model.links import Target, is_visible_address, names_of, targets_in
from mlw_build.model.pictures import named_pictures
from mlw_build.model.text import Text
from mlw_build.read.document import Origin
from mlw_build.text.close_matches import Guesses

BROKEN_LINK = Rule("broken-link", "A link to a page of this site that does not exist")
MISSING_MEDIA = Rule("missing-media", "A picture or document that is not in content/media")


def broken_links(conference: Conference) -> Iterator[Diagnostic]:
    """Links in Markdown that lead nowhere: to what is not there, or written by address instead of `page:about`.

    A warning where only the place on the page is not there (`page:registration#fees`). Of what could not be read,
    nobody knows that it is not there.
    """
    guesses = Guesses()
    targets = {kind: _possible_names(conference, kind) for kind in (*KINDS, *PLACES)}
    for found in addresses_in_texts(conference):
        address = found.target.address
        if found.target.is_picture:
            continue
        hint = None if _OUTSIDE.match(address) else _link_suggestion(address, targets, guesses)
        if hint and not _may_be_unread(address, conference) and found.is_met():
            yield BROKEN_LINK.at(found.span(), f"The link `{address}` leads nowhere.", hint)
        lost = None if hint else _what_the_place_is_called(address, found.markdown, conference, guesses)
        if lost and found.is_met():
            message = f"The link `{address}` leads to no place on its page."
            yield BROKEN_LINK.at(found.span(), message, lost).with_severity(Severity.WARNING)


def _possible_names(conference: Conference, kind: str) -> Collection[str]:
    """What may stand after a kind of address, with what is there and could not be read."""
    names, gap = names_of(conference, kind), conference.gaps.get(kind)
    return dict.fromkeys((*names, *gap.ids)) if gap and gap.ids else names


def _may_be_unread(address: str, conference: Conference) -> bool:
    """Whether an address may lead to something that could not be read and of which no id is known."""
    named = inside(address)
    if named is None:
        return False
    if named.kind in PLACES:
        kind = {"speakers": "speaker", "booths": "booth"}.get(named.kind, "session")
        return not named.name and kind in conference.gaps
    return conference.gaps.get(named.kind, Gap()).has_more


def _what_the_place_is_called(address: str, markdown: str, conference: Conference, guesses: Guesses) -> str | None:
    """What to write for a link to a place on a page of text, or in its own text, that is not there; None for others.

    What other pages have on them is made by the theme.
    """
    named = inside(address)
    name = unquote(named.fragment if named else address.removeprefix("#") if address.startswith("#") else "")
    if not name or (named and (named.kind != "page" or named.name == STATEMENT)):
        return None
    page = conference.pages.get(named.name) if named else None
    if named and page is None:
        return None
    texts = [text for _, text in page.body.values] if page else [markdown]
    places = frozenset[str]().union(*map(anchors_in, texts))
    if name in places:
        return None
    near = guesses.close_matches(name, places)
    return f"Did you mean `#{near[0]}`?" if near else f"Give the heading that name: `## Heading {{: #{name} }}`."


def missing_media(conference: Conference) -> Iterator[Diagnostic]:
    """Pictures and documents that are named in an entry or a text, and not there."""
    guesses = Guesses()
    for origin, name in _named_media(conference):
        if name not in conference.media:
            yield _missing_file(origin.span(), name, conference, guesses)
    for found in addresses_in_texts(conference):
        if not found.target.is_picture or _OUTSIDE.match(found.target.address):
            continue
        name = picture_named(found.target.address)
        if name not in conference.media and found.is_met():
            yield _missing_file(found.span(), name, conference, guesses)


def _missing_file(place: Span, name: str, conference: Conference, guesses: Guesses) -> Diagnostic:
    near = guesses.close_matches(name, conference.media)
    return MISSING_MEDIA.at(
        place,
        f"There is no file `{name}` in content/media.",
        f"Did you mean `{near[0]}`?" if near else "Put the file there, or correct its name.",
    )


_OUTSIDE = re.compile(rf"#|{PUBLIC.pattern}", re.I)


def _link_suggestion(address: str, targets: Mapping[str, Collection[str]], guesses: Guesses) -> str | None:
    """What to write instead of an address that leads nowhere inside the site; None for one that leads somewhere."""
    kind, colon, rest = address.partition(":")
    name = unquote(rest.partition("#")[0])
    if colon and kind in targets:
        if name in targets[kind]:
            return None
        if kind in PLACES and not targets[kind]:
            missing = kind if kind in ("speakers", "booths") else "sessions"
            return f"There is no such page until the programme has {missing}."
        near = guesses.close_matches(name, targets[kind])
        if not near:
            return f"Write `{kind}:` alone." if kind in PLACES else f"Write the id of an existing {kind}."
        return f"Did you mean `{kind}:{near[0]}`?"
    if colon and "/" not in kind:
        near = guesses.close_matches(kind, targets)
        return f"Did you mean `{near[0]}:{rest}`?" if near else "Links begin with https://, mailto: or tel:."
    stem = re.sub(r"\.(md|html?)$", "", address.partition("#")[0].rstrip("/").rpartition("/")[2])
    place = next((kind for kind in ("page", "session", "speaker", "booth", "media") if stem in targets[kind]), None)
    if place:
        return f"Write `{place}:{stem}`."
    if address.startswith("www."):
        return f"Write `https://{address}`."
    return "Write `page:` and a page's id for a page of this site, or a whole address that begins with https://."


@lru_cache(maxsize=1)
def prose_texts(conference: Conference) -> Sequence[tuple[Origin, str | None, str]]:
    """Every Markdown text with where it was written; key None is the body of a Markdown file.

    They are gone through once, though many checks ask for them.
    """
    return tuple(_prose_texts(conference))


def _prose_texts(conference: Conference) -> Iterator[tuple[Origin, str | None, str]]:
    yield from _written(conference.origin, "intro", conference.settings.intro)
    for day in conference.days:
        yield from _written(day.origin, "intro", day.intro)
    for session in conference.sessions.values():
        yield from _written(session.origin, "abstract", session.abstract)
        for part in session.parts:
            yield from _written(part.origin, "abstract", part.abstract)
    described = (conference.rooms, conference.tracks, conference.formats, conference.organisations)
    for things in described:
        for thing in things.values():
            yield from _written(thing.origin, "description", thing.description)
    for speaker in conference.speakers.values():
        yield from _written(speaker.origin, None, speaker.biography, speaker.translations)
    for booth in conference.booths.values():
        yield from _written(booth.origin, None, booth.description, booth.translations)
        for project in booth.projects:
            yield from _written(project.origin, "description", project.description, project.translations)
    for page in conference.pages.values():
        yield from _written(page.origin, None, page.body, page.translations)


def _written(
    origin: Origin, key: str | None, text: Text, translations: Translations = ()
) -> Iterator[tuple[Origin, str | None, str]]:
    places = dict(translations)
    for language, markdown in text.values:
        yield places.get(language, origin), key, markdown


class AddressInText(Struct, frozen=True, eq=False):
    """A link or a picture in a text, and where the text is written (see `prose_texts`)."""

    origin: Origin
    key: str | None
    markdown: str
    target: Target

    def is_met(self) -> bool:
        """Whether readers of the text meet it."""
        return is_visible_address(self.markdown, self.target)

    def span(self) -> Span:
        """Where its address stands."""
        return place_in_text(self.origin, self.key, self.target.address)

    def whole_span(self) -> Span:
        """Where all of it stands that is on one line."""
        return place_in_text(self.origin, self.key, self.target.written)


@lru_cache(maxsize=1)
def addresses_in_texts(conference: Conference) -> Sequence[AddressInText]:
    """All links and pictures in texts, also what only seems to be one; found once, though many checks ask for them."""
    return tuple(
        AddressInText(origin, key, markdown, target)
        for origin, key, markdown in prose_texts(conference)
        for target in targets_in(markdown)
    )


def place_in_text(origin: Origin, key: str | None, snippet: str) -> Span:
    """Where the snippet stands, if it can be found in the file; else where the text begins."""
    span = origin.span(key) if key else Span(origin.document.path, origin.document.body_line)
    text = origin.document.text
    starts = _starts_of_lines(text)
    found = text.find(snippet, starts[min(span.line, len(starts)) - 1])
    if found < 0:
        return span
    line = bisect_right(starts, found)
    column = found - starts[line - 1] + 1
    return Span(span.file, line, column, line, column + len(snippet))


@lru_cache(maxsize=FEW)
def _starts_of_lines(text: str) -> Sequence[int]:
    """Where each line of a text begins; looked for once, since much may have to be told of a text."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def _named_media(conference: Conference) -> Iterator[tuple[Origin, str]]:
    for picture, _, origin in named_pictures(conference):
        yield origin.under("file"), picture.file
    for booth in conference.booths.values():
        for project in booth.projects:
            for index, name in enumerate(project.documents):
                yield project.origin.under("documents", index), name


CHECKS = (Check(BROKEN_LINK, broken_links), Check(MISSING_MEDIA, missing_media))
