"""Importing a newer version of the same source: what editors changed stays, what the source changed changes."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.incoming.conftest import SCHEDULE, Importer, conference_in, said

DAY = "content/programme/2025-02-01.yaml"


def edit(site: Path, old: str, new: str, file: str = DAY) -> None:
    """An editor changes a file by hand."""
    text = (site / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (site / file).write_text(text.replace(old, new), encoding="utf-8")


def all_files(site: Path) -> dict[str, bytes]:
    """Every file of the site with its bytes."""
    return {str(path.relative_to(site)): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_the_same_file_again_changes_nothing(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    before = all_files(site)
    bring_in(SCHEDULE)
    assert all_files(site) == before


def test_what_the_source_changed_changes(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    bring_in(SCHEDULE.replace("T11:00:00", "T12:00:00").replace("Second talk", "Second thoughts"))
    session = conference_in(site).sessions["12"]
    assert f"{session.start:%H:%M}-{session.end:%H:%M} {session.title.plain}" == "11:00-11:45 Second thoughts"


def test_a_change_touches_only_the_lines_of_what_changed(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    edit(
        site,
        "    track: main\n    room: janson\n    start: 11:00",
        "    track: main   # for now\n\n    room: janson\n    start: 11:00",
    )
    before = (site / DAY).read_text(encoding="utf-8").splitlines()
    bring_in(SCHEDULE.replace("Second talk", "Second thoughts"))
    after = (site / DAY).read_text(encoding="utf-8").splitlines()
    assert [pair for pair in zip(before, after, strict=True) if pair[0] != pair[1]] == [
        ("    title: Second talk", "    title: Second thoughts")
    ]


def test_what_an_editor_changed_stays_when_the_source_did_not(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    edit(site, "title: Second talk", "title: The second talk")
    plan = bring_in(SCHEDULE)
    assert conference_in(site).sessions["12"].title.plain == "The second talk"
    assert "import-conflict" not in said(plan)


def test_where_both_changed_the_editors_value_stays_and_the_sources_is_beside_it(
    bring_in: Importer, site: Path
) -> None:
    bring_in(SCHEDULE)
    edit(site, "title: Second talk", "title: The second talk")
    plan = bring_in(SCHEDULE.replace("Second talk", "Second thoughts"))
    conflict = next(one for one in plan.diagnostics if one.code == "import-conflict")
    assert conference_in(site).sessions["12"].title.plain == "The second talk"
    assert "Second thoughts" in conflict.message
    assert (conflict.span.file, conflict.span.line) == (DAY, 18)
    assert "source: {title: Second thoughts}" in (site / DAY).read_text(encoding="utf-8")


def test_a_conflict_is_gone_once_the_two_agree(bring_in: Importer, site: Path) -> None:
    newer = SCHEDULE.replace("Second talk", "Second thoughts")
    bring_in(SCHEDULE)
    edit(site, "title: Second talk", "title: The second talk")
    bring_in(newer)
    edit(site, "title: The second talk", "title: Second thoughts")
    plan = bring_in(newer)
    assert "import-conflict" not in said(plan)
    assert "source:" not in (site / DAY).read_text(encoding="utf-8")


def test_a_conflict_that_nobody_settles_is_still_visible_after_the_next_import(bring_in: Importer, site: Path) -> None:
    newer = SCHEDULE.replace("Second talk", "Second thoughts")
    bring_in(SCHEDULE)
    edit(site, "title: Second talk", "title: The second talk")
    bring_in(newer)
    before = all_files(site)
    bring_in(newer)
    assert all_files(site) == before


def test_a_session_that_the_source_dropped_is_cancelled(bring_in: Importer, site: Path) -> None:
    start, end = SCHEDULE.index('      <event id="12"'), SCHEDULE.index("    </room>")
    bring_in(SCHEDULE)
    plan = bring_in(SCHEDULE[:start] + SCHEDULE[end:])
    assert conference_in(site).sessions["12"].status == "cancelled"
    assert "import-dropped" in said(plan)


def test_a_session_that_comes_back_is_no_longer_cancelled(bring_in: Importer, site: Path) -> None:
    start, end = SCHEDULE.index('      <event id="12"'), SCHEDULE.index("    </room>")
    bring_in(SCHEDULE)
    bring_in(SCHEDULE[:start] + SCHEDULE[end:])
    bring_in(SCHEDULE)
    assert conference_in(site).sessions["12"].status == "confirmed"


def test_a_new_session_stands_where_its_time_is(bring_in: Importer, site: Path) -> None:
    start, end = SCHEDULE.index('      <event id="12"'), SCHEDULE.index("    </room>")
    event = SCHEDULE[start:end].replace('id="12"', 'id="13"').replace("T11:00", "T10:30").replace("0012", "0013")
    bring_in(SCHEDULE)
    bring_in(SCHEDULE[:end] + event.replace("00:45", "00:30").replace("Second", "Another") + SCHEDULE[end:])
    text = (site / DAY).read_text(encoding="utf-8")
    assert text.index("id: 11") < text.index("id: 13") < text.index("id: 12")
    assert len(conference_in(site).sessions) == 3


def test_a_session_that_moves_to_another_day_moves_to_that_days_file(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    day = '</day><day index="2" date="2025-02-02"><room name="Janson">'
    start = SCHEDULE.index('      <event id="12"')
    moved = SCHEDULE[:start] + "</room>" + day + SCHEDULE[start:].replace("2025-02-01T11", "2025-02-02T11")
    bring_in(moved)
    assert str(conference_in(site).sessions["12"].day) == "2025-02-02"
    assert "id: 12" in (site / "content/programme/2025-02-02.yaml").read_text(encoding="utf-8")
    assert "id: 12" not in (site / DAY).read_text(encoding="utf-8")


def test_a_moved_session_with_an_editors_comment_stays_and_says_its_date(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    edit(site, "  - id: 12\n", "  - id: 12  # ask Bo for slides\n")
    day = '</day><day index="2" date="2025-02-02"><room name="Janson">'
    start = SCHEDULE.index('      <event id="12"')
    bring_in(SCHEDULE[:start] + "</room>" + day + SCHEDULE[start:].replace("2025-02-01T11", "2025-02-02T11"))
    assert str(conference_in(site).sessions["12"].day) == "2025-02-02"
    assert "# ask Bo for slides" in (site / DAY).read_text(encoding="utf-8")


def test_a_session_that_an_editor_deleted_does_not_come_back(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    text = (site / DAY).read_text(encoding="utf-8")
    (site / DAY).write_text(text[: text.index("  - id: 12")], encoding="utf-8")
    bring_in(SCHEDULE)
    assert list(conference_in(site).sessions) == ["11"]


def test_an_id_that_an_editor_changed_is_followed_by_its_former_id(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    edit(site, "  - id: 12\n", "  - id: second\n    was: 12\n")
    bring_in(SCHEDULE.replace("Second talk", "Second thoughts"))
    sessions = conference_in(site).sessions
    assert {one: sessions[one].title.plain for one in sessions} == {"11": "Opening", "second": "Second thoughts"}


def test_a_page_keeps_its_address_when_the_title_changes(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    bring_in(SCHEDULE.replace("Second talk", "Second thoughts"))
    assert conference_in(site).sessions["12"].slug == "second-talk"


def test_a_speaker_who_is_renamed_keeps_the_file(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    bring_in(SCHEDULE.replace("Bo Lee", "Bo Lee-Park"))
    assert conference_in(site).speakers["bo-lee"].name.plain == "Bo Lee-Park"


def test_a_biography_that_an_editor_wrote_stays(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    with (site / "speakers/bo-lee.md").open("a", encoding="utf-8") as file:
        file.write("\nBo makes things.\n")
    bring_in(SCHEDULE.replace("Bo Lee", "Bo Lee-Park"))
    assert conference_in(site).speakers["bo-lee"].biography.plain == "Bo makes things."


def test_an_abstract_changed_in_the_source_replaces_the_block(bring_in: Importer, site: Path) -> None:
    bring_in(SCHEDULE)
    longer = "&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;"
    bring_in(SCHEDULE.replace("About it.", longer))
    bring_in(SCHEDULE.replace("About it.", longer.replace("Two", "Three")))
    assert conference_in(site).sessions["12"].abstract.plain == "One.\n\nThree."


def test_two_sources_of_one_format_live_side_by_side(bring_in: Importer, site: Path) -> None:
    table = "id,title,date,start,end\na1,Talk A,2025-02-01,14:00,15:00\n"
    other = "id,title,date,start,end\nb1,Workshop B,2025-02-01,14:00,15:00\n"
    bring_in(table, "talks.csv", zone="Europe/Brussels")
    bring_in(other, "workshops.csv")
    bring_in(table.replace("Talk A", "Talk AA"), "talks-v2.csv")
    sessions = conference_in(site).sessions
    assert {key: (one.title.plain, str(one.status)) for key, one in sessions.items()} == {
        "a1": ("Talk AA", "confirmed"),
        "b1": ("Workshop B", "confirmed"),
    }
