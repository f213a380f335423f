"""What other programs read: JSON by its schema, GitHub's annotations within its limits, SARIF for code scanning."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from mlw_build.check.registry import RULES
from mlw_build.diagnostics import Diagnostic, Edit, Fix, InvolvedSessions, Related, Rule, Severity, Span
from mlw_build.report.github import as_github
from mlw_build.report.json import as_json
from mlw_build.report.sarif import as_sarif
from mlw_build.report.text import as_text

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/diagnostics.schema.json").read_text(encoding="utf-8"))
CLASH = Rule("room-clash", "Two sessions in one room at the same time")
DAY = "content/programme/day one.yaml"


def problem(line: int = 3, severity: Severity = Severity.ERROR, message: str = "Twice.") -> Diagnostic:
    place = Span(DAY, line, 5, line, 9)
    other = Related(Span(DAY, 1, 5, 1, 9), "the other")
    fix = Fix("Write another room", (Edit(place, "room-2"),))
    found = CLASH.at(place, message, "Move one.", [other], fix=fix, involved=InvolvedSessions.of("a", "b", bearable=1))
    return found.with_severity(severity)


@pytest.mark.parametrize("found", [[], [problem()], [Rule("x", "X").at(Span("a.yaml"), "Odd.")]])
def test_json_is_as_its_schema_says(found: list[Diagnostic]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(json.loads(as_json(found)))


def test_json_names_the_sessions_and_the_fix() -> None:
    (one,) = json.loads(as_json([problem()]))["diagnostics"]
    assert one["sessions"] == ["a", "b"]
    assert one["fix"]["edits"][0]["text"] == "room-2"


def test_the_worst_ten_of_each_kind_are_annotations_and_the_rest_is_in_the_summary() -> None:
    found = [problem(line, severity) for severity in reversed(Severity) for line in range(1, 14)]
    report = as_github(found)
    kinds = re.findall(r"^::(\w+) ", report.annotations, re.M)
    assert kinds == ["error"] * 10 + ["warning"] * 10 + ["notice"] * 10
    assert len(report.rest) == 9
    assert report.summary.count("| `content/programme/day one.yaml`:") == 9


def test_an_annotation_is_one_command_whatever_its_message_says() -> None:
    report = as_github([problem(message="50%, or:\n::error::all of it")])
    assert report.annotations.startswith(
        "::error file=content/programme/day one.yaml,line=3,endLine=3,col=5,endColumn=8,title=room-clash::"
        "50%25, or:%0A::error::all of it%0AMove one.%0ASee "
    )
    assert "\n" not in report.annotations


def test_the_summary_never_has_more_than_there_is_room_for_and_says_what_is_left_out() -> None:
    found = [problem(line, message="x" * 200) for line in range(1, 10_000)]
    report = as_github(found, room=20_000)
    assert len(report.summary.encode()) <= 20_000
    assert re.search(r"\d+ more are left out", report.summary)


def test_content_is_not_markup_in_the_summary() -> None:
    found = [problem(line, message="<img src=x> | @everybody [a](b)") for line in range(1, 12)]
    row = as_github(found).summary.splitlines()[-1]
    assert "<img" not in row
    assert "@" not in row
    assert "\\|" in row


def test_paths_begin_with_the_site_s_folder_in_the_repository() -> None:
    assert "file=site/content/" in as_github([problem()], "site/").annotations
    assert '"uri": "site/content/programme/day%20one.yaml"' in as_sarif([problem()], [CLASH], {}, "1.0", "site/")


def test_sarif_has_what_code_scanning_asks_for() -> None:
    page = "# room-clash\n\nTwo sessions in\none room.\n"
    log = json.loads(as_sarif([problem()], RULES, {"room-clash": page}, "1.0", docs="https://example.org/checks/"))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    (result,) = run["results"]
    rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert rule["id"] == result["ruleId"] == "room-clash"
    assert rule["fullDescription"]["text"] == "Two sessions in one room."
    assert rule["help"]["markdown"] == page
    assert rule["helpUri"] == "https://example.org/checks/room-clash.md"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "content/programme/day%20one.yaml", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 9}
    assert result["relatedLocations"][0]["message"]["text"] == "the other"


def test_a_rule_that_nobody_declared_is_described_too() -> None:
    log = json.loads(as_sarif([Rule("of-a-theme", "T").at(Span("a.yaml"), "Odd.")], RULES, {}, "1.0"))
    assert log["runs"][0]["tool"]["driver"]["rules"][-1]["id"] == "of-a-theme"


def test_a_problem_is_known_again_when_it_moves_and_two_are_two() -> None:
    def fingerprints(*found: Diagnostic) -> list[str]:
        results = json.loads(as_sarif(found, [CLASH], {}, "1.0"))["runs"][0]["results"]
        return [one["partialFingerprints"]["primaryLocationLineHash"] for one in results]

    assert fingerprints(problem(3)) == fingerprints(problem(40, message="Twice, at another time."))
    assert len(set(fingerprints(problem(3), problem(4)))) == 2


def test_text_keeps_to_a_screenful_and_shows_the_worst() -> None:
    notes = [problem(line, Severity.NOTE, f"note {line}") for line in range(1, 50)]
    shown = as_text([*notes, problem(60, message="the error")], {}, most=24)
    assert len(shown.splitlines()) <= 24
    assert "the error" in shown
    assert "Not shown: " in shown
    assert shown.endswith("1 error, 49 notes.")


def test_text_shows_everything_when_asked() -> None:
    notes = [problem(line, Severity.NOTE, f"note {line}") for line in range(1, 50)]
    shown = as_text(notes, {})
    assert shown.count("[room-clash]") == 49
    assert "Not shown" not in shown


def test_no_line_of_content_begins_a_workflow_command() -> None:
    shown = as_text([problem(1)], {DAY: "::stop-commands::x"})
    assert not any(line.strip().startswith("::") for line in shown.splitlines())
