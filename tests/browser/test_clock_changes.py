"""What a visitor is promised in the night in which clocks are put back: both hours have their place and name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import FILES, publish, served

pytestmark = pytest.mark.browser

NIGHT = """\
    date: 2026-10-24
    sessions:
      - {id: opening, title: Opening, format: plenary, room: hall, start: 10:00, end: 11:00}
      - {id: first, title: First, room: hall, start: "26:30+02:00", duration: 1h}
      - {id: second, title: Second, room: hall, start: "26:30+01:00", duration: 1h}
    """
DAY = "agenda/2026-10-24/"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference with a session in either hour."""
    kept = {path: text for path, text in FILES.items() if not path.startswith(("content/programme", "booths"))}
    output = publish(tmp_path_factory.mktemp("night"), {**kept, "content/programme/night.yaml": NIGHT})
    with served(output) as (address, _):
        yield address


def open_at(page: Page, instant: str, address: str) -> None:
    """Opens a page when it is this time; the clock then stands still."""
    page.clock.install(time=instant)
    page.goto(address)


def choose(page: Page, zone: str) -> None:
    """Has chosen a zone already."""
    page.evaluate("zone => localStorage.setItem('demo:zone', JSON.stringify(zone))", zone)
    page.reload()


@pytest.mark.parametrize(("instant", "place"), [("00:40", "at-0230+0200"), ("01:40", "at-0230+0100")])
def test_the_line_about_now_leads_to_the_hour_that_is_on(page: Page, night: str, instant: str, place: str) -> None:
    open_at(page, f"2026-10-25T{instant}:00Z", night + DAY)
    page.locator(".now-line a").click()
    expect(page.locator(".at-time:target")).to_have_id(place)


def test_what_is_on_tells_its_two_times_apart(page: Page, night: str) -> None:
    open_at(page, "2026-10-25T00:40:00Z", night)
    expect(page.locator(".now-list").first).to_contain_text("until 02:30 (UTC+1)")


def test_in_another_zone_such_a_time_has_no_offset_unless_clocks_show_it_twice_there(page: Page, night: str) -> None:
    open_at(page, "2026-10-24T12:00:00Z", f"{night}sessions/first/")
    clock = page.locator("main .clock")
    expect(clock).to_have_text("02:30 (UTC+2)–02:30 (UTC+1)")
    choose(page, "Asia/Kathmandu")
    expect(clock).to_have_text("06:15–07:15 +1 day")
    choose(page, "Europe/London")
    expect(clock).to_have_text("01:30 (UTC+1)–01:30 (UTC) +1 day")
    choose(page, "Europe/Paris")
    expect(clock).to_have_text("02:30 (UTC+2)–02:30 (UTC+1)")
