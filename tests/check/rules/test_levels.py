"""What organisers are promised: no partner is left off the home page because of a misspelt level."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.diagnostics import Diagnostic
from tests.small_sites import MINIMAL

Problems = Callable[..., tuple[Diagnostic, ...]]


def of_levels(problems: Problems, level: str, levels: str = "") -> list[Diagnostic]:
    """What is said of the level of an organisation, in a conference with these levels."""
    found = problems(
        {
            "content/conference.yaml": MINIMAL["content/conference.yaml"] + levels,
            "content/organisations.yaml": f"- {{id: org, name: The Institute, level: {level}}}\n",
        }
    )
    return [one for one in found if one.code == "unknown-level"]


LEVELS = "partner_levels: {partner: In partnership with, media: Media partners}\n"


def test_a_level_of_the_conference_is_no_problem(problems: Problems) -> None:
    assert of_levels(problems, "partner", LEVELS) == []


def test_a_misspelt_level_is_told_and_can_be_mended(problems: Problems) -> None:
    [found] = of_levels(problems, "partnr", LEVELS)
    assert found.hint == "Did you mean `partner`?"
    assert found.fix is not None


@pytest.mark.parametrize(
    ("levels", "hint"),
    [
        (LEVELS, "Write `partner` or `media`, or add it there with its heading: `Gold sponsor: ...`."),
        ("", "Add it there with its heading: `Gold sponsor: ...`."),
    ],
)
def test_a_level_that_nobody_gave_a_heading_is_told_with_what_to_write(
    problems: Problems, levels: str, hint: str
) -> None:
    [found] = of_levels(problems, "Gold sponsor", levels)
    assert found.hint == hint
    assert found.fix is None
