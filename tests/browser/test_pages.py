"""What a visitor is promised of every kind of page."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.movement import expect_same_places, note_places, open_without

pytestmark = pytest.mark.browser

KINDS = {
    "home": "index.html",
    "agenda": "agenda/index.html",
    "day": "agenda/2020-10-12/index.html",
    "session": "sessions/parts/index.html",
    "cancelled session": "sessions/gone/index.html",
    "speakers": "speakers/index.html",
    "speaker": "speakers/ana/index.html",
    "booths": "booths/index.html",
    "booth": "booths/institute/index.html",
    "room": "rooms/hall/index.html",
    "format": "formats/talk/index.html",
    "live": "live/index.html",
    "calendar": "calendar/index.html",
    "my agenda": "my/index.html",
    "search": "search/index.html",
    "changes": "changes/index.html",
    "track": "tracks/access/index.html",
    "accessibility": "accessibility/index.html",
    "page": "about/index.html",
    "missing": "404.html",
    "offline": "offline.html",
    "day in French": "fr/agenda/2020-10-12/index.html",
    "day in Arabic": "ar/agenda/2020-10-12/index.html",
    "session in Arabic": "ar/sessions/parts/index.html",
}


WIDTHS = (320, 768, 1440)


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_the_window_with_all_that_folds_open(page: Page, address: str, kind: str) -> None:
    page.goto(address + KINDS[kind])
    page.locator("details").evaluate_all("folded => folded.forEach((one) => { one.open = true; })")
    too_wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            too_wide.append(width)
    assert too_wide == []


SMALL = """
[...document.querySelectorAll("a[href], button, summary, select, input")]
  .filter((one) => !one.closest(".prose, .said"))
  .map((one) => [one.outerHTML, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([, { width, height }]) => width > 1 && height > 1 && (width < 23.9 || height < 23.9))
  .map(([html]) => html)
"""


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_can_be_pressed_is_24_pixels_high_and_wide(page: Page, address: str, kind: str) -> None:
    """Links within a sentence of a text are as high as its lines (WCAG 2.2, 2.5.8)."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.clock.set_fixed_time("2020-10-12T08:35:00Z")
    page.goto(address + KINDS[kind], wait_until="networkidle")
    page.locator("details").evaluate_all("folded => folded.forEach((one) => { one.open = true; })")
    assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_accessibility_audit_finds_nothing(browser: Browser, address: str, kind: str) -> None:
    """The same page in the dark differs in its colours alone, so the audit of these is all that is made again."""
    with closing(browser.new_context(color_scheme="light", viewport={"width": 1000, "height": 800})) as context:
        page = context.new_page()
        page.goto(address + KINDS[kind])
        in_the_light = Axe().run(page)
        page.emulate_media(color_scheme="dark")
        in_the_dark = Axe().run(page, options={"runOnly": ["color-contrast", "link-in-text-block"]})
    assert in_the_light.violations_count == 0, in_the_light.generate_report()
    assert in_the_dark.violations_count == 0, in_the_dark.generate_report()


class Visit(NamedTuple):
    """What a page asked for when it was opened, and what it said to the console."""

    asked: list[str]
    said: list[str]


@pytest.fixture(scope="module")
def visit(browser: Browser, address: str) -> Callable[[str], Visit]:
    """Opens a kind of page, once for all tests, and waits until it asks for nothing more."""

    @cache
    def opened(kind: str) -> Visit:
        with closing(browser.new_context(viewport={"width": 1440, "height": 900})) as context:
            page, found = context.new_page(), Visit([], [])
            page.on("request", lambda request: found.asked.append(request.url))
            page.on("console", lambda message: found.said.append(message.text))
            page.on("pageerror", lambda error: found.said.append(str(error)))
            page.goto(address + KINDS[kind], wait_until="networkidle")
        return found

    return opened


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_no_other_host_for_anything(visit: Callable[[str], Visit], address: str, kind: str) -> None:
    assert [url for url in visit(kind).asked if not url.startswith((address, "data:"))] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_says_nothing_to_the_console(visit: Callable[[str], Visit], kind: str) -> None:
    assert visit(kind).said == []


def test_pressing_play_loads_the_player_and_nothing_before(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "sessions/opening/index.html", wait_until="networkidle")
    assert not any("youtube" in url for url in asked)
    page.locator("a.stream-play").click()
    frame = page.locator("iframe")
    assert (frame.get_attribute("src") or "").startswith("https://www.youtube-nocookie.com/embed/aqz-KE-bpKQ")
    assert frame.get_attribute("referrerpolicy") == "strict-origin-when-cross-origin"
    assert frame.get_attribute("title")
    assert "allow-scripts" in (frame.get_attribute("sandbox") or "")
    assert any("youtube-nocookie.com" in url for url in asked)


def test_without_scripts_the_stream_is_a_link(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "sessions/opening/index.html")
    link = page.locator("a.stream-play")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=aqz-KE-bpKQ"
    assert link.is_visible()
    context.close()


def test_a_recording_takes_the_place_of_the_stream(page: Page, address: str) -> None:
    page.goto(address + "sessions/watched/index.html")
    assert page.locator("a.stream-play").get_attribute("href") == "https://vimeo.com/76979871"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_days_agenda_is_read_by_time_and_then_room(browser: Browser, address: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(address + KINDS["day"])
    titles = page.locator(".slot h3").all_inner_texts()
    assert titles == [
        "Opening",
        "Beside it",
        "Three solutions",
        "Not any more",
        "Lunch",
        "With a recording",
        "Live show",
    ]
    context.close()


def test_each_session_of_the_agenda_says_its_time_and_room(page: Page, address: str) -> None:
    page.goto(address + KINDS["day"])
    slot = page.locator(".slot", has_text="Three solutions")
    assert "10:30–11:00" in slot.inner_text()
    assert "Lab" in slot.inner_text()
    assert slot.locator("time").first.get_attribute("datetime") == "2020-10-12T10:30+02:00"


def test_sessions_at_one_time_stand_side_by_side_on_a_wide_screen(page: Page, address: str) -> None:
    page.goto(address + KINDS["day"])
    first = page.locator(".slot", has_text="Beside it").bounding_box()
    second = page.locator(".slot", has_text="Three solutions").bounding_box()
    assert first is not None
    assert second is not None
    assert first["y"] == pytest.approx(second["y"], abs=2)
    assert first["x"] + first["width"] <= second["x"] + 1


def test_the_first_key_leads_to_the_content(page: Page, address: str) -> None:
    page.goto(address + KINDS["day"])
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_site_opens_from_a_folder(page: Page, output: Path) -> None:
    page.goto((output / "index.html").as_uri())
    page.get_by_role("navigation").get_by_role("link", name="Agenda").first.click()
    assert page.url == (output / "agenda" / "index.html").as_uri()
    page.locator("a", has_text="Three solutions").first.click()
    assert page.locator("h1").inner_text() == "Three solutions"
    assert page.locator("link[rel=stylesheet]").evaluate("link => link.sheet !== null")


def test_on_a_server_the_address_bar_shows_the_folder(page: Page, address: str) -> None:
    page.goto(address + KINDS["day"])
    page.wait_for_url(address + "agenda/2020-10-12/")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_button_that_copies_an_address_has_its_place_before_it_works(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    script = open_without(page, "**/copy.*.js", address + "calendar/")
    button = page.locator(".copy").first
    expect(button).to_be_hidden()
    note_places(page)
    script.continue_()
    expect(button).to_be_visible()
    expect_same_places(page)


def test_arabic_pages_run_from_right_to_left(page: Page, address: str) -> None:
    page.goto(address + "ar/index.html")
    assert page.locator("html").get_attribute("dir") == "rtl"
    brand = page.locator(".brand").bounding_box()
    assert brand is not None
    assert brand["x"] > 700


def test_a_text_that_is_not_translated_says_its_language(page: Page, address: str) -> None:
    page.goto(address + "ar/sessions/opening/index.html")
    heading = page.locator("h1")
    assert heading.inner_text() == "Opening"
    assert (
        heading.evaluate("node => (node.closest('[lang]') && node.lang) || node.querySelector('[lang]').lang") == "en"
    )
