"""Many sessions in one room at one time, such as posters, are one place with a list, not columns side by side."""

from __future__ import annotations

import re
from pathlib import Path

from mlw_build.pipeline import Options, build
from mlw_build.site.agenda.grid import SHARED_FROM, build_grid
from tests.small_sites import SiteMaker, model_of

TALK = "- {id: talk, title: Talk, room: main, start: 14:00, end: 15:00}\n"


def with_posters(site: SiteMaker, count: int) -> Path:
    """A site with a talk and so many posters beside it."""
    posters = "".join(
        f"- {{id: poster-{number}, title: Poster {number}, room: posters, start: 14:00, end: 16:00}}\n"
        for number in range(count)
    )
    rooms = "- {id: main, name: Main room}\n- {id: posters, name: Posters, shared: yes}\n"
    return site(
        {"content/rooms.yaml": rooms, "content/programme/day.yaml": f"date: 2027-05-04\nsessions:\n{TALK}{posters}"}
    )


def test_fifty_posters_and_a_talk_are_two_columns(site: SiteMaker) -> None:
    made, problems = model_of(with_posters(site, 50))
    assert made is not None, problems
    assert build_grid(tuple(made.sessions.values())).width == 2


def test_a_few_stay_side_by_side(site: SiteMaker) -> None:
    made, problems = model_of(with_posters(site, SHARED_FROM - 1))
    assert made is not None, problems
    assert build_grid(tuple(made.sessions.values())).width == SHARED_FROM


def test_the_day_lists_all_of_them_in_one_place(site: SiteMaker) -> None:
    root = with_posters(site, 50)
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    html = (root / "output" / "agenda" / "2027-05-04" / "index.html").read_text(encoding="utf-8")
    [place] = re.findall(r'<li class="shared .*?</ul>', html, re.DOTALL)
    assert place.count('data-id="poster-') == 50
    assert place.count('<p class="slot-when">') == 1
    assert "50 sessions" in place
