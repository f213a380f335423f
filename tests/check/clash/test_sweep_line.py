"""The sweep finds what comparing everything with everything would find."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mlw_build.check.clash import sweep_line as sweep
from mlw_build.check.clash.sweep_line import Booking, find_overlaps

MIDNIGHT = datetime(2020, 10, 12, tzinfo=UTC)


def holding(
    key: int, room: str, start: int, minutes: int, *, within: int | None = None, capacity: int = 1, amount: int = 1
) -> Booking[int]:
    begins = MIDNIGHT + timedelta(minutes=5 * start)
    inside = frozenset() if within is None else frozenset({within})
    return Booking(room, begins, begins + timedelta(minutes=5 * minutes), key, key, inside, amount, capacity)


def overlap(one: Booking[int], other: Booking[int]) -> bool:
    return one.resource == other.resource and max(one.start, other.start) < min(one.end, other.end)


SPANS = st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.integers(0, 6), st.none() | st.integers(0, 11))


@given(st.lists(SPANS, max_size=12))
def test_where_one_may_be_at_a_time_every_overlapping_pair_meets(spans: list[tuple[str, int, int, int | None]]) -> None:
    held = [
        holding(key, room, start, length, within=inside if inside != key else None)
        for key, (room, start, length, inside) in enumerate(spans)
    ]
    expected = {
        frozenset((one.key, other.key))
        for one in held
        for other in held
        if one.key != other.key and overlap(one, other) and other.key not in one.within and one.key not in other.within
    }
    found = [frozenset((one.new.key, *(other.key for other in one.others))) for one in find_overlaps(held)]
    assert set(found) == expected
    assert len(found) == len(expected)


@given(st.lists(SPANS, max_size=12), st.integers(2, 4))
def test_where_several_may_be_at_a_time_each_that_is_too_many_meets_all_that_are_there(
    spans: list[tuple[str, int, int, int | None]], capacity: int
) -> None:
    held = [
        holding(key, room, start, length, capacity=capacity)
        for key, (room, start, length, _) in enumerate(spans)
        if length
    ]
    ordered = sorted(held, key=lambda one: (one.start, one.end, str(one.key)))
    expected = {}
    for index, new in enumerate(ordered):
        there = {one.key for one in ordered[:index] if overlap(one, new) and one.end > new.start}
        if len(there) + 1 > capacity:
            expected[new.key] = there
    assert {one.new.key: {other.key for other in one.others} for one in find_overlaps(held)} == expected


@given(st.lists(SPANS, max_size=8), st.randoms())
def test_the_order_in_which_sessions_are_written_makes_no_difference(
    spans: list[tuple[str, int, int, int | None]], random: object
) -> None:
    held = [holding(key, room, start, length) for key, (room, start, length, _) in enumerate(spans)]
    again = list(held)
    getattr(random, "shuffle")(again)  # noqa: B009 - hypothesis gives a random.Random
    assert list(find_overlaps(held)) == list(find_overlaps(again))


def test_what_ends_at_eleven_leaves_room_for_what_begins_at_eleven() -> None:
    assert list(find_overlaps([holding(1, "a", 0, 12), holding(2, "a", 12, 6)])) == []


def test_what_lasts_no_time_is_in_nobodys_way() -> None:
    assert list(find_overlaps([holding(1, "a", 0, 12), holding(2, "a", 6, 0)])) == []


COMPANIES = st.lists(
    st.tuples(SPANS, st.frozensets(st.sampled_from("xyz"), max_size=2), st.integers(0, 3), st.booleans()), max_size=14
)


@given(COMPANIES, st.integers(0, 5), st.integers(0, 3))
def test_what_is_not_given_is_counted_and_what_is_excused_comes_at_least_once(
    written: list[tuple[tuple[str, int, int, int | None], frozenset[str], int, bool]], at_most: int, few: int
) -> None:
    held = [
        replace(holding(key, room, start, 8 * length, within=inside), may_share_group=company, owner=owner)
        for key, ((room, start, length, inside), company, owner, _) in enumerate(written)
    ]
    excused = {key for key, (*_, one) in enumerate(written) if one}
    every = {(one.new.key, one.others[0].key) for one in find_overlaps(held)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "MOST_GIVEN", at_most)
        patch.setattr(sweep, "MOST_COMPARED", few)
        found = list(find_overlaps(held, excused.__contains__))
    pairs = [(one.new.key, one.others[0].key) for one in found]
    plain = [pair for pair in pairs if excused.isdisjoint(pair)]
    assert set(pairs) <= every
    assert len(set(pairs)) == len(pairs)
    assert len(plain) + sum(one.more for one in found) == sum(excused.isdisjoint(pair) for pair in every)
    assert {one for pair in pairs for one in pair} & excused == {one for pair in every for one in pair} & excused


def test_of_thousands_at_one_time_the_first_are_given_and_the_others_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    related = Booking.related

    def counted(one: Booking[int], other: Booking[int]) -> bool:
        compared.append(one)
        return related(one, other)

    monkeypatch.setattr(Booking, "related", counted)
    found = list(find_overlaps(holding(key, "a", 0, 12) for key in range(3000)))
    assert len(found) == sweep.MOST_GIVEN + 1
    assert len(found) + found[-1].more == 3000 * 2999 // 2
    assert len(compared) < 3000
