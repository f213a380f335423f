"""What somebody is promised who stars sessions: they stay in this browser, and whatever happens to them is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

DAY = "agenda/2020-10-12/"


def star(page: Page, address: str, **sessions: dict[str, str]) -> None:
    """Has these sessions starred in the browser, as they were known then."""
    page.goto(address + "my/")
    page.evaluate("stars => localStorage.setItem('demo:stars', stars)", json.dumps(sessions))
    page.reload()


def noted(start: str, end: str, title: str = "A title of then") -> dict[str, str]:
    return {"start": f"2020-10-12T{start}+02:00", "end": f"2020-10-12T{end}+02:00", "title": title}


def test_a_star_in_the_agenda_brings_a_session_into_ones_own(page: Page, address: str) -> None:
    page.goto(address + DAY)
    button = page.get_by_role("button", name="Keep in my agenda: Opening")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    page.goto(address + "my/")
    expect(page.locator(".my-status")).to_have_text("You have starred 1 session.")
    expect(page.locator(".my-days h2")).to_have_text("Monday, 12 October 2020")
    expect(page.locator(".my-days h3")).to_have_text("Opening")


def test_a_sessions_own_page_has_the_star_too(page: Page, address: str) -> None:
    page.goto(address + "sessions/opening/")
    button = page.get_by_role("button", name="Keep in my agenda")
    button.press("Enter")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_the_agenda_of_all_days_has_stars_too(page: Page, address: str) -> None:
    page.goto(address + "agenda/")
    page.get_by_role("button", name="Keep in my agenda: Three solutions").click()
    assert page.url == address + "agenda/"
    page.goto(address + "my/")
    expect(page.locator(".my-days h3")).to_have_text("Three solutions")
    expect(page.locator(".my-days h3 ~ .dotted")).to_contain_text("Lab")


def test_pressing_a_star_does_not_follow_the_link_below_it(page: Page, address: str) -> None:
    page.goto(address + DAY)
    page.get_by_role("button", name="Keep in my agenda: Opening").click()
    assert page.url == address + DAY


def test_two_at_the_same_time_are_told(page: Page, address: str) -> None:
    star(page, address, parts=noted("10:30", "11:00"), beside=noted("10:30", "11:30"), opening=noted("10:00", "10:30"))
    clashes = page.locator(".my-clash")
    expect(clashes.locator("summary")).to_have_text(["At the same time: 1", "At the same time: 1"])
    clashes.first.locator("summary").click()
    expect(clashes.first).to_contain_text("Three solutions")


def test_a_session_that_moved_since_says_so_until_one_has_seen_it(page: Page, address: str) -> None:
    star(page, address, opening=noted("09:00", "09:30"))
    change = page.locator(".my-change")
    expect(change).to_contain_text("Moved since you starred it: it was to begin")
    expect(change).to_contain_text("09:00")
    page.get_by_role("button", name="I have seen it").click()
    expect(change).to_have_count(0)
    page.reload()
    expect(page.locator(".my-days h3")).to_have_text("Opening")
    expect(change).to_have_count(0)


def test_a_session_that_was_cancelled_since_says_so(page: Page, address: str) -> None:
    star(page, address, gone=noted("10:30", "11:30"))
    expect(page.locator(".my-change")).to_have_text("Cancelled since you starred it")


def test_a_session_that_is_not_there_any_more_says_so(page: Page, address: str) -> None:
    star(page, address, vanished=noted("10:30", "11:30", "The Lost Session"))
    expect(page.locator(".my-days")).to_contain_text("The Lost Session")
    expect(page.locator(".my-days")).to_contain_text("no longer in the programme")
    page.get_by_role("button", name="Take it off").click()
    expect(page.locator(".my-days")).to_have_text("")


def test_the_calendar_has_the_very_octets_of_the_build(page: Page, address: str, output: Path) -> None:
    star(page, address, opening=noted("10:00", "10:30"), parts=noted("10:30", "11:00"))
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Put into my calendar").click()
    made = Path(downloading.value.path()).read_bytes()
    event = re.compile(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", re.S)
    built = [(output / f"sessions/{slug}/{slug}.ics").read_bytes() for slug in ("opening", "parts")]
    assert event.findall(made) == [one for text in built for one in event.findall(text)]
    assert made.startswith(b"BEGIN:VCALENDAR\r\n")
    assert made.endswith(b"END:VCALENDAR\r\n")


def test_a_link_carries_the_choice_to_another_device(page: Page, address: str, browser: Browser) -> None:
    star(page, address, opening=noted("10:00", "10:30"), late=noted("10:30", "11:00"))
    expect(page.locator(".my-link")).to_have_attribute("href", "?s=opening,late")
    link = page.locator(".my-link").evaluate("link => link.href")
    context = browser.new_context()
    other = context.new_page()
    other.goto(link)
    expect(other.locator(".my-offered")).to_contain_text("This link brings 2 sessions")
    expect(other.locator(".my-days h3")).to_have_count(0)
    other.get_by_role("button", name="Add them to my agenda").click()
    expect(other.locator(".my-days h3")).to_have_text(["Opening", "Late"])
    assert other.url == address + "my/"
    context.close()


def test_a_star_taken_back_by_mistake_can_be_given_again(page: Page, address: str) -> None:
    star(page, address, opening=noted("10:00", "10:30"))
    button = page.get_by_role("button", name="Keep in my agenda: Opening")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button).to_be_focused()
    button.click()
    expect(page.locator(".my-status")).to_have_text("You have starred 1 session.")


def test_the_page_speaks_each_language(page: Page, address: str) -> None:
    star(page, address, parts=noted("10:30", "11:00"))
    page.goto(address + "ar/my/")
    expect(page.locator(".my-days h3")).to_have_text("ثلاثة حلول")
    expect(page.locator(".my-status")).to_have_text("اخترت جلسة واحدة.")


def test_times_are_in_the_readers_zone_here_too(page: Page, address: str) -> None:
    star(page, address, opening=noted("10:00", "10:30"))
    page.evaluate("localStorage.setItem('demo:zone', '\"Pacific/Auckland\"')")
    page.reload()
    expect(page.locator(".my-days .time time").first).to_have_text("21:00")


def test_without_scripts_the_page_says_what_to_do_instead(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "my/")
    expect(page.locator("main")).to_contain_text("Stars need JavaScript")
    assert page.get_by_role("button").count() == 0
    context.close()


def test_opened_from_a_folder_a_page_offers_nothing_that_does_not_work(page: Page, output: Path) -> None:
    for path in ("my/index.html", "search/index.html", "sessions/opening/index.html", "agenda/2020-10-12/index.html"):
        page.goto((output / path).as_uri())
        assert page.locator("main").get_by_role("button").count() == 0
        assert page.locator("main").get_by_role("searchbox").count() == 0


def test_an_accessibility_audit_of_a_full_agenda_finds_nothing(page: Page, address: str) -> None:
    star(
        page,
        address,
        opening=noted("09:00", "09:30"),
        parts=noted("10:30", "11:00"),
        beside=noted("10:30", "11:30"),
        lost=noted("10:30", "11:00"),
    )
    expect(page.locator(".my-clash")).to_have_count(2)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
