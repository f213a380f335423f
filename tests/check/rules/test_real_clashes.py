"""On published programmes the clash checks find the clashes that are known to be in them, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from defusedxml import ElementTree

from mlw_build.check.registry import check_conference
from mlw_build.development import REAL_PROGRAMMES
from mlw_build.diagnostics import Diagnostic, Severity
from mlw_build.model.assemble import build_conference
from mlw_build.read.document import Document, Kind
from mlw_build.read.site_files import Sources

pytestmark = pytest.mark.real


def document(path: str, kind: Kind, data: Any) -> Document:
    return Document(path, kind, Path(path).stem, None, "", "", 1, data, "", 1)


def documents(file: Path) -> Iterator[Document]:
    """A published schedule.xml as an editor of this project would have written it, all rooms on one campus."""
    rooms: dict[str, str] = {}
    people: dict[str, str] = {}
    days: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for day in ElementTree.parse(file).getroot().findall("day"):
        for room in day.findall("room"):
            identifier = rooms.setdefault(room.get("name"), f"room-{len(rooms)}")
            for event in room.findall("event"):
                speakers = {f"p{one.get('id')}": one.text or "?" for one in event.findall("./persons/person")}
                people |= speakers
                days[day.get("date")].append(
                    {
                        "id": f"e{event.get('id')}",
                        "title": event.findtext("title"),
                        "room": identifier,
                        "start": event.findtext("start"),
                        "duration": event.findtext("duration"),
                        "speakers": list(speakers),
                    }
                )
    about = {"id": "c", "title": "C", "time_zone": "Europe/Brussels", "languages": ["en"], "domain": "example.org"}
    yield document("content/conference.yaml", Kind.CONFERENCE, {**about, "place": "Brussels"})
    yield document(
        "content/rooms.yaml", Kind.ROOMS, [{"id": one, "name": name, "place": name} for name, one in rooms.items()]
    )
    for date, sessions in days.items():
        yield document(f"content/programme/{date}.yaml", Kind.DAY, {"date": date, "sessions": sessions})
    for identifier, name in people.items():
        yield document(f"speakers/{identifier}.md", Kind.SPEAKER, {"name": name})


def found_in(name: str) -> tuple[Diagnostic, ...]:
    made, problems = build_conference(Sources(Path(), tuple(documents(REAL_PROGRAMMES / "fosdem" / name))))
    assert problems == ()
    assert made is not None
    return check_conference(made)


def clashes(found: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    return sorted(
        (one.code, one.message.split(" is ")[0].split(" holds ")[0]) for one in found if one.severity != "note"
    )


def test_of_943_sessions_one_speaker_is_in_two_places() -> None:
    found = found_in("2025-schedule.xml")
    assert clashes(found) == [("speaker-clash", "johan@linaker.se")]


def test_of_674_sessions_a_room_holds_two_twice_and_two_speakers_are_in_two_places() -> None:
    found = found_in("2024-schedule.xml")
    assert clashes(found) == [
        ("room-clash", "UB4.136"),
        ("room-clash", "UB4.136"),
        ("speaker-clash", "Dan Phillips"),
        ("speaker-clash", "John Viega"),
    ]


def test_six_people_who_are_there_under_two_ids_are_a_note_each() -> None:
    found = [one for one in found_in("2024-schedule.xml") if one.code == "same-person"]
    assert [one.severity for one in found] == [Severity.NOTE] * 6
