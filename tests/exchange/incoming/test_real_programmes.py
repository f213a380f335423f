"""Published programmes, brought in whole: as many sessions, rooms and people as the source has, at its times."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from defusedxml import ElementTree

from mlw_build.development import REAL_PROGRAMMES
from mlw_build.diagnostics import Severity
from mlw_build.exchange.incoming.importer import ImportPlan
from mlw_build.pipeline import Options, check
from tests.exchange.incoming.conftest import conference_in

pytestmark = pytest.mark.real

Importer = Callable[..., ImportPlan]
REAL_CLASHES = {"speaker-clash", "room-clash"}


def counts(site: Path) -> tuple[int, int, int, int]:
    """Sessions, rooms, speakers and days."""
    conference = conference_in(site)
    return len(conference.sessions), len(conference.rooms), len(conference.speakers), len(conference.days)


def errors(site: Path) -> list[str]:
    """The codes of the errors that a check of the site finds."""
    return [one.code for one in check(Options(site, site / "output")).diagnostics if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("source", "expected", "clashes"),
    [
        ("fosdem/2025-schedule.xml", (943, 29, 992, 2), 1),
        ("fosdem/2024-schedule.xml", (674, 26, 738, 2), 4),
        ("pretalx-pyconfr-2025/schedule.json", (98, 13, 87, 4), 0),
        ("devopsdays/data/events/2018-chicago.yml", (42, 0, 3, 2), 0),
        ("devopsdays/data/events/2018-kiev.yml", (21, 0, 0, 1), 0),
        ("djangocon-us-2021", (49, 0, 42, 2), 1),
    ],
)
def test_counts_and_no_errors_but_the_sources_own(
    bring_in: Importer, site: Path, source: str, expected: tuple[int, int, int, int], clashes: int
) -> None:
    bring_in(REAL_PROGRAMMES / source)
    assert counts(site) == expected
    found = errors(site)
    assert (len(found), set(found) - REAL_CLASHES) == (clashes, set())


def test_every_fosdem_session_has_its_time_room_and_people(bring_in: Importer, site: Path) -> None:
    source = REAL_PROGRAMMES / "fosdem/2025-schedule.xml"
    bring_in(source)
    sessions = conference_in(site).sessions
    root = ElementTree.parse(source).getroot()
    for room in root.iter("room"):
        for event in room.findall("event"):
            session = sessions[event.get("id", "")]
            hours, minutes = (event.findtext("duration") or "").split(":")
            assert session.start == datetime.fromisoformat(event.findtext("date") or "")
            assert (session.end - session.start).total_seconds() == (int(hours) * 60 + int(minutes)) * 60
            assert [one.name.plain for one in session.rooms] == [room.get("name")]
            assert len(session.contributions) == len({one.get("id") for one in event.iter("person")})


def test_every_pretalx_slot_has_its_time(bring_in: Importer, site: Path) -> None:
    source = REAL_PROGRAMMES / "pretalx-pyconfr-2025/schedule.json"
    bring_in(source)
    starts = sorted(one.start for one in conference_in(site).sessions.values() if not one.interlude)
    data = json.loads(source.read_text(encoding="utf-8"))
    slots: dict[int, str] = {}
    for part in ("schedule", "sprints"):
        for times in data[part].values():
            for rooms in times.values():
                for submission in rooms.values():
                    slots |= {slot["id"]: slot["start"] for slot in submission["slots"]}
    assert starts == sorted(datetime.fromisoformat(one) for one in slots.values())


@pytest.mark.parametrize("source", ["fosdem/2024-schedule.xml", "djangocon-us-2021"])
def test_the_same_again_changes_nothing(bring_in: Importer, site: Path, source: str) -> None:
    bring_in(REAL_PROGRAMMES / source)
    before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
    bring_in(REAL_PROGRAMMES / source)
    assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
