"""From the conference to the views that several pages show: days, rooms, people, sessions, feeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby

from markupsafe import Markup
from msgspec.structs import replace

from mlw_build.model.conference import Contribution, Day, Link, Part, Picture, Room, Session, Speaker
from mlw_build.model.text import Phrase, Text
from mlw_build.site.agenda.artwork import room_shape, room_tone
from mlw_build.site.page_context import PageContext, cached_per_context
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.views.values import (
    DayGroup,
    DayView,
    LinkView,
    PartView,
    PersonView,
    PictureView,
    RoomView,
    SessionView,
)  # fmt: skip

_NOTHING = Phrase("", "")

ACCENTS = 7
MOST_NAMES = 4


@cached_per_context
def day_view(context: PageContext, day: Day) -> DayView:
    """A day, with its dates in the page's language."""
    words = context.words
    return DayView(
        id=day.id,
        href=context.page("day", day.id),
        number=day.number,
        accent=(day.number - 1) % ACCENTS + 1,
        numeral=words.date(day.date, "day"),
        weekday=words.date(day.date, "weekday"),
        weekday_short=words.date(day.date, "weekday_short"),
        month=words.date(day.date, "month"),
        full=words.date(day.date, "full"),
        title=context.phrase(day.title),
        subtitle=context.phrase(day.subtitle),
        zone=context.zone(context.site.index.by_day.get(day.id, ())),
    )


@cached_per_context
def room_view(context: PageContext, room: Room) -> RoomView:
    """A room with the colour and shape that it has everywhere."""
    return RoomView(
        id=room.id,
        name=context.phrase(room.name),
        href=context.page("room", room.id),
        tone=room_tone(room.number),
        shape=room_shape(room.number),
        place=context.phrase(room.place),
    )


@cached_per_context
def picture_view(context: PageContext, picture: Picture | None, use: Use) -> PictureView | None:
    """A picture in the sizes of its use, where there is one that can be shown."""
    found = context.site.assets.album.of(picture, use) if picture else None
    if found is None or picture is None:
        return None
    return PictureView(
        src=context.to(found.src),
        alt=context.phrase(picture.alt),
        width=found.width,
        height=found.height,
        sources=context.offered(found),
        sizes=found.sizes,
    )


def link_views(context: PageContext, links: Iterable[Link]) -> tuple[LinkView, ...]:
    """Links with their words, or their address without its scheme where they have none."""
    return tuple(
        LinkView(
            context.phrase(link.title) or Phrase(link.url.partition("://")[2].rstrip("/"), context.language), link.url
        )
        for link in links
    )


@cached_per_context
def person_view(context: PageContext, speaker: Speaker, role: str = "speaker") -> PersonView:
    """A speaker, with a role where it is another than speaker."""
    organisation = context.phrase(speaker.organisation.name if speaker.organisation else speaker.affiliation)
    name, position, country = (
        context.phrase(speaker.name),
        context.phrase(speaker.position),
        context.phrase(speaker.country),
    )
    label = name if speaker.announced else (_office_phrase(position, country) or organisation or name)
    return PersonView(
        id=speaker.id,
        href=context.page("speaker", speaker.id),
        name=name,
        label=label,
        announced=speaker.announced,
        initials=_initials(label.text) if speaker.announced else _initials((organisation or country or label).text)[:1],
        photo=picture_view(context, speaker.photo, Use.PORTRAIT),
        large_photo=picture_view(context, speaker.photo, Use.LARGE_PORTRAIT),
        position=position,
        organisation=organisation,
        organisation_href=speaker.organisation.url if speaker.organisation else None,
        country=country,
        role=None if role == "speaker" else role,
    )


def with_sessions(context: PageContext, person: PersonView, sessions: Iterable[Session]) -> PersonView:
    """A speaker as on lists of speakers, with their sessions."""
    return replace(
        person,
        sessions=tuple(
            LinkView(context.phrase(session.title), context.page("session", session.id)) for session in sessions
        ),
    )


def people_views(context: PageContext, contributions: Iterable[Contribution]) -> tuple[PersonView, ...]:
    """The people of a session or part, in the order they are written, with their roles."""
    return tuple(person_view(context, contribution.speaker, contribution.role) for contribution in contributions)


def _office_phrase(position: Phrase, country: Phrase) -> Phrase:
    """Who will come, by office and country: Minister of Education, Egypt."""
    if position and country:
        return Phrase(f"{position.text}, {country.text}", position.language)
    return position or country


def _initials(name: str) -> str:
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters).upper()


