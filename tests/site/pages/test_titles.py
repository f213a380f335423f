"""What tells pages apart in a list of results, tabs or bookmarks: their titles, and what they say of themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlw_build.pipeline import Options, build
from tests.small_sites import MINIMAL, SiteMaker

SESSIONS = """\
date: 2020-10-12
sessions:
  - {id: one, title: Workshop, format: panel, room: main, start: 10:00, end: 11:00}
  - {id: two, title: Workshop, format: panel, room: main, start: 11:00, end: 12:00}
"""


@pytest.fixture
def output(site: SiteMaker) -> Path:
    """A site of which editors wrote no more than they must, with two sessions, a room and a format of one name."""
    root = site(
        {
            "content/conference.yaml": MINIMAL["content/conference.yaml"] + "place: Paris\n",
            "content/rooms.yaml": "- {id: main, name: Panel}\n",
            "content/programme/day.yaml": SESSIONS,
        }
    )
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return root / "output"


def title(page: Path) -> str:
    found = re.search(r"<title>(.*?)</title>", page.read_text(encoding="utf-8"))
    assert found
    return found[1]


def test_sessions_of_one_title_are_told_apart_by_when_they_are(output: Path) -> None:
    pages = sorted((output / "sessions").glob("*/index.html"))
    assert [title(page) for page in pages] == ["Workshop · Mon 12, 10:00 · Demo", "Workshop · Mon 12, 11:00 · Demo"]


def test_a_format_is_told_apart_from_the_room_of_its_name(output: Path) -> None:
    assert title(output / "formats/panel/index.html") == "Panel · Format · Demo"
    assert title(output / "rooms/main/index.html") == "Panel · Demo"


def test_a_conference_without_a_description_says_what_it_is_and_when_and_where(output: Path) -> None:
    html = (output / "index.html").read_text(encoding="utf-8")
    assert '<meta name="description" content="Demo, 12 October 2020, Paris">' in html
