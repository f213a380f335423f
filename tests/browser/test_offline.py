"""What a visitor without a connection is promised: what was seen opens, and says when it is from."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from mlw_build.pipeline import Options, build
from tests.browser.conftest import FILES, PATH, Quiet, Server

pytestmark = pytest.mark.browser

UNTIL = """async ([condition, about]) => {
  const conditions = {
    kept: async () => {
      for (const name of await caches.keys()) {
        for (const { url } of await (await caches.open(name)).keys()) if (url.endsWith(about)) return true;
      }
    },
    gone: async () => {
      const registered = await navigator.serviceWorker.getRegistrations();
      return registered.length === 0 && (await caches.keys()).length === 0;
    },
  };
  for (let tries = 0; tries < 400; tries++) {
    if (await conditions[condition]()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never ${condition}: ${about}`);
}"""


class LetsKeep(Quiet):
    """A host that lets browsers take what they have for fresh for ten minutes, as many do."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()


@dataclass
class Hosted:
    """A site on a static server that can go away and come back: its address, its sources, its output."""

    root: Path
    output: Path
    server: Server

    @property
    def address(self) -> str:
        """The site's address."""
        return f"http://127.0.0.1:{self.server.server_address[1]}/{PATH}/"

    def change(self, path: str, text: str) -> None:
        """Edit a file and publish."""
        (self.root / path).write_text(dedent(text), encoding="utf-8")
        self.publish()

    def publish(self) -> None:
        """Build the site into its place."""
        built = build(Options(self.root, self.output))
        assert built.published is not None, built.checked.diagnostics


@pytest.fixture
def hosted(tmp_path: Path) -> Iterator[Hosted]:
    """The small conference on a server of its own."""
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(dedent(text), encoding="utf-8")
    output = tmp_path / "www" / PATH
    handler = functools.partial(LetsKeep, directory=str(tmp_path / "www"))
    server = Server(("127.0.0.1", 0), handler)
    site = Hosted(tmp_path, output, server)
    site.publish()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(context: BrowserContext) -> Page:
    """A visitor, whose worker is let through: requests of workers cannot be routed page by page."""
    context.unroute_all()
    return context.new_page()


def visit(page: Page, address: str, kept: str) -> None:
    """Open a page online, and wait until the worker has kept an address that ends so."""
    page.goto(address)
    page.evaluate(UNTIL, ["kept", kept])


@pytest.fixture
def offline(context: BrowserContext, hosted: Hosted) -> Callable[[], None]:
    """Takes the connection away, for the worker too."""

    def go() -> None:
        context.set_offline(True)
        hosted.server.shutdown()
        hosted.server.server_close()

    return go


def test_the_agenda_opens_offline_after_any_visit_and_says_when_it_is_from(
    visitor: Page, hosted: Hosted, offline: Callable[[], None]
) -> None:
    visit(visitor, hosted.address + "speakers/ana/", "/agenda/2020-10-13/")
    offline()
    visitor.goto(hosted.address + "agenda/2020-10-12/index.html")
    expect(visitor.locator("h1")).to_contain_text("The First Day")
    expect(visitor.locator(".as-of")).to_contain_text("You are offline. This page is as of ")
    assert visitor.evaluate("getComputedStyle(document.querySelector('h1')).fontWeight") == "400"


def test_a_visited_page_opens_offline_in_its_language(
    visitor: Page, hosted: Hosted, offline: Callable[[], None]
) -> None:
    visit(visitor, hosted.address + "fr/sessions/opening/index.html", "/fr/sessions/opening/")
    offline()
    visitor.reload()
    expect(visitor.locator(".as-of")).to_contain_text("Vous êtes hors ligne")


def test_a_page_that_was_not_kept_is_answered_with_what_was(
    visitor: Page, hosted: Hosted, offline: Callable[[], None]
) -> None:
    visit(visitor, hosted.address + "speakers/ana/", "/agenda/2020-10-13/")
    offline()
    visitor.goto(hosted.address + "sessions/opening/")
    expect(visitor.locator("h1")).to_have_text("You are offline")
    visitor.get_by_role("main").get_by_role("link", name="The First Day").click()
    expect(visitor.locator("h1")).to_contain_text("The First Day")


def test_online_a_change_is_seen_at_the_first_look(visitor: Page, hosted: Hosted) -> None:
    visit(visitor, hosted.address + "agenda/2020-10-13/", "/agenda/2020-10-13/")
    visitor.reload()
    day = FILES["content/programme/day-2.yaml"].replace("title: Late", "title: Moved and renamed")
    hosted.change("content/programme/day-2.yaml", day)
    visitor.reload()
    expect(visitor.get_by_role("link", name="Moved and renamed")).to_be_visible()
    expect(visitor.locator(".as-of")).to_be_hidden()


def test_after_an_update_of_the_site_what_is_kept_follows_at_once(
    visitor: Page, hosted: Hosted, offline: Callable[[], None]
) -> None:
    visit(visitor, hosted.address + "agenda/2020-10-13/", "/agenda/2020-10-13/")
    hosted.change("content/conference.yaml", dedent(FILES["content/conference.yaml"]) + 'look: {accent: "#123456"}\n')
    style = next((hosted.output / "assets").glob("site.*.css")).name
    visit(visitor, hosted.address + "agenda/2020-10-13/", style)
    offline()
    visitor.reload()
    accent = visitor.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--accent')")
    assert accent.strip() == "#123456"
    expect(visitor.locator(".as-of")).to_be_visible()


def test_pages_that_a_script_asks_for_are_kept(visitor: Page, hosted: Hosted, offline: Callable[[], None]) -> None:
    visitor.goto(hosted.address)
    visitor.evaluate(
        """async () => (await navigator.serviceWorker.ready).active.postMessage(
          {type: "keep", name: "stars", urls: ["sessions/watched/index.html", "https://example.org/"]})"""
    )
    visitor.evaluate(UNTIL, ["kept", "/sessions/watched/"])
    offline()
    visitor.goto(hosted.address + "sessions/watched/index.html")
    expect(visitor.locator("h1")).to_have_text("With a recording")


def test_starred_sessions_are_kept_in_the_language_of_the_page(
    visitor: Page, hosted: Hosted, offline: Callable[[], None]
) -> None:
    visitor.goto(hosted.address + "fr/agenda/index.html")
    visitor.evaluate(
        """async () => {
          await navigator.serviceWorker.ready;
          localStorage.setItem(`${document.documentElement.dataset.conference}:stars`, '{"late": {}, "never-was": {}}');
          document.dispatchEvent(new Event("starschange"));
        }"""
    )
    visitor.evaluate(UNTIL, ["kept", "/fr/sessions/late/"])
    offline()
    visitor.goto(hosted.address + "fr/sessions/late/index.html")
    expect(visitor.locator("h1")).to_have_text("Late")


def test_a_site_that_wants_no_worker_takes_away_what_an_earlier_one_kept(visitor: Page, hosted: Hosted) -> None:
    visit(visitor, hosted.address, "/agenda/2020-10-13/")
    hosted.change("content/conference.yaml", dedent(FILES["content/conference.yaml"]) + "offline: no\n")
    visitor.goto(hosted.address + "agenda/")
    visitor.evaluate(UNTIL, ["gone", ""])


def test_a_site_that_has_moved_away_leaves_nothing_behind(visitor: Page, hosted: Hosted) -> None:
    visit(visitor, hosted.address, "/agenda/2020-10-13/")
    visitor.reload()
    shutil.rmtree(hosted.output)
    assert visitor.goto(hosted.address + "agenda/index.html").status == 404  # type: ignore[union-attr]
    visitor.goto(hosted.address.removesuffix(f"{PATH}/"))
    visitor.evaluate(UNTIL, ["gone", ""])


def test_the_site_can_be_installed_with_icons_that_are_there(visitor: Page, hosted: Hosted) -> None:
    visitor.goto(hosted.address + "fr/")
    manifest = visitor.evaluate("async () => (await fetch(document.querySelector('link[rel=manifest]').href)).json()")
    assert manifest["name"] == "Conférence de démonstration"
    assert {(one["sizes"], one["purpose"]) for one in manifest["icons"]} == {
        ("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"),
    }  # fmt: skip
    for one in manifest["icons"]:
        assert (hosted.output / "fr" / one["src"]).resolve().is_file()
