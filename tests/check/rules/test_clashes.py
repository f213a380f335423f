"""When rooms and people are needed twice at once, and when it only looks so."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.diagnostics import Diagnostic
from tests.small_sites import MINIMAL

Find = Callable[..., tuple[Diagnostic, ...]]

BEN = {"speakers/ben.md": "---\nname: Speaker B\n---\n"}
OPEN_HALL = {"content/rooms.yaml": "- {id: main, name: Main room, shared: yes}\n- {id: room-2, name: Room II}\n"}
NOBODY_YET = {"speakers/ana.md": "---\nname: To be announced\nannounced: no\n---\n"}


def session(identifier: str, start: str, end: str, more: str = "") -> str:
    return (
        f"- {{id: {identifier}, title: {identifier.title()}, start: {start}, end: {end}{', ' if more else ''}{more}}}\n"
    )


CLASHES = [
    # what is written, the code, the session it is said of
    (session("a", "10:00", "11:00", "room: main") + session("b", "10:59", "12:00", "room: main"), "room-clash"),
    (
        session("a", "10:00", "11:00", "rooms: [main, room-2]") + session("b", "10:00", "11:00", "room: room-2"),
        "room-clash",
    ),
    (session("a", "10:00", "13:00", "room: main") + session("b", "11:00", "12:00", "room: main"), "room-clash"),
    (session("a", "23:00", "25:00", "room: main") + session("b", "24:30", "26:00", "room: main"), "room-clash"),
    (
        session("a", "10:00", "11:00", "room: main") + session("b", "09:30+01:00", "10:30+01:00", "room: main"),
        "room-clash",
    ),
    (
        session("a", "10:00", "11:00", "speakers: ana") + session("b", "10:30", "11:30", "speakers: ana"),
        "speaker-clash",
    ),
    (
        session("a", "10:00", "11:00", "speakers: ana")
        + session("b", "10:30", "11:30", "speakers: {id: ana, role: moderator}"),
        "speaker-clash",
    ),
    (
        session("a", "10:00", "11:00", "parts: [{id: p, title: P, start: 10:30, duration: 10m, speakers: ana}]")
        + session("b", "10:30", "11:30", "speakers: ana"),
        "speaker-clash",
    ),
]


@pytest.mark.parametrize(("written", "code"), CLASHES)
def test_a_clash_is_found_once_with_both_places(sessions: Find, written: str, code: str) -> None:
    [clash] = [one for one in sessions(written) if one.severity == "error"]
    assert clash.code == code
    assert "(`a`)" in clash.message
    assert "(`b`)" in clash.message
    assert {clash.span.line, clash.related[0].span.line} == {3, 4}
    assert clash.hint


HARMLESS = [
    (session("a", "10:00", "11:00", "room: main") + session("b", "11:00", "12:00", "room: main"), {}),
    (session("a", "10:00", "11:00", "room: main") + session("b", "10:00", "11:00", "room: room-2"), {}),
    (
        session("a", "10:00", "11:00", "room: main, status: cancelled") + session("b", "10:00", "11:00", "room: main"),
        {},
    ),
    (session("a", "10:00", "12:00", "room: main") + session("b", "10:00", "11:00", "room: main, part_of: a"), {}),
    (session("a", "10:00", "11:00", "room: main") + session("b", "10:00", "11:00", "room: main"), OPEN_HALL),
    (session("a", "10:00", "11:00", "speakers: ana") + session("b", "10:00", "11:00", "speakers: ana"), NOBODY_YET),
    (session("a", "10:00", "11:00", "speakers: ana") + session("b", "10:00", "11:00", "speakers: ben"), BEN),
    (session("a", "10:00", "11:00", "speakers: ana") + session("b", "11:00", "12:00", "speakers: ana"), {}),
    (session("a", "10:00", "11:00", "room: main") + session("b", "10:00+01:00", "11:00+01:00", "room: main"), {}),
    (
        session("a", "10:00", "11:00", "speakers: ana, parts: [{id: p, title: P, duration: 10m, speakers: ana}]"),
        {},
    ),
    (
        session("a", "10:00", "11:00", "parts: [{id: p, title: P, duration: 10m, speakers: ana}]")
        + session("b", "10:10", "11:00", "speakers: ana"),
        {},
    ),
]


@pytest.mark.parametrize(("written", "files"), HARMLESS)
def test_what_only_looks_like_a_clash_is_none(sessions: Find, written: str, files: dict[str, str]) -> None:
    assert [one for one in sessions(written, files) if "clash" in one.code] == []


def test_a_live_demonstration_takes_its_speaker_out_of_the_programme(sessions: Find) -> None:
    demo = "{id: demo, title: Show, start: 2020-10-12 10:30, duration: 30m, speakers: ana}"
    booth = f"---\norganisation: org\ndemos: {demo}\n---\n"
    found = sessions(session("a", "10:00", "11:00", "speakers: ana"), {"booths/org.md": booth})
    assert [one.code for one in found if one.severity == "error"] == ["speaker-clash"]


BOTH = session("a", "10:00", "11:00", "room: main") + session("b", "10:00", "11:00", "room: main")


@pytest.mark.parametrize(("set_to", "severities"), [("off", []), ("note", ["note"]), ("warning", ["warning"])])
def test_a_site_sets_how_much_a_check_matters(sessions: Find, set_to: str, severities: list[str]) -> None:
    settings = f"{MINIMAL['content/conference.yaml']}checks: {{room-clash: {set_to}}}\n"
    found = sessions(BOTH, {"content/conference.yaml": settings})
    assert [one.severity for one in found if one.code == "room-clash"] == severities


def test_a_session_may_break_a_check_with_a_reason(sessions: Find) -> None:
    allowed = BOTH.replace("room: main}", "room: main, allow: {check: room-clash, reason: The two halves}}", 1)
    assert [one for one in sessions(allowed) if one.code in ("room-clash", "unused-allow", "unknown-check")] == []


def test_the_clash_of_a_room_names_one_that_is_free(sessions: Find) -> None:
    [clash] = [one for one in sessions(BOTH) if one.code == "room-clash"]
    assert "`room-2` (Room II)" in (clash.hint or "")


def test_four_hundred_sessions_in_four_rooms_are_checked_in_a_moment(sessions: Find) -> None:
    rooms = "".join(f"- {{id: room-{number}, name: Room {number}}}\n" for number in range(4))
    written = "".join(
        session(
            f"s-{room}-{slot}",
            f"{slot // 4:02}:{slot % 4 * 15:02}",
            f"{(slot + 1) // 4:02}:{(slot + 1) % 4 * 15:02}",
            f"room: room-{room}",
        )
        for room in range(4)
        for slot in range(90)
    )
    found = sessions(written, {"content/rooms.yaml": rooms})
    assert [one.code for one in found if one.severity != "note"] == []


AT_ONCE = "".join(session(f"s-{number}", "10:00", "11:00", "room: main, speakers: ana") for number in range(1000))


@pytest.mark.parametrize("code", ["room-clash", "speaker-clash"])
def test_of_a_thousand_at_one_time_the_first_are_told_and_the_others_counted(sessions: Find, code: str) -> None:
    clashes = [one for one in sessions(AT_ONCE) if one.code == code]
    [last] = [one for one in clashes if "not listed" in one.message]
    assert len(clashes) < 300
    assert last.message.endswith(f" ({1000 * 999 // 2 - len(clashes):,} more such pairs are not listed.)")


@pytest.mark.parametrize("code", ["room-clash", "speaker-clash"])
def test_a_thousand_that_may_clash_do_and_no_allowance_is_unused(sessions: Find, code: str) -> None:
    allowed = AT_ONCE.replace("}", f", allow: {{check: {code}, reason: Ok}}}}")
    assert [one.message for one in sessions(allowed) if one.code in (code, "unused-allow")] == []


def test_one_person_may_be_in_a_thousand_sessions_of_an_open_hall(sessions: Find) -> None:
    assert [one for one in sessions(AT_ONCE, OPEN_HALL) if "clash" in one.code] == []
