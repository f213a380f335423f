"""Who is who in a source: neither the id nor the name alone decides, and nobody is merged by name."""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from mlw_build.exchange.incoming.reading.draft import SpeakerDraft, Words
from mlw_build.exchange.incoming.reading.format_reader import ImportNotes
from mlw_build.exchange.incoming.reading.text_cleaning import first_text
from mlw_build.exchange.incoming.rules import ID_SHARED, VALUE_UNUSABLE
from mlw_build.model.schema.values import LONGEST_EMAIL

_EMAIL = re.compile(r"^\S+@\S+\.\S+$")


class PeopleRegister(Struct):
    """The speakers of a source while it is read, by the keys under which sessions name them."""

    notes: ImportNotes
    speakers: dict[str, SpeakerDraft] = field(default_factory=dict)

    def add(self, speaker: SpeakerDraft) -> str:
        """Take in a person as often as the source names them; gives the key to name them by.

        One id with two names is two people, with a note. What a later mention adds (a biography, links) is taken in.
        """
        key = speaker.key or first_text(speaker.name)
        known = self.speakers.get(key)
        if known is not None and not _is_same_name(known.name, speaker.name):
            other = f"{key} {first_text(speaker.name)}"
            if other not in self.speakers:
                self.notes.add(
                    ID_SHARED,
                    speaker.place,
                    f"The id `{key}` stands for {first_text(known.name)} and {first_text(speaker.name)}: brought "
                    "in as two.",
                    "If they are one person, keep one of the two files in speakers/ and use its id everywhere.",
                )
            key, known = other, self.speakers.get(other)
        if known is None:
            if len(speaker.name) <= LONGEST_EMAIL and _EMAIL.match(first_text(speaker.name)):
                self.notes.add(
                    VALUE_UNUSABLE,
                    speaker.place,
                    f"The name of a speaker is an e-mail address, `{first_text(speaker.name)}`, which everybody "
                    "would see.",
                    "Ask for the name, and write it into the speaker's file.",
                )
            self.speakers[key] = replace(speaker, key=key)
        else:
            self.speakers[key] = _completed(known, speaker)
        return key

    def all(self) -> tuple[SpeakerDraft, ...]:
        """Everybody, in the order of the source."""
        return tuple(self.speakers.values())


def _is_same_name(one: Words, other: Words) -> bool:
    """Whether two names are one but for case and spaces; a missing name is any."""
    first, second = ("".join(first_text(name).casefold().split()) for name in (one, other))
    return first == second or not first or not second


def _completed(known: SpeakerDraft, more: SpeakerDraft) -> SpeakerDraft:
    """What is known of a person, completed by what another mention says."""
    names = (
        "name", "prefer", "position", "affiliation", "country", "pronouns", "biography", "links", "languages", "extra",
    )  # fmt: skip
    missing = {name: getattr(more, name) for name in names if not getattr(known, name) and getattr(more, name)}
    return replace(known, **missing) if missing else known
