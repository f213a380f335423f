"""What a reader is promised who changes the language: the same page as it was, by a control that is not in the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import publish, served

pytestmark = pytest.mark.browser

DAY = "agenda/2020-10-12/"

MANY = {
    "content/conference.yaml": """\
        id: demo
        title: {en: Learning Everywhere, ar: التعلم في كل مكان}
        time_zone: Europe/Paris
        languages: [en, ar, es, fr, ru, zh]
        domain: example.org
        """,
    "content/programme/day-1.yaml": """\
        date: 2020-10-12
        sessions: [{id: opening, title: Opening, start: 10:00, end: 11:00}]
        """,
}


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in six languages."""
    root = tmp_path_factory.mktemp("many")
    with served(publish(root, MANY)) as (top, _):
        yield top


def titles(page: Page, *expected: str) -> None:
    """Expects these sessions of a day, in this order, and no other."""
    expect(page.locator(".slot:visible h3")).to_have_text(list(expected))


def switch(page: Page, name: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()


def test_filters_go_along_to_another_language(page: Page, address: str) -> None:
    page.goto(address + DAY)
    page.locator(".filters summary").click()
    page.get_by_role("combobox", name="Language").select_option("French")
    page.get_by_label("Hall").check()
    titles(page, "Beside it")
    switch(page, "العربية")
    page.wait_for_url(f"{address}ar/{DAY}?language=fr&room=hall")
    titles(page, "Beside it")
    expect(page.locator("[name=language]")).to_have_value("fr")


def test_a_question_goes_along_to_another_language(page: Page, address: str) -> None:
    page.goto(f"{address}search/")
    page.get_by_role("searchbox").fill("institute")
    expect(page.locator(".results h2").first).to_be_visible()
    page.wait_for_url("**/search/?q=institute")
    switch(page, "français")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_role("searchbox")).to_have_value("institute")
    expect(page.locator(".results h2").first).to_be_visible()


def test_the_place_on_the_page_goes_along_to_another_language(page: Page, address: str) -> None:
    page.goto(f"{address}{DAY}#at-1200")
    switch(page, "français")
    page.wait_for_url(f"{address}fr/{DAY}#at-1200")


def test_a_place_that_the_other_language_does_not_have_is_left_behind(page: Page, address: str) -> None:
    page.goto(f"{address}about/#a-heading")
    switch(page, "français")
    page.wait_for_url(f"{address}fr/about/")


def test_the_keyboard_takes_the_address_along_too(page: Page, address: str) -> None:
    page.goto(f"{address}{DAY}?room=lab")
    page.get_by_role("link", name="français").press("Enter")
    page.wait_for_url(f"{address}fr/{DAY}?room=lab")


def test_without_scripts_the_languages_are_plain_links(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{DAY}?language=fr")
    switch(page, "français")
    page.wait_for_url(f"{address}fr/{DAY}index.html")
    context.close()


def test_three_languages_are_links_that_name_themselves(page: Page, address: str) -> None:
    page.goto(address)
    links = page.get_by_role("navigation", name="Language").get_by_role("link")
    expect(links).to_have_text(["English", "français", "العربية"])
    assert [link.get_attribute("hreflang") for link in links.all()] == ["en", "fr", "ar"]
    expect(links.first).to_have_attribute("aria-current", "true")
    assert page.locator(".languages-menu").count() == 0


def test_six_languages_are_one_control_that_says_the_language(page: Page, many: str) -> None:
    page.goto(f"{many}fr/")
    menu = page.get_by_role("navigation", name="Langue")
    expect(menu.locator("summary")).to_have_text("Langue\u00a0: français")
    expect(menu.get_by_role("link")).to_have_count(0)
    menu.locator("summary").click()
    expect(menu.get_by_role("link")).to_have_text(["English", "العربية", "español", "français", "русский", "中文"])
    for link in menu.get_by_role("link").all():
        assert link.get_attribute("lang") == link.get_attribute("hreflang")
        assert link.get_attribute("dir") == ("rtl" if link.get_attribute("lang") == "ar" else "ltr")
    assert [link.inner_text() for link in menu.locator("[aria-current=true]").all()] == ["Français"]


def languages(page: Page, many: str, language: str = "") -> Page:
    """A page with its languages unfolded."""
    page.goto(f"{many}{language}{DAY}")
    if page.locator(".nav-open").is_visible():
        page.locator(".nav-open").press("Enter")
    page.locator(".languages-menu summary").press("Enter")
    expect(page.locator(".languages a").first).to_be_visible()
    return page


def test_escape_folds_the_languages_and_the_keyboard_is_where_it_was(page: Page, many: str) -> None:
    languages(page, many).keyboard.press("Tab")
    expect(page.locator(".languages a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".languages a").first).to_be_hidden()
    expect(page.locator(".languages-menu summary")).to_be_focused()


def test_a_click_elsewhere_folds_the_languages(page: Page, many: str) -> None:
    languages(page, many).locator("h1").click()
    expect(page.locator(".languages a").first).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_unfolded_languages_never_lie_over_what_has_the_focus(page: Page, many: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    languages(page, many)
    for _ in range(12):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
              const [list, focused] = [document.querySelector(".languages"), document.activeElement];
              if (list.contains(focused) || !list.checkVisibility()) return false;
              const [one, other] = [list.getBoundingClientRect(), focused.getBoundingClientRect()];
              const beside = one.right <= other.left || other.right <= one.left;
              return !beside && one.top < other.bottom && other.top < one.bottom;
            }"""
        )
        assert not covered


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
@pytest.mark.parametrize("language", ["", "fr/", "ar/"])
def test_the_languages_fit_the_window_and_a_finger(page: Page, many: str, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    languages(page, many, language)
    for target in [page.locator(".languages-menu summary"), *page.locator(".languages a").all()]:
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("language", ["", "fr/", "ar/"])
def test_on_a_telephone_the_languages_take_no_line_of_their_own(page: Page, many: str, language: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(many + language)
    brand, menu = page.locator(".brand").bounding_box(), page.locator(".nav-open").bounding_box()
    assert brand is not None
    assert menu is not None
    assert menu["y"] < brand["y"] + brand["height"] / 2 < menu["y"] + menu["height"]


def test_without_scripts_the_languages_unfold(browser: Browser, many: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    languages(page, many)
    switch(page, "中文")
    expect(page.locator("html")).to_have_attribute("lang", "zh")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["", "ar/"])
def test_an_accessibility_audit_of_the_unfolded_languages_finds_nothing(
    browser: Browser, many: str, language: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light")
    page = languages(context.new_page(), many, language)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    context.close()
