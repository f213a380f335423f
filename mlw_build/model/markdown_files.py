"""Speakers, booths and pages: Markdown files with front matter, and their translations beside them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from mlw_build.diagnostics import Diagnostic, Rule
from mlw_build.model.conference import Booth, Page, Project, Speaker, Translations
from mlw_build.model.known import Known
from mlw_build.model.programme import Draft
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
from mlw_build.model.text import Text, clean_once
from mlw_build.model.validate import entry_of
from mlw_build.model.windows import windows_of
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


class Family(Struct, frozen=True):
    """A Markdown file and its translations by language."""

    document: Document
    translations: tuple[tuple[str, Document], ...]

    @property
    def body(self) -> Text:
        """The text below the front matter, in all languages there are."""
        text = Text.of(clean_once(self.document.body))
        for language, document in self.translations:
            text = text.with_translation(language, clean_once(document.body))
        return text

    @property
    def origins(self) -> Translations:
        """Where the translations are written."""
        return tuple((language, Origin(document)) for language, document in self.translations)


def _families(sources: Sources, kind: Kind, known: Known, problems: list[Diagnostic]) -> Iterator[Family]:
    documents = list(sources.of(kind))
    unread = {one.name for one in sources.unread if one.kind is kind and not one.passed_over}
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
        yield Family(document, tuple(translations.get(name, ())))


def speakers_of(sources: Sources, known: Known, problems: list[Diagnostic]) -> None:
    """Registers every speaker."""
    for family in _families(sources, Kind.SPEAKER, known, problems):
        origin = Origin(family.document)
        entry = entry_of(SpeakerEntry, origin, family.document.data or {}, known.languages, problems)
        if entry is None:
            known.speakers.add_broken_id(family.document.name)
            continue
        name, position, affiliation, country = entry.name, entry.position, entry.affiliation, entry.country
        for language, document in family.translations:
            other = entry_of(SpeakerTranslation, Origin(document), document.data or {}, known.languages, problems)
            if other:
                name = name.with_translation(language, other.name.plain)
                position = position.with_translation(language, other.position.plain)
                affiliation = affiliation.with_translation(language, other.affiliation.plain)
                country = country.with_translation(language, other.country.plain)
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
                available=windows_of(entry.available),
                links=tuple(entry.links),
                biography=family.body,
                origin=origin,
                translations=family.origins,
            ),
            problems,
        )


def booths_of(sources: Sources, known: Known, problems: list[Diagnostic]) -> list[Draft]:
    """Registers every booth; gives their live demonstrations as drafts of sessions."""
    drafts: list[Draft] = []
    for family in _families(sources, Kind.BOOTH, known, problems):
        origin = Origin(family.document)
        name = family.document.name
        entry = entry_of(BoothEntry, origin, family.document.data or {}, known.languages, problems)
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
            (language, one)
            for language, document in family.translations
            if (one := entry_of(BoothTranslation, Origin(document), document.data or {}, known.languages, problems))
        ]
        title, tagline = entry.name or organisation.name, entry.tagline
        for language, other in translated:
            title = title.with_translation(language, other.name.plain)
            tagline = tagline.with_translation(language, other.tagline.plain)
        known.booths.add(
            Booth(
                id=name,
                slug=entry.slug or name,
                name=title,
                organisation=organisation,
                tagline=tagline,
                description=family.body,
                projects=tuple(
                    _project(one, index, translated, origin.under("projects", index), family.origins)
                    for index, one in enumerate(entry.projects)
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


def _demos(entry: BoothEntry, booth: str, origin: Origin, known: Known, problems: list[Diagnostic]) -> Iterator[Draft]:
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
        yield Draft(demo, date, place, booth, rules.demo_format, rules.demo_room)


def _project(
    entry: ProjectEntry,
    index: int,
    translated: list[tuple[str, BoothTranslation]],
    origin: Origin,
    translations: Translations,
) -> Project:
    name, description = entry.name, entry.description
    for language, booth in translated:
        other = booth.projects[index] if index < len(booth.projects) else ProjectTranslation()
        name = name.with_translation(language, other.name.plain)
        description = description.with_translation(language, other.description.plain)
    places = tuple((language, one.under("projects", index)) for language, one in translations)
    return Project(name, description, entry.picture, tuple(entry.documents), tuple(entry.links), origin, places)


def pages_of(sources: Sources, known: Known, problems: list[Diagnostic]) -> None:
    """Registers every page of text."""
    for family in _families(sources, Kind.PAGE, known, problems):
        origin = Origin(family.document)
        name = family.document.name
        entry = entry_of(PageEntry, origin, family.document.data or {}, known.languages, problems)
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
            other = entry_of(PageTranslation, Origin(document), document.data or {}, known.languages, problems)
            if other:
                title = title.with_translation(language, other.title.plain)
                menu_title = menu_title.with_translation(language, other.menu_title.plain)
                description = description.with_translation(language, other.description.plain)
        known.pages.add(
            Page(name, title, menu_title, entry.menu, entry.order, description, family.body, origin, family.origins),
            problems,
        )
