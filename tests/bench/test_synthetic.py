"""The made-up conference: the same each time, without a problem unless some are planted, and so are its edits."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from mlw_build.bench.lay_out import write_files
from mlw_build.bench.own_site import own_files, write_conference
from mlw_build.bench.synthetic import Conference, make_up, with_a_move, with_other_abstract
from mlw_build.pipeline import Options, check

pytestmark = pytest.mark.thorough

SIZES = (1, 5, 19, 20, 60, 450)


def problems(root: Path) -> list[str]:
    """The checks that a site does not pass, notes and all, except those about people and booths in no session."""
    found = check(Options(root, root / "output")).diagnostics
    return [one.code for one in found if not one.code.startswith("unused-")]


def test_the_same_size_and_seed_give_the_same_conference() -> None:
    assert make_up(60) == make_up(60)
    assert make_up(60) != make_up(60, seed=2)


@pytest.mark.parametrize("size", SIZES)
def test_a_conference_of_any_size_is_whole_and_has_no_problem(size: int, tmp_path: Path) -> None:
    write_conference(tmp_path, size)
    checked = check(Options(tmp_path, tmp_path / "output"))
    assert checked.conference is not None
    assert len(checked.conference.sessions) == size
    assert problems(tmp_path) == []


def test_everybody_speaks_and_every_twentieth_session_is_a_live_demo() -> None:
    conference = make_up(100)
    assert {name for one in conference.sessions for name in one.speakers} == {one.id for one in conference.speakers}
    assert sum(1 for one in conference.sessions if one.booth) == 5


def test_planted_clashes_are_found(tmp_path: Path) -> None:
    write_conference(tmp_path, 120, clashes=5)
    assert Counter(problems(tmp_path)) == {"room-clash": 5}


def differing(before: Conference, after: Conference) -> list[str]:
    """The ids of sessions that are not the same."""
    old = {one.id: one for one in before.sessions}
    return [one.id for one in after.sessions if one != old[one.id]]


@pytest.mark.parametrize("size", SIZES)
def test_a_move_takes_one_session_to_another_room_and_hour_and_makes_no_clash(size: int, tmp_path: Path) -> None:
    conference = make_up(size)
    moved = with_a_move(conference)
    [name] = differing(conference, moved)
    before, after = (next(one for one in each.sessions if one.id == name) for each in (conference, moved))
    assert before.room != after.room
    assert (before.date, before.hour) != (after.date, after.hour)
    write_files(tmp_path, own_files(moved))
    assert problems(tmp_path) == []


def test_an_edit_of_an_abstract_changes_one_file(tmp_path: Path) -> None:
    conference = make_up(60)
    edited = with_other_abstract(conference)
    assert len(differing(conference, edited)) == 1
    write_files(tmp_path, own_files(conference))
    [path] = write_files(tmp_path, own_files(edited))
    assert path.startswith("content/programme/")
    assert with_other_abstract(conference) == edited


def test_laying_out_again_writes_nothing(tmp_path: Path) -> None:
    files = list(own_files(make_up(20)))
    assert len(write_files(tmp_path, files)) == len(files)
    assert write_files(tmp_path, files) == ()
