"""No file keeps its key when its octets change: whatever an editor writes, no old page stays."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mlw_build.cache.chunks import split_chunks
from mlw_build.calendar.facts import session_facts
from mlw_build.calendar.lock.lock import EMPTY, LOCK_FILE
from mlw_build.calendar.lock.text import serialise_lock
from mlw_build.calendar.lock.update import next_lock
from mlw_build.pipeline import Options, plan
from mlw_build.read.front_matter import split
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.plan import plan_site
from mlw_build.site.render import Renderer
from mlw_build.site.site import Site
from tests.test_good_site import ROOT

pytestmark = pytest.mark.thorough

MORE = {
    "content/programme/2020-10-14.yaml": """\
date: 2020-10-14
intro: The last day. See [the morning](session:morning).
sessions:
- {id: morning, title: Morning, format: workshop, track: access, room: main, start: 09:00, end: 12:00, tags: [rights]}
- {id: first-part, title: First part, part_of: morning, room: main, start: 09:00, end: 10:00, speakers: [speaker-b],
   abstract: "With [a film](https://e.org/film) and [a plan](media:hall.svg).", captions: [en], sign_language: [LSF]}
- {id: second-part, title: Second part, part_of: morning, room: main, start: 10:00, end: 11:00,
   speakers: [{id: speaker-c, role: moderator}], slides: "https://e.org/slides.pdf", capacity: 20,
   recording: "https://vimeo.com/76979872", links: [{title: More, url: "https://e.org/more"}]}
- {id: exhibitors, title: The exhibitors, room: room-2, start: 13:00, end: 14:00, organisations: [maker],
   abstract: "With [D](speaker:speaker-d).",
   questions: "https://e.org/ask", registration: "https://e.org/register", audience: Everybody, status: tentative}
""",
    "content/pages/technical-help.md": "---\ntitle: Help\nmenu: footer\n---\nWrite to [us](speaker:speaker-a).\n",
    "speakers/speaker-d.md": """\
