"""What the calendar page offers: a tap for each service where the address is known, downloads where it is not."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from mlw_build.pipeline import Options, build
from mlw_build.site.pages.calendar import qr_code
from tests.small_sites import SiteMaker


def page(root: Path, base: str | None, path: str = "calendar/index.html") -> str:
    """A page of the site when it is published at this address."""
    built = build(Options(root, root / "output", base))
    assert built.published is not None, built.checked.diagnostics
    return (root / "output" / path).read_text(encoding="utf-8")


def links(html: str) -> list[str]:
    """The addresses of all links."""
    return [one.replace("&amp;", "&") for one in re.findall(r'<a [^>]*?href="([^"]+)"', html)]


def test_each_service_is_given_the_feed_in_the_form_that_it_takes(site: SiteMaker) -> None:
    found = links(page(site(), "https://e.org/2020/"))
    google = next(one for one in found if one.startswith("https://calendar.google.com/calendar/r?"))
    assert parse_qs(urlsplit(google).query)["cid"] == ["webcal://e.org/2020/calendar/demo.ics"]
    for host in ("outlook.live.com", "outlook.office.com"):
        outlook = next(one for one in found if one.startswith(f"https://{host}/calendar/0/addfromweb?"))
        assert parse_qs(urlsplit(outlook).query)["url"] == ["https://e.org/2020/calendar/demo.ics"]
    assert "webcal://e.org/2020/calendar/demo.ics" in found


def test_without_an_address_there_are_downloads_only(site: SiteMaker) -> None:
    html = page(site(), None)
    assert not [one for one in links(html) if "google" in one or one.startswith("webcal")]
    assert 'class="qr"' not in html
    assert "../calendar/demo.ics" in links(html)


def test_the_code_for_telephones_has_a_name_for_those_who_do_not_see_it(site: SiteMaker) -> None:
    html = page(site(), "https://e.org/2020/")
    assert re.search(r'<div role="img" aria-label="QR code[^"]+"><svg [^>]*class="qr"', html)


def test_another_address_gives_another_code_and_the_same_the_same() -> None:
    assert qr_code("https://e.org/calendar/") == qr_code("https://e.org/calendar/")
    assert qr_code("https://e.org/calendar/") != qr_code("https://e.org/fr/calendar/")


def test_a_session_offers_a_download_and_no_subscription(site: SiteMaker) -> None:
    html = page(site(), "https://e.org/2020/", "sessions/opening/index.html")
    assert re.search(r'<a href="../../sessions/opening/opening\.ics" download>', html)
    assert "webcal:" not in html
    assert "google" not in html
