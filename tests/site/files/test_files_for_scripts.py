"""What scripts are given: small modules that find each other, days as data, an index in files of bearable size."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from gzip import compress
from pathlib import Path

import pytest

from mlw_build.cache.chunks import split_chunks
from mlw_build.pipeline import Options, build
from mlw_build.site.files.day_data import day_data_files
from mlw_build.site.files.search import MOST_IN_FILE, entries, search_files, search_paths
from mlw_build.site.incremental.plan_items import FilePlan
from mlw_build.site.plan import plan_site
from mlw_build.site.site import Site, build_site_model
from mlw_build.site.theme.scripts import publish_scripts
from mlw_build.site.theme.theme import Theme, load_theme
from mlw_build.text.json_text import json_in_html
from tests.site.conftest import MakeConference, day

pytestmark = pytest.mark.thorough

CHECKOUT = Path(__file__).resolve().parents[3]
MOST_OF_A_PAGE = 12 * 1024


def site(make_conference: MakeConference, files: Mapping[str, str]) -> Site:
    conference = make_conference(files)
    theme, _ = load_theme(CHECKOUT, conference)
    assert theme is not None
    return build_site_model(conference, theme, CHECKOUT)


def theme_of(folder: Path, files: Mapping[str, str], **settings: tuple[str, ...]) -> Theme:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    known = {f"static/{name}": folder / name for name in files}
    return Theme("mine", known, {}, (), settings.get("scripts", ()))


def published(theme: Theme) -> tuple[Mapping[str, str], dict[str, str]]:
    texts: dict[str, str] = {}

    def publish(name: str, data: bytes) -> str:
        path = f"assets/{name.replace('.js', '.HASH.js')}"
        texts[path] = data.decode()
        return path

    return publish_scripts(theme, publish), texts


def test_modules_import_each_other_by_the_names_they_are_published_under(tmp_path: Path) -> None:
    files = {"js/a.js": 'import { b } from "./deep/b.js";\nimport("./c.js");', "js/deep/b.js": "", "js/c.js": ""}
    paths, texts = published(theme_of(tmp_path, files, scripts=("js/a.js",)))
    assert set(paths) == {"js/a.js", "js/deep/b.js", "js/c.js"}
    assert '"./b.HASH.js"' in texts["assets/a.HASH.js"]
    assert 'import("./c.HASH.js")' in texts["assets/a.HASH.js"]


def test_an_import_of_what_is_not_there_stays(tmp_path: Path) -> None:
    _, texts = published(theme_of(tmp_path, {"js/a.js": 'import "./nothing.js";'}, scripts=("js/a.js",)))
    assert '"./nothing.js"' in texts["assets/a.HASH.js"]


def test_the_licences_of_others_stay_in_what_is_published(tmp_path: Path) -> None:
    _, texts = published(theme_of(tmp_path, {"js/a.js": "/*! MIT */\nlet a; // gone"}, scripts=("js/a.js",)))
    assert "/*! MIT */" in texts["assets/a.HASH.js"]
    assert "gone" not in texts["assets/a.HASH.js"]


def test_json_in_a_page_cannot_end_its_script() -> None:
    text = str(json_in_html({"title": "</script><b>"}))
    assert "<" not in text
    assert json.loads(text) == {"title": "</script><b>"}


def test_a_days_file_has_its_sessions_with_the_conferences_times(make_conference: MakeConference) -> None:
    made = site(make_conference, day("id: a, title: {en: One, fr: Un}, room: hall, start: 10:00, end: 11:00, was: [z]"))
    (file,) = day_data_files(made, "fr")
    assert file.path == "fr/agenda/2020-10-12/sessions.json"
    (session,) = json.loads(file.made())["sessions"]
    assert session == {
        "id": "a",
        "start": "2020-10-12T10:00+02:00",
        "end": "2020-10-12T11:00+02:00",
        "title": "Un",
        "room": "Hall",
        "names": [["Hall", "en"]],
        "rooms": ["hall"],
        "page": "sessions/a/index.html",
        "feed": "sessions/a/a.ics",
        "was": ["z"],
    }


def test_a_days_file_says_which_sessions_the_agenda_shows_inside_another(make_conference: MakeConference) -> None:
    written = day(
        "id: whole, title: Whole, room: hall, start: 10:00, end: 11:00",
        "id: inside, title: Inside, part_of: whole, room: hall, start: 10:00, end: 10:30",
        "id: beside, title: Beside, part_of: whole, room: lab, start: 10:30, end: 11:00",
    )
    (file,) = day_data_files(site(make_conference, written), "en")
    within = {one["id"]: one.get("within") for one in json.loads(file.made())["sessions"]}
    assert within == {"whole": None, "inside": "whole", "beside": None}


def test_a_session_is_found_by_its_people_topics_and_text(make_conference: MakeConference) -> None:
    files = {
        **day("id: a, title: One, start: 10:00, end: 11:00, tags: [maps], speakers: [ana], abstract: 'Of *birds*.'"),
        "speakers/ana.md": "---\nname: Ana Silva\n---\n",
    }
    found = list(entries(site(make_conference, files), "en"))
    assert {"session", "speaker"} <= {one["kind"] for one in found}
    assert (found[0]["people"], found[0]["about"], found[0]["text"]) == ("Ana Silva", "maps", "Of birds.")


def test_rooms_and_people_without_a_translation_are_told_with_their_language(make_conference: MakeConference) -> None:
    files = {
        **day("id: a, title: {en: One, fr: Un}, room: hall, start: 10:00, end: 11:00, speakers: [ana, open]"),
        "speakers/ana.md": "---\nname: Ana Silva\n---\n",
        "speakers/open.md": "---\nname: Open\nannounced: no\nposition: Minister\n---\n",
    }
    made = site(make_conference, files)
    french, english = (next(iter(entries(made, language))) for language in ("fr", "en"))
    assert (list(french["names"]), list(french["who"])) == ([("Hall", "en")], [("Ana Silva", "fr"), ("Minister", "en")])
    assert "names" not in english
    assert "who" not in english


def test_breaks_are_not_searched_for(make_conference: MakeConference) -> None:
    files = {
        **day("id: a, title: Lunch, format: break, start: 10:00, end: 11:00"),
        "content/formats.yaml": "- {id: break, name: Break, interlude: yes}\n",
    }
    assert not [one for one in entries(site(make_conference, files), "en") if one["kind"] == "session"]


def test_a_large_index_is_split(make_conference: MakeConference) -> None:
    sessions = (
        f"id: s{number}, title: Session {number}, start: 10:00, end: 11:00" for number in range(MOST_IN_FILE + 1)
    )
    made = site(make_conference, day(*sessions))
    files = list(search_files(made, "en"))
    assert tuple(one.path for one in files) == search_paths(made, "en") == ("search/part-1.json", "search/part-2.json")
    assert [len(json.loads(one.made())) for one in files] == [
        MOST_IN_FILE,
        1 + len(made.conference.rooms) + len(made.conference.tracks),
    ]


def test_the_same_programme_gives_the_same_files(make_conference: MakeConference) -> None:
    made = site(make_conference, day("id: a, title: One, start: 10:00, end: 11:00, tags: [maps, birds]"))
    for files in (day_data_files, search_files):
        first, second = ([(one.path, one.made()) for one in files(made, "en")] for _ in range(2))
        assert first == second


def test_files_can_be_made_in_any_order_and_more_than_once(make_conference: MakeConference) -> None:
    sessions = (
        f"id: s{number}, title: Session {number}, start: 10:00, end: 11:00" for number in range(MOST_IN_FILE + 1)
    )
    files = list(search_files(site(make_conference, day(*sessions)), "en"))
    backwards = [one.made() for one in reversed(files)]
    assert [one.made() for one in files] == backwards[::-1]


def test_texts_that_are_cut_shorter_are_other_pieces(
    make_conference: MakeConference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mlw_build.site.files.search._TEXTS", ((1, 30), (2, 10)))
    first = "id: a, title: One, start: 10:00, end: 11:00, abstract: A text of some length"
    pieces = []
    for sessions in ((first,), (first, "id: b, title: Other, start: 11:00, end: 12:00")):
        (file,) = search_files(site(make_conference, day(*sessions)), "en")
        assert file.chunks
        pieces.append(split_chunks(*file.chunks({})))
    assert pieces[0].keys().isdisjoint(pieces[1])


def test_the_plan_knows_the_paths_of_data_before_any_of_it_is_made(make_conference: MakeConference) -> None:
    made = site(make_conference, day("id: a, title: One, start: 10:00, end: 11:00"))
    data = [one for one in plan_site(made) if "data/" in one.path or one.path.endswith(".json")]
    files = [one for one in data if isinstance(one, FilePlan) and not one.path.endswith("events.json")]
    assert {"data/schedule.xml", "fr/search/part-1.json", "agenda/2020-10-12/sessions.json"} <= {
        one.path for one in files
    }
    assert [one.path for one in files if one.octets is not None] == []


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own conference, published."""
    folder = tmp_path_factory.mktemp("published") / "output"
    assert build(Options(CHECKOUT, folder)).published is not None
    return folder


