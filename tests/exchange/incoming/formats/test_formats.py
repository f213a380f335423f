"""Each format, in a few lines of its own: recognised without being named, and brought in whole."""

from __future__ import annotations

import io
import json
from pathlib import Path

import openpyxl
import pytest

from mlw_build.exchange.incoming.formats.registry import detect_format
from mlw_build.exchange.incoming.reading.source import Source
from mlw_build.model.conference import Conference
from tests.exchange.incoming.conftest import SCHEDULE, Importer, conference_in, said


def folder(root: Path, files: dict[str, str]) -> Path:
    """A folder with these files."""
    for path, text in files.items():
        place = root / "source" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return root / "source"


def lines(conference: Conference) -> list[str]:
    """Each session in a line: day, time, room, title, speakers."""
    return [
        f"{one.day} {one.start.astimezone(conference.zone):%H:%M}-{one.end.astimezone(conference.zone):%H:%M} "
        f"{'/'.join(room.name.plain for room in one.rooms) or '-'}: {one.title.plain}"
        f"{' by ' if one.contributions else ''}{', '.join(each.speaker.name.plain for each in one.contributions)}"
        for one in conference.sessions.values()
    ]


def test_schedule_xml(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    conference = conference_in(site)
    assert lines(conference) == [
        "2025-02-01 10:00-10:30 Janson: Opening by Ana Silva",
        "2025-02-01 11:00-11:45 Janson: Second talk by Bo Lee",
    ]
    assert conference.sessions["11"].abstract.plain == "Welcome [all](https://example.org/)."


def test_schedule_json(bring_in: Importer, site: Path) -> None:
    event = {
        "id": 7,
        "guid": "g",
        "date": "2025-02-01T10:00:00+01:00",
        "start": "10:00",
        "duration": "00:30",
        "room": "Hall",
        "title": "Opening",
        "type": "Talk",
        "persons": [{"id": 3, "public_name": "Ana Silva"}],
        "links": [],
    }
    days = [{"index": 1, "date": "2025-02-01", "rooms": {"Hall": [event]}}]
    head = {"acronym": "demo", "title": "Demo", "time_zone_name": "Europe/Paris", "days": days}
    bring_in(json.dumps({"schedule": {"version": "1", "conference": head}}), "schedule.json")
    assert lines(conference_in(site)) == ["2025-02-01 10:00-10:30 Hall: Opening by Ana Silva"]


def test_pretalx_submissions_with_two_slots(bring_in: Importer, site: Path) -> None:
    room = {"id": 4, "name": {"en": "Hall", "fr": "Salle"}, "capacity": 30, "position": 0}
    slots = [
        {"id": 90 + n, "room": room, "start": f"2025-10-3{n}T10:00:00+01:00", "end": f"2025-10-3{n}T12:00:00+01:00"}
        for n in (0, 1)
    ]
    submission = {
        "code": "ABCDEF",
        "title": "Sprint",
        "state": "confirmed",
        "submission_type": {"name": {"en": "Sprint", "fr": "Sprint"}},
        "speakers": [{"code": "XYZ123", "name": "Ana Silva", "biography": "Hello."}],
        "slots": slots,
        "content_locale": "fr",
    }
    bring_in(
        json.dumps({"results": [submission, {**submission, "code": "REJECT", "state": "rejected"}]}),
        "talks.json",
        zone="Europe/Paris",
    )
    conference = conference_in(site)
    assert lines(conference) == [
        "2025-10-30 10:00-12:00 Hall: Sprint by Ana Silva",
        "2025-10-31 10:00-12:00 Hall: Sprint by Ana Silva",
    ]
    assert list(conference.sessions) == ["ABCDEF", "ABCDEF-91"]
    assert conference.rooms["hall"].capacity == 30
    assert conference.languages == ("fr", "en")


SESSIONIZE_SESSION = {
    "id": "101",
    "title": "Opening",
    "description": "Hello.",
    "startsAt": "2025-03-25T09:00:00",
    "endsAt": "2025-03-25T09:30:00",
    "isServiceSession": False,
    "isPlenumSession": False,
    "roomId": 5,
    "status": "Accepted",
}


def test_sessionize_all(bring_in: Importer, site: Path) -> None:
    data = {
        "sessions": [{**SESSIONIZE_SESSION, "speakers": ["u-1"], "categoryItems": [8, 9], "questionAnswers": []}],
        "speakers": [
            {"id": "u-1", "fullName": "Ana Silva", "tagLine": "Maker", "bio": "Hi.", "links": [], "sessions": [101]}
        ],
        "rooms": [{"id": 5, "name": "Hall", "sort": 0}],
        "categories": [
            {"id": 1, "title": "Track", "items": [{"id": 8, "name": "Cloud"}]},
            {"id": 2, "title": "Session format", "items": [{"id": 9, "name": "Workshop"}]},
        ],
        "questions": [],
    }
    bring_in(json.dumps(data), "all.json", zone="Europe/Madrid")
    conference = conference_in(site)
    session = conference.sessions["101"]
    assert lines(conference) == ["2025-03-25 09:00-09:30 Hall: Opening by Ana Silva"]
    assert session.track is not None
    assert session.format is not None
    assert (session.track.name.plain, session.format.name.plain) == ("Cloud", "Workshop")


def test_sessionize_gridsmart_has_a_plenum_in_all_of_its_rooms(bring_in: Importer, site: Path) -> None:
    session = {**SESSIONIZE_SESSION, "speakers": [{"id": "u-1", "name": "Ana Silva"}], "isPlenumSession": True}
    rooms = [
        {"id": number, "name": name, "sessions": [{**session, "roomId": number, "room": name}]}
        for number, name in ((5, "Hall"), (6, "Lab"))
    ]
    bring_in(json.dumps([{"date": "2025-03-25T00:00:00", "rooms": rooms}]), "grid.json", zone="Europe/Madrid")
    assert lines(conference_in(site)) == ["2025-03-25 09:00-09:30 Hall/Lab: Opening by Ana Silva"]


def test_a_sessionize_sheet_has_a_row_for_each_speaker(bring_in: Importer, site: Path) -> None:
    plan = bring_in(
        "Session Id,Title,Owner Email,Room,Scheduled At,Scheduled Duration,Speaker Id,FirstName,LastName,TagLine\n"
        "101,Opening,x@example.org,Hall,15 Oct 2025 09:00 AM,30,u-1,Ana,Silva,Maker\n"
        "101,Opening,x@example.org,Hall,15 Oct 2025 09:00 AM,30,u-2,Bo,Lee,Doer\n",
        "sessions.csv",
        zone="Europe/Madrid",
    )
    assert lines(conference_in(site)) == ["2025-10-15 09:00-09:30 Hall: Opening by Ana Silva, Bo Lee"]
    assert said(plan) == ["import-left-out"]


def test_private_columns_are_never_brought_in(bring_in: Importer, site: Path) -> None:
    bring_in("Title,Date,Start,End,Owner Email\nA,2025-02-01,10:00,11:00,secret@example.org\n", "t.csv", zone="UTC")
    assert not any(b"secret@example.org" in path.read_bytes() for path in site.rglob("*") if path.is_file())


def test_a_workbook_with_real_dates_and_times(bring_in: Importer, site: Path) -> None:
    from datetime import date, time

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("Title", "Day", "Start", "End", "Room"), ("Opening", date(2025, 2, 1), time(9), time(9, 30), "Hall")):
        sheet.append(row)
    octets = io.BytesIO()
    book.save(octets)
    bring_in(octets.getvalue(), "programme.xlsx", zone="Europe/Paris")
    assert lines(conference_in(site)) == ["2025-02-01 09:00-09:30 Hall: Opening"]


