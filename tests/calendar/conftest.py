"""A small programme that tests edit as an editor would, and what its subscribers get."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mlw_build.calendar.calendar import Calendar
from mlw_build.calendar.lock.comparison import LockFile, build_calendar, read_lock_file
from mlw_build.calendar.lock.lock import LOCK_FILE, Entry
from mlw_build.calendar.lock.text import serialise_lock
from mlw_build.calendar.lock.update import LockUpdate, next_lock
from mlw_build.calendar.lock.write import write_lock
from mlw_build.model.assemble import build_conference
from mlw_build.model.conference import Conference
from mlw_build.read.site_files import read_site
from mlw_build.site.files.changes import change_files
from mlw_build.site.files.feeds import feed_files
from mlw_build.site.site import Site, build_site_model
from mlw_build.site.theme.theme import load_theme

FIRST = "2020-09-15T00:00:00Z"

CONFERENCE = {
    "id": "demo",
    "title": {"en": "Demo, the Conference", "fr": "Conférence de démonstration"},
    "short_title": "Demo",
    "time_zone": "Europe/Paris",
    "languages": ["en", "fr"],
    "address": "https://demo.example.org/",
    "domain": "example.org",
    "published": "2020-09-15",
}
ROOMS = [{"id": "hall", "name": {"en": "Hall", "fr": "Grande salle"}}, {"id": "lab", "name": "Lab"}]
SESSIONS = [
    {
        "id": "opening",
        "title": {"en": "Opening", "fr": "Ouverture"},
        "room": "hall",
        "start": "10:00",
        "end": "10:30",
        "track": "policy",
        "format": "talk",
        "abstract": "Welcome to *all* of you.",
    },
    {"id": "panel", "title": "Panel", "room": "lab", "start": "11:30", "end": "12:30", "speakers": ["ana-silva"]},
    {"id": "workshop", "title": "Workshop", "room": "lab", "start": "14:00", "end": "15:00", "languages": ["fr"]},
]


@dataclass
class Programme:
    """A site's files, as data: change `sessions` and the like, and everything is read anew."""

    root: Path
    conference: dict[str, Any] = field(default_factory=lambda: json.loads(json.dumps(CONFERENCE)))
    rooms: list[dict[str, Any]] = field(default_factory=lambda: json.loads(json.dumps(ROOMS)))
    sessions: list[dict[str, Any]] = field(default_factory=lambda: json.loads(json.dumps(SESSIONS)))

    def session(self, identifier: str) -> dict[str, Any]:
        """The session as it is written."""
        return next(one for one in self.sessions if one["id"] == identifier)

    def remove(self, identifier: str) -> None:
        """Delete a session from the programme."""
        self.sessions.remove(self.session(identifier))

    def write(self) -> None:
        """Write the files. JSON is YAML."""
        self.put("content/conference.yaml", json.dumps(self.conference, ensure_ascii=False))
        self.put("content/rooms.yaml", json.dumps(self.rooms, ensure_ascii=False))
        self.put("content/tracks.yaml", "- {id: policy, name: Policy}\n")
        self.put("content/formats.yaml", "- {id: talk, name: Talk}\n")
        self.put("content/organisations.yaml", "- {id: acme, name: Acme}\n")
        self.put("speakers/ana-silva.md", "---\nname: Ana Silva\norganisation: acme\n---\n")
        lines = "".join(f"  - {json.dumps(one, ensure_ascii=False)}\n" for one in self.sessions)
        self.put(
            "content/programme/day.yaml", f"date: 2020-10-12\nsessions:\n{lines}" if lines else "date: 2020-10-12\n"
        )

    def put(self, path: str, text: str) -> None:
        """Write one file."""
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def read(self) -> Conference:
        """The conference in the files; they must read without a problem."""
        self.write()
        sources, faults = read_site(self.root)
        conference, misfits = build_conference(sources)
        assert not [*faults, *misfits], [*faults, *misfits]
        assert conference is not None
        return conference

    @property
    def lock_file(self) -> Path:
        """Where the lock is."""
        return self.root / LOCK_FILE

    def lock(self) -> LockFile:
        """The lock as it is on disk."""
        return read_lock_file(self.root)

    def calendar(self) -> Calendar:
        """What a build would publish."""
        return build_calendar(self.read(), self.lock())

    def update(self, now: str = FIRST) -> LockUpdate:
        """What `calendar update --now` does, for a programme without open questions."""
        conference, read = self.read(), self.lock()
        assert not read.problems, read.problems
        calendar = build_calendar(conference, read)
        done = next_lock(conference, calendar.facts, read.lock, datetime.fromisoformat(now))
        write_lock(self.root, serialise_lock(done.lock))
        return done

    def entry(self, identifier: str) -> Entry:
        """The session's entry in the lock on disk."""
        return self.lock().lock.entries[identifier]

    def site(self, base: str | None = None) -> Site:
        """The site of the programme with its lock."""
        conference = self.read()
        theme, faults = load_theme(self.root, conference)
        assert theme, faults
        return build_site_model(conference, theme, self.root, base, build_calendar(conference, self.lock()))

    def files(self) -> Mapping[str, bytes]:
        """Every calendar file of the site, and the feeds of changes, by path."""
        site = self.site()
        found: dict[str, bytes] = {}
        for language in site.conference.languages:
            for file in (*feed_files(site, language), *change_files(site, language)):
                assert file.path not in found, f"{file.path} comes twice"
                found[file.path] = file.made()
        return found


@pytest.fixture
def programme(tmp_path: Path) -> Programme:
    """A programme of three sessions, not published yet."""
    return Programme(tmp_path / "site")


@pytest.fixture
def published(programme: Programme) -> Programme:
    """The same, with a lock."""
    programme.update()
    return programme


def events(octets: bytes) -> list[bytes]:
    """The VEVENTs of a feed, as octets."""
    return [b"BEGIN:VEVENT" + one.partition(b"END:VEVENT")[0] for one in octets.split(b"BEGIN:VEVENT")[1:]]


def unfolded(octets: bytes) -> list[str]:
    """The lines of a calendar as RFC 5545 says to unfold them."""
    return octets.replace(b"\r\n ", b"").replace(b"\r\n\t", b"").decode().split("\r\n")


def value(octets: bytes, name: str) -> str:
    """The value of the first property of this name, as written."""
    return next(line.partition(":")[2] for line in unfolded(octets) if line.startswith((f"{name}:", f"{name};")))


Edit = Callable[[Programme], object]
