"""What an editor is promised of the preview: the same site as is published, and the last good one under a mistake."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from mlw_build.pipeline import Options, build
from mlw_build.serve.pages import PreviewHandler
from mlw_build.serve.preview import Preview
from tests.small_sites import SiteMaker

CONFERENCE = "id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [en]\ndomain: example.org\n"
PAGE = "---\ntitle: Map\n---\n[The map](media:map.pdf)\n"
ADDRESS = "http://127.0.0.1:8000/"


def preview_of(root: Path) -> Preview:
    preview = Preview(Options(root, root / "output", ADDRESS, preview=True))
    preview.renew()
    return preview


def answers(preview: Preview, *paths: str, **asked: str) -> Sequence[HTTPResponse]:
    """What a browser gets for each of these paths."""

    async def ask() -> list[HTTPResponse]:
        socket, port = bind_unused_port()
        server = HTTPServer(Application([(r"/(.*)", PreviewHandler, {"shown": preview.shown})]))
        server.add_socket(socket)
        client = AsyncHTTPClient(force_instance=True)
        got = [
            await client.fetch(
                f"http://127.0.0.1:{port}/{path}", raise_error=False, follow_redirects=False, headers=asked
            )
            for path in paths
        ]
        server.stop()
        await server.close_all_connections()
        return got

    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


def answer(preview: Preview, path: str, **asked: str) -> HTTPResponse:
    return answers(preview, path, **asked)[0]


def with_map(site: SiteMaker) -> Path:
    return site({"content/media/map.pdf": b"%PDF-1.4 a map", "content/pages/map.md": PAGE})


def test_every_file_is_what_a_build_would_publish(site: SiteMaker, tmp_path: Path) -> None:
    root = with_map(site)
    built = build(Options(root, tmp_path / "published", ADDRESS, preview=True))
    assert built.published
    paths = sorted(built.published.left)
    for path, got in zip(paths, answers(preview_of(root), *paths), strict=True):
        assert got.code == 200 or path == "404.html", path
        assert got.body == (tmp_path / "published" / path).read_bytes(), path


def test_nothing_is_written_but_what_is_kept_for_the_next_time(site: SiteMaker) -> None:
    root = site()
    answers(preview_of(root), "", "agenda/", "data/programme.json")
    assert not (root / "output").exists()


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("", "text/html; charset=utf-8"),
        ("agenda/", "text/html; charset=utf-8"),
        ("calendar/demo.ics", "text/calendar; charset=utf-8"),
        ("manifest.webmanifest", "application/manifest+json"),
        ("changes/feed.atom", "application/atom+xml"),
        ("data/programme.json", "application/json"),
        ("robots.txt", "text/plain; charset=utf-8"),
    ],
)
def test_a_browser_is_told_what_a_file_is_and_to_keep_nothing(site: SiteMaker, path: str, media_type: str) -> None:
    got = answer(preview_of(site()), path)
    assert (got.code, got.headers["Content-Type"], got.headers["Cache-Control"]) == (200, media_type, "no-store")


def test_a_folder_without_its_slash_leads_to_its_page(site: SiteMaker) -> None:
    got = answer(preview_of(site()), "agenda")
    assert (got.code, got.headers["Location"]) == (302, "/agenda/")


@pytest.mark.parametrize("path", ["nothing/here/", "nothing.css", "../content/conference.yaml", "%2e%2e/README.md"])
def test_an_address_that_leads_nowhere_gets_the_404_page(site: SiteMaker, path: str) -> None:
    got = answer(preview_of(site()), path)
    assert got.code == 404
    assert b"</html>" in got.body


def test_a_player_gets_a_part_of_a_film(site: SiteMaker) -> None:
    preview = preview_of(with_map(site))
    path = next(path for path in preview.shown.pages.paths() if path.endswith(".pdf"))  # type: ignore[union-attr]
    got = answer(preview, path, Range="bytes=1-3")
    assert (got.code, got.body) == (206, b"PDF")


def test_a_picture_that_was_deleted_since_is_not_there(site: SiteMaker) -> None:
    root = with_map(site)
    preview = preview_of(root)
    path = next(path for path in preview.shown.pages.paths() if path.endswith(".pdf"))  # type: ignore[union-attr]
    (root / "content" / "media" / "map.pdf").unlink()
    assert answer(preview, path).code == 404


def test_a_site_that_was_never_good_says_what_is_wrong(site: SiteMaker) -> None:
    preview = preview_of(site({"content/rooms.yaml": "- {id: main, nmae: Main room}\n"}))
    got = answer(preview, "")
    assert "content/rooms.yaml:1:" in got.body.decode()


def test_the_last_good_page_stays_under_a_mistake(site: SiteMaker) -> None:
    root = site()
    preview = preview_of(root)
    (root / "content" / "rooms.yaml").write_text("- {id: main, nmae: Main room}\n")
    preview.renew()
    got = answer(preview, "sessions/opening/").body.decode()
    assert "Opening" in got
    assert "content/rooms.yaml:1:" in got


def own_theme(root: Path, template: str, text: str) -> None:
    folder = root / "themes" / "own"
    (folder / "templates").mkdir(parents=True, exist_ok=True)
    (folder / "theme.yaml").write_text("name: own\nextends: default\n")
    (folder / "templates" / template).write_text(text)


def test_a_fault_of_the_theme_is_told_though_nobody_looks_at_that_page(site: SiteMaker) -> None:
    root = site({"content/conference.yaml": f"{CONFERENCE}theme: own\n"})
    own_theme(root, "speaker.html", '{% extends "default/speaker.html" %}')
    preview = preview_of(root)
    assert not preview.shown.problems
    own_theme(
        root, "speaker.html", '{% extends "default/speaker.html" %}\n{% block main %}{{ view.nmae }}{% endblock %}'
    )
    preview.renew()
    assert "speaker.html:2" in preview.shown.problems
    got = answer(preview, "speakers/ana/").body.decode()
    assert "Speaker A" in got
    assert "nmae" in got


def test_on_any_free_port_the_preview_says_which(site: SiteMaker) -> None:
    command = [sys.executable, "-u", "-m", "mlw_build", "serve", "--root", str(site()), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            line = next(line for line in serving.stdout if line.startswith("Serving on"))
            address = line.split()[2]
            assert urlsplit(address).port
            with urlopen(address, timeout=30) as page:
                assert address.encode() in page.read()
        finally:
            serving.terminate()
