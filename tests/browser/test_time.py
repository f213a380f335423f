"""What a visitor elsewhere is promised of times: their own clocks at a click, named, and never a wrong day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mlw_build.model.zones import is_ambiguous
from tests.browser.movement import expect_same_places, note_places, open_without

pytestmark = pytest.mark.browser

DAY = "agenda/2020-10-12/"
LATE = "agenda/2020-10-13/"

DIRECTION = "[\u200e\u2066-\u2069]"
"""What has no width and says in which direction to read."""

EDGES = """mark => ["-+", "1"].map(wanted => {
    const [text, range] = [mark.firstChild, document.createRange()];
    const at = [...text.data].findIndex(letter => wanted.includes(letter));
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getBoundingClientRect().left;
})"""
"""Where the sign and the number of a mark are, from the left."""

Visitor = Callable[..., Page]


@pytest.fixture
def visitor(browser: Browser, address: str) -> Iterator[Visitor]:
    """Opens a page of the site as somebody whose clocks are set to a zone."""
    contexts: list[BrowserContext] = []

    def visit(zone: str, path: str, **options: object) -> Page:
        # A kept script would arrive even where a test says that none does.
        contexts.append(browser.new_context(timezone_id=zone, service_workers="block", **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.goto(address + path)
        return page

    yield visit
    for context in contexts:
        context.close()


def choose(page: Page, name: str | None = None) -> None:
    """Chooses the visitor's own zone, or another one by typing its name."""
    page.locator("main .zone-switch").first.click()
    if name is None:
        page.get_by_role("radio", name="Yours").check()
    else:
        page.get_by_role("combobox").fill(name)
    page.get_by_role("button", name="Show times").click()


def says(page: Page, times: str) -> None:
    """Expects these times at the opening."""
    expect(page.locator(".slot", has_text="Opening").locator(".slot-when > span").first).to_have_text(times)


def test_times_are_the_conferences_own_until_one_asks(visitor: Visitor) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    says(page, "10:00–10:30")
    expect(page.locator("main .zone")).to_contain_text("Paris time, CEST (UTC+2)")


def test_ones_own_zone_is_a_click_away_and_named(visitor: Visitor) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    choose(page)
    says(page, "13:45–14:15")
    for line in page.locator(".zone").all():
        expect(line).to_contain_text("UTC+5:45")
        expect(line).to_contain_text("Asia/Kathmandu")


@pytest.mark.parametrize("path", ["", DAY, "agenda/", "sessions/opening/", "rooms/hall/", "live/"])
@pytest.mark.parametrize("width", [320, 1000, 1280])
def test_the_name_of_the_chosen_zone_has_its_place_before_it_is_written(
    visitor: Visitor, address: str, width: int, path: str
) -> None:
    """However long it is, nothing moves on the pages that come after."""
    page = visitor("America/St_Johns", DAY, viewport={"width": width, "height": 800})
    choose(page, "America/Argentina/ComodRivadavia")
    expect(page.locator("main .zone")).to_contain_text("Argentina")
    page.clock.install(time="2020-10-09T08:00:00Z")
    page.clock.pause_at("2020-10-09T09:00:00Z")  # times wait for the script for as long as it is on its way
    script = open_without(page, "**/time.*.js", address + path)
    note_places(page)
    script.continue_()
    expect(page.locator("html")).not_to_have_class(re.compile("zoned"))
    expect(page.locator("main [data-zone-name]").first).to_contain_text("Argentina")
    expect_same_places(page)


def test_the_machine_readable_time_stays_as_it_was(visitor: Visitor) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    choose(page)
    time = page.locator(".slot time").first
    assert time.get_attribute("datetime") == "2020-10-12T10:00+02:00"


def test_any_zone_can_be_found_by_its_city(visitor: Visitor) -> None:
    page = visitor("Europe/Paris", DAY)
    page.evaluate("document.documentElement.classList.remove('same-zone')")
    choose(page, "lord howe")
    says(page, "19:00–19:30")


@pytest.mark.parametrize(
    ("typed", "called"),
    [("calcutta", "Asia/Kolkata"), ("europe/KIEV", "Europe/Kyiv"), ("new york", "America/New_York")],
)
def test_a_zone_by_an_old_name_or_in_other_letters_is_called_as_it_is_today(
    visitor: Visitor, typed: str, called: str
) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    choose(page, typed)
    expect(page.locator("main .zone")).to_contain_text(called)


def test_a_zone_that_does_not_exist_is_not_taken(visitor: Visitor) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    choose(page, "Atlantis")
    expect(page.get_by_role("alert")).to_contain_text("no zone of this name")
    page.keyboard.press("Escape")
    says(page, "10:00–10:30")


def test_the_choice_holds_at_the_next_visit_and_on_every_page(visitor: Visitor, address: str) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    choose(page)
    page.goto(address + "ar/sessions/parts/")
    expect(page.locator(".clock time").first).to_have_text("14:15")


def test_a_time_on_another_date_says_so_and_stays_under_its_day(visitor: Visitor) -> None:
    page = visitor("Pacific/Auckland", LATE)
    choose(page)
    late = page.locator(".slot", has_text="Late")
    expect(late.locator(".slot-when")).to_contain_text("10:30–11:30 +1 day")
    expect(page.locator("h1")).to_have_text("The Second Day")