---
name: Speaker D
position: Head of teaching
organisation: institute
photo: {file: plan.svg, alt: A plan}
pronouns: they
languages: [en]
links: [{title: Own site, url: "https://e.org/d"}]
---
About **D**, and [more](https://e.org/){: href="session:night" }.
""",
    "booths/other.md": """\
---
organisation: institute
projects: [{name: Atlas, description: A plan., picture: {file: plan.svg, alt: The plan}, documents: [plan.svg]}]
links: [{title: More, url: "https://e.org/atlas"}]
---
Another booth.
""",
}
"""Beside the good site, so that there is one of everything that pages can show."""

FILES = sorted(
    {*(file.relative_to(ROOT).as_posix() for file in ROOT.rglob("*") if file.suffix in (".yaml", ".md")), *MORE}
)
HALL = "content/media/hall.svg"
"""A picture that one abstract leads to, and nothing else."""

BODIES = [
    "Another text.",
    "See [a session](session:opening-1) and [a person](speaker:speaker-b).",
    "![The plan](media:plan.svg) and [the day](day:2020-10-13)",
    "[Who][1]\n\n[1]: booth:maker",
    '[Out](https://e.org){: href="session:night" }',
    "",
]


def site_at(root: Path) -> Site | None:
    """The site, if it can be published."""
    return plan(Options(root, root / "output", base_url="https://e.org/")).site


def made_at(root: Path) -> Mapping[str, tuple[str, bytes]]:
    """The key and the octets of each file that has a key, of a site that can be published."""
    site = site_at(root)
    assert site
    return made(site)


def made(site: Site) -> Mapping[str, tuple[str, bytes]]:
    """The key and the octets of each file that has a key, and of each piece of a file, which begins with its path."""
    renderer = Renderer(site)
    found: dict[str, tuple[str, bytes]] = {}
    for one in plan_site(site):
        key = renderer.key(one)
        if key:
            found[one.path] = key, renderer(one)
        if isinstance(one, FilePlan) and one.chunks:
            for piece, octets in split_chunks(*one.chunks({})).items():
                name = f"{one.path} {renderer.files_made_with} {piece}"
                assert found.setdefault(name, (name, octets))[1] == octets
    return found


@pytest.fixture(scope="module", params=[False, True], ids=["not published before", "published before"])
def good(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    root = tmp_path_factory.mktemp("good") / "site"
    shutil.copytree(ROOT, root)
    for name, text in MORE.items():
        (root / name).write_text(text, encoding="utf-8")
    shutil.copy(root / "content" / "media" / "plan.svg", root / HALL)
    conference = root / "content" / "conference.yaml"
    conference.write_text(conference.read_text(encoding="utf-8").replace("end: 2020-10-13", "end: 2020-10-14"))
    if request.param:
        site = site_at(root)
        assert site
        told = next_lock(site.conference, session_facts(site.conference), EMPTY, datetime(2020, 9, 1, tzinfo=UTC))
        (root / LOCK_FILE).write_text(serialise_lock(told.lock), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def before(good: Path) -> Mapping[str, tuple[str, bytes]]:
    return made_at(good)


def written(file: Path) -> tuple[Any, str | None]:
    """The data of a YAML or Markdown file, and the text below it."""
    text = file.read_text(encoding="utf-8")
    parts = split(text) if file.suffix == ".md" else None
    return yaml.load(parts.yaml if parts else text, Loader=yaml.CBaseLoader), parts.body if parts else None


def places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every key and index of the data, with what it is in."""
    for key in list(data) if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ():
        yield data, key
        yield from places(data[key])


@cache
def alike(root: Path) -> Mapping[str, list[Any]]:
    """By key, the values that stand under it anywhere in the site: ids of what there is, times, tags."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for name in FILES:
        for around, key in places(written(root / name)[0]):
            found[str(key)].append(around[key])
    return found


def draw_otherwise(file: Path) -> None:
    """The same picture of other octets."""
    file.write_text(file.read_text(encoding="utf-8").replace("</svg>", "<g/></svg>"), encoding="utf-8")


def edit(file: Path, like: Mapping[str, list[Any]], data: st.DataObject) -> None:
    """Write a value otherwise, take it away, or write another text below."""
    values, body = written(file)
    if body is not None and data.draw(st.booleans()):
        body = data.draw(st.sampled_from(BODIES))
    elif found := list(places(values)):
        around, key = data.draw(st.sampled_from(found))
        if data.draw(st.integers(0, 4)):
            around[key] = data.draw(st.sampled_from([f"{around[key]} more", *like[str(key)]]))
        else:
            del around[key]
    dumped = yaml.safe_dump(values, allow_unicode=True, sort_keys=False)
    file.write_text(dumped if body is None else f"---\n{dumped}---\n{body}", encoding="utf-8")


@settings(
    max_examples=1000 if "MLW_NIGHTLY" in os.environ else 25,
    suppress_health_check=[*HealthCheck],
)
@given(data=st.data())
def test_a_file_with_its_old_key_has_its_old_octets(
    good: Path, before: Mapping[str, tuple[str, bytes]], tmp_path: Path, data: st.DataObject
) -> None:
    root = tmp_path / "site"
    shutil.copytree(good, root, dirs_exist_ok=True)
    name = data.draw(st.sampled_from([*FILES, HALL]))
    if name == HALL:
        draw_otherwise(root / name)
    else:
        edit(root / name, alike(good), data)
    site = site_at(root)
    assume(site)
    assert site
    after = made(site)
    same = [path for path, (key, _) in after.items() if path in before and before[path][0] == key]
    assert [path for path in same if after[path] != before[path]] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "page"),
    [
        ("speakers/speaker-d.md", "name: Speaker D", "name: Speaker D\nslug: d", "sessions/exhibitors/index.html"),
        ("speakers/speaker-d.md", "name: Speaker D", "name: Speaker D\nslug: d", "speakers/index.html"),
        ("content/programme/2020-10-13.yaml", "id: night", "id: stars", "speakers/speaker-d/index.html"),
        ("content/programme/2020-10-14.yaml", "First part", "The first", "sessions/morning/index.html"),
        ("content/programme/2020-10-14.yaml", "Morning", "Early", "sessions/first-part/index.html"),
        ("content/programme/2020-10-14.yaml", "09:00, end: 12:00", "08:00, end: 12:00", "agenda/2020-10-12/index.html"),
        ("content/programme/2020-10-14.yaml", "id: first-part", "id: a-part", "speakers/speaker-b/index.html"),
        ("content/media/plan.svg", "</svg>", "<g/></svg>", "booths/other/index.html"),
        ("content/media/plan.svg", "</svg>", "<g/></svg>", "speakers/speaker-d/index.html"),
        (HALL, "</svg>", "<g/></svg>", "sessions/first-part/index.html"),
        (HALL, "</svg>", "<g/></svg>", "data/schedule.json"),
        ("content/pages/technical-help.md", "title: Help", "title: Aid", "sessions/night/index.html"),
        ("content/tracks.yaml", "en: Access,", "en: For all,", "sessions/access-for-all/index.html"),
        ("content/conference.yaml", "Europe/Paris", "Africa/Cairo", "sessions/morning/morning.ics"),
        ("content/conference.yaml", "en: Learning Days", "en: Days", "calendar/rooms/main.ics"),
    ],
)
def test_what_a_page_shows_of_others_is_in_its_key(
    edited: Path, before: Mapping[str, tuple[str, bytes]], file: str, old: str, new: str, page: str
) -> None:
    text = (edited / file).read_text(encoding="utf-8")
    assert old in text
    (edited / file).write_text(text.replace(old, new), encoding="utf-8")
    after = made_at(edited)
    assert page in before
    assert after[page][0] != before[page][0]
    assert after[page][1] != before[page][1]


@pytest.fixture
def edited(good: Path, tmp_path: Path) -> Path:
    return shutil.copytree(good, tmp_path / "site")


def test_another_abstract_leaves_all_pages_but_those_that_show_it(
    edited: Path, before: Mapping[str, tuple[str, bytes]]
) -> None:
    file = edited / "content/programme/2020-10-12.yaml"
    values, _ = written(file)
    session = next(one for one in values["sessions"] if one.get("abstract"))
    session["abstract"] = "Another abstract."
    file.write_text(yaml.safe_dump(values, allow_unicode=True, sort_keys=False), encoding="utf-8")
    after = made_at(edited)
    made_again = {path for path, one in after.items() if path not in before or before[path][0] != one[0]}
    pages = {path for path in made_again if path.endswith(".html") and not path.startswith("fr/")}
    listed = {f"{name}index.html" for name in ("", "agenda/", "calendar/", "changes/", "accessibility/")}
    pages -= listed if (edited / LOCK_FILE).exists() else set()
    assert pages == {f"sessions/{session.get('slug', session['id'])}/index.html"}


def test_another_time_leaves_lists_of_people_and_booths_and_files_of_other_days_alone(
    edited: Path, before: Mapping[str, tuple[str, bytes]]
) -> None:
    file = edited / "content/programme/2020-10-12.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("    end: 12:00\n    parts:", "    end: 11:50\n    parts:"), encoding="utf-8")
    after = made_at(edited)
    made_again = {path for path, one in after.items() if path not in before or before[path][0] != one[0]}
    assert "agenda/2020-10-12/sessions.json" in made_again
    assert not made_again & {"speakers/index.html", "booths/index.html", "agenda/2020-10-13/sessions.json"}


def test_where_a_line_stands_in_its_file_is_no_part_of_any_key(
    edited: Path, before: Mapping[str, tuple[str, bytes]]
) -> None:
    for name in FILES:
        if name.endswith(".yaml"):
            file = edited / name
            file.write_text("# A comment above.\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    assert made_at(edited) == before
