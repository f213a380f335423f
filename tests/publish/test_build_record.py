"""What is promised of what a build remembers: it saves work, and nothing that is wrong with it can be seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlw_build.diagnostics import Diagnostic, Related, Severity, Span
from mlw_build.publish.build_inputs import BuildRequest, build_inputs
from mlw_build.publish.build_record import (
    FOLDER,
    FileState,
    PreviousBuild,
    file_system_clock,
    load_previous_build,
    store_build_record,
)
from mlw_build.publish.file_stats import CLOCK_TICK, file_stat
from mlw_build.publish.manifest import NAME, content_digest

SAID = Diagnostic(
    "room-clash", Severity.WARNING, Span("a.yaml", 2, 3, 2, 9), "A", "do B", (Related(Span("b.yaml"), "here"),)
)


@pytest.fixture
def output(tmp_path: Path) -> Path:
    folder = tmp_path / "output"
    folder.mkdir()
    (folder / "index.html").write_bytes(b"home")
    (folder / NAME).write_bytes(b"{}")
    return folder


def build_of(output: Path) -> PreviousBuild:
    left = FileState("key", content_digest(b"home"), file_stat(output / "index.html"))
    return PreviousBuild("made of", {"index.html": left}, None, 4, (SAID,), ("A conference",))


def test_a_build_is_remembered_with_what_was_said(tmp_path: Path, output: Path) -> None:
    store_build_record(tmp_path, output, build_of(output))
    found = load_previous_build(tmp_path, output)
    assert (found.inputs_digest, found.octets, found.diagnostics, found.summary) == (
        "made of",
        4,
        (SAID,),
        ("A conference",),
    )
    assert found.files["index.html"].key == "key"
    assert found.output_is_unchanged(output)


def test_each_output_folder_has_its_own(tmp_path: Path, output: Path) -> None:
    store_build_record(tmp_path, output, build_of(output))
    assert load_previous_build(tmp_path, tmp_path / "another") == PreviousBuild()


@pytest.mark.parametrize("changed", ["index.html", NAME])
@pytest.mark.parametrize("harm", ["same length", "longer", "gone"])
def test_an_output_that_somebody_touched_is_not_whole(tmp_path: Path, output: Path, changed: str, harm: str) -> None:
    store_build_record(tmp_path, output, build_of(output))
    file = output / changed
    if harm == "gone":
        file.unlink()
    else:
        file.write_bytes(b"x" * (file.stat().st_size + (harm == "longer")))
    assert not load_previous_build(tmp_path, output).output_is_unchanged(output)


@pytest.mark.parametrize("harm", [b"", b"\0", b"{}", b"mlw_build 0 build 1 00\n{}"])
def test_what_was_damaged_counts_as_not_there(tmp_path: Path, output: Path, harm: bytes) -> None:
    store_build_record(tmp_path, output, build_of(output))
    for file in (tmp_path / FOLDER).glob("*.json"):
        file.write_bytes(harm + file.read_bytes()[len(harm) + 5 :])
    assert load_previous_build(tmp_path, output) == PreviousBuild()


def test_nothing_is_written_through_a_link(tmp_path: Path, output: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / ".cache").mkdir()
    (tmp_path / FOLDER).symlink_to(elsewhere)
    store_build_record(tmp_path, output, build_of(output))
    assert list(elsewhere.iterdir()) == []


def wanted(root: Path, **other: object) -> BuildRequest:
    given = {"root": str(root), "output": str(root / "output"), "base_url": None, "strict": False, "locked": False}
    return BuildRequest(**{**given, **other})  # type: ignore[arg-type]


def digest_of(root: Path, **other: object) -> str:
    found = build_inputs(wanted(root, **other), 2**63)
    assert found is not None
    return found.digest


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "rooms.yaml").write_text("- {id: a, name: A}\n")
    return tmp_path


def test_the_same_sources_have_the_same_digest(site: Path) -> None:
    assert digest_of(site) == digest_of(site)


@pytest.mark.parametrize(
    "path",
    [
        "content/rooms.yaml",
        "content/new.yaml",
        "speakers/a.md",
        "themes/own/theme.yaml",
        "rooms.yaml",
        "programme/a.yaml",
    ],
)
def test_a_file_that_is_written_changes_it(site: Path, path: str) -> None:
    before = digest_of(site)
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text("- {id: b, name: B}\n")
    assert digest_of(site) != before


def test_so_does_one_that_is_taken_away_or_called_otherwise(site: Path) -> None:
    before = digest_of(site)
    (site / "content" / "rooms.yaml").rename(site / "content" / "tracks.yaml")
    renamed = digest_of(site)
    (site / "content" / "tracks.yaml").unlink()
    assert len({before, renamed, digest_of(site)}) == 3


def test_so_does_what_is_asked_for(site: Path) -> None:
    asked: list[dict[str, object]] = [
        {},
        {"base_url": "https://e.org/"},
        {"strict": True},
        {"locked": True},
        {"preview": True},
    ]
    assert len({digest_of(site, **one) for one in asked}) == len(asked)


def test_a_file_that_is_as_young_as_the_build_makes_it_uncertain(site: Path) -> None:
    now = file_system_clock(site)
    assert now is not None
    young, later = build_inputs(wanted(site), now), build_inputs(wanted(site), now + 10 * CLOCK_TICK)
    assert young is not None
    assert not young.certain
    assert later is not None
    assert later.certain


def test_a_link_that_leads_nowhere_hides_no_other_file(site: Path) -> None:
    (site / "content" / ".#rooms.yaml").symlink_to("somebody@somewhere.1")
    before = digest_of(site)
    (site / "content" / "rooms.yaml").write_text("- {id: b, name: B}\n")
    assert digest_of(site) != before


def test_behind_a_link_to_a_folder_may_be_anything(site: Path) -> None:
    (site / "elsewhere").mkdir()
    (site / "content" / "media").symlink_to(site / "elsewhere")
    assert build_inputs(wanted(site), 2**63) is None


def test_a_link_that_leads_to_the_same_file_by_another_way_is_another_one(site: Path) -> None:
    link = site / "content" / "tracks.yaml"
    (site / "content" / ".hidden.yaml").symlink_to("rooms.yaml")
    link.symlink_to("rooms.yaml")
    before = digest_of(site)
    link.unlink()
    link.symlink_to(".hidden.yaml")
    assert digest_of(site) != before
