"""The lock file: lines that git merges, and a plain word about every line that is not as it should be."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlw_build.calendar.facts import StoredFacts
from mlw_build.calendar.lock.lock import KINDS, Entry, Lock, PublishedFeed, Revision, VisibleDifference
from mlw_build.calendar.lock.text import parse_lock, serialise_lock
from mlw_build.calendar.lock.write import write_lock
from mlw_build.model.text import Text, clean_text
from tests.calendar.conftest import Programme

HEAD = '{"calendar-lock":1,"folders":[]}\n'


def test_every_session_is_one_line_in_the_order_of_ids(published: Programme) -> None:
    lines = [line for line in published.lock_file.read_text().splitlines() if '"session":' in line]
    assert [line.partition('"session":"')[2].partition('"')[0] for line in lines] == ["opening", "panel", "workshop"]


def test_the_lock_has_no_time_but_what_was_recorded(programme: Programme) -> None:
    programme.update("2020-09-15T12:34:56.789+02:00")
    assert '"modified":"2020-09-15T10:34:56Z"' in programme.lock_file.read_text()


def test_a_broken_line_is_named(published: Programme) -> None:
    lines = published.lock_file.read_text().splitlines()
    number = next(index for index, line in enumerate(lines) if '"session":"panel"' in line)
    lines[number] = lines[number][:-20]
    published.lock_file.write_text("\n".join(lines))
    [problem] = published.lock().problems
    assert problem.code == "calendar-lock-broken"
    assert (problem.span.file, problem.span.line) == ("content/calendar.lock", number + 1)
    assert problem.hint is not None


def test_a_conflict_that_git_left_is_named_with_the_way_out(published: Programme) -> None:
    text = published.lock_file.read_text()
    head, line = text.split("\n", 1)
    published.lock_file.write_text(f"{head}\n<<<<<<< HEAD\n{line}=======\n{line}>>>>>>> other\n")
    [problem] = published.lock().problems
    assert problem.span.line == 2
    assert "git checkout --ours" in (problem.hint or "")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[]", "not an object"),
        ('{"session":"a"}', "`uid`"),
        ("nonsense", "not JSON (column 1)"),
        ('{"feed":"room","id":"../../etc"}', "cannot be a feed"),
        ('{"calendar-lock":99,"folders":[]}', "newer tool"),
        ('{"calendar-lock":"1"}', "not a number"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line: str, said: str) -> None:
    [fault] = parse_lock(f"{HEAD}{line}\n")[1]
    assert (fault.line, said in fault.message) == (2, True), fault.message


WRONG = {
    "sequence": ["-1", "1.5", "true", '"1"', str(2**31)],
    "modified": ['"yesterday"', '"2020-13-45T00:00:00Z"', '"2020-09-15T24:00:00Z"', "null"],
    "uid": ['"two words"', '"line\\nbreak"', '""'],
    "last": ["[]", '{"start":"2020-10-12T08:00:00Z"}'],
    "hash": ["[]", '{"en":1}'],
    "was": ['"2020-10-12T08:00:00Z"', "[1]"],
    "slugs": ['["../x"]'],
    "log": ["[1]", '[{"sequence":1}]'],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in WRONG.items() for value in values])
def test_a_hand_edited_value_is_refused_with_its_line(key: str, value: str) -> None:
    good = {
        "session": '"a"',
        "uid": '"a@example.org"',
        "sequence": "0",
        "created": '"2020-09-15T00:00:00Z"',
        "modified": '"2020-09-15T00:00:00Z"',
        "last": '{"start":"2020-10-12T08:00:00Z","end":"2020-10-12T09:00:00Z","status":"confirmed","slug":"a"}',
    }
    assert parse_lock(HEAD + _object(good))[1] == ()
    [fault] = parse_lock(HEAD + _object(good | {key: value}))[1]
    assert fault.line == 2


def _object(values: dict[str, str]) -> str:
    return "{" + ",".join(f'"{key}":{value}' for key, value in values.items()) + "}\n"


def test_a_file_of_something_else_is_not_complained_of_line_by_line() -> None:
    assert len(parse_lock("nonsense\n" * 5000)[1]) == 10


def test_a_folder_or_an_image_in_its_place_is_said_to_be_no_lock(published: Programme) -> None:
    published.lock_file.write_bytes(b"\xff\xd8\xff\xe0")
    assert [one.code for one in published.lock().problems] == ["calendar-lock-broken"]
    published.lock_file.unlink()
    published.lock_file.mkdir()
    assert [one.code for one in published.lock().problems] == ["calendar-lock-broken"]


def test_nothing_is_read_of_what_a_link_leads_to(
    published: Programme, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "secrets"
    elsewhere.write_text("password\n")
    published.lock_file.unlink()
    for target in (elsewhere, elsewhere.with_name("nothing")):
        published.lock_file.symlink_to(target)
        lock = published.lock()
        assert [one.code for one in lock.problems] == ["calendar-lock-broken"]
        assert lock.text == ""
        published.lock_file.unlink()


def test_what_never_ends_is_no_lock(published: Programme) -> None:
    published.lock_file.unlink()
    os.mkfifo(published.lock_file)
    assert [one.code for one in published.lock().problems] == ["calendar-lock-broken"]


def test_an_empty_file_is_no_lock() -> None:
    [fault] = parse_lock("")[1]
    assert "first line" in fault.message


def test_of_two_lines_that_a_merge_left_the_later_revision_holds(published: Programme) -> None:
    older = published.lock_file.read_text()
    published.session("panel").update(start="11:00")
    published.update("2020-09-20T00:00:00Z")
    newer = next(line for line in published.lock_file.read_text().splitlines() if '"session":"panel"' in line)
    for text in (f"{older}\n{newer}\n", f"{older.splitlines()[0]}\n{newer}\n{older}"):
        lock, faults = parse_lock(text)
        assert (lock.entries["panel"].sequence, faults) == (1, ())


def test_an_interrupted_write_leaves_the_old_lock(published: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    before = published.lock_file.read_bytes()

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("mlw_build.system.atomic_files.os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_lock(published.root, "half a")
    assert published.lock_file.read_bytes() == before
    assert [one.name for one in published.lock_file.parent.glob("*calendar.lock*")] == ["calendar.lock"]


def test_what_an_interrupted_write_left_is_never_read(published: Programme) -> None:
    (published.lock_file.parent / ".calendar.lock.123.new").write_text("half a")
    assert published.lock().problems == ()
    published.read()


def test_line_ends_of_another_system_are_no_change(published: Programme) -> None:
    published.lock_file.write_bytes(published.lock_file.read_bytes().replace(b"\n", b"\r\n"))
    assert not published.calendar().differs


texts = st.text(min_size=1, max_size=20).map(clean_text).filter(bool)
names = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9_-]{0,8}\Z")
written = st.one_of(
    st.just(Text()),
    texts.map(Text.of),
    st.dictionaries(st.sampled_from(["ar", "en", "fr"]), texts, min_size=1).map(
        lambda values: Text(tuple(sorted(values.items())))
    ),
)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(
    lambda instant: instant.replace(microsecond=0, tzinfo=UTC)
)
seen = st.builds(
    VisibleDifference,
    st.none() | instants,
    st.none() | instants,
    st.none() | written,
    st.none() | st.lists(written, max_size=2).map(tuple),
)
lasts = st.builds(
    lambda start, **rest: StoredFacts(start=start, end=start + timedelta(hours=1), **rest),
    start=instants,
    status=st.sampled_from(["confirmed", "tentative", "cancelled"]),
    slug=names,
    title=written,
    rooms=st.lists(written, max_size=2).map(tuple),
    place=written,
    categories=st.lists(written, max_size=2).map(tuple),
    stream=st.none() | texts,
    feeds=st.lists(texts, max_size=3).map(tuple),
)
entries = st.builds(
    Entry,
    id=names,
    uid=names.map(lambda name: f"{name}@example.org"),
    sequence=st.integers(0, 2**31 - 1),
    created=instants,
    modified=instants,
    digests=st.dictionaries(st.sampled_from(["en", "fr"]), st.text("0123456789abcdef", min_size=16, max_size=16)),
    last=lasts,
    was=st.lists(instants, max_size=3).map(tuple),
    slugs=st.lists(names, max_size=2).map(tuple),
    log=st.lists(
        st.builds(
            Revision,
            st.integers(0, 9),
            instants,
            st.lists(st.sampled_from(KINDS), min_size=1, max_size=2).map(tuple),
            seen,
            seen,
        ),
        max_size=3,
    ).map(tuple),
    gone=st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(entries, max_size=4, unique_by=lambda entry: entry.id), st.dictionaries(names, written, max_size=3))
def test_what_is_written_is_read_again(found: list[Entry], feeds: dict[str, Text]) -> None:
    lock = Lock(
        {entry.id: entry for entry in found},
        {f"room/{name}": PublishedFeed("room", name, title) for name, title in feeds.items()},
        ("fr/",),
    )
    again, faults = parse_lock(serialise_lock(lock))
    assert faults == ()
    assert serialise_lock(again) == serialise_lock(lock)
    assert again == lock


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    parse_lock(text)
    parse_lock(HEAD + text)
