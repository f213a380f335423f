"""What subscribers are promised: one entry a session, which changes when the session does, and only then."""

from __future__ import annotations

import pytest

from tests.calendar.conftest import Edit, Programme

LATER = "2020-09-20T08:00:00Z"


def test_a_session_begins_with_a_uid_of_ids_that_never_change(published: Programme) -> None:
    entry = published.entry("opening")
    assert (entry.uid, entry.sequence) == ("opening.demo@example.org", 0)


def test_a_uid_is_never_longer_than_programs_keep(programme: Programme) -> None:
    programme.session("opening")["id"] = "a" * 100
    programme.conference.update(id="b" * 90, domain=f"{'c' * 60}.{'d' * 60}.org")
    programme.update()
    uid = programme.entry("a" * 100).uid
    assert len(uid) == 36
    assert programme.lock().problems == ()


def test_the_same_programme_leaves_the_lock_as_it_is(published: Programme) -> None:
    before = published.lock_file.read_bytes()
    assert not published.update(LATER).differs
    assert published.lock_file.read_bytes() == before


VISIBLE: dict[str, Edit] = {
    "start": lambda one: one.session("opening").update(start="09:45"),
    "end": lambda one: one.session("opening").update(end="10:45"),
    "title": lambda one: one.session("opening").update(title="The opening"),
    "title in one language": lambda one: one.session("opening").update(title={"en": "Opening", "fr": "Accueil"}),
    "room": lambda one: one.session("opening").update(room="lab"),
    "no room": lambda one: one.session("opening").pop("room"),
    "stream": lambda one: one.session("opening").update(stream="https://video.example.org/live"),
    "language": lambda one: one.session("opening").update(languages=["en"]),
    "interpretation": lambda one: one.session("opening").update(interpretation=["ar"]),
    "address": lambda one: one.session("opening").update(slug="welcome"),
    "abstract": lambda one: one.session("opening").update(abstract="Welcome to *some* of you."),
    "track": lambda one: one.session("opening").pop("track"),
    "status": lambda one: one.session("opening").update(status="tentative"),
    "cancelled": lambda one: one.session("opening").update(status="cancelled", reason="Storm"),
    "the room's name": lambda one: one.rooms[0].update(name={"en": "Great hall", "fr": "Grande salle"}),
}


@pytest.mark.parametrize("edit", VISIBLE.values(), ids=VISIBLE)
def test_a_visible_change_raises_the_sequence_by_one_and_keeps_the_uid(published: Programme, edit: Edit) -> None:
    edit(published)
    changes = published.update(LATER).changes
    entry = published.entry("opening")
    assert [one.entry.id for one in changes] == ["opening"]
    assert (entry.uid, entry.sequence) == ("opening.demo@example.org", 1)
    assert entry.modified.isoformat() == "2020-09-20T08:00:00+00:00"
    assert entry.created.isoformat() == "2020-09-15T00:00:00+00:00"


INVISIBLE: dict[str, Edit] = {
    "the order of sessions": lambda one: one.sessions.reverse(),
    "duration instead of end": lambda one: (
        one.session("opening").pop("end"),
        one.session("opening").update(duration="30m"),
    ),
    "an offset that says the same": lambda one: one.session("opening").update(start="10:00+02:00"),
    "spaces around a title": lambda one: one.session("panel").update(title="  Panel "),
    "a title with its language": lambda one: one.session("panel").update(title={"en": "Panel"}),
    "lines of an abstract": lambda one: one.session("opening").update(abstract="Welcome to *all*\nof you."),
    "other marks in an abstract": lambda one: one.session("opening").update(abstract="Welcome to _all_ of you."),
    "a session's tags": lambda one: one.session("opening").update(tags=["new"]),
    "a room that nobody uses": lambda one: one.rooms.append({"id": "attic", "name": "Attic"}),
    "another language of the site": lambda one: one.conference.update(languages=["en", "fr", "ar"]),
}


@pytest.mark.parametrize("edit", INVISIBLE.values(), ids=INVISIBLE)
def test_what_no_subscriber_sees_changes_no_entry(published: Programme, edit: Edit) -> None:
    edit(published)
    assert published.update(LATER).changes == ()
    assert published.entry("opening").sequence == 0


def test_letters_composed_otherwise_are_the_same_letters(published: Programme) -> None:
    published.session("panel").update(title="Caf\u00e9")
    published.update(LATER)
    published.session("panel").update(title="Cafe\u0301")
    assert not published.update(LATER).differs


def test_a_language_that_the_site_gives_up_changes_no_entry(programme: Programme) -> None:
    programme.conference.update(languages=["en", "fr", "ar"])
    programme.update()
    programme.conference.update(languages=["en", "fr"])
    assert programme.update(LATER).changes == ()


def test_an_abstract_counts_as_far_as_calendars_show_it(published: Programme) -> None:
    published.session("opening").update(abstract="word " * 300)
    published.update(LATER)
    published.session("opening").update(abstract="word " * 300 + "more")
    assert published.update(LATER).changes == ()


def test_a_second_change_is_counted_from_the_first(published: Programme) -> None:
    for minute in range(1, 4):
        published.session("opening").update(start=f"10:0{minute}")
        published.update(f"2020-09-2{minute}T08:00:00Z")
    assert published.entry("opening").sequence == 3


