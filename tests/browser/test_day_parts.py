"""What somebody is promised on a day that comes in parts: links, choices, stars and "now" go from one to another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from mlw_build.pipeline import Options, build
from tests.browser.conftest import served
from tests.browser.movement import expect_stillness, watch_movement
from tests.long_days import FIRST, SECOND, write_long_day

pytestmark = pytest.mark.browser

HALF_PAST_TWELVE = "2030-05-06T10:30:00Z"


@pytest.fixture(scope="module")
def long_day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference with a day of 779 sessions, in English, French and Arabic."""
    root = tmp_path_factory.mktemp("long-day")
    write_long_day(root, "[en, fr, ar]")
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    with served(root / "output") as (top, _):
        yield top


def test_a_link_to_a_time_goes_on_to_the_part_that_has_it(page: Page, long_day: str) -> None:
    page.goto(f"{long_day}{FIRST}?track=odd#at-1200")
    page.wait_for_url(f"{long_day}{SECOND}?track=odd#at-1200")
    expect(page.locator("#at-1200")).to_be_in_viewport()


def test_a_link_on_a_page_arrives_in_the_other_part(page: Page, long_day: str) -> None:
    page.goto(f"{long_day}about/")
    page.get_by_role("link", name="at noon").click()
    page.wait_for_url(f"{long_day}{SECOND}#at-1200")


def test_without_scripts_such_a_link_shows_the_way(browser: Browser, long_day: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{long_day}{FIRST}#at-1200")
    way = page.get_by_role("link", name="11:00–12:50 518 sessions")
    expect(way).to_be_in_viewport()
    way.click()
    assert page.url == f"{long_day}{SECOND}index.html"
    expect(page.get_by_role("heading", name="Talk 12-259")).to_be_attached()
    context.close()


def test_a_choice_goes_along_to_the_other_parts(page: Page, long_day: str) -> None:
    page.goto(long_day + FIRST)
    page.locator(".filters summary").click()
    page.get_by_role("combobox", name="Topic").select_option("Odd")
    page.get_by_role("link", name="Later, 11:00–12:50").click()
    page.wait_for_url("**/2/index.html?track=odd")
    expect(page.locator(".filters-said")).to_have_text("258 of 518 sessions")


def test_the_part_that_is_on_says_so_and_marks_what_is_on(page: Page, long_day: str) -> None:
    page.clock.set_fixed_time(HALF_PAST_TWELVE)
    page.goto(long_day + FIRST)
    now = page.locator(".day-parts a", has_text="On now")
    expect(now).to_have_count(1)
    now.click()
    page.wait_for_url(f"{long_day}{SECOND}*")
    expect(page.locator(".now-line")).to_contain_text("259 sessions on now")
    expect(page.locator(".now-mark")).to_be_attached()
    expect(page.locator(".slot.is-now")).to_have_count(259)


def test_what_is_on_is_found_in_every_part_of_the_day(page: Page, long_day: str) -> None:
    page.clock.set_fixed_time(HALF_PAST_TWELVE)
    page.goto(long_day)
    panel = page.locator(".now-during")
    expect(panel.get_by_role("link", name="Workshop")).to_be_visible()
    panel.get_by_role("link", name="more").first.click()
    page.wait_for_url(f"{long_day}{SECOND}?now=1")


def test_stars_from_all_parts_are_one_day_of_the_own_agenda(page: Page, long_day: str) -> None:
    for path, title in ((FIRST, "Talk 10-7"), (SECOND, "Talk 12-7")):
        page.goto(long_day + path)
        page.get_by_role("button", name=f"Keep in my agenda: {title}", exact=True).click()
    page.goto(f"{long_day}my/")
    expect(page.locator("[data-my] .lines-day")).to_have_count(1)
    expect(page.locator("[data-my] .lines .title")).to_have_text(["Talk 10-7", "Talk 12-7"])


def test_times_of_the_parts_follow_the_readers_zone(page: Page, long_day: str) -> None:
    page.goto(long_day)
    page.evaluate("localStorage.setItem('long:zone', JSON.stringify('Asia/Tokyo'))")
    page.goto(long_day + SECOND)
    expect(page.locator("h1 time").first).to_have_text("18:00")
    expect(page.locator(".day-parts time").first).to_have_text("16:00")


def test_the_language_switch_stays_in_the_part(page: Page, long_day: str) -> None:
    page.goto(long_day + SECOND)
    page.locator("a[hreflang=fr]:visible").first.click()
    page.wait_for_url(f"{long_day}fr/{SECOND}*")


@pytest.mark.parametrize("path", [FIRST, f"ar/{SECOND}"])
@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_an_accessibility_audit_finds_nothing_and_nothing_moves(
    browser: Browser, long_day: str, path: str, scheme: str, width: int
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.set_fixed_time(HALF_PAST_TWELVE)
    watch_movement(page)
    page.goto(long_day + path, wait_until="networkidle")
    expect(page.locator(".day-parts .badge")).to_have_count(1)
    expect_stillness(page)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    results = Axe().run(page, context=".day-parts, .day-beside, .day-head")
    context.close()
    assert results.violations_count == 0, results.generate_report()
