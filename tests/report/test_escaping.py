"""Whatever a programme says: a terminal shows it, and no CI runner takes it for a command."""

from __future__ import annotations

import contextlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlw_build.cli import main
from mlw_build.report.escaping import HarmlessStream, harmless, markdown_text
from tests.small_sites import SiteMaker

HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)
COMMAND = re.compile(r"^[\s\ufeff\u200b]*::|##\s*\w*\[", re.MULTILINE)

EVIL = "x\\e[31m\\a\\u202e\\u2066 ##[add-mask]x ##vso[task.x] %0A::stop-commands::x"
DAY = f'date: 2020-10-12\nsessions:\n  - {{id: opening, title: "{EVIL}", start: 10:00, end: 09:00}}\n'
KEY = f'date: 2020-10-12\nsessions:\n  - {{id: opening, title: A, start: 10:00, end: 11:00, "{EVIL}": x}}\n'


def is_harmless(text: str) -> bool:
    return not HARMFUL.search(text) and not COMMAND.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[2J", "\x07", "\x9b31m", "\x7f", "\x08", "a\rb", "\u202e", "\u2066", "\u2028", "\ud800",
        "::add-mask::x", "  ::error::x", "\xa0::x", "\t::x", "a\n::x", "\ufeff::x", "a ##[stop-commands]x",
        "###[x]", "##vso[x]", "##teamcity[x]", "section_start:1:a\r\x1b[0K",
    ],
)  # fmt: skip
def test_what_a_terminal_or_a_runner_would_act_on_is_only_shown(text: str) -> None:
    assert is_harmless(harmless(text))


@pytest.mark.parametrize(
    "text", ["Opening", "مرحبا\u200f", "می\u200cخواهم", "👩\u200d🚀", "a::b", "## Title", "a\r\nb\tc", "C#", "#[x]"]
)
def test_an_ordinary_text_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


@given(st.text(st.sampled_from("#[:a \n\r\x1b\t\u2028v\ud800"), max_size=20), st.integers(0, 20))
def test_a_line_written_in_pieces_is_as_harmless(text: str, cut: int) -> None:
    written = io.StringIO()
    stream = HarmlessStream(written)
    for piece in (text[:cut], text[cut:]):
        stream.write(piece)
    stream.flush()
    assert is_harmless(written.getvalue())


@given(st.text(st.sampled_from("#[:a \x1b\u2028v\x80\u202e"), max_size=20))
def test_json_that_is_printed_stays_the_same_json(text: str) -> None:
    assert json.loads(harmless(json.dumps({"title": text}, ensure_ascii=False))) == {"title": text}


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
@pytest.mark.parametrize("day", [DAY, KEY])
def test_nothing_that_check_prints_is_a_command(
    site: SiteMaker, capsys: pytest.CaptureFixture[str], form: str, day: str
) -> None:
    main(["check", "--root", str(site({"content/programme/2020-10-12.yaml": day})), "--format", form])
    printed = capsys.readouterr()
    assert printed.out
    assert is_harmless(printed.out + printed.err)


def test_each_annotation_is_one_command_and_says_no_other(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--root", str(site({"content/programme/2020-10-12.yaml": KEY})), "--format", "github"])
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("::error file=") for line in lines)
    for line in lines:
        assert is_harmless(re.sub(r"^::(error|warning|notice) file=", "", line)), line


def test_the_name_of_a_file_is_only_shown(site: SiteMaker, capsys: pytest.CaptureFixture[str]) -> None:
    root = site()
    (root / "content" / "\x1b[31m##[add-mask]x\u202e.yaml").write_text("x")
    main(["check", "--root", str(root), "--all"])
    printed = capsys.readouterr()
    assert "add-mask" in printed.out
    assert is_harmless(printed.out + printed.err)


@pytest.mark.parametrize(
    "arguments", [["\n::stop-commands::x"], ["check", "\x1b[31m##[x]"], ["check", "--root", "\n::x"]]
)
def test_what_was_typed_is_only_shown(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.suppress(SystemExit):
        main(arguments)
    printed = capsys.readouterr()
    assert printed.err
    assert is_harmless(printed.err)


def test_an_encoding_that_lacks_a_character_is_no_fault(site: SiteMaker) -> None:
    root = site({"content/programme/2020-10-12.yaml": DAY})
    command = [sys.executable, "-m", "mlw_build", "check", "--root", str(root)]
    ascii_only = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(Path.cwd())}
    ran = subprocess.run(command, capture_output=True, check=False, env=ascii_only)
    assert b"Traceback" not in ran.stderr
    assert ran.stdout


@pytest.mark.parametrize(
    "text",
    ["[a](https://evil.example)", "![a](//evil.example/x.png)", "https://evil.example", "WWW.evil.example",
     "<img src=x>", "a | b", "a\n\n# b", "@everyone", "`a`", "&lt;b>"],
)  # fmt: skip
def test_a_text_in_a_job_summary_is_no_markup(text: str) -> None:
    shown = markdown_text(text)
    assert not re.search(r"(?<!\\)[\[\]|`#!*_]|[<>@\n]|://|www\.", re.sub(r"&#\d+;", "", shown), re.I)
