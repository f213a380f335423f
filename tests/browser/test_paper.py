"""On paper: one page where there is one page of text, and many posters in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import publish

pytestmark = pytest.mark.browser

POSTERS = "".join(
    f"- {{id: poster-{number}, title: Poster {number}, room: posters, start: 14:00, end: 16:00}}\n"
    for number in range(50)
)
FILES = {
    "content/conference.yaml": "id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [en]\ndomain: example.org\n",
    "content/rooms.yaml": "- {id: main, name: Main room}\n- {id: posters, name: Posters, shared: yes}\n",
    "content/programme/day.yaml": (
        "date: 2027-05-04\nsessions:\n"
        "- {id: talk, title: Talk, room: main, start: 14:00, end: 15:00, abstract: Two words.}\n" + POSTERS
    ),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a folder with a talk and fifty posters."""
    return publish(tmp_path_factory.mktemp("paper"), FILES).as_uri()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Page]:
    """Somebody who prints."""
    context = browser.new_context()
    yield context.new_page()
    context.close()


def sheets(page: Page) -> int:
    """How many sheets of A4 a page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4")))


@pytest.mark.parametrize("path", ["sessions/talk/", "changes/", "live/", "agenda/2027-05-04/"])
def test_one_sheet_where_there_is_one_of_text(reader: Page, folder: str, path: str) -> None:
    reader.goto(f"{folder}/{path}index.html")
    assert sheets(reader) == 1


def test_no_page_is_made_as_tall_as_the_screen(reader: Page, folder: str) -> None:
    reader.goto(f"{folder}/sessions/talk/index.html")
    reader.emulate_media(media="print")
    assert reader.evaluate("getComputedStyle(document.body).minBlockSize") in ("0px", "auto")
