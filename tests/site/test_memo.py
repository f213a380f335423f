"""What was made once is not made again while a site is built."""

from __future__ import annotations

from mlw_build.site.memo import Memo


class Thing:
    """Something that pages show."""


def test_what_is_made_of_the_same_things_is_made_once() -> None:
    memory, thing = Memo(), Thing()
    made: list[object] = []

    def make(*values: object) -> int:
        made.append(values)
        return len(made)

    assert [memory.of(make, thing, "word", 1), memory.of(make, thing, "word", 1)] == [1, 1]
    assert [memory.of(make, thing, "word", True), memory.of(make, Thing(), "word", 1)] == [2, 3]


def test_what_is_asked_for_one_thing_only_is_made_once() -> None:
    memory = Memo()
    first = memory.once(list, "ab")
    assert memory.once(list, "ab") is first == ["a", "b"]
