"""What somebody is promised whose choice is not there: nothing that was not asked for, and the way to where some is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from mlw_build.bench.own_site import write_conference
from mlw_build.bench.synthetic import make_up
from tests.browser.conftest import publish, served

pytestmark = pytest.mark.browser

DAY, OTHER = "agenda/2020-10-12/", "agenda/2020-10-13/"
SESSIONS = 720


def test_a_topic_that_a_day_has_not_leads_to_the_day_that_has_it(page: Page, address: str) -> None:
    page.goto(address + OTHER + "?track=access")
    expect(page.locator(".filters-said")).to_contain_text("Access for all: nothing on Tuesday, 13 October 2020.")
    expect(page.locator(".slot:visible")).to_have_count(0)
    assert page.url == address + OTHER + "?track=access"
    way = page.locator(".filters-ways li")
    expect(way).to_have_text("Monday, 12 October 2020 1 session")
    way.get_by_role("link").click()
    expect(page.locator(".slot:visible h3")).to_have_text(["Beside it"])


def test_a_room_that_is_used_on_another_day_does_not_show_what_is_for_everybody(page: Page, address: str) -> None:
    page.goto(address + OTHER + "?room=lab")
    expect(page.locator(".filters-said")).to_contain_text("Lab: nothing on Tuesday")
    expect(page.locator(".slot:visible")).to_have_count(0)


def test_what_no_day_has_is_said_to_be_nowhere(page: Page, address: str) -> None:
    page.goto(address + DAY + "?track=access&language=en")
    said = page.locator(".filters-said")
    expect(said).to_contain_text("English and Access for all: nothing on Monday, 12 October 2020.")
    expect(said).to_contain_text("Nor on any other day.")


@pytest.mark.parametrize("choice", ["track=nonsense", "format=nonsense", "topic=nonsense", "room=nonsense"])
@pytest.mark.parametrize("path", ["agenda/", DAY])
def test_what_the_programme_does_not_know_is_told(page: Page, address: str, path: str, choice: str) -> None:
    page.goto(f"{address}{path}?{choice}")
    expect(page.locator(".filters-said")).to_have_text("Not in this programme: nonsense.")
    expect(page.locator("main [data-id]:visible")).to_have_count(0)
    assert page.url == f"{address}{path}?{choice}"


def test_a_day_without_any_says_so_among_the_days_that_have_some(page: Page, address: str) -> None:
    page.goto(address + "agenda/?track=access")
    expect(page.locator(".brief-session:visible .title")).to_have_text(["Beside it"])
    expect(page.locator("section[data-day]").last).to_contain_text("Nothing on this day.")
    expect(page.locator("section[data-day]").first).not_to_contain_text("Nothing on this day.")


def test_what_is_chosen_can_be_taken_off_one_by_one(page: Page, address: str) -> None:
    page.goto(address + DAY + "?room=hall&language=fr&topic=nonsense")
    chips = page.locator(".chip")
    expect(chips).to_have_text(["French – take off", "Hall – take off", "nonsense – take off"])
    chips.last.click()
    expect(page.locator(".slot:visible h3")).to_have_text(["Beside it"])
    chips.first.focus()
    page.keyboard.press("Enter")
    expect(chips).to_have_text(["Hall – take off"])
    expect(chips).to_be_focused()
    assert page.url == address + DAY + "?room=hall"
    page.keyboard.press("Enter")
    expect(page.locator(".slot:visible")).to_have_count(7)
    expect(page.locator(".filters summary")).to_be_focused()


def test_another_choice_takes_the_place_of_an_unknown_one(page: Page, address: str) -> None:
    page.goto(address + DAY + "?language=xx")
    page.locator(".filters summary").click()
    page.get_by_role("combobox", name="Language").select_option("French")
    expect(page.locator(".slot:visible h3")).to_have_text(["Beside it"])
    assert page.url == address + DAY + "?language=fr"


def test_the_view_can_be_passed_on(page: Page, address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(address + DAY + "?language=fr")
    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("button", name="The link is copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address + DAY + "?language=fr"


def test_a_topics_page_leads_to_its_days_narrowed_to_it(page: Page, address: str) -> None:
    page.goto(address + "tracks/access/")
    page.get_by_role("link", name="Monday, 12 October 2020").click()
    expect(page.locator(".slot:visible h3")).to_have_text(["Beside it"])


@pytest.mark.parametrize("path", ["agenda/?track=access", OTHER + "?track=access", "ar/" + OTHER + "?topic=nonsense"])
def test_an_accessibility_audit_of_what_is_said_finds_nothing(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    expect(page.locator(".chip")).to_be_visible()
    expect(page.locator(".filters-said")).not_to_be_empty()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


@pytest.fixture(scope="module")
def long_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference whose agenda of all days gives numbers."""
    root = tmp_path_factory.mktemp("long")
    write_conference(root, SESSIONS)
    with served(publish(root, {})) as (top, _):
        yield top


def test_numbers_by_the_hour_become_the_sessions_that_are_left(page: Page, long_address: str) -> None:
    track = next(one.track for one in make_up(SESSIONS).sessions if one.track)
    expected = {one.id for one in make_up(SESSIONS).sessions if one.track == track}
    page.goto(f"{long_address}agenda/?track={track}")
    shown = page.locator(".overview [data-id]:visible")
    expect(shown).to_have_count(len(expected))
    assert {one.get_attribute("data-id") for one in shown.all()} == expected
    expect(page.locator(".filters-said")).to_have_text(f"{len(expected)} of {SESSIONS} sessions")
    page.locator(".chip").click()
    expect(page.locator(".overview .brief-more").first).to_be_visible()


def test_too_many_that_are_left_are_counted_by_the_hour(page: Page, long_address: str) -> None:
    expected = sum(one.format == "talk" for one in make_up(SESSIONS).sessions)
    page.goto(f"{long_address}agenda/?format=talk")
    expect(page.locator(".filters-said")).to_have_text(f"{expected} of {SESSIONS} sessions")
    counts = page.locator(".brief-more").all_inner_texts()
    assert sum(int(one.split()[0]) for one in counts) == expected


def test_a_topic_among_the_days_leads_to_that_day_narrowed_to_it(page: Page, long_address: str) -> None:
    page.goto(f"{long_address}agenda/")
    day = page.locator("section[data-day]").first
    day.get_by_text("Topics").click()
    link = day.locator(".overview-tracks li").first
    count = link.locator("small").inner_text()
    link.get_by_role("link").click()
    expect(page.locator(".filters-said")).to_contain_text(f"{count} of ")
    expect(page.locator(".chip")).to_have_count(1)
