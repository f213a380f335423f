"""What a reader is promised of texts in another language than the page: each says so, seen or read aloud."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from mlw_build.read.yaml_reader import read_yaml
from mlw_build.site.theme.files import built_in_themes
from tests.browser.conftest import served
from tests.browser.half_translated import ONLY_ENGLISH, published

pytestmark = pytest.mark.browser

DURING = "2020-10-12T08:45:00Z"
"""10:45 in Paris: one session is on in Lab and one in Zulu Hall, and one is cancelled."""

PAGES = {
    "home": "",
    "agenda": "agenda/",
    "day": "agenda/2020-10-12/",
    "session": "sessions/opening/",
    "live": "live/",
    "room": "rooms/hall/",
    "track": "tracks/access/",
    "format": "formats/lecture/",
    "speakers": "speakers/",
    "speaker": "speakers/open/",
    "booths": "booths/",
    "booth": "booths/institute/",
    "calendar": "calendar/",
    "search": "search/?q=Zulu",
    "my agenda": "my/?s=translated,later",
    "page": "about/",
    "accessibility": "accessibility/",
    "missing": "404.html",
}

READ = """() => {
  const skipped = "script, style, head, title";
  const inLanguage = (element) => element.closest("[lang]").lang;
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement: parent, textContent: text } = walker.currentNode;
    if (!parent.closest(skipped) && text.trim()) found.push([inLanguage(parent), text.trim(), parent.outerHTML]);
  }
  for (const name of ["aria-label", "alt", "title", "placeholder", "label"]) {
    for (const element of document.body.querySelectorAll(`[${name}]`)) {
      found.push([inLanguage(element), element.getAttribute(name), element.outerHTML]);
    }
  }
  return found;
}"""
"""Every text and every label of a page, with its language and the element that it is in."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference of which half is only in English."""
    with served(published(tmp_path_factory.mktemp("half"))) as (top, _):
        yield top


def opened(page: Page, place: str, language: str, kind: str) -> Page:
    """A page while the conference is on, with a star given, and everything unfolded and filled by scripts."""
    page.clock.install(time=DURING)
    stars = {"beside": {"start": "2020-10-12T10:00+02:00", "end": "2020-10-12T11:30+02:00", "title": "Zulu beside"}}
    stars["opening"] = {**stars["beside"], "title": "Zulu Opening"}
    stars["lost"] = {**stars["beside"], "title": "Zulu lost", "lang": "en"}
    stars["translated"] = stars["beside"]
    page.add_init_script(
        f"localStorage.getItem('half:stars') ?? localStorage.setItem('half:stars', `{json.dumps(stars)}`)"
    )
    page.goto(f"{place}{language}/{PAGES[kind]}")
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
    if kind in ("home", "live", "room"):
        expect(page.locator(".now-list").first).to_be_visible()
    if kind == "live":
        expect(page.locator(".channel-today .lines").first).to_be_visible()
    if kind in ("day", "agenda", "track", "format"):
        expect(page.locator("[data-star]").first).to_be_attached()
    if kind == "search":
        expect(page.locator(".results .title").first).to_be_visible()
    if kind == "my agenda":
        expect(page.locator(".my-days .title").first).to_be_visible()
    return page


@pytest.mark.parametrize("kind", PAGES)
@pytest.mark.parametrize("language", ["fr", "ar"])
def test_an_untranslated_text_says_its_language_wherever_it_is(
    page: Page, place: str, language: str, kind: str
) -> None:
    read = opened(page, place, language, kind).evaluate(READ)
    assert [one for one in read if ONLY_ENGLISH in one[1] and one[0] != "en"] == []
    assert kind in ("accessibility", "missing") or any(ONLY_ENGLISH in text for _, text, _ in read)


