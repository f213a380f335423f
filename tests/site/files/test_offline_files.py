"""What the build publishes for use without a connection: a worker that follows the site, or one that leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mlw_build.pipeline import Options, build
from tests.small_sites import MINIMAL, SiteMaker

pytestmark = pytest.mark.thorough

SETTINGS = MINIMAL["content/conference.yaml"]


def published(root: Path, *, preview: bool = False) -> Path:
    """The output of a site."""
    built = build(Options(root, root / "output", preview=preview))
    assert built.published is not None, built.checked.diagnostics
    return root / "output"


def told(output: Path) -> dict[str, object]:
    """What the build tells the worker about the site."""
    first = (output / "sw.js").read_text(encoding="utf-8").partition("\n")[0]
    about: dict[str, object] = json.loads(first.removeprefix("const SITE=").removesuffix(";"))
    return about


def test_everything_that_is_kept_at_the_first_visit_is_there(site: SiteMaker) -> None:
    output = published(site())
    about = told(output)
    shell, offline = about["shell"], about["offline"]
    assert isinstance(shell, list)
    assert isinstance(offline, dict)
    assert offline == {"": "offline.html", "fr/": "fr/offline.html"}
    assert all((output / path).is_file() for path in (*shell, *offline.values()))


def test_the_agenda_of_each_language_is_kept_page_by_page(site: SiteMaker) -> None:
    agenda = told(published(site()))["agenda"]
    assert isinstance(agenda, dict)
    assert agenda["fr/"] == ["fr/", "fr/agenda/", "fr/agenda/2020-10-12/", "fr/offline.html"]


def test_a_new_look_makes_a_new_version_and_a_new_text_in_a_page_does_not(site: SiteMaker) -> None:
    version = told(published(site()))["version"]
    assert told(published(site({"content/pages/about.md": "---\ntitle: About\n---\nNew.\n"})))["version"] == version
    look = {"content/conference.yaml": f'{SETTINGS}look: {{accent: "#123456"}}\n'}
    assert told(published(site(look)))["version"] != version


def test_a_site_that_wants_no_worker_publishes_one_that_leaves(site: SiteMaker) -> None:
    output = published(site({"content/conference.yaml": f"{SETTINGS}offline: no\n"}))
    assert "unregister" in (output / "sw.js").read_text(encoding="utf-8")
    assert "fetch" not in (output / "sw.js").read_text(encoding="utf-8")
    assert not list((output / "assets").glob("offline.*.js"))


def test_a_preview_keeps_nothing_with_its_editor(site: SiteMaker) -> None:
    output = published(site(), preview=True)
    assert "fetch" not in (output / "sw.js").read_text(encoding="utf-8")
    assert not list((output / "assets").glob("offline.*.js"))


def test_hosts_are_told_not_to_keep_the_worker(site: SiteMaker) -> None:
    headers = (published(site()) / "_headers").read_text(encoding="utf-8")
    assert "/sw.js\n  Cache-Control: no-cache\n" in headers


def test_a_manifest_starts_in_its_language_and_covers_the_whole_site(site: SiteMaker) -> None:
    output = published(site())
    french = json.loads((output / "fr" / "manifest.webmanifest").read_text(encoding="utf-8"))
    assert (french["start_url"], french["scope"], french["lang"]) == ("./", "../", "fr")
    assert all((output / "fr" / icon["src"]).resolve().is_file() for icon in french["icons"])
