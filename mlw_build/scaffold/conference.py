"""`new conference`: the whole repository of a conference, from its programme to the workflow that publishes it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct
from slugify import slugify

from mlw_build.model.schema.json_schemas import json_schemas
from mlw_build.read.own_files import place_to_write
from mlw_build.scaffold.entries import CLEAN, PROBLEMS, USAGE, yaml_scalar
from mlw_build.scaffold.tool_source import ToolSource
from mlw_build.system.atomic_files import atomic_write

LONGEST_CONFERENCE = timedelta(days=31)

SCHEMAS = ".vscode/schemas"

_ALWAYS: Mapping[str, str] = {
    "build.py": "build.py",
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "vscode-settings.json": ".vscode/settings.json",
    "vscode-extensions.json": ".vscode/extensions.json",
}
"""The files that are written as they stand in mlw_build/scaffold/repository, and what they are called there."""


class Host(Struct, frozen=True):
    """A place that publishes the site: the file that tells it how, and what the README says of it."""

    file: tuple[str, str] | None
    said: str


HOSTS: Mapping[str, Host] = {
    "github": Host(
        ("github.yml", ".github/workflows/publish.yml"),
        "Pull requests are checked, and what is merged into `main` is published by `.github/workflows/publish.yml`. "
        'Once, choose "GitHub Actions" as the source under Settings, Pages.\n',
    ),
    "gitlab": Host(
        ("gitlab.yml", ".gitlab-ci.yml"),
        "Branches are checked, and what is merged into the default branch is published by `.gitlab-ci.yml`.\n",
    ),
    "netlify": Host(
        ("netlify.toml", "netlify.toml"),
        "Netlify publishes what is pushed, once this repository is connected there: `netlify.toml` says how.\n",
    ),
    "cloudflare": Host(
        ("wrangler.toml", "wrangler.toml"),
        "Cloudflare Pages publishes what is pushed, once this repository is connected there, with the build command "
        "`python3 build.py` and the variable `PYTHON_VERSION` set to `3.13`.\n",
    ),
    "none": Host(None, ""),
}
"""What `--ci` may be."""

_CONTENT: Mapping[str, str] = {
    "conference": """\
id: {id}
title: {title}
# theme_title: The conference's theme
# description: What the conference is, in a sentence or two.
time_zone: {time_zone}
languages: [{languages}]
# Where the site will be published; calendars and shared links need it.
{address}
# The organiser's domain, part of every calendar entry. Never change it.
domain: {domain}
""",
    "rooms": """\
# A room is a place (give it a `place`) or an online channel (give it a `stream`).
- id: main
  name: Main room
""",
    "formats": """\
- id: plenary
  name: Plenary
  plenary: yes
- id: workshop
  name: Workshop
  duration: 90m
""",
    "tracks": """\
# Sub-themes that sessions belong to.
# - {id: policies, name: Policies}
""",
    "organisations": """\
# Organisers, partners, exhibitors.
# - {id: our-organisation, name: Our organisation, level: organiser}
""",
}

_DAY = """\
date: {day}
title: Day {number}
sessions:
  - id: {session}
    title: {title}
    format: plenary
    room: main
    start: 10:00
    end: 10:30
"""

_ABOUT = """\
---
title: About
menu: header
---

