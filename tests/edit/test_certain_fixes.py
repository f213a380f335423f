"""`check --fix` mends what has one reading only, leaves the rest to people, and changes nothing else in a file."""

from __future__ import annotations

import pytest

from mlw_build.cli import main
from tests.small_sites import SiteMaker

DAY = "content/programme/day.yaml"
ANY = "- {id: opening, title: Opening, start: 10:00, end: 11:00, room: main}\n"


def fixed(site: SiteMaker, sessions: str, head: str = "date: 2020-10-12\n") -> str:
    """The day's sessions after `check --fix`."""
    root = site({DAY: f"{head}sessions:\n{sessions}"})
    main(["check", "--root", str(root), "--fix"])
    return (root / DAY).read_bytes().decode().partition("sessions:\n")[2]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("start: 10.30", "start: 10:30"),
        ("start: 9am", "start: 09:00"),
        ("start: 0930", "start: 09:30"),
        ("start: '9h30'", "start: '09:30'"),
        ("rooom: main, start: 10:00", "room: main, start: 10:00"),
        ("strt: 10:00", "start: 10:00"),
        ("room: mainn, start: 10:00", "room: main, start: 10:00"),
        ("speakers: [{id: anna, role: host}], start: 10:00", "speakers: [{id: ana, role: host}], start: 10:00"),
        ("format: pannel, start: 10:00", "format: panel, start: 10:00"),
        ("status: Canceled, start: 10:00", "status: cancelled, start: 10:00"),
        ("status: tentativ, start: 10:00", "status: tentative, start: 10:00"),
        ("date: 13/10/2020, start: 10:00", "date: 2020-10-13, start: 10:00"),
        ("date: 2020/10/12, start: 10:00", "date: 2020-10-12, start: 10:00"),
        ("date: 12 October 2020, start: 10:00", "date: 2020-10-12, start: 10:00"),
        ('date: "Oct 12, 2020", start: 10:00', 'date: "2020-10-12", start: 10:00'),
    ],
)
def test_what_has_one_reading_is_mended(site: SiteMaker, wrong: str, right: str) -> None:
    assert fixed(site, f"- {{id: a, title: A, {wrong}, duration: 30m}} # keep\n") == (
        f"- {{id: a, title: A, {right}, duration: 30m}} # keep\n"
    )


@pytest.mark.parametrize(
    "unclear",
    [
        "start: 10:00, date: 11/10/2020",
        "start: 10:00, room: room-3",
        "start: 10:00, room: somewhere",
        "start: 25h",
        "start: 10:00, xyz: 1",
    ],
)
def test_what_somebody_has_to_decide_is_left(site: SiteMaker, unclear: str) -> None:
    written = f"- {{id: a, title: A, {unclear}, duration: 30m}}\n"
    assert fixed(site, written) == written


@pytest.mark.parametrize(
    ("unread", "named"),
    [
        pytest.param({"speakers/ann.md": "---\nname: A\nposition: Dean: Lisbon\n---\n"}, "speakers: ann", id="yaml"),
        pytest.param({"speakers/ann.md": "---\nname: A\n\nWho speaks.\n"}, "speakers: ann", id="front matter open"),
        pytest.param({"speakers/ann.md": "---\nnam: A\n---\n"}, "speakers: ann", id="a key misspelt"),
        pytest.param({"speakers/ann.md": b"---\nname: \xe9\n---\n"}, "speakers: ann", id="not UTF-8"),
        pytest.param({"speakers/Ann .md": "---\nname: A\n---\n"}, "speakers: ann", id="a file's name"),
        pytest.param({"speakers/ann.md.txt": "---\nname: A\n---\n"}, "speakers: ann", id="a file's ending"),
        pytest.param(
            {"speakers/ann.md": "---\nname: A: B\n---\n"}, "speakers: anna", id="neither is meant for certain"
        ),
        pytest.param({"content/rooms.yaml": "- {id: main 2, name: A}\n- {id: main2, name: B}\n"}, "room: main-2"),
        pytest.param(
            {"content/rooms.yaml": "- {id: main-2, name: A, name: B}\n- {id: main2, name: B}\n"}, "room: main-3"
        ),
    ],
)
def test_nothing_takes_the_place_of_what_could_not_be_read(
    site: SiteMaker, unread: dict[str, str | bytes], named: str
) -> None:
    session = f"date: 2020-10-12\nsessions:\n- {{id: opening, title: Opening, start: 10:00, end: 11:00, {named}}}\n"
    root = site({DAY: session, **unread})
    main(["check", "--root", str(root), "--fix"])
    assert (root / DAY).read_text(encoding="utf-8") == session


