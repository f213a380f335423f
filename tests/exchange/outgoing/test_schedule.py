"""schedule.xml and schedule.json: what apps are promised."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import jsonschema
import pytest
from defusedxml.ElementTree import fromstring

from mlw_build.development import REAL_PROGRAMMES
from tests.exchange.outgoing.published import FILES, a_day, data_of

SCHEMAS = REAL_PROGRAMMES.parent / "schemas"
"""The formats' own schemas, which are not part of the project."""


def schedule(root: Path, files: Any = None, path: str = "data/schedule.xml") -> Element:
    found: Element = fromstring(data_of(root, files)[path])
    return found


def events(root: Path, *sessions: str, head: str = "date: 2026-05-12\n") -> list[Element]:
    return list(schedule(root, a_day(*sessions, head=head)).iter("event"))


def told(event: Element, name: str) -> str:
    return event.findtext(name) or ""


@pytest.mark.real
@pytest.mark.skipif(not shutil.which("xmllint"), reason="xmllint is not installed")
def test_it_is_valid_by_the_schema_of_the_format(tmp_path: Path) -> None:
    file = tmp_path / "schedule.xml"
    file.write_bytes(data_of(tmp_path)["data/schedule.xml"])
    command = ["xmllint", "--noout", "--nonet", "--schema", str(SCHEMAS / "schedule.xml.xsd"), str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.real
@pytest.mark.parametrize("address", ["address: https://example.org/26/\n", ""])
def test_the_json_is_valid_by_the_schema_of_the_format(tmp_path: Path, address: str) -> None:
    conference = f"id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [en]\ndomain: example.org\n{address}"
    files = {**a_day("id: one, title: One, start: 10:00, end: 11:00"), "content/conference.yaml": conference}
    files["content/rooms.yaml"] = "- {id: lab, name: Lab}\n"
    schema = json.loads((SCHEMAS / "schedule-v1.schema.json").read_text(encoding="utf-8"))
    made = json.loads(data_of(tmp_path, files)["data/schedule.json"])
    jsonschema.validate(made, schema, format_checker=jsonschema.FormatChecker())


def test_both_formats_tell_the_same_sessions(tmp_path: Path) -> None:
    data = data_of(tmp_path)
    in_xml = {event.get("guid") for event in fromstring(data["data/schedule.xml"]).iter("event")}
    days = json.loads(data["data/schedule.json"])["schedule"]["conference"]["days"]
    assert {one["guid"] for day in days for room in day["rooms"].values() for one in room} == in_xml


def test_the_same_programme_gives_the_same_bytes(tmp_path: Path) -> None:
    assert data_of(tmp_path / "a") == data_of(tmp_path / "b")


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("content/programme/day.yaml", "start: 10:00", "start: 10:15"),
        ("content/programme/day.yaml", "a?b&c", "a?b&d"),
        ("speakers/ana.md", "Ana Speaker", "Ana Another"),
        ("content/tracks.yaml", "Policies", "Policy"),
        ("content/formats.yaml", "Panel", "Talk"),
        ("content/rooms.yaml", "name: Lab, place", "name: Laboratory, place"),
        ("content/rooms.yaml", "M7lc1UVf-VE", "M7lc1UVf-VF"),
    ],
)
def test_another_version_is_told_whenever_something_changes(tmp_path: Path, file: str, old: str, new: str) -> None:
    changed = {file: FILES[file].replace(old, new, 1)}
    assert changed[file] != FILES[file]
    before, after = schedule(tmp_path / "before"), schedule(tmp_path / "after", changed)
    assert before.findtext("version") != after.findtext("version")


def test_ids_are_numbers_that_old_apps_can_keep(tmp_path: Path) -> None:
    numbers = [int(event.get("id", "")) for event in schedule(tmp_path).iter("event")]
    assert len(set(numbers)) == len(numbers)
    assert all(0 < number < 2**31 for number in numbers)


