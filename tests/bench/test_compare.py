"""The comparison: in turn, from the same state each time, and the ratios that come of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from mlw_build.bench.compare import Comparison, Measurements, compare
from mlw_build.bench.generators import hugo, ours
from mlw_build.bench.lay_out import write_files
from mlw_build.bench.machine import Machine
from mlw_build.bench.peer.program import NoHugo, find_hugo
from mlw_build.bench.results import Results
from mlw_build.bench.synthetic import Conference, make_up
from mlw_build.bench.tables import tables
from mlw_build.bench.targets import ABSTRACT, AGAIN, CLEAN, MEMORY, MOVED
from mlw_build.bench.whole_process import RunFailed, run_whole
from mlw_build.bench.written import Amount, Change, amounts, kind_of
from tests.bench.copying import LOG, generator

pytestmark = pytest.mark.thorough


def test_both_take_turns_and_begin_each_work_from_the_same_state(tmp_path: Path) -> None:
    compare(5, 1, [generator("one", tmp_path), generator("other", tmp_path)], 2)
    builds = [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()]
    warm, measured = builds[:2], builds[2:]
    assert [name for name, _, _ in warm] == ["one", "other"]
    assert measured[: len(measured) // 2] == measured[len(measured) // 2 :]
    mine, theirs = ([build[1:] for build in measured if build[0] == name] for name in ("one", "other"))
    assert mine == theirs
    clean, again, edited, put_back, moved, memory = mine[:6]
    original = clean[1]
    assert clean == memory == [None, original]
    assert again == [original, original]
    assert edited[0] == original != edited[1]
    assert put_back == [edited[1], original]
    assert moved[0] == original != moved[1] != edited[1]


def test_what_one_edit_changed_is_counted(tmp_path: Path) -> None:
    compared = compare(5, 1, [generator("one", tmp_path), generator("other", tmp_path)], 1)
    both = {"one": Change(1, 1), "other": Change(1, 1)}
    assert compared.changes == {ABSTRACT: both, MOVED: both}
    assert compared.output["one"]["pages: home"].files == 1
    assert list(compared.figures) == [CLEAN, AGAIN, ABSTRACT, MOVED, MEMORY]


def test_who_does_not_notice_an_edit_is_not_measured(tmp_path: Path) -> None:
    def nothing(conference: Conference) -> Iterator[tuple[str, str]]:
        yield "sessions", "the same"

    with pytest.raises(RunFailed, match="one was given another programme"):
        compare(5, 1, [replace(generator("one", tmp_path), files=nothing)], 1)


def compared(size: int = 1000) -> Comparison:
    """A comparison with figures that are easy to reckon with."""
    time = {
        "mlw_build": Measurements((1.0, 3.0, 2.0), (1.0,) * 3, (None,) * 3),
        "Hugo": Measurements((4.0, 4.0, 5.0), (2.0,) * 3, (None,) * 3),
    }
    memory = {
        "mlw_build": Measurements((1.0,), (1.0,), (50_000_000,)),
        "Hugo": Measurements((1.0,), (1.0,), (100_000_000,)),
    }
    written = {"mlw_build": {"pages: home": Amount(1, 2_000_000)}, "Hugo": {"pages: home": Amount(1, 500_000)}}
    changes = {"mlw_build": Change(7, 7), "Hugo": Change(4000, 9)}
    return Comparison(size, {CLEAN: time, MEMORY: memory}, written, {ABSTRACT: changes})


def test_a_ratio_is_that_of_the_medians_with_the_range_of_the_turns() -> None:
    assert compared().ratio(CLEAN, "mlw_build", "Hugo") == (0.5, 0.25, 0.75)
    assert compared().ratio(MEMORY, "mlw_build", "Hugo") == (0.5, 0.5, 0.5)


def results() -> Results:
    machine = Machine("Linux", 2, "", None, None, "3.11", {}, "memory", "Hugo 1")
    return Results(machine, seed=1, runs=3, compared=(compared(),))


def test_ratios_stand_beside_their_targets() -> None:
    works, outputs = tables(results())
    assert works.rows[0] == (
        "clean build",
        "2.00 s (1.00-3.00)",
        "4.00 s (4.00-5.00)",
        "0.50 x (0.25-0.75)",
        "0.50 x",
        "at most 1.5 x, aim 1 x",
    )
    assert works.rows[1][1:5] == ("50 MB (50-50)", "100 MB (100-100)", "0.50 x (0.50-0.50)", "-")
    assert works.rows[2][1:3] == ("7 (7 differ)", "4,000 (9 differ)")
    assert outputs.rows == (("pages: home", "1", "2.00", "1", "0.50"), ("together", "1", "2.00", "1", "0.50"))


def test_tables_can_be_pasted_into_markdown() -> None:
    lines = next(iter(tables(results()))).as_markdown().splitlines()
    assert lines[0] == "**1,000 sessions**"
    assert {line.count("|") for line in lines if line.startswith("|")} == {7}


def test_json_has_every_run_and_the_ratios_with_their_targets() -> None:
    [written] = json.loads(results().as_json())["compared"]
    assert written["figures"][CLEAN]["mlw_build"]["wall"] == [1.0, 3.0, 2.0]
    assert written["ratios"][CLEAN] == {
        "of_medians": 0.5,
        "lowest": 0.25,
        "highest": 0.75,
        "of_processor_time": 0.5,
        "at_most": 1.5,
        "aim": 1.0,
    }


@pytest.mark.parametrize("size", [5, 20])
def test_hugo_makes_the_same_pages_and_calendars(size: int, tmp_path: Path) -> None:
    try:
        program = find_hugo()
    except NoHugo as missing:
        pytest.skip(f"needs Hugo: {missing}")
    alike = {}
    for one in (ours(tmp_path), hugo(tmp_path, program)):
        write_files(one.site, one.files(make_up(size)))
        run_whole(one.command, one.site, one.environment)
        counted = {kind: amount.files for kind, amount in amounts(one.output).items()}
        alike[one.name] = {kind: files for kind, files in counted.items() if kind.startswith(("pages", "calendars"))}
    assert alike["mlw_build"].pop("pages: others") >= alike["Hugo"].pop("pages: others") == 1
    assert alike["mlw_build"] == alike["Hugo"]


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("index.html", "pages: home"),
        ("404.html", "pages: others"),
        ("sessions/one/index.html", "pages: sessions"),
        ("agenda/2027-03-08/index.html", "pages: agenda"),
        ("sessions/one/one.ics", "calendars: sessions"),
        ("calendar/days/2027-03-08.ics", "calendars: days"),
        ("agenda/2027-03-08/calendar.ics", "calendars: days"),
        ("calendar/rooms/main.ics", "calendars: rooms"),
        ("calendar/conference.ics", "calendars: whole"),
        ("calendar.ics", "calendars: whole"),
        ("calendar/events.json", "data"),
        ("search/part-1.json", "search index"),
        ("assets/site.css", "styles, scripts, pictures"),
        ("_headers", "others"),
    ],
)
def test_files_of_both_sides_are_told_apart_by_kind(path: str, kind: str) -> None:
    assert kind_of(path) == kind
