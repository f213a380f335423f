"""The JSON Schemas of what editors write, made from the models that validate it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from mlw_build.model.schema.people import BoothEntry, PageEntry, SpeakerEntry
from mlw_build.model.schema.programme import DayFile, FormatEntry, OrganisationEntry, RoomEntry, TrackEntry
from mlw_build.model.schema.settings import ConferenceEntry
from mlw_build.model.schema.theme import ThemeEntry
from mlw_build.model.schema.windows import ResourceEntry

DIALECT = "https://json-schema.org/draft/2020-12/schema"

FILES: Mapping[str, tuple[type[BaseModel], bool]] = {
    "conference": (ConferenceEntry, False),
    "day": (DayFile, False),
    "rooms": (RoomEntry, True),
    "tracks": (TrackEntry, True),
    "formats": (FormatEntry, True),
    "organisations": (OrganisationEntry, True),
    "resources": (ResourceEntry, True),
    "speaker": (SpeakerEntry, False),
    "booth": (BoothEntry, False),
    "page": (PageEntry, False),
    "theme": (ThemeEntry, False),
}
"""For each schema its model, and whether the file is a list of it."""


class _Quietly(GenerateJsonSchema):
    """Says nothing of default values, which go into no schema."""

    ignored_warning_kinds = frozenset({"skipped-choice", "non-serializable-default"})  # type: ignore[assignment]


def json_schemas() -> Mapping[str, str]:
    """The schemas as JSON by their file's name, such as day.schema.json."""
    return {f"{name}.schema.json": _schema(name, model, listed) for name, (model, listed) in FILES.items()}


def _schema(name: str, model: type[BaseModel], listed: bool) -> str:
    adapter: TypeAdapter[Any] = TypeAdapter(list[model] if listed else model)  # type: ignore[valid-type]
    schema = {
        "$schema": DIALECT,
        "title": f"mlw_build: {name}",
        **_open(adapter.json_schema(mode="validation", schema_generator=_Quietly)),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _open(schema: Any) -> Any:
    """The schema as editors' tools need it.

    One value may stand where a list of one would, and a key that may be left out may also be left empty.
    """
    if isinstance(schema, list):
        return [_open(value) for value in schema]
    if not isinstance(schema, dict):
        return schema
    opened = {key: _open(value) for key, value in schema.items() if key != "default"}
    if isinstance(opened.get("properties"), dict):
        required = opened.get("required", ())
        opened["properties"] = {
            key: value if key in required else _or_empty(value) for key, value in opened["properties"].items()
        }
    if opened.get("type") == "array" and "items" in opened and "description" in opened:
        described = opened.pop("description")
        return {"description": described, "anyOf": [opened, opened["items"]]}
    return opened


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    choices = schema.get("anyOf")
    if choices is None:
        described = {key: schema[key] for key in ("description",) if key in schema}
        choices = [{key: value for key, value in schema.items() if key not in described}]
        schema = described
    if {"type": "null"} in choices:
        return {**schema, "anyOf": choices}
    return {**schema, "anyOf": [*choices, {"type": "null"}]}
