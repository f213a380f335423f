"""Everything that sessions hold and there is only so much of: streams, teams, booths, resources, changeover time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.diagnostics import Diagnostic

Find = Callable[..., tuple[Diagnostic, ...]]

RESOURCES = {"content/resources.yaml": "- {id: fr, name: French interpreters, capacity: 2}\n"}


def session(name: str, start: str = "10:00", end: str = "11:00", more: str = "") -> str:
    return f"- {{id: {name}, title: Session {name}, start: '{start}', end: '{end}'{more}}}\n"


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [one.code for one in found]


def test_two_interpreters_can_be_in_two_sessions_and_not_in_three(sessions: Find) -> None:
    needs = ", needs: fr"
    assert codes(sessions(session("a", more=needs) + session("b", more=needs), RESOURCES)) == []
    (found,) = sessions("".join(session(name, more=needs) for name in "abc"), RESOURCES)
    assert found.code == "resource-clash"
    assert "3 needed at once" in found.message
    assert "there are 2" in found.message
    assert all(f"`{name}`" in found.message for name in "abc")
    assert [one.span.line for one in found.related] == [3, 4]


def test_a_session_may_need_more_than_one_of_a_resource(sessions: Find) -> None:
    (found,) = sessions(
        session("a", more=", needs: {id: fr, amount: 2}") + session("b", more=", needs: [fr]"), RESOURCES
    )
    assert "“Session a” (`a`) needs 2" in found.message


def test_more_than_there_is_at_all_is_a_clash_of_one_session_with_itself(sessions: Find) -> None:
    assert codes(sessions(session("a", more=", needs: {id: fr, amount: 3}"), RESOURCES)) == ["resource-clash"]


def test_a_block_and_what_is_part_of_it_hold_a_resource_together(sessions: Find) -> None:
    one = {"content/resources.yaml": "- {id: fr, name: An interpreter}\n"}
    written = session("block", more=", needs: fr") + session("talk", end="10:20", more=", part_of: block, needs: fr")
    assert codes(sessions(written, one)) == []


def test_a_resource_that_is_not_declared_is_asked_for(sessions: Find) -> None:
    (found,) = sessions(session("a", more=", needs: fr-interpreter"), RESOURCES)
    assert (found.code, found.span.line) == ("unknown-id", 3)


def test_a_resource_can_be_used_when_it_is_available_only(sessions: Find) -> None:
    files = {"content/resources.yaml": "- {id: fr, name: Interpreter, available: 2020-10-12 09:00-10:30}\n"}
    (found,) = sessions(session("a", more=", needs: fr"), files)
    assert found.code == "resource-unavailable"
    assert "Mon 12 Oct 09:00-10:30" in (found.hint or "")


def test_an_organisation_with_one_team_is_in_one_session_at_a_time(sessions: Find) -> None:
    files = {"content/organisations.yaml": "- {id: org, name: Organisation, team: 1}\n"}
    (found,) = sessions(session("a", more=", organisations: org") + session("b", more=", organisations: org"), files)
    assert found.code == "organisation-clash"
    assert "1 session at a time" in found.message


def test_an_organisation_that_declares_no_team_can_be_everywhere(sessions: Find) -> None:
    assert codes(sessions(session("a", more=", organisations: org") + session("b", more=", organisations: org"))) == []


ZOOM = "https://example.zoom.us/j/123456789"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ZOOM, ZOOM),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ", "https://youtu.be/dQw4w9WgXcQ"),
        ("https://live.example.org/room-1", "https://live.example.org/room-1"),
    ],
)
def test_two_sessions_on_one_stream_at_once_clash_however_its_address_is_written(
    sessions: Find, one: str, other: str
) -> None:
    written = session("a", more=f", room: main, stream: '{one}'")
    written += session("b", more=f", room: room-2, stream: '{other}'")
    assert codes(sessions(written)) == ["stream-clash"]


def test_a_password_in_an_address_does_not_make_it_another_stream(sessions: Find) -> None:
    written = session("a", more=f", room: main, stream: '{ZOOM}?pwd=abc'")
    written += session("b", more=f", room: room-2, stream: '{ZOOM}'")
    assert sorted(codes(sessions(written))) == ["secret-address", "stream-clash"]


@pytest.mark.parametrize(
    "rooms",
    [
        "- {id: main, name: Main, shared: yes, stream: 'https://youtu.be/dQw4w9WgXcQ'}\n- {id: room-2, name: II}\n",
        "- {id: main, name: Main, stream: 'https://platform.example.org/'}\n"
        "- {id: room-2, name: II, stream: 'https://platform.example.org/'}\n",
    ],
    ids=["the stream of a shared room", "one platform for all rooms"],
)
def test_a_stream_that_many_sessions_have_in_common_by_design_is_no_clash(sessions: Find, rooms: str) -> None:
    second = "room-2" if "platform" in rooms else "main"
    written = session("a", more=", room: main") + session("b", more=f", room: {second}")
    assert codes(sessions(written, {"content/rooms.yaml": rooms})) == []


def test_two_sessions_in_one_room_on_its_stream_are_told_once(sessions: Find) -> None:
    files = {"content/rooms.yaml": f"- {{id: main, name: Main, stream: '{ZOOM}'}}\n"}
    assert codes(sessions(session("a", more=", room: main") + session("b", more=", room: main"), files)) == [
        "room-clash"
    ]


CHANGEOVER = {"content/rooms.yaml": "- {id: main, name: Main, changeover: 10m}\n- {id: room-2, name: II}\n"}


@pytest.mark.parametrize(("start", "expected"), [("11:00", 1), ("11:09", 1), ("11:10", 0)])
def test_a_room_that_needs_time_between_sessions_gets_it(sessions: Find, start: str, expected: int) -> None:
    found = sessions(session("a", more=", room: main") + session("b", start, "12:00", ", room: main"), CHANGEOVER)
    assert codes(found) == ["room-changeover"] * expected


def test_talks_of_one_block_follow_each_other_without_a_changeover(sessions: Find) -> None:
    written = session("block", "10:00", "11:00", ", room: main")
    written += session("a", "10:00", "10:30", ", room: main, part_of: block")
    written += session("b", "10:30", "11:00", ", room: main, part_of: block")
    assert codes(sessions(written, CHANGEOVER)) == []


def test_two_talks_of_one_block_at_the_same_time_in_one_room_are_a_clash(sessions: Find) -> None:
    written = session("block", more=", room: main")
    written += session("a", "10:00", "10:30", ", room: main, part_of: block")
    written += session("b", "10:15", "10:45", ", room: main, part_of: block")
    assert codes(sessions(written)) == ["room-clash"]


def test_clocks_that_go_back_make_the_hour_between_longer_not_a_clash(sessions: Find) -> None:
    written = session("night", "01:30", "02:30+02:00", ", room: main")
    written += session("late", "02:15+01:00", "03:30", ", room: main")
    assert codes(sessions(written, date="2020-10-25")) == []


def test_a_session_past_midnight_clashes_with_the_next_day_s_first(sessions: Find) -> None:
    written = session("night", "23:00", "24:30", ", room: main")
    written += session("early", "00:15", "01:00", ", room: main, date: 2020-10-13")
    assert codes(sessions(written)) == ["room-clash"]
