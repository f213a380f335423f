"""What is too large, too deep or made to harm ends in a sentence, and nothing is written outside the site."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from mlw_build.exchange.incoming.reading import source as source_module
from mlw_build.exchange.incoming.reading.safe_json import read_json
from mlw_build.exchange.incoming.reading.safe_xml import read_xml
from mlw_build.exchange.incoming.reading.source import Source, SourceRefused
from tests.exchange.incoming.conftest import SCHEDULE, Importer, conference_in

BOMB = '<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><schedule>&b;</schedule>'
OUTSIDE = '<!DOCTYPE s [<!ENTITY a SYSTEM "secret.txt">]><schedule>&a;</schedule>'


@pytest.mark.parametrize("text", [BOMB, OUTSIDE])
def test_entities_are_refused(text: str) -> None:
    with pytest.raises(SourceRefused, match="entities"):
        read_xml(text.encode(), "schedule.xml")


@pytest.mark.parametrize("text", ["", "<a><b></a>", "<a>" * 5000, "\x00\x01"])
def test_broken_xml_is_refused(text: str) -> None:
    with pytest.raises(SourceRefused):
        read_xml(text.encode(), "schedule.xml")


def test_control_characters_and_bare_ampersands_in_xml_are_repaired() -> None:
    root, _ = read_xml(b"<a>one\x0btwo & three&nbsp;four</a>", "schedule.xml")
    assert root.text == "onetwo & three\xa0four"


@pytest.mark.parametrize("text", ["[" * 100_000, "{", "", "[" + "0," * 3_000_000 + "0]"])
def test_broken_or_boundless_json_is_refused(text: str) -> None:
    with pytest.raises(SourceRefused):
        read_json(text, "schedule.json")


def test_a_file_of_a_hundred_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    place = tmp_path / "schedule.xml"
    with place.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(SourceRefused, match="100 MB, more than the 30 MB"):
        Source(place).octets()


def test_a_packed_file_that_unpacks_without_end_is_refused(bring_in: Importer) -> None:
    octets = io.BytesIO()
    with zipfile.ZipFile(octets, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(4):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * 50_000_000)
    with pytest.raises(SourceRefused, match="unpacks to more than"):
        bring_in(octets.getvalue(), "bomb.xlsx")


def test_a_file_that_only_says_it_is_a_workbook_is_refused(bring_in: Importer) -> None:
    with pytest.raises(SourceRefused, match="not a spreadsheet"):
        bring_in("hello", "a.xlsx")


def test_a_table_without_end_is_refused(bring_in: Importer) -> None:
    with pytest.raises(SourceRefused, match="rows"):
        bring_in("title,date\n" + "a,2025-01-01\n" * 60_000, "t.csv")


def test_names_that_lead_out_of_the_site_stay_inside(bring_in: Importer, site: Path, tmp_path: Path) -> None:
    bring_in(SCHEDULE.replace("Bo Lee", "../../../escape").replace('id="12"', 'id="../../escape"'))
    written = {path.resolve() for path in tmp_path.rglob("*") if path.is_file() and "in" not in path.parent.name}
    assert all(path.is_relative_to(site.resolve()) for path in written if "escape" in path.name)
    assert len(conference_in(site).sessions) == 2


def test_links_that_lead_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "link.md").symlink_to(tmp_path / "secret.md")
    assert Source(folder).files == ()


def test_a_folder_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source_module, "MOST_FILES", 3)
    for number in range(5):
        (tmp_path / f"{number}.md").touch()
    with pytest.raises(SourceRefused, match="more than 3 files"):
        _ = Source(tmp_path).files


def test_what_only_we_may_write_in_yaml_is_quoted(bring_in: Importer, site: Path) -> None:
    title = "- [x]: {y} # z: &amp;anchor *alias !!tag"
    bring_in(SCHEDULE.replace("Second talk", title))
    assert conference_in(site).sessions["12"].title.plain == "- [x]: {y} # z: &anchor *alias !!tag"
