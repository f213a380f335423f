"""A conference that is made up: always the same for the same size and seed, without a clash unless some are planted.

It is described here in plain frozen data, for nobody's file format in particular, so that different generators can be
given the very same conference.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

FIRST_DAY = date(2027, 3, 8)

HOURS = (9, 10, 11, 12, 14, 15, 16, 17, 18)
"""When sessions in rooms begin; each lasts 50 minutes."""

DEMO_HOUR = 13
"""When live demos at booths begin, all at once; each lasts 30 minutes."""

SPARE = 1.05
"""Places in rooms for each session in one: a real programme has gaps, into which a session can move."""

_WORDS = (
    "access agenda analysis audience bridge capacity classroom community content cost curriculum data design "
    "distance equity evidence family feedback future gender household inclusion innovation language learner "
    "library literacy method network outcome parent partner pathway pedagogy policy practice programme quality "
    "radio reading research school science skill solution strategy student support teacher text university voice"
).split()


class Day(Struct, frozen=True):
    """A day: its date and theme."""

    date: date
    title: str


class Room(Struct, frozen=True):
    """A room with its stream."""

    id: str
    name: str
    stream: str


class Named(Struct, frozen=True):
    """A track or a format: an id and a name."""

    id: str
    name: str


class Speaker(Struct, frozen=True):
    """A speaker, with a biography in Markdown."""

    id: str
    name: str
    position: str
    biography: str


class Booth(Struct, frozen=True):
    """A booth with its one project; `about` is Markdown."""

    id: str
    name: str
    project: str
    project_text: str
    about: str


class Session(Struct, frozen=True):
    """A session: in a room, or a live demo at a booth (then it has no room). The abstract is Markdown."""

    id: str
    title: str
    date: date
    hour: int
    room: str
    booth: str
    track: str
    format: str
    speakers: tuple[str, ...]
    abstract: str

    @property
    def start(self) -> str:
        """When it begins, as HH:MM in the conference's time zone."""
        return f"{self.hour:02}:00"

    @property
    def end(self) -> str:
        """When it ends, likewise."""
        return f"{self.hour:02}:{30 if self.booth else 50}"


class Conference(Struct, frozen=True):
    """Everything that is made up; sessions are in order of time."""

    id: str
    title: str
    seed: int
    days: tuple[Day, ...]
    rooms: tuple[Room, ...]
    tracks: tuple[Named, ...]
    formats: tuple[Named, ...]
    speakers: tuple[Speaker, ...]
    booths: tuple[Booth, ...]
    sessions: tuple[Session, ...]

    time_zone = "Europe/Paris"
    domain = "example.org"
    address = "https://conference.example.org/"


