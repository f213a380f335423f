"""Repairs that are certain: what an editor clearly meant, as an edit of the file.

Certain means that there is one reading only. Each function gives the fix, or None where somebody has to decide.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import timedelta

from mlw_build.diagnostics import Fix
from mlw_build.edit.changes import Change, Put, Rename
from mlw_build.edit.placement import CannotPlace, edits_for, value_of
from mlw_build.model.schema.values import LocalTime, slug
from mlw_build.read.document import Origin
from mlw_build.text.close_matches import close_matches

CLOSE, RIVAL = 0.75, 0.12
"""How like a candidate a word must be, and how much less like it the next one may be at most to be a rival."""

EVENING, MORNING = timedelta(hours=16), timedelta(hours=6)
"""What begins from the one on and ends until the other goes on past midnight; nothing else fits."""


def closest_candidate(word: str, candidates: Iterable[str]) -> str | None:
    """The one candidate that a misspelt word can mean.

    None where two are alike, and where the numbers in them differ: `room-12` is no misspelling of `room-1`.
    """
    folded = {candidate.lower(): candidate for candidate in candidates}
    near = close_matches(word.lower(), folded, n=3, cutoff=CLOSE - RIVAL)
    if not near or _likeness(word, near[0]) < CLOSE:
        return None
    best = near[0]
    others = [text for text in near[1:] if best not in (f"{text}s", text.removesuffix("s"))]
    if any(_likeness(word, text) > _likeness(word, best) - RIVAL for text in others):
        return None
    return folded[best] if re.findall(r"\d+", word) == re.findall(r"\d+", best) else None


def _likeness(word: str, other: str) -> float:
    return difflib.SequenceMatcher(None, other, word.lower()).ratio()


def correct_value_fix(origin: Origin, keys: tuple[str | int, ...], old: str, new: str) -> Fix | None:
    """Another text for the value at these keys.

    The keys may lead into a list that is written as one value, and to an entry whose `id` is the value.
    """
    document, way = origin.document, (*origin.keys, *keys)
    for place in (way, (*way, "id"), way[:-1]):
        if value_of(document, place) == old:
            return _fix(f"`{old}` becomes `{new}`", origin, Put(place, new))
    return None


def rename_key_fix(origin: Origin, keys: tuple[str | int, ...], name: str) -> Fix | None:
    """Another name for the last of these keys."""
    return _fix(f"`{keys[-1]}` becomes `{name}`", origin, Rename((*origin.keys, *keys), name))


def add_id_fix(origin: Origin, keys: tuple[str | int, ...], entry: object) -> Fix | None:
    """An id, made of the title or name, for the entry at these keys that has none."""
    if not isinstance(entry, Mapping) or "id" in entry:
        return None
    title = entry.get("title", entry.get("name"))
    if isinstance(title, Mapping):
        title = next((text for text in title.values() if isinstance(text, str)), None)
    identifier = slug(title)[:60].strip("-") if isinstance(title, str) else ""
    if not identifier or not _in_latin(str(title)):
        return None
    change = Put((*origin.keys, *keys, "id"), identifier, before=next(iter(entry)))
    return _fix(f"it gets the id `{identifier}`", origin, change)


def past_midnight_fix(origin: Origin, start: LocalTime, end: LocalTime) -> Fix | None:
    """The end counted on past midnight (25:30) for what begins in the evening and ends in the small hours."""
    if start.since_midnight < EVENING or end.since_midnight > MORNING or end.day or start.day:
        return None
    written = value_of(origin.document, (*origin.keys, "end"))
    if written is None or not re.fullmatch(r"\d{1,2}:\d{2}", written):
        return None
    return correct_value_fix(origin, ("end",), written, str(LocalTime(end.since_midnight + timedelta(days=1))))


def _in_latin(text: str) -> bool:
    """Whether an id made of the text still says what the text says: nearly all its letters have a form in a to z."""
    letters = [word for word in unicodedata.normalize("NFKD", text) if word.isalpha()]
    return bool(letters) and sum(letter.isascii() for letter in letters) >= 0.8 * len(letters)


def _fix(title: str, origin: Origin, change: Change) -> Fix | None:
    try:
        return Fix(title, edits_for(origin.document, [change]), (change,))
    except CannotPlace:
        return None
