"""The files under data/: the programme for apps, programs and people who sort, in each of the site's languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial

from msgspec import Struct

from mlw_build.cache.chunks import CachedChunks, Chunk, ChunkIndex, assembled_from
from mlw_build.exchange.outgoing.card import Card, card_png, drawable
from mlw_build.exchange.outgoing.csv_file import csv_chunks
from mlw_build.exchange.outgoing.programme_json import NamedFeed, programme_json, programme_schema
from mlw_build.exchange.outgoing.publication import Publication
from mlw_build.exchange.outgoing.schedule import Schedule, build_schedule, hex_colour
from mlw_build.exchange.outgoing.schedule_json import schedule_json
from mlw_build.exchange.outgoing.schedule_xml import schedule_xml
from mlw_build.exchange.outgoing.spreadsheet import spreadsheet
from mlw_build.exchange.outgoing.table import Table, booths_table, programme_table, speakers_table
from mlw_build.model.conference import Session
from mlw_build.site.files.feeds import offered_feeds
from mlw_build.site.incremental import fingerprints
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.page_context import PageContext
from mlw_build.site.site import Site

PROGRAMME = "data/programme.json"
SCHEMA = "data/programme.schema.json"
FORMATS: Sequence[tuple[str, str]] = (
    ("schedule.xml", "application/vnd.c3voc.schedule+xml"),
    ("schedule.json", "application/json"),
    ("programme.json", "application/json"),
    ("programme.csv", "text/csv"),
    ("programme.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
)
"""The files with their media types, in the order in which they are offered."""


def data_path(site: Site, name: str, language: str) -> str:
    """The path of a file of data; programme.json has all languages in one file."""
    folder = "" if f"data/{name}" == PROGRAMME else site.addresses.folder(language)
    return f"{folder}data/{name}"


def data_headers(site: Site) -> Iterator[str]:
    """Lines for a host's _headers file: what each file is, and that any site may read it."""
    languages = site.conference.languages
    types = {data_path(site, name, language): kind for language in languages for name, kind in FORMATS}
    types[SCHEMA] = "application/schema+json"
    for path, media_type in types.items():
        charset = "; charset=utf-8" if media_type.startswith("text/") or media_type.endswith("+xml") else ""
        yield f"/{path}"
        yield f"  Content-Type: {media_type}{charset}"
        yield "  Cache-Control: public, max-age=300, must-revalidate"
        yield "  Access-Control-Allow-Origin: *"


def publication_of(site: Site, language: str) -> Publication:
    """The conference as it is published in a language."""
    context = PageContext(site, data_path(site, "schedule.xml", language), language)
    return Publication(
        conference=site.conference,
        language=language,
        base=site.addresses.base,
        words=context.words,
        path=lambda kind, subject: site.addresses.page(kind, subject, language),
        media=site.assets.media.get,
        plain=context.plain,
        key=partial(fingerprints.page_fingerprint, site),
        named=fingerprints.named_things_fingerprint(site),
        lock=site.calendar.lock,
    )


def data_files(site: Site) -> Iterator[FilePlan]:
    """Each of these files, where there is a programme."""
    conference = site.conference
    if not conference.sessions:
        return
    shown = partial(fingerprints.everything_fingerprint, site)
    for language in conference.languages:
        told = _LocalisedData(publication_of(site, language), data_path(site, "schedule.xml", language))
        assemblies = {
            "schedule.xml": assembled_from(told.schedule_xml),
            "schedule.json": assembled_from(told.schedule_json),
            "programme.csv": assembled_from(told.programme_csv),
            "programme.xlsx": told.programme_xlsx,
        }
        for name, pieces in assemblies.items():
            path, kind = data_path(site, name, language), name.partition(".")[0]
            yield FilePlan(path, chunks=pieces, fingerprint_of=shown, together=f"{kind} {language}")
    yield from _share_pictures(site)
    yield FilePlan(PROGRAMME, chunks=assembled_from(partial(_programme, site)), fingerprint_of=shown)
    yield FilePlan(SCHEMA, make=_schema, fingerprint_of=tuple)


