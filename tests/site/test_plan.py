"""The plan of a site: no two files want the same place, and pages of text cannot take one of the site's own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from mlw_build.model.markdown_files import RESERVED
from mlw_build.site.incremental.plan_items import PagePlan
from mlw_build.site.plan import plan_site
from tests.exchange.outgoing.published import site_with


def test_every_file_has_a_place_of_its_own(tmp_path: Path) -> None:
    places = Counter(one.path for one in plan_site(site_with(tmp_path)))
    assert [path for path, times in places.items() if times > 1] == []


def test_what_the_site_makes_itself_is_kept_free_of_pages_of_text(tmp_path: Path) -> None:
    """The statement of accessibility is made together with the editors' page of that name."""
    own = [
        one.path
        for one in plan_site(site_with(tmp_path))
        if isinstance(one, PagePlan) and one.language == "en" and one.kind not in ("page", "accessibility")
    ]
    assert {path.partition("/")[0].removesuffix(".html") for path in own} <= RESERVED
