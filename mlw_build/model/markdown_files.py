"""Speakers, booths and pages: Markdown files with front matter, and their translations beside them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from mlw_build.diagnostics import Diagnostic, Rule
from mlw_build.model.conference import Booth, Page, Project, Speaker, Translations
from mlw_build.model.known import KnownThings
from mlw_build.model.programme import SessionDraft
from mlw_build.model.references import DUPLICATE_ID
from mlw_build.model.schema.people import (
    BoothEntry,
    BoothTranslation,
    PageEntry,
    PageTranslation,
    ProjectEntry,
    ProjectTranslation,
    SpeakerEntry,
    SpeakerTranslation,
)  # fmt: skip
from mlw_build.model.slots import NO_DAY
from mlw_build.model.text import Text, clean_text_once
from mlw_build.model.validate import validate_entry
from mlw_build.model.windows import build_windows
from mlw_build.read.document import Document, Kind, Origin
from mlw_build.read.site_files import Sources

STRAY_TRANSLATION = Rule("stray-translation", "A translation of nothing, or into a language the site does not have")
RESERVED_NAME = Rule("reserved-name", "A page whose address the site itself needs")
RULES = (STRAY_TRANSLATION, RESERVED_NAME)

RESERVED = frozenset(
    "404 agenda assets booths calendar changes data formats index live media my offline rooms search sessions speakers "
    "tracks".split()
)
"""Names at the top of the site that pages of text cannot have; the folders of languages are others."""

ORDER_WITHOUT = 1000


class TranslatedFile(Struct, frozen=True):
    """A Markdown file and its translations by language."""

    document: Document
    translations: tuple[tuple[str, Document], ...]

    @property
    def body(self) -> Text:
        """The text below the front matter, in all languages there are."""
        text = Text.of(clean_text_once(self.document.body))
        for language, document in self.translations:
            text = text.with_translation(language, clean_text_once(document.body))
        return text

    @property
    def origins(self) -> Translations:
        """Where the translations are written."""
        return tuple((language, Origin(document)) for language, document in self.translations)


def _translated_files(
    sources: Sources, kind: Kind, known: KnownThings, problems: list[Diagnostic]
) -> Iterator[TranslatedFile]:
    documents = list(sources.of(kind))
    unread = {
        unread_file.name for unread_file in sources.unread if unread_file.kind is kind and not unread_file.passed_over
    }
    default = known.languages[0]
    originals: dict[str, Document] = {}
    for document in documents:
        if document.language in (None, default):
            other = originals.setdefault(document.name, document)
            if other is not document:
                problems.append(
                    DUPLICATE_ID.at(
                        document.span(),
                        f"{document.path} and {other.path} are the same {kind.value}, twice.",
                        "Keep one of the two files.",
                    )
                )
    translations: dict[str, list[tuple[str, Document]]] = {}
    for document in documents:
        language = document.language
        if language in (None, default):
            continue
        if language not in known.languages:
            problems.append(
                STRAY_TRANSLATION.at(
                    document.span(),
                    f"`{language}` in the file's name is not one of this site's languages.",
                    f"Add `{language}` to `languages` in content/conference.yaml, or rename the file.",
                )
            )
        elif document.name in unread:
            continue
        elif document.name not in originals:
            problems.append(
                STRAY_TRANSLATION.at(
                    document.span(),
                    f"This is a translation of {document.name}.md, which does not exist.",
                    f"Add {document.path.rpartition('/')[0]}/{document.name}.md in {default}, or rename this file.",
                )
            )
        else:
            translations.setdefault(document.name, []).append((str(language), document))
    for name, document in originals.items():
        yield TranslatedFile(document, tuple(translations.get(name, ())))


def build_speakers(sources: Sources, known: KnownThings, problems: list[Diagnostic]) -> None:
    """Registers every speaker."""
    for family in _translated_files(sources, Kind.SPEAKER, known, problems):
        origin = Origin(family.document)
        entry = validate_entry(SpeakerEntry, origin, family.document.data or {}, known.languages, problems)
        if entry is None:
            known.speakers.add_broken_id(family.document.name)
            continue
        name, position, affiliation, country = entry.name, entry.position, entry.affiliation, entry.country
        for language, document in family.translations:
            speaker_translation = validate_entry(
                SpeakerTranslation, Origin(document), document.data or {}, known.languages, problems
            )
            if speaker_translation:
                name = name.with_translation(language, speaker_translation.name.plain)
                position = position.with_translation(language, speaker_translation.position.plain)
                affiliation = affiliation.with_translation(language, speaker_translation.affiliation.plain)
                country = country.with_translation(language, speaker_translation.country.plain)
        organisation = None
        if entry.organisation:
            organisation = known.organisations.find(entry.organisation, origin, problems, "organisation")
        known.speakers.add(
            Speaker(
                id=family.document.name,
                slug=entry.slug or family.document.name,
                name=name,
                announced=entry.announced,
                position=position,
                organisation=organisation,
                affiliation=affiliation,
                country=country,
                pronouns=entry.pronouns,
                photo=entry.photo,
                languages=tuple(entry.languages),
                time_zone=entry.time_zone,
                available=build_windows(entry.available),
                links=tuple(entry.links),
                biography=family.body,
                origin=origin,
                translations=family.origins,
            ),
            problems,
        )


def build_booths(sources: Sources, known: KnownThings, problems: list[Diagnostic]) -> list[SessionDraft]:
    """Registers every booth; gives their live demonstrations as drafts of sessions."""
    drafts: list[SessionDraft] = []
    for family in _translated_files(sources, Kind.BOOTH, known, problems):
        origin = Origin(family.document)
        name = family.document.name
        entry = validate_entry(BoothEntry, origin, family.document.data or {}, known.languages, problems)
        organisation = None
        if entry:
            organisation = known.organisations.find(entry.organisation, origin, problems, "organisation")
            drafts += _demos(entry, name, origin, known, problems)
        if entry is None or organisation is None:
            known.booths.add_broken_id(name)
            if entry is None:
                known.sessions.add_unread()
            continue
        translated = [
            (language, booth_translation)
            for language, document in family.translations
            if (
                booth_translation := validate_entry(
                    BoothTranslation, Origin(document), document.data or {}, known.languages, problems
                )
            )
        ]
        title, tagline = entry.name or organisation.name, entry.tagline
        for language, translation in translated:
            title = title.with_translation(language, translation.name.plain)
            tagline = tagline.with_translation(language, translation.tagline.plain)
        known.booths.add(
            Booth(
                id=name,
                slug=entry.slug or name,
                name=title,
                organisation=organisation,
                tagline=tagline,
                description=family.body,
                projects=tuple(
                    _project(project_entry, index, translated, origin.under("projects", index), family.origins)
                    for index, project_entry in enumerate(entry.projects)
                ),
                contact=entry.contact,
                open_from=entry.open_from,
                open_until=entry.open_until,
                links=tuple(entry.links),
                order=ORDER_WITHOUT if entry.order is None else entry.order,
                origin=origin,
                translations=family.origins,
            ),
            problems,
        )
    return drafts


def _demos(
    entry: BoothEntry, booth: str, origin: Origin, known: KnownThings, problems: list[Diagnostic]
) -> Iterator[SessionDraft]:
    for index, demo in enumerate(entry.demos):
        place = origin.under("demos", index)
        date = demo.date or demo.start.day
        if date is None:
            problems.append(
                NO_DAY.at(place.span(), f"Nothing says on which day `{demo.id}` is.", "Write `date: ` and the day.")
            )
            known.sessions.add_broken_id(demo.id)
            continue
        rules = known.settings.booths
        yield SessionDraft(demo, date, place, booth, rules.demo_format, rules.demo_room)


def _project(
    entry: ProjectEntry,
    index: int,
    translated: list[tuple[str, BoothTranslation]],
    origin: Origin,
    translations: Translations,
) -> Project:
    name, description = entry.name, entry.description
    for language, booth in translated:
        project_translation = booth.projects[index] if index < len(booth.projects) else ProjectTranslation()
        name = name.with_translation(language, project_translation.name.plain)
        description = description.with_translation(language, project_translation.description.plain)
    places = tuple((language, origin.under("projects", index)) for language, origin in translations)
    return Project(name, description, entry.picture, tuple(entry.documents), tuple(entry.links), origin, places)


def build_pages(sources: Sources, known: KnownThings, problems: list[Diagnostic]) -> None:
    """Registers every page of text."""
    for family in _translated_files(sources, Kind.PAGE, known, problems):
        origin = Origin(family.document)
        name = family.document.name
        entry = validate_entry(PageEntry, origin, family.document.data or {}, known.languages, problems)
        if name.lower() in RESERVED or name.lower() in (language.lower() for language in known.languages):
            problems.append(
                RESERVED_NAME.at(
                    family.document.span(),
                    f"The site has {name}/ of its own, so a page cannot have that address.",
                    f"Rename the file, for example to {name}-page.md.",
                )
            )
            entry = None
        if entry is None:
            known.pages.add_broken_id(name)
            continue
        title, menu_title, description = entry.title, entry.menu_title, entry.description
        for language, document in family.translations:
            page_translation = validate_entry(
                PageTranslation, Origin(document), document.data or {}, known.languages, problems
            )
            if page_translation:
                title = title.with_translation(language, page_translation.title.plain)
                menu_title = menu_title.with_translation(language, page_translation.menu_title.plain)
                description = description.with_translation(language, page_translation.description.plain)
        known.pages.add(
            Page(name, title, menu_title, entry.menu, entry.order, description, family.body, origin, family.origins),
            problems,
        )
