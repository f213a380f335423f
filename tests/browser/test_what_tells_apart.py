"""What somebody is promised who looks over an agenda: what tells sessions apart, and nothing over what is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import FILES, publish, served

pytestmark = pytest.mark.browser

DAY = "agenda/2020-10-12/"
CONTENT = {
    **{path: text for path, text in FILES.items() if not path.startswith(("content/programme", "booths"))},
    "content/tracks.yaml": "- {id: access, name: Access for all}\n- {id: rust, name: Rust}\n",
    "content/programme/day-1.yaml": """\
        date: 2020-10-12
        sessions:
          - {id: one, title: One title that is long enough to go over the whole width of a telephone, format: talk,
             track: rust, room: hall, start: 10:00, end: 10:20}
          - {id: two, title: Two, format: talk, track: access, room: lab, start: 10:00, end: 11:00}
          - {id: three, title: Three, format: talk, track: rust, room: hall, start: 10:20, end: 11:00}
          - {id: four, title: Four, format: talk, track: rust, room: hall, start: 11:00, end: 11:30}
          - {id: five, title: Five, format: talk, track: rust, room: lab, start: 11:00, end: 11:30}
          - {id: six, title: Six, format: plenary, track: access, room: hall, start: 11:30, end: 12:00}
        """,
}


@pytest.fixture(scope="module")
def devrooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference at which nearly all sessions have one format."""
    with served(publish(tmp_path_factory.mktemp("devrooms"), CONTENT)) as (top, _):
        yield top


@pytest.fixture(autouse=True)
def clock(page: Page) -> None:
    page.clock.set_fixed_time("2020-10-12T08:30:00Z")


@pytest.mark.parametrize("path", [DAY, "rooms/hall/"])
def test_the_topic_is_told_and_not_the_format_that_nearly_all_share(page: Page, devrooms: str, path: str) -> None:
    page.goto(devrooms + path)
    card = page.locator("[data-id=three]")
    expect(card).to_contain_text("Rust")
    expect(card).not_to_contain_text("Talk")
    expect(page.locator("[data-id=six] .dotted")).to_have_text("Access for all Plenary")


def test_a_format_that_tells_sessions_apart_is_told(page: Page, address: str) -> None:
    page.goto(address + DAY)
    expect(page.locator("[data-id=opening] .dotted")).to_contain_text("Plenary")


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("path", [DAY, "rooms/hall/", "tracks/rust/"])
def test_no_star_touches_a_title(page: Page, devrooms: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(devrooms + path)
    expect(page.locator("[data-id=one] .star")).to_be_visible()
    touching = page.evaluate(
        """() => [...document.querySelectorAll("[data-id] > .star")].filter((star) => {
          const title = document.createRange();
          title.selectNodeContents(star.parentElement.querySelector(".title a"));
          const own = star.getBoundingClientRect();
          return [...title.getClientRects()].some((line) =>
            line.right > own.left && line.left < own.right && line.bottom > own.top && line.top < own.bottom);
        }).length"""
    )
    assert touching == 0


def test_the_line_of_the_present_is_behind_what_is_written_and_says_the_time(page: Page, devrooms: str) -> None:
    page.goto(devrooms + DAY)
    mark = page.locator(".now-mark")
    expect(mark).to_have_text("10:30")
    on = page.locator(".slot.is-now").first
    assert int(on.evaluate("slot => getComputedStyle(slot).zIndex")) > int(
        mark.evaluate("mark => getComputedStyle(mark).zIndex")
    )
    line = on.evaluate("slot => parseFloat(getComputedStyle(slot).backgroundPositionY)")
    box, clock = on.bounding_box(), mark.locator("time").bounding_box()
    assert box is not None
    assert clock is not None
    assert abs(box["y"] + line - (clock["y"] + clock["height"] / 2)) <= 2


def test_half_hours_are_ruled_and_not_every_start(page: Page, devrooms: str) -> None:
    page.goto(devrooms + DAY)
    ruled = page.locator(".at-time").evaluate_all(
        "times => times.filter((time) => parseFloat(getComputedStyle(time).borderTopWidth)).map((time) => time.id)"
    )
    assert ruled == ["at-1000", "at-1100", "at-1130"]


def test_an_own_clash_is_one_short_mark_that_unfolds(page: Page, devrooms: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(devrooms + DAY)
    for one in ("one", "two", "three"):
        page.locator(f'[data-star="{one}"]').click()
    page.goto(devrooms + "my/")
    clash = page.locator("[data-id=two] .my-clash")
    expect(clash).to_have_text(
        "At the same time: 2At the same time as One title that is long enough to go over the"
        " whole width of a telephone and Three"
    )
    expect(clash.locator("p")).to_be_hidden()
    box = clash.bounding_box()
    assert box is not None
    assert box["height"] <= 32
    clash.locator("summary").click()
    expect(clash.locator("p")).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
