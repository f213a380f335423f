"""What somebody is promised who searches: what was meant is found, in any script, and nothing is loaded before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import FILES, publish, served
from tests.browser.movement import wait_until

pytestmark = pytest.mark.browser


def ask(page: Page, question: str) -> None:
    page.get_by_role("searchbox").fill(question)


def found(page: Page, *titles: str) -> None:
    expect(page.locator(".results h2")).to_have_text(list(titles))


def test_a_session_is_found_by_its_title(page: Page, address: str) -> None:
    page.goto(address + "search/")
    ask(page, "recording")
    found(page, "With a recording")
    expect(page.locator(".results")).to_contain_text("12:00")
    expect(page.get_by_role("status")).to_have_text("1 result")


def test_what_is_written_before_the_script_has_arrived_is_answered(page: Page, address: str) -> None:
    held: list[Route] = []
    script = re.compile(r"/search\.[0-9a-f]+\.js$")

    def hold(route: Route) -> None:
        held.append(route)

    page.route(script, hold)
    with page.expect_request(script):
        page.goto(address + "search/", wait_until="commit")
    ask(page, "recording")
    held[0].continue_()
    found(page, "With a recording")


@pytest.mark.parametrize("question", ["openning", "opning", "OPENING", "open"])
def test_typing_errors_and_beginnings_of_words_are_understood(page: Page, address: str, question: str) -> None:
    page.goto(address + "search/")
    ask(page, question)
    expect(page.locator(".results h2").first).to_have_text("Opening")


def test_a_speaker_is_found_and_the_sessions_too(page: Page, address: str) -> None:
    page.goto(address + "search/?q=Silva")
    found(page, "Ana Silva", "Opening", "Three solutions")


def test_booths_and_pages_are_found(page: Page, address: str) -> None:
    page.goto(address + "search/")
    ask(page, "what the institute does")
    expect(page.locator(".results h2").first).to_have_text("The Institute")
    ask(page, "about")
    found(page, "About")


@pytest.mark.parametrize("question", ["ثلاثة", "ثلاثه", "الثلاثة", "حُلول"])
def test_arabic_is_found_however_it_is_written(page: Page, address: str, question: str) -> None:
    page.goto(address + "ar/search/")
    ask(page, question)
    found(page, "ثلاثة حلول")


def test_words_without_spaces_between_them_are_read_in_pairs(page: Page, address: str) -> None:
    page.goto(address + "search/")
    ask(page, "x")
    wait_until(page, "performance.getEntriesByType('resource').some(e => e.name.includes('search-engine'))")
    engine = page.evaluate(
        "performance.getEntriesByType('resource').map(e => e.name).find(n => n.includes('search-engine'))"
    )
    assert page.evaluate("async ([m, t]) => (await import(m)).tokens(t)", [engine, "移动学习 AI"]) == [
        "移动",
        "动学",
        "学习",
        "习",
        "AI",
    ]


def test_nothing_is_loaded_before_the_first_question(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + "search/", wait_until="networkidle")
    assert not any("part-" in url or "minisearch" in url for url in asked)
    ask(page, "opening")
    found(page, "Opening")
    assert any("minisearch" in url for url in asked)


def test_a_question_is_in_the_address(page: Page, address: str) -> None:
    page.goto(address + "search/")
    ask(page, "lunch show")
    page.wait_for_url(address + "search/?q=lunch%20show")


def test_what_is_not_there_is_said(page: Page, address: str) -> None:
    page.goto(address + "search/?q=zzzzqqq")
    expect(page.get_by_role("status")).to_have_text("0 results")


def test_times_of_results_are_in_the_readers_zone(page: Page, address: str) -> None:
    page.goto(address + "search/")
    page.evaluate("localStorage.setItem('demo:zone', '\"Asia/Kathmandu\"')")
    page.goto(address + "search/?q=recording")
    expect(page.locator(".results")).to_contain_text("15:45")


def test_without_scripts_the_lists_are_linked(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "search/")
    assert page.locator(".no-script a").all_inner_texts() == ["Agenda", "Speakers", "Booths"]
    assert not page.get_by_role("searchbox").is_visible()
    context.close()


@pytest.mark.parametrize("language", ["", "ar/"])
def test_an_accessibility_audit_of_results_finds_nothing(page: Page, address: str, language: str) -> None:
    page.goto(address + language + "search/?q=opening")
    expect(page.locator(".results h2").first).to_be_visible()
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def test_a_room_is_found_by_its_name(page: Page, address: str) -> None:
    page.goto(address + "search/")
    page.keyboard.type("studio")
    first = page.locator(".results li").first
    expect(first.locator("h2")).to_have_text("Studio")
    expect(first).to_contain_text("Room")
    first.get_by_role("link").click()
    expect(page).to_have_url(address + "rooms/studio/")


def test_a_part_of_a_name_comes_before_similar_letters(page: Page, tmp_path: Path) -> None:
    people = {"hermann": "Eva Lindhermann", "herman": "Ina Hermain", "hermes": "Bo Hermanson"}
    speakers = {f"speakers/{one}.md": f"---\nname: {name}\n---\n\nText.\n" for one, name in people.items()}
    with served(publish(tmp_path, {**FILES, **speakers})) as (top, _):
        page.goto(top + "search/?q=herman")
        expect(page.locator(".results h2")).to_have_text(["Bo Hermanson", "Eva Lindhermann", "Ina Hermain"])
