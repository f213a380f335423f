"""A long series of edits, each published: exactly what was edited changes in calendars, with the right sequence."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from xml.etree import ElementTree

import pytest

from mlw_build.development import REAL_PROGRAMMES
from tests.calendar.conftest import Programme, events, value

pytestmark = pytest.mark.thorough

EDITS = 30


def by_uid(files: Mapping[str, bytes], path: str) -> dict[str, bytes]:
    """The VEVENTs of a feed by UID, each once."""
    found = events(files[path])
    sorted_out = {value(one, "UID"): one for one in found}
    assert len(sorted_out) == len(found)
    return sorted_out


class Editor:
    """Somebody who edits a programme at random; each edit gives the ids whose calendar entries change."""

    def __init__(self, programme: Programme, seed: int) -> None:
        self.programme = programme
        self.random = random.Random(seed)
        self.number = 0

    def edit(self) -> set[str]:
        """Make one edit."""
        self.number += 1
        kinds: list[Callable[[], set[str]]] = [
            self.move, self.rename, self.change_room, self.cancel, self.delete, self.add, self.rewrite, self.touch,
            self.reformat, self.new_id, self.new_slug, self.stream,
        ]  # fmt: skip
        return self.random.choice(kinds)()

    def pick(self) -> dict[str, object]:
        return self.random.choice(self.programme.sessions)

    def move(self) -> set[str]:
        one = self.pick()
        one["start"] = f"{(int(str(one['start'])[:2]) + 1) % 20:02}:{self.number:02}"
        return {str(one["id"])}

    def rename(self) -> set[str]:
        one = self.pick()
        one["title"] = f"Renamed, by edit {self.number}; \\ and “quoted”"
        return {str(one["id"])}

    def change_room(self) -> set[str]:
        one = self.pick()
        one["room"] = next(room["id"] for room in self.programme.rooms if room["id"] != one.get("room"))
        return {str(one["id"])}

    def cancel(self) -> set[str]:
        one = self.pick()
        one["status"] = "confirmed" if one.get("status") == "cancelled" else "cancelled"
        return {str(one["id"])}

    def delete(self) -> set[str]:
        one = self.pick()
        self.programme.remove(str(one["id"]))
        return {str(one["id"])}

    def add(self) -> set[str]:
        room = self.programme.rooms[0]["id"]
        one = {"id": f"added-{self.number}", "title": f"Added {self.number}", "room": room, "start": "07:00"}
        self.programme.sessions.append(one | {"duration": f"{self.number}m", "date": "2020-10-12"})
        return {f"added-{self.number}"}

    def rewrite(self) -> set[str]:
        one = self.pick()
        one["abstract"] = f"Written by edit {self.number}."
        return {str(one["id"])}

    def touch(self) -> set[str]:
        self.pick()["tags"] = [f"tag {self.number}"]
        return set()

    def reformat(self) -> set[str]:
        self.random.shuffle(self.programme.sessions)
        return set()

    def new_id(self) -> set[str]:
        one = self.pick()
        one["slug"] = one.get("slug") or one["id"]
        one["was"] = [*one.get("was", []), one["id"]]  # type: ignore[misc]
        one["id"] = f"id-{self.number}"
        return set()

    def new_slug(self) -> set[str]:
        one = self.pick()
        one["slug"] = f"address-{self.number}"
        return {str(one["id"])}

    def stream(self) -> set[str]:
        one = self.pick()
        if one.get("status") == "cancelled":
            return set()
        one["stream"] = f"https://video.example.org/{self.number}"
        return {str(one["id"])}


def follow(programme: Programme, seed: int) -> None:
    """Publish after each of many edits, and hold every subscriber's calendar against the one before."""
    conference = programme.conference["id"]
    editor = Editor(programme, seed)
    programme.update()
    before = by_uid(programme.files(), f"calendar/{conference}.ics")
    for number in range(1, EDITS + 1):
        edited = editor.edit()
        now = (dt.datetime(2020, 9, 20, tzinfo=dt.UTC) + dt.timedelta(hours=number)).isoformat()
        changed = {one.entry.uid for one in programme.update(now).changes}
        files = programme.files()
        after = by_uid(files, f"calendar/{conference}.ics")
        entries = programme.lock().lock.entries
        assert changed == {entries[one].uid for one in edited}
        assert before.keys() <= after.keys()
        assert {uid for uid, octets in after.items() if octets != before.get(uid)} == changed
        for uid in changed & before.keys():
            assert int(value(after[uid], "SEQUENCE")) == int(value(before[uid], "SEQUENCE")) + 1
            assert value(after[uid], "DTSTAMP") > value(before[uid], "DTSTAMP")
        for path, octets in files.items():
            if re.match(r"(calendar|sessions)/.*\.ics$", path):
                assert all(after[value(one, "UID")] == one for one in events(octets))
        before = after


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_series_of_edits_changes_what_was_edited_and_nothing_else(programme: Programme, seed: int) -> None:
    programme.sessions = [
        {
            "id": f"session-{number}",
            "title": f"Session {number}",
            "room": ("hall", "lab")[number % 2],
            "start": f"{8 + number:02}:00",
            "duration": "45m",
        }
        for number in range(12)
    ]
    follow(programme, seed)


@pytest.mark.real
def test_a_series_of_edits_to_a_real_programme_does_the_same(programme: Programme) -> None:
    schedule = ElementTree.parse(REAL_PROGRAMMES / "fosdem" / "2024-schedule.xml").getroot()
    rooms: dict[str, str] = {}
    programme.sessions = []
    programme.conference.update(languages=["en"], title="FOSDEM", short_title="FOSDEM")
    for event in list(schedule.iter("event"))[:60]:
        room = rooms.setdefault(event.findtext("room") or "", f"room-{len(rooms)}")
        programme.sessions.append(
            {
                "id": f"event-{event.get('id')}",
                "title": event.findtext("title"),
                "room": room,
                "start": event.findtext("start"),
                "duration": event.findtext("duration"),
                "abstract": re.sub("<[^>]*>", "", event.findtext("abstract") or ""),
            }
        )
    programme.rooms = [{"id": identifier, "name": name, "shared": True} for name, identifier in rooms.items()]
    follow(programme, 4)


SCRIPT = """
import sys
from pathlib import Path
from mlw_build.cli import main
sys.exit(main(["build", "--quiet", "--root", sys.argv[1], "--output", sys.argv[2]]))
"""


def test_the_same_files_give_the_same_octets_in_another_zone_locale_and_order_of_hashes(published: Programme) -> None:
    published.session("opening").update(start="09:45")
    published.remove("panel")
    published.write()
    outputs = []
    for zone, seed, locale in (("Pacific/Kiritimati", "1", "C"), ("America/New_York", "4711", "fr_FR.UTF-8")):
        output = published.root.parent / f"output-{seed}"
        ran = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(published.root), str(output)],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": locale, "PYTHONPATH": os.getcwd()},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        outputs.append(
            {
                path.relative_to(output).as_posix(): path.read_bytes()
                for path in output.rglob("*")
                if path.suffix in (".ics", ".atom", ".json")
            }
        )
    assert outputs[0] == outputs[1]
    assert "calendar/demo.ics" in outputs[0]
