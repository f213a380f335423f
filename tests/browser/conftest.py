"""A small conference with everything that a page can show, built, served under a path, and opened in Chromium."""

from __future__ import annotations

import functools
import http.server
import os
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from mlw_build.pipeline import Options, build

PATH = "some/path"

FILES = {
    "content/conference.yaml": """\
        id: demo
        title: {en: Demo Conference, fr: Conférence de démonstration, ar: مؤتمر تجريبي}
        theme_title: "Learning: Everywhere"
        time_zone: Europe/Paris
        languages: [en, fr, ar]
        domain: example.org
        address: https://conference.example.org/some/path/
        support: {email: help@example.org}
        stream_hosts: [media.example.org]
        """,
    "content/rooms.yaml": """\
        - {id: hall, name: Hall, stream: "https://www.youtube.com/watch?v=aqz-KE-bpKQ"}
        - id: lab
          name: Lab
          stream: {url: "https://media.example.org/live.m3u8", telephone: +33 1 00 00 00 00}
        - {id: studio, name: Studio, online: yes}
        """,
    "content/formats.yaml": """\
        - {id: plenary, name: Plenary, plenary: yes, description: For everybody.}
        - {id: talk, name: Talk, description: One person speaks.}
        - {id: break, name: Break, interlude: yes}
        """,
    "content/tracks.yaml": "- {id: access, name: Access for all}\n",
    "content/organisations.yaml": "- {id: institute, name: The Institute, level: partner}\n",
    "content/programme/day-1.yaml": """\
        date: 2020-10-12
        title: {en: The First Day, fr: Le premier jour}
        questions: [What works?]
        sessions:
          - {id: opening, title: Opening, format: plenary, room: hall, start: 10:00, end: 10:30, speakers: [ana]}
          - id: parts
            title: {en: Three solutions, ar: ثلاثة حلول}
            format: talk
            room: lab
            languages: [en]
            start: 10:30
            end: 11:00
            abstract: "With a [link](page:about) and a table.\\n\\n| a | b |\\n|---|---|\\n| 1 | 2 |"
            parts:
              - {id: parts-1, title: One, duration: 10m, speakers: [ana]}
              - {id: parts-2, title: Two, duration: 10m}
          - id: beside
            title: Beside it
            format: talk
            track: access
            room: hall
            languages: [fr]
            start: 10:30
            end: 11:30
            status: tentative
          - {id: gone, title: Not any more, room: studio, start: 10:30, end: 11:30, status: cancelled, reason: Illness}
          - {id: lunch, title: Lunch, format: break, start: 11:30, end: 12:00}
          - id: watched
            title: With a recording
            room: studio
            start: 12:00
            end: 12:30
            recording: https://vimeo.com/76979871
        """,
    "content/programme/day-2.yaml": """\
        date: 2020-10-13
        title: The Second Day
        sessions:
          - {id: late, title: Late, room: hall, start: 23:30, end: 24:30}
        """,
    "content/pages/about.md": """\
        ---
        title: About
        menu: header
        ---

        Text[^1] with *words*.

        ## A heading

        [^1]: Note.
        """,
    "content/pages/about.fr.md": "---\ntitle: À propos\n---\n\nTexte.\n",
    "speakers/ana.md": "---\nname: Ana Silva\norganisation: institute\n---\n\nAna teaches.\n",
    "speakers/open.md": "---\nname: To be announced\nannounced: no\nposition: Minister\n---\n",
    "booths/institute.md": """\
        ---
        organisation: institute
        tagline: What the institute does
        projects: [{name: A project, description: It helps.}]
        demos: [{id: show, title: Live show, date: 2020-10-12, start: 12:30, duration: 30m, room: studio}]
        open_until: 2021-06-30
        ---

        Come in.
        """,
}


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    root = tmp_path_factory.mktemp("conference")
    return publish(root, FILES, f"www/{PATH}")


def publish(root: Path, files: Mapping[str, str], place: str = "www") -> Path:
    """Write the files of a site, and build it into a folder beside them."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(dedent(text), encoding="utf-8")
    built = build(Options(root, root / place))
    assert built.published is not None, built.checked.diagnostics
    return root / place


@pytest.fixture(scope="session")
def address(output: Path) -> Iterator[str]:
    """The address of the site on a plain static server, under a path."""
    with served(output.parents[PATH.count("/")]) as (top, _):
        yield f"{top}{PATH}/"


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The address of a folder on a plain static server, and what takes the server away."""
    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def stop() -> None:
        server.shutdown()
        server.server_close()

    yield f"http://127.0.0.1:{server.server_address[1]}/", stop
    stop()


class Server(http.server.ThreadingHTTPServer):
    """One to which a browser may hang up: it does when it goes on to another page."""

    request_queue_size = 128  # with the 5 of Python, a busy machine refuses what a page asks for all at once

    def handle_error(self, *asked: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(*asked)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A static server that says nothing, and takes no file for unchanged: two builds may fall into one second."""

    protocol_version = "HTTP/1.1"  # a connection for many files, as a CDN has it

    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Last-Modified":
            super().send_header(keyword, value)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, for which there is no other host. (Routes would take each request through Python.)"""
    flags = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync", "--disable-quic"]
    flags += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A visitor with a clean browser."""
    visitor = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page in it."""
    return context.new_page()
