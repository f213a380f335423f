"""programme.json: everything public of the programme, in all languages, as it is in the model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial

import msgspec
from msgspec import Struct

from mlw_build import __version__
from mlw_build.cache.chunks import Chunk, literal_chunk, separated
from mlw_build.exchange.outgoing.identity import guid, lasting_identity, session_numbers, session_uid
from mlw_build.exchange.outgoing.programme_model import (
    VERSION,
    BoothItem,
    ConferenceItem,
    ContactItem,
    ContributionItem,
    DayItem,
    FeedItem,
    FormatItem,
    LinkItem,
    OrganisationItem,
    PageItem,
    PartItem,
    PictureItem,
    Programme,
    ProjectItem,
    RegistrationItem,
    RoomItem,
    SessionItem,
    SiteLanguage,
    SpeakerItem,
    StreamItem,
    TrackItem,
)  # fmt: skip
from mlw_build.exchange.outgoing.publication import (
    Publication,
    demos_of_booths,
    public_stream_address,
    sessions_of_speakers,
    storable_text,
)
from mlw_build.model.conference import (
    Booth,
    Contact,
    Contribution,
    Link,
    Organisation,
    Part,
    Picture,
    Session,
    Speaker,
    Stream,
)  # fmt: skip
from mlw_build.model.text import Text
from mlw_build.text.json_text import json_octets

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class NamedFeed(Struct, frozen=True):
    """A calendar feed: its kind, the id of what it is about, its path in the default language, its names."""

    kind: str
    subject: str
    path: str
    names: Mapping[str, str]


def programme_json(
    publication: Publication, folders: Mapping[str, str], feeds: Callable[[], Iterable[NamedFeed]], feeds_key: str
) -> Iterator[Chunk]:
    """The programme as JSON in UTF-8 (a Programme), a piece for each session, speaker and booth.

    `publication` is the site's in its default language, `folders` are those of its languages, the default first;
    `feeds_key` stands for what the feeds are made of.
    """
    return _Writer(publication).chunks(folders, feeds, feeds_key)


@lru_cache(maxsize=1)
def programme_schema() -> str:
    """The JSON Schema of programme.json."""
    head = {"$schema": DIALECT, "title": "The programme of a conference, as mlw_build publishes it"}
    return json.dumps(head | msgspec.json.schema(Programme), ensure_ascii=False, indent=2) + "\n"


_MANY = b'"speakers":[],"sessions":[],"booths":[]'
"""What is made in pieces, where it is empty. No text has it, since quotation marks are escaped."""


def _octets(make: Callable[..., object], *values: object) -> bytes:
    return json_octets(make(*values))


class _Writer(Struct, frozen=True):
    """From the model to the shape of the file; one method a kind of thing."""

    publication: Publication

    def chunks(
        self, folders: Mapping[str, str], feeds: Callable[[], Iterable[NamedFeed]], feeds_key: str
    ) -> Iterator[Chunk]:
        before, _, after = json_octets(self.programme(folders)).partition(_MANY)
        yield literal_chunk(before + b'"speakers":[')
        yield from separated(self.speakers(), b",")
        yield literal_chunk(b'],"sessions":[')
        yield from separated(self.sessions(), b",")
        yield literal_chunk(b'],"booths":[')
        yield from separated(self.booths(), b",")
        yield literal_chunk(b"]" + after.removesuffix(b"[]}"))
        yield Chunk(feeds_key, partial(_octets, self.feeds, feeds))
        yield literal_chunk(b"}\n")

    def speakers(self) -> Iterator[Chunk]:
        held = sessions_of_speakers(self.publication.conference)
        for speaker in self.publication.conference.speakers.values():
            yield Chunk(
                self.publication.key("speaker", speaker.id), partial(_octets, self.speaker, speaker, held[speaker.id])
            )

    def sessions(self) -> Iterator[Chunk]:
        conference, lock = self.publication.conference, self.publication.lock
        numbers = session_numbers(conference, lock)
        for session in conference.sessions.values():
            number = numbers[session_uid(conference, session, lock)]
            key = f"{self.publication.key('session', session.id)} {number}"
            yield Chunk(key, partial(_octets, self.session, session, number))

    def booths(self) -> Iterator[Chunk]:
        demos = demos_of_booths(self.publication.conference)
        for booth in self.publication.conference.booths.values():
            yield Chunk(self.publication.key("booth", booth.id), partial(_octets, self.booth, booth, demos[booth.id]))

    def feeds(self, named: Callable[[], Iterable[NamedFeed]]) -> list[FeedItem]:
        return [
            FeedItem(named_feed.kind, named_feed.subject, dict(named_feed.names), named_feed.path)
            for named_feed in named()
        ]

    def programme(self, folders: Mapping[str, str]) -> Programme:
        """The programme without what it has many of."""
        conference, path = self.publication.conference, self.publication.path
        return Programme(
            version=VERSION,
            generator=f"mlw_build {__version__}",
            address=self.publication.base,
            languages=[SiteLanguage(code, folder) for code, folder in folders.items()],
            conference=self.conference(),
            days=[
                DayItem(
                    day.date,
                    day.number,
                    self.text(day.title),
                    self.text(day.subtitle),
                    self.text(day.intro),
                    [self.text(question) for question in day.questions],
                    _page(path("day", day.id)),
                )
                for day in conference.days
            ],
            rooms=[
                RoomItem(
                    id=room.id,
                    guid=guid(lasting_identity(conference, "room", room.id)),
                    name=self.text(room.name),
                    description=self.text(room.description),
                    place=self.text(room.place),
                    stream=self.stream(room.stream),
                    online=room.online,
                    capacity=room.capacity,
                    shared=room.shared,
                    languages=list(room.languages),
                    path=_page(path("room", room.id)),
                )
                for room in conference.rooms.values()
            ],
            tracks=[
                TrackItem(track.id, self.text(track.name), self.text(track.description), _page(path("track", track.id)))
                for track in conference.tracks.values()
            ],
            formats=[
                FormatItem(
                    one.id,
                    self.text(one.name),
                    self.text(one.description),
                    one.plenary,
                    one.interlude,
                    _page(path("format", one.id)),
                )
                for one in conference.formats.values()
            ],
            organisations=[self.organisation(organisation) for organisation in conference.organisations.values()],
            speakers=[],
            sessions=[],
            booths=[],
            pages=[
                PageItem(page.id, self.text(page.title), self.text(page.description), _page(path("page", page.id)))
                for page in conference.pages.values()
            ],
            feeds=[],
        )

    def text(self, text: Text) -> dict[str, str]:
        """A text by language; one written without a language is in the site's default language."""
        if not text.values:
            return {}
        default = self.publication.conference.default_language
        return {code or default: storable_text(value) for code, value in text.values}

    def links(self, links: Iterable[Link]) -> list[LinkItem]:
        return [LinkItem(link.url, self.text(link.title)) for link in links]

    def picture(self, picture: Picture | None) -> PictureItem | None:
        if picture is None:
            return None
        return PictureItem(picture.file, self.publication.media(picture.file), self.text(picture.alt))

    def stream(self, stream: Stream | None) -> StreamItem | None:
        if stream is None:
            return None
        ways = {code: public_stream_address(text) for code, text in stream.languages.items()}
        return StreamItem(
            url=public_stream_address(stream.url),
            audio=public_stream_address(stream.audio),
            text=public_stream_address(stream.text),
            sign_language=public_stream_address(stream.sign_language),
            languages={code: text for code, text in ways.items() if text},
            telephone=list(stream.telephone),
            note=self.text(stream.note),
        )

    def contact(self, contact: Contact | None) -> ContactItem | None:
        if contact is None:
            return None
        return ContactItem(contact.email, contact.telephone, contact.url, public_stream_address(contact.meeting))

    def conference(self) -> ConferenceItem:
        conference, settings = self.publication.conference, self.publication.conference.settings
        dates = [day.date for day in conference.days]
        registration = settings.registration
        return ConferenceItem(
            id=settings.id,
            title=self.text(settings.title),
            short_title=self.text(settings.short_title),
            theme_title=self.text(settings.theme_title),
            description=self.text(settings.description),
            intro=self.text(settings.intro),
            start=settings.start or (dates[0] if dates else None),
            end=settings.end or (dates[-1] if dates else None),
            time_zone=conference.zone.key,
            day_change=str(settings.day_change) if settings.day_change else None,
            domain=settings.domain,
            place=self.text(settings.place),
            online=self.text(settings.online),
            organisers=list(settings.organisers),
            partner_levels={key: self.text(title) for key, title in settings.partner_levels.items()},
            registration=RegistrationItem(
                registration.url, registration.opens, registration.closes, self.text(registration.note)
            )
            if registration
            else None,
            support=self.contact(settings.support),
            hashtag=settings.hashtag,
            links=self.links(settings.links),
            licence=self.text(settings.licence),
        )

    def organisation(self, one: Organisation) -> OrganisationItem:
        return OrganisationItem(
            id=one.id,
            name=self.text(one.name),
            full_name=self.text(one.full_name),
            level=one.level,
            description=self.text(one.description),
            logo=self.picture(one.logo),
            url=one.url,
        )

    def speaker(self, one: Speaker, sessions: Sequence[str]) -> SpeakerItem:
        return SpeakerItem(
            id=one.id,
            guid=guid(lasting_identity(self.publication.conference, "speaker", one.id)),
            slug=one.slug,
            name=self.text(one.name),
            announced=one.announced,
            position=self.text(one.position),
            organisation=one.organisation.id if one.organisation else None,
            affiliation=self.text(one.affiliation),
            country=self.text(one.country),
            pronouns=self.text(one.pronouns),
            photo=self.picture(one.photo),
            languages=list(one.languages),
            links=self.links(one.links),
            biography=self.text(one.biography),
            sessions=list(sessions),
            path=_page(self.publication.path("speaker", one.id)),
        )

    def contributions(self, contributions: Iterable[Contribution]) -> list[ContributionItem]:
        return [ContributionItem(contribution.speaker.id, contribution.role) for contribution in contributions]

    def session(self, one: Session, number: int) -> SessionItem:
        conference, local = self.publication.conference, self.publication.local
        uid = session_uid(conference, one, self.publication.lock)
        return SessionItem(
            id=one.id,
            uid=uid,
            guid=guid(uid),
            number=number,
            slug=one.slug,
            was=list(one.was),
            title=self.text(one.title),
            format=one.format.id if one.format else None,
            track=one.track.id if one.track else None,
            rooms=[room.id for room in one.rooms],
            day=one.day,
            start=local(one.start),
            end=local(one.end),
            minutes=_minutes(one.start, one.end),
            status=one.status.value,
            reason=self.text(one.reason),
            speakers=self.contributions(one.contributions),
            organisations=[organisation.id for organisation in one.organisations],
            abstract=self.text(one.abstract),
            languages=list(one.languages),
            interpretation=list(one.interpretation),
            captions=list(one.captions),
            sign_language=list(one.sign_language),
            audience=self.text(one.audience),
            capacity=one.capacity,
            registration=one.registration,
            questions=one.questions,
            stream=self.stream(one.own_stream),
            recording=public_stream_address(one.recording),
            slides=one.slides,
            links=self.links(one.links),
            parts=[self.part(part) for part in one.parts],
            part_of=one.part_of,
            booth=one.booth,
            tags=list(one.tags),
            path=_page(self.publication.path("session", one.id)),
        )

    def part(self, part: Part) -> PartItem:
        return PartItem(
            id=part.id,
            title=self.text(part.title),
            start=self.publication.local(part.start),
            end=self.publication.local(part.end),
            minutes=_minutes(part.start, part.end),
            speakers=self.contributions(part.contributions),
            organisations=[organisation.id for organisation in part.organisations],
            abstract=self.text(part.abstract),
            slides=part.slides,
            recording=public_stream_address(part.recording),
            links=self.links(part.links),
        )

    def booth(self, one: Booth, demos: Sequence[str]) -> BoothItem:
        return BoothItem(
            id=one.id,
            slug=one.slug,
            name=self.text(one.name),
            organisation=one.organisation.id,
            tagline=self.text(one.tagline),
            description=self.text(one.description),
            projects=[
                ProjectItem(
                    self.text(project.name),
                    self.text(project.description),
                    self.picture(project.picture),
                    list(project.documents),
                    self.links(project.links),
                )
                for project in one.projects
            ],
            demos=list(demos),
            contact=self.contact(one.contact),
            open_from=one.open_from,
            open_until=one.open_until,
            links=self.links(one.links),
            order=one.order,
            path=_page(self.publication.path("booth", one.id)),
        )


def _page(path: str) -> str:
    """A page's path as its address has it."""
    return path.removesuffix("index.html")


def _minutes(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds() / 60)
