"""The documentation is true: links lead somewhere, snippets are valid, commands exist, every key is explained."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import BaseModel

from mlw_build.check.registry import RULES
from mlw_build.cli import COMMANDS, module_of
from mlw_build.diagnostics import Diagnostic
from mlw_build.model.schema import people, programme
from mlw_build.model.schema.entry import Entry
from mlw_build.model.schema.json_schemas import FILES
from mlw_build.model.validate import MISSING_KEY, validate_entry
from mlw_build.read import front_matter
from mlw_build.read.document import Document, Kind, Origin
from mlw_build.read.yaml_reader import read_yaml

CHECKOUT = Path(__file__).resolve().parent.parent
WRITTEN = [
    *(CHECKOUT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
    *sorted((CHECKOUT / "docs").rglob("*.md")),
    *sorted((CHECKOUT / "deploy").rglob("*.md")),
]
MODEL = (CHECKOUT / "docs" / "content-model.md").read_text(encoding="utf-8")

LANGUAGES = ("en", "fr", "ar")
"""The languages in which snippets have texts."""

MARKED: Mapping[str, tuple[type[Entry], bool]] = {
    **{name: (model, listed) for name, (model, listed) in FILES.items() if issubclass(model, Entry)},
    "sessions": (programme.SessionEntry, True),
    "page-translation": (people.PageTranslation, False),
    "speaker-translation": (people.SpeakerTranslation, False),
    "booth-translation": (people.BoothTranslation, False),
}
"""What the second word after a snippet's fence says that it is: the model, and whether it is a list."""

_FENCE = re.compile(r"^(?P<indent> *)```(?P<words>[^\n`]*)\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S)
_LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (?P<title>.+)$", re.M)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_COMMAND = re.compile(r"^(?:python3 build\.py|build\.py|mlw-build)(?: (?P<words>.+))?$")
_TABLE = re.compile(r"^<!-- fields: (?P<models>[\w, ]+) -->\n\n(?P<rows>(?:\|.*\n)+)", re.M)
_FILE = re.compile(r"^(?:mlw_build|tests|themes/default|docs|deploy)/[\w./-]+$|^[\w-]+\.(?:py|toml|lock)$")


@dataclass(frozen=True)
class Snippet:
    """A fenced block: where it is, the words after its fence, its text without the fence's indentation."""

    file: str
    words: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.text.strip().splitlines()[0][:40]}"


def snippets(*languages: str) -> list[Snippet]:
    """The documentation's fenced blocks in any of these languages."""
    return [one for path in WRITTEN for one in fenced(path) if one.words and one.words[0] in languages]


def fenced(path: Path) -> Iterator[Snippet]:
    for found in _FENCE.finditer(path.read_text(encoding="utf-8")):
        text = re.sub(rf"^{found['indent']}", "", found["text"], flags=re.M)
        yield Snippet(path.relative_to(CHECKOUT).as_posix(), tuple(found["words"].split()), text)


def without_fences(path: Path) -> str:
    return _FENCE.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The anchors of a file's headings, as GitHub and GitLab make them."""
    titles = (re.sub(r"[^\w\- ]", "", found["title"].lower()) for found in _HEADING.finditer(without_fences(path)))
    return {title.strip().replace(" ", "-") for title in titles}


def commands() -> list[tuple[str, str]]:
    """Every command that the documentation tells to type: the file, and the words after the program's name."""
    found = []
    for path in WRITTEN:
        lines = [line for one in fenced(path) if one.words[:1] == ("sh",) for line in one.text.splitlines()]
        for text in (*lines, *_CODE.findall(without_fences(path))):
            command = _COMMAND.match(text.strip())
            if command:
                found.append((path.relative_to(CHECKOUT).as_posix(), command["words"] or ""))
    return sorted(set(found))


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    dead = []
    for found in _LINK.finditer(_CODE.sub("", without_fences(path))):
        target, _, fragment = found["target"].partition("#")
        if re.match(r"^[a-z]+:", target):
            continue
        place = (path.parent / target).resolve() if target else path
        if not place.exists() or (fragment and fragment not in anchors(place)):
            dead.append(found["target"])
    assert dead == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(CHECKOUT).as_posix())
