"""Our ids for a source's things: from its ids, the same at every import, free of each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from slugify import slugify

from mlw_build.exchange.incoming.reading.draft import NamedThingDraft, SpeakerDraft
from mlw_build.exchange.incoming.reading.text_cleaning import first_text
from mlw_build.exchange.incoming.writing.time_resolution import ScheduledSession

LONGEST = 80
_USABLE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$")
_LANGUAGE_LIKE = re.compile(r"\.[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")

Ids = Mapping[str, str]
"""From a source's key to our id."""


def usable_id(text: str) -> str:
    """A source's own id if it can be one of ours, else what is left of it in a to z, digits and hyphens."""
    return text if _USABLE.match(text) else slugify(text, max_length=LONGEST, word_boundary=True)


class TakenIds:
    """Ids in use; those that differ only in case would share an address."""

    def __init__(self, ids: Iterable[str] = ()) -> None:
        self._folded = {text.lower() for text in ids}

    def take(self, *proposals: str) -> str:
        """The first of the proposals that is free, else the last with a number."""
        wanted = [proposal for proposal in proposals if proposal] or ["item"]
        for text in wanted:
            if text.lower() not in self._folded:
                self._folded.add(text.lower())
                return text
        number = 2
        while f"{wanted[-1]}-{number}".lower() in self._folded:
            number += 1
        self._folded.add(f"{wanted[-1]}-{number}".lower())
        return f"{wanted[-1]}-{number}"


def assign_thing_ids(named_thing_drafts: Sequence[NamedThingDraft], before: Ids) -> dict[str, str]:
    """Ids of rooms, tracks, formats or organisations: after their names, kept from the import before."""
    taken = TakenIds(before.values())
    ids = {}
    for named_thing_draft in named_thing_drafts:
        name = slugify(first_text(named_thing_draft.name), max_length=LONGEST, word_boundary=True)
        apart = f"{name}-{usable_id(named_thing_draft.key)}" if name else usable_id(named_thing_draft.key)
        ids[named_thing_draft.key] = before.get(named_thing_draft.key) or taken.take(
            usable_id(named_thing_draft.prefer) if named_thing_draft.prefer else "", name, apart
        )
    return ids


def assign_speaker_ids(speakers: Sequence[SpeakerDraft], before: Ids) -> dict[str, str]:
    """Ids of speakers: the source's own readable one, else after the name, with the source's id for namesakes."""
    names = {
        speaker.key: slugify(first_text(speaker.name), max_length=LONGEST, word_boundary=True) for speaker in speakers
    }
    shared = Counter(names.values())
    taken = TakenIds(before.values())
    ids = {}
    for speaker in speakers:
        name, key = names[speaker.key], usable_id(speaker.key)
        apart = f"{name}-{key}" if name and name != key else key
        proposals = (
            (usable_id(speaker.prefer), apart) if speaker.prefer else (name if shared[name] == 1 else "", apart[:100])
        )
        ids[speaker.key] = before.get(speaker.key) or taken.take(*proposals)
    return ids


def session_keys(sessions: Sequence[ScheduledSession]) -> list[str]:
    """For each session a key that is its own: the source's id, and for repeated ones the slot or the time besides.

    The earliest slot of an id keeps the bare id, so that nothing changes for it when another is added.
    """
    keys = []
    seen: Counter[str] = Counter()
    used: set[str] = set()
    for session in sessions:
        base = (
            session.session.key
            or slugify(first_text(session.session.title), max_length=LONGEST, word_boundary=True)
            or "session"
        )
        marks = (
            "",
            session.session.slot,
            f"{session.day:%m%d}",
            f"{session.day:%m%d}-{session.start:%H%M}",
            f"{seen[base] + 1}",
        )
        key = next(
            (joined for mark in marks if (joined := f"{base}-{mark}" if mark else base).lower() not in used),
            f"{base}-{session.day:%m%d}-{session.start:%H%M}-{seen[base] + 1}",
        )
        seen[base] += 1
        used.add(key.lower())
        keys.append(key)
    return keys


def assign_session_ids(keys: Sequence[str], before: Ids) -> dict[str, str]:
    """Ids of sessions after their keys."""
    taken = TakenIds(before.values())
    return {key: before.get(key) or taken.take(usable_id(key)) for key in keys}


def assign_slugs(
    sessions: Sequence[ScheduledSession], keys: Sequence[str], ids: Ids, taken_slugs: Iterable[str] = ()
) -> dict[str, str]:
    """Readable addresses where the id is a number or a code: the source's, else from the title, each its own."""
    taken = TakenIds([*ids.values(), *taken_slugs])
    found = {}
    for scheduled_session, key in zip(sessions, keys, strict=True):
        identifier = ids[key]
        if re.search(r"[a-z]{3,}-?[a-z]*", identifier) and not re.match(r"^[0-9a-f]{8}-", identifier):
            continue
        words = usable_id(scheduled_session.session.slug) or slugify(
            first_text(scheduled_session.session.title), max_length=LONGEST, word_boundary=True
        )
        words = words[:LONGEST].strip("-_")
        if words and words != identifier:
            found[key] = taken.take(words, f"{words}-{identifier}")
    return found


def safe_file_name(text: str) -> str:
    """A name for a file from a source's name, such as the file of what was imported last."""
    return usable_id(_LANGUAGE_LIKE.sub("", text.rpartition("/")[2])) or "source"