def test_columns_with_other_names_by_a_mapping(bring_in: Importer, site: Path) -> None:
    bring_in(
        "Was;Wann;Bis wann;Am\nEröffnung;9:00;9:30;1.2.2025\n",
        "p.csv",
        zone="Europe/Berlin",
        title="Was",
        start="Wann",
        end="Bis wann",
        date="Am",
    )
    assert lines(conference_in(site)) == ["2025-02-01 09:00-09:30 -: Eröffnung"]


def test_speakers_in_one_text_are_not_cut_at_commas(bring_in: Importer, site: Path) -> None:
    plan = bring_in('Title,Date,Start,End,Speakers\nA,2025-02-01,10:00,11:00,"Lee, Bo"\n', "t.csv", zone="UTC")
    assert lines(conference_in(site)) == ["2025-02-01 10:00-11:00 -: A by Lee, Bo"]
    assert said(plan) == ["import-value"]


def test_speakers_in_one_text_are_cut_at_semicolons(bring_in: Importer, site: Path) -> None:
    bring_in("Title,Date,Start,End,Speakers\nA,2025-02-01,10:00,11:00,Bo Lee; Ana Silva\n", "t.csv", zone="UTC")
    assert lines(conference_in(site)) == ["2025-02-01 10:00-11:00 -: A by Bo Lee, Ana Silva"]


