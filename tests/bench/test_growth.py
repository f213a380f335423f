"""Growth: what a session costs at each size, and where that stops being the same."""

from __future__ import annotations

import json
from pathlib import Path

from mlw_build.bench.growth import Size, growth, growth_bend
from mlw_build.bench.machine import Machine
from mlw_build.bench.reloads import Reloads
from mlw_build.bench.results import Results
from mlw_build.bench.tables import tables
from tests.bench.copying import LOG, generator

MACHINE = Machine("Linux", 2, "", None, None, "3.11", {}, "memory")
SIZES = (
    Size(100, 1.0, 1.0, 50_000_000, 1_000_000),
    Size(1000, 5.0, 5.0, 80_000_000, 10_000_000),
    Size(10_000, 90.0, 90.0, 500_000_000, 100_000_000),
)


def test_each_size_is_built_clean_from_the_smallest_on(tmp_path: Path) -> None:
    sizes = growth(generator("one", tmp_path), [8, 5], 1, 2)
    assert [one.sessions for one in sizes] == [5, 8]
    assert all(one.wall > 0 and one.octets > 0 for one in sizes)
    builds = [json.loads(line) for line in (tmp_path / LOG).read_text().splitlines()]
    assert [found for _, found, _ in builds] == [None] * 6


def test_growth_bends_where_a_session_costs_clearly_more_than_at_a_smaller_size() -> None:
    assert growth_bend(SIZES, "time") == (10_000, 1.8)
    assert growth_bend(SIZES[:2], "time") is None
    assert growth_bend(SIZES, "memory") is None


def test_what_is_not_known_does_not_bend() -> None:
    assert growth_bend((Size(100, 1.0, None, None, 1), Size(200, 9.0, None, None, 1)), "memory") is None


def test_the_table_says_what_a_session_costs_and_where_it_bends() -> None:
    [table] = tables(Results(MACHINE, 1, 1, growth=SIZES))
    assert table.rows[1][:4] == ("1,000", "5.00 s", "80 MB", "5.00 ms (0.50 x)")
    assert "time bends at 10,000, where a session costs 1.8 times as much" in table.note
    assert "memory bends" not in table.note


def test_reloads_stand_beside_their_targets() -> None:
    measured = (Reloads(60, (0.1, 0.3, 0.2)), Reloads(61, (0.1,)))
    [table] = tables(Results(MACHINE, 1, 1, reloads=measured))
    assert table.rows == (
        ("60", "200 ms", "100 ms", "300 ms", "under 150 ms"),
        ("61", "100 ms", "100 ms", "100 ms", "-"),
    )
