"""Every check has a page in docs/checks, and what the page says is what the tool does.

After a change of wording, `UPDATE_PAGES=1` writes the messages into the pages again.
"""

from __future__ import annotations

import os
import re
from datetime import date
from pathlib import Path

import pytest

from mlw_build.check.registry import CHECKS, DATED_CHECKS, FIXED
from mlw_build.commands.explaining import all_rules
from mlw_build.pipeline import Options, check
from mlw_build.report.text import as_text
from mlw_build.site.theme import theme
from tests.small_sites import MINIMAL

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "checks"
PAGES = sorted(file for file in FOLDER.glob("*.md") if file.stem != "README")
CODES = {rule.code: rule for rule in all_rules()}
ALWAYS = {*FIXED, *(rule.code for rule in theme.RULES)}
WITHOUT_EXAMPLE = {"calendar-lock-out-of-date", "session-deleted"}
"""They compare the programme with what was published before, so that no single site shows them."""

BLOCK = re.compile(r"^```(?P<name>[\w ./=ÖÜ-]+)\n(?P<text>.*?)^```$", re.M | re.S)
NAMED = re.compile(r"^(?P<path>[^ ]+(?: [^ /]+\.\w+)?)(?: (?P<how>absent|latin-1|link|size=\d+))?$")
LATER = date(2021, 4, 1)


def examples(page: str) -> dict[str, tuple[str, str]]:
    """The files that a page shows: by path, how each is made, and its text."""
    shown = {}
    for block in BLOCK.finditer(page):
        named = NAMED.match(block["name"])
        if named and "/" in named["path"]:
            shown[named["path"]] = (named["how"] or "", block["text"])
    return shown


def write(root: Path, page: str) -> None:
    """The minimal site with the page's example over it."""
    for path, (how, text) in {**{path: ("", text) for path, text in MINIMAL.items()}, **examples(page)}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if how == "link":
            file.symlink_to(text.strip())
        elif how.startswith("size="):
            file.write_bytes(b"\0" * int(how.removeprefix("size=")))
        elif how != "absent":
            file.write_text(text, encoding=how or "utf-8")


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    assert {page.stem for page in PAGES} == set(CODES)


def test_the_index_leads_to_every_page() -> None:
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\]\(([a-z0-9-]+)\.md\)", index)) == set(CODES)


@pytest.mark.parametrize("file", PAGES, ids=lambda file: file.stem)
def test_a_page_has_its_title_its_severity_and_how_to_put_it_right(file: Path) -> None:
    page, rule = file.read_text(encoding="utf-8"), CODES[file.stem]
    assert page.startswith(f"# {rule.code}\n\n{rule.title}.\n")
    off = any(one.off for one in CHECKS if one.rule is rule)
    assert ("**Off**" if off else f"**{rule.severity.value}**") in page
    assert ("Always an error" in page) == (rule.code in ALWAYS)
    assert "\n## Why it matters\n\n" in page
    assert "\n## How to put it right\n\n" in page


@pytest.mark.parametrize(
    "file", [page for page in PAGES if page.stem not in WITHOUT_EXAMPLE], ids=lambda file: file.stem
)
def test_the_example_of_a_page_gives_the_message_of_the_page(file: Path, tmp_path: Path) -> None:
    page = file.read_text(encoding="utf-8")
    write(tmp_path, page)
    found = check(Options(tmp_path, tmp_path / "output", on=LATER))
    said = [one for one in found.diagnostics if one.code == file.stem]
    assert said, as_text(found.diagnostics, found.texts())
    message = "\n".join(as_text(said[:1], found.texts()).split("\n")[1:-2])
    if os.environ.get("UPDATE_PAGES"):
        page = re.sub(r"^```text\n.*?^```$", lambda _: f"```text\n{message}\n```", page, count=1, flags=re.M | re.S)
        file.write_text(page, encoding="utf-8")
    assert f"```text\n{message}\n```\n" in page


@pytest.mark.parametrize("rule", [one.rule for one in (*CHECKS, *DATED_CHECKS)], ids=lambda rule: rule.code)
def test_a_check_can_be_turned_off(rule: object, tmp_path: Path) -> None:
    code = getattr(rule, "code")  # noqa: B009 - only its code matters here
    page = (FOLDER / f"{code}.md").read_text(encoding="utf-8")
    write(tmp_path, page)
    settings = tmp_path / "content" / "conference.yaml"
    written = re.sub(r"^checks:.*\n", "", settings.read_text(encoding="utf-8"), flags=re.M)
    settings.write_text(f"{written}checks: {{{code}: off}}\n", encoding="utf-8")
    found = check(Options(tmp_path, tmp_path / "output", on=LATER))
    assert code not in {one.code for one in found.diagnostics}
