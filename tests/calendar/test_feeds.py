"""Feeds: each session once, the same octets everywhere, and addresses that go on for ever."""

from __future__ import annotations

import json
from collections.abc import Mapping
from io import StringIO

import icalendar
import pytest
import vobject

from mlw_build.calendar.event import EventWording, event_octets
from mlw_build.calendar.lock.lock import Entry
from mlw_build.site.files.feeds import feed_files
from mlw_build.site.incremental.file_keys import fingerprint_of
from tests.calendar.conftest import Programme, events, unfolded, value

LATER = "2020-09-20T08:00:00Z"
UIDS = {name: f"{name}.demo@example.org" for name in ("opening", "panel", "workshop")}


def uids(octets: bytes) -> list[str]:
    return [value(event, "UID") for event in events(octets)]


def test_there_is_a_feed_for_everything_that_has_sessions(published: Programme) -> None:
    english = {path for path in published.files() if path.endswith(".ics") and not path.startswith("fr/")}
    assert english == {
        "calendar/demo.ics",
        "calendar/days/2020-10-12.ics",
        "calendar/rooms/hall.ics",
        "calendar/rooms/lab.ics",
        "calendar/tracks/policy.ics",
        "calendar/formats/talk.ics",
        "calendar/speakers/ana-silva.ics",
        "calendar/organisations/acme.ics",
        "calendar/languages/fr.ics",
        "sessions/opening/opening.ics",
        "sessions/panel/panel.ics",
        "sessions/workshop/workshop.ics",
    }


