"""While a session is held, each place says what it would meet there, in words; the best are named."""

from __future__ import annotations

from datetime import date

import pytest

from mlw_build.board.held import place_costs
from mlw_build.board.workspace import Refused, Workspace
from tests.board.test_actions import at

DAY = date(2020, 10, 12)


def words(workspace: Workspace, session: str, time: str, column: int) -> str:
    from mlw_build.board.day_state import day_state

    costs = place_costs(workspace, session, DAY)
    ticks = [tick["at"] for tick in day_state(workspace.conference, DAY)["ticks"]]
    return str(costs["sentences"][costs["words"][column][ticks.index(at(time))]])


@pytest.mark.parametrize(
    ("session", "time", "column", "said"),
    [
        ("maps", "10:00", 0, "“Radio in schools” is here"),
        ("maps", "13:00", 0, "Ben Okri cannot take part"),
        ("maps", "09:15", 1, "at the same time as the plenary “Opening”"),
        ("poetry", "10:15", 1, "“Maps for all” is here; Ana Silva is in “Radio in schools”"),
        ("poetry", "11:00", 1, ""),
        ("poetry", "16:00", 2, ""),
    ],
)
def test_a_place_says_what_is_in_the_way(workspace: Workspace, session: str, time: str, column: int, said: str) -> None:
    assert words(workspace, session, time, column) == said


def test_the_best_places_are_free(workspace: Workspace) -> None:
    for session in ("maps", "poetry"):
        costs = place_costs(workspace, session, DAY)
        assert costs["best"]
        assert all(place["day"] == "2020-10-12" for place in costs["best"])


def test_a_session_that_is_gone_cannot_be_held(workspace: Workspace) -> None:
    with pytest.raises(Refused):
        place_costs(workspace, "nothing", DAY)
