"""What somebody is promised who narrows the agenda: the rest steps aside, and the address carries the choice."""

from __future__ import annotations

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.movement import open_without

pytestmark = pytest.mark.browser

DAY = "agenda/2020-10-12/"


def titles(page: Page, *expected: str) -> None:
    """Expects these sessions, in this order, and no other."""
    expect(page.locator(".slot:visible h3")).to_have_text(list(expected))


def unfold(page: Page) -> None:
    page.locator(".filters summary").click()


def test_a_language_can_be_chosen(page: Page, address: str) -> None:
    page.goto(address + DAY)
    unfold(page)
    page.get_by_role("combobox", name="Language").select_option("French")
    titles(page, "Beside it")
    assert page.url == address + DAY + "?language=fr"


def test_how_many_are_left_is_said_to_those_who_listen(page: Page, address: str) -> None:
    page.goto(address + DAY + "?format=talk")
    said = page.locator(".filters-said")
    expect(said).to_have_text("2 of 6 sessions")


def test_a_shared_address_shows_the_same(page: Page, address: str) -> None:
    page.goto(address + DAY + "?language=fr")
    titles(page, "Beside it")
    unfold(page)
    expect(page.get_by_role("combobox", name="Language")).to_have_value("fr")


def test_rooms_that_are_chosen_take_the_width_of_the_grid(page: Page, address: str) -> None:
    page.goto(address + DAY)
    before = page.locator(".slot", has_text="Three solutions").bounding_box()
    unfold(page)
    page.get_by_label("Lab").check()
    expect(page.locator(".agenda-rooms > li:visible")).to_have_text(["Lab"])
    after = page.locator(".slot", has_text="Three solutions").bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] > before["width"] * 2
    assert page.url.endswith("?room=lab")


def test_what_is_for_everybody_stays_in_every_room(page: Page, address: str) -> None:
    page.goto(address + DAY + "?room=lab")
    titles(page, "Opening", "Three solutions", "Lunch")


def test_only_what_has_not_started_yet(page: Page, address: str) -> None:
    page.clock.install(time="2020-10-12T09:15:00Z")
    page.goto(address + DAY + "?upcoming=1")
    titles(page, "Lunch", "With a recording", "Live show")
    page.clock.run_for("20:00")
    titles(page, "With a recording", "Live show")


def test_only_what_is_on_and_what_comes(page: Page, address: str) -> None:
    page.clock.install(time="2020-10-12T09:15:00Z")
    page.goto(address + DAY + "?now=1")
    titles(page, "Beside it", "Not any more")
    page.goto(address + DAY + "?now=1&upcoming=1")
    titles(page, "Beside it", "Not any more", "Lunch", "With a recording", "Live show")


def test_only_what_is_starred(page: Page, address: str) -> None:
    page.goto(address + DAY)
    page.evaluate("stars => localStorage.setItem('demo:stars', stars)", json.dumps({"opening": {}}))
    page.goto(address + DAY + "?starred=1")
    titles(page, "Opening")


def test_everything_comes_back_at_once(page: Page, address: str) -> None:
    page.goto(address + DAY + "?language=fr&room=hall&view=compact")
    expect(page.locator(".agenda")).to_have_class(re.compile("agenda--compact"))
    unfold(page)
    page.get_by_role("button", name="Show everything").click()
    expect(page.locator(".slot:visible")).to_have_count(7)
    expect(page.locator(".agenda-rooms > li:visible")).to_have_count(3)
    assert page.url == address + DAY


def test_a_choice_counts_that_is_made_while_the_script_is_on_its_way(page: Page, address: str) -> None:
    script = open_without(page, "**/filtering.*.js", address + DAY + "?language=fr")
    unfold(page)
    page.get_by_role("combobox", name="Language").select_option("English")
    assert page.url == address + DAY + "?language=en"
    script.continue_()
    titles(page, "Three solutions")