@pytest.mark.parametrize("kind", PAGES)
def test_a_word_that_the_theme_borrows_says_its_language_wherever_it_is(page: Page, place: str, kind: str) -> None:
    read = opened(page, place, "de", kind).evaluate(READ)
    wrong = [one for one in read if one[0] != "en" and any(word.fullmatch(one[1]) for word in ENGLISH)]
    assert wrong == []
    assert any(one[0] == "en" and any(word.fullmatch(one[1]) for word in ENGLISH) for one in read)


def _patterns() -> Iterator[re.Pattern[str]]:
    """The theme's words in English as they may stand in a page, those that cannot be mistaken for anything else."""
    data, _ = read_yaml((built_in_themes() / "default" / "i18n" / "en.yaml").read_text(encoding="utf-8"))
    words: Mapping[str, Any] = data
    texts = (text for key, text in words.items() if not key.startswith("program_"))  # names of programs
    for text in (form for one in texts for form in (one.values() if isinstance(one, Mapping) else [one])):
        pieces = re.split(r"\{\w+\}", text.strip())
        if max(len(piece.strip()) for piece in pieces) > 3:
            yield re.compile(".+".join(map(re.escape, pieces)))


ENGLISH = list(_patterns())


def test_labels_that_are_borrowed_name_what_they_label(page: Page, place: str) -> None:
    opened(page, place, "de", "day")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.get_by_role("list", name="Rooms")).to_be_visible()


def test_a_table_of_an_untranslated_text_is_labelled_in_the_pages_language(page: Page, place: str) -> None:
    opened(page, place, "ar", "page")
    assert page.get_by_role("group", name="جدول").get_attribute("lang") == "ar"
    assert page.get_by_role("table").evaluate("one => one.closest('[lang]').lang") == "en"


def test_a_title_in_the_pages_own_language_does_not_claim_another(page: Page, place: str) -> None:
    opened(page, place, "ar", "home")
    assert page.locator(".now-list bdi", has_text="مترجمة").first.get_attribute("lang") == "ar"


def test_a_star_is_named_after_its_session_in_the_sessions_language(page: Page, place: str) -> None:
    opened(page, place, "ar", "day")
    star = page.locator("[data-star=beside]")
    expect(star).to_have_accessible_name("حفظ في برنامجي: Zulu beside")
    expect(star.locator("[lang=en]")).to_have_text("Zulu beside")


def test_a_borrowed_word_looks_like_any_other(page: Page, place: str) -> None:
    title = opened(page, place, "de", "home").locator(".now-title").first
    weights = title.evaluate(
        "one => [one, one.querySelector('[lang=en]')].map((it) => getComputedStyle(it).fontWeight)"
    )
    assert weights == ["600", "600"]


def test_the_dialog_for_time_zones_says_what_is_english(page: Page, place: str) -> None:
    opened(page, place, "de", "day").keyboard.press("Escape")
    page.locator(".zone-switch").click()
    dialog = page.get_by_role("dialog", name="In which zone to show times")
    expect(dialog.get_by_role("combobox", name="Another, by the name of a city or country")).to_be_visible()
    dialog.get_by_label("Yours").check()
    dialog.get_by_role("button", name="Show times").click()
    expect(page.locator("[data-zone-name]").first).to_contain_text("UTC")
    assert [
        one for one in page.evaluate(READ) if one[0] != "en" and any(word.fullmatch(one[1]) for word in ENGLISH)
    ] == []


def test_a_player_is_named_in_the_language_of_what_it_plays(page: Page, place: str) -> None:
    opened(page, place, "ar", "live").locator(".stream-play").first.click()
    player = page.locator("iframe")
    expect(player).to_have_attribute("title", "Zulu Hall")
    expect(player).to_have_attribute("lang", "en")


@pytest.mark.parametrize("language", ["de", "ar"])
@pytest.mark.parametrize("kind", ["home", "day", "live", "my agenda", "search"])
def test_an_accessibility_audit_of_a_half_translated_page_finds_nothing(
    page: Page, place: str, language: str, kind: str
) -> None:
    results = Axe().run(opened(page, place, language, kind))
    assert results.violations_count == 0, results.generate_report()
