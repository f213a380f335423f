"""A conference with a day of too many sessions for one page, as editors would write it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

ROOMS = 260
"""Rooms with a session each at 10:00, 11:00 and 12:00; Room 1 has a workshop from 10:00 to 14:00 instead."""

FIRST = "agenda/2030-05-06/"
SECOND = "agenda/2030-05-06/2/"


def write_long_day(root: Path, languages: str = "[en, fr]") -> None:
    """Write a day of 779 sessions, with an opening for everybody, and a day of one."""
    files = {
        "content/conference.yaml": (
            f"id: long\ntitle: Long Day\ntime_zone: Europe/Paris\nlanguages: {languages}\n"
            "domain: example.org\naddress: https://long.example.org/\n"
        ),
        "content/rooms.yaml": "".join(f"- {{id: room-{one}, name: Room {one}}}\n" for one in range(ROOMS)),
        "content/formats.yaml": "- {id: plenary, name: Plenary, plenary: yes}\n- {id: talk, name: Talk}\n",
        "content/tracks.yaml": "- {id: even, name: Even}\n- {id: odd, name: Odd}\n",
        "content/programme/long.yaml": "".join(
            ("date: 2030-05-06\ntitle: The Long Day\nsessions:\n", *(f"- {{{one}}}\n" for one in _sessions()))
        ),
        "content/programme/short.yaml": (
            "date: 2030-05-07\nsessions:\n- {id: closing, title: Closing, room: room-0, start: 10:00, end: 11:00}\n"
        ),
        "content/pages/about.md": "---\ntitle: About\n---\nWhat is [at noon](day:2030-05-06#at-1200).\n",
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def _sessions() -> Iterable[str]:
    yield "id: opening, title: Opening, format: plenary, room: room-0, start: 09:00, end: 09:30"
    yield "id: workshop, title: Workshop, track: odd, room: room-1, start: 10:00, end: 14:00"
    for hour in (10, 11, 12):
        for room in range(ROOMS):
            if room != 1:
                yield (
                    f"id: talk-{hour}-{room}, title: Talk {hour}-{room}, format: talk, room: room-{room}, "
                    f"track: {'odd' if room % 2 else 'even'}, start: '{hour}:00', end: '{hour}:50'"
                )
