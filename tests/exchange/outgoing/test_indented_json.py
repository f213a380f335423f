"""JSON with margins, as people read it: what the standard library writes, written faster."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.exchange.outgoing.schedule_json import indented_json

scalars = st.none() | st.booleans() | st.integers() | st.text()
values = st.recursive(scalars, lambda one: st.lists(one) | st.dictionaries(st.text(), one), max_leaves=20)


@given(values)
def test_it_is_what_the_standard_library_writes(value: object) -> None:
    assert indented_json(value) == json.dumps(value, ensure_ascii=False, indent=1)


@pytest.mark.parametrize(
    "value", [{}, [], {"a": []}, {"a": {}, "b": [1]}, [[]], "a\n“b”\u2028", {"a\n": [None, True, -1]}]
)
def test_so_are_edges(value: object) -> None:
    assert indented_json(value) == json.dumps(value, ensure_ascii=False, indent=1)
