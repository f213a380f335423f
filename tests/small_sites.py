"""A small site that tests build on, and what the first half of the line says of a site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from mlw_build.diagnostics import Diagnostic
from mlw_build.model.assemble import build_conference
from mlw_build.model.conference import Conference
from mlw_build.read.site_files import read_site

MINIMAL: Mapping[str, str] = {
    "content/conference.yaml": (
        "id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [en, fr]\ndomain: example.org\n"
    ),
    "content/rooms.yaml": "- {id: main, name: Main room}\n- {id: room-2, name: Room II}\n",
    "content/formats.yaml": "- {id: panel, name: Panel}\n",
    "content/tracks.yaml": "- {id: policies, name: Policies}\n",
    "content/organisations.yaml": "- {id: org, name: Organisation}\n",
    "speakers/ana.md": "---\nname: Speaker A\n---\nWho speaks.\n",
    "content/pages/about.md": "---\ntitle: About\n---\nWhat it is.\n",
    "content/programme/day.yaml": (
        "date: 2020-10-12\nsessions:\n- {id: opening, title: Opening, start: 10:00, end: 11:00}\n"
    ),
}
"""A site without a fault, on which others build."""

OF_SMALL_SITES = frozenset({"unused-entry", "unused-speaker", "no-stream"})
"""Notes on what a small site has, or lacks, on purpose."""

Files = Mapping[str, str | bytes | None]
SiteMaker = Callable[..., Path]


def model_of(root: Path) -> tuple[Conference | None, tuple[Diagnostic, ...]]:
    """The conference of a site, and what reading and modelling say of it."""
    sources, faults = read_site(root)
    made, misfits = build_conference(sources)
    return made, (*faults, *misfits)


def checked(root: Path) -> tuple[Diagnostic, ...]:
    """Everything that reading, modelling and checking say of a site, but for the notes of small sites."""
    from mlw_build.check.registry import check_conference

    made, found = model_of(root)
    said = check_conference(made, found) if made else found
    return tuple(one for one in said if one.code not in OF_SMALL_SITES)
