"""What a visitor is promised of clocks: the conference's hours or their own, and zones found by names people know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import publish, served
from tests.browser.movement import wait_until

pytestmark = pytest.mark.browser

FILES = {
    "content/conference.yaml": (
        "id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [en-US, fr]\ndomain: example.org\n"
    ),
    "content/programme/day.yaml": (
        "date: 2027-05-04\nsessions:\n- {id: opening, title: Opening, start: 9:30, end: 13:00}\n"
    ),
}


@pytest.fixture(scope="module")
def american(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference in American English and French."""
    root: Path = tmp_path_factory.mktemp("american")
    with served(publish(root, FILES)) as (top, _):
        yield top


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Somebody in Kathmandu."""
    context = browser.new_context(timezone_id="Asia/Kathmandu", service_workers="block")
    yield context.new_page()
    context.close()


def says(page: Page, times: str) -> None:
    """Expects these times at the opening."""
    read = "document.querySelector('.head .clock').innerText.replaceAll('\\u00a0', ' ').trim()"
    wait_until(page, f"{read} === {json.dumps(times)}")


def opens_dialog(page: Page) -> None:
    """Asks for another zone."""
    page.locator("main .zone-switch").first.click()


def test_the_page_has_the_clock_of_its_language(visitor: Page, american: str) -> None:
    visitor.goto(f"{american}sessions/opening/")
    says(visitor, "9:30 AM–1:00 PM")


def test_who_prefers_24_hours_has_them_on_every_page(visitor: Page, american: str) -> None:
    visitor.goto(f"{american}sessions/opening/")
    opens_dialog(visitor)
    visitor.locator("input[value=conference]").check()
    visitor.get_by_role("radio", name="21:30").check()
    visitor.get_by_role("button", name="Show times").click()
    says(visitor, "09:30–13:00")
    visitor.reload()
    says(visitor, "09:30–13:00")


def test_who_prefers_12_hours_has_them_where_the_page_has_24(visitor: Page, american: str) -> None:
    visitor.goto(f"{american}fr/sessions/opening/")
    says(visitor, "09:30–13:00")
    opens_dialog(visitor)
    visitor.locator("input[value=conference]").check()
    visitor.locator("input[name=hours][value='12']").check()
    visitor.locator(".dialog .button--first").click()
    says(visitor, "9:30 AM–1:00 PM")


@pytest.mark.parametrize(
    ("typed", "times"),
    [
        ("Nepal", "1:15 PM–4:45 PM"),
        ("São Paulo", "4:30 AM–8:00 AM"),
        ("sao paulo", "4:30 AM–8:00 AM"),
        ("Asia/Tokyo", "4:30 PM–8:00 PM"),
        ("Japan", "4:30 PM–8:00 PM"),
    ],
)
def test_countries_and_cities_find_a_zone(visitor: Page, american: str, typed: str, times: str) -> None:
    visitor.goto(f"{american}sessions/opening/")
    opens_dialog(visitor)
    visitor.get_by_role("combobox").fill(typed)
    visitor.get_by_role("button", name="Show times").click()
    says(visitor, times)


def test_a_country_with_several_zones_names_them(visitor: Page, american: str) -> None:
    visitor.goto(f"{american}sessions/opening/")
    opens_dialog(visitor)
    visitor.get_by_role("combobox").fill("Brazil")
    visitor.get_by_role("button", name="Show times").click()
    expect(visitor.get_by_role("alert")).to_contain_text("America/")
