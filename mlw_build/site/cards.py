"""From the conference to the views that several pages show: days, rooms, people, sessions, feeds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby

from markupsafe import Markup
from msgspec.structs import replace

from mlw_build.model.conference import Contribution, Day, Link, Part, Picture, Room, Session, Speaker
from mlw_build.model.text import Phrase, Text
from mlw_build.site.here import Here, remembered
from mlw_build.site.pictures.recipe import Use
from mlw_build.site.views import (
    DayGroup,
    DayView,
    LinkView,
    PartView,
    PersonView,
    PictureView,
    RoomView,
    SessionView,
)  # fmt: skip
from mlw_build.site.weave import shape, tone

ACCENTS = 7
MOST_NAMES = 4


@remembered
def day_view(here: Here, day: Day) -> DayView:
    """A day, with its dates in the page's language."""
    words = here.words
    return DayView(
        id=day.id,
        href=here.page("day", day.id),
        number=day.number,
        accent=(day.number - 1) % ACCENTS + 1,
        numeral=words.date(day.date, "day"),
        weekday=words.date(day.date, "weekday"),
        weekday_short=words.date(day.date, "weekday_short"),
        month=words.date(day.date, "month"),
        full=words.date(day.date, "full"),
        title=here.phrase(day.title),
        subtitle=here.phrase(day.subtitle),
        zone=here.zone(here.site.index.by_day.get(day.id, ())),
    )


@remembered
def room_view(here: Here, room: Room) -> RoomView:
    """A room with the colour and shape that it has everywhere."""
    return RoomView(
        id=room.id,
        name=here.phrase(room.name),
        href=here.page("room", room.id),
        tone=tone(room.number),
        shape=shape(room.number),
        place=here.phrase(room.place),
    )


@remembered
def picture_view(here: Here, picture: Picture | None, use: Use) -> PictureView | None:
    """A picture in the sizes of its use, where there is one that can be shown."""
    found = here.site.assets.album.of(picture, use) if picture else None
    if found is None or picture is None:
        return None
    return PictureView(
        src=here.to(found.src),
        alt=here.phrase(picture.alt),
        width=found.width,
        height=found.height,
        sources=here.offered(found),
        sizes=found.sizes,
    )


def link_views(here: Here, links: Iterable[Link]) -> tuple[LinkView, ...]:
    """Links with their words, or their address without its scheme where they have none."""
    return tuple(
        LinkView(here.phrase(one.title) or Phrase(one.url.partition("://")[2].rstrip("/"), here.language), one.url)
        for one in links
    )


@remembered
def person_view(here: Here, speaker: Speaker, role: str = "speaker") -> PersonView:
    """A speaker, with a role where it is another than speaker."""
    organisation = here.phrase(speaker.organisation.name if speaker.organisation else speaker.affiliation)
    name, position, country = here.phrase(speaker.name), here.phrase(speaker.position), here.phrase(speaker.country)
    label = name if speaker.announced else (_office(position, country) or organisation or name)
    return PersonView(
        id=speaker.id,
        href=here.page("speaker", speaker.id),
        name=name,
        label=label,
        announced=speaker.announced,
        initials=_initials(label.text) if speaker.announced else _initials((organisation or country or label).text)[:1],
        photo=picture_view(here, speaker.photo, Use.PORTRAIT),
        large_photo=picture_view(here, speaker.photo, Use.LARGE_PORTRAIT),
        position=position,
        organisation=organisation,
        organisation_href=speaker.organisation.url if speaker.organisation else None,
        country=country,
        role=None if role == "speaker" else role,
    )


def with_sessions(here: Here, person: PersonView, sessions: Iterable[Session]) -> PersonView:
    """A speaker as on lists of speakers, with their sessions."""
    return replace(
        person, sessions=tuple(LinkView(here.phrase(one.title), here.page("session", one.id)) for one in sessions)
    )


def people_views(here: Here, contributions: Iterable[Contribution]) -> tuple[PersonView, ...]:
    """The people of a session or part, in the order they are written, with their roles."""
    return tuple(person_view(here, one.speaker, one.role) for one in contributions)


def _office(position: Phrase, country: Phrase) -> Phrase:
    """Who will come, by office and country: Minister of Education, Egypt."""
    if position and country:
        return Phrase(f"{position.text}, {country.text}", position.language)
    return position or country


def _initials(name: str) -> str:
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join(letters[:1] + letters[-1:] if len(letters) > 1 else letters).upper()


