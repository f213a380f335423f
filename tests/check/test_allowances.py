"""What a site says about its checks holds everywhere: severities in conference.yaml, `allow` in a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.diagnostics import Diagnostic, InvolvedSessions
from tests.small_sites import MINIMAL

Find = Callable[..., tuple[Diagnostic, ...]]

CONFERENCE = MINIMAL["content/conference.yaml"]
ALLOWED = ", allow: {check: room-clash, reason: a wall is drawn between them}"


def opening(more: str = "", name: str = "a", start: str = "10:00") -> str:
    return f"- {{id: {name}, title: Session {name}, room: main, start: '{start}', duration: 60m{more}}}\n"


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize("which", ["a", "b", "ab"])
def test_either_session_of_a_clash_may_allow_it_or_both(sessions: Find, which: str) -> None:
    written = "".join(opening(ALLOWED if name in which else "", name) for name in "ab")
    assert codes(sessions(written)) == []


def test_what_one_session_allows_still_counts_between_two_others(sessions: Find) -> None:
    found = sessions(opening(ALLOWED, "a") + opening(name="b") + opening(name="c"))
    assert codes(found) == ["room-clash"]
    assert "`b`" in found[0].message
    assert "`c`" in found[0].message


def test_an_allowance_that_allows_nothing_any_more_is_reported_where_it_stands(sessions: Find) -> None:
    (found,) = sessions(opening(ALLOWED))
    assert found.code == "unused-allow"
    assert found.span.line == 3
    assert "room-clash" in found.message


def test_an_allowance_of_another_check_does_not_count(sessions: Find) -> None:
    wrong = ALLOWED.replace("room-clash", "speaker-clash")
    assert codes(sessions(opening(wrong, "a") + opening(name="b"))) == ["unused-allow", "room-clash"]


@pytest.mark.parametrize(
    ("code", "conference"),
    [
        ("no-recording", CONFERENCE),
        ("track-clash", CONFERENCE),
        ("room-clash", f"{CONFERENCE}checks: {{room-clash: off}}\n"),
    ],
)
def test_an_allowance_is_not_called_unused_while_nobody_looks_for_what_it_allows(
    sessions: Find, code: str, conference: str
) -> None:
    written = opening(ALLOWED.replace("room-clash", code))
    assert codes(sessions(written, {"content/conference.yaml": conference})) == []


def test_an_allowance_is_not_called_unused_while_other_sessions_cannot_be_read(sessions: Find) -> None:
    assert codes(sessions(opening(ALLOWED, "a") + opening(name="b", start="ten"))) == ["invalid-value"]


def test_a_check_of_reading_may_be_set_too_where_it_is_not_about_something_unreadable(sessions: Find) -> None:
    set_to_error = {"content/conference.yaml": f"{CONFERENCE}checks: {{no-length: error}}\n"}
    (found,) = sessions("- {id: doors, title: Doors, start: 10:00, end: 10:00}\n", set_to_error)
    assert (found.code, found.severity) == ("no-length", "error")


def test_a_session_may_last_no_time_with_a_reason(sessions: Find) -> None:
    allowed = "allow: {check: no-length, reason: doors open}"
    assert codes(sessions(f"- {{id: doors, title: Doors, start: 10:00, end: 10:00, {allowed}}}\n")) == []


def test_what_cannot_be_read_cannot_be_allowed_or_made_less(problems: Find) -> None:
    (found,) = problems({"content/conference.yaml": f"{CONFERENCE}checks: {{unknown-id: off}}\n"})
    assert found.code == "unknown-check"
    assert "always an error" in found.message


def test_a_check_that_is_off_unless_asked_for_is_found_where_the_site_asks_for_it(sessions: Find) -> None:
    written = "".join(
        f"- {{id: {name}, title: T, track: policies, room: {room}, start: 10:00, end: 11:00}}\n"
        for name, room in (("a", "main"), ("b", "room-2"))
    )
    asked = {"content/conference.yaml": f"{CONFERENCE}checks: {{track-clash: note}}\n"}
    assert codes(sessions(written)) == []
    assert codes(sessions(written, asked)) == ["track-clash"]


def test_of_several_that_need_too_much_an_allowance_takes_away_only_its_own_share() -> None:
    involved = InvolvedSessions((("a", 1), ("b", 2), ("c", 1)), bearable=2)
    assert involved.remains_without(())
    assert involved.remains_without({"a"})
    assert not involved.remains_without({"b"})
    assert not involved.remains_without({"a", "c"})
