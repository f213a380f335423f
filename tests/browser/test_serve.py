"""What an editor is promised of `serve`: a saved change is seen, a mistake is shown, the last good page stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Page, expect

from tests.browser.movement import wait_until

pytestmark = pytest.mark.browser

CHECKOUT = Path(__file__).resolve().parent.parent.parent

CONFERENCE = """\
    id: demo
    title: Demo
    time_zone: Europe/Paris
    languages: [en]
    domain: example.org
    """
DAY = """\
    date: 2020-10-12
    sessions:
      - {{id: opening, title: {title}, start: 10:00, end: {end}}}
    """


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content" / "programme").mkdir(parents=True)
    (tmp_path / "content" / "conference.yaml").write_text(dedent(CONFERENCE))
    save(tmp_path, "Opening")
    return tmp_path


def save(site: Path, title: str, end: str = "11:00") -> None:
    day = site / "content" / "programme" / "day.yaml"
    day.write_text(dedent(DAY).format(title=title, end=end))


@pytest.fixture
def serving(site: Path) -> Iterator[subprocess.Popen[str]]:
    """A running preview; the last of its arguments is its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-u", "-m", "mlw_build", "serve", "--root", str(site), "--port", str(port)]
    settings = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(
        command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Serving on" in line:
                break
        yield process
        process.terminate()


@pytest.fixture
def preview(serving: subprocess.Popen[str]) -> str:
    """The address of a running preview."""
    assert isinstance(serving.args, list)
    return f"http://127.0.0.1:{serving.args[-1]}/"


def look_at(page: Page, address: str) -> None:
    """Open a page, and wait until it has told the preview that it wants to hear of changes."""
    page.goto(address)
    it_listens(page)


def it_listens(page: Page) -> None:
    wait_until(page, "window.LiveReload?.connector?.protocol")


def test_a_saved_change_is_seen_without_reloading(site: Path, preview: str, page: Page) -> None:
    look_at(page, preview + "sessions/opening/")
    expect(page.locator("h1")).to_have_text("Opening")
    save(site, "Welcome")
    expect(page.locator("h1")).to_have_text("Welcome", timeout=20_000)


def test_a_mistake_is_shown_on_the_last_good_page_until_it_is_mended(site: Path, preview: str, page: Page) -> None:
    look_at(page, preview + "sessions/opening/")
    save(site, "Welcome", end="09:00")
    problem = page.get_by_role("alert")
    expect(problem).to_contain_text("content/programme/day.yaml:3:", timeout=20_000)
    expect(problem).to_contain_text("ends at 09:00, before it begins")
    expect(page.locator("h1")).to_have_text("Opening")
    it_listens(page)
    save(site, "Welcome")
    expect(page.locator("h1")).to_have_text("Welcome", timeout=20_000)
    expect(problem).to_have_count(0)


# A program that was started in the background of a script inherits that Ctrl-C is not for it.
@pytest.mark.skipif(signal.getsignal(signal.SIGINT) is signal.SIG_IGN, reason="the tests run where Ctrl-C is ignored")
def test_ctrl_c_ends_it_without_a_word(serving: subprocess.Popen[str]) -> None:
    serving.send_signal(signal.SIGINT)
    said, _ = serving.communicate(timeout=20)
    assert (said, serving.returncode) == ("", 0)


def test_an_address_that_leads_nowhere_shows_the_404_page(preview: str, page: Page) -> None:
    answer = page.goto(preview + "no/such/page/")
    assert answer is not None
    assert answer.status == 404
    assert page.locator("link[rel=stylesheet]").evaluate("link => link.sheet !== null")


def test_the_preview_leaves_the_published_site_alone(site: Path, preview: str, page: Page) -> None:
    page.goto(preview)
    assert not (site / "output").exists()