What this conference is about.
"""


class NewConference(Struct, frozen=True):
    """What is asked of whoever starts a conference. Both days belong to it; the address may be None."""

    name: str
    first_day: date
    last_day: date
    time_zone: str = "Europe/Paris"
    languages: tuple[str, ...] = ("en",)
    address: str | None = None
    ci: str = "github"

    @property
    def id(self) -> str:
        """A short name, from the name; never one that YAML takes for nothing."""
        identifier = slugify(self.name, max_length=80) or "conference"
        return "conference-null" if identifier == "null" else identifier

    @property
    def days(self) -> Sequence[date]:
        """All days, in order."""
        return [self.first_day + timedelta(number) for number in range((self.last_day - self.first_day).days + 1)]


def days_problem(first_day: date, last_day: date) -> str | None:
    """What is wrong with a conference from one day to another, in words; None where nothing is."""
    if last_day < first_day:
        return f"the last day, {last_day}, is before the first, {first_day}."
    if last_day - first_day >= LONGEST_CONFERENCE:
        return f"from {first_day} to {last_day} are more than {LONGEST_CONFERENCE.days} days."
    return None


def repository_files(conference: NewConference, source: ToolSource) -> Mapping[str, str]:
    """The files of a conference's repository, by their paths: a pure function of what was asked and of the tool."""
    return dict(
        [
            *_content(conference),
            *_repository(conference, source),
            *((f"{SCHEMAS}/{name}", text) for name, text in json_schemas().items()),
        ]
    )


def start_conference(root: Path, conference: NewConference, source: ToolSource) -> int:
    """Write the repository of a conference. Writes nothing over a file that is there, and says which it left."""
    if (root / "content" / "conference.yaml").exists() or (root / "content" / "conference.yml").exists():
        print(f"error: there is a conference in {root} already.", file=sys.stderr)
        return PROBLEMS
    try:
        for path, text in repository_files(conference, source).items():
            place = place_to_write(root, path)
            if os.path.lexists(place):
                print(f"{root / path}: is there already, and stays as it is.")
                continue
            atomic_write(place, text.encode(), lasting=True)
            if not path.startswith(SCHEMAS):
                print(root / path)
    except OSError as error:
        print(f"error: {error.filename} cannot be written: {error.strerror}.", file=sys.stderr)
        return USAGE
    if not source.is_known:
        print(
            f"Nobody can say here where this program came from: write the address of its repository and a commit of it "
            f"into {root / 'build.py'}."
        )
    print(f"Now open {root / 'README.md'}: it says how to look at the site, edit it and publish it.")
    return CLEAN


def _content(conference: NewConference) -> Iterator[tuple[str, str]]:
    host = urlsplit(conference.address or "").hostname or ""
    values = {
        "id": conference.id,
        "title": yaml_scalar(conference.name),
        "time_zone": conference.time_zone,
        "languages": ", ".join('"no"' if language == "no" else language for language in conference.languages),
        "address": f"address: {conference.address}"
        if conference.address
        else f"# address: https://example.org/{conference.id}/",
        "domain": host.removeprefix("www.") if "." in host else "example.org",
    }
    for name, text in _CONTENT.items():
        filled = text.format(**values) if name == "conference" else text
        yield f"content/{name}.yaml", _modeline(f"../{SCHEMAS}/{name}.schema.json") + filled
    for number, day in enumerate(conference.days, 1):
        session, title = ("opening", "Opening") if number == 1 else (f"welcome-{day}", f"Welcome to day {number}")
        filled = _DAY.format(day=day, number=number, session=session, title=title)
        yield f"content/programme/{day}.yaml", _modeline(f"../../{SCHEMAS}/day.schema.json") + filled
    yield "content/pages/about.md", _ABOUT


def _modeline(schema: str) -> str:
    """The line by which the YAML language server, in any editor, finds the schema of a file."""
    return f"# yaml-language-server: $schema={schema}\n"


def _repository(conference: NewConference, source: ToolSource) -> Iterator[tuple[str, str]]:
    host = HOSTS[conference.ci]
    templates = resources.files("mlw_build").joinpath("scaffold", "repository")
    for name, path in [*_ALWAYS.items(), *([host.file] if host.file else [])]:
        text = templates.joinpath(name).read_text(encoding="utf-8")
        for mark, value in {
            "@TITLE@": conference.name,
            "@ID@": conference.id,
            "@DAY@": conference.first_day.isoformat(),
            "@PUBLISHED@": host.said,
            "@ADDRESS@": source.address,
            "@COMMIT@": source.commit,
        }.items():
            text = text.replace(mark, value)
        yield path, text
