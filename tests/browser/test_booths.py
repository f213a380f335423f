"""What visitors of the exhibition are promised: the booths they look for, by words and by day."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from mlw_build.site.pages import booths as list_of_booths
from tests.browser.conftest import FILES, publish

pytestmark = pytest.mark.browser

BOOTH = """\
---
name: {name}
organisation: institute
tagline: {tagline}
projects: [{{name: A project of {name}, documents: [guide.pdf]}}]
demos:
  - {{id: show-{number}, title: Show, date: 2020-10-1{day}, start: 1{number}:40, duration: 10m, room: studio}}
open_until: 2021-06-30
---
"""
DAY = """\
date: 2020-10-12
title: The First Day
sessions:
  - {id: opening, title: Opening, format: plenary, room: hall, start: 10:00, end: 10:30, speakers: [ana]}
"""
BOOTHS = (("École ouverte", "Lessons"), ("Radio", "Lessons by radio"), ("Tablets", ""), ("Books", ""), ("Maps", ""))


@pytest.fixture(scope="module")
def exhibition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with five booths, whose demonstrations are on two days."""
    return exhibition_in(tmp_path_factory.mktemp("exhibition"))


@pytest.fixture(scope="module")
def large_exhibition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with three booths on a page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(list_of_booths, "MOST", 3)
        return exhibition_in(tmp_path_factory.mktemp("large-exhibition"))


def exhibition_in(root: Path) -> Path:
    booths = {
        f"booths/booth-{number}.md": BOOTH.format(name=name, tagline=tagline, number=number, day=2 + number % 2)
        for number, (name, tagline) in enumerate(BOOTHS)
    }
    files = {
        **FILES,
        **booths,
        "content/media/guide.pdf": "%PDF" + "x" * 1_200_000,
        "content/programme/day-1.yaml": DAY,
    }
    del files["booths/institute.md"]
    return publish(root, files)


def served(page: Page, exhibition: Path, query: str = "") -> Page:
    """The same page on a host, made up of the files."""
    base = "http://conference.test/"

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(base).partition("?")[0]
        file = exhibition / (path if not path.endswith("/") else f"{path}index.html")
        if file.is_file():
            route.fulfill(path=file)
        else:
            route.fulfill(status=404)

    page.route(f"{base}**", answer)
    page.goto(f"{base}booths/{query}")
    return page


def shown(page: Page) -> list[str]:
    """The names of the booths that can be seen."""
    return page.locator(".booths > li:visible h2").all_inner_texts()


def test_words_find_booths_whatever_their_accents(page: Page, exhibition: Path) -> None:
    served(page, exhibition).get_by_label("Find a booth").fill("ecole")
    assert shown(page) == ["École ouverte"]
    expect(page.get_by_role("status").filter(has_text="Booths: 1")).to_be_visible()


def test_a_day_shows_the_booths_with_a_demonstration_on_it(page: Page, exhibition: Path) -> None:
    served(page, exhibition).get_by_label("Live demonstration on").select_option(index=2)
    assert shown(page) == ["Radio", "Books"]


def test_what_is_chosen_is_in_the_address_and_works_from_there(page: Page, exhibition: Path) -> None:
    served(page, exhibition).get_by_label("Find a booth").fill("lessons")
    page.get_by_label("Live demonstration on").select_option("2020-10-13")
    assert page.url.endswith("?q=lessons&day=2020-10-13")
    served(page, exhibition, "?q=lessons&day=2020-10-13")
    assert shown(page) == ["Radio"]


def test_what_is_chosen_goes_along_to_the_other_pages_of_a_large_exhibition(page: Page, large_exhibition: Path) -> None:
    served(page, large_exhibition).get_by_label("Live demonstration on").select_option("2020-10-13")
    assert shown(page) == ["Radio"]
    page.get_by_role("link", name="4 – 5").click()
    page.wait_for_url("**/booths/list/2/index.html?day=2020-10-13")
    assert shown(page) == ["Books"]
    expect(page.get_by_role("link", name="1 – 3")).to_have_attribute("href", re.compile(r"\?day=2020-10-13$"))


def test_where_nothing_fits_it_is_said(page: Page, exhibition: Path) -> None:
    served(page, exhibition).get_by_label("Find a booth").fill("nothing like it")
    assert shown(page) == []
    expect(page.get_by_text("No booth fits.")).to_be_visible()


def test_the_filters_move_nothing_when_scripts_arrive(page: Page, exhibition: Path) -> None:
    page.route("**/booths.*.js", lambda route: route.abort())
    before = served(page, exhibition).locator(".booths").bounding_box()
    page.unroute("**/booths.*.js")
    assert served(page, exhibition).locator(".booths").bounding_box() == before


def test_without_scripts_every_booth_is_there_and_no_filter(browser: Browser, exhibition: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((exhibition / "booths" / "index.html").as_uri())
    assert len(shown(page)) == len(BOOTHS)
    assert not page.locator("form").is_visible()
    context.close()


def test_a_booth_says_what_a_document_is_and_until_when_it_is_open(page: Page, exhibition: Path) -> None:
    page.context.unroute_all()
    page.goto((exhibition / "booths" / "booth-1" / "index.html").as_uri())
    expect(page.get_by_text("(PDF, 1.2 MB)")).to_be_visible()
    expect(page.get_by_text("30 June 2021")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["", "ar/"])
def test_an_audit_of_the_exhibition_finds_nothing(
    browser: Browser, exhibition: Path, scheme: str, language: str
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    served(page, exhibition)
    page.goto(f"http://conference.test/{language}booths/")
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.close()
