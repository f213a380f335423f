"""What somebody is promised who looks at the site while the conference is on: what is on, what is next, where to go."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import FILES, publish, served
from tests.browser.movement import expect_same_places, expect_stillness, note_places, open_without, watch_movement

pytestmark = pytest.mark.browser

DAY = "agenda/2020-10-12/"


def at(page: Page, instant: str) -> None:
    """Sets the visitor's clock; it then stands still."""
    page.clock.install(time=instant)


@pytest.mark.parametrize("instant", ["2020-10-09T08:00:00Z", "2020-10-09T08:45:00Z", "2020-10-09T19:30:00Z"])
def test_before_the_conference_the_home_page_counts_down(page: Page, address: str, instant: str) -> None:
    """A part of a day counts as the whole one that it is nearer to."""
    at(page, instant)
    page.goto(address)
    expect(page.locator(".now-before")).to_have_text("The conference begins in 3 days.")
    assert not page.locator(".now-during").is_visible()


def test_on_the_day_the_home_page_says_what_is_on_and_what_is_next(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:10:00Z")
    page.goto(address)
    now = page.locator(".now-during")
    expect(now).to_contain_text("On now")
    expect(now.locator(".now-list").first).to_contain_text("Opening")
    expect(now.locator(".now-list").first).to_contain_text("until 10:30")
    expect(now).to_contain_text("Next, in 20 minutes")
    expect(now.locator(".now-list").last).to_contain_text("Three solutions")
    now.get_by_role("link", name="Opening").click()
    expect(page.locator("h1")).to_have_text("Opening")


def test_a_cancelled_session_is_not_on(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:40:00Z")
    page.goto(address)
    expect(page.locator(".now-list").first).to_contain_text("Beside it")
    assert "Not any more" not in page.locator(".now-during").inner_text()


def test_in_the_evening_the_next_day_is_what_comes_next(page: Page, address: str) -> None:
    at(page, "2020-10-12T18:30:00Z")
    page.goto(address)
    expect(page.locator(".now-during")).to_contain_text("Next, in 27 hours")
    expect(page.locator(".now-during")).to_contain_text("Late")
    expect(page.locator(".now-during time")).to_have_text("Tue, 13 Oct 23:30")


def test_what_a_day_shows_inside_a_session_that_is_on_is_not_told_beside_it(page: Page, tmp_path: Path) -> None:
    """The home page counts as the day does."""
    shows = """\
        date: 2020-10-14
        sessions:
          - {id: shows, title: Live shows, room: hall, start: 13:00, end: 14:00}
          - {id: show-1, title: Live show 1, part_of: shows, room: hall, start: 13:00, end: 13:30}
          - {id: show-2, title: Live show 2, part_of: shows, room: hall, start: 13:30, end: 14:00}
          - {id: after, title: After them, room: hall, start: 14:00, end: 15:00}
        """
    with served(publish(tmp_path, {**FILES, "content/programme/day-3.yaml": shows})) as (top, _):
        at(page, "2020-10-14T11:15:00Z")
        page.goto(top)
        expect(page.locator(".now-list").first.locator(".title")).to_have_text(["Live shows"])
        expect(page.locator(".now-list").last.locator(".title")).to_have_text(["After them"])
        expect(page.locator(".now-during")).to_contain_text("Next, in 45 minutes")
        page.goto(f"{top}agenda/2020-10-14/")
        expect(page.locator(".now-line .at-length")).to_have_text("1 session on now. The next starts in 45 minutes.")


def test_after_midnight_the_session_of_the_evening_is_still_on(page: Page, address: str) -> None:
    at(page, "2020-10-13T22:10:00Z")
    page.goto(address)
    expect(page.locator(".now-list").first).to_contain_text("Late")
    page.goto(address + "agenda/2020-10-13/")
    expect(page.locator(".slot", has_text="Late")).to_contain_class("is-now")


def test_after_the_conference_the_recordings_are_what_is_left(page: Page, address: str) -> None:
    at(page, "2021-01-01T00:00:00Z")
    page.goto(address)
    expect(page.locator(".now-after")).to_contain_text("recordings")


@pytest.mark.parametrize(("instant", "promised"), [("2020-10-12T08:10:00Z", True), ("2021-01-01T00:00:00Z", False)])
def test_a_stream_is_promised_only_until_the_conference_is_over(
    page: Page, address: str, instant: str, promised: bool
) -> None:
    at(page, instant)
    page.goto(address + "rooms/studio/")
    promise = page.get_by_text("The link to the stream will appear here.")
    expect(promise).to_be_visible(visible=promised)


def test_the_agenda_marks_what_is_on_and_draws_a_line(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:45:00Z")
    page.goto(address + DAY)
    assert page.locator(".slot.is-now h3").all_inner_texts() == ["Beside it", "Three solutions"]
    slot, line = (
        page.locator(".slot", has_text="Three solutions").bounding_box(),
        page.locator(".now-mark").bounding_box(),
    )
    assert slot is not None
    assert line is not None
    assert slot["y"] <= line["y"] <= slot["y"] + slot["height"]
    expect(page.locator(".now-line .at-length")).to_have_text("2 sessions on now. The next starts in 45 minutes.")


def test_the_agenda_of_all_days_marks_what_is_on_and_draws_a_line_below_what_has_begun(
    page: Page, address: str
) -> None:
    at(page, "2020-10-12T08:45:00Z")
    page.goto(address + "agenda/")
    expect(page.locator(".brief-session.is-now .title")).to_have_text(["Beside it", "Three solutions"])
    expect(page.locator(".is-until-now .brief-time")).to_have_text(["10:30"])
    expect(page.locator(".now-line .at-length")).to_have_text("2 sessions on now. The next starts in 45 minutes.")
    page.locator(".now-line a").click()
    expect(page.locator(".brief-time:target")).to_have_text("10:30")


def test_another_day_has_no_line(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:45:00Z")
    page.goto(address + "agenda/2020-10-13/")
    assert page.locator(".now-mark").count() == 0
    assert page.locator(".is-now").count() == 0


def test_the_page_follows_the_clock_without_jumping(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:29:00Z")
    page.goto(address + DAY)
    expect(page.locator(".slot.is-now h3")).to_have_text(["Opening"])
    page.evaluate("scrollTo(0, 300)")
    page.clock.run_for("02:00")
    expect(page.locator(".slot.is-now h3")).to_have_text(["Beside it", "Three solutions"])
    assert page.evaluate("scrollY") == 300


def test_a_room_says_what_is_on_in_it(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:35:00Z")
    page.goto(address + "rooms/hall/")
    now = page.locator(".now-during")
    expect(now).to_contain_text("Beside it")
    assert "Three solutions" not in now.inner_text()


def test_what_is_on_is_told_in_the_readers_zone(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:10:00Z")
    page.goto(address)
    page.evaluate("localStorage.setItem('demo:zone', '\"Asia/Kathmandu\"')")
    page.reload()
    expect(page.locator(".now-list").first).to_contain_text("until 14:15")


def test_arabic_pages_say_it_in_arabic(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:35:00Z")
    page.goto(address + "ar/" + DAY)
    expect(page.locator(".now-line")).to_contain_text("جلستان الآن.")


def test_only_one_room_plays_and_it_has_its_session_beside_it(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:35:00Z")
    page.goto(address + "live/")
    hall = page.locator(".channel").nth(0)
    expect(hall.locator(".now-list").first).to_contain_text("Beside it")
    hall.locator("a.stream-play").focus()
    page.keyboard.press("Enter")
    expect(hall.locator("iframe")).to_be_focused()
    expect(hall.locator(".channel-about")).to_contain_text("More about this session")
    link = hall.locator(".channel-about a").last
    assert (link.get_attribute("href") or "").endswith("/sessions/beside/index.html")


def test_the_next_session_takes_over_when_it_starts(page: Page, address: str) -> None:
    at(page, "2020-10-12T08:29:00Z")
    page.goto(address + "live/")
    hall = page.locator(".channel").nth(0)
    hall.locator("a.stream-play").click()
    expect(hall.locator(".channel-about a").last).to_have_attribute("href", f"{address}sessions/opening/index.html")
    page.clock.run_for("02:00")
    expect(hall.locator(".channel-about a").last).to_have_attribute("href", f"{address}sessions/beside/index.html")
    expect(hall.locator("iframe")).to_have_count(1)


def test_a_room_lists_its_sessions_of_today_once_somebody_asks(page: Page, address: str) -> None:
    at(page, "2020-10-13T08:00:00Z")
    page.goto(address + "live/")
    hall = page.locator(".channel").nth(0)
    assert hall.locator(".lines").count() == 0
    hall.locator("summary").press("Enter")
    expect(hall.locator(".lines .title")).to_have_text(["Late"])
    expect(hall.locator(".channel-today h3")).to_have_text("Tuesday, 13 October 2020")


def test_without_scripts_every_room_has_its_page_and_its_stream(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "live/")
    lab = page.locator(".channel").nth(1)
    expect(lab.get_by_role("link", name="Lab", exact=True)).to_have_attribute("href", "../rooms/lab/index.html")
    expect(lab.locator("a.stream-play")).to_have_attribute("href", "https://media.example.org/live.m3u8")
    assert not page.locator("summary").first.is_visible()
    context.close()


@pytest.mark.parametrize("path", ["", "agenda/", DAY, "rooms/hall/", "live/"])
def test_an_accessibility_audit_during_the_conference_finds_nothing(page: Page, address: str, path: str) -> None:
    at(page, "2020-10-12T08:35:00Z")
    page.goto(address + path)
    expect(page.locator(".is-now, .now-list").first).to_be_attached()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("width", [360, 768, 1000])
@pytest.mark.parametrize(
    "path",
    [
        "",
        "agenda/",
        "agenda/?language=fr",
        DAY,
        DAY + "?language=fr",
        "rooms/hall/",
        "live/",
        "my/",
        "search/?q=opening",
    ],
)
def test_nothing_moves_when_scripts_have_run(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    watch_movement(page)
    page.clock.set_fixed_time("2020-10-12T08:35:00Z")
    page.goto(address + path, wait_until="networkidle")
    expect_stillness(page)


@pytest.mark.parametrize("width", [320, 360, 1000])
@pytest.mark.parametrize("path", ["", "fr/", "ar/", "rooms/hall/", "live/"])
def test_the_countdown_has_its_place_before_it_is_written(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    at(page, "2020-09-01T08:00:00Z")
    script = open_without(page, "**/now.*.js", address + path)
    expect(page.locator("html")).to_have_class(re.compile("before"))
    note_places(page)
    script.continue_()
    expect(page.locator(".now-before")).to_contain_text("41")
    expect_same_places(page)
