"""What somebody probably meant who wrote a word that there is not; each word there is is looked at briefly."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST = 100
"""Characters of a word for which others are looked for: comparing two takes the square of their length, or worse."""

MOST_COMPARED = 40
"""Words that are compared letter by letter: those with the most pairs of letters of the one that was written."""

MOST_GUESSES = 50
"""Words for which others are looked for in one run; who has more of them has renamed something."""


def close_matches(word: str, words: Iterable[str], n: int = 1, cutoff: float = 0.6) -> list[str]:
    """As `difflib.get_close_matches`, among the words that are the likeliest; the closest first."""
    if not word or len(word) > LONGEST:
        return []
    most = len(word) * (2 / cutoff - 1)  # what is longer cannot be as alike as `cutoff`
    near = [word for word in words if len(word) <= most]
    if len(near) > MOST_COMPARED:
        pairs = _pairs(word)
        near = sorted(near, key=lambda text: _apart(pairs, text))[:MOST_COMPARED]
    return difflib.get_close_matches(word, near, n=n, cutoff=cutoff)


def _pairs(word: str) -> set[str]:
    return {word[at : at + 2] for at in range(len(word))}


def _apart(pairs: set[str], other: str) -> int:
    """How many pairs of letters are in one of two words only."""
    return len(pairs ^ _pairs(other))


class Guesses:
    """Looks for what was meant by the first words of a run, since each is held against all that there are."""

    def __init__(self) -> None:
        self._left = MOST_GUESSES

    def next(self) -> bool:
        """Whether there may be one more; counts it."""
        self._left -= 1
        return self._left >= 0

    def close_matches(self, word: str, words: Iterable[str]) -> list[str]:
        """The closest match, while there may be more."""
        return close_matches(word, words) if self.next() else []