class _LocalisedData(Struct, frozen=True, dict=True):
    """The programme in one language: what two of its files share is made with the first, and let go with the second.

    `place` is the path of schedule.xml, which names its own address.
    """

    publication: Publication
    place: str

    @cached_property
    def schedule(self) -> Schedule:
        return build_schedule(self.publication)

    @cached_property
    def programme(self) -> Table:
        return programme_table(self.publication)

    def schedule_xml(self) -> Iterable[Chunk]:
        return schedule_xml(self.schedule, self.publication.absolute(self.place))

    def schedule_json(self) -> Iterable[Chunk]:
        yield from schedule_json(self.schedule)
        vars(self).pop("schedule", None)

    def programme_csv(self) -> Iterable[Chunk]:
        return csv_chunks(self.programme)

    def programme_xlsx(self, earlier: CachedChunks) -> tuple[bytes, ChunkIndex]:
        publication = self.publication
        conference = publication.conference
        tables = [self.programme, speakers_table(publication), booths_table(publication)]
        vars(self).pop("programme", None)
        return spreadsheet(tables, publication.line(conference.settings.title), conference.zone.key, earlier)


def _programme(site: Site) -> Iterable[Chunk]:
    conference = site.conference
    folders = {language: site.addresses.folder(language) for language in conference.languages}
    publication = publication_of(site, conference.default_language)
    return programme_json(
        publication, folders, partial(_feeds, site), fingerprints.programme_with_changes_fingerprint(site)
    )


def _schema() -> bytes:
    return programme_schema().encode()


def card_path(site: Site, session: Session, language: str) -> str:
    """The path of the picture of a session, beside its page."""
    return f"{site.addresses.folder(language)}sessions/{session.slug}/card.png"


def card_of(site: Site, session: Session, publication: Publication) -> Card | None:
    """What the picture of a session says in the publication's language.

    None where the site wants no pictures, or the fonts lack a character of this one.
    """
    settings = site.conference.settings
    if not settings.social_cards:
        return None
    words = site.words[publication.language]
    start, end = publication.local(session.start), publication.local(session.end)
    clock = site.clock(publication.language)
    title = publication.line(session.title)
    day, zone = words.date(start.date(), "long"), words.zone_name(site.conference.zone, session.start, session.end)
    people = [publication.label(contribution.speaker) for contribution in session.everyone]
    card = Card(
        conference=publication.line(settings.title),
        when=f"{day}, {clock.text(start)}–{clock.text(end)}, {zone}",
        title=words.plain("cancelled_summary", title=title) if session.cancelled else title,
        who=words.listed(list(dict.fromkeys(people))) if people else "",
        accent=hex_colour(settings.look.accent),
    )
    return card if drawable(card) else None


def _share_pictures(site: Site) -> Iterator[FilePlan]:
    """A picture for each session, in each language, where the site wants them and the fonts have what it says."""
    for language in site.conference.languages if site.conference.settings.social_cards else ():
        publication = publication_of(site, language)
        for session in site.conference.sessions.values():
            card = card_of(site, session, publication)
            if card:
                path = card_path(site, session, language)
                yield FilePlan(
                    path, make=partial(card_png, card), fingerprint_of=partial(tuple, [card]), together="cards"
                )


def _feeds(site: Site) -> Iterator[NamedFeed]:
    """The feeds with their names in all languages."""
    conference = site.conference
    names = {
        language: {(feed.kind, feed.subject): feed.name for feed in offered_feeds(site, language)}
        for language in conference.languages
    }
    for kind, subject in names[conference.default_language]:
        path = site.addresses.feed(kind, subject, conference.default_language)
        found = {language: by_feed[kind, subject] for language, by_feed in names.items() if (kind, subject) in by_feed}
        yield NamedFeed(kind, subject, path, found)
