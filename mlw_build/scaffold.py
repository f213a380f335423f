"""`new`: starts a speaker, a booth, a session, a day, a page or a conference, with comments on what to fill in."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from slugify import slugify
from yaml.nodes import MappingNode, SequenceNode

from mlw_build.model.text import clean, one_line
from mlw_build.read.yaml_reader import nodes_of, read_yaml

CLEAN, PROBLEMS, USAGE = 0, 1, 2

KINDS = ("speaker", "booth", "session", "day", "page", "conference")

_SPEAKER = """\
---
name: {name}
# position: Professor of Education
# organisation: an id from content/organisations.yaml
# affiliation: an organisation that is not in that file
# country: Kenya
# photo: {{file: {id}.jpg, alt: {portrait}}}
# languages: [en]
# time_zone: Africa/Nairobi
# links: [https://example.org/]
---

Who {title} is, in a few lines.
"""

_BOOTH = """\
---
name: {name}
organisation: an-id-from-organisations
# tagline: One line on what the booth shows.
projects:
  - name: A project or solution
    description: What it does, for whom, in two or three sentences.
demos:
  # A live demonstration, written like a session.
  # - {{id: demo-{id}, title: Live show, date: 2020-10-12, start: 13:00, duration: 30m}}
# contact: {{email: booth@example.org}}
# open_until: 2021-04-30
---

What visitors find at this booth.
"""

_PAGE = """\
---
title: {name}
menu: footer
# order: 100
---

The text, in Markdown. A link to another page: [agenda](agenda:), [about](page:about).
"""

_DAY = """\
date: {id}
title: The day's theme
# questions:
#   - A question that the day is about?
sessions:
  - id: first-session
    title: A title
    # format: an id from content/formats.yaml
    # room: an id from content/rooms.yaml
    start: 10:00
    end: 11:00
    # speakers: [an-id-from-speakers]
    abstract: |
      What it is about.
"""

_SESSION = """\
- id: {id}
  title: {name}
  # format: an id from content/formats.yaml
  # room: an id from content/rooms.yaml
  start: {start}
  duration: 60m
  # speakers: [an-id-from-speakers]
  abstract: |
    What it is about.
"""

_CONFERENCE: Mapping[str, str] = {
    "content/conference.yaml": """\
id: {id}
title: {name}
# theme_title: The conference's theme
# description: What the conference is, in a sentence or two.
time_zone: Europe/Paris
languages: [en]
# Where the site will be published; calendars and shared links need it.
# address: https://example.org/{id}/
# The organiser's domain, part of every calendar entry. Never change it.
domain: example.org
""",
    "content/rooms.yaml": """\
# A room is a place (give it a `place`) or an online channel (give it a `stream`).
- id: main
  name: Main room
""",
    "content/formats.yaml": """\
- id: plenary
  name: Plenary
  plenary: yes
- id: workshop
  name: Workshop
  duration: 90m
""",
    "content/tracks.yaml": """\
# Sub-themes that sessions belong to.
# - {{id: policies, name: Policies}}
""",
    "content/organisations.yaml": """\
# Organisers, partners, exhibitors.
# - {{id: our-organisation, name: Our organisation, level: organiser}}
""",
    "content/programme/{today}.yaml": """\
date: {today}
title: The first day
sessions:
  - id: opening
    title: Opening
    format: plenary
    room: main
    start: 10:00
    end: 10:30
""",
    "content/pages/about.md": """\
---
title: About
menu: header
---

