"""Online, on site, both: a room is what it says, and nothing is concluded from what it lacks."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from mlw_build.model.attendance import Attendance, room_attendance
from mlw_build.pipeline import Options, build
from tests.small_sites import MINIMAL, SiteMaker, model_of

STREAM = "stream: 'https://www.youtube.com/watch?v=M7lc1UVf-VE'"
BUILDING = "place: University of Lund\n"
ONLINE = "online: Follow us on our platform.\n"
TALK = "date: 2020-10-12\nsessions:\n- {id: opening, title: Opening, start: 10:00, end: 11:00, room: main}\n"
TO_COME = "The link to the stream will appear here"


def written(site: SiteMaker, conference: str, room: str) -> Path:
    """A site with a room of these keys, and a session in it."""
    return site(
        {
            "content/conference.yaml": MINIMAL["content/conference.yaml"] + conference,
            "content/rooms.yaml": f"- {{id: main, name: Main room{', ' if room else ''}{room}}}\n",
            "content/programme/day.yaml": TALK,
        }
    )


def page(root: Path, path: str) -> str:
    """A page of the built site."""
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return (root / "output" / path).read_text(encoding="utf-8")


def structured(html: str) -> dict[str, Any]:
    """The structured data of a page."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize(
    ("conference", "room", "online", "on_site"),
    [
        ("", "", False, False),
        ("", STREAM, True, False),
        ("", "online: yes", True, False),
        ("", "place: First floor", False, True),
        ("", f"place: First floor, {STREAM}", True, True),
        (ONLINE, "", True, False),
        (BUILDING, "", False, True),
        (BUILDING, STREAM, True, True),
        (BUILDING, "online: yes", True, False),
        (BUILDING, "place: First floor, online: yes", True, True),
        (BUILDING + ONLINE, "", False, True),
        (BUILDING, f"online: no, {STREAM}", False, True),
    ],
)
def test_a_room_is_online_or_on_site_by_what_is_said(
    site: SiteMaker, conference: str, room: str, online: bool, on_site: bool
) -> None:
    made, problems = model_of(written(site, conference, room))
    assert made is not None, problems
    assert room_attendance(made.settings, made.rooms["main"]) == Attendance(online, on_site)


def test_a_session_in_a_building_promises_no_stream(site: SiteMaker) -> None:
    assert TO_COME not in page(written(site, BUILDING, ""), "sessions/opening/index.html")


def test_a_session_of_an_online_conference_promises_its_stream(site: SiteMaker) -> None:
    assert TO_COME in page(written(site, ONLINE, ""), "sessions/opening/index.html")


def test_a_room_of_a_building_says_where_it_is_and_not_that_it_is_online(site: SiteMaker) -> None:
    html = page(written(site, BUILDING, ""), "rooms/main/index.html")
    assert "<dd>University of Lund</dd>" in html
    assert "<dd>Online</dd>" not in html


def test_the_live_page_of_a_building_has_its_rooms_and_promises_no_stream(site: SiteMaker) -> None:
    html = page(written(site, BUILDING, ""), "live/index.html")
    assert 'data-now-of="main"' in html
    assert TO_COME not in html


@pytest.mark.parametrize(
    ("conference", "room", "mode"),
    [
        (BUILDING, "", "Offline"),
        (BUILDING, STREAM, "Mixed"),
        (BUILDING, "online: yes", "Online"),
        (ONLINE, "", "Online"),
    ],
)
def test_structured_data_say_how_a_session_is_attended(site: SiteMaker, conference: str, room: str, mode: str) -> None:
    session = structured(page(written(site, conference, room), "sessions/opening/index.html"))
    assert session["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"


def test_structured_data_claim_nothing_that_nobody_said(site: SiteMaker) -> None:
    session = structured(page(written(site, "", ""), "sessions/opening/index.html"))
    assert "eventAttendanceMode" not in session
    assert session["location"] == {"@type": "Place", "name": "Main room"}


@pytest.mark.parametrize("conference", ["", BUILDING])
def test_a_session_without_a_room_is_in_no_room_called_online(site: SiteMaker, conference: str) -> None:
    settings = MINIMAL["content/conference.yaml"] + conference
    xml = page(site({"content/conference.yaml": settings}), "data/schedule.xml")
    assert 'name="Online"' not in xml


def test_a_session_without_a_room_of_an_online_conference_is_online(site: SiteMaker) -> None:
    xml = page(site({"content/conference.yaml": MINIMAL["content/conference.yaml"] + ONLINE}), "data/schedule.xml")
    assert 'name="Online"' in xml
