"""What a programme of any length is promised: pages that list everything do not grow with it without end."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from mlw_build.bench.own_site import write_conference
from mlw_build.bench.synthetic import make_up
from mlw_build.pipeline import Options, build
from mlw_build.site.brief import MOST_SESSIONS
from mlw_build.site.pages.speakers import MOST

SESSIONS = 720
MADE_UP = make_up(SESSIONS)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up conference of four days, with nine speakers to ten sessions, and one session for everybody."""
    root = tmp_path_factory.mktemp("long")
    write_conference(root, SESSIONS)
    formats = root / "content" / "formats.yaml"
    formats.write_text(formats.read_text() + "- {id: plenary, name: Plenary, plenary: yes}\n", encoding="utf-8")
    (root / "content" / "programme" / "closing.yaml").write_text(
        "date: 2027-03-11\nsessions:\n- {id: closing, title: Closing, format: plenary, room: room-0,"
        " start: 21:00, end: 21:30}\n",
        encoding="utf-8",
    )
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return root / "output"


def page(site: Path, path: str) -> str:
    return (site / path / "index.html").read_text(encoding="utf-8")


def test_the_agenda_counts_sessions_by_the_hour_and_names_those_for_everybody(site: Path) -> None:
    html = page(site, "agenda")
    counts = [int(one) for one in re.findall(r"brief-more.*?>(\d+) sessions?<", html)]
    assert sum(counts) == SESSIONS
    assert re.findall(r'class="title">([^<]+)<', html) == ["Closing"]
    assert f"{SESSIONS + 1} sessions" in html


def test_each_hour_leads_to_its_place_in_the_day(site: Path) -> None:
    links = re.findall(r'brief-more"><a href="([^"#]+)/index.html#([^"]+)"', page(site, "agenda"))
    assert len(links) == len({(one.date, one.hour) for one in MADE_UP.sessions})
    for day, start in links:
        assert f'id="{start}"' in page(site, f"agenda/{day}")


def test_each_day_names_its_topics(site: Path) -> None:
    html = page(site, "agenda")
    day = html[html.index('data-day="2027-03-08"') : html.index('data-day="2027-03-09"')]
    topics = re.findall(r'<li><a href="\.\./tracks/([^/]+)/index.html">[^<]+</a> <small>(\d+)</small>', day)
    assert len(topics) == 18
    assert sum(int(count) for _, count in topics) == sum(one.date == MADE_UP.days[0].date for one in MADE_UP.sessions)


def test_speakers_come_on_several_pages_that_hold_everybody_once(site: Path) -> None:
    speakers = SESSIONS * 9 // 10
    pages = [page(site, "speakers"), page(site, "speakers/list/2"), page(site, "speakers/list/3")]
    assert not (site / "speakers/list/4").exists()
    listed = [re.findall(r'<h2><a href="[^"]*?([^/"]+)/index.html"><bdi>', one) for one in pages]
    assert [len(one) for one in listed] == [MOST, MOST, speakers - 2 * MOST]
    assert len({one for names in listed for one in names}) == speakers
    assert [one.count('aria-current="page"') for one in pages] == [2, 1, 1]
    assert len({title for one in pages for title in re.findall(r"<title>([^<]+)", one)}) == 3


def test_a_format_with_many_sessions_counts_them_and_leads_to_the_narrowed_days(site: Path) -> None:
    html = page(site, "formats/talk")
    talks = sum(one.format == "talk" for one in MADE_UP.sessions)
    assert sum(int(one) for one in re.findall(r"brief-more.*?>(\d+) sessions?<", html)) == talks
    assert "agenda/2027-03-08/index.html?format=talk#at-0900" in html


def test_the_calendar_page_leaves_the_feeds_of_many_people_to_their_pages(site: Path) -> None:
    html = page(site, "calendar")
    assert "speakers/speaker-" not in html
    assert '<a href="../speakers/index.html">Speakers</a>' in html
    assert re.search(
        r'<a href="webcal://[^"]+/speakers/speaker-1\.ics">Subscribe</a>', page(site, "speakers/speaker-1")
    )


@pytest.mark.parametrize(
    "path",
    ["", "calendar", "agenda", "live", "search", "speakers", "speakers/list/2", "formats/talk", "tracks/track-1"],
)
def test_no_page_that_lists_things_weighs_more_than_one_screen_is_worth(site: Path, path: str) -> None:
    assert len(gzip.compress((site / path / "index.html").read_bytes(), 9)) < 30_000


def test_a_programme_that_fits_is_listed(tmp_path: Path) -> None:
    write_conference(tmp_path, 60)
    built = build(Options(tmp_path, tmp_path / "output"))
    assert built.published is not None
    html = page(tmp_path / "output", "agenda")
    assert MOST_SESSIONS > 60
    assert len(re.findall(r'class="brief-session', html)) == 60
    assert "brief-more" not in html
    assert 'class="ranges"' not in page(tmp_path / "output", "speakers")
