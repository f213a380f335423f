"""Numbers for sessions: drawn from a hash, unlike each other, and kept by who was first."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from mlw_build.exchange.outgoing import identity
from mlw_build.exchange.outgoing.identity import HIGHEST, LOWEST, numbers_from_hashes, session_numbers
from tests.exchange.outgoing.published import a_day, site_with


@given(st.lists(st.text(), unique=True))
def test_every_identity_has_a_number_of_its_own(identities: list[str]) -> None:
    numbers = numbers_from_hashes(identities)
    assert numbers.keys() == set(identities)
    assert len(set(numbers.values())) == len(identities)
    assert all(LOWEST <= number <= HIGHEST for number in numbers.values())


@given(st.lists(st.text(max_size=3), unique=True, min_size=1), st.text(max_size=3))
def test_whoever_comes_last_takes_nobodys_number(identities: list[str], late: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "hashed_number", lambda one, attempt=0: (len(one) + attempt) % 50)
        before = numbers_from_hashes(identities)
        assert {**numbers_from_hashes([*identities, late]), **before} == numbers_from_hashes([*identities, late])


def test_where_two_draw_the_same_the_first_to_be_published_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "hashed_number", lambda one, attempt=0: LOWEST + attempt)
    site = site_with(
        tmp_path, a_day("id: a, title: A, start: 10:00, end: 11:00", "id: b, title: B, start: 12:00, end: 13:00")
    )
    lock = site.calendar.lock
    older = replace(lock.entries["b"], created=datetime(2020, 1, 1, tzinfo=UTC))
    newer = replace(lock.entries["a"], created=datetime(2021, 1, 1, tzinfo=UTC))
    numbers = session_numbers(site.conference, replace(lock, entries={"a": newer, "b": older}))
    assert (numbers[older.uid], numbers[newer.uid]) == (LOWEST, LOWEST + 1)
