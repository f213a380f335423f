"""Looks through a draft for texts that were decoded wrongly, or lost their HTML; says what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping

from mlw_build.exchange.incoming.reading.draft import ProgrammeDraft, SourcePlace, Words
from mlw_build.exchange.incoming.reading.format_reader import ImportNotes
from mlw_build.exchange.incoming.reading.text_cleaning import WithoutTags, first_text, repair_encoding
from mlw_build.exchange.incoming.rules import TEXT_DAMAGED, VALUE_UNUSABLE


def wrongly_decoded_texts(draft: ProgrammeDraft, notes: ImportNotes) -> None:
    """Notes on every text of a session or speaker that looks decoded wrongly, or lost its HTML; the texts stay."""
    for session in draft.sessions:
        _check_text(session.title, session.place, f"the title of “{first_text(session.title)}”", notes)
        _check_text(session.abstract, session.place, f"the abstract of “{first_text(session.title)}”", notes)
    for speaker in draft.speakers:
        _check_text(speaker.name, speaker.place, f"the name of {first_text(speaker.name)}", notes)
        _check_text(speaker.biography, speaker.place, f"the biography of {first_text(speaker.name)}", notes)


def _check_text(words: Words, place: SourcePlace, what: str, notes: ImportNotes) -> None:
    for text in words.values() if isinstance(words, Mapping) else (words,):
        if isinstance(text, WithoutTags):
            notes.add(
                VALUE_UNUSABLE,
                place,
                f"{what[0].upper()}{what[1:]} has more HTML than can be read; its words are brought in without it.",
                "Look through the text, and write links and lists in it anew.",
            )
        repaired = repair_encoding(text)
        if repaired:
            before, after = _difference(text, repaired)
            notes.add(
                TEXT_DAMAGED, place, f"In {what}, `{before}` looks decoded wrongly.", f"Probably meant: `{after}`."
            )


def _difference(text: str, repaired: str) -> tuple[str, str]:
    """The first word or so in which two texts differ, in both."""
    at = next((index for index, (word, other) in enumerate(zip(text, repaired, strict=False)) if word != other), 0)
    start = max(text.rfind(" ", 0, at) + 1, at - 20)
    return " ".join(text[start : start + 40].split()), " ".join(repaired[start : start + 40].split())