@remembered
def session_view(here: Here, session: Session) -> SessionView:
    """A session as it stands in an agenda or a list."""
    rooms = tuple(room_view(here, room) for room in session.rooms)
    return SessionView(
        id=session.id,
        href=here.page("session", session.id),
        title=here.phrase(session.title),
        day=day_view(here, day_of(here, session)),
        start=here.moment(session.start),
        end=here.moment(session.end),
        minutes=_minutes(session.end - session.start),
        room=rooms[0] if rooms else None,
        rooms=rooms,
        format=here.phrase(session.format.name if session.format else Text()),
        track=here.phrase(session.track.name if session.track else Text()),
        who=who(here, session),
        status=session.status.value,
        reason=here.phrase(session.reason),
        plenary=session.plenary,
        interlude=session.interlude,
        languages=tuple(here.words.language_name(code) for code in session.languages),
        parts=part_views(here, session),
        keys=_keys(session),
    )


def _keys(session: Session) -> dict[str, str]:
    keys = {
        "track": session.track.id if session.track else "",
        "format": session.format.id if session.format and not session.interlude else "",
        "language": "|".join((*session.languages, *session.interpretation)),
        "topic": "|".join(session.tags),
    }
    return {key: value for key, value in keys.items() if value}


def day_of(here: Here, session: Session) -> Day:
    """The conference day of a session."""
    return here.site.index.days[session.day]


def who(here: Here, session: Session) -> Markup:
    """The people and organisations of a session, in short; who is not announced is named by what sends them."""
    people = {one.speaker.id: one.speaker for one in session.contributions or session.everyone}.values()
    open_yet = bool(people) and not any(one.announced for one in people)
    names = [_named(here, one, alone=open_yet) for one in people]
    if not names:
        names = [here.words.marked(here.phrase(one.name)) for one in session.organisations]
    listed = _in_short(here, list(dict.fromkeys(names)))
    return here.words("to_be_announced_short", name=listed) if open_yet else listed


def _named(here: Here, speaker: Speaker, *, alone: bool) -> Markup:
    """A speaker's label; that it is still open is said here unless it holds for all of them."""
    label = person_view(here, speaker).label
    if speaker.announced:
        return here.words.marked(Phrase(label.text, here.language))  # a name has no language
    return here.words.marked(label) if alone else here.words("to_be_announced_short", name=label)


def _in_short(here: Here, names: Sequence[Markup]) -> Markup:
    if len(names) <= MOST_NAMES:
        return Markup(here.words.listed(names) if names else "")
    rest = len(names) - MOST_NAMES + 1
    comma = Markup(here.words.plain("comma"))
    return here.words("and_more", names=comma.join(names[: MOST_NAMES - 1]), count=rest)


def part_views(here: Here, session: Session, *, whole: bool = False) -> tuple[PartView, ...]:
    """The parts written inside a session and the sessions that are part of it, in order of time.

    `whole` brings their abstracts too, for the session's own page.
    """
    own = [(part.start, _part(here, part, whole)) for part in session.parts]
    children = [(one.start, _child(here, one)) for one in here.site.index.children.get(session.id, ())]
    return tuple(view for _, view in sorted([*own, *children], key=lambda pair: (pair[0], pair[1].id)))


def _part(here: Here, part: Part, whole: bool) -> PartView:
    return PartView(
        id=part.id,
        title=here.phrase(part.title),
        href=None,
        start=here.moment(part.start),
        end=here.moment(part.end),
        minutes=_minutes(part.end - part.start),
        people=people_views(here, part.contributions),
        organisations=tuple(LinkView(here.phrase(one.name), one.url or "") for one in part.organisations),
        abstract=here.prose(part.abstract, level=4, prefix=f"{part.id}-") if whole else None,
        links=(*link_views(here, part.links), *_part_media(here, part)),
    )


def _part_media(here: Here, part: Part) -> tuple[LinkView, ...]:
    addresses = (("watch_recording", part.recording), ("slides_link", part.slides))
    return tuple(LinkView(here.words.phrase(key), address) for key, address in addresses if address)


def _child(here: Here, session: Session) -> PartView:
    return PartView(
        id=session.id,
        title=here.phrase(session.title),
        href=here.page("session", session.id),
        start=here.moment(session.start),
        end=here.moment(session.end),
        minutes=_minutes(session.end - session.start),
        people=people_views(here, session.contributions),
        organisations=tuple(LinkView(here.phrase(one.name), one.url or "") for one in session.organisations),
        abstract=None,
        links=(),
    )


def _minutes(length: timedelta) -> int:
    return round(length.total_seconds() / 60)


def day_groups(here: Here, sessions: Iterable[Session]) -> tuple[DayGroup, ...]:
    """Sessions of several days, by day."""
    groups = []
    for _, group in groupby(sorted(sessions, key=lambda one: (one.day, one.start, one.id)), key=lambda one: one.day):
        held = list(group)
        day = day_view(here, day_of(here, held[0]))
        groups.append(DayGroup(day, tuple(session_view(here, one) for one in held)))
    return tuple(groups)