def test_days_by_number_from_a_first_day(bring_in: Importer, site: Path) -> None:
    bring_in("Title,Day,Time\nA,Day 2,10:00-11:00\n", "t.csv", zone="UTC", _first_day="2025-02-01")
    assert lines(conference_in(site)) == ["2025-02-02 10:00-11:00 -: A"]


def test_devopsdays(bring_in: Importer, site: Path, tmp_path: Path) -> None:
    source = folder(
        tmp_path,
        {
            "data/events/2018-kiev.yml": 'name: "2018-kiev"\ncity: "Kiev"\nyear: "2018"\nprogram:\n'
            '  - title: "ana-silva"\n    type: talk\n    date: 2018-05-05\n'
            '    start_time: "11:05"\n    end_time: "11:45"\n'
            '  - title: "Ignites"\n    type: ignite\n    date: 2018-05-05\n'
            '    start_time: "14:30"\n    end_time: "15:10"\n'
            'ignites:\n  - title: "quick"\n    date: 2018-05-05\nsponsors:\n  - id: acme\n    level: gold\n'
            "sponsor_levels:\n  - id: gold\n    label: Gold\n",
            "content/events/2018-kiev/program/ana-silva.md": '+++\nTitle = "A talk"\n'
            'Speakers = ["ana-silva"]\n+++\n\nText.\n',
            "content/events/2018-kiev/speakers/ana-silva.md": '+++\nTitle = "Ana Silva"\n+++\n\nBio.\n\n"\n',
        },
    )
    plan = bring_in(source)
    conference = conference_in(site)
    assert lines(conference) == ["2018-05-05 11:05-11:45 -: A talk by Ana Silva", "2018-05-05 14:30-15:10 -: Ignites"]
    assert [part.title.plain for part in conference.sessions["ignites"].parts] == ["quick"]
    assert conference.speakers["ana-silva"].biography.plain == "Bio."
    assert conference.zone.key == "Europe/Kyiv"
    assert said(plan) == ["import-speaker", "import-zone"]


def test_a_folder_with_several_devopsdays_asks_which(bring_in: Importer, tmp_path: Path) -> None:
    source = folder(tmp_path, {f"data/events/{name}.yml": "program: []\n" for name in ("2018-kiev", "2018-oslo")})
    with pytest.raises(Exception, match="2 events; name the file of one"):
        bring_in(source)


def test_djangocon_pages(bring_in: Importer, site: Path, tmp_path: Path) -> None:
    source = folder(
        tmp_path,
        {
            "_schedule/talks/2021-10-22-10-00-hello.md": "---\ntitle: Hello\n"
            "date: 2021-10-22 10:00:00 -0500\ncategory: talk\n"
            "presenter_slugs:\n- ana-silva\npresenters:\n- {name: Ana Silva, bio: Copied.}\nvideo_url: https://youtu.be/x\n---\nText.\n",
            "_schedule/talks/2021-10-22-10-30-break.md": "---\ntitle: Break\n"
            "date: 2021-10-22 10:30:00 -0500\ncategory: break\n"
            "presenters: null\n---\n",
            "_presenters/ana-silva.md": "---\nname: Ana Silva\nslug: ana-silva\n---\nBio.\n",
        },
    )
    bring_in(source, zone="America/Chicago")
    conference = conference_in(site)
    assert lines(conference) == ["2021-10-22 10:00-10:30 -: Hello by Ana Silva", "2021-10-22 10:30-11:00 -: Break"]
    assert conference.sessions["break"].interlude
    assert conference.speakers["ana-silva"].biography.plain == "Bio."


