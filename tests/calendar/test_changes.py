"""The page of changes and its feed: what moved, from when to when, for everybody without a calendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from xml.etree import ElementTree

from mlw_build.site.files.changes import changes_of, earlier_start, moved_from_phrase
from mlw_build.site.page_context import PageContext
from mlw_build.site.pages import changes as page
from mlw_build.site.render import Renderer
from mlw_build.site.site import Site
from tests.calendar.conftest import Programme

ATOM = "{http://www.w3.org/2005/Atom}"


def said(site: Site, language: str = "en") -> list[tuple[str, list[str]]]:
    """The changes as a reader reads them."""
    here = PageContext(site, "changes/index.html", language)
    return [(one.title.text, [line.text.striptags() for line in one.lines]) for one in changes_of(here)]


def edited(programme: Programme) -> Site:
    """A programme with one change of each kind, on two days."""
    programme.session("opening").update(start="09:45")
    programme.update("2020-09-20T08:00:00Z")
    programme.session("opening").update(room="lab")
    programme.session("panel").update(title="Round table", status="cancelled")
    programme.remove("workshop")
    programme.sessions.append({"id": "extra", "title": "Extra", "room": "hall", "start": "16:00", "end": "17:00"})
    programme.update("2020-09-21T08:00:00Z")
    return programme.site()


def test_changes_are_told_the_newest_first(published: Programme) -> None:
    assert said(edited(published)) == [
        ("Opening", ["From Hall to Lab"]),
        ("Round table", ["Cancelled: it was to begin on Mon, 12 Oct 11:30", "Was called “Panel”"]),
        ("Workshop", ["No longer in the programme: it was to begin on Mon, 12 Oct 14:00"]),
        ("Extra", ["New in the programme: Mon, 12 Oct 16:00"]),
        ("Opening", ["Moved from Mon, 12 Oct 10:00 to 09:45"]),
    ]


def test_a_title_that_changed_in_one_language_is_news_in_that_language(published: Programme) -> None:
    published.session("opening").update(title={"en": "Opening", "fr": "Accueil"})
    published.update("2020-09-20T08:00:00Z")
    site = published.site()
    assert said(site) == []
    assert said(site, "fr") == [("Accueil", ["Titre précédent « Ouverture »"])]


def test_an_edited_abstract_is_no_news(published: Programme) -> None:
    published.session("opening").update(abstract="Hello.")
    published.update("2020-09-20T08:00:00Z")
    assert said(published.site()) == []


def test_the_page_groups_changes_by_the_day_on_the_conference_s_clocks(published: Programme) -> None:
    published.session("opening").update(start="09:45")
    published.update("2020-09-20T22:30:00Z")
    view = page.view(PageContext(published.site(), "changes/index.html", "en"), "")
    assert [group.date for group in view.groups] == ["2020-09-21"]


def test_the_session_s_page_says_when_it_was_to_begin(published: Programme) -> None:
    site = edited(published)
    here = PageContext(site, "sessions/opening/index.html", "en")
    earlier = earlier_start(here, site.conference.sessions["opening"])
    assert earlier is not None
    assert moved_from_phrase(here, earlier).striptags() == "Moved from 10:00 (Mon, 12 Oct)"
    assert earlier_start(here, site.conference.sessions["extra"]) is None


def test_a_cancelled_session_is_not_also_moved(published: Programme) -> None:
    published.session("panel").update(start="11:00")
    published.update("2020-09-20T08:00:00Z")
    published.session("panel").update(status="cancelled")
    published.update("2020-09-21T08:00:00Z")
    site = published.site()
    assert earlier_start(PageContext(site, "", "en"), site.conference.sessions["panel"]) is None


def test_other_programs_are_told_the_status_and_the_earlier_starts(published: Programme) -> None:
    site = edited(published)
    sessions, lock = site.conference.sessions, site.calendar.lock
    assert lock.event_status(sessions["opening"]) == "EventRescheduled"
    assert lock.previous_starts(sessions["opening"]) == (datetime(2020, 10, 12, 8, 0, tzinfo=UTC),)
    assert lock.event_status(sessions["panel"]) == "EventCancelled"
    assert lock.event_status(sessions["extra"]) == "EventScheduled"


def test_the_feed_is_valid_atom(published: Programme) -> None:
    edited(published)
    files = published.files()
    for path in ("changes/feed.atom", "fr/changes/feed.atom"):
        feed = ElementTree.fromstring(files[path])
        entries = feed.findall(f"{ATOM}entry")
        assert len(entries) == 5
        identities = [one.findtext(f"{ATOM}id", "") for one in [feed, *entries]]
        assert len(set(identities)) == len(identities)
        assert all(re.fullmatch(r"tag:example\.org,2020:[!-~]+", one) for one in identities)
        assert feed.findtext(f"{ATOM}updated") == "2020-09-21T08:00:00Z"
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        assert [one.get("rel") for one in feed.findall(f"{ATOM}link")] == ["self", "alternate"]
        for entry in entries:
            assert entry.findtext(f"{ATOM}title")
            assert entry.findtext(f"{ATOM}updated")
            assert entry.findtext(f"{ATOM}content")


def test_a_title_cannot_write_markup_into_the_feed_or_the_page(published: Programme) -> None:
    published.session("panel").update(title="<script>&lt;b&gt;</script>]]>")
    published.update("2020-09-20T08:00:00Z")
    published.session("panel").update(title="Panel")
    published.update("2020-09-21T08:00:00Z")
    [newest, _] = ElementTree.fromstring(published.files()["changes/feed.atom"]).findall(f"{ATOM}entry")
    assert "<script" not in (newest.findtext(f"{ATOM}content") or "")


def test_the_feed_of_a_language_without_words_of_its_own_says_what_is_english(published: Programme) -> None:
    published.conference["languages"] = ["en", "de"]
    for one in (published.conference["title"], published.session("opening")["title"], published.rooms[0]["name"]):
        one["de"] = one.pop("fr")
    published.session("opening").update(start="09:45")
    published.update("2020-09-20T08:00:00Z")
    [entry] = ElementTree.fromstring(published.files()["de/changes/feed.atom"]).findall(f"{ATOM}entry")
    content = entry.findtext(f"{ATOM}content") or ""
    assert '<span lang="en" dir="ltr">Moved from' in content
    assert not set("\ufdd0\ufdd1") & set(content + (entry.findtext(f"{ATOM}title") or ""))


def test_a_programme_that_nobody_changed_has_an_empty_page_and_feed(published: Programme) -> None:
    feed = ElementTree.fromstring(published.files()["changes/feed.atom"])
    assert feed.findall(f"{ATOM}entry") == []
    assert feed.findtext(f"{ATOM}updated") == "2020-09-15T00:00:00Z"


def test_the_page_is_rendered_in_every_language(published: Programme) -> None:
    site = edited(published)
    from mlw_build.site.incremental.plan_items import PagePlan

    for language in site.conference.languages:
        path = site.addresses.page("changes", "", language)
        html = Renderer(site)(PagePlan(path, "changes", "", language)).decode()
        assert html.count('datetime="2020-09-2') == 2
        assert 'type="application/atom+xml"' in html