def test_every_session_has_a_guid_of_its_own(tmp_path: Path) -> None:
    guids = [uuid.UUID(event.get("guid", "")) for event in schedule(tmp_path).iter("event")]
    assert len(set(guids)) == len(guids)


def test_ids_stay_when_title_room_time_and_address_change(tmp_path: Path) -> None:
    [before] = events(tmp_path / "a", "id: one, title: One, room: lab, start: 10:00, end: 11:00")
    [after] = events(tmp_path / "b", "id: one, title: Two, room: hall, start: 12:00, end: 13:00, slug: new")
    assert (before.get("id"), before.get("guid"), told(before, "slug")) == (
        after.get("id"),
        after.get("guid"),
        told(after, "slug"),
    )


def test_another_session_does_not_change_an_id(tmp_path: Path) -> None:
    [alone] = events(tmp_path / "a", "id: one, title: One, start: 10:00, end: 11:00")
    one, _ = events(
        tmp_path / "b", "id: one, title: One, start: 10:00, end: 11:00", "id: a, title: A, start: 12:00, end: 13:00"
    )
    assert one.get("id") == alone.get("id")


def test_times_are_told_with_the_offset_of_the_conference(tmp_path: Path) -> None:
    [event] = events(tmp_path, "id: one, title: One, start: 10:00, duration: 90m")
    assert told(event, "date") == "2026-05-12T10:00:00+02:00"
    assert (told(event, "start"), told(event, "duration")) == ("10:00", "01:30")


def test_a_session_of_a_day_or_longer_is_split_by_days(tmp_path: Path) -> None:
    pieces = events(tmp_path, "id: one, title: One, start: 10:00, duration: 49h")
    assert [(told(one, "date"), told(one, "duration"), told(one, "subtitle")) for one in pieces] == [
        ("2026-05-12T10:00:00+02:00", "18:00", "1/3"),
        ("2026-05-13T04:00:00+02:00", "23:59", "2/3"),
        ("2026-05-14T04:00:00+02:00", "07:00", "3/3"),
    ]


def test_a_piece_has_an_identity_of_its_own(tmp_path: Path) -> None:
    pieces = events(tmp_path, "id: one, title: One, start: 10:00, duration: 49h")
    assert len({one.get("id") for one in pieces}) == len({one.get("guid") for one in pieces}) == 3


def test_a_session_just_under_a_day_is_whole(tmp_path: Path) -> None:
    assert len(events(tmp_path, "id: one, title: One, start: 10:00, duration: 23h59m")) == 1


def test_a_session_after_midnight_is_on_the_evening_before(tmp_path: Path) -> None:
    [day] = schedule(tmp_path, a_day('id: late, title: Late, start: "24:30", end: "25:15"')).iter("day")
    [event] = day.iter("event")
    assert (day.get("date"), told(event, "date")) == ("2026-05-12", "2026-05-13T00:30:00+02:00")


def test_a_day_goes_from_one_change_of_day_to_the_next(tmp_path: Path) -> None:
    [day] = schedule(tmp_path, a_day("id: one, title: One, start: 10:00, end: 11:00")).iter("day")
    assert (day.get("start"), day.get("end")) == ("2026-05-12T04:00:00+02:00", "2026-05-13T04:00:00+02:00")


def test_an_early_session_is_on_its_own_day(tmp_path: Path) -> None:
    [day] = schedule(tmp_path, a_day("id: run, title: Run, start: 02:30, end: 03:00")).iter("day")
    assert (day.get("date"), day.get("start")) == ("2026-05-12", "2026-05-12T02:00:00+02:00")


def test_a_length_is_what_passes_even_when_the_clocks_change(tmp_path: Path) -> None:
    [event] = events(tmp_path, "id: a, title: A, start: 01:00, end: 04:00", head="date: 2026-03-29\n")
    assert told(event, "duration") == "02:00"


