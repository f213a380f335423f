"""What visitors of a day with very many sessions are promised: it comes in parts by time, and nothing is lost."""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.pipeline import Options, build
from mlw_build.site.agenda.grid import build_grid, filter_grid
from mlw_build.site.agenda.parts import DayPart, day_parts, part_starting_at
from mlw_build.site.views.pagination import list_subject, page_number, page_subject, page_subjects, paginate_blocks
from tests.long_days import FIRST, ROOMS, SECOND, write_long_day
from tests.site.conftest import day

if TYPE_CHECKING:
    from tests.site.conftest import MakeConference

pytestmark = pytest.mark.thorough

SESSIONS = 1 + ROOMS + 2 * (ROOMS - 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built conference with a day of 779 sessions and one of a single session."""
    root = tmp_path_factory.mktemp("long-day")
    write_long_day(root)
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return root / "output"


def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def listed(html: str) -> list[str]:
    """The ids of the sessions in a page's agenda."""
    return re.findall(r'<li data-id="([^"]+)"[^>]* class="slot', html)


def starts(html: str) -> list[str]:
    """The ids of the times at which a page lists sessions."""
    return re.findall(r'class="at-time" id="([^"]+)"', html)


def test_every_session_is_on_one_page_of_its_day(site: Path) -> None:
    first, second = listed(page(site, FIRST)), listed(page(site, SECOND))
    assert len({*first, *second}) == len(first) + len(second) == SESSIONS
    assert not (site / FIRST / "3").exists()
    assert starts(page(site, FIRST)) == ["at-0900", "at-1000"]
    assert starts(page(site, SECOND)) == ["at-1100", "at-1200"]


def test_each_page_says_which_part_it_is_and_what_the_others_hold(site: Path) -> None:
    for path, current in ((FIRST, 0), (SECOND, 1)):
        html = page(site, path)
        lines = re.findall(r'<li data-start="[^"]+T(.{5})[^"]*" data-end="[^"]+T(.{5})[^"]*">(.*)</li>', html)
        assert [(start, end) for start, end, _ in lines] == [("09:00", "11:00"), ("11:00", "12:50")]
        assert [re.findall(r"(\d+) sessions", line) for _, _, line in lines] == [["261"], ["518"]]
        assert ["aria-current" in line for _, _, line in lines].index(True) == current
    assert "<title>Monday, 6 May 2030: The Long Day, 11:00–12:50" in page(site, SECOND)


def test_the_parts_lead_to_each_other_in_order(site: Path) -> None:
    assert re.findall(r'<a href="([^"]+)" rel="(prev|next)"', page(site, FIRST)) == [
        ("../../agenda/2030-05-06/2/index.html", "next")
    ]
    assert re.findall(r'<a href="([^"]+)" rel="(prev|next)"', page(site, SECOND)) == [
        ("../../../agenda/2030-05-06/index.html", "prev")
    ]


def test_a_link_to_any_time_of_the_day_arrives_on_every_page_of_it(site: Path) -> None:
    for path in (FIRST, SECOND):
        html = page(site, path)
        for start in ("at-0900", "at-1000", "at-1100", "at-1200"):
            assert html.count(f'id="{start}"') == 1
    link = re.search(r'href="([^"]+)">at noon', page(site, "about"))
    assert link is not None
    assert 'id="at-1200"' in page(site, urljoin("about/", link[1].partition("#")[0]).removesuffix("index.html"))


def test_the_agenda_of_all_days_leads_each_hour_to_the_page_that_has_it(site: Path) -> None:
    links = re.findall(r'brief-more"><a href="\.\./([^"#]+)index.html#([^"]+)"', page(site, "agenda"))
    assert ("agenda/2030-05-06/2/", "at-1200") in links
    assert [start in starts(page(site, path)) for path, start in links] == [True] * len(links)


def test_a_part_has_the_feed_of_its_day_and_its_own_translation(site: Path) -> None:
    html = page(site, SECOND)
    assert '<a href="../../../calendar/days/2030-05-06.ics" download>' in html
    assert 'href="https://long.example.org/fr/agenda/2030-05-06/2/"' in html
    assert listed(page(site, f"fr/{SECOND}")) == listed(html)
    assert "https://long.example.org/agenda/2030-05-06/2/" in (site / "sitemap.xml").read_text(encoding="utf-8")


def test_every_part_is_kept_for_when_there_is_no_connection(site: Path) -> None:
    worker = (site / "sw.js").read_text(encoding="utf-8")
    assert '"agenda/2030-05-06/","agenda/2030-05-06/2/"' in worker


def test_scripts_find_the_sessions_of_each_part_in_a_file_of_its_own(site: Path) -> None:
    first, second = ((site / path / "sessions.json").read_text(encoding="utf-8") for path in (FIRST, SECOND))
    assert (first.count('"start":'), second.count('"start":')) == (261, 518)
    assert '"page":"agenda/2030-05-06/2/index.html"' in second
    for path in ("agenda", "my"):
        assert "agenda/2030-05-06/2/sessions.json" in page(site, path)


def test_a_choice_made_on_one_part_is_offered_on_all(site: Path) -> None:
    options = [re.findall(r'<option value="([^"]+)"', page(site, path)) for path in (FIRST, SECOND)]
    assert options[0] == options[1] == ["even", "odd", "plenary", "talk"]


def test_what_goes_on_beside_others_is_not_drawn_as_if_it_were_alone(site: Path) -> None:
    assert page(site, FIRST).count("slot--all") == 1
    assert "slot--all" not in page(site, SECOND)


def test_no_page_of_the_day_is_over_the_budget(site: Path) -> None:
    assert max(len(gzip.compress(page(site, path).encode(), 9)) for path in (FIRST, SECOND)) < 60_000


def test_a_day_that_fits_says_nothing_of_parts(site: Path) -> None:
    assert "day-parts" not in page(site, "agenda/2030-05-07")


def parts(make_conference: MakeConference, most: int, *times: str) -> tuple[DayPart, ...]:
    """The parts of a day with a session at each of these times, with at most so many on a page."""
    written = (f"id: s{n}, title: S, room: fair, start: '{time}', duration: 10m" for n, time in enumerate(times))
    conference = make_conference(day(*written))
    return day_parts(conference, list(conference.sessions.values()), most)


def shown(found: Sequence[DayPart]) -> list[list[str]]:
    zone = ZoneInfo("Europe/Paris")
    return [[f"{one.start.astimezone(zone):%H:%M}" for one in part.sessions] for part in found]


def test_a_day_is_cut_at_the_hour_into_pages_about_as_long_as_each_other(make_conference: MakeConference) -> None:
    found = parts(make_conference, 4, "09:00", "09:30", "10:00", "11:00", "11:15", "12:00")
    assert shown(found) == [["09:00", "09:30", "10:00"], ["11:00", "11:15", "12:00"]]


def test_an_hour_that_is_too_full_is_cut_between_two_starts(make_conference: MakeConference) -> None:
    found = parts(make_conference, 3, "09:00", "09:00", "09:30", "09:30", "09:45")
    assert shown(found) == [["09:00", "09:00"], ["09:30", "09:30", "09:45"]]


def test_only_a_start_with_more_than_a_page_of_sessions_is_cut_itself(make_conference: MakeConference) -> None:
    found = parts(make_conference, 2, "09:00", "09:00", "09:00", "10:00")
    assert shown(found) == [["09:00", "09:00"], ["09:00", "10:00"]]
    assert part_starting_at(found, found[0].start).number == 1
    assert part_starting_at(found, found[1].sessions[-1].start).number == 2


def test_a_day_without_sessions_has_no_parts_and_one_page(make_conference: MakeConference) -> None:
    assert parts(make_conference, 2) == ()
    assert page_subjects("2020-10-12", 0) == ("2020-10-12",)


def test_a_session_spans_as_many_rooms_in_a_part_as_in_the_whole_day(make_conference: MakeConference) -> None:
    conference = make_conference(
        day(
            "id: early, title: Early, room: hall, start: 10:00, end: 11:00",
            "id: beside, title: Beside, room: lab, start: 10:00, end: 11:00",
            "id: wide, title: Wide, rooms: [lab, studio], start: 11:00, end: 12:00",
            "id: small, title: Small, room: hall, start: 11:00, end: 11:30",
        )
    )
    grid = filter_grid(build_grid(list(conference.sessions.values())), {"wide"})
    [cell] = grid.cells
    assert (grid.width, cell.line, cell.span, cell.row, cell.end_row) == (2, 2, 2, 2, 3)
    assert grid.minutes == (60,)


@given(st.lists(st.integers(1, 9), max_size=40), st.integers(9, 30))
def test_pages_keep_the_order_hold_what_they_may_and_are_as_few_as_can_be(sizes: list[int], most: int) -> None:
    blocks = [[number] * size for number, size in enumerate(sizes)]
    pages = paginate_blocks(blocks, most)
    assert [item for one in pages for item in one] == [item for block in blocks for item in block]
    assert all(1 <= len(one) <= most for one in pages)
    assert all(set(one).isdisjoint(other) for one, other in pairwise(pages))
    filled = 0 if not sizes else 1
    room = most
    for size in sizes:
        if size > room:
            filled, room = filled + 1, most
        room -= size
    assert len(pages) == filled


@given(st.from_regex(r"[0-9a-z-]*", fullmatch=True), st.integers(1, 10_000))
def test_the_subject_of_a_page_tells_its_list_and_its_number(whole: str, number: int) -> None:
    subject = page_subject(whole, number)
    assert (list_subject(subject), page_number(subject)) == (whole, number)


def test_the_hour_that_clocks_repeat_in_autumn_is_in_order(make_conference: MakeConference) -> None:
    conference = make_conference(
        {
            "content/programme/day.yaml": (
                "date: 2020-10-25\nsessions:\n"
                "- {id: a, title: A, room: fair, start: '2020-10-25T02:30+02:00', duration: 10m}\n"
                "- {id: b, title: B, room: fair, start: '2020-10-25T02:10+01:00', duration: 10m}\n"
            )
        }
    )
    found = day_parts(conference, list(conference.sessions.values()), 1)
    assert [[one.id for one in part.sessions] for part in found] == [["a"], ["b"]]
    assert found[1].start - found[0].start == timedelta(minutes=40)
    assert found[0].end == found[0].start + timedelta(minutes=10)
