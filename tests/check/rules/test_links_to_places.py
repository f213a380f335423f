"""What editors are promised of links to pages that the site makes: they lead there, or it is said when they will."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.diagnostics import Diagnostic
from mlw_build.markup import PLACES

Problems = Callable[..., tuple[Diagnostic, ...]]


def broken(problems: Problems, link: str, programme: str) -> list[str]:
    """The hints for broken links, in a site with this link on a page and this programme."""
    text = f"---\ntitle: About\n---\nSee [here]({link}).\n"
    found = problems({"content/pages/about.md": text, "content/programme/day.yaml": programme})
    return [one.hint or "" for one in found if one.code == "broken-link"]


SESSIONS = "date: 2020-10-12\nsessions:\n- {id: opening, title: Opening, start: 10:00, end: 11:00, speakers: [ana]}\n"
NOTHING = "date: 2020-10-12\n"


@pytest.mark.parametrize("place", [place for place in PLACES if place != "booths"])
def test_with_a_programme_they_lead_somewhere(problems: Problems, place: str) -> None:
    assert broken(problems, f"{place}:", SESSIONS) == []


@pytest.mark.parametrize("place", ["live", "calendar", "changes", "my", "search"])
def test_without_sessions_it_is_said_that_there_is_no_such_page_yet(problems: Problems, place: str) -> None:
    assert broken(problems, f"{place}:", NOTHING) == ["There is no such page until the programme has sessions."]


def test_so_it_is_without_booths(problems: Problems) -> None:
    assert broken(problems, "booths:", SESSIONS) == ["There is no such page until the programme has booths."]


def test_nothing_comes_after_the_colon(problems: Problems) -> None:
    assert broken(problems, "search:ana", SESSIONS) == ["Write `search:` alone."]
