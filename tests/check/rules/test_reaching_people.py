"""Streams and translations are missed where they are expected, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable

from mlw_build.check.registry import check_conference
from mlw_build.diagnostics import Diagnostic
from mlw_build.model.conference import Conference
from tests.small_sites import MINIMAL

Make = Callable[..., Conference]

STREAM = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def day(*sessions: str) -> dict[str, str]:
    return {
        "content/programme/day.yaml": "date: 2020-10-12\nsessions:\n" + "".join(f"- {{{one}}}\n" for one in sessions)
    }


def session(name: str, hour: int, more: str = "") -> str:
    return f"id: {name}, title: Session {name}, start: '{hour}:00', end: '{hour}:50'{more}"


def found(conference: Conference, code: str) -> list[Diagnostic]:
    return [one for one in check_conference(conference) if one.code == code]


ONLINE = {"content/conference.yaml": f"{MINIMAL['content/conference.yaml']}online: On our platform\n"}


def test_before_the_first_stream_is_known_its_lack_is_one_note(conference: Make) -> None:
    sessions = day(session("a", 9, ", room: main"), session("b", 10, ", room: main"))
    (one,) = found(conference({**ONLINE, **sessions}), "no-stream")
    assert one.severity == "note"
    assert "None of the 2 sessions" in one.message


def test_once_there_are_streams_a_session_without_one_is_a_warning_where_it_stands(conference: Make) -> None:
    made = conference(day(session("a", 9, f", room: main, stream: '{STREAM}'"), session("b", 10, ", room: main")))
    (one,) = found(made, "no-stream")
    assert (one.severity, one.span.line) == ("warning", 4)


def test_a_programme_that_says_nothing_of_being_online_is_asked_for_no_streams(conference: Make) -> None:
    assert found(conference(day(session("a", 9, ", room: main"))), "no-stream") == []


def test_a_room_in_which_many_sessions_have_none_is_told_once(conference: Make) -> None:
    sessions = [session(f"s{hour}", hour, ", room: room-2") for hour in range(10, 16)]
    (one,) = found(conference(day(session("a", 9, f", room: main, stream: '{STREAM}'"), *sessions)), "no-stream")
    assert one.span.file == "content/rooms.yaml"
    assert "6 sessions" in one.message


def test_nobody_misses_a_stream_of_what_is_in_a_building_a_break_or_open_to_register(conference: Make) -> None:
    files = {
        "content/rooms.yaml": "- {id: main, name: Main}\n- {id: hall, name: Hall, place: Lyon}\n",
        "content/formats.yaml": "- {id: break, name: Break, interlude: yes}\n",
        **day(
            session("a", 9, f", room: main, stream: '{STREAM}'"),
            session("b", 10, ", room: hall"),
            session("c", 11, ", room: main, format: break"),
            session("d", 12, ", room: main, registration: 'https://example.org/register'"),
            session("e", 13, ", room: main, status: cancelled"),
            session("f", 14),
        ),
    }
    assert found(conference(files), "no-stream") == []


def test_a_conference_in_a_city_asks_for_no_streams(conference: Make) -> None:
    files = {"content/conference.yaml": f"{MINIMAL['content/conference.yaml']}place: Lyon\n"}
    assert found(conference({**files, **day(session("a", 9, ", room: main"))}), "no-stream") == []


def test_a_text_that_somebody_began_to_translate_is_missed_in_the_other_language(conference: Make) -> None:
    (one,) = found(conference(day("id: a, title: {en: Opening}, start: 9:00, end: 10:00")), "missing-translation")
    assert "no `fr` for `title`" in one.message


def test_titles_that_nobody_translates_are_not_missed(conference: Make) -> None:
    assert found(conference(day(session("a", 9), session("b", 10))), "missing-translation") == []


def test_where_most_titles_are_translated_the_others_are_missed(conference: Make) -> None:
    both = [f"id: s{hour}, title: {{en: Talk, fr: Exposé}}, start: '{hour}:00', end: '{hour}:50'" for hour in (9, 10)]
    (one,) = found(conference(day(*both, session("c", 11))), "missing-translation")
    assert one.message.startswith("`c` has no `fr`")


def test_names_without_a_language_are_the_same_in_all(conference: Make) -> None:
    speakers = {
        "speakers/ana.md": "---\nname: {en: Speaker A, fr: Intervenante A}\n---\n",
        "speakers/ben.md": "---\nname: {en: Speaker B, fr: Intervenant B}\n---\n",
        "speakers/cai.md": "---\nname: Speaker C\n---\n",
    }
    assert found(conference(speakers), "missing-translation") == []


def test_a_site_in_one_language_misses_none(conference: Make) -> None:
    one_language = MINIMAL["content/conference.yaml"].replace("[en, fr]", "[en]")
    assert found(conference({"content/conference.yaml": one_language}), "missing-translation") == []
