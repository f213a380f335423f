"""From a document's data to validated entries, and from pydantic's errors to diagnostics for editors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mlw_build.diagnostics import Diagnostic, Rule
from mlw_build.model.fixes import add_id_fix, closest_candidate, correct_value_fix, rename_key_fix
from mlw_build.model.schema.entry import Entry
from mlw_build.model.schema.values import short_form
from mlw_build.read.document import Origin
from mlw_build.text.close_matches import close_matches

UNKNOWN_KEY = Rule("unknown-key", "A key that means nothing here")
MISSING_KEY = Rule("missing-key", "A key that must be there is missing")
INVALID_VALUE = Rule("invalid-value", "A value that cannot be what its key asks for")
RULES = (UNKNOWN_KEY, MISSING_KEY, INVALID_VALUE)


EntryType = TypeVar("EntryType", bound=Entry)


def validate_entry(
    model: type[EntryType],
    origin: Origin,
    data: object,
    languages: Sequence[str],
    problems: list[Diagnostic],
) -> EntryType | None:
    """The data as an entry of this model; None and diagnostics where it does not fit."""
    if not isinstance(data, Mapping):
        problems.append(
            INVALID_VALUE.at(
                origin.span(),
                f"{_kind_of(data)} stands where the keys of {_field_name(model)} are expected.",
                f"Write `key: value` lines, such as `{_example(model)}`.",
            )
        )
        return None
    empty = [key for key, value in data.items() if value is None and key not in model.model_fields]
    problems.extend(_unknown_key(model, origin, data, (key,)) for key in empty)
    try:
        return model.model_validate(_without_empty(data), context={"languages": tuple(languages)})
    except ValidationError as error:
        problems.extend(_diagnostic(model, origin, data, one) for one in error.errors(include_url=False))
        return None


def validate_partially(
    model: type[EntryType], origin: Origin, data: object, languages: Sequence[str], problems: list[Diagnostic]
) -> EntryType | None:
    """The same, but without the keys that do not fit where the rest makes an entry, so that it can be checked too."""
    entry = validate_entry(model, origin, data, languages, problems)
    if entry is not None or not isinstance(data, Mapping):
        return entry
    try:
        model.model_validate(_without_empty(data), context={"languages": tuple(languages)})
    except ValidationError as error:
        faulty = {one["loc"][0] for one in error.errors() if one["loc"]}
        fitting = {key: value for key, value in data.items() if key not in faulty}
        return validate_entry(model, origin, fitting, languages, [])
    return None


def entries_in_list(
    origin: Origin, data: object, what: str, problems: list[Diagnostic]
) -> Iterable[tuple[Origin, object]]:
    """The entries of a list with their origins; a diagnostic where it is not a list."""
    if data is None:
        return ()
    if not isinstance(data, list):
        problems.append(
            INVALID_VALUE.at(
                origin.span(),
                f"{_kind_of(data)} stands where a list of {what} is expected.",
                "Start each entry on a line of its own with `- `.",
            )
        )
        return ()
    return ((origin.under(index), value) for index, value in enumerate(data))


def _without_empty(data: object) -> object:
    """The data without keys whose value is empty: `room:` with nothing after it is a key not given."""
    if isinstance(data, dict):
        held = ((key, value) for key, value in data.items() if value is not None)
        return {key: value if isinstance(value, str) else _without_empty(value) for key, value in held}
    if isinstance(data, list):
        return [value if isinstance(value, str) else _without_empty(value) for value in data]
    return data


def _diagnostic(model: type[BaseModel], origin: Origin, data: object, error: ErrorDetails) -> Diagnostic:
    context = error.get("ctx") or {}
    about = context.get("key")
    keys = _real_keys(data, (*error["loc"], about) if about else error["loc"])
    kind = error["type"]
    if kind == "extra_forbidden":
        return _unknown_key(model, origin, data, keys)
    if kind == "missing":
        return _missing_key(model, origin, data, keys)
    if kind == "enum":
        expected = str(context.get("expected", ""))
        right = closest_candidate(str(error["input"]), re.findall(r"'([^']*)'", expected))
        wanted = expected.replace("'", "`")
        return INVALID_VALUE.at(
            origin.span(*keys),
            f"{_shortened(error['input'])} is not one of the choices here.",
            f"Write {wanted}.",
            fix=correct_value_fix(origin, keys, str(error["input"]), right) if right else None,
        )
    if error["input"] is None:
        return INVALID_VALUE.at(origin.span(*keys), "This entry of the list is empty.", "Write it, or delete its line.")
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        return INVALID_VALUE.at(
            origin.span(*keys),
            f"{_kind_of(error['input'])} stands where keys with values are expected.",
            _nested_hint(model, keys),
        )
    if kind == "too_short":
        return INVALID_VALUE.at(origin.span(*keys), f"`{keys[-1] if keys else ''}` is empty.", "Write at least one.")
    message = str(context.get("message") or error["msg"])
    right = str(context.get("write") or "")
    return INVALID_VALUE.at(
        origin.span(*keys),
        message,
        str(context.get("hint") or "") or None,
        fix=correct_value_fix(origin, keys, str(error["input"]).strip(), right) if right else None,
    )


def _unknown_key(model: type[BaseModel], origin: Origin, data: object, keys: tuple[str | int, ...]) -> Diagnostic:
    fields = _fields_at(model, keys[:-1])
    name = str(keys[-1])
    right = closest_candidate(name, fields)
    free = right is not None and right not in _at(data, keys[:-1])
    near = close_matches(name.lower(), fields, n=1, cutoff=0.6)
    return UNKNOWN_KEY.at(
        origin.key_span(*keys),
        f"{_shortened(name)} means nothing here.",
        f"Did you mean `{near[0]}`?" if near else f"Possible keys: {', '.join(fields)}." if fields else None,
        fix=rename_key_fix(origin, keys, right) if right and free else None,
    )


def _at(data: Any, keys: tuple[str | int, ...]) -> Any:
    """What stands in the data at these keys."""
    for key in keys:
        data = data[key]
    return data


def _missing_key(model: type[BaseModel], origin: Origin, data: object, keys: tuple[str | int, ...]) -> Diagnostic:
    name, inside = str(keys[-1]), keys[:-1]
    holder = _at(data, inside)
    written = isinstance(holder, Mapping) and name in holder
    label = _label(holder)
    fields = _model_fields_at(model, inside)
    described = fields[name].description if fields and name in fields else None
    message = f"`{name}` is {'empty' if written else 'missing'}{f' in {label}' if label else ''}."
    span = origin.key_span(*keys) if written else origin.span(*inside)
    hint = f"Write `{name}: ...`" + (f" ({described[0].lower()}{described[1:].rstrip('.')})." if described else ".")
    if origin.document.without_front_matter:
        hint = f"Begin the file with three lines: `---`, `{name}: ...` and `---`."
    elif written and "#" in _lines_of(origin.document.text)[span.line - 1]:
        hint = "A `#` begins a remark, which nobody reads: put the text in quotes."
    return MISSING_KEY.at(
        span,
        message,
        hint,
        fix=add_id_fix(origin, inside, holder) if name == "id" else None,
    )


@lru_cache(maxsize=16)
def _lines_of(text: str) -> list[str]:
    return text.split("\n")


def _label(holder: object) -> str:
    if isinstance(holder, Mapping):
        for key in ("id", "title", "name"):
            if isinstance(holder.get(key), str):
                return f"`{holder[key]}`"
    return ""


def _real_keys(data: Any, location: tuple[int | str, ...]) -> tuple[str | int, ...]:
    """The steps of pydantic's location that exist in the data (single values stand for lists of one)."""
    keys: list[str | int] = []
    for index, step in enumerate(location):
        last = index == len(location) - 1
        if isinstance(data, Mapping):
            if step in data:
                data = data[step]
                keys.append(step)
            elif last and isinstance(step, str):
                keys.append(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
            keys.append(step)
    return tuple(keys)


def _model_fields_at(model: type[BaseModel], keys: Iterable[str | int]) -> dict[str, Any]:
    current: Any = model
    for key in keys:
        if isinstance(key, int):
            continue
        field = getattr(current, "model_fields", {}).get(key)
        current = _model_in(field.annotation) if field else None
        if current is None:
            return {}
    return dict(current.model_fields)


def _fields_at(model: type[BaseModel], keys: Iterable[str | int]) -> list[str]:
    return [name for name in _model_fields_at(model, keys) if name != "extra"]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _model_in(inner)
        if found:
            return found
    return None


def _nested_hint(model: type[BaseModel], keys: tuple[str | int, ...]) -> str:
    fields = _fields_at(model, keys)
    return f"Write its keys below it: {', '.join(fields[:6])}." if fields else "Write `key: value` lines below it."


def _shortened(value: object) -> str:
    return short_form(value)[:1].upper() + short_form(value)[1:]


def _kind_of(data: object) -> str:
    if data is None:
        return "Nothing"
    if isinstance(data, list):
        return "A list"
    return "A mapping" if isinstance(data, Mapping) else "A text"


def _field_name(model: type[BaseModel]) -> str:
    name = model.__name__.removesuffix("Entry").removesuffix("Header").removesuffix("Translation").lower()
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"


def _example(model: type[BaseModel]) -> str:
    first = next(name for name, field in model.model_fields.items() if name != "extra")
    return f"{first}: ..."
