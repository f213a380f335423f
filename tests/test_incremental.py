"""Whatever changes between two builds, the second leaves what a clean build would have made, byte for byte."""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mlw_build.cli import main
from tests.small_sites import MINIMAL

pytestmark = pytest.mark.thorough

NIGHTLY = "MLW_NIGHTLY" in os.environ
"""Whether there is time for a thousand rounds."""

SOURCES = ("content", "speakers", "booths", "themes")
THEME = {
    "theme.yaml": "name: own\nextends: default\nstyles: [css/own.css]\noptions: {greeting: Welcome}\n",
    "static/css/own.css": "@layer theme { :root { --gap: 1rem } }\n",
    "templates/speaker.html": '{% extends "default/speaker.html" %}\n{% block skip %}#own{% endblock %}\n',
    "templates/_own.html": "{% macro greeting() %}{{ options.greeting }}{% endmacro %}\n",
    "templates/session.html": (
        '{% extends "default/session.html" %}\n{% import "_own.html" as own %}\n'
        "{% block title %}{{ own.greeting() }} {{ super() }}{% endblock %}\n"
    ),
}


SITE = {
    **MINIMAL,
    "content/conference.yaml": MINIMAL["content/conference.yaml"] + "theme: own\n",
    "content/programme/day.yaml": """\
date: 2020-10-12
sessions:
- {id: opening, title: Opening, room: main, start: 10:00, end: 11:00, speakers: [ana]}
- {id: panel, title: {en: A panel, fr: Un débat}, room: main, format: panel, track: policies, start: 11:30, end: 12:00}
- {id: other, title: Another, room: room-2, start: 11:30, end: 12:30, organisations: [org], abstract: See page:about.}
""",
    "content/pages/visit.md": "---\ntitle: {en: Visit, fr: Venir}\n---\nSee [the opening](session:opening).\n",
    "speakers/ana.fr.md": "---\n---\nQui parle.\n",
    "booths/stand.md": "---\norganisation: org\nprojects: [{name: A project}]\n---\nWhat is shown.\n",
    **{f"themes/own/{path}": text for path, text in THEME.items()},
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site in two languages, with a theme of its own."""
    root = tmp_path_factory.mktemp("template")
    for path, text in SITE.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root


def tree(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def sources(root: Path, *endings: str) -> list[Path]:
    found = (path for name in SOURCES for path in (root / name).rglob("*") if path.suffix in endings)
    return sorted(path for path in found if path.name != "conference.yaml")


def pick(data: st.DataObject, files: list[Path]) -> Path | None:
    return data.draw(st.sampled_from(files)) if files else None


def write_another_word(root: Path, data: st.DataObject) -> None:
    file = pick(data, sources(root, ".md"))
    if file:
        file.write_text(
            file.read_text(encoding="utf-8") + f"\nWord {data.draw(st.integers(1, 3))}.\n", encoding="utf-8"
        )


def move_sessions(root: Path, data: st.DataObject) -> None:
    file = pick(data, sorted((root / "content" / "programme").glob("*.yaml")))
    if file:
        hours = data.draw(st.sampled_from([("10:00", "10:05"), ("11:00", "11:10"), ("Opening", "Closing")]))
        file.write_text(file.read_text(encoding="utf-8").replace(*hours), encoding="utf-8")


def show_a_picture(root: Path, data: st.DataObject) -> None:
    file = pick(data, sources(root, ".md"))
    if file:
        drawn = io.BytesIO()
        Image.new("RGB", data.draw(st.sampled_from([(400, 30), (1300, 20)])), "red").save(drawn, "PNG")
        (root / "content" / "media").mkdir(exist_ok=True)
        (root / "content" / "media" / "map.png").write_bytes(drawn.getvalue())
        text = data.draw(st.sampled_from(["![A map](map.png)", "![A map][one]\n\n[one]: media:map.png"]))
        file.write_text(file.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")


def take_away(root: Path, data: st.DataObject) -> None:
    file = pick(data, sources(root, ".md"))
    if file:
        file.unlink()


def call_otherwise(root: Path, data: st.DataObject) -> None:
    file = pick(data, sorted((root / "content" / "pages").glob("*.md")))
    if file and "." not in file.stem:
        file.rename(file.with_name(f"{file.stem}-again.md"))


def set_the_zone(root: Path, data: st.DataObject) -> None:
    set_a_line(root, "time_zone", data.draw(st.sampled_from(["Asia/Kathmandu", "Europe/Paris"])))


def set_the_title(root: Path, data: st.DataObject) -> None:
    set_a_line(root, "hashtag", data.draw(st.sampled_from(["'#one'", "'#two'"])))


def set_a_line(root: Path, key: str, value: str) -> None:
    file = root / "content" / "conference.yaml"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{key}:")]
    file.write_text("\n".join([*kept, f"{key}: {value}", ""]), encoding="utf-8")


def change_the_theme(root: Path, data: st.DataObject) -> None:
    path, old, new = data.draw(
        st.sampled_from(
            [
                ("templates/speaker.html", "#own", "#other"),
                ("templates/_own.html", "options.greeting", "language"),
                ("static/css/own.css", "1rem", "2rem"),
                ("theme.yaml", "Welcome", "Bonjour"),
            ]
        )
    )
    file = root / "themes" / "own" / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def touch_the_output(root: Path, data: st.DataObject) -> None:
    file = pick(data, sorted(path for path in (root / "output").rglob("*") if path.is_file() and path.name[0] != "."))
    if file:
        how = data.draw(st.sampled_from(["take away", "same length", "empty"]))
        if how == "take away":
            file.unlink()
        else:
            file.write_bytes(b"x" * (file.stat().st_size if how == "same length" else 0))


def lose_the_cache(root: Path, data: st.DataObject) -> None:
    shutil.rmtree(root / ".cache", ignore_errors=True)


def damage_the_cache(root: Path, data: st.DataObject) -> None:
    file = pick(data, sorted(path for path in (root / ".cache").rglob("*") if path.is_file()))
    if file:
        octets = file.read_bytes()
        file.write_bytes(data.draw(st.sampled_from([b"", octets[: len(octets) // 2], octets + b"}", octets[::-1]])))


def change_nothing(root: Path, data: st.DataObject) -> None:
    """The same again."""


EDITS = [
    write_another_word,
    move_sessions,
    show_a_picture,
    take_away,
    call_otherwise,
    set_the_zone,
    set_the_title,
    change_the_theme,
    touch_the_output,
    lose_the_cache,
    damage_the_cache,
    change_nothing,
]
ASKED = [[], ["--base-url", "https://e.org/2020/"], ["--jobs", "2"], ["--strict"]]


@pytest.fixture(autouse=True)
def pieces_of_all_files_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlw_build.publish.publish.WORTH_INDEXING", 1)


def build(root: Path, output: Path, asked: list[str]) -> int:
    return main(["build", "--root", str(root), "--output", str(output), "--quiet", *asked])


@pytest.fixture
def fresh(tmp_path: Path, template: Path) -> Callable[[], tuple[Path, Path]]:
    """A copy of the site, and a place for clean builds, for each round."""
    number = 0

    def make() -> tuple[Path, Path]:
        nonlocal number
        number += 1
        root, clean = tmp_path / f"site-{number}", tmp_path / f"clean-{number}"
        shutil.copytree(template, root)
        return root, clean

    return make


@settings(
    max_examples=1000 if NIGHTLY else 12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_an_incremental_build_is_a_clean_build(fresh: Callable[[], tuple[Path, Path]], data: st.DataObject) -> None:
    root, clean = fresh()
    build(root, root / "output", [])
    for _ in range(data.draw(st.integers(1, 2))):
        for edit in data.draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=2)):
            edit(root, data)
        asked = data.draw(st.sampled_from(ASKED))
        shutil.rmtree(clean, ignore_errors=True)
        for name in SOURCES:
            if (root / name).is_dir():
                shutil.copytree(root / name, clean / name)
        status = build(root, root / "output", asked)
        assert status == build(clean, clean / "output", asked)
        if status == 0:
            assert tree(root / "output") == tree(clean / "output")
    shutil.rmtree(root)
    shutil.rmtree(clean, ignore_errors=True)


def test_a_build_that_finds_nothing_to_do_writes_nothing_and_says_the_same(
    fresh: Callable[[], tuple[Path, Path]], capsys: pytest.CaptureFixture[str]
) -> None:
    root, _ = fresh()
    said = []
    for _ in range(3):
        main(["build", "--root", str(root), "--output", str(root / "output")])
        said.append(capsys.readouterr())
    assert said[1].err == said[0].err
    assert "0 written" in said[2].out
    assert [line.partition(": ")[0] for line in said[2].out.splitlines()[:1]] == [
        line.partition(": ")[0] for line in said[0].out.splitlines()[:1]
    ]


def test_the_first_build_after_a_clean_one_takes_what_it_can_from_its_files(
    fresh: Callable[[], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, _ = fresh()
    build(root, root / "output", [])
    made = []
    monkeypatch.setattr("mlw_build.site.files.feeds.event_octets", lambda entry, *rest: made.append(entry.id) or b"")
    day = root / "content" / "programme" / "day.yaml"
    day.write_text(day.read_text(encoding="utf-8").replace("See page:about.", "Otherwise."), encoding="utf-8")
    build(root, root / "output", [])
    assert set(made) == {"other"}
