"""What is promised of pages' keys: the same for the same page, another for any other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from markupsafe import Markup

from mlw_build.model.text import Phrase
from mlw_build.site.keys import Keys
from mlw_build.site.views import DayGroup, DayView, Moment, Prose, RoomView
from tests.site.conftest import MakeConference, day


def room(name: str = "Hall") -> RoomView:
    return RoomView("hall", Phrase(name, "en"), "../hall/", 1, 1, Phrase("", "en"))


def key(*values: object, common: str = "templates") -> str:
    return Keys(common).of(*values)


def test_equal_values_have_one_key_whatever_objects_they_are() -> None:
    assert key(room(), ("a", 1)) == key(room("".join(["Ha", "ll"])), ("a", 1))


@pytest.mark.parametrize(
    "other",
    [
        (room("Aula"),),
        (replace(room(), tone=2),),
        (room(), room()),
        ((room(),),),
        (Phrase("Hall", "en"),),
        (None,),
        (),
    ],
)
def test_other_values_have_another(other: tuple[object, ...]) -> None:
    assert key(*other) != key(room())


def test_so_has_what_is_made_with_other_templates_or_words() -> None:
    assert key(room(), common="one") != key(room(), common="other")


def test_a_view_inside_others_counts_with_all_that_it_says() -> None:
    def group(name: str) -> DayGroup:
        shown = DayView("d", "", 1, 1, "1", "", "", "", "", Phrase(name, "en"), Phrase("", "en"), "")
        return DayGroup(shown, ())

    assert key(group("One")) != key(group("Other"))
    keys = Keys("templates")
    assert keys.of(group("One")) == keys.of(group("One")) == key(group("One"))


def test_kinds_of_views_are_told_apart() -> None:
    assert key(Prose(Markup("a"), "b")) != key(Moment("a", "b"))


def test_instants_and_mappings_count() -> None:
    assert key(datetime(2020, 10, 12, tzinfo=UTC)) != key(datetime(2020, 10, 13, tzinfo=UTC))
    assert key({"track": "a"}) != key({"track": "b"})


def test_no_view_may_hold_the_programme_itself(make_conference: MakeConference) -> None:
    conference = make_conference(day("id: a, title: One, start: 10:00, end: 11:00"))
    with pytest.raises(TypeError, match="Session"):
        key(conference.sessions["a"])