What this conference is about.
""",
}


def run_new(root: Path, kind: str, name: str, *, day: str | None = None, start: str | None = None) -> int:
    """Start a thing of this kind; says which file to open next. Never writes over a file."""
    if not one_line(clean(name)):
        print(f"error: the {kind} needs a name.", file=sys.stderr)
        return USAGE
    identifier = slugify(name, max_length=80) or kind
    if identifier == "null":  # which YAML takes for nothing
        identifier = f"{kind}-null"
    try:
        if kind == "conference":
            return _conference(root, identifier, name)
        if kind == "session":
            return _session(root, identifier, name, day, start or "10:00")
        if kind == "day":
            return _day(root, name)
        folder, template = {
            "speaker": ("speakers", _SPEAKER),
            "booth": ("booths", _BOOTH),
            "page": ("content/pages", _PAGE),
        }[kind]
        portrait = _yaml(f"{name} at a desk")
        text = template.format(name=_yaml(name), id=identifier, title=one_line(clean(name)), portrait=portrait)
        return _write(root / folder / f"{identifier}.md", text)
    except OSError as error:
        print(f"error: {error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return USAGE


def _conference(root: Path, identifier: str, name: str) -> int:
    if (root / "content" / "conference.yaml").exists():
        print(f"error: there is a conference in {root} already.", file=sys.stderr)
        return PROBLEMS
    today = date.today().isoformat()
    for path, text in _CONFERENCE.items():
        _write(root / path.format(today=today), text.format(id=identifier, name=_yaml(name), today=today))
    print("Now build it, and edit content/conference.yaml.")
    return CLEAN


def _day(root: Path, name: str) -> int:
    try:
        day = date.fromisoformat(name).isoformat()
    except ValueError:
        print(f"error: `{name}` is not a date. Write year-month-day, such as 2020-10-12.", file=sys.stderr)
        return USAGE
    return _write(root / "content" / "programme" / f"{day}.yaml", _DAY.format(id=day))


def _session(root: Path, identifier: str, name: str, day: str | None, start: str) -> int:
    """A session is added after the last one of its day's file."""
    days = {file.stem: file for file in sorted((root / "content" / "programme").glob("*.yaml"))}
    file = days.get(day) if day else next(iter(days.values())) if len(days) == 1 else None
    if file is None:
        known = ", ".join(days) or "none yet: `new day 2020-10-12`"
        print(f"error: say on which day with --day. There are: {known}.", file=sys.stderr)
        return USAGE
    for other in days.values():
        if re.search(rf"\bid: *{identifier}(?![\w-])", other.read_text(encoding="utf-8-sig", errors="replace")):
            print(f"error: there is a session `{identifier}` in {other} already.", file=sys.stderr)
            return PROBLEMS
    session = _SESSION.format(id=identifier, name=_yaml(name), start=start)
    text = _with_session(file.read_text(encoding="utf-8-sig", errors="replace"), session)
    if text is None:
        print(f"error: {file} is written so that it has to be added by hand:\n{session}", file=sys.stderr)
        return PROBLEMS
    file.write_text(text, encoding="utf-8")
    print(f"{file}: added `{identifier}` at the end.")
    return CLEAN


def _with_session(text: str, session: str) -> str | None:
    """The text of a day's file with a session more; None where that cannot be done for certain."""
    before, faults = read_yaml(text)
    root = nodes_of(text)
    if faults or "\ufffd" in text or not isinstance(before, dict) or not isinstance(root, MappingNode):
        return None
    text = text.rstrip("\n") + "\n"
    lines = text.split("\n")
    found = next((pair for pair in root.value if pair[0].value == "sessions"), None)
    if found is None:
        after = text + "\nsessions:\n" + textwrap.indent(session, "  ")
    else:
        key, sessions = found
        in_block = isinstance(sessions, SequenceNode) and not sessions.flow_style
        indent = sessions.start_mark.column if in_block else 2
        end = sessions.end_mark.line if in_block else key.start_mark.line + 1
        if in_block and sessions.end_mark.index >= len(text) - 1:
            end = len(lines) - 1
        while end > 0 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        added = textwrap.indent(session, " " * indent)
        after = "\n".join([*lines[:end], *([""] if in_block else []), *added.rstrip("\n").split("\n"), *lines[end:]])
    wanted = [*(before.get("sessions") or []), *(read_yaml(session)[0] or [])]
    data, faults = read_yaml(after)
    return after if not faults and data == {**before, "sessions": wanted} else None


def _write(file: Path, text: str) -> int:
    if file.exists():
        print(f"error: {file} exists already.", file=sys.stderr)
        return PROBLEMS
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    print(f"{file}: open it and fill it in.")
    return CLEAN


def _yaml(text: str) -> str:
    """A text as a YAML scalar on one line: plain where that is safe everywhere, in quotes elsewhere."""
    plain = one_line(clean(text))
    safe = plain[:1].isalnum() and all(one.isalnum() or one in " -'.()" for one in plain)
    return plain if safe and plain != "null" else json.dumps(plain, ensure_ascii=False)
