"""What somebody is promised who reads what is on: rows from top to bottom, with what can still be joined first."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import FILES, publish, served
from tests.browser.movement import expect_stillness, watch_movement

pytestmark = pytest.mark.browser

AT = "2020-10-14T11:15:00Z"
DAY = """\
    date: 2020-10-14
    sessions:
      - {id: short, title: Nearly over, track: access, room: hall, start: 13:00, end: 13:20}
      - {id: long, title: All afternoon, room: lab, start: 13:00, end: 17:00}
      - {id: middle, title: In between, room: studio, start: 13:00, end: 14:00}
      - {id: after, title: After them, room: hall, start: 13:30, end: 15:00}
    """


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference with several sessions at once."""
    root = tmp_path_factory.mktemp("busy")
    with served(publish(root, {**FILES, "content/programme/day-3.yaml": DAY})) as (top, _):
        yield top


@pytest.fixture(autouse=True)
def clock(page: Page) -> None:
    page.clock.install(time=AT)


def test_what_is_nearly_over_comes_last(page: Page, busy: str) -> None:
    page.goto(busy)
    titles = page.locator(".now-list").first.locator(".title")
    expect(titles).to_have_text(["All afternoon", "In between", "Nearly over"])


def test_what_one_has_starred_comes_first(page: Page, busy: str) -> None:
    page.goto(busy)
    page.evaluate("stars => localStorage.setItem('demo:stars', stars)", json.dumps({"short": {}}))
    page.reload()
    titles = page.locator(".now-list").first.locator(".title")
    expect(titles).to_have_text(["Nearly over", "All afternoon", "In between"])


def test_a_row_says_the_time_that_is_left_the_room_and_the_topic_before_the_title(page: Page, busy: str) -> None:
    page.goto(busy)
    row = page.locator(".now-list").first.locator("li").last
    expect(row.locator(".now-when")).to_have_text(re.compile("5 mins? until 13:20"))
    expect(row.locator("p").nth(1)).to_have_text("Hall Access for all")
    expect(row.locator("p").nth(2)).to_have_text("Nearly over")
    page.clock.run_for("02:00")
    expect(row.locator("strong")).to_have_text(re.compile("3 mins?"))


@pytest.mark.parametrize("path", ["", "rooms/hall/", "sessions/short/"])
def test_now_and_next_are_headings(page: Page, busy: str, path: str) -> None:
    page.goto(busy + path)
    expect(page.get_by_role("heading", name="On now")).to_be_visible()
    expect(page.get_by_role("heading", name="Next, in 15 minutes")).to_be_visible()


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("path", ["", "rooms/hall/", "live/"])
def test_nothing_has_to_be_moved_sideways(page: Page, busy: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(busy + path)
    expect(page.locator(".now-list").first).to_be_visible()
    wider = "list => list.scrollWidth > list.clientWidth"
    assert not any(one.evaluate(wider) for one in page.locator(".now-list").all())


def test_a_sessions_own_page_says_that_it_is_on_and_how_long_still(page: Page, busy: str) -> None:
    page.goto(busy + "sessions/short/")
    expect(page.locator(".now-state")).to_have_text(re.compile("On now, 5 mins?"))
    page.goto(busy + "sessions/after/")
    expect(page.locator(".now-state")).to_have_text("in 15 minutes")


def test_a_sessions_page_says_what_is_on_in_its_room(page: Page, busy: str) -> None:
    page.goto(busy + "sessions/after/")
    expect(page.locator(".now-of-room .now-list .title")).to_have_text(["Nearly over", "After them"])


@pytest.mark.parametrize("path", ["sessions/short/", "ar/sessions/short/", "ar/"])
def test_an_accessibility_audit_finds_nothing(page: Page, busy: str, path: str) -> None:
    page.goto(busy + path)
    expect(page.locator(".now-list").first).to_be_attached()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", ["", "sessions/short/"])
def test_nothing_moves_when_it_has_been_read(page: Page, busy: str, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    watch_movement(page)
    page.goto(busy + path, wait_until="networkidle")
    expect(page.locator(".now-list").first).to_be_attached()
    expect_stillness(page)