def make_up(sessions: int, seed: int = 1, clashes: int = 0) -> Conference:
    """Make up a conference with this many sessions, one in twenty of them a live demo, and so many room clashes."""
    chance = random.Random(seed)
    days = 1 if sessions < 20 else 3 if sessions <= 400 else 4 if sessions <= 2000 else 6
    demos = sessions // 20
    rooms = max(2, -int(-(sessions - demos) * SPARE // (days * len(HOURS))))
    programme = _programme(chance, sessions - demos, demos, days, rooms, max(3, min(24, sessions // 40)))
    most_at_once = max(rooms * 3, -(-demos // days) * 3)
    cast, count = _cast(chance, programme, max(most_at_once, sessions * 9 // 10))
    return Conference(
        id=f"synthetic-{sessions}",
        title=f"Synthetic {sessions}",
        seed=seed,
        days=tuple(Day(FIRST_DAY + timedelta(days=number), _title(chance)) for number in range(days)),
        rooms=tuple(
            Room(f"room-{number}", f"Room {number}", f"https://www.youtube.com/watch?v=S{number:010}")
            for number in range(rooms)
        ),
        tracks=tuple(Named(f"track-{number}", _title(chance)) for number in range(max(3, min(24, sessions // 40)))),
        formats=(Named("talk", "Talk"), Named("panel", "Panel"), Named("demo", "Live demo")),
        speakers=tuple(
            Speaker(
                f"speaker-{number}", f"{_words(chance, 2).title()} {number}", _title(chance), _prose(chance, 60, 100)
            )
            for number in range(count)
        ),
        booths=tuple(
            Booth(f"booth-{number}", _title(chance), _title(chance), _title(chance), _prose(chance, 60, 100))
            for number in range(max(1, demos))
        ),
        sessions=_with_clashes(chance, cast, clashes),
    )


def with_other_abstract(conference: Conference) -> Conference:
    """The same conference, with the abstract of the session in the middle written anew."""
    session = _in_the_middle(conference)
    abstract = _prose(random.Random(f"{conference.seed} abstract"), 80, 150)
    return _with(conference, replace(session, abstract=abstract))


def with_a_move(conference: Conference) -> Conference:
    """The same conference, with the session in the middle in another room, at another hour, without a new clash."""
    session = _in_the_middle(conference)
    taken = {(session.date, session.hour, session.room) for session in conference.sessions}
    busy = {(one.date, one.hour) for one in conference.sessions if {*one.speakers} & {*session.speakers}}
    days = sorted((day.date for day in conference.days), key=lambda day: (day != session.date, day))
    free = (
        (day, hour, room.id)
        for day in days
        for hour in HOURS
        for room in conference.rooms
        if (day, hour) not in busy and (day, hour, room.id) not in taken and room.id != session.room
    )
    day, hour, room = next(free)
    return _with(conference, replace(session, date=day, hour=hour, room=room))


def _in_the_middle(conference: Conference) -> Session:
    in_rooms = [session for session in conference.sessions if session.room]
    return in_rooms[len(in_rooms) // 2]


def _with(conference: Conference, changed: Session) -> Conference:
    sessions = (changed if session.id == changed.id else session for session in conference.sessions)
    return replace(conference, sessions=tuple(sorted(sessions, key=lambda value: (value.date, value.hour))))


def _programme(
    chance: random.Random, in_rooms: int, demos: int, days: int, rooms: int, tracks: int
) -> tuple[Session, ...]:
    """All sessions in order of time, nobody in them yet."""
    places = sorted(chance.sample(range(days * len(HOURS) * rooms), in_rooms))
    taken = [(place // rooms // len(HOURS), HOURS[place // rooms % len(HOURS)], place % rooms, -1) for place in places]
    shown = [(number % days, DEMO_HOUR, -1, number) for number in range(demos)]
    return tuple(
        Session(
            id=f"session-{number}",
            title=_title(chance),
            date=FIRST_DAY + timedelta(days=day),
            hour=hour,
            room=f"room-{room}" if room >= 0 else "",
            booth=f"booth-{booth}" if booth >= 0 else "",
            track=f"track-{chance.randrange(tracks)}",
            format="demo" if booth >= 0 else chance.choice(("talk", "talk", "panel")),
            speakers=(),
            abstract=_prose(chance, 80, 150),
        )
        for number, (day, hour, room, booth) in enumerate(sorted(taken + shown))
    )


def _cast(chance: random.Random, programme: tuple[Session, ...], most: int) -> tuple[list[Session], int]:
    """Speakers for each session, and how many there are. Everybody speaks; in turn, so nobody twice at once."""
    shares = [chance.choice((1, 1, 1, 2, 2, 3)) for _ in programme]
    count = min(most, sum(shares))
    order = chance.sample(range(count), count)
    cast: list[Session] = []
    first = 0
    for session, share in zip(programme, shares, strict=True):
        who = (order[number % count] for number in range(first, first + share))
        cast.append(replace(session, speakers=tuple(f"speaker-{number}" for number in who)))
        first += share
    return cast, count


def _with_clashes(chance: random.Random, sessions: list[Session], clashes: int) -> tuple[Session, ...]:
    """Put the second of a pair at the same time into the room of the first, for as many pairs as asked."""
    pairs = list(_pairs(sessions))
    rooms = {second.id: first.room for first, second in chance.sample(pairs, min(clashes, len(pairs)))}
    return tuple(replace(session, room=rooms[session.id]) if session.id in rooms else session for session in sessions)


def _pairs(sessions: list[Session]) -> Iterator[tuple[Session, Session]]:
    """Sessions in rooms at the same time, each in one pair at most."""
    for _, group in groupby(sessions, key=lambda session: (session.date, session.hour)):
        at_once = [session for session in group if session.room]
        yield from zip(at_once[::2], at_once[1::2], strict=False)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count))


def _title(chance: random.Random) -> str:
    return _words(chance, chance.randint(3, 8)).capitalize()


def _prose(chance: random.Random, fewest: int, most: int) -> str:
    half = chance.randint(fewest, most) // 2
    return (
        f"{_words(chance, half).capitalize()}, with **{_words(chance, 2)}** and "
        f"[{_words(chance, 2)}](https://example.org/{chance.choice(_WORDS)}).\n\n"
        f"- {_words(chance, 6)}\n- {_words(chance, 5)}\n\n{_words(chance, half).capitalize()}.\n"
    )