def test_every_file_of_the_project_that_is_named_is_there(path: Path) -> None:
    named = {text for text in _CODE.findall(without_fences(path)) if _FILE.match(text)}
    modules = {module.name for folder in ("mlw_build", "tests") for module in (CHECKOUT / folder).rglob("*.py")}
    real = {name for name in named - modules - {"netlify.toml"} if not re.search(r"\b(NAME|KIND|ID)\b", name)}
    assert {name for name in real if not (CHECKOUT / name).exists()} == set()


@pytest.mark.parametrize("snippet", snippets("yaml"), ids=str)
def test_every_yaml_snippet_is_what_an_editor_may_write(snippet: Snippet) -> None:
    assert problems_of(snippet.words[1:], snippet.text, "") == []


@pytest.mark.parametrize("snippet", snippets("markdown"), ids=str)
def test_every_front_matter_snippet_is_what_an_editor_may_write(snippet: Snippet) -> None:
    parts = front_matter.split(snippet.text)
    assert parts.closed
    assert problems_of(snippet.words[1:], parts.yaml, parts.body) == []


def problems_of(kinds: tuple[str, ...], yaml: str, body: str) -> list[str]:
    """What is wrong with a snippet. It may leave out keys that a whole file must have."""
    data, faults = read_yaml(yaml)
    found = [fault.message for fault in faults]
    document = Document("snippet", Kind.DAY, "snippet", None, yaml, yaml, 1, data, body, 1)
    for kind in kinds:
        model, listed = MARKED[kind]
        diagnostics: list[Diagnostic] = []
        for entry in data if listed else [data]:
            validate_entry(model, Origin(document), entry, LANGUAGES, diagnostics)
        found += [one.message for one in diagnostics if one.code != MISSING_KEY.code]
    return found


@pytest.mark.parametrize("snippet", snippets("json"), ids=str)
def test_every_json_snippet_is_json(snippet: Snippet) -> None:
    json.loads(snippet.text)


def is_understood(words: str) -> None:
    """Parse a command as the program does; fails where it would say that it does not understand."""
    given = shlex.split(words)
    if given == ["--help"]:
        return
    name, rest = ("build", given) if not given or given[0].startswith("-") else (given[0], given[1:])
    assert name in COMMANDS
    parser = argparse.ArgumentParser()
    module = module_of(name)
    module.configure(parser)
    status: object = 0
    try:
        _, others = parser.parse_known_args(rest)
        assert not others or getattr(module, "PASSES_ON", False), f"not understood: {words}"
    except SystemExit as leaving:
        status = leaving.code
    assert status == 0, f"not understood: {words}"


@pytest.mark.parametrize(("file", "words"), commands())
def test_every_command_exists(file: str, words: str) -> None:
    is_understood(words)


def test_the_schemas_that_editors_are_told_about_are_written() -> None:
    [told] = [one.text for one in snippets("json") if "yaml.schemas" in one.text]
    names = {Path(name).name.removesuffix(".schema.json") for name in json.loads(told)["yaml.schemas"]}
    assert names <= FILES.keys()


def entries() -> dict[str, type[BaseModel]]:
    """Every model with keys of its own that editors write."""
    found: set[type[Entry]] = {Entry}
    waiting: list[type[Entry]] = [Entry]
    while waiting:
        below = waiting.pop().__subclasses__()
        found.update(below)
        waiting += below
    return {model.__name__: model for model in found if own_fields(model)}


def own_fields(model: type[BaseModel]) -> list[str]:
    return [name for name in model.__annotations__ if name in model.model_fields]


def described() -> dict[str, str]:
    """For each model the rows of the table that describes it."""
    return {name.strip(): found["rows"] for found in _TABLE.finditer(MODEL) for name in found["models"].split(",")}


