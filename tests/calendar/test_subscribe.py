"""Subscribing at a click: every program and service gets the address in the form that it takes."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from mlw_build.site.here import Here
from mlw_build.site.pages import calendar as page
from mlw_build.site.qr import qr_matrix, qr_svg
from mlw_build.site.subscribe import feed_view, google
from tests.calendar.conftest import Programme

# As other encoders draw it: version 1, mask 6.
CODE = """\
#######.#.##..#######
#.....#.##....#.....#
#.###.#.#...#.#.###.#
#.###.#..##...#.###.#
#.###.#.#####.#.###.#
#.....#...#...#.....#
#######.#.#.#.#######
"""


def test_each_service_gets_the_feed_s_address(published: Programme) -> None:
    here = Here(published.site(), "fr/calendar/index.html", "fr")
    feed = feed_view(here, "room", "lab", "Lab & more")
    address = "https://demo.example.org/fr/calendar/rooms/lab.ics"
    assert (feed.address, feed.href) == (address, "rooms/lab.ics")
    assert feed.webcal == "webcal://demo.example.org/fr/calendar/rooms/lab.ics"
    assert parse_qs(urlsplit(feed.google or "").query) == {"cid": [feed.webcal]}
    for link, host in ((feed.outlook, "outlook.live.com"), (feed.office, "outlook.office.com")):
        assert urlsplit(link or "").hostname == host
        assert parse_qs(urlsplit(link or "").query) == {"url": [address], "name": ["Lab & more"]}


def test_an_address_that_google_refuses_is_not_offered_to_it() -> None:
    assert google(f"https://example.org/{'x' * 300}.ics") is None


def test_without_a_public_address_there_is_nothing_to_subscribe_to(programme: Programme) -> None:
    del programme.conference["address"]
    here = Here(programme.site(), "calendar/index.html", "en")
    feed = feed_view(here, "conference", "", "Demo")
    assert (feed.address, feed.webcal, feed.google, feed.outlook, feed.office) == (None, None, None, None, None)
    assert page.view(here, "").qr is None


def test_the_calendar_page_has_a_code_that_leads_to_itself(published: Programme) -> None:
    view = page.view(Here(published.site(), "fr/calendar/index.html", "fr"), "")
    label = published.site().words["fr"].plain("qr_label")
    assert view.qr == qr_svg("https://demo.example.org/fr/calendar/", label)


def test_a_code_is_drawn_as_other_encoders_draw_it() -> None:
    matrix = qr_matrix("example.org")
    assert matrix is not None
    rows = ["".join("#" if dark else "." for dark in row) for row in matrix]
    assert "\n".join(rows[:7]) + "\n" == CODE


@pytest.mark.parametrize(("octets", "modules"), [(1, 21), (14, 21), (15, 25), (106, 41), (107, 45), (213, 57)])
def test_a_code_is_no_larger_than_its_text_needs(octets: int, modules: int) -> None:
    matrix = qr_matrix("x" * octets)
    assert matrix is not None
    assert {len(row) for row in matrix} == {len(matrix)} == {modules}


def test_a_text_that_no_code_of_this_size_holds_has_none() -> None:
    assert qr_matrix("x" * 214) is None
    assert qr_svg("x" * 214, "") is None


def test_a_label_cannot_write_markup() -> None:
    assert '"><script' not in (qr_svg("example.org", '"><script>') or "")
