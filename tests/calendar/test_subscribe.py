"""Subscribing at a click: every program and service gets the address in the form that it takes."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from mlw_build.site.page_context import PageContext
from mlw_build.site.pages import calendar as page
from mlw_build.site.views.subscriptions import feed_view, google
from tests.calendar.conftest import Programme


def test_each_service_gets_the_feed_s_address(published: Programme) -> None:
    here = PageContext(published.site(), "fr/calendar/index.html", "fr")
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
    here = PageContext(programme.site(), "calendar/index.html", "en")
    feed = feed_view(here, "conference", "", "Demo")
    assert (feed.address, feed.webcal, feed.google, feed.outlook, feed.office) == (None, None, None, None, None)
    assert page.view(here, "").code is None


def test_the_calendar_page_has_a_code_that_leads_to_itself(published: Programme) -> None:
    view = page.view(PageContext(published.site(), "fr/calendar/index.html", "fr"), "")
    assert view.code == page.qr_code("https://demo.example.org/fr/calendar/")
    assert view.code != page.qr_code("https://demo.example.org/calendar/")