def test_every_model_has_a_table() -> None:
    assert entries().keys() == described().keys()


@pytest.mark.parametrize("name", sorted(entries()))
def test_every_key_is_described_in_the_words_of_its_model(name: str) -> None:
    model, rows = entries()[name], described().get(name, "")
    missing = []
    for key in own_fields(model):
        field = model.model_fields[key]
        start = f"| `{key}`{' (must)' if field.is_required() else ''} | "
        row = next((row for row in rows.splitlines() if row.startswith(start)), "")
        if str(field.description) not in row:
            missing.append(f"{start}... | {field.description} |")
    assert missing == []


@pytest.mark.parametrize("table", list(_TABLE.finditer(MODEL)), ids=lambda table: table["models"])
def test_no_key_is_described_twice_or_though_it_does_not_exist(table: re.Match[str]) -> None:
    keys = re.findall(r"^\| `(\w+)`", table["rows"], re.M)
    models = [entries()[name.strip()] for name in table["models"].split(",")]
    assert sorted(keys) == sorted({key for model in models for key in own_fields(model)})


def test_the_checks_that_editors_are_told_about_exist() -> None:
    text = (CHECKOUT / "docs" / "editors.md").read_text(encoding="utf-8")
    [table] = re.findall(r"^\| name \| usual cause \|\n\| --- \| --- \|\n((?:\|.*\n)+)", text, re.M)
    named = {code for row in table.splitlines() for code in re.findall(r"[a-z]+(?:-[a-z]+)+", row.split("|")[1])}
    assert named
    assert named <= {rule.code for rule in RULES}


@pytest.mark.parametrize("name", ["github-pages.yml", "gitlab-ci.yml"])
def test_ready_workflows_are_yaml_and_build_the_site(name: str) -> None:
    text = (CHECKOUT / "deploy" / name).read_text(encoding="utf-8")
    data, faults = read_yaml(text)
    assert faults == ()
    assert isinstance(data, dict)
    for words in re.findall(r"python3 build\.py (.+)$", text, re.M):
        is_understood(words)


def test_the_ready_netlify_file_builds_the_site() -> None:
    site = tomllib.loads((CHECKOUT / "deploy" / "netlify.toml").read_text(encoding="utf-8"))
    builds = [site["build"], *site["context"].values()]
    for build in builds:
        is_understood(build["command"].removeprefix("python3 build.py"))
    assert site["build"]["publish"] == "output"


def test_every_ready_file_is_in_the_list() -> None:
    listed = (CHECKOUT / "deploy" / "README.md").read_text(encoding="utf-8")
    there = {path.name for path in (CHECKOUT / "deploy").iterdir()} - {"README.md"}
    assert {name for name in there if f"({name})" not in listed} == set()


ARCHITECTURE = (CHECKOUT / "docs/architecture.md").read_text(encoding="utf-8")
PLACES = sorted(set(re.findall(r"`([a-z_]+/[a-z_/]+\.py)`", ARCHITECTURE)))
NAMES = sorted(
    {
        (name, place)
        for names, place in re.findall(r"((?:`\w+`(?:, | |\.\.\. )?)+)(?:in |\()`([\w/]+\.py)`", ARCHITECTURE)
        for name in re.findall(r"`(\w+)`", names)
    }
)


@pytest.mark.parametrize("place", PLACES)
def test_every_module_in_the_architecture_is_there(place: str) -> None:
    assert any((CHECKOUT / top / place).is_file() for top in ("", "mlw_build"))


@pytest.mark.parametrize(("name", "place"), NAMES)
def test_what_the_architecture_names_is_where_it_says(name: str, place: str) -> None:
    code = (CHECKOUT / "mlw_build" / place.removeprefix("mlw_build/")).read_text(encoding="utf-8")
    assert re.search(rf"\b(?:def|class) {name}\b|^ *{name}\b(?::| =)", code, re.MULTILINE)