def test_jekyll_theme_conference(bring_in: Importer, site: Path, tmp_path: Path) -> None:
    source = folder(
        tmp_path,
        {
            "_data/program.yml": "days:\n  - name: Monday\n    date: 2020-01-31\n"
            "    rooms:\n      - name: Room A\n        talks:\n"
            "          - {name: A talk, time_start: '12:00', time_end: '12:45'}\n"
            "          - {name: Party, time_start: '23:00', time_end: '1:00 +1'}\n",
            "_talks/a-talk.md": "---\nname: A talk\nspeakers: [Ana Silva]\ntrack: Main\n---\nText.\n",
            "_speakers/ana.md": "---\nname: Ana Silva\n---\nBio.\n",
            "_config.yml": "title: Demo\n",
        },
    )
    bring_in(source, zone="Europe/Zurich")
    assert lines(conference_in(site)) == [
        "2020-01-31 12:00-12:45 Room A: A talk by Ana Silva",
        "2020-01-31 23:00-01:00 Room A: Party",
    ]


def test_mini_conf(bring_in: Importer, site: Path, tmp_path: Path) -> None:
    source = folder(
        tmp_path,
        {
            "config.yml": "name: Demo\n",
            "main_calendar.json": json.dumps(
                [
                    {
                        "title": "Live Q&A",
                        "start": "2020-04-29T11:00:00+00:00",
                        "end": "2020-04-29T11:30:00+00:00",
                        "link": "speaker_5.html",
                        "calendarId": "qa",
                    }
                ]
            ),
            "speakers.csv": "UID,title,institution,speaker,abstract,bio\n5,On it,Here,Ana Silva,Text.,Bio.\n",
            "papers.csv": "UID,title,authors,abstract,keywords\np1,A paper,Wei Wang|Bo Lee,Text.,one|two\n",
        },
    )
    plan = bring_in(source)
    assert lines(conference_in(site)) == ["2020-04-29 11:00-11:30 -: Live Q&A by Ana Silva"]
    assert "A paper" in (site / "content/.import/mini-conf-source-without-a-time.yaml").read_text(encoding="utf-8")
    assert "import-left-out" in said(plan)


def test_ics(bring_in: Importer, site: Path) -> None:
    bring_in(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Demo\r\nBEGIN:VEVENT\r\nUID:talk-1@example.org\r\n"
        "DTSTART;TZID=Europe/Paris:20250201T100000\r\nDURATION:PT30M\r\n"
        "SUMMARY:A talk\r\nLOCATION:Hall\r\nSTATUS:CANCELLED\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n",
        "feed.ics",
    )
    conference = conference_in(site)
    assert lines(conference) == ["2025-02-01 10:00-10:30 Hall: A talk"]
    assert conference.sessions["talk-1"].cancelled
    assert conference.settings.title.plain == "Demo"


@pytest.mark.parametrize("name", ["notes.txt", "data.json", "picture.png"])
def test_what_is_no_programme_is_refused_with_the_known_formats(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("{}", encoding="utf-8")
    with pytest.raises(Exception, match="Name it with --from"):
        detect_format(Source(tmp_path / name), None)


def test_one_id_with_two_names_is_two_people(bring_in: Importer, site: Path) -> None:
    plan = bring_in(SCHEDULE.replace('<person id="2">', '<person id="1">'))
    assert sorted(one.name.plain for one in conference_in(site).speakers.values()) == ["Ana Silva", "Bo Lee"]
    assert said(plan) == ["import-id"]


def test_one_name_with_two_ids_is_two_people(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE.replace("Bo Lee", "Ana Silva"))
    assert sorted(conference_in(site).speakers) == ["ana-silva-1", "ana-silva-2"]


def test_one_id_for_two_slots_is_two_sessions(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE.replace('id="12"', 'id="11"'))
    assert len(conference_in(site).sessions) == 2
