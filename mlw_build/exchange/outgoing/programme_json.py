"""programme.json: everything public of the programme, in all languages, as it is in the model."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
from msgspec import Struct

from mlw_build import __version__
from mlw_build.exchange.outgoing.identity import guid, lasting, session_numbers, uid_of
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
from mlw_build.exchange.outgoing.publication import Publication, open_address, tidy
from mlw_build.json_text import json_octets
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

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class FeedNamed(Struct, frozen=True):
    """A calendar feed: its kind, the id of what it is about, its path in the default language, its names."""

    kind: str
    subject: str
    path: str
    names: Mapping[str, str]


def programme_json(publication: Publication, folders: Mapping[str, str], feeds: Iterable[FeedNamed]) -> bytes:
    """The programme as JSON in UTF-8. `folders` are those of the site's languages, the default first."""
    return json_octets(programme_of(publication, folders, feeds)) + b"\n"


@lru_cache(maxsize=1)
def programme_schema() -> str:
    """The JSON Schema of programme.json."""
    head = {"$schema": DIALECT, "title": "The programme of a conference, as mlw_build publishes it"}
    return json.dumps(head | msgspec.json.schema(Programme), ensure_ascii=False, indent=2) + "\n"


def programme_of(publication: Publication, folders: Mapping[str, str], feeds: Iterable[FeedNamed]) -> Programme:
    """The programme; `publication` is the site's in its default language."""
    return _Writer(publication).programme(folders, feeds)


class _Writer(Struct, frozen=True):
    """From the model to the shape of the file; one method a kind of thing."""

    publication: Publication

    def programme(self, folders: Mapping[str, str], feeds: Iterable[FeedNamed]) -> Programme:
        conference, path = self.publication.conference, self.publication.path
        held: defaultdict[str, list[str]] = defaultdict(list)
        demos: defaultdict[str, list[str]] = defaultdict(list)
        for session in conference.sessions.values():
            for speaker in dict.fromkeys(one.speaker.id for one in session.everyone):
                held[speaker].append(session.id)
            if session.booth:
                demos[session.booth].append(session.id)
        numbers = session_numbers(conference, self.publication.lock)
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
                    guid=guid(lasting(conference, "room", room.id)),
                    name=self.text(room.name),
                    description=self.text(room.description),
                    place=self.text(room.place),
                    stream=self.stream(room.stream),
                    capacity=room.capacity,
                    shared=room.shared,
                    languages=list(room.languages),
                    path=_page(path("room", room.id)),
                )
                for room in conference.rooms.values()
            ],
            tracks=[
                TrackItem(one.id, self.text(one.name), self.text(one.description), _page(path("track", one.id)))
                for one in conference.tracks.values()
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
            organisations=[self.organisation(one) for one in conference.organisations.values()],
            speakers=[self.speaker(one, held[one.id]) for one in conference.speakers.values()],
            sessions=[self.session(one, numbers) for one in conference.sessions.values()],
            booths=[self.booth(one, demos[one.id]) for one in conference.booths.values()],
            pages=[
                PageItem(one.id, self.text(one.title), self.text(one.description), _page(path("page", one.id)))
                for one in conference.pages.values()
            ],
            feeds=[FeedItem(one.kind, one.subject, dict(one.names), one.path) for one in feeds],
        )

    def text(self, text: Text) -> dict[str, str]:
        """A text by language; one written without a language is in the site's default language."""
        if not text.values:
            return {}
        default = self.publication.conference.default_language
        return {code or default: tidy(value) for code, value in text.values}

    def links(self, links: Iterable[Link]) -> list[LinkItem]:
        return [LinkItem(one.url, self.text(one.title)) for one in links]

    def picture(self, picture: Picture | None) -> PictureItem | None:
        if picture is None:
            return None
        return PictureItem(picture.file, self.publication.media(picture.file), self.text(picture.alt))

    def stream(self, stream: Stream | None) -> StreamItem | None:
        if stream is None:
            return None
        ways = {code: open_address(one) for code, one in stream.languages.items()}
        return StreamItem(
            url=open_address(stream.url),
            audio=open_address(stream.audio),
            text=open_address(stream.text),
            sign_language=open_address(stream.sign_language),
            languages={code: one for code, one in ways.items() if one},
            telephone=list(stream.telephone),
            note=self.text(stream.note),
        )

    def contact(self, contact: Contact | None) -> ContactItem | None:
        if contact is None:
            return None
        return ContactItem(contact.email, contact.telephone, contact.url, open_address(contact.meeting))

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
            guid=guid(lasting(self.publication.conference, "speaker", one.id)),
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
        return [ContributionItem(one.speaker.id, one.role) for one in contributions]

    def session(self, one: Session, numbers: Mapping[str, int]) -> SessionItem:
        conference, local = self.publication.conference, self.publication.local
        uid = uid_of(conference, one, self.publication.lock)
        return SessionItem(
            id=one.id,
            uid=uid,
            guid=guid(uid),
            number=numbers[uid],
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
            recording=open_address(one.recording),
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
            organisations=[one.id for one in part.organisations],
            abstract=self.text(part.abstract),
            slides=part.slides,
            recording=open_address(part.recording),
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
