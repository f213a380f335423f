"""What moves on a page while it arrives: measured by the browser, or compared before and after one step."""

from __future__ import annotations

from playwright.sync_api import Page, Route

WATCHED = """
window.moved = [];
new PerformanceObserver((list) => {
  for (const { value, sources } of list.getEntries()) {
    window.moved.push([value, ...sources.map(({ node }) => (node?.outerHTML ?? node?.textContent ?? "").slice(0, 80))]);
  }
}).observe({ type: "layout-shift", buffered: true });
"""

PLACES = """
() => {
  const place = (element) => element.getBoundingClientRect();
  window.places = new Map([...document.body.querySelectorAll("*")].map((element) => [element, place(element)]));
}
"""

DISPLACED = """
() => [...window.places].flatMap(([element, was]) => {
  const is = element.getBoundingClientRect();
  const seen = was.width * was.height * is.width * is.height > 0;
  const far = Math.max(Math.abs(is.x - was.x), Math.abs(is.y - was.y));
  return seen && far > 1 ? [`${Math.round(far)} pixels: ${element.outerHTML.slice(0, 80)}`] : [];
})
"""


def watch_movement(page: Page) -> None:
    """Makes the pages that are opened from now on note what moves without having been asked."""
    page.add_init_script(WATCHED)


def expect_stillness(page: Page, most: float = 0.01) -> None:
    """Expects less movement than this since the page was opened (in the unit of Cumulative Layout Shift)."""
    moved = page.evaluate("moved")
    assert sum(value for value, *_ in moved) < most, moved


def open_without(page: Page, script: str, address: str) -> Route:
    """Opens a page of which a script (a pattern of its address) is still on its way, and gives what lets it through."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(script, hold)
    with page.expect_request(script):
        page.goto(address, wait_until="commit")
    wait_until(page, "document.styleSheets.length && document.getElementById('words')")
    return held[0]


def note_places(page: Page) -> None:
    """Notes where all elements are."""
    page.evaluate(PLACES)


def expect_same_places(page: Page) -> None:
    """Expects each of them that is shown before and after to be within a pixel of where it was."""
    displaced = page.evaluate(DISPLACED)
    assert not displaced, displaced


def wait_until(page: Page, condition: str) -> None:
    """Wait until an expression is true. A page's policy lets no text run as a script, and its clock may stand still."""
    assert any(page.evaluate(f"Boolean({condition})") for _ in range(5_000)), condition
