"""Structured data and shared links: what search engines and networks are told."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from mlw_build.exchange.outgoing.structured_data import json_ld_script
from mlw_build.model.text import Phrase
from mlw_build.site.incremental.plan_items import PagePlan
from mlw_build.site.page_context import PageContext
from mlw_build.site.plan import plan_site
from mlw_build.site.render import Renderer
from mlw_build.site.site import Site
from mlw_build.site.views.sharing import share_view
from tests.exchange.outgoing.published import site_with


def data(site: Site, kind: str, subject: str = "") -> Any:
    here = PageContext(site, site.addresses.page(kind, subject, "en"), "en")
    return json.loads(share_view(here, kind, subject, Phrase("Title", "en"), "Description").structured)


def test_every_page_has_structured_data(tmp_path: Path) -> None:
    site = site_with(tmp_path)
    render = Renderer(site)
    for page in plan_site(site):
        if isinstance(page, PagePlan):
            [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', render(page).decode(), re.S)
            assert json.loads(found)["@context"] == "https://schema.org"


def test_a_session_tells_when_where_and_with_whom(tmp_path: Path) -> None:
    opening = data(site_with(tmp_path), "session", "opening")
    assert (opening["startDate"], opening["endDate"]) == ("2026-05-12T10:00:00+02:00", "2026-05-12T11:30:00+02:00")
    assert [one["name"] for one in opening["performer"]] == ["Ana Speaker"]
    assert opening["superEvent"]["name"] == "Demo & Co"
    assert opening["inLanguage"] == ["en", "fr"]


def test_an_online_session_is_at_its_public_page(tmp_path: Path) -> None:
    opening = data(site_with(tmp_path), "session", "opening")
    assert opening["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"
    assert opening["location"] == {"@type": "VirtualLocation", "url": "https://example.org/26/sessions/opening/"}


def test_a_session_in_a_place_with_a_stream_is_mixed(tmp_path: Path) -> None:
    meeting = data(site_with(tmp_path), "session", "secret")
    assert meeting["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    place, virtual = meeting["location"]
    assert place == {"@type": "Place", "name": "Lab", "address": "First floor"}
    assert virtual["url"] == "https://example.org/26/sessions/secret/"


def test_a_cancelled_session_keeps_its_time(tmp_path: Path) -> None:
    gone = data(site_with(tmp_path), "session", "gone")
    assert gone["eventStatus"] == "https://schema.org/EventCancelled"
    assert gone["startDate"] == "2026-05-12T10:00:00+02:00"


def test_a_session_that_moved_tells_where_it_was(tmp_path: Path) -> None:
    site = site_with(tmp_path)
    lock = site.calendar.lock
    moved = replace(lock.entries["opening"], was=(datetime(2026, 5, 12, 7, tzinfo=UTC),))
    lock = replace(lock, entries={**lock.entries, "opening": moved})
    opening = data(replace(site, calendar=replace(site.calendar, lock=lock)), "session", "opening")
    assert opening["eventStatus"] == "https://schema.org/EventRescheduled"
    assert opening["previousStartDate"] == "2026-05-12T09:00:00+02:00"


def test_a_session_that_moved_and_came_back_says_nothing_of_it(tmp_path: Path) -> None:
    site = site_with(tmp_path)
    lock = site.calendar.lock
    back = replace(lock.entries["opening"], was=(site.conference.sessions["opening"].start,))
    lock = replace(lock, entries={**lock.entries, "opening": back})
    opening = data(replace(site, calendar=replace(site.calendar, lock=lock)), "session", "opening")
    assert opening["eventStatus"] == "https://schema.org/EventScheduled"
    assert "previousStartDate" not in opening


def test_home_tells_the_days_and_the_agenda_tells_the_sessions(tmp_path: Path) -> None:
    site = site_with(tmp_path)
    assert [one["name"] for one in data(site, "home")["subEvent"]] == ["Demo & Co, First day"]
    assert len(data(site, "agenda")["subEvent"]) == len(site.conference.sessions)


def test_it_is_free_only_if_that_is_said(tmp_path: Path) -> None:
    without = "id: d\ntitle: D\ntime_zone: Europe/Paris\nlanguages: [en, fr]\ndomain: example.org\n"
    assert data(site_with(tmp_path / "a"), "home")["isAccessibleForFree"] is True
    assert "isAccessibleForFree" not in data(site_with(tmp_path / "b", {"content/conference.yaml": without}), "home")


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--", "&lt;", "\u2028"])
def test_a_text_cannot_leave_the_script_element(text: str) -> None:
    written = json_ld_script({"name": text})
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == {"name": text}