@cached_per_context
def session_view(context: PageContext, session: Session) -> SessionView:
    """A session as it stands in an agenda or a list."""
    rooms = tuple(room_view(context, room) for room in session.rooms)
    title, telling = context.phrase(session.title), context.site.index.telling
    format_name = context.phrase(session.format.name if session.format else Text())
    track = context.phrase(session.track.name if session.track else Text())
    tells = not session.format or session.format.id != telling.common_format or not session.track
    return SessionView(
        id=session.id,
        href=context.page("session", session.id),
        title=title,
        day=day_view(context, day_of(context, session)),
        start=context.moment(session.start),
        end=context.moment(session.end),
        minutes=_minutes(session.end - session.start),
        room=rooms[0] if rooms else None,
        rooms=rooms,
        format=format_name,
        track=track,
        topic=track if telling.topics and track.text != title.text else _NOTHING,
        kind=format_name if tells and not session.interlude and format_name.text != title.text else _NOTHING,
        who=people_line(context, session),
        status=session.status.value,
        reason=context.phrase(session.reason),
        plenary=session.plenary,
        interlude=session.interlude,
        languages=tuple(context.words.language_name(code) for code in session.languages),
        parts=part_views(context, session),
        keys=filter_values(session),
    )


def filter_values(session: Session) -> dict[str, str]:
    """What a session can be filtered by: ids or codes, several with | between them, without those that it has not."""
    keys = {
        "track": session.track.id if session.track else "",
        "format": session.format.id if session.format and not session.interlude else "",
        "language": "|".join((*session.languages, *session.interpretation)),
        "topic": "|".join(session.tags),
    }
    return {key: value for key, value in keys.items() if value}


def day_of(context: PageContext, session: Session) -> Day:
    """The conference day of a session."""
    return context.site.index.days[session.day]


def people_line(context: PageContext, session: Session) -> Markup:
    """The people and organisations of a session, in short; who is not announced is named by what sends them."""
    people = {
        contribution.speaker.id: contribution.speaker for contribution in session.contributions or session.everyone
    }.values()
    open_yet = bool(people) and not any(speaker.announced for speaker in people)
    names = [_person_name(context, speaker, alone=open_yet) for speaker in people]
    if not names:
        names = [context.words.marked(context.phrase(organisation.name)) for organisation in session.organisations]
    listed = _shortened_list(context, list(dict.fromkeys(names)))
    return context.words("to_be_announced_short", name=listed) if open_yet else listed


def _person_name(context: PageContext, speaker: Speaker, *, alone: bool) -> Markup:
    """A speaker's label; that it is still open is said here unless it holds for all of them."""
    label = person_view(context, speaker).label
    if speaker.announced:
        return context.words.marked(Phrase(label.text, context.language))  # a name has no language
    return context.words.marked(label) if alone else context.words("to_be_announced_short", name=label)


def _shortened_list(context: PageContext, names: Sequence[Markup]) -> Markup:
    if len(names) <= MOST_NAMES:
        return Markup(context.words.listed(names) if names else "")
    rest = len(names) - MOST_NAMES + 1
    comma = Markup(context.words.plain("comma"))
    return context.words("and_more", names=comma.join(names[: MOST_NAMES - 1]), count=rest)


def part_views(context: PageContext, session: Session, *, whole: bool = False) -> tuple[PartView, ...]:
    """The parts written inside a session and the sessions that are part of it, in order of time.

    `whole` brings their abstracts too, for the session's own page.
    """
    own = [(part.start, _part(context, part, whole)) for part in session.parts]
    children = [(one.start, _child_session(context, one)) for one in context.site.index.children.get(session.id, ())]
    return tuple(view for _, view in sorted([*own, *children], key=lambda pair: (pair[0], pair[1].id)))


def _part(context: PageContext, part: Part, whole: bool) -> PartView:
    return PartView(
        id=part.id,
        title=context.phrase(part.title),
        href=None,
        start=context.moment(part.start),
        end=context.moment(part.end),
        minutes=_minutes(part.end - part.start),
        people=people_views(context, part.contributions),
        organisations=tuple(
            LinkView(context.phrase(organisation.name), organisation.url or "") for organisation in part.organisations
        ),
        abstract=context.prose(part.abstract, level=4, prefix=f"{part.id}-") if whole else None,
        links=(*link_views(context, part.links), *_part_media(context, part)),
    )


def _part_media(context: PageContext, part: Part) -> tuple[LinkView, ...]:
    addresses = (("watch_recording", part.recording), ("slides_link", part.slides))
    return tuple(LinkView(context.words.phrase(key), address) for key, address in addresses if address)


def _child_session(context: PageContext, session: Session) -> PartView:
    return PartView(
        id=session.id,
        title=context.phrase(session.title),
        href=context.page("session", session.id),
        start=context.moment(session.start),
        end=context.moment(session.end),
        minutes=_minutes(session.end - session.start),
        people=people_views(context, session.contributions),
        organisations=tuple(
            LinkView(context.phrase(organisation.name), organisation.url or "")
            for organisation in session.organisations
        ),
        abstract=None,
        links=(),
    )


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)


def day_groups(context: PageContext, sessions: Iterable[Session]) -> tuple[DayGroup, ...]:
    """Sessions of several days, by day."""
    groups = []
    for _, group in groupby(
        sorted(sessions, key=lambda session: (session.day, session.start, session.id)), key=lambda session: session.day
    ):
        held = list(group)
        day = day_view(context, day_of(context, held[0]))
        groups.append(DayGroup(day, tuple(session_view(context, session) for session in held)))
    return tuple(groups)
