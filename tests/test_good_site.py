"""A small site with everything in it has nothing wrong with it, whatever the machine it is read on."""

from __future__ import annotations

from pathlib import Path

from mlw_build.pipeline import Options, check
from mlw_build.report.text import as_text
from tests.small_sites import model_of

ROOT = Path(__file__).resolve().parent / "sites" / "good"


def test_nothing_is_wrong_with_it() -> None:
    found = check(Options(ROOT, ROOT / "output"))
    assert as_text(found.diagnostics, found.texts()) == "No problems."


def test_it_is_put_together_as_it_was_written() -> None:
    made, _ = model_of(ROOT)
    assert made is not None
    assert [day.id for day in made.days] == ["2020-10-12", "2020-10-13"]
    assert list(made.rooms) == ["main", "room-2", "exhibition"]
    assert [(one.id, f"{made.local(one.start):%H:%M}") for one in made.sessions.values()] == [
        ("opening", "10:00"),
        ("coffee", "10:30"),
        ("access-for-all", "11:00"),
        ("solutions", "11:00"),
        ("demo-reader", "13:00"),
        ("called-off", "10:00"),
        ("teachers-first", "10:00"),
        ("night", "23:00"),
    ]
    assert made.sessions["demo-reader"].booth == "maker"
    assert made.sessions["demo-reader"].rooms == (made.rooms["exhibition"],)
    assert made.phrase(made.speakers["speaker-b"].name, "fr").text == "متحدث ب"
    assert made.phrase(made.pages["about"].title, "fr").text == "À propos"
    assert made.phrase(made.booths["maker"].projects[0].description, "fr").text == "Lit à voix haute."
