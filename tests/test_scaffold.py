"""`new` starts things that build at once, in the way the file around them is written, and never writes over any."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlw_build.diagnostics import Severity
from mlw_build.pipeline import Options, check
from mlw_build.report.text import as_text
from mlw_build.scaffold.entries import CLEAN, PROBLEMS, USAGE, run_new
from tests.small_sites import SiteMaker, model_of

NAMES = [
    "Speaker Example", "Dr. O'Neil-Example (Kenya)", 'The "best", and: more', "متحدث", "李", "😀", "null", "yes",
    "2020",
    "# 1", "- x", "a: b", "{x}", "*x*", "@home", "back\\slash", "100 %", "  spaced   out ", "bell\x07", "line\nbreak",
]  # fmt: skip


def worst(root: Path) -> str:
    """What is wrong with a site, without notes."""
    found = check(Options(root, root / "output"))
    return as_text([one for one in found.diagnostics if one.severity is not Severity.NOTE], found.texts())


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", ["speaker", "page", "session"])
def test_what_is_started_has_the_name_it_was_given(site: SiteMaker, kind: str, name: str) -> None:
    root = site()
    before, _ = model_of(root)
    assert run_new(root, kind, name) == CLEAN
    assert worst(root) == "No problems."
    after, _ = model_of(root)
    assert before is not None
    assert after is not None
    [new] = set(getattr(after, f"{kind}s")) - set(getattr(before, f"{kind}s"))
    thing = getattr(after, f"{kind}s")[new]
    assert (thing.name if kind == "speaker" else thing.title).plain == " ".join(name.replace("\x07", "").split())


def test_the_remarks_in_a_new_speaker_are_yaml_once_they_are_no_remarks(site: SiteMaker) -> None:
    root = site({"content/media/x.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'})
    run_new(root, "speaker", 'Ana "A", of: Kenya')
    file = root / "speakers" / "ana-a-of-kenya.md"
    wanted = ("photo", "country", "position", "languages", "time_zone", "links")
    text = file.read_text().replace("ana-a-of-kenya.jpg", "x.svg")
    lines = [
        line.removeprefix("# ") if line.startswith(tuple(f"# {key}:" for key in wanted)) else line
        for line in text.split("\n")
    ]
    file.write_text("\n".join(lines))
    assert worst(root) == "No problems."


def test_a_new_booth_says_what_is_left_to_fill_in(site: SiteMaker) -> None:
    root = site()
    assert run_new(root, "booth", "Our booth") == CLEAN
    file = root / "booths" / "our-booth.md"
    file.write_text(file.read_text().replace("an-id-from-organisations", "org"))
    assert worst(root) == "No problems."


def test_a_new_day_is_a_day(site: SiteMaker) -> None:
    root = site()
    assert run_new(root, "day", "2020-10-13") == CLEAN
    assert worst(root) == "No problems."


def test_days_that_are_started_one_after_the_other_do_not_meet(site: SiteMaker) -> None:
    root = site()
    assert [run_new(root, "day", day) for day in ("2020-10-13", "2020-10-14")] == [CLEAN, CLEAN]
    assert worst(root) == "No problems."


def test_the_first_session_of_a_new_day_takes_no_id_that_is_there(site: SiteMaker) -> None:
    moved = "{id: First-session-2020-10-13, title: A, start: 08:00, end: 09:00}"
    root = site({"content/programme/day.yaml": f"date: 2020-10-12\nsessions:\n- {moved}\n"})
    assert run_new(root, "day", "2020-10-13") == CLEAN
    assert worst(root) == "No problems."


@pytest.mark.parametrize(
    ("date", "said"),
    [
        ("tomorrow", "is not a date. Write year-month-day"),
        ("../x", "is not a date. Write year-month-day"),
        ("13/10/2020", "is not a date. Write `2020-10-13`."),
        ("2020-13-01", "There is no day 2020-13-01 in the calendar."),
        ("2027-06-31", "There is no day 2027-06-31 in the calendar."),
    ],
)
@pytest.mark.parametrize("kind", ["day", "session"])
def test_a_day_has_to_be_a_date(
    site: SiteMaker, kind: str, date: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = (date, None) if kind == "day" else ("New one", date)
    assert run_new(site(), kind, given[0], day=given[1]) == USAGE
    assert said in capsys.readouterr().err


def test_a_day_that_another_file_has_is_not_started_again(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    root = site()
    assert run_new(root, "day", "2020-10-12") == PROBLEMS
    assert "2020-10-12 is in" in (said := capsys.readouterr().err)
    assert "day.yaml already" in said
    assert not (root / "content" / "programme" / "2020-10-12.yaml").exists()


@pytest.mark.parametrize("name", ["Agenda", "404", "fr", "FR"])
def test_a_page_that_the_site_has_itself_is_not_started(
    site: SiteMaker, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site()
    assert run_new(root, "page", name) == USAGE
    assert f'Name it "{name} page"' in capsys.readouterr().err
    assert run_new(root, "page", f"{name} page") == CLEAN
    assert worst(root) == "No problems."


ONE = "{id: a, title: A, start: 08:00, end: 09:00}"
DAYS = [
    f"date: 2020-10-12\nsessions:\n- {ONE}\n",
    f"date: 2020-10-12\nsessions:\n  - {ONE}\n",
    f"date: 2020-10-12\nsessions:\n    - {ONE}",
    "date: 2020-10-12\n",
    "date: 2020-10-12\nsessions:\n",
    f"sessions:\n  - {ONE}\n  # a remark\n\n# the date\ndate: 2020-10-12\n",
    "date: 2020-10-12\nsessions:\n  - id: a\n    title: A\n    start: 08:00\n    end: 09:00\n    abstract: |\n"
    "      Text\n\n      more\n\n\n",
    "date: 2020-10-12\nsessions:\n  -\n    id: a\n    title: A\n    start: 08:00\n    end: 09:00\ntitle: The day\n",
]


@pytest.mark.parametrize("written", DAYS)
def test_a_session_is_added_in_the_way_the_others_are_written(site: SiteMaker, written: str) -> None:
    root = site({"content/programme/day.yaml": written})
    before, _ = model_of(root)
    assert run_new(root, "session", "New one", start="13:00") == CLEAN
    assert worst(root) == "No problems."
    after, _ = model_of(root)
    assert before is not None
    assert after is not None
    assert list(after.sessions) == [*before.sessions, "new-one"]
    kept = (root / "content" / "programme" / "day.yaml").read_text()
    assert all(line in kept.split("\n") for line in written.split("\n"))


def test_a_session_is_added_inside_brackets(site: SiteMaker) -> None:
    root = site({"content/programme/day.yaml": f"date: 2020-10-12\nsessions: [{ONE}]\n"})
    assert run_new(root, "session", "New one", start="13:00") == CLEAN
    text = (root / "content/programme/day.yaml").read_text(encoding="utf-8")
    assert text.startswith(f"date: 2020-10-12\nsessions: [{ONE}, {{id: new-one, title: New one, start: 13:00,")


@pytest.mark.parametrize(
    "written",
    ["sessions: [\n", "- x\n", "date: 2020-10-12\nsessions: text\n"],
)
def test_a_file_that_is_written_otherwise_is_left_alone(
    site: SiteMaker, written: str, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site({"content/programme/day.yaml": written})
    assert run_new(root, "session", "New one") == PROBLEMS
    assert (root / "content" / "programme" / "day.yaml").read_text() == written
    assert "id: new-one" in capsys.readouterr().err


def test_nothing_is_written_over(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    root = site()
    assert run_new(root, "speaker", "Ana") == PROBLEMS
    assert run_new(root, "session", "Opening") == PROBLEMS
    assert worst(root) == "No problems."
    assert capsys.readouterr().err.count("already") == 2


TWO_DAYS = {"content/programme/more/b.yml": "date: '2020-10-13' # Tuesday\nsessions:\n"}


def test_a_session_goes_into_the_file_that_has_its_date(site: SiteMaker) -> None:
    root = site(TWO_DAYS)
    assert run_new(root, "session", "New one", day="2020-10-13") == CLEAN
    assert "id: new-one" in (root / "content" / "programme" / "more" / "b.yml").read_text()
    assert worst(root) == "No problems."


def test_a_day_that_is_not_there_is_to_be_started_first(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_new(site(), "session", "New one", day="2027-04-01") == USAGE
    assert "there is no day 2027-04-01; `new day 2027-04-01` makes one." in capsys.readouterr().err


def test_of_several_days_one_is_to_be_named(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_new(site(TWO_DAYS), "session", "New one") == USAGE
    assert "with --day. There are: 2020-10-12, 2020-10-13." in capsys.readouterr().err


def test_without_any_day_one_is_to_be_started(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_new(site({"content/programme/day.yaml": None}), "session", "New one") == USAGE
    assert "there is no day yet; `new day" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("9:30 pm", "Write `21:30`."),
        ("9.30", "Write `09:30`."),
        ("25:99", "There is no 25:99 on a clock."),
        ("x: [", "is not a time."),
        ("", "is not a time."),
    ],
)
def test_a_start_has_to_be_a_time(site: SiteMaker, start: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    root = site()
    before = (root / "content" / "programme" / "day.yaml").read_text()
    assert run_new(root, "session", "New one", start=start) == USAGE
    assert said in capsys.readouterr().err
    assert (root / "content" / "programme" / "day.yaml").read_text() == before


@pytest.mark.parametrize(("start", "written"), [("9:30", "09:30"), ("24:30", "24:30"), ("10:00+02:00", "10:00+02:00")])
def test_any_time_that_content_may_have_is_written(site: SiteMaker, start: str, written: str) -> None:
    root = site()
    assert run_new(root, "session", "New one", start=start) == CLEAN
    assert f"start: {written}\n" in (root / "content" / "programme" / "day.yaml").read_text()
    assert worst(root) == "No problems."


@pytest.mark.parametrize("name", ["", "  ", "\n"])
def test_a_name_is_needed(site: SiteMaker, name: str) -> None:
    assert run_new(site(), "speaker", name) == USAGE
