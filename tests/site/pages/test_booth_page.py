"""What a visitor of a booth is promised: every way to reach its people that the editor gave."""

from __future__ import annotations

from mlw_build.pipeline import Options, build
from tests.small_sites import SiteMaker

BOOTH = """\
---
organisation: org
contact: {email: booth@example.org, telephone: +33 1 00 00 00 00, url: "https://example.org/us"}
---
Come in.
"""


def test_a_booth_says_how_to_reach_its_people(site: SiteMaker) -> None:
    root = site({"booths/org.md": BOOTH})
    assert build(Options(root, root / "output")).published is not None
    page = (root / "output" / "booths" / "org" / "index.html").read_text(encoding="utf-8")
    for address in ("mailto:booth@example.org", "tel:%2B33100000000", "https://example.org/us"):
        assert f'href="{address}"' in page
