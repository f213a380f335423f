"""`import --allow`: a conference whose only errors are clashes can be built afterwards, however its file is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlw_build.cli import main
from mlw_build.read.yaml_reader import read_yaml

LONG = "https://example.org/a-rather-long-address/that-needs-a-line-of-its-own/and-more-of-it-than-fits/"
PARAGRAPHS = f"&lt;p&gt;{'First paragraph of many words. ' * 5}&lt;/p&gt;&lt;p&gt;Second.&lt;/p&gt;"
LINKS = f'<links><link href="https://example.org/a">A</link><link href="{LONG}">B</link></links>'
DAY = "content/programme/2026-02-01.yaml"


def event(number: int, start: str, more: str, room: str = "R1", person: int = 0) -> str:
    """An event of an hour in a schedule.xml."""
    return (
        f'<event id="{number}"><date>2026-02-01T{start}:00+01:00</date><start>{start}</start><duration>01:00</duration>'
        f"<room>{room}</room><slug>s{number}</slug><title>Talk {number}</title><track>T</track><type>devroom</type>"
        f'<language>en</language>{more}<persons><person id="{person or number}">P{person or number}</person></persons>'
        "</event>"
    )


def schedule(*events: str) -> str:
    """A schedule.xml of one day."""
    return (
        "<schedule><conference><acronym>x</acronym><title>X 2026</title>"
        "<time_zone_name>Europe/Brussels</time_zone_name>"
        f'</conference><day index="1" date="2026-02-01"><room name="R1">{"".join(events)}</room></day></schedule>'
    )


def imported(tmp_path: Path, text: str) -> Path:
    """The site that an import with --allow makes, which has no errors left."""
    (tmp_path / "schedule.xml").write_text(text, encoding="utf-8")
    root = tmp_path / "site"
    assert main(["import", str(tmp_path / "schedule.xml"), "--into", str(root), "--allow"]) == 0
    return root


@pytest.mark.parametrize(
    "more",
    [
        pytest.param(f"<abstract>Hi</abstract>{LINKS}", id="after a list"),
        pytest.param(f"<abstract>Hi</abstract><url>{LONG}</url><guid>g</guid>", id="before a mapping"),
        pytest.param(f"<abstract>{PARAGRAPHS}</abstract>", id="after a text of several lines"),
        pytest.param(f"<abstract>{PARAGRAPHS}</abstract>{LINKS}<url>{LONG}</url>", id="after all of them"),
    ],
)
def test_an_allowance_stands_in_the_session_that_it_is_for(tmp_path: Path, more: str) -> None:
    root = imported(tmp_path, schedule(event(1, "10:00", more), event(2, "10:30", more), event(3, "12:00", more)))
    data, problems = read_yaml((root / DAY).read_text(encoding="utf-8"))
    assert problems == ()
    allowed = {one["id"]: [entry["check"] for entry in one.get("allow", [])] for one in data["sessions"]}
    assert sorted(allowed.values()) == [[], [], ["room-clash"]]
    assert allowed["3"] == []


def test_a_second_allowance_joins_the_first_and_its_comment_stays(tmp_path: Path) -> None:
    root = imported(tmp_path, schedule(event(1, "10:00", ""), event(2, "10:30", "")))
    file = root / DAY
    text = file.read_text(encoding="utf-8")
    line = next(line for line in text.split("\n") if "allow:" in line)
    by_hand = "    allow:  # agreed\n      - check: overrun   # with Ana\n        reason: Short breaks.\n"
    file.write_text(text.replace(f"{line}\n", by_hand), encoding="utf-8")
    imported(tmp_path, schedule(event(1, "10:00", ""), event(2, "10:30", "")))
    after = file.read_text(encoding="utf-8")
    assert by_hand in after
    assert "      - check: room-clash\n" in after.partition(by_hand)[2]


@pytest.mark.parametrize(
    "room",
    [
        "room: |-\n      r1",
        "room: >+\n      r1\n\n",
        "? room\n    : r1",
        '"room":   # here\n      r1',
        "'room': r1\n    # - not yet\n      # - deeper",
    ],
)
def test_an_import_again_finds_its_places_in_what_was_written_by_hand(tmp_path: Path, room: str) -> None:
    root = imported(tmp_path, schedule(event(1, "10:00", ""), event(2, "12:00", "")))
    file = root / DAY
    text = file.read_text(encoding="utf-8")
    written = text.replace("    room: r1\n", f"    {room}\n").rstrip("\n").replace("\n", "\r\n")
    file.write_bytes(written.encode())
    imported(tmp_path, schedule(event(1, "10:00", LINKS), event(3, "11:00", LINKS), event(2, "12:00", LINKS)))
    after = file.read_bytes().decode()
    assert after.count("\n") == after.count("\r\n")
    data, problems = read_yaml(after.replace("\r\n", "\n"))
    assert problems == ()
    assert [one["id"] for one in data["sessions"]] == ["1", "3", "2"]
    assert [len(one["links"]) for one in data["sessions"]] == [2, 2, 2]
    left = [line for line in written.split("\r\n") if line.strip()]
    lines = iter(after.split("\r\n"))
    assert [line for line in left if line not in lines] == []  # all are there, in their order
