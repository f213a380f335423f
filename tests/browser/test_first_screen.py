"""What somebody is promised in a corridor, with five minutes: what one came for is on a telephone's first screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from mlw_build.bench.own_site import write_conference
from tests.browser.conftest import publish, served
from tests.browser.movement import expect_stillness, watch_movement

pytestmark = pytest.mark.browser

NOON = "2027-03-08T11:05:00Z"
DAY = "agenda/2027-03-08/"
WIDTH, HEIGHT = 360, 740


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference of four days in twenty rooms, in English and Arabic."""
    root = tmp_path_factory.mktemp("crowded")
    write_conference(root, 720)
    settings = root / "content" / "conference.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("[en]", "[en, ar]"), encoding="utf-8")
    with served(publish(root, {})) as (top, _):
        yield top


@pytest.fixture
def telephone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, has_touch=True, is_mobile=True, reduced_motion="reduce"
    )
    yield context
    context.close()


@pytest.fixture
def phone(telephone: BrowserContext) -> Page:
    page = telephone.new_page()
    page.clock.set_fixed_time(NOON)
    return page


def edges(page: Page, selector: str) -> tuple[float, float]:
    """How far the first of these begins and ends below the upper edge of the screen, in CSS pixels."""
    place = "element => [element.getBoundingClientRect().top, element.getBoundingClientRect().bottom]"
    top, bottom = page.locator(selector).first.evaluate(place)
    return top, bottom


@pytest.mark.parametrize(("language", "most"), [("", 260), ("ar/", 290)])
def test_the_first_session_of_a_day_begins_in_the_upper_third(
    phone: Page, crowded: str, language: str, most: int
) -> None:
    """Arabic lines are taller."""
    phone.goto(crowded + language + DAY)
    expect(phone.locator(".slot.is-now").first).to_be_attached()
    assert edges(phone, ".slot")[0] <= most


def test_three_sessions_that_are_on_are_whole_on_the_home_page(phone: Page, crowded: str) -> None:
    phone.goto(crowded)
    expect(phone.locator(".now-list li").nth(2)).to_be_visible()
    bar = phone.locator(".nav-bar").evaluate("bar => bar.getBoundingClientRect().top")
    assert edges(phone, ".now-list li:nth-child(3)")[1] <= bar


@pytest.mark.parametrize("path", ["", "agenda/", DAY, "speakers/", "search/"])
def test_four_places_are_within_a_thumbs_reach(phone: Page, crowded: str, path: str) -> None:
    phone.goto(crowded + path)
    links = phone.locator(".nav-bar a")
    expect(links).to_have_text(["Now", "Agenda", "My agenda", "Search"])
    for link in links.all():
        box = link.bounding_box()
        assert box is not None
        assert box["y"] > HEIGHT * 0.9
        assert min(box["width"], box["height"]) >= 44


def test_they_come_right_after_the_brand_for_who_uses_a_keyboard(phone: Page, crowded: str) -> None:
    phone.goto(crowded)
    phone.locator(".brand").focus()
    for name in ("Now", "Agenda", "My agenda", "Search"):
        phone.keyboard.press("Tab")
        assert phone.evaluate("document.activeElement.textContent.trim()") == name


def test_the_masthead_is_one_row(phone: Page, crowded: str) -> None:
    phone.goto(crowded + "speakers/")
    assert edges(phone, ".masthead")[1] <= 60


def test_the_other_places_unfold_without_scripts(browser: Browser, crowded: str) -> None:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, java_script_enabled=False)
    page = context.new_page()
    page.goto(crowded)
    speakers = page.get_by_role("navigation", name="Main").get_by_role("link", name="Speakers")
    expect(speakers).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    speakers.click()
    expect(page.locator("h1")).to_contain_text("Speakers")
    context.close()


def test_an_hour_of_the_day_is_two_taps_away_wherever_one_is(phone: Page, crowded: str) -> None:
    phone.goto(crowded + DAY)
    phone.evaluate("scrollTo(0, 6000)")
    phone.locator(".hours summary").tap()
    phone.locator(".hours").get_by_role("link", name="16:00").tap()
    expect(phone.locator(".hours nav")).to_be_hidden()
    expect(phone.locator("#at-1600")).to_be_in_viewport()
    assert edges(phone, "#at-1600 ~ ol .slot")[0] >= edges(phone, ".strip")[1]


def test_days_hours_and_filters_stay_at_hand(phone: Page, crowded: str) -> None:
    phone.goto(crowded + DAY)
    phone.evaluate("scrollTo(0, 6000)")
    for one in (".day-tabs", ".hours summary", ".filters summary"):
        expect(phone.locator(one)).to_be_in_viewport()
    phone.locator(".filters summary").tap()
    expect(phone.get_by_role("combobox", name="Format")).to_be_in_viewport()


def test_the_focus_is_never_behind_the_bar_or_the_strip(phone: Page, crowded: str) -> None:
    phone.goto(crowded + DAY)
    phone.locator(".hours summary").focus()
    for _ in range(25):
        phone.keyboard.press("Tab")
        top, bottom = phone.evaluate(
            "() => { const { top, bottom } = document.activeElement.getBoundingClientRect(); return [top, bottom]; }"
        )
        inside = phone.evaluate("Boolean(document.activeElement.closest('.strip'))")
        assert inside or (bottom > edges(phone, ".strip")[1] and top < edges(phone, ".nav-bar")[0])


@pytest.mark.parametrize("language", ["", "ar/"])
@pytest.mark.parametrize("path", ["", DAY])
def test_an_accessibility_audit_finds_nothing(phone: Page, crowded: str, path: str, language: str) -> None:
    phone.goto(crowded + language + path)
    phone.locator(".nav-open").tap()
    results = Axe().run(phone)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", ["", DAY, "agenda/"])
def test_nothing_moves_when_scripts_have_run(phone: Page, crowded: str, path: str) -> None:
    watch_movement(phone)
    phone.goto(crowded + path, wait_until="networkidle")
    expect_stillness(phone)
