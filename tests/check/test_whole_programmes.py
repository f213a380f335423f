"""On any programme, the clash checks find what comparing every session with every other finds, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlw_build.check.registry import check_conference
from mlw_build.model.assemble import build_conference
from mlw_build.model.conference import Conference, Session
from mlw_build.read.document import Document, Kind
from mlw_build.read.site_files import Sources

pytestmark = pytest.mark.thorough

ROOMS = ("hall", "studio", "floor")
PEOPLE = ("ana", "ben", "cai")


def document(path: str, kind: Kind, data: Any) -> Document:
    name = Path(path).stem
    return Document(path, kind, name, None, "", "", 1, data, "", 1)


def conference(written: list[dict[str, Any]]) -> Conference:
    about = {"id": "c", "title": "C", "time_zone": "Europe/Paris", "languages": ["en"], "domain": "example.org"}
    rooms = [{"id": one, "name": one, "shared": "yes" if one == "floor" else "no"} for one in ROOMS]
    made, problems = build_conference(
        Sources(
            Path(),
            (
                document("content/conference.yaml", Kind.CONFERENCE, about),
                document("content/rooms.yaml", Kind.ROOMS, rooms),
                document("content/programme/day.yaml", Kind.DAY, {"date": "2020-10-24", "sessions": written}),
                *(document(f"speakers/{one}.md", Kind.SPEAKER, {"name": one}) for one in PEOPLE),
            ),
        )
    )
    assert made is not None
    assert problems == ()
    return made


@st.composite
def programmes(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Sessions around a night in which clocks go back, some cancelled, some with parts, some inside others."""
    written: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, 9))):
        hour = draw(st.integers(20, 30))
        session: dict[str, Any] = {
            "id": f"s{number}",
            "title": f"Session {number}",
            "date": draw(st.sampled_from(["2020-10-23", "2020-10-24"])),
            "start": f"{hour}:{draw(st.sampled_from(['00', '15', '45']))}+02:00",
            "duration": f"{draw(st.sampled_from([10, 15, 30, 90, 240]))}m",
            "rooms": draw(st.lists(st.sampled_from(ROOMS), unique=True, max_size=2)),
            "speakers": draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2)),
            "status": draw(st.sampled_from(["confirmed", "confirmed", "confirmed", "cancelled", "tentative"])),
        }
        if number and draw(st.booleans()):
            session["part_of"] = f"s{draw(st.integers(0, number - 1))}"
        if draw(st.booleans()):
            people = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2))
            session["parts"] = [{"id": f"p{number}", "title": "P", "duration": "10m", "speakers": people}]
        written.append(session)
    return written


def inside(made: Conference, one: Session, other: Session) -> bool:
    """Whether a session is part of another, directly or through others."""
    while one.part_of:
        if one.part_of == other.id:
            return True
        one = made.sessions[one.part_of]
    return False


def unrelated_pairs(made: Conference) -> Iterator[tuple[Session, Session]]:
    there = [one for one in made.sessions.values() if not one.cancelled]
    for one, other in combinations(there, 2):
        if not inside(made, one, other) and not inside(made, other, one):
            yield one, other


def pairs_found(made: Conference, code: str) -> set[frozenset[str]]:
    return {
        frozenset(session for session, _ in one.involved.shares)
        for one in check_conference(made)
        if one.code == code and one.involved
    }


@given(programmes())
@settings(max_examples=60)
def test_rooms(written: list[dict[str, Any]]) -> None:
    made = conference(written)
    expected = {
        frozenset((one.id, other.id))
        for one, other in unrelated_pairs(made)
        if max(one.start, other.start) < min(one.end, other.end)
        and any(room in other.rooms and not room.shared for room in one.rooms)
    }
    assert pairs_found(made, "room-clash") == expected


@given(programmes())
@settings(max_examples=60)
def test_people(written: list[dict[str, Any]]) -> None:
    made = conference(written)
    expected = set()
    for one, other in combinations((one for one in made.sessions.values() if not one.cancelled), 2):
        both_on_the_floor = any(room.shared and room in other.rooms for room in one.rooms)
        if not both_on_the_floor and any(
            mine.who == theirs.who and max(mine.start, theirs.start) < min(mine.end, theirs.end)
            for mine in presences(one)
            for theirs in presences(other)
            # Who is in the whole of a block is also in what is part of it.
            if not (theirs.whole and inside(made, one, other)) and not (mine.whole and inside(made, other, one))
        ):
            expected.add(frozenset((one.id, other.id)))
    assert pairs_found(made, "speaker-clash") == expected


@dataclass(frozen=True)
class Presence:
    """Somebody in the whole of a session, or in one of its parts."""

    who: str
    start: datetime
    end: datetime
    whole: bool


def presences(session: Session) -> Iterator[Presence]:
    for holder in (session, *session.parts):
        for one in holder.contributions:
            yield Presence(one.speaker.id, holder.start, holder.end, holder is session)
