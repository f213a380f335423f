"""One mistake is one message: what only follows from it is told once it is mended, if it is still so then."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlw_build.pipeline import Options, check
from tests.small_sites import SiteMaker

DAY = "content/programme/day.yaml"
OPENING = "- {id: opening, title: Opening, start: 10:00, end: 11:00, room: main, speakers: ana}\n"
WHOLE = {
    "content/rooms.yaml": "- {id: main, name: Main room}\n",
    "content/formats.yaml": None,
    "content/tracks.yaml": None,
    "content/organisations.yaml": None,
    "content/pages/about.md": (
        "---\ntitle: About\n---\n[Opening](session:opening), [day](day:2020-10-12), [all](agenda:),"
        " [Ana](speaker:ana), [people](speakers:), [room](room:main)\n"
    ),
    DAY: f"date: 2020-10-12\nsessions:\n{OPENING}",
}


def codes(root: Path) -> list[str]:
    return [one.code for one in check(Options(root, root / "output")).diagnostics]


def test_the_whole_site_has_no_fault(site: SiteMaker) -> None:
    assert codes(site(WHOLE)) == []


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        pytest.param(DAY, "date: 2020-10-12: Monday\nsessions:\n" + OPENING, "yaml-syntax", id="a day is no YAML"),
        pytest.param(DAY, WHOLE[DAY].replace("10:00", "9:0"), "invalid-value", id="a session's time is none"),
        pytest.param(DAY, WHOLE[DAY].replace("title", "titel"), "unknown-key", id="a session's key is misspelt"),
        pytest.param(DAY, WHOLE[DAY].replace("11:00", "9:00"), "end-before-start", id="a session ends too early"),
        pytest.param(
            DAY, WHOLE[DAY].replace("date: 2020-10-12", "date: 2020-13-12"), "invalid-value", id="no such day"
        ),
        pytest.param(DAY, WHOLE[DAY].replace("id: opening", "id: Opening!"), "invalid-value", id="a session's id"),
        pytest.param(DAY, WHOLE[DAY] + "sessions: []\n", "duplicate-key", id="sessions are there twice"),
        pytest.param("speakers/ana.md", "---\nname: A: B\n---\n", "yaml-syntax", id="a speaker is no YAML"),
        pytest.param("speakers/ana.md", "---\nname: A\n", "front-matter", id="a speaker's front matter is open"),
        pytest.param("speakers/ana.md", "---\nname: A\nfoto: a.jpg\n---\n", "unknown-key", id="a speaker's key"),
        pytest.param("content/rooms.yaml", "- id: main\n  name: A: B\n", "yaml-syntax", id="rooms are no YAML"),
        pytest.param("content/rooms.yaml", "- {id: main, nam: A}\n", "unknown-key", id="a room's key is misspelt"),
    ],
)
def test_what_follows_from_a_mistake_is_not_told(site: SiteMaker, path: str, text: str, code: str) -> None:
    assert set(codes(site({**WHOLE, path: text}))) - {"missing-key"} == {code}


def test_a_translation_of_what_could_not_be_read_is_none_of_nothing(site: SiteMaker) -> None:
    files = {"speakers/ana.md": "---\nname: A: B\n---\n", "speakers/ana.fr.md": "---\nposition: Rectrice\n---\n"}
    assert codes(site({**WHOLE, **files})) == ["yaml-syntax"]


def test_a_link_that_cannot_lead_to_what_is_unread_is_told(site: SiteMaker) -> None:
    files = {
        "content/pages/fees.md": "---\ntitle: A: B\n---\n",
        "content/pages/more.md": "---\ntitle: More\n---\n[Fees](page:fees#early), [nothing](page:elsewhere)\n",
    }
    assert sorted(codes(site({**WHOLE, **files}))) == ["broken-link", "yaml-syntax"]


def test_what_nothing_uses_is_told_when_all_can_be_read(site: SiteMaker) -> None:
    assert codes(site({**WHOLE, DAY: "date: 2020-10-12\nsessions: []\n", "content/pages/about.md": None})) == [
        "unused-entry",
        "unused-speaker",
    ]


def test_an_empty_day_which_is_published_all_the_same_hides_no_broken_link(site: SiteMaker) -> None:
    page = "---\ntitle: About\n---\n[Gone](session:gone)\n"
    found = codes(site({**WHOLE, "content/programme/later.yaml": "", "content/pages/about.md": page}))
    assert {"empty-day", "broken-link"} <= set(found)
