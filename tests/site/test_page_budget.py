"""The budgets for slow connections: the conference in this checkout keeps them, and a breach is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from mlw_build.commands.weighing import print_page_sizes
from mlw_build.pipeline import Options, build
from mlw_build.site.page_budget import PageKindSize, PageSize, measure_pages
from tests.small_sites import SiteMaker

pytestmark = pytest.mark.thorough

CHECKOUT = Path(__file__).resolve().parents[2]
LIGHT = PageSize("agenda/2020-10-12/index.html", 8000, 8000, 3000, 0, 4000)


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> tuple[PageKindSize, ...]:
    """What the pages of this checkout's conference weigh."""
    output = tmp_path_factory.mktemp("weighed") / "output"
    built = build(Options(CHECKOUT, output))
    assert built.site is not None
    return measure_pages(built.site, output)


def test_the_conference_of_this_checkout_keeps_every_budget(weights: tuple[PageKindSize, ...]) -> None:
    assert [(one.kind, one.over) for one in weights if one.over] == []


def test_no_kind_of_page_is_heavier_than_a_day_may_be(weights: tuple[PageKindSize, ...]) -> None:
    assert [one for one in weights if one.heaviest.total > 30_000] == []


def test_every_page_is_weighed_with_its_styles_and_scripts(weights: tuple[PageKindSize, ...]) -> None:
    kinds = {one.kind: one for one in weights}
    assert {"home", "agenda", "day", "session", "speakers", "booths", "live", "calendar", "missing"} <= kinds.keys()
    assert all(one.heaviest.style > 1000 and one.heaviest.scripts > 500 for one in weights)
    assert kinds["day"].pages == 6
    assert kinds["day"].heaviest.first > 0


def test_what_a_visitor_keeps_for_later_is_small(weights: tuple[PageKindSize, ...]) -> None:
    """The service worker fetches this at the first visit: styles, scripts and the page for "not kept"."""
    offline = next(one for one in weights if one.kind == "offline")
    assert offline.heaviest.style + offline.heaviest.scripts + offline.pages * offline.heaviest.html < 100_000


def test_a_portrait_counts_in_the_format_that_browsers_of_today_take(site: SiteMaker) -> None:
    from tests.site.pictures.test_pictures import photograph

    root = site(
        {"content/media/ana.jpg": photograph(), "speakers/ana.md": "---\nname: Ana\nphoto: ana.jpg\n---\nText.\n"}
    )
    built = build(Options(root, root / "output"))
    assert built.site is not None
    speakers = next(one for one in measure_pages(built.site, root / "output") if one.kind == "speakers")
    (small,) = (root / "output" / "assets" / "media").glob("ana.*-80.avif")
    assert speakers.heaviest.pictures == small.stat().st_size


def test_a_breach_is_named_with_its_page(capsys: pytest.CaptureFixture[str]) -> None:
    print_page_sizes([PageKindSize("day", 3, replace(LIGHT, scripts=12_500), ("scripts over 12",))])
    said = capsys.readouterr().out
    assert "Over budget: day: scripts over 12 (agenda/2020-10-12/index.html)." in said


def test_the_table_lines_up(capsys: pytest.CaptureFixture[str]) -> None:
    print_page_sizes([PageKindSize("day", 3, LIGHT, ()), PageKindSize("speaker", 120, LIGHT, ())])
    lines = capsys.readouterr().out.splitlines()
    head = next(line for line in lines if line.startswith("kind"))
    assert all(line.index("agenda/") == head.index("heaviest page") for line in lines if "agenda/2020" in line)
    assert "All are kept." in lines
