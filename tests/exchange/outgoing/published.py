"""A small conference with one of everything, and its published data."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mlw_build.model.assemble import build_conference
from mlw_build.read.site_files import read_site
from mlw_build.site.files.data import data_files
from mlw_build.site.site import Site, build_site_model
from mlw_build.site.theme.theme import load_theme

FILES: Mapping[str, str] = {
    "content/conference.yaml": """\
id: demo-26
title: {en: Demo & Co, fr: Démo & Cie}
time_zone: Europe/Paris
languages: [en, fr]
domain: example.org
address: https://example.org/26/
extra: {private: classified}
registration: {url: "https://example.org/register", free: yes}
organisers: org
""",
    "content/rooms.yaml": """\
- {id: hall, name: {en: Hall, fr: Salle}, stream: "https://www.youtube.com/watch?v=M7lc1UVf-VE", capacity: 300}
- {id: lab, name: Lab, place: First floor}
- {id: lab-2, name: Lab}
""",
    "content/formats.yaml": "- {id: panel, name: Panel}\n",
    "content/tracks.yaml": "- {id: policies, name: Policies}\n",
    "content/organisations.yaml": "- {id: org, name: Organisation, url: https://example.org/}\n",
    "content/pages/about.md": "---\ntitle: About\n---\nWhat it is.\n",
    "speakers/ana.md": "---\nname: Ana Speaker\nextra: {telephone: classified}\n---\nWho speaks.\n",
    "speakers/tba.md": "---\nname: To be announced\nannounced: no\nposition: The minister\n---\n",
    "booths/org.md": "---\norganisation: org\nname: Booth\n---\n",
    "content/programme/day.yaml": """\
date: 2026-05-12
title: First day
sessions:
- id: opening
  title: {en: "Opening <b>&</b> more", fr: Ouverture}
  format: panel
  track: policies
  room: hall
  start: 10:00
  end: 11:30
  speakers: [ana, {id: tba, role: moderator}]
  languages: [en, fr]
  abstract: "See [about](page:about) and [there](https://example.org/a?b&c)."
  slides: https://example.org/slides
  parts:
    - {id: part-1, title: First part, duration: 10m, speakers: ana}
- id: gone
  title: Not any more
  room: lab
  start: 10:00
  end: 11:00
  status: cancelled
  reason: Ill
  stream: https://vimeo.com/76979871
- {id: late, title: Late, room: lab-2, start: "24:30", end: "25:15"}
- {id: secret, title: Meeting, room: lab, start: 12:00, end: 13:00, stream: "https://zoom.us/j/123456789?pwd=hush"}
""",
}


def site_with(root: Path, files: Mapping[str, str] | None = None) -> Site:
    """The site of the small conference with these files over it."""
    for path, text in {**FILES, **(files or {})}.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    sources, faults = read_site(root)
    conference, misfits = build_conference(sources)
    assert (faults, misfits) == ((), ())
    assert conference is not None
    theme, problems = load_theme(root, conference)
    assert problems == ()
    assert theme is not None
    return build_site_model(conference, theme, root)


def data_of(root: Path, files: Mapping[str, str] | None = None) -> Mapping[str, bytes]:
    """What is published of it under data/, by path."""
    return {one.path: one.made() for one in data_files(site_with(root, files))}


def a_day(*sessions: str, head: str = "date: 2026-05-12\n") -> Mapping[str, str]:
    """A day's file with these sessions alone, each written as a flow mapping without its braces."""
    lines = "".join(f"- {{{one}}}\n" for one in sessions)
    return {"content/programme/day.yaml": f"{head}sessions:\n{lines}", "booths/org.md": "---\norganisation: org\n---\n"}
