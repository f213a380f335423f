"""The panel's fields, from the schemas that validate what editors write, and the values that stand in the files."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from slugify import slugify

from mlw_build.board.session_edits import put_value, written_value
from mlw_build.board.workspace import Refused
from mlw_build.edit.changes import Change, Insert
from mlw_build.edit.yaml_text import double_quoted, entry_lines
from mlw_build.model.conference import Conference, Session, UnscheduledSession
from mlw_build.model.schema.json_schemas import json_schemas
from mlw_build.model.schema.programme import UNSCHEDULED_FILE
from mlw_build.model.text import clean_text, one_line
from mlw_build.read.yaml_reader import read_yaml

NAMED = {"format": "formats", "track": "tracks", "room": "rooms", "rooms": "rooms", "organisations": "organisations",
         "part_of": "sessions", "not_with": "sessions", "speakers": "speakers"}  # fmt: skip
"""The fields with ids, and of what these are."""

LONG = ("abstract",)
FIRST = ("title", "speakers", "abstract", "format", "track", "room", "duration", "status", "reason")
"""The fields that are shown first; the others follow in the order of the model."""


@lru_cache(maxsize=1)
def session_fields() -> Sequence[Mapping[str, Any]]:
    """The fields of a session: key, what it is, and how it is edited: text, words, choice, list, ids or YAML."""
    schema = json.loads(json_schemas()["day.schema.json"])
    entry = schema["$defs"]["SessionEntry"]
    keys = [*FIRST, *(key for key in entry["properties"] if key not in FIRST)]
    return [
        {
            "key": key,
            "description": entry["properties"][key].get("description", ""),
            "must": key in entry["required"],
            **_how(key, entry["properties"][key], schema["$defs"]),
        }
        for key in keys
    ]


def _how(key: str, schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """How a field is edited."""
    choices = schema.get("anyOf", [schema])
    resolved = [definitions[one["$ref"].rpartition("/")[2]] if "$ref" in one else one for one in choices]
    listed = any(one.get("type") == "array" for one in resolved)
    if key in NAMED:
        return {"how": "ids" if listed else "id", "of": NAMED[key]}
    enumerated = next((one["enum"] for one in resolved if "enum" in one), None)
    if enumerated:
        return {"how": "choice", "choices": enumerated}
    if any(one.get("type") == "object" and "properties" not in one for one in resolved) and key != "extra":
        return {"how": "text", "long": key in LONG}
    simple = [one for one in resolved if one.get("type") in ("string", "integer", ["string", "number"])]
    if listed and simple:
        return {"how": "list"}
    if simple and not any("properties" in one or "anyOf" in one for one in resolved):
        return {"how": "word", "number": any(one.get("type") == "integer" for one in simple) and key != "duration"}
    return {"how": "yaml"}


def session_values(thing: Session | UnscheduledSession) -> dict[str, Any]:
    """What stands in a session's file, by key: as data, and as YAML for what has no simpler form."""
    found: dict[str, Any] = {}
    for field in session_fields():
        value = written_value(thing, field["key"])
        if value is None:
            continue
        found[field["key"]] = "\n".join(entry_lines({"v": value}, 0)) if field["how"] == "yaml" else value
        if field["how"] == "yaml":
            found[field["key"]] = _without_key(found[field["key"]])
    return found


def _without_key(text: str) -> str:
    """The YAML of a value without the key before it."""
    first, *more = text.split("\n")
    return "\n".join([*([first[3:]] if first[3:] else []), *(line.removeprefix("  ") for line in more)])


def parsed_value(key: str, value: Any) -> Any:
    """A value as the form sends it, as data. Raises Refused where it is no YAML, or no value of a form."""
    field = next((field for field in session_fields() if field["key"] == key), None)
    if field is None:
        raise Refused(f"A session has no `{key}`.")
    if field["how"] != "yaml" or value is None:
        return _plain(value)
    data, problems = read_yaml(f"{value}\n" if str(value).strip() else "")
    if problems:
        raise Refused(f"This cannot be read as YAML: {problems[0].message}")
    return data


def _plain(value: Any, depth: int = 0) -> Any:
    """A value with nothing in it but texts, lists and mappings, as YAML is read."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool | int | float):
        return str(value)
    if depth < 6 and isinstance(value, list):
        return [_plain(one, depth + 1) for one in value]
    if depth < 6 and isinstance(value, dict):
        return {str(key): _plain(one, depth + 1) for key, one in value.items()}
    raise Refused("This is no value of a session.")


def choices(conference: Conference) -> dict[str, list[dict[str, str]]]:
    """What fields with ids can name: ids with names."""
    named: dict[str, list[dict[str, str]]] = {
        kind: [{"id": thing.id, "name": thing.name.plain} for thing in things.values()]
        for kind, things in (
            ("formats", conference.formats), ("tracks", conference.tracks), ("rooms", conference.rooms),
            ("organisations", conference.organisations), ("speakers", conference.speakers),
        )
    }  # fmt: skip
    named["sessions"] = [
        {"id": session.id, "name": session.title.plain, "day": session.day.isoformat()}
        for session in conference.sessions.values()
    ]
    return named


def free_id(title: str, taken: Sequence[str], otherwise: str) -> str:
    """An id made of a title that nothing has yet."""
    wanted = slugify(one_line(clean_text(title)), max_length=80, word_boundary=True) or otherwise
    folded = {text.lower() for text in taken}
    number, identifier = 1, wanted
    while identifier.lower() in folded or identifier == "null":
        number += 1
        identifier = f"{wanted}-{number}"
    return identifier


def new_session(
    conference: Conference, title: str, *, has_file: bool
) -> tuple[str, dict[str, list[Change]], dict[str, str]]:
    """A session without a time: its id, and the changes of the file for such (`has_file`), or the new file.

    Raises Refused.
    """
    title = one_line(clean_text(title))
    if not title:
        raise Refused("A session needs a title.")
    identifier = free_id(title, (*conference.sessions, *conference.unscheduled), "session")
    entry = {"id": identifier, "title": title}
    if has_file:
        return identifier, {UNSCHEDULED_FILE: [Insert(("sessions",), (entry,))]}, {}
    text = "# Sessions that were made before they had a time. What has no `start` is not published.\nsessions:\n"
    text += f"  - id: {identifier}\n    title: {double_quoted(title)}\n"
    return identifier, {}, {UNSCHEDULED_FILE: text}


def new_speaker(conference: Conference, name: str) -> tuple[str, dict[str, str]]:
    """A speaker: the id, and the new file. Raises Refused."""
    name = one_line(clean_text(name))
    if not name:
        raise Refused("A speaker needs a name.")
    identifier = free_id(name, tuple(conference.speakers), "speaker")
    return identifier, {f"speakers/{identifier}.md": f"---\nname: {double_quoted(name)}\n---\n"}


def cancel(session: Session, reason: str) -> dict[str, list[Change]]:
    """The changes that cancel a session with a reason, so that its page and its subscribers say so."""
    changes = [*put_value(session.origin, "status", "cancelled"), *put_value(session.origin, "reason", reason)]
    return {session.origin.document.path: changes}
