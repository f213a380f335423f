"""Players and files come from hosts that we know or that the organiser named; any other is a link, and is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mlw_build.diagnostics import Diagnostic
from mlw_build.pipeline import Options, build
from tests.small_sites import MINIMAL, SiteMaker

Problems = Callable[..., tuple[Diagnostic, ...]]
CONFERENCE = MINIMAL["content/conference.yaml"]
PEERTUBE = "/w/kkGMgK9ZtnKfYAgnEtQxbv"


def files(stream: str, named: str = "") -> dict[str, str]:
    return {
        "content/conference.yaml": CONFERENCE + (f"stream_hosts: [{named}]\n" if named else ""),
        "content/programme/day-2.yaml": "date: 2020-10-13\nsessions:\n"
        f"- {{id: streamed, title: Streamed, start: 10:00, end: 11:00, stream: '{stream}'}}\n",
    }


def told(found: tuple[Diagnostic, ...]) -> list[str]:
    return [one.message for one in found if one.code == "stream-host"]


@pytest.mark.parametrize(
    ("stream", "host"),
    [
        (f"https://video.example.org{PEERTUBE}", "video.example.org"),
        ("https://video.example.org/live.m3u8", "video.example.org"),
        ("https://video.example.org:8443/talk.mp4", "video.example.org:8443"),
        ("https://VIDEO.example.org./talk.mp3", "video.example.org"),
        ("https://bücher.example/talk.mp4", "xn--bcher-kva.example"),
        (f"https://www.youtube.com.evil.example{PEERTUBE}", "www.youtube.com.evil.example"),
    ],
)
def test_a_host_that_nobody_named_is_told_with_what_to_write(problems: Problems, stream: str, host: str) -> None:
    (found,) = [one for one in problems(files(stream)) if one.code == "stream-host"]
    assert f"`{host}`" in found.message
    assert f"stream_hosts: [{host}]" in (found.hint or "")
    assert (found.span.file, found.span.line) == ("content/programme/day-2.yaml", 3)
    assert told(problems(files(stream, host))) == []


@pytest.mark.parametrize(
    "named",
    ["example.org", "evil-video.example.org", "video.example.org.evil.example", "video.example.org:8443"],
)
def test_only_the_very_host_counts(problems: Problems, named: str) -> None:
    assert told(problems(files(f"https://video.example.org{PEERTUBE}", named)))


@pytest.mark.parametrize("named", ["Video.Example.ORG", "video.example.org.", "'video.example.org:443'"])
def test_a_host_is_the_same_however_it_is_written(problems: Problems, named: str) -> None:
    assert told(problems(files(f"https://video.example.org{PEERTUBE}", named))) == []


@pytest.mark.parametrize(
    "stream",
    ["https://www.youtube.com/watch?v=aqz-KE-bpKQ", "https://meet.jit.si/room", "https://video.example.org/page"],
)
def test_known_players_meetings_and_links_need_no_naming(problems: Problems, stream: str) -> None:
    assert told(problems(files(stream))) == []


@pytest.mark.parametrize(
    "named",
    ["'*'", "'*.example.org'", "https://video.example.org/", "video.example.org/a", "'a b'", "'x;script-src *'", "''"],
)
def test_what_is_no_host_is_refused_at_its_line(problems: Problems, named: str) -> None:
    found = [one for one in problems(files("https://meet.jit.si/room", named)) if one.severity == "error"]
    assert [one.span.file for one in found] == ["content/conference.yaml"]


@pytest.mark.parametrize("named", ["", "video.example.org"])
def test_only_a_named_host_is_shown_in_a_page_and_in_the_policy(site: SiteMaker, tmp_path: Path, named: str) -> None:
    built = build(Options(site(files(f"https://video.example.org{PEERTUBE}", named)), tmp_path / "out"))
    assert built.published
    page = (tmp_path / "out/sessions/streamed/index.html").read_text(encoding="utf-8")
    headers = (tmp_path / "out/_headers").read_text(encoding="utf-8")
    assert ("data-embed" in page) == bool(named)
    for text in (page, headers):
        assert ("frame-src https://video.example.org;" in text) == bool(named)
        assert ("frame-src 'none'" in text) == (not named)
