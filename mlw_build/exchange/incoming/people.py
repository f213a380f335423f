"""Who is who in a source: neither the id nor the name alone decides, and nobody is merged by name."""

from __future__ import annotations

import re

from msgspec import Struct, field
from msgspec.structs import replace

from mlw_build.exchange.incoming.draft import SpeakerDraft, Words
from mlw_build.exchange.incoming.reading import Notes
from mlw_build.exchange.incoming.rules import ID_SHARED, VALUE_UNUSABLE
from mlw_build.exchange.incoming.words import plain
from mlw_build.model.schema.values import LONGEST_EMAIL

_EMAIL = re.compile(r"^\S+@\S+\.\S+$")


class People(Struct):
    """The speakers of a source while it is read, by the keys under which sessions name them."""

    notes: Notes
    found: dict[str, SpeakerDraft] = field(default_factory=dict)

    def add(self, speaker: SpeakerDraft) -> str:
        """Take in a person as often as the source names them; gives the key to name them by.

        One id with two names is two people, with a note. What a later mention adds (a biography, links) is taken in.
        """
        key = speaker.key or plain(speaker.name)
        known = self.found.get(key)
        if known is not None and not _same(known.name, speaker.name):
            other = f"{key} {plain(speaker.name)}"
            if other not in self.found:
                self.notes.add(
                    ID_SHARED,
                    speaker.place,
                    f"The id `{key}` stands for {plain(known.name)} and {plain(speaker.name)}: brought in as two.",
                    "If they are one person, keep one of the two files in speakers/ and use its id everywhere.",
                )
            key, known = other, self.found.get(other)
        if known is None:
            if len(speaker.name) <= LONGEST_EMAIL and _EMAIL.match(plain(speaker.name)):
                self.notes.add(
                    VALUE_UNUSABLE,
                    speaker.place,
                    f"The name of a speaker is an e-mail address, `{plain(speaker.name)}`, which everybody would see.",
                    "Ask for the name, and write it into the speaker's file.",
                )
            self.found[key] = replace(speaker, key=key)
        else:
            self.found[key] = _filled(known, speaker)
        return key

    def all(self) -> tuple[SpeakerDraft, ...]:
        """Everybody, in the order of the source."""
        return tuple(self.found.values())


def _same(one: Words, other: Words) -> bool:
    """Whether two names are one but for case and spaces; a missing name is any."""
    first, second = ("".join(plain(name).casefold().split()) for name in (one, other))
    return first == second or not first or not second


def _filled(known: SpeakerDraft, more: SpeakerDraft) -> SpeakerDraft:
    """What is known of a person, completed by what another mention says."""
    names = (
        "name", "prefer", "position", "affiliation", "country", "pronouns", "biography", "links", "languages", "extra",
    )  # fmt: skip
    missing = {name: getattr(more, name) for name in names if not getattr(known, name) and getattr(more, name)}
    return replace(known, **missing) if missing else known
