"""Sessions without a time: they are read, checked and listed, and nothing of them is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from mlw_build.check.registry import check_conference
from mlw_build.model.conference import Conference
from mlw_build.pipeline import Options, plan
from mlw_build.site.render import Renderer
from tests.small_sites import MINIMAL, SiteMaker, checked

FILE = "content/programme/unscheduled.yaml"
RADIO = "sessions:\n- {id: radio, title: Radio in schools, duration: 45m, speakers: [ana], room: room-2}\n"


def test_a_session_without_a_start_is_known_and_is_not_among_those_that_take_place(
    conference: Callable[..., Conference],
) -> None:
    made = conference({FILE: RADIO})
    assert list(made.unscheduled) == ["radio"]
    assert list(made.sessions) == ["opening"]
    assert made.unscheduled["radio"].duration == timedelta(minutes=45)
    assert [day.id for day in made.days] == ["2020-10-12"]


def test_it_may_stand_in_a_days_file(conference: Callable[..., Conference]) -> None:
    text = MINIMAL["content/programme/day.yaml"] + "- {id: radio, title: Radio in schools}\n"
    made = conference({"content/programme/day.yaml": text})
    assert list(made.unscheduled) == ["radio"]
    assert made.unscheduled["radio"].duration is None


def test_it_can_be_looked_at_as_if_it_took_place(conference: Callable[..., Conference]) -> None:
    made = conference(
        {FILE: "sessions:\n- {id: r, title: R, duration: 45m, parts: {id: p, title: P, duration: 10m}}\n"}
    )
    start = datetime(2020, 10, 12, 8, 0, tzinfo=UTC)
    session = made.unscheduled["r"].at(date(2020, 10, 12), start)
    assert (session.start, session.end) == (start, start + timedelta(minutes=45))
    assert (session.parts[0].start, session.parts[0].end) == (start, start + timedelta(minutes=10))


def test_check_lists_it_as_a_note_with_what_to_write(site: SiteMaker) -> None:
    (found,) = checked(site({FILE: RADIO}))
    assert (found.code, found.severity, str(found.span)) == ("unscheduled", "note", f"{FILE}:2:8")
    assert found.hint == "Write `date: 2020-10-12` and `start: 10:00` (your day and time) once it has them."


def test_its_ids_are_checked_like_those_of_any_session(site: SiteMaker) -> None:
    text = "sessions:\n- {id: opening, title: Another, room: nowhere, speakers: [nobody]}\n"
    assert {found.code for found in checked(site({FILE: text}))} >= {"unknown-id", "duplicate-id"}


def test_an_end_without_a_start_is_an_error(site: SiteMaker) -> None:
    (found,) = checked(site({FILE: "sessions:\n- {id: radio, title: Radio, end: 11:00}\n"}))
    assert (found.code, found.severity) == ("invalid-value", "error")
    assert found.hint == "Add `start`; or, while it has no time yet, write `duration: 60m` instead of `end`."


def test_a_demonstration_of_a_booth_needs_a_start(site: SiteMaker) -> None:
    booth = "---\norganisation: org\ndemos: [{id: show, title: Show, date: 2020-10-12, duration: 30m}]\n---\nText.\n"
    assert "missing-key" in {found.code for found in checked(site({"booths/stand.md": booth}))}


def test_who_speaks_in_it_is_not_unused(conference: Callable[..., Conference]) -> None:
    found = check_conference(conference({FILE: RADIO}))
    assert "unused-speaker" not in {diagnostic.code for diagnostic in found}


def test_no_file_of_the_site_says_anything_of_it(site: SiteMaker) -> None:
    root = site({FILE: RADIO})
    planned = plan(Options(root, root / "output", "https://example.org/"))
    assert planned.site is not None
    render = Renderer(planned.site)
    assert [one.path for one in planned.plan if b"Radio in schools" in render(one)] == []
    assert [one.path for one in planned.plan if "radio" in one.path] == []
