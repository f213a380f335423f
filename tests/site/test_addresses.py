"""Links that work under any path and from a folder."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from mlw_build.site.addresses import Addresses, relative
from tests.site.conftest import day

if TYPE_CHECKING:
    from tests.site.conftest import MakeConference

PATHS = st.lists(st.text("abcdé 1-", min_size=1, max_size=6), min_size=1, max_size=4).map("/".join)


@given(PATHS, PATHS)
def test_a_link_leads_from_any_page_to_any_other(source: str, target: str) -> None:
    link = unquote(relative(source, target))
    assert posixpath.normpath(posixpath.join(posixpath.dirname(source), link)) == posixpath.normpath(target)


def test_other_languages_have_a_folder_of_their_own(make_conference: MakeConference) -> None:
    addresses = Addresses(make_conference(day("id: opening, title: O, start: 10:00, end: 11:00")), None)
    assert addresses.page("session", "opening", "en") == "sessions/opening/index.html"
    assert addresses.page("session", "opening", "fr") == "fr/sessions/opening/index.html"
    assert addresses.page("home", "", "fr") == "fr/index.html"


def test_a_slug_changes_the_page_but_not_the_feeds_of_days_and_rooms(make_conference: MakeConference) -> None:
    sessions = day("id: opening, slug: welcome, title: O, room: hall, start: 10:00, end: 11:00")
    addresses = Addresses(make_conference(sessions), None)
    assert addresses.page("session", "opening", "en") == "sessions/welcome/index.html"
    assert addresses.feed("room", "hall", "en") == "calendar/rooms/hall.ics"
    assert addresses.feed("conference", "", "en") == "calendar/demo.ics"


def test_public_addresses_end_in_a_slash(make_conference: MakeConference) -> None:
    addresses = Addresses(make_conference({}), "https://example.org/2020/")
    assert addresses.absolute("agenda/index.html") == "https://example.org/2020/agenda/"
    assert addresses.absolute("calendar/demo.ics") == "https://example.org/2020/calendar/demo.ics"
