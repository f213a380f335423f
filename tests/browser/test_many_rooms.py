"""What is promised on days of many rooms: the time has its column to itself, and nothing is reached behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import publish, served

pytestmark = pytest.mark.browser

THIRTY = "agenda/2030-05-06/"
EIGHT = "agenda/2030-05-07/"


def day(date: str, rooms: int) -> str:
    """A day on which two sessions follow each other in each room."""
    sessions = (
        f"- {{id: in-{rooms}-{room}-{hour}, title: Hour {hour} in room {room}, room: room-{room}, "
        f"start: '{hour}:00', end: '{hour}:50'}}\n"
        for hour in (10, 11)
        for room in range(rooms)
    )
    return f"date: {date}\nsessions:\n{''.join(sessions)}"


@pytest.fixture(scope="module")
def many_rooms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference with a day in thirty rooms and one in eight, in English and Arabic."""
    files = {
        "content/conference.yaml": (
            "id: rooms\ntitle: Many Rooms\ntime_zone: Europe/Paris\nlanguages: [en, ar]\n"
            "domain: example.org\naddress: https://rooms.example.org/\n"
        ),
        "content/rooms.yaml": "".join(f"- {{id: room-{one}, name: Room {one}}}\n" for one in range(30)),
        "content/programme/thirty.yaml": day("2030-05-06", 30),
        "content/programme/eight.yaml": day("2030-05-07", 8),
    }
    with served(publish(tmp_path_factory.mktemp("rooms"), files)) as (top, _):
        yield top


IN_THE_COLUMN = """
(slots) => {
  const times = document.querySelector(".at-time").getBoundingClientRect();
  const within = ({ left, right }) => (document.dir === "rtl" ? right > times.left : left < times.right);
  return slots.filter((slot) => within(slot.getBoundingClientRect())).map((slot) => slot.innerText);
}
"""


@pytest.mark.parametrize("language", ["", "ar/"])
@pytest.mark.parametrize(("width", "media"), [(640, "screen"), (1000, "screen"), (800, "print")])
def test_no_session_stands_in_the_column_of_the_times(
    page: Page, many_rooms: str, language: str, width: int, media: Literal["screen", "print"]
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(media=media)
    page.goto(many_rooms + language + THIRTY)
    slots = page.locator(".slot")
    expect(slots).to_have_count(60)
    assert slots.evaluate_all(IN_THE_COLUMN) == []


def test_the_time_stays_in_view_while_its_sessions_pass(page: Page, many_rooms: str) -> None:
    page.set_viewport_size({"width": 700, "height": 400})
    page.goto(many_rooms + THIRTY)
    last = page.locator("#at-1000 + .at-list > :last-child")
    last.evaluate("slot => slot.scrollIntoView({ block: 'center' })")
    expect(last).to_be_in_viewport()
    expect(page.locator("#at-1000")).to_be_in_viewport(ratio=1)


BEHIND = """
(element) => {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  const times = document.querySelector(".at-time > *").getBoundingClientRect();
  const heads = document.querySelector(".agenda-rooms > li").getBoundingClientRect();
  return (document.dir === "rtl" ? right > times.left : left < times.right) || top < heads.bottom;
}
"""
"""Whether an element of the grid begins behind the times or the rooms' names, which stay."""


@pytest.mark.parametrize("language", ["", "ar/"])
@pytest.mark.parametrize("day", [EIGHT, THIRTY])
def test_going_backwards_by_key_nothing_is_reached_behind_the_times_or_the_rooms_names(
    page: Page, many_rooms: str, language: str, day: str
) -> None:
    """What has the focus is never hidden (WCAG 2.2, 2.4.11)."""
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(many_rooms + language + day, wait_until="networkidle")
    sessions = page.locator(".slot *:is(a, button)")
    sessions.last.focus()
    behind = []
    for _ in range(sessions.count()):
        focused = page.locator(":focus")
        if focused.evaluate(BEHIND):
            behind.append(focused.inner_text())
        page.keyboard.press("Shift+Tab")
    expect(page.locator(".agenda-rooms a").last).to_be_focused()
    assert behind == []
