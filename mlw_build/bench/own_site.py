"""A made-up conference as a site of ours: the files that an editor would have written."""

from __future__ import annotations

import json
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from mlw_build.bench.lay_out import write_files
from mlw_build.bench.synthetic import Booth, Conference, Session, make_up

A_FILE = 2000
"""Sessions in one file; a longer day is split, as editors would."""


def write_conference(root: Path, sessions: int, seed: int = 1, clashes: int = 0) -> None:
    """Write the content of a made-up conference under a folder."""
    write_files(root, own_files(make_up(sessions, seed, clashes)))


def own_files(conference: Conference) -> Iterator[tuple[str, str]]:
    """Each file of the site: its path in the site's folder, and its text."""
    yield (
        "content/conference.yaml",
        f"id: {conference.id}\ntitle: {conference.title}\ntime_zone: {conference.time_zone}\nlanguages: [en]\n"
        f"domain: {conference.domain}\naddress: {conference.address}\n",
    )
    for name, listed in (("formats", conference.formats), ("tracks", conference.tracks)):
        yield (
            f"content/{name}.yaml",
            "".join(f"- {{id: {named.id}, name: {_quoted(named.name)}}}\n" for named in listed),
        )
    rooms = (f"- id: {room.id}\n  name: {_quoted(room.name)}\n  stream: {room.stream}\n" for room in conference.rooms)
    yield "content/rooms.yaml", "".join(rooms)
    partners = (f"- {{id: partner-{booth.id}, name: {_quoted(booth.name)}}}\n" for booth in conference.booths)
    yield "content/organisations.yaml", "".join(partners)
    for speaker in conference.speakers:
        head = f"name: {_quoted(speaker.name)}\nposition: {_quoted(speaker.position)}\n"
        yield f"speakers/{speaker.id}.md", f"---\n{head}---\n\n{speaker.biography}"
    demos = {session.booth: session for session in conference.sessions if session.booth}
    for booth in conference.booths:
        yield f"booths/{booth.id}.md", _booth(booth, demos.get(booth.id))
    yield from _days(conference)


def _days(conference: Conference) -> Iterator[tuple[str, str]]:
    entries = defaultdict(list)
    for session in conference.sessions:
        if session.room:
            entries[session.date].append(_session(session, f"    room: {session.room}\n"))
    for number, day in enumerate(conference.days, start=1):
        head = f"date: {day.date}\ntitle: {_quoted(day.title)}\nsessions:"
        for piece, first in enumerate(range(0, max(1, len(entries[day.date])), A_FILE), start=1):
            some = "".join(entries[day.date][first : first + A_FILE])
            yield f"content/programme/day-{number}-{piece}.yaml", f"{head}\n{some}" if some else f"{head} []\n"


def _booth(booth: Booth, demo: Session | None) -> str:
    shown = f"demos:\n{_session(demo, f'    date: {demo.date}{chr(10)}')}" if demo else ""
    return (
        f"---\norganisation: partner-{booth.id}\nprojects:\n  - name: {_quoted(booth.project)}\n"
        f"    description: {_quoted(booth.project_text)}\n{shown}---\n\n{booth.about}"
    )


def _session(session: Session, where: str) -> str:
    return (
        f"  - id: {session.id}\n    title: {_quoted(session.title)}\n    format: {session.format}\n"
        f"    track: {session.track}\n{where}    start: {session.start}\n    end: {session.end}\n"
        f"    speakers: [{', '.join(session.speakers)}]\n"
        f"    abstract: |\n{textwrap.indent(session.abstract, ' ' * 6)}"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
