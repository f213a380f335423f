"""Looks through a draft for texts that were decoded wrongly, or lost their HTML; says what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping

from mlw_build.exchange.incoming.draft import Draft, Place, Words
from mlw_build.exchange.incoming.reading import Notes
from mlw_build.exchange.incoming.rules import TEXT_DAMAGED, VALUE_UNUSABLE
from mlw_build.exchange.incoming.words import WithoutTags, mended, plain


def damaged_texts(draft: Draft, notes: Notes) -> None:
    """Notes on every text of a session or speaker that looks decoded wrongly, or lost its HTML; the texts stay."""
    for session in draft.sessions:
        _look(session.title, session.place, f"the title of “{plain(session.title)}”", notes)
        _look(session.abstract, session.place, f"the abstract of “{plain(session.title)}”", notes)
    for speaker in draft.speakers:
        _look(speaker.name, speaker.place, f"the name of {plain(speaker.name)}", notes)
        _look(speaker.biography, speaker.place, f"the biography of {plain(speaker.name)}", notes)


def _look(words: Words, place: Place, what: str, notes: Notes) -> None:
    for text in words.values() if isinstance(words, Mapping) else (words,):
        if isinstance(text, WithoutTags):
            notes.add(
                VALUE_UNUSABLE,
                place,
                f"{what[0].upper()}{what[1:]} has more HTML than can be read; its words are brought in without it.",
                "Look through the text, and write links and lists in it anew.",
            )
        repaired = mended(text)
        if repaired:
            before, after = _difference(text, repaired)
            notes.add(
                TEXT_DAMAGED, place, f"In {what}, `{before}` looks decoded wrongly.", f"Probably meant: `{after}`."
            )


def _difference(text: str, repaired: str) -> tuple[str, str]:
    """The first word or so in which two texts differ, in both."""
    at = next((index for index, (one, other) in enumerate(zip(text, repaired, strict=False)) if one != other), 0)
    start = max(text.rfind(" ", 0, at) + 1, at - 20)
    return " ".join(text[start : start + 40].split()), " ".join(repaired[start : start + 40].split())