def test_days_are_numbered_from_one(tmp_path: Path) -> None:
    two = "id: b, title: B, date: 2026-05-14, start: 10:00, end: 11:00"
    days = schedule(tmp_path, a_day("id: a, title: A, start: 10:00, end: 11:00", two)).iter("day")
    assert [(day.get("index"), day.get("date")) for day in days] == [("1", "2026-05-12"), ("2", "2026-05-14")]


def test_rooms_of_one_name_are_told_apart(tmp_path: Path) -> None:
    names = {room.get("name") for room in schedule(tmp_path).iter("room") if room.get("name")}
    assert names == {"Hall", "Lab", "Lab (lab-2)"}


def test_a_session_without_a_room_is_in_one_all_the_same(tmp_path: Path) -> None:
    [event] = events(tmp_path, "id: one, title: One, start: 10:00, end: 11:00")
    assert told(event, "room") == "no room"


def test_a_cancelled_session_says_so_and_is_not_to_be_recorded(tmp_path: Path) -> None:
    gone = next(event for event in schedule(tmp_path).iter("event") if "Not any more" in told(event, "title"))
    assert told(gone, "title") == "Cancelled: Not any more"
    assert told(gone, "description").startswith("Cancelled: Ill")
    assert gone.findtext("recording/optout") == "true"


def test_a_cancelled_session_links_to_no_stream(tmp_path: Path) -> None:
    assert b"vimeo" not in data_of(tmp_path)["data/schedule.xml"]


def test_only_people_with_a_name_are_persons(tmp_path: Path) -> None:
    opening = next(event for event in schedule(tmp_path).iter("event") if "Opening" in told(event, "title"))
    assert [person.text for person in opening.iter("person")] == ["Ana Speaker"]
    assert "The minister (to be announced)" in told(opening, "description")


def test_streams_and_slides_are_links(tmp_path: Path) -> None:
    opening = next(event for event in schedule(tmp_path).iter("event") if "Opening" in told(event, "title"))
    assert [(link.get("type"), link.get("href")) for link in opening.iter("link")] == [
        ("media", "https://www.youtube.com/watch?v=M7lc1UVf-VE"),
        ("slides", "https://example.org/slides"),
    ]


def test_links_inside_the_site_are_whole_addresses(tmp_path: Path) -> None:
    opening = next(event for event in schedule(tmp_path).iter("event") if "Opening" in told(event, "title"))
    assert (
        told(opening, "abstract")
        == "See [about](https://example.org/26/about/) and [there](https://example.org/a?b&c)."
    )


def test_parts_are_told_in_the_description(tmp_path: Path) -> None:
    opening = next(event for event in schedule(tmp_path).iter("event") if "Opening" in told(event, "title"))
    assert "- 10:00 First part (Ana Speaker)" in told(opening, "description")


def test_each_language_has_a_file_with_the_same_identities(tmp_path: Path) -> None:
    data = data_of(tmp_path)
    english, french = (
        {event.get("guid"): told(event, "title") for event in fromstring(data[path]).iter("event")}
        for path in ("data/schedule.xml", "fr/data/schedule.xml")
    )
    assert english.keys() == french.keys()
    assert "Ouverture" in french.values()


@pytest.mark.parametrize("identifier", ["demo-26", "ab", "MLW", "a-b-c"])
def test_the_acronym_is_what_both_schemas_allow(tmp_path: Path, identifier: str) -> None:
    conference = f"id: {identifier}\ntitle: T\ntime_zone: Europe/Paris\nlanguages: [en]\ndomain: example.org\n"
    files = {**a_day("id: a, title: A, start: 10:00, end: 11:00"), "content/conference.yaml": conference}
    acronym = schedule(tmp_path, {**files, "content/rooms.yaml": "- {id: r, name: R}\n"}).findtext("conference/acronym")
    assert re.fullmatch("[a-z0-9_]{4,}", acronym or "")
