"""What every published page keeps to: valid HTML, links that lead somewhere, one heading, light weight."""

from __future__ import annotations

import gzip
import posixpath
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5lib
import pytest

from mlw_build.pipeline import Options, build

pytestmark = pytest.mark.thorough

CHECKOUT = Path(__file__).resolve().parents[3]
XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own conference, published."""
    output = tmp_path_factory.mktemp("published") / "output"
    built = build(Options(CHECKOUT, output))
    assert built.published is not None
    return output


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Element]:
    """Every page, read as browsers read it."""
    return {
        path.relative_to(site).as_posix(): html5lib.parse(path.read_text(encoding="utf-8"))
        for path in sorted(site.rglob("*.html"))
    }


def elements(page: Element, *names: str) -> Iterator[Element]:
    wanted = {XHTML + name for name in names}
    return (one for one in page.iter() if one.tag in wanted)


def test_every_page_is_valid_html(site: Path) -> None:
    for path in sorted(site.rglob("*.html")):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse(path.read_text(encoding="utf-8"))
        assert not parser.errors, (path, parser.errors[:3])


def test_every_page_has_one_main_heading_and_one_main_part(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        assert len(list(elements(page, "h1"))) == 1, path
        assert len(list(elements(page, "main"))) == 1, path


def test_no_two_pages_of_a_language_have_the_same_title(pages: dict[str, Element]) -> None:
    """Whoever has several open, or a list of what was visited, tells them apart (WCAG 2.2, 2.4.2)."""
    found: dict[tuple[str, str], str] = {}
    for path, page in pages.items():
        title = next(iter(elements(page, "title"))).text or ""
        other = found.setdefault((page.get("lang", ""), title), path)
        assert other == path, title


def test_headings_leave_no_level_out(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        levels = [int(str(one.tag)[-1]) for one in elements(page, "h1", "h2", "h3", "h4", "h5", "h6")]
        main = levels[levels.index(1) :]
        assert all(after <= before + 1 for before, after in pairwise(main)), (path, levels)


def test_no_id_comes_twice(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        ids = [one.attrib["id"] for one in page.iter() if "id" in one.attrib]
        assert len(ids) == len(set(ids)), path


def test_every_link_inside_the_site_leads_somewhere(site: Path, pages: dict[str, Element]) -> None:
    broken = []
    for path, page in pages.items():
        base = next((one.attrib["href"] for one in elements(page, "base")), None)
        folder = base.strip("/") if base else posixpath.dirname(path)
        for one in elements(page, "a", "link", "script", "img"):
            link = one.attrib.get("href") or one.attrib.get("src") or ""
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not link:
                continue
            target = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else path
            there = (site / target).is_file()
            if not there or (parts.fragment and target in pages and parts.fragment not in ids_of(pages[target])):
                broken.append((path, link))
    assert broken == []


def ids_of(page: Element) -> set[str]:
    return {one.attrib["id"] for one in page.iter() if "id" in one.attrib}


def test_every_time_has_its_offset(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        for one in elements(page, "time"):
            moment = one.attrib["datetime"]
            assert "T" not in moment or moment[-6] in "+-", (path, moment)


def test_every_page_of_a_language_says_so_and_names_the_others(pages: dict[str, Element]) -> None:
    for path, page in pages.items():
        assert page.attrib["lang"] == ("fr" if path.startswith("fr/") else "en")
        if not path.endswith(("404.html", "offline.html")):
            others = {one.attrib["hreflang"] for one in elements(page, "link") if "hreflang" in one.attrib}
            assert {"en", "fr"} <= others, path


def loaded(site: Path, page: Path) -> int:
    """The weight, gzipped, of the styles and scripts that a page loads before anything is asked of it."""
    elements_of = html5lib.parse(page.read_text(encoding="utf-8"))
    links = [one.get("href") for one in elements(elements_of, "link") if one.get("rel") == "stylesheet"]
    links += [one.get("src") for one in elements(elements_of, "script")]
    return sum(len(gzip.compress((page.parent / unquote(link)).read_bytes())) for link in links if link)


def test_a_days_agenda_keeps_within_its_budget(site: Path) -> None:
    """30 KB gzip for HTML, styles and scripts together (DESIGN: budgets)."""
    for page in (site / "agenda").glob("*/index.html"):
        assert len(gzip.compress(page.read_bytes())) + loaded(site, page) <= 30_000


def test_the_sitemap_names_every_page_once(site: Path, pages: dict[str, Element]) -> None:
    sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
    assert sitemap.count("<loc>") == len([path for path in pages if not path.endswith(("404.html", "offline.html"))])