def test_no_page_loads_more_than_12_kb_of_scripts(output: Path) -> None:
    weights = {}
    for page in output.rglob("index.html"):
        names = re.findall(r'<script (?:type="module" )?src="[^"]*/?(assets/[^"]+)"', page.read_text(encoding="utf-8"))
        weights[page] = sum(len(compress((output / name).read_bytes(), mtime=0)) for name in set(names))
        assert names, page
    assert {page: weight for page, weight in weights.items() if weight > MOST_OF_A_PAGE} == {}


def test_every_module_that_a_script_imports_is_published(output: Path) -> None:
    for script in output.glob("assets/*.js"):
        for name in re.findall(r'(?:from|import\()"\./([^"]+)"', script.read_text(encoding="utf-8")):
            assert (output / "assets" / name).is_file(), (script, name)


def test_what_is_brought_along_from_others_says_whose_it_is() -> None:
    folder = CHECKOUT / "themes" / "default" / "static" / "js" / "vendor"
    manifest = (folder / "manifest.yaml").read_text(encoding="utf-8")
    for file in folder.glob("*.js"):
        assert f"file: {file.name}" in manifest
        assert file.read_text(encoding="utf-8").startswith("/*! ")
        assert (folder / f"{file.stem}.LICENSE.txt").is_file()