def test_everything_comes_back_though_the_script_is_on_its_way(page: Page, address: str) -> None:
    script = open_without(page, "**/filtering.*.js", address + DAY + "?language=fr")
    unfold(page)
    page.get_by_role("button", name="Show everything").click()
    assert page.url == address + DAY
    script.continue_()
    expect(page.locator("html")).not_to_have_class(re.compile("filtered"))
    expect(page.locator(".slot:visible")).to_have_count(7)


def test_filters_work_that_were_unfolded_before_any_script_had_come(page: Page, address: str) -> None:
    script = open_without(page, "**/filters.*.js", address + DAY)
    unfold(page)
    page.get_by_role("combobox", name="Language").select_option("French")
    script.continue_()
    titles(page, "Beside it")
    assert page.url == address + DAY + "?language=fr"


def test_the_choice_goes_along_to_another_day(page: Page, address: str) -> None:
    page.goto(address + DAY + "?room=hall")
    tuesday = page.get_by_role("link", name="Tue 13")
    expect(tuesday).to_have_attribute("href", re.compile(r"\?room=hall$"))
    tuesday.click()
    expect(page.locator("h1")).to_have_text("The Second Day")
    assert page.url.endswith("?room=hall")


def test_the_compact_view_is_shorter_and_shareable(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address + DAY)
    tall = page.locator(".agenda").evaluate("agenda => agenda.offsetHeight")
    unfold(page)
    page.get_by_label("Compact").check()
    expect(page).to_have_url(f"{address}{DAY}?view=compact")
    assert page.locator(".agenda").evaluate("agenda => agenda.offsetHeight") < tall


def test_the_filters_work_with_the_keyboard(page: Page, address: str) -> None:
    page.goto(address + DAY)
    page.locator(".filters summary").press("Enter")
    page.get_by_label("Studio").press("Space")
    titles(page, "Opening", "Not any more", "Lunch", "With a recording", "Live show")


def test_without_scripts_there_is_the_whole_day_and_no_dead_form(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + DAY + "?language=fr")
    expect(page.locator(".slot:visible")).to_have_count(7)
    assert not page.locator(".filters").is_visible()
    context.close()


def listed(page: Page, *expected: str) -> None:
    """Expects these sessions in the agenda of all days, and no other."""
    expect(page.locator(".brief-session:visible .title")).to_have_text(list(expected))


def test_the_agenda_of_all_days_is_narrowed_in_the_same_way(page: Page, address: str) -> None:
    page.goto(address + "agenda/")
    unfold(page)
    page.get_by_label("Lab").check()
    listed(page, "Opening", "Three solutions", "Lunch", "Late")
    expect(page.locator(".filters-said")).to_have_text("3 of 7 sessions")
    expect(page.locator(".brief > li:visible .brief-time")).to_have_text(["10:00", "10:30", "11:30", "23:30"])
    assert page.url == address + "agenda/?room=lab"


def test_its_choice_goes_along_to_a_day(page: Page, address: str) -> None:
    page.goto(address + "agenda/?language=fr")
    listed(page, "Beside it")
    page.get_by_role("link", name="The First Day").click()
    titles(page, "Beside it")
    assert page.url == address + DAY + "?language=fr"


def test_without_scripts_the_agenda_of_all_days_is_whole_too(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "agenda/?language=fr")
    expect(page.locator(".brief-session:visible")).to_have_count(8)
    assert not page.locator(".filters").is_visible()
    context.close()


@pytest.mark.parametrize("language", ["", "ar/"])
@pytest.mark.parametrize("width", [320, 1280])
def test_an_accessibility_audit_of_all_days_with_open_filters_finds_nothing(
    page: Page, address: str, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.clock.install(time="2020-10-12T09:15:00Z")
    page.goto(address + language + "agenda/?room=hall")
    unfold(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("language", ["", "ar/"])
def test_an_accessibility_audit_of_the_open_filters_finds_nothing(page: Page, address: str, language: str) -> None:
    page.goto(address + language + DAY + "?room=hall")
    unfold(page)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
