"""What is published can be brought in again: the programme comes back, up to what docs/data.md says a format loses."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlw_build.exchange.incoming.formats.registry import detect_format
from mlw_build.exchange.incoming.importer import plan_import, write_import
from mlw_build.exchange.incoming.reading.format_reader import ImportOptions
from mlw_build.exchange.incoming.reading.source import Source
from mlw_build.model.assemble import build_conference
from mlw_build.model.conference import Conference, Session
from mlw_build.read.site_files import read_site
from mlw_build.site.files.data import data_files
from tests.exchange.outgoing.published import site_with

pytestmark = pytest.mark.thorough

CONFERENCE = """\
id: demo-26
title: Demo
time_zone: Europe/Paris
languages: [en]
domain: example.org
address: https://example.org/
"""
NAMES = ("Ana Speaker", "Zoë Müller", "محمد", "李雷")


@dataclass(frozen=True)
class Facts:
    """What every one of the formats can hold of a session."""

    title: str
    start: datetime
    end: datetime
    day: str
    room: str
    track: str
    format: str
    speakers: tuple[str, ...]
    abstract: str
    language: tuple[str, ...]
    cancelled: bool


def facts(session: Session) -> Facts:
    """The facts of a session, with names where ids are made again."""
    return Facts(
        title=session.title.plain,
        start=session.start,
        end=session.end,
        day=session.day.isoformat(),
        room=session.rooms[0].name.plain if session.rooms else "",
        track=session.track.name.plain if session.track else "",
        format=session.format.name.plain if session.format else "",
        speakers=tuple(one.speaker.name.plain for one in session.contributions),
        abstract=session.abstract.plain,
        language=session.languages[:1],
        cancelled=session.cancelled,
    )


def programme(conference: Conference) -> Mapping[str, Facts]:
    """The facts of all sessions by their address, which holds even where a format has another id."""
    return {session.slug: facts(session) for session in conference.sessions.values()}


def brought_in(octets: bytes, name: str, root: Path) -> Conference:
    """The conference that an import of a file gives."""
    root.mkdir()
    file = root / name
    file.write_bytes(octets)
    source = Source(file)
    write_import(
        root / "site",
        plan_import(source, detect_format(source, None), root / "site", ImportOptions({}, "Europe/Paris")),
    )
    sources, _ = read_site(root / "site")
    conference, _ = build_conference(sources)
    assert conference is not None
    return conference


titles = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30).map(
    lambda text: f"About {text} and more"
)


@st.composite
def written(draw: Callable[..., object]) -> str:
    """A day of sessions, as an editor's file (YAML reads JSON)."""
    sessions = []
    for number in range(draw(st.integers(1, 5))):  # type: ignore[call-overload]
        start = draw(st.integers(6 * 60, 25 * 60))
        speakers = draw(st.lists(st.integers(0, len(NAMES) - 1), max_size=3, unique=True))
        session: dict[str, object] = {
            "id": f"session-{number}",
            "title": draw(titles),
            "start": f"{start // 60:02}:{start % 60:02}",  # type: ignore[operator]
            "duration": f"{draw(st.integers(5, 600))}m",
            "room": draw(st.sampled_from(["hall", "lab"])),
            "format": "panel",
            "track": draw(st.sampled_from(["one", "two"])),
            "speakers": [f"speaker-{one}" for one in speakers],  # type: ignore[attr-defined]
            "abstract": draw(
                st.sampled_from(
                    ["", "Plain words.", "**Bold** & [a link](https://example.org/?a=1&b=2).\n\n- one\n- two"]
                )
            ),
            "languages": draw(st.sampled_from([["en"], ["fr"], []])),
            "status": draw(st.sampled_from(["confirmed", "cancelled"])),
        }
        sessions.append({key: value for key, value in session.items() if value not in ("", [])})
    return json.dumps({"date": "2026-05-12", "sessions": sessions}, ensure_ascii=False)


def files_with(day: str) -> Mapping[str, str]:
    people = {f"speakers/speaker-{number}.md": f"---\nname: {name}\n---\n" for number, name in enumerate(NAMES)}
    return {
        "content/conference.yaml": CONFERENCE,
        "content/rooms.yaml": "- {id: hall, name: Great Hall}\n- {id: lab, name: Lab}\n",
        "content/tracks.yaml": "- {id: one, name: Track one}\n- {id: two, name: Track two}\n",
        "content/programme/day.yaml": day,
        "booths/org.md": "---\norganisation: org\nname: Booth\n---\n",
        **people,
    }


@pytest.mark.parametrize("name", ["schedule.xml", "schedule.json", "programme.json", "programme.xlsx", "programme.csv"])
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(day=written())
def test_the_programme_comes_back(name: str, day: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = site_with(Path(folder) / "ours", files_with(day))
        octets = next(one for one in data_files(site) if one.path == f"data/{name}").made()
        again = brought_in(octets, name, Path(folder) / "theirs")
    assert programme(again) == programme(site.conference)