def test_a_change_that_is_taken_back_is_a_change_again(published: Programme) -> None:
    published.session("opening").update(start="09:45")
    published.update(LATER)
    published.session("opening").update(start="10:00")
    published.update("2020-09-21T08:00:00Z")
    entry = published.entry("opening")
    assert entry.sequence == 2
    assert [f"{start:%H:%M}" for start in entry.was] == ["08:00", "07:45"]


def test_a_clock_that_went_back_does_not_date_a_change_before_the_last_one(published: Programme) -> None:
    published.session("opening").update(start="09:45")
    published.update(LATER)
    published.session("opening").update(start="09:30")
    published.update("2019-01-01T00:00:00Z")
    entry = published.entry("opening")
    assert (entry.sequence, entry.modified.isoformat()) == (2, "2020-09-20T08:00:00+00:00")


def test_a_new_id_with_its_former_one_keeps_the_entry(published: Programme) -> None:
    published.session("panel").update(id="round-table", was="panel", slug="panel")
    assert published.update(LATER).changes == ()
    entry = published.entry("round-table")
    assert (entry.uid, entry.sequence) == ("panel.demo@example.org", 0)
    assert "panel" not in published.lock().lock.entries


def test_a_new_id_changes_the_address_and_nothing_else(published: Programme) -> None:
    published.session("panel").update(id="round-table", was="panel")
    [change] = published.update(LATER).changes
    assert (change.entry.uid, change.entry.sequence) == ("panel.demo@example.org", 1)
    assert change.entry.slugs == ("panel",)


def test_a_session_that_takes_a_former_id_gets_an_identity_of_its_own(published: Programme) -> None:
    published.session("panel").update(id="round-table", was="panel")
    published.update(LATER)
    published.sessions.append({"id": "panel", "title": "Other", "room": "hall", "start": "16:00", "end": "17:00"})
    published.update(LATER)
    assert published.entry("panel").uid == "panel.2.demo@example.org"
    assert published.entry("round-table").uid == "panel.demo@example.org"


def test_a_deleted_session_stays_as_cancelled_with_its_last_title_and_time(published: Programme) -> None:
    start = published.entry("panel").last.start
    published.remove("panel")
    published.update(LATER)
    entry = published.entry("panel")
    assert (entry.gone, entry.sequence, entry.last.status) == (True, 1, "cancelled")
    assert (entry.last.start, entry.last.title.plain) == (start, "Panel")


def test_a_deleted_session_is_counted_once(published: Programme) -> None:
    published.remove("panel")
    published.update(LATER)
    assert not published.update("2020-09-21T08:00:00Z").differs


def test_a_session_that_comes_back_goes_on_with_its_identity(published: Programme) -> None:
    panel = published.session("panel")
    published.remove("panel")
    published.update(LATER)
    published.sessions.append(panel)
    published.update("2020-09-21T08:00:00Z")
    entry = published.entry("panel")
    assert (entry.uid, entry.sequence, entry.gone) == ("panel.demo@example.org", 2, False)
    assert entry.log[-1].kinds == ("restored",)


def test_the_first_sessions_are_no_news_and_later_ones_are(published: Programme) -> None:
    assert published.entry("opening").log == ()
    published.sessions.append({"id": "extra", "title": "Extra", "room": "hall", "start": "16:00", "end": "17:00"})
    published.update(LATER)
    assert published.entry("extra").log[-1].kinds == ("new",)


def test_a_uid_stays_when_the_organiser_changes_every_name(published: Programme) -> None:
    published.conference.update(domain="example.net", address="https://other.example.net/")
    published.update(LATER)
    assert published.entry("opening").uid == "opening.demo@example.org"


def test_the_log_keeps_the_last_changes_only(published: Programme) -> None:
    for minute in range(1, 15):
        published.session("opening").update(start=f"10:{minute:02}")
        published.update(LATER)
    entry = published.entry("opening")
    assert (entry.sequence, len(entry.log), len(entry.was)) == (14, 10, 5)


def test_a_programme_without_a_lock_has_its_final_uids_and_the_day_of_its_publication(programme: Programme) -> None:
    calendar = programme.calendar()
    entry = calendar.lock.entries["opening"]
    assert not calendar.started
    assert (entry.uid, entry.sequence) == ("opening.demo@example.org", 0)
    assert entry.modified.isoformat() == "2020-09-15T00:00:00+00:00"


def test_a_preview_shows_the_next_revision_dated_without_a_clock(published: Programme) -> None:
    published.session("opening").update(start="09:45")
    before = published.lock_file.read_bytes()
    entry = published.calendar().lock.entries["opening"]
    assert (entry.sequence, entry.modified.isoformat()) == (1, "2020-09-15T00:00:00+00:00")
    assert published.lock_file.read_bytes() == before


def test_a_preview_is_dated_by_its_sources_where_they_say_so(
    published: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1600500000")
    published.session("opening").update(start="09:45")
    assert published.calendar().lock.entries["opening"].modified.isoformat() == "2020-09-19T07:20:00+00:00"
