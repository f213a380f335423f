"""The JSON Schemas that `schema` gives agree with what a build takes."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from mlw_build.model.schema.json_schemas import json_schemas
from mlw_build.read.document import Document, Kind
from mlw_build.read.site_files import read_site
from tests.test_good_site import ROOT

SCHEMAS = {name.removesuffix(".schema.json"): json.loads(text) for name, text in json_schemas().items()}
BROKEN = ROOT.parent / "broken"


def as_other_readers_do(data: Any) -> Any:
    """What an editor's YAML reader makes of plain scalars (YAML 1.2, core schema): numbers and true/false too."""
    if isinstance(data, dict):
        return {key: as_other_readers_do(value) for key, value in data.items()}
    if isinstance(data, list):
        return [as_other_readers_do(value) for value in data]
    if isinstance(data, str) and re.fullmatch(r"[-+]?\d+", data):
        return int(data)
    if isinstance(data, str) and re.fullmatch(r"[-+]?\d+\.\d+", data):
        return float(data)
    return {"true": True, "false": False}.get(data, data) if isinstance(data, str) else data


def faults(kind: str, data: Any) -> list[str]:
    """What a schema has against some data."""
    validator = jsonschema.Draft202012Validator(SCHEMAS[kind])
    return [error.message for error in validator.iter_errors(as_other_readers_do(data))]


DOCUMENTS = [one for one in read_site(ROOT)[0].documents if one.language is None]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_one(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[kind])


def test_there_is_one_for_everything_that_an_editor_writes() -> None:
    assert {kind.value for kind in Kind} <= set(SCHEMAS)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda one: one.path)
def test_a_good_site_passes(document: Document) -> None:
    assert faults(document.kind.value, document.data) == []


SESSION = {"id": "a", "title": "A", "start": "10:00"}


@pytest.mark.parametrize(
    "more",
    [
        {"title": 2020},
        {"title": {"en": "A", "fr": None}},
        {"room": "main"},
        {"room": ["main"]},
        {"room": 2},
        {"speakers": "ana"},
        {"speakers": ["ana", {"id": "ben", "role": "host"}]},
        {"duration": 90},
        {"duration": "1h30m"},
        {"stream": "https://example.org/live"},
        {"stream": None},
        {"tags": None},
        {"start": "2020-10-12 10:00+02:00"},
        {"parts": {"id": "p", "title": "P"}},
    ],
)
def test_what_a_build_takes_passes(more: dict[str, Any]) -> None:
    assert faults("day", {"date": "2020-10-12", "sessions": [{**SESSION, **more}]}) == []


@pytest.mark.parametrize(
    "more",
    [
        {"start": "9am"},
        {"titel": "x"},
        {"status": "perhaps"},
        {"id": "a b"},
        {"capacity": -1},
        {"slides": "x"},
        {"title": []},
    ],
)
def test_what_a_build_refuses_does_not_pass(more: dict[str, Any]) -> None:
    assert faults("day", {"sessions": [{**SESSION, **more}]})


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_key_is_explained(kind: str) -> None:
    def keys(schema: Any) -> list[tuple[str, Any]]:
        if isinstance(schema, list):
            return [pair for one in schema for pair in keys(one)]
        if not isinstance(schema, dict):
            return []
        own = schema.get("properties")
        return [*(own.items() if isinstance(own, dict) else ()), *keys(list(schema.values()))]

    assert [key for key, value in keys(SCHEMAS[kind]) if not value.get("description")] == []


def test_no_schema_names_a_path_of_this_machine() -> None:
    assert not any(str(Path.home()) in text for text in json_schemas().values())
