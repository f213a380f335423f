"""Our ids for a source's things: from its ids, the same at every import, free of each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from slugify import slugify

from mlw_build.exchange.incoming.draft import SpeakerDraft, ThingDraft
from mlw_build.exchange.incoming.settle import Timed
from mlw_build.exchange.incoming.words import plain

LONGEST = 80
_USABLE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")
_LANGUAGE_LIKE = re.compile(r"\.[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")

Ids = Mapping[str, str]
"""From a source's key to our id."""


def usable(text: str) -> str:
    """A source's own id if it can be one of ours, else what is left of it in a to z, digits and hyphens."""
    return text if _USABLE.match(text) else slugify(text, max_length=LONGEST, word_boundary=True)


class Taken:
    """Ids in use; those that differ only in case would share an address."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._folded = {one.lower() for one in ids}

    def take(self, *proposals: str) -> str:
        """The first of the proposals that is free, else the last with a number."""
        wanted = [one for one in proposals if one] or ["item"]
        for one in wanted:
            if one.lower() not in self._folded:
                self._folded.add(one.lower())
                return one
        number = 2
        while f"{wanted[-1]}-{number}".lower() in self._folded:
            number += 1
        self._folded.add(f"{wanted[-1]}-{number}".lower())
        return f"{wanted[-1]}-{number}"


def thing_ids(things: Sequence[ThingDraft], before: Ids) -> dict[str, str]:
    """Ids of rooms, tracks, formats or organisations: after their names, kept from the import before."""
    taken = Taken(before.values())
    ids = {}
    for one in things:
        name = slugify(plain(one.name), max_length=LONGEST, word_boundary=True)
        apart = f"{name}-{usable(one.key)}" if name else usable(one.key)
        ids[one.key] = before.get(one.key) or taken.take(usable(one.prefer) if one.prefer else "", name, apart)
    return ids


def speaker_ids(speakers: Sequence[SpeakerDraft], before: Ids) -> dict[str, str]:
    """Ids of speakers: the source's own readable one, else after the name, with the source's id for namesakes."""
    names = {one.key: slugify(plain(one.name), max_length=LONGEST, word_boundary=True) for one in speakers}
    shared = Counter(names.values())
    taken = Taken(before.values())
    ids = {}
    for one in speakers:
        name, key = names[one.key], usable(one.key)
        apart = f"{name}-{key}" if name and name != key else key
        proposals = (usable(one.prefer), apart) if one.prefer else (name if shared[name] == 1 else "", apart[:100])
        ids[one.key] = before.get(one.key) or taken.take(*proposals)
    return ids


def session_keys(sessions: Sequence[Timed]) -> list[str]:
    """For each session a key that is its own: the source's id, and for repeated ones the slot or the time besides.

    The earliest slot of an id keeps the bare id, so that nothing changes for it when another is added.
    """
    keys = []
    seen: Counter[str] = Counter()
    used: set[str] = set()
    for one in sessions:
        base = one.session.key or slugify(plain(one.session.title), max_length=LONGEST, word_boundary=True) or "session"
        marks = ("", one.session.slot, f"{one.day:%m%d}", f"{one.day:%m%d}-{one.start:%H%M}", f"{seen[base] + 1}")
        key = next(
            (joined for mark in marks if (joined := f"{base}-{mark}" if mark else base).lower() not in used),
            f"{base}-{one.day:%m%d}-{one.start:%H%M}-{seen[base] + 1}",
        )
        seen[base] += 1
        used.add(key.lower())
        keys.append(key)
    return keys


def session_ids(keys: Sequence[str], before: Ids) -> dict[str, str]:
    """Ids of sessions after their keys."""
    taken = Taken(before.values())
    return {key: before.get(key) or taken.take(usable(key)) for key in keys}


def slugs(sessions: Sequence[Timed], keys: Sequence[str], ids: Ids, taken_slugs: Iterable[str] = ()) -> dict[str, str]:
    """Readable addresses where the id is a number or a code: the source's, else from the title, each its own."""
    taken = Taken([*ids.values(), *taken_slugs])
    found = {}
    for one, key in zip(sessions, keys, strict=True):
        identifier = ids[key]
        if re.search(r"[a-z]{3,}-?[a-z]*", identifier) and not re.match(r"^[0-9a-f]{8}-", identifier):
            continue
        words = usable(one.session.slug) or slugify(plain(one.session.title), max_length=LONGEST, word_boundary=True)
        words = words[:LONGEST].strip("-_")
        if words and words != identifier:
            found[key] = taken.take(words, f"{words}-{identifier}")
    return found


def safe_name(text: str) -> str:
    """A name for a file from a source's name, such as the file of what was imported last."""
    return usable(_LANGUAGE_LIKE.sub("", text.rpartition("/")[2])) or "source"
