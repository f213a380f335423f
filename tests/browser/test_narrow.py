"""What is promised on a telephone: whatever words a programme has, and however large letters are, nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import FILES, PATH, publish, served
from tests.browser.test_pages import KINDS

pytestmark = pytest.mark.browser

LONG = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
"""A word of 63 letters: it was a law."""

RENAMED = {
    "Hall,": "Hauptversammlungsraum,",
    "Lab\n": f"{LONG}\n",
    "Plenary,": f"{LONG},",
    "Access for all": LONG,
    "The Institute": LONG,
    "Ana Silva": LONG,
    "Opening,": f"{LONG},",
    "Late,": f"{LONG},",
    "The First Day,": f"{LONG},",
    "The Second Day": LONG,
    "What works?": LONG,
    "title: About": f"title: {LONG}",
    "## A heading": f"## {LONG}",
    "en: Demo Conference": f"en: {LONG}",
}

FITS = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def wordy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a conference in which everything has a name of one long word."""
    root = tmp_path_factory.mktemp("wordy")
    publish(root, {path: renamed(text) for path, text in FILES.items()}, f"www/{PATH}")
    with served(root / "www") as (top, _):
        yield f"{top}{PATH}/"


def renamed(text: str) -> str:
    for name, other in RENAMED.items():
        text = text.replace(name, other)
    return text


def unfold(page: Page) -> None:
    page.locator("details").evaluate_all("folded => folded.forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_makes_a_page_wider_than_a_telephone(page: Page, wordy: str, kind: str) -> None:
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto(wordy + KINDS[kind])
    assert page.evaluate(FITS)
    unfold(page)
    assert page.evaluate(FITS)


TWICE_AS_LARGE = """() => {
  const style = new CSSStyleSheet();
  style.replaceSync("html { font-size: 200%; }");
  document.adoptedStyleSheets.push(style);
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_no_page_is_wider_than_a_telephone_with_letters_twice_as_large(page: Page, address: str, kind: str) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address + KINDS[kind])
    page.evaluate(TWICE_AS_LARGE)
    unfold(page)
    assert page.evaluate(FITS)


@pytest.mark.parametrize(
    ("path", "narrow", "text"),
    [
        ("agenda/", ".brief-time", ".brief-time + ul"),
        ("rooms/studio/", ".lines .time", ".lines .time + div"),
        ("rooms/studio/", ".facts dt", ".facts dd"),
        ("speakers/", ".people .portrait", ".people .portrait + div"),
    ],
)
def test_what_stands_beside_something_narrow_goes_below_it_where_letters_are_large(
    page: Page, address: str, path: str, narrow: str, text: str
) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address + path)
    assert tops(page, narrow) == tops(page, text)
    page.evaluate(TWICE_AS_LARGE)
    assert tops(page, narrow) < tops(page, text)
    assert page.locator(text).first.evaluate("one => one.clientWidth") > 250


def tops(page: Page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["y"]
