"""Small conferences for the tests of the site, written as editors write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from mlw_build.model.assemble import build_conference
from mlw_build.model.conference import Conference
from mlw_build.read.site_files import read_site

BASE = {
    "content/conference.yaml": """\
        id: demo
        title: {en: Demo Conference, fr: Conférence de démonstration}
        time_zone: Europe/Paris
        languages: [en, fr]
        domain: example.org
        """,
    "content/rooms.yaml": """\
        - {id: hall, name: Hall}
        - {id: lab, name: Lab}
        - {id: studio, name: Studio}
        - {id: fair, name: Fair, shared: yes}
        """,
    "content/formats.yaml": """\
        - {id: plenary, name: Plenary, plenary: yes}
        - {id: talk, name: Talk}
        """,
}

MakeConference = Callable[[Mapping[str, str]], Conference]


@pytest.fixture
def make_conference(tmp_path: Path) -> MakeConference:
    """Writes files over a small conference's and gives the conference; it must read without a problem."""

    def make(files: Mapping[str, str]) -> Conference:
        for path, text in {**BASE, **files}.items():
            place = tmp_path / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(dedent(text), encoding="utf-8")
        sources, faults = read_site(tmp_path)
        conference, misfits = build_conference(sources)
        assert not faults, faults
        assert not misfits, misfits
        assert conference is not None
        return conference

    return make


def day(*sessions: str) -> Mapping[str, str]:
    """A day's file with sessions given as flow mappings."""
    lines = ["date: 2020-10-12", "sessions:", *(f"  - {{{one}}}" for one in sessions)]
    return {"content/programme/day.yaml": "\n".join(lines) + "\n"}
