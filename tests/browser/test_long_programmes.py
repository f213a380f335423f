"""What is promised of the pages that change their form for a long programme: 720 sessions, 20 rooms, 648 speakers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from mlw_build.bench.own_site import write_conference
from mlw_build.bench.synthetic import make_up
from mlw_build.pipeline import Options, build
from tests.browser.conftest import served
from tests.browser.movement import expect_stillness, watch_movement

pytestmark = pytest.mark.browser

SESSIONS = 720
NOON = "2027-03-08T11:05:00Z"
PAGES = ("agenda/", "speakers/list/2/", "live/", "formats/talk/", "ar/agenda/", "ar/live/")


def sessions_in(room: str, day: str) -> int:
    return sum(one.room == room and one.date.isoformat() == day for one in make_up(SESSIONS).sessions)


@pytest.fixture(scope="module")
def long_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a long conference, in English and Arabic."""
    root = tmp_path_factory.mktemp("long")
    write_conference(root, SESSIONS)
    settings = root / "content" / "conference.yaml"
    text = settings.read_text(encoding="utf-8").replace("[en]", "[en, ar]")
    settings.write_text(f"{text}\nstream_hosts: [media.example.org]\n", encoding="utf-8")
    with_streams(root / "content" / "rooms.yaml")
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    with served(root / "output") as (top, _):
        yield top


def with_streams(rooms: Path) -> None:
    lines = (
        f"- {{id: room-{one}, name: Room {one}, stream: https://media.example.org/{one}.mp4}}\n" for one in range(20)
    )
    rooms.write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 320), ("dark", 1280)])
def test_an_accessibility_audit_finds_nothing_and_nothing_is_wider_than_the_window(
    browser: Browser, long_address: str, path: str, scheme: str, width: int
) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})  # type: ignore[arg-type]
    page = context.new_page()
    page.clock.set_fixed_time(NOON)
    page.goto(long_address + path)
    if "agenda" in path or "live" in path:
        expect(page.locator(".now-list").first).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    results = Axe().run(page)
    context.close()
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("path", ["agenda/", "agenda/?track=track-1", "live/"])
def test_nothing_moves_when_scripts_have_run(page: Page, long_address: str, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    watch_movement(page)
    page.clock.set_fixed_time(NOON)
    page.goto(long_address + path, wait_until="networkidle")
    expect(page.locator(".now-list").first).to_be_attached()
    expect_stillness(page)


def test_a_choice_made_for_all_days_narrows_the_hour_that_one_opens(page: Page, long_address: str) -> None:
    page.goto(long_address + "agenda/")
    page.locator(".filters summary").press("Enter")
    page.get_by_role("combobox", name="Format").select_option("Talk")
    expect(page).to_have_url(long_address + "agenda/?format=talk")
    expect(page.locator(".filters-said")).not_to_be_empty()
    page.locator('section[data-day="2027-03-09"] .brief-more a').nth(2).press("Enter")
    talks = [one for one in make_up(SESSIONS).sessions if one.format == "talk" and one.date.isoformat() == "2027-03-09"]
    expect(page.locator(".slot:visible")).to_have_count(len(talks))
    assert page.url == long_address + "agenda/2027-03-09/?format=talk#at-1100"
    assert page.locator("#at-1100").evaluate("time => time.getBoundingClientRect().top < innerHeight")


def test_the_agenda_says_what_is_on_and_leads_to_the_rest_of_it(page: Page, long_address: str) -> None:
    page.clock.set_fixed_time(NOON)
    page.goto(long_address + "agenda/")
    expect(page.locator(".is-until-now .brief-time")).to_have_text(["12:00"])
    page.get_by_role("link", name="and 12 more").first.click()
    expect(page.locator(".slot:visible")).to_have_count(20)
    expect(page.locator(".slot.is-now:visible")).to_have_count(20)


def test_among_many_rooms_the_keyboard_leads_to_one_and_plays_it(page: Page, long_address: str) -> None:
    page.clock.set_fixed_time(NOON)
    page.goto(long_address + "live/")
    page.get_by_role("navigation", name="Rooms").get_by_role("link", name="Room 17").press("Enter")
    room = page.locator("#room-room-17")
    assert room.evaluate("room => room.getBoundingClientRect().top < innerHeight")
    page.keyboard.press("Tab")
    expect(room.get_by_role("link", name="Room 17", exact=True)).to_be_focused()
    stream = room.locator(".stream-play")
    for _ in range(8):  # past what is on and what comes next, with their stars
        page.keyboard.press("Tab")
        if stream.evaluate("link => link === document.activeElement"):
            break
    expect(stream).to_be_focused()
    page.keyboard.press("Enter")
    expect(room.locator("video")).to_be_focused()
    expect(room.locator(".channel-today .lines li")).to_have_count(sessions_in("room-17", "2027-03-08"))
    expect(room.locator(".channel-today .is-now .time")).to_have_text("12:00")