def test_every_language_has_the_same_feeds_with_the_same_uids_and_sequences(published: Programme) -> None:
    published.session("opening").update(title={"en": "Opening", "fr": "Accueil"})
    published.update(LATER)
    files = published.files()
    feeds = [path for path in files if path.endswith(".ics") and not path.startswith("fr/")]
    for path in feeds:
        for name in ("UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "CREATED", "DTSTART"):
            assert [value(one, name) for one in events(files[path])] == [
                value(one, name) for one in events(files[f"fr/{path}"])
            ]


def test_a_session_is_the_same_octets_in_every_feed_of_a_language_and_once_in_each(published: Programme) -> None:
    files = published.files()
    for folder in ("", "fr/"):
        seen: dict[str, set[bytes]] = {}
        for path, octets in files.items():
            if path.endswith(".ics") and path.startswith("fr/") == bool(folder):
                assert len(uids(octets)) == len(set(uids(octets)))
                for event in events(octets):
                    seen.setdefault(value(event, "UID"), set()).add(event)
        assert {uid: len(octets) for uid, octets in seen.items()} == dict.fromkeys(UIDS.values(), 1)


def test_the_paths_are_known_before_any_session_is_serialised_and_each_is_serialised_once(
    published: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    serialised: list[str] = []

    def counted(entry: Entry, wording: EventWording, longest: int) -> bytes:
        serialised.append(entry.id)
        return event_octets(entry, wording, longest)

    monkeypatch.setattr("mlw_build.site.files.feeds.event_octets", counted)
    planned = {one.path: one.made for one in feed_files(published.site(), "en")}
    assert serialised == []
    first = planned["calendar/rooms/lab.ics"]()
    assert serialised == ["panel", "workshop"]
    for make in planned.values():
        make()
    assert sorted(serialised) == sorted(UIDS)
    assert planned["calendar/rooms/lab.ics"]() == first


@pytest.mark.parametrize(
    "change",
    [{"title": "Welcome"}, {"start": "10:15"}, {"room": "lab"}, {"abstract": "Otherwise."}, {"status": "cancelled"}],
)
def test_what_a_calendar_is_made_of_is_another_wherever_its_octets_are(
    published: Programme, change: dict[str, str]
) -> None:
    def made() -> dict[str, tuple[bytes, str]]:
        files = feed_files(published.site(), "en")
        return {one.path: (one.made(), fingerprint_of(one.fingerprint_of())) for one in files if one.fingerprint_of}

    before = made()
    published.session("opening").update(change)
    after = made()
    other_octets = {path for path in after if path not in before or after[path][0] != before[path][0]}
    other_keys = {path for path in after if path not in before or after[path][1] != before[path][1]}
    assert other_octets
    assert other_octets <= other_keys
    assert "sessions/panel/panel.ics" not in other_keys


def test_a_feed_is_in_order_of_time(published: Programme) -> None:
    assert uids(published.files()["calendar/demo.ics"]) == list(UIDS.values())


def test_an_edit_changes_the_octets_of_that_session_only(published: Programme) -> None:
    before = events(published.files()["calendar/demo.ics"])
    published.session("panel").update(title="Round table")
    published.update(LATER)
    after = events(published.files()["calendar/demo.ics"])
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, True]
    assert value(after[1], "SEQUENCE") == "1"


def test_a_cancelled_session_says_so_in_its_title_too(published: Programme) -> None:
    published.session("panel").update(status="cancelled", reason={"en": "A storm", "fr": "Une tempête"})
    published.update(LATER)
    files = published.files()
    event, french = events(files["calendar/demo.ics"])[1], events(files["fr/calendar/demo.ics"])[1]
    assert (value(event, "STATUS"), value(event, "SUMMARY")) == ("CANCELLED", "Cancelled: Panel")
    assert value(french, "SUMMARY").startswith("Annul")
    assert value(event, "DESCRIPTION").startswith("A storm")
    assert value(event, "DTSTART") == "20201012T093000Z"


def test_a_deleted_session_stays_cancelled_where_it_was(published: Programme) -> None:
    published.remove("panel")
    published.update(LATER)
    files = published.files()
    for path in ("calendar/demo.ics", "calendar/rooms/lab.ics", "calendar/speakers/ana-silva.ics"):
        event = next(one for one in events(files[path]) if value(one, "UID") == UIDS["panel"])
        assert (value(event, "STATUS"), value(event, "SEQUENCE")) == ("CANCELLED", "1")
    assert uids(files["sessions/panel/panel.ics"]) == [UIDS["panel"]]
    assert UIDS["panel"] not in uids(files["calendar/rooms/hall.ics"])


def test_a_session_that_moves_to_another_room_leaves_one_feed_and_enters_the_other(published: Programme) -> None:
    published.session("panel").update(room="hall")
    published.update(LATER)
    files = published.files()
    assert uids(files["calendar/rooms/lab.ics"]) == [UIDS["workshop"]]
    assert uids(files["calendar/rooms/hall.ics"]) == [UIDS["opening"], UIDS["panel"]]


def test_the_feed_of_a_renamed_room_goes_on_at_its_old_address(published: Programme) -> None:
    published.rooms[1] = {"id": "studio", "name": "Studio", "was": ["lab"]}
    for session in ("panel", "workshop"):
        published.session(session).update(room="studio")
    published.update(LATER)
    files = published.files()
    assert uids(files["calendar/rooms/lab.ics"]) == uids(files["calendar/rooms/studio.ics"])
    assert len(uids(files["calendar/rooms/lab.ics"])) == 2


def test_the_old_feed_of_a_renamed_room_has_what_was_deleted_there_before(published: Programme) -> None:
    published.remove("panel")
    published.update(LATER)
    published.rooms[1] = {"id": "studio", "name": "Studio", "was": ["lab"]}
    published.session("workshop").update(room="studio")
    published.update(LATER)
    assert uids(published.files()["calendar/rooms/studio.ics"]) == [UIDS["panel"], UIDS["workshop"]]


def test_the_feed_of_a_room_that_is_gone_goes_on_empty_and_valid(published: Programme) -> None:
    del published.rooms[1]
    for session in ("panel", "workshop"):
        published.session(session).update(room="hall")
    published.update(LATER)
    octets = published.files()["calendar/rooms/lab.ics"]
    assert uids(octets) == []
    assert [one.name for one in icalendar.Calendar.from_ical(octets).subcomponents] == ["VTIMEZONE"]


def test_a_feed_without_sessions_is_not_offered(published: Programme) -> None:
    for session in ("panel", "workshop"):
        published.session(session).update(room="hall")
    published.update(LATER)
    assert not published.site().calendar.has_feed("room", "lab")
    assert "calendar/rooms/lab.ics" in published.files()


def test_a_session_s_own_file_goes_on_at_its_former_address(published: Programme) -> None:
    published.session("panel").update(slug="round-table")
    published.update(LATER)
    files = published.files()
    assert uids(files["sessions/panel/panel.ics"]) == uids(files["sessions/round-table/round-table.ics"])


def test_an_address_that_another_session_took_is_that_session_s(published: Programme) -> None:
    published.session("panel").update(slug="round-table")
    published.update(LATER)
    published.session("workshop").update(slug="panel")
    published.update(LATER)
    assert uids(published.files()["sessions/panel/panel.ics"]) == [UIDS["workshop"]]


def test_feeds_in_a_language_that_the_site_gave_up_go_on_in_the_default_one(programme: Programme) -> None:
    programme.conference.update(languages=["en", "fr", "ar"])
    programme.update()
    programme.conference.update(languages=["en", "fr"])
    programme.update(LATER)
    files = programme.files()
    assert events(files["ar/calendar/demo.ics"]) == events(files["calendar/demo.ics"])


def test_feeds_stay_at_their_address_when_the_default_language_changes(published: Programme) -> None:
    before = {path for path in published.files() if "calendar/" in path and path.endswith(".ics")}
    published.conference.update(languages=["fr", "en"])
    published.update(LATER)
    files = published.files()
    assert before <= files.keys()
    assert events(files["fr/calendar/demo.ics"]) == events(files["calendar/demo.ics"])


def test_a_person_who_is_not_announced_has_no_feed(programme: Programme) -> None:
    programme.session("panel").update(speakers=["somebody"])
    programme.put("speakers/somebody.md", "---\nname: To be announced\nannounced: no\n---\n")
    programme.update()
    assert "calendar/speakers/somebody.ics" not in programme.files()


def test_a_stream_whose_address_lets_its_holder_in_stays_out_of_feeds(programme: Programme) -> None:
    programme.session("panel").update(stream="https://zoom.us/j/123456789?pwd=secret")
    programme.update()
    assert not [path for path, octets in programme.files().items() if b"secret" in octets]


def test_an_unknown_site_address_leaves_addresses_out(programme: Programme) -> None:
    del programme.conference["address"]
    programme.update()
    lines = unfolded(programme.files()["calendar/demo.ics"])
    assert not [line for line in lines if line.startswith(("URL", "SOURCE"))]


def test_a_preview_at_another_address_is_not_a_change(published: Programme) -> None:
    site = published.site(base="https://preview.example.net/42/")
    assert site.calendar.changes == ()


def test_scripts_find_sessions_in_the_feed_by_their_id(published: Programme) -> None:
    published.remove("panel")
    published.session("opening").update(start="09:00")
    published.update(LATER)
    data = json.loads(published.files()["calendar/events.json"])
    assert data["feed"] == "calendar/demo.ics"
    assert data["sessions"]["opening"] == {
        "uid": UIDS["opening"],
        "sequence": 1,
        "start": "2020-10-12T07:00:00Z",
        "end": "2020-10-12T08:30:00Z",
        "status": "confirmed",
        "title": "Opening",
        "page": "sessions/opening/",
        "was": [],
    }
    assert (data["sessions"]["panel"]["status"], data["sessions"]["panel"]["page"]) == ("cancelled", None)


def test_two_other_readers_agree_with_us(published: Programme) -> None:
    octets = published.files()["fr/calendar/demo.ics"]
    ours: Mapping[str, str] = {value(one, "UID"): value(one, "DTSTART") for one in events(octets)}
    theirs = {
        str(one["UID"]): one["DTSTART"].dt.strftime("%Y%m%dT%H%M%SZ")
        for one in icalendar.Calendar.from_ical(octets).walk("VEVENT")
    }
    others = {
        one.uid.value: one.dtstart.value.strftime("%Y%m%dT%H%M%SZ")
        for one in vobject.readOne(StringIO(octets.decode())).vevent_list
    }
    assert ours == theirs == others


def test_a_feed_of_a_thousand_sessions_stays_under_a_megabyte(programme: Programme) -> None:
    programme.conference.update(languages=["ar"], title="أسبوع التعلّم المتنقّل", short_title="الأسبوع")
    programme.rooms = [{"id": "hall", "name": "القاعة الرئيسية"}]
    programme.sessions = [
        {
            "id": f"a-rather-long-session-id-{number}",
            "title": f"جلسة طويلة العنوان عن التعلّم المتنقّل والسياسات العامة رقم {number}",
            "room": "hall",
            "start": f"{8 + number % 10:02}:00",
            "duration": "60m",
            "abstract": "نصّ عربي طويل يشرح موضوع الجلسة. " * 60,
            "track": "policy",
        }
        for number in range(1000)
    ]
    programme.update()
    files = programme.files()
    assert {path: len(octets) for path, octets in files.items() if len(octets) > 1_000_000} == {}
    assert len(events(files["calendar/demo.ics"])) == 1000
