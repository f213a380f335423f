"""programme.json: everything public, documented by a schema, and nothing private."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

from mlw_build.exchange.outgoing.programme_json import programme_schema
from tests.exchange.outgoing.published import data_of

DOCUMENTED = Path(__file__).resolve().parents[3] / "docs" / "schemas" / "programme.schema.json"


def programme(root: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(data_of(root)["data/programme.json"])
    return made


def test_it_is_valid_by_its_schema(tmp_path: Path) -> None:
    schema = json.loads(programme_schema())
    jsonschema.validate(programme(tmp_path), schema, format_checker=jsonschema.FormatChecker())


def test_the_schema_in_the_docs_is_the_one_that_is_published(tmp_path: Path) -> None:
    assert DOCUMENTED.read_bytes() == data_of(tmp_path)["data/programme.schema.json"] == programme_schema().encode()


def test_every_key_is_always_there(tmp_path: Path) -> None:
    keys = {frozenset(session) for session in programme(tmp_path)["sessions"]}
    assert len(keys) == 1


def test_texts_are_there_in_all_their_languages(tmp_path: Path) -> None:
    [opening] = [one for one in programme(tmp_path)["sessions"] if one["id"] == "opening"]
    assert opening["title"] == {"en": "Opening <b>&</b> more", "fr": "Ouverture"}


def test_parts_roles_statuses_and_streams_are_there(tmp_path: Path) -> None:
    found = programme(tmp_path)
    opening, gone = ({one["id"]: one for one in found["sessions"]}[key] for key in ("opening", "gone"))
    assert [part["id"] for part in opening["parts"]] == ["part-1"]
    assert [one["role"] for one in opening["speakers"]] == ["speaker", "moderator"]
    assert (gone["status"], gone["reason"]) == ("cancelled", {"en": "Ill"})
    assert found["rooms"][0]["stream"]["url"] == "https://www.youtube.com/watch?v=M7lc1UVf-VE"


def test_it_tells_pages_feeds_and_booths(tmp_path: Path) -> None:
    found = programme(tmp_path)
    assert [(page["id"], page["path"]) for page in found["pages"]] == [("about", "about/")]
    assert "calendar/demo-26.ics" in [feed["path"] for feed in found["feeds"]]
    assert [booth["id"] for booth in found["booths"]] == ["org"]


def test_what_is_not_for_the_public_is_in_no_file(tmp_path: Path) -> None:
    data = data_of(tmp_path)
    assert not [path for path, octets in data.items() if b"classified" in octets]


def test_a_password_is_in_no_file(tmp_path: Path) -> None:
    data = data_of(tmp_path)
    assert not [path for path, octets in data.items() if b"hush" in octets]
