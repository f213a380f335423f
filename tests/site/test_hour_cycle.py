"""Clocks as people read them: 12 or 24 hours, by language and region, or as the conference says."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from mlw_build.pipeline import Options, build
from mlw_build.site.theme.hour_cycle import clock_format
from tests.small_sites import SiteMaker, checked

MORNING = datetime(2027, 5, 4, 9, 30)
TALK = "date: 2027-05-04\nsessions:\n- {id: opening, title: Opening, start: 9:30, end: 13:00}\n"


@pytest.mark.parametrize(
    ("language", "zone", "hours", "read"),
    [
        ("en-US", "Europe/Paris", None, "9:30\u00a0AM"),
        ("en-GB", "America/New_York", None, "09:30"),
        ("en", "America/New_York", None, "9:30\u00a0AM"),
        ("en", "US/Eastern", None, "9:30\u00a0AM"),
        ("en", "Asia/Kolkata", None, "9:30\u00a0am"),
        ("en", "Europe/Paris", None, "09:30"),
        ("fr-CA", "America/Toronto", None, "09:30"),
        ("ar", "Africa/Cairo", None, "9:30\u00a0ص"),
        ("en", "UTC", None, "09:30"),
        ("en", "America/New_York", 24, "09:30"),
        ("en", "Europe/London", 12, "9:30\u00a0am"),
        ("zh", "Asia/Shanghai", 12, "上午9:30"),
    ],
)
def test_a_time_reads_as_is_usual_there(language: str, zone: str, hours: int | None, read: str) -> None:
    assert clock_format(language, zone, hours).text(MORNING) == read


def settings(language: str, more: str = "") -> str:
    """conference.yaml in a language."""
    return f"id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [{language}]\ndomain: example.org\n{more}"


def times(root: Path, page: str) -> list[str]:
    """What a built page writes in its times, one after the other."""
    built = build(Options(root, root / "output"))
    assert built.published is not None, built.checked.diagnostics
    html = (root / "output" / page).read_text(encoding="utf-8")
    return [text.replace("\u00a0", " ") for text in re.findall(r"<time datetime=[^>]*T[^>]*>([^<]+)</time>", html)]


@pytest.mark.parametrize("page", ["agenda/2027-05-04/index.html", "sessions/opening/index.html"])
def test_pages_in_american_english_have_clocks_of_12_hours(site: SiteMaker, page: str) -> None:
    written = site({"content/conference.yaml": settings("en-US"), "content/programme/day.yaml": TALK})
    assert "9:30 AM" in times(written, page)
    assert "1:00 PM" in times(written, page)


def test_the_conference_may_say_otherwise(site: SiteMaker) -> None:
    written = site({"content/conference.yaml": settings("en-US", "clock: 24\n"), "content/programme/day.yaml": TALK})
    assert {"09:30", "13:00"} <= set(times(written, "sessions/opening/index.html"))


def test_another_number_of_hours_is_refused_with_what_to_write(site: SiteMaker) -> None:
    [problem] = checked(site({"content/conference.yaml": settings("en", "clock: 13\n")}))
    assert "12" in f"{problem.hint}{problem.message}"
