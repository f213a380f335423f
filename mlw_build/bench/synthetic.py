"""A conference that is made up: always the same for the same size and seed, without a clash unless some are planted."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

FIRST_DAY = date(2027, 3, 8)
A_FILE = 2000
"""Sessions in one file; a longer day is split, as editors would."""

SLOTS = 9
"""Sessions of 50 minutes a day in each room, on the hour from 09:00."""

_WORDS = (
    "access agenda analysis audience bridge capacity classroom community content cost curriculum data design "
    "distance equity evidence family feedback future gender household inclusion innovation language learner "
    "library literacy method network outcome parent partner pathway pedagogy policy practice programme quality "
    "radio reading research school science skill solution strategy student support teacher text university voice"
).split()


def write_conference(root: Path, sessions: int, seed: int = 1, clashes: int = 0) -> None:
    """Write the content of a conference with this many sessions (and planted room clashes) under a folder."""
    chance = random.Random(seed)
    days = 1 if sessions < 20 else 3 if sessions <= 400 else 4 if sessions <= 2000 else 6
    rooms = -(-sessions // (days * SLOTS))
    tracks = max(3, min(24, sessions // 40))
    speakers = max(rooms * 3, sessions * 9 // 10)
    _write(
        root / "content" / "conference.yaml",
        f"id: synthetic-{sessions}\ntitle: Synthetic {sessions}\ntime_zone: Europe/Paris\nlanguages: [en]\n"
        "domain: example.org\naddress: https://conference.example.org/\n",
    )
    _write(root / "content" / "formats.yaml", "- {id: talk, name: Talk}\n")
    _write(
        root / "content" / "rooms.yaml", "".join(f"- {{id: room-{one}, name: Room {one}}}\n" for one in range(rooms))
    )
    _write(
        root / "content" / "tracks.yaml",
        "".join(f"- {{id: track-{one}, name: {_title(chance)}}}\n" for one in range(tracks)),
    )
    _write(
        root / "content" / "organisations.yaml",
        "".join(f"- {{id: partner-{one}, name: {_title(chance)}}}\n" for one in range(max(2, sessions // 20))),
    )
    for one in range(speakers):
        _write(
            root / "speakers" / f"speaker-{one}.md",
            f"---\nname: {_name(chance)} {one}\nposition: {_title(chance)}\n---\n\n{_prose(chance, 60, 100, 0)}",
        )
    for one in range(max(2, sessions // 20)):
        _write(
            root / "booths" / f"booth-{one}.md",
            f"---\norganisation: partner-{one}\nprojects:\n  - name: {_title(chance)}\n    description: "
            f"{_title(chance)}\n---\n\n{_prose(chance, 60, 100, 0)}",
        )
    doubled = set(chance.sample(range(rooms, sessions), min(clashes, max(0, sessions - rooms))))
    texts: list[list[str]] = [[] for _ in range(days)]
    for number, text in enumerate(_sessions(chance, sessions, rooms, tracks, speakers, doubled)):
        texts[number // rooms // SLOTS].append(text)
    for day, entries in enumerate(texts):
        head = f"date: {FIRST_DAY + timedelta(days=day)}\ntitle: {_title(chance)}\nsessions:\n"
        for piece, first in enumerate(range(0, len(entries), A_FILE), start=1):
            text = head + "".join(entries[first : first + A_FILE])
            _write(root / "content" / "programme" / f"day-{day + 1}-{piece}.yaml", text)


def _sessions(
    chance: random.Random, count: int, rooms: int, tracks: int, speakers: int, doubled: set[int]
) -> Iterator[str]:
    """Nobody is drawn twice for one slot; a doubled session takes the room of the one before it."""
    free: list[int] = []
    for number in range(count):
        slot, room = divmod(number, rooms)
        if room == 0:
            free = chance.sample(range(speakers), min(speakers, rooms * 3))
        who = [free.pop() for _ in range(chance.choice((1, 1, 1, 2, 2, 3))) if free]
        place = (room - 1) % rooms if number in doubled else room
        yield (
            f"  - id: session-{number}\n    title: {_title(chance)}\n    format: talk\n"
            f"    track: track-{chance.randrange(tracks)}\n    room: room-{place}\n"
            f"    start: {9 + slot % SLOTS:02}:00\n    end: {9 + slot % SLOTS:02}:50\n"
            f"    speakers: [{', '.join(f'speaker-{one}' for one in who)}]\n"
            f"    abstract: |\n{_prose(chance, 80, 150, 6)}"
        )


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(_WORDS, k=count))


def _title(chance: random.Random) -> str:
    return json.dumps(_words(chance, chance.randint(3, 8)).capitalize())


def _name(chance: random.Random) -> str:
    return _words(chance, 2).title()


def _prose(chance: random.Random, fewest: int, most: int, indent: int) -> str:
    half = chance.randint(fewest, most) // 2
    text = (
        f"{_words(chance, half).capitalize()}, with **{_words(chance, 2)}** and "
        f"[{_words(chance, 2)}](https://example.org/{chance.choice(_WORDS)}).\n\n"
        f"- {_words(chance, 6)}\n- {_words(chance, 5)}\n\n{_words(chance, half).capitalize()}.\n"
    )
    return "".join(f"{' ' * indent}{line}\n" if line else "\n" for line in text.rstrip("\n").split("\n"))


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
