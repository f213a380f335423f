"""Text that a reader sees: one text, or one per language."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from mlw_build.markup import MOST_REMEMBERED

# C0 and C1 controls but tab and newline, byte order mark, and the line and paragraph separators that break
# JavaScript and calendars; direction marks (U+200E, U+200F, U+061C, isolates) stay: they carry meaning.
# Noncharacters are for a program's own use (Unicode 15.0, 23.7), and pages put some of them around words.
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
# Overrides reorder everything that follows them, so a name could pretend to be another; isolates cannot.
_OVERRIDES = "\u202a-\u202e"
_UNWANTED = re.compile(f"[{_CONTROLS}{_OVERRIDES}]")
_LINE_BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t\n]{2,}|[\t\n]")


def clean_text(text: str) -> str:
    """Text as it may enter the model: NFC, LF line ends, no control characters or direction overrides."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text.strip()  # most texts of most programmes have nothing to clean
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_BREAKS.sub("\n", text))).strip()


@lru_cache(maxsize=MOST_REMEMBERED)
def clean_text_once(text: str) -> str:
    """The same for a long text: cleaned once and held once, though it is asked for before there is a model, too."""
    return clean_text(text)


def one_line(text: str) -> str:
    """The text with every run of white space as one space, for titles and names."""
    if text.isprintable() and "  " not in text:
        return text.strip()  # printable: neither tab nor newline
    return _SPACES.sub(" ", text).strip()


class Phrase(Struct, frozen=True):
    """A text in the language it really is in, which may not be the language that was asked for."""

    text: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text


class Text(Struct, frozen=True):
    """A text in one or several languages; under the language '' stands a text written without one."""

    values: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, text: str) -> Text:
        """A text written without a language: it is in the site's default language."""
        return cls((("", text),)) if text else cls()

    def __bool__(self) -> bool:
        return bool(self.values)

    def phrase(self, language: str, default: str) -> Phrase:
        """The text in this language, else in the default language, else in the first there is."""
        if len(self.values) < 2:  # most texts of most programmes, asked for with every page
            code, text = self.values[0] if self.values else ("", "")
            return Phrase(text, code or default)
        for code, text in self.values:
            if code == language:
                return Phrase(text, code)
        found = dict(self.values)
        for wanted in (language, language.partition("-")[0], default):
            if wanted in found:
                return Phrase(found[wanted], wanted)
            if wanted == default and "" in found:
                return Phrase(found[""], default)
        first, text = self.values[0]
        return Phrase(text, first)

    def with_translation(self, language: str, text: str) -> Text:
        """The same text with one language more (or that language's text replaced)."""
        kept = tuple(pair for pair in self.values if pair[0] != language)
        return Text((*kept, (language, text))) if text else self

    @property
    def plain(self) -> str:
        """The text in the language it was written in first, for messages to editors."""
        return self.values[0][1] if self.values else ""
