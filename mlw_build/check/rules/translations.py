"""Texts that are missing in one of the site's languages.

Not every text needs a translation: names are the same in all languages, and many conferences give a session's
title only in the language it is held in. So a text is missed where the editor began to translate it (some of the
site's languages are there, and one is not), or where most texts of its kind have that language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from mlw_build.check.check import Check
from mlw_build.check.rules.wording import join_words
from mlw_build.diagnostics import Diagnostic, InvolvedSessions, Rule, Severity
from mlw_build.model.conference import Conference
from mlw_build.model.text import Text
from mlw_build.read.document import Origin

MISSING_TRANSLATION = Rule("missing-translation", "A text that is missing in one of the languages", Severity.NOTE)

MOST_ARE = 0.5
"""The share of the texts of one kind from which on a language is expected of all of them."""

_NAMES = frozenset({"name", "full_name", "affiliation", "pronouns", "short_title"})
"""Keys whose text, written without a language, is the same in all of them."""


class WrittenText(Struct, frozen=True):
    """A text under a key (`text` for what stands below the front matter) of a thing of some kind, known by a label."""

    kind: str
    label: str
    origin: Origin
    key: str
    text: Text
    session: str | None = None


def missing_translations(conference: Conference) -> Iterator[Diagnostic]:
    """Texts without one of the site's languages, told once for each thing and language."""
    if len(conference.languages) < 2:
        return
    texts = [text for text in _texts(conference) if text.text]
    for language in conference.languages:
        expected = _expected(conference, texts, language)
        missing: dict[Origin, list[WrittenText]] = defaultdict(list)
        for text in texts:
            begun = any(written for written, _ in text.text.values)
            if not _has(conference, text.text, language) and (begun or (text.kind, text.key) in expected):
                missing[text.origin].append(text)
        for origin, lacking in missing.items():
            first = lacking[0]
            keys = join_words([f"`{written_text.key}`" for written_text in lacking])
            body = first.key == "text"
            yield MISSING_TRANSLATION.at(
                origin.span() if body else origin.span(first.key),
                f"{first.label} has no `{language}` for {keys}.",
                f"Add {_translation_file(origin, language)} with the text in `{language}`."
                if body
                else f"Write `{first.key}: {{{_language_shape(conference, first.text, language)}}}`.",
                involved=InvolvedSessions.of(first.session) if first.session else None,
            )


def _expected(conference: Conference, texts: list[WrittenText], language: str) -> frozenset[tuple[str, str]]:
    """The kinds and keys of which most texts have a language."""
    all_of: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for text in texts:
        if text.key not in _NAMES:
            all_of[text.kind, text.key].append(_has(conference, text.text, language))
    return frozenset(kind for kind, have in all_of.items() if sum(have) >= MOST_ARE * len(have))


def _has(conference: Conference, text: Text, language: str) -> bool:
    written = {word or conference.default_language for word, _ in text.values}
    return language in written or language.partition("-")[0] in written


def _language_shape(conference: Conference, text: Text, language: str) -> str:
    written = [word or conference.default_language for word, _ in text.values]
    return ", ".join(f"{text}: ..." for text in (*written, language))


def _translation_file(origin: Origin, language: str) -> str:
    return f"{origin.document.path.removesuffix('.md')}.{language}.md"


def _texts(conference: Conference) -> Iterator[WrittenText]:
    settings = conference.settings
    for key in ("title", "theme_title", "description", "intro", "place", "online", "licence"):
        yield WrittenText("conference", "The conference", conference.origin, key, getattr(settings, key))
    for day in conference.days:
        for key in ("title", "subtitle", "intro"):
            yield WrittenText("day", day.id, day.origin, key, getattr(day, key))
    yield from _of_programme(conference)
    for kind, things in (
        ("room", conference.rooms),
        ("track", conference.tracks),
        ("format", conference.formats),
        ("organisation", conference.organisations),
    ):
        for thing in things.values():
            for key in ("name", "description", "place", "full_name"):
                text = getattr(thing, key, Text())
                yield WrittenText(kind, f"The {kind} `{thing.id}`", thing.origin, key, text)
    yield from _of_files(conference)


def _of_programme(conference: Conference) -> Iterator[WrittenText]:
    for session in conference.sessions.values():
        if session.cancelled:
            continue
        for key in ("title", "abstract", "reason", "audience"):
            yield WrittenText("session", f"`{session.id}`", session.origin, key, getattr(session, key), session.id)
        for part in session.parts:
            for key in ("title", "abstract"):
                yield WrittenText("part", f"The part `{part.id}`", part.origin, key, getattr(part, key), session.id)


def _of_files(conference: Conference) -> Iterator[WrittenText]:
    for speaker in conference.speakers.values():
        for key in ("name", "position", "affiliation", "country"):
            yield WrittenText("speaker", speaker.name.plain, speaker.origin, key, getattr(speaker, key))
        yield WrittenText("speaker", speaker.name.plain, speaker.origin, "text", speaker.biography)
    for booth in conference.booths.values():
        label = f"The booth {booth.name.plain}"
        yield WrittenText("booth", label, booth.origin, "tagline", booth.tagline)
        yield WrittenText("booth", label, booth.origin, "text", booth.description)
        for project in booth.projects:
            for key in ("name", "description"):
                yield WrittenText("project", f"{project.name.plain}", project.origin, key, getattr(project, key))
    for page in conference.pages.values():
        label = f"The page {page.title.plain}"
        for key in ("title", "menu_title", "description"):
            yield WrittenText("page", label, page.origin, key, getattr(page, key))
        yield WrittenText("page", label, page.origin, "text", page.body)


CHECKS = (Check(MISSING_TRANSLATION, missing_translations),)
