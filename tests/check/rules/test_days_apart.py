"""A year that was mistyped is told at the day that stands alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mlw_build.diagnostics import Diagnostic

SESSION = "sessions:\n- {{id: s-{0}, title: S, start: 10:00, end: 11:00}}\n"
CONFERENCE = "id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [en]\ndomain: example.org\n"


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        (["2026-05-04", "2026-05-05", "2062-05-06"], ["2062-05-06"]),
        (["2006-05-04", "2026-05-05", "2026-05-06"], ["2006-05-04"]),
        (["2026-05-04", "2027-05-05"], ["2027-05-05"]),
        (["2026-01-10", "2026-02-10", "2026-03-10"], []),
    ],
)
def test_the_day_that_stands_alone_is_doubted(
    problems: Callable[..., tuple[Diagnostic, ...]], dates: list[str], told: list[str]
) -> None:
    days = {f"content/programme/{date}.yaml": f"date: {date}\n{SESSION.format(date)}" for date in dates}
    found = problems({**days, "content/programme/day.yaml": None})
    assert [one.span.file[18:28] for one in found if one.code == "days-apart"] == told


def test_who_says_when_the_conference_is_is_not_asked(problems: Callable[..., tuple[Diagnostic, ...]]) -> None:
    found = problems(
        {
            "content/conference.yaml": CONFERENCE + "start: 2026-05-04\nend: 2027-05-04\n",
            "content/programme/day.yaml": "date: 2026-05-04\n" + SESSION.format("a"),
            "content/programme/last.yaml": "date: 2027-05-04\n" + SESSION.format("b"),
        }
    )
    assert [one.code for one in found if one.code == "days-apart"] == []
