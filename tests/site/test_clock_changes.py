"""What a reader is promised of a conference during which clocks change: whoever goes by the offset is never wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlw_build.pipeline import Options, build
from mlw_build.site.agenda.overview import MOST_SESSIONS
from tests.site.incremental.test_fingerprints import made_at
from tests.small_sites import SiteMaker

pytestmark = pytest.mark.thorough

SUMMER, WINTER = "Paris time, CEST (UTC+2)", "Paris time, CET (UTC+1)"
BOTH = f"{SUMMER} / CET (UTC+1)"

BEFORE = """\
date: 2026-10-24
sessions:
  - {id: opening, title: Opening, room: main, start: 10:00, end: 11:00, speakers: [ana]}
"""
AFTER = """\
date: 2026-10-26
sessions:
  - {id: closing, title: Closing, room: room-2, format: panel, track: policies, start: 14:00, end: 15:00}
"""
NIGHT = """\
date: 2026-10-24
sessions:
  - {id: opening, title: Opening, room: main, start: 10:00, end: 11:00}
  - {id: first, title: First, room: main, start: "26:30+02:00", duration: 1h}
  - {id: second, title: Second, room: room-2, start: "26:30+01:00", duration: 1h}
"""


def published(root: Path) -> Path:
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return root / "output"


@pytest.fixture
def autumn(site: SiteMaker) -> Path:
    """A conference with a day before the clocks go back, and one after."""
    return published(site({"content/programme/day.yaml": BEFORE, "content/programme/after.yaml": AFTER}))


def zones(page: Path) -> tuple[list[str], str]:
    """The names of the zone in the page itself, and the one in its foot."""
    html = page.read_text(encoding="utf-8")
    *own, foot = re.findall(r"<span data-zone-name><span>(.*?)</span>", html)
    return own, foot


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("sessions/opening", SUMMER),
        ("sessions/closing", WINTER),
        ("agenda/2026-10-24", SUMMER),
        ("agenda/2026-10-26", WINTER),
        ("rooms/main", SUMMER),
        ("rooms/room-2", WINTER),
        ("speakers/ana", SUMMER),
        ("formats/panel", WINTER),
        ("tracks/policies", WINTER),
        ("agenda", BOTH),
        ("live", BOTH),
        ("my", BOTH),
        (".", BOTH),
    ],
)
def test_a_page_names_the_offsets_that_its_times_have_and_the_foot_all(autumn: Path, page: str, said: str) -> None:
    own, foot = zones(autumn / page / "index.html")
    assert set(own) == {said}
    assert foot == BOTH


def test_a_day_over_whose_night_clocks_change_names_both(site: SiteMaker) -> None:
    output = published(site({"content/programme/day.yaml": NIGHT}))
    assert zones(output / "agenda/2026-10-24/index.html") == ([BOTH], BOTH)
    assert zones(output / "sessions/opening/index.html") == ([SUMMER], BOTH)
    assert zones(output / "sessions/first/index.html") == ([BOTH], BOTH)


def test_each_start_of_an_hour_that_comes_twice_has_its_place_and_its_offset(site: SiteMaker) -> None:
    output = published(site({"content/programme/day.yaml": NIGHT}))
    html = (output / "agenda/2026-10-24/index.html").read_text(encoding="utf-8")
    assert re.findall(r'class="at-time" id="(.*?)"', html) == ["at-1000", "at-0230+0200", "at-0230+0100"]
    for page in (html, (output / "agenda/index.html").read_text(encoding="utf-8")):
        ids = re.findall(r' id="(.*?)"', page)
        assert len(ids) == len(set(ids))


def test_a_session_through_the_hour_that_comes_twice_does_not_end_when_it_begins(site: SiteMaker) -> None:
    output = published(site({"content/programme/day.yaml": NIGHT}))
    html = (output / "sessions/first/index.html").read_text(encoding="utf-8")
    times = re.findall(r'<span class="clock">(.*?)</p>', html.replace("\n", ""))[0]
    assert re.sub("<.*?>", "", times).startswith("02:30 (UTC+2)–02:30 (UTC+1)")
    assert '<meta name="description" content="Saturday, 24 October 2026, 02:30 (UTC+2)-02:30 (UTC+1)">' in html
    assert re.sub("<.*?>", "", (output / "sessions/opening/index.html").read_text("utf-8")).count("10:00 (UTC") == 0


def test_a_long_programme_counts_an_hour_that_comes_twice_as_two(site: SiteMaker) -> None:
    many = [
        f"  - {{id: {name}-{one}, title: Talk, room: room-{one}, start: '{start}', duration: 10m}}\n"
        for name, start in (("summer", "26:30+02:00"), ("winter", "26:15+01:00"))
        for one in range(MOST_SESSIONS)
    ]
    rooms = "".join(f"- {{id: room-{one}, name: Room {one}}}\n" for one in range(MOST_SESSIONS))
    files = {"content/rooms.yaml": rooms, "content/programme/day.yaml": "date: 2026-10-24\nsessions:\n" + "".join(many)}
    html = (published(site(files)) / "agenda/index.html").read_text(encoding="utf-8")
    assert re.findall(r'class="brief-time" id="day-2026-10-24-(.*?)"', html) == ["at-0230+0200", "at-0215+0100"]


def test_every_page_is_made_again_when_a_session_gets_another_offset(site: SiteMaker) -> None:
    """The foot of all pages names it."""
    earlier = NIGHT.replace("26:30+01:00", "25:30+02:00").replace("1h", "15m")
    before = made_at(site({"content/programme/day.yaml": NIGHT}))
    after = made_at(site({"content/programme/day.yaml": earlier}))
    pages = [path for path in before if path.endswith("index.html")]
    assert [path for path in pages if before[path][1] == after[path][1]] == []
    assert [path for path in pages if before[path][0] == after[path][0]] == []
