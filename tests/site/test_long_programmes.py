"""What a programme of any length is promised: pages that list everything do not grow with it without end."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from mlw_build.bench.own_site import write_conference
from mlw_build.bench.synthetic import make_up
from mlw_build.pipeline import Options, build
from mlw_build.site.agenda.overview import MOST_SESSIONS
from mlw_build.site.files import sitemap
from mlw_build.site.pages.speakers import MOST

pytestmark = pytest.mark.thorough

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
    topics = re.findall(
        r'<li><a href="\.\./agenda/2027-03-08/index\.html\?track=([^"]+)">[^<]+</a> <small>(\d+)</small>', day
    )
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


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One room with 320 sessions, 310 others with one each, and 610 booths; at most 250 addresses in a sitemap."""
    root = tmp_path_factory.mktemp("crowded")
    hours = [(day, hour) for day in range(1, 17) for hour in range(20)]
    in_main = (
        f"date: 2027-03-{day:02}\nsessions:\n"
        + "".join(
            f"- {{id: main-{day}-{hour}, title: Main {day} {hour}, room: main, start: '{hour}:00', end: '{hour}:30'}}\n"
            for one, hour in hours
            if one == day
        )
        for day in range(1, 17)
    )
    files = {
        "content/conference.yaml": (
            "id: crowded\ntitle: Crowded\ntime_zone: Europe/Paris\nlanguages: [en]\n"
            "domain: example.org\naddress: https://crowded.example.org/\n"
        ),
        "content/rooms.yaml": "- {id: main, name: Main}\n"
        + "".join(f"- {{id: room-{one}, name: Room {one}}}\n" for one in range(310)),
        "content/organisations.yaml": "".join(f"- {{id: org-{one}, name: Organisation {one}}}\n" for one in range(610)),
        "content/programme/rooms.yaml": "date: 2027-03-20\nsessions:\n"
        + "".join(
            f"- {{id: s{one}, title: S{one}, room: room-{one}, start: 10:00, end: 11:00}}\n" for one in range(310)
        ),
        **{f"content/programme/{number}.yaml": text for number, text in enumerate(in_main)},
        **{f"booths/org-{one}.md": f"---\norganisation: org-{one}\n---\n" for one in range(610)},
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sitemap, "MOST_ADDRESSES", 250)
        built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    return root / "output"


def test_booths_come_on_several_pages_that_hold_every_one_once(crowded: Path) -> None:
    pages = [page(crowded, "booths"), page(crowded, "booths/list/2")]
    listed = [re.findall(r'<h2><a href="[^"]*?booths/([^/"]+)/index.html"', html) for html in pages]
    assert [len(one) for one in listed] == [600, 10]
    assert len({*listed[0], *listed[1]}) == 610
    for html in pages:
        assert re.findall(r"<bdi>(\d+)</bdi> – <bdi>(\d+)</bdi>", html) == [("1", "600"), ("601", "610")]
    assert "<title>Booths: 601 – 610" in pages[1]


def test_a_wall_of_very_many_rooms_comes_on_several_pages(crowded: Path) -> None:
    pages = [page(crowded, "live"), page(crowded, "live/list/2")]
    shown = [re.findall(r'data-now-of="([^"]+)"', html) for html in pages]
    assert [len(one) for one in shown] == [200, 111]
    assert len({*shown[0], *shown[1]}) == 311


def test_a_room_with_very_many_sessions_counts_them_by_the_hour(crowded: Path) -> None:
    html = page(crowded, "rooms/main")
    assert sum(int(one) for one in re.findall(r"brief-more.*?>(\d+) sessions?<", html)) == 320
    assert "../../agenda/2027-03-01/index.html?room=main#at-0000" in html
    assert 'data-now-of="main"' in html
    assert "agenda/2027-03-01/sessions.json" in html
    assert 'class="lines"' in page(crowded, "rooms/room-1")


def test_nobody_has_to_choose_from_very_many_rooms(crowded: Path) -> None:
    assert 'name="room"' not in page(crowded, "agenda/2027-03-20")
    assert "calendar/rooms/room-1.ics" not in page(crowded, "calendar")
    assert 'href="../../calendar/rooms/room-1.ics"' in page(crowded, "rooms/room-1")


def test_a_sitemap_of_very_many_addresses_comes_in_parts_that_name_every_page_once(crowded: Path) -> None:
    index = (crowded / "sitemap.xml").read_text(encoding="utf-8")
    parts = re.findall(r"<sitemap><loc>https://crowded\.example\.org/([^<]+)</loc></sitemap>", index)
    assert "Sitemap: https://crowded.example.org/sitemap.xml" in (crowded / "robots.txt").read_text(encoding="utf-8")
    named = [re.findall(r"<loc>([^<]+)", (crowded / one).read_text(encoding="utf-8")) for one in parts]
    assert max(len(one) for one in named) == 250
    written = {path.relative_to(crowded).as_posix() for path in crowded.rglob("*.html")} - {"404.html", "offline.html"}
    addresses = sorted(address for one in named for address in one)
    assert addresses == sorted(f"https://crowded.example.org/{path.removesuffix('index.html')}" for path in written)
