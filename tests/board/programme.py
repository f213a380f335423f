"""A small programme for the board: three rooms, a day with comments and odd spacing, sessions without a time."""

from __future__ import annotations

from pathlib import Path

from mlw_build.edit.apply import unified_diff

DAY = "content/programme/day.yaml"
TRAY = "content/programme/unscheduled.yaml"

FILES = {
    "content/conference.yaml": (
        "id: demo\ntitle: Demo\ntime_zone: Europe/Paris\nlanguages: [en, fr]\ndomain: example.org\n"
    ),
    "content/rooms.yaml": (
        "- {id: main, name: Main room}\n- {id: room-2, name: Room II, capacity: 50}\n"
        "- {id: hall, name: Hall, shared: yes}\n"
    ),
    "content/formats.yaml": "- {id: keynote, name: Keynote, plenary: yes}\n- {id: talk, name: Talk, duration: 45m}\n",
    "speakers/ana.md": "---\nname: Ana Silva\n---\nWho speaks.\n",
    "speakers/ben.md": "---\nname: Ben Okri\navailable: 2020-10-12 09:00-12:00\n---\nWho speaks.\n",
    DAY: """\
# The first day.
date: 2020-10-12
sessions:
  # Everybody comes.
  - id: opening
    title: Opening
    format: keynote
    room: main
    start: 9:00   # sharp
    end: 9:30

  - {id: radio, title: Radio in schools, room: main, start: 10:00, duration: 45m, speakers: [ana]}
  - id: maps
    title: {en: Maps for all, fr: Des cartes pour tous}
    room: room-2
    start: 10:00
    end: 11:00
    speakers: [ben]
  - id: closing
    title: Closing
    room: main
    start: 16:00
    end: 16:30
""",
    TRAY: "sessions:\n  - id: poetry\n    title: Poetry\n    format: talk\n    speakers: [ana]\n",
}


def write_programme(root: Path) -> Path:
    """Write the programme into a folder."""
    for path, text in FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def lines_changed(root: Path) -> list[str]:
    """The lines that differ from the programme as it was, in all files, as a diff has them."""
    found = {str(file.relative_to(root)): file.read_text("utf-8") for file in root.rglob("*.*") if file.is_file()}
    after = {path: text for path, text in found.items() if not path.startswith(".")}
    before = {path: FILES.get(path, "") for path in after}
    diff = unified_diff(before, after).splitlines()
    return [line for line in diff if line[:1] in "+-" and not line.startswith(("+++", "---"))]