def test_a_time_on_the_date_before_says_so_too(visitor: Visitor) -> None:
    page = visitor("Pacific/Honolulu", DAY)
    choose(page)
    says(page, "22:00–22:30 -1 day")


@pytest.mark.parametrize(
    ("zone", "path", "session", "mark"),
    [
        ("Pacific/Auckland", f"ar/{LATE}", "Late", "+1 يوم"),
        ("Pacific/Honolulu", f"ar/{DAY}", "Opening", "-1 يوم"),
    ],
)
def test_arabic_which_has_words_for_one_day_and_two_keeps_the_sign_and_the_number(
    visitor: Visitor, address: str, zone: str, path: str, session: str, mark: str
) -> None:
    page = visitor(zone, DAY)
    choose(page)
    page.goto(address + path)
    shift = page.locator(".slot", has_text=session).locator(".shift").first
    expect(shift).to_have_text(re.compile(rf"^{DIRECTION}*{re.escape(mark[:2])}{DIRECTION}* {mark[3:]}$"))
    sign, number = shift.evaluate(EDGES)
    assert sign < number, "read from the left, as numbers are"


def test_who_has_the_same_clocks_is_not_asked(visitor: Visitor) -> None:
    page = visitor("Europe/Berlin", DAY)
    assert page.locator(".zone-switch:visible").count() == 0


def test_without_scripts_nothing_is_offered_that_does_not_work(visitor: Visitor) -> None:
    page = visitor("Asia/Kathmandu", DAY, java_script_enabled=False)
    says(page, "10:00–10:30")
    assert page.locator(".zone-switch:visible").count() == 0


def test_one_can_go_back_to_the_conferences_time(visitor: Visitor) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    choose(page)
    page.locator("main .zone-switch").first.click()
    page.get_by_role("radio", name="The conference").check()
    page.get_by_role("button", name="Show times").click()
    says(page, "10:00–10:30")
    expect(page.locator("main .zone")).to_contain_text("Paris time")


def test_the_question_can_be_answered_with_the_keyboard_alone(visitor: Visitor) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    page.locator("main .zone-switch").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    says(page, "13:45–14:15")
    expect(page.locator("main .zone-switch")).to_be_focused()


def test_an_accessibility_audit_of_the_question_finds_nothing(visitor: Visitor) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    page.locator("main .zone-switch").first.click()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_no_wrong_time_is_seen_before_the_right_one(visitor: Visitor) -> None:
    page = visitor("Asia/Kathmandu", DAY)
    choose(page)
    page.route("**/time.*.js", lambda route: None)  # the script never arrives
    page.reload(wait_until="commit")
    time = page.locator(".slot time").first
    time.wait_for(state="attached")
    assert time.evaluate("node => getComputedStyle(node).visibility") == "hidden"


@pytest.mark.parametrize(
    ("zone", "instant", "clock", "offset"),
    [
        ("Australia/Lord_Howe", "2020-10-03T15:29Z", "01:59", 630),
        ("Australia/Lord_Howe", "2020-10-03T15:30Z", "02:30", 660),
        ("Europe/Paris", "2020-10-25T00:59Z", "02:59", 120),
        ("Europe/Paris", "2020-10-25T01:00Z", "02:00", 60),
        ("America/St_Johns", "2020-07-01T12:00Z", "09:30", -150),
        ("Africa/Casablanca", "2020-04-18T12:00Z", "13:00", 60),
        ("Africa/Casablanca", "2020-04-20T12:00Z", "12:00", 0),
    ],
)
def test_clocks_are_right_where_they_change(
    page: Page, address: str, output: Path, zone: str, instant: str, clock: str, offset: int
) -> None:
    page.goto(address + DAY)
    module = next(output.glob("assets/clock.*.js")).relative_to(output).as_posix()
    shown = page.evaluate(
        "async ([module, zone, instant]) => (await import(module)).onClocks(zone, new Date(instant))",
        [address + module, zone, instant],
    )
    assert (shown["clock"], shown["offset"]) == (clock, offset)


@pytest.mark.parametrize(
    ("zone", "instant", "twice"),
    [
        ("Europe/Paris", "2020-10-24T23:59Z", False),
        ("Europe/Paris", "2020-10-25T00:00Z", True),
        ("Europe/Paris", "2020-10-25T01:59Z", True),
        ("Europe/Paris", "2020-10-25T02:00Z", False),
        ("Europe/Paris", "2020-03-29T01:00Z", False),
        ("Australia/Lord_Howe", "2020-04-04T14:29Z", False),
        ("Australia/Lord_Howe", "2020-04-04T14:30Z", True),
        ("Australia/Lord_Howe", "2020-04-04T15:29Z", True),
        ("Australia/Lord_Howe", "2020-04-04T15:30Z", False),
    ],
)
def test_a_time_comes_twice_only_where_clocks_are_put_back_over_it(
    page: Page, address: str, output: Path, zone: str, instant: str, twice: bool
) -> None:
    assert is_ambiguous(datetime.fromisoformat(instant).astimezone(ZoneInfo(zone))) == twice, "as the build has it"
    page.goto(address + DAY)
    module = next(output.glob("assets/clock.*.js")).relative_to(output).as_posix()
    shown = page.evaluate(
        "async ([module, zone, instant]) => (await import(module)).comesTwice(zone, new Date(instant))",
        [address + module, zone, instant],
    )
    assert shown == twice