def test_an_end_in_the_small_hours_goes_on_past_midnight(site: SiteMaker) -> None:
    assert fixed(site, "- {id: a, title: A, start: 22:00, end: 01:30}\n") == (
        "- {id: a, title: A, start: 22:00, end: 25:30}\n"
    )


def test_an_end_before_the_start_by_day_is_left(site: SiteMaker) -> None:
    written = "- {id: a, title: A, start: 14:00, end: 13:00}\n"
    assert fixed(site, written) == written


def test_an_id_is_made_of_the_title(site: SiteMaker) -> None:
    assert fixed(site, "- title: {en: Café & Co}\n  start: 10:00\n  end: 11:00\n") == (
        "- id: cafe-co\n  title: {en: Café & Co}\n  start: 10:00\n  end: 11:00\n"
    )


def test_an_id_that_is_taken_is_not_given_again(site: SiteMaker) -> None:
    written = "- {title: Opening, start: 12:00, end: 13:00}\n"
    assert fixed(site, ANY + written) == ANY + written


def test_of_two_sessions_that_would_get_one_id_one_gets_it(site: SiteMaker) -> None:
    after = fixed(site, "- {title: A, start: 12:00, end: 13:00}\n- {title: A, start: 13:00, end: 14:00}\n")
    assert after.count("id: a,") == 1


def test_a_key_is_not_given_twice(site: SiteMaker) -> None:
    written = "- {id: a, title: A, start: 10:00, strt: 11:00, duration: 30m}\n"
    assert fixed(site, written) == written


def test_a_mistake_behind_a_mistake_is_mended_too(site: SiteMaker) -> None:
    assert fixed(site, "- {title: A, rom: mian, start: 9.30, end: 10}\n".replace("end: 10", "duration: 1h")) == (
        "- {id: a, title: A, room: main, start: 09:30, duration: 1h}\n"
    )


def test_windows_line_ends_and_what_has_no_fix_stay(site: SiteMaker) -> None:
    text = "\ufeff# é\r\ndate: 2020-10-12\r\nsessions:\r\n- id: a\r\n  title: 'A'\r\n  start: {}\r\n  end: 11:00"
    root = site({DAY: text.format("9.30")})
    main(["check", "--root", str(root), "--fix"])
    assert (root / DAY).read_bytes().decode() == text.format("09:30")


def test_a_diff_is_shown_and_nothing_written(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"date: 2020-10-12\nsessions:\n{ANY.replace('10:00', '10.00')}"
    root = site({DAY: text})
    main(["check", "--root", str(root), "--fix", "--diff"])
    assert (root / DAY).read_text(encoding="utf-8") == text
    assert "+- {id: opening, title: Opening, start: 10:00," in capsys.readouterr().out


def test_what_was_changed_and_what_is_left_are_told(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    root = site({DAY: f"date: 2020-10-12\nsessions:\n{ANY.replace('10:00', '10.00').replace('main', 'nowhere')}"})
    assert main(["check", "--root", str(root), "--fix"]) == 1
    said = capsys.readouterr()
    assert "Fixed 1 place in 1 file" in said.err
    assert "`10.00` becomes `10:00`" in said.err
    assert "nowhere" in said.out


def test_a_booth_s_front_matter_is_mended_in_its_place(site: SiteMaker) -> None:
    text = (
        "---\norganisation: org\ndemos:\n- {{id: d, title: D, date: 2020-10-12, start: {}, end: 14:00}}\n---\n13.30\n"
    )
    root = site({"booths/org.md": text.format("13.30")})
    main(["check", "--root", str(root), "--fix"])
    assert (root / "booths/org.md").read_text(encoding="utf-8") == text.format("13:30")


def test_diff_alone_is_explained(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(site()), "--diff"]) == 2
    assert "--fix --diff" in capsys.readouterr().err
