"""What the live page is made of: the rooms alone, since what is on in them changes by the minute."""

from __future__ import annotations

import re
from pathlib import Path

from mlw_build.pipeline import Options, build
from tests.small_sites import SiteMaker

OPENING = "- {id: opening, title: Opening, room: main, start: 10:00, end: 11:00}\n"


def live(root: Path) -> str:
    """The live page of a site."""
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return (root / "output" / "live" / "index.html").read_text(encoding="utf-8")


def test_it_names_the_rooms_and_where_scripts_find_what_is_on_but_no_session(site: SiteMaker) -> None:
    html = live(site({"content/programme/day.yaml": f"date: 2020-10-12\nsessions:\n{OPENING}"}))
    assert re.findall(r'data-now-of="([^"]+)"', html) == ["main"]
    assert "agenda/2020-10-12/sessions.json" in html
    assert "Opening" not in html


def test_where_nothing_is_streamed_it_has_the_rooms_and_promises_nothing(site: SiteMaker) -> None:
    rooms = "- {id: main, name: Main room, place: First floor}\n- {id: room-2, name: Room II, place: First floor}\n"
    day = f"date: 2020-10-12\nsessions:\n{OPENING}"
    html = live(site({"content/rooms.yaml": rooms, "content/programme/day.yaml": day}))
    assert re.findall(r'data-now-of="([^"]+)"', html) == ["main"]
    assert "The link to the stream will appear here." not in html
