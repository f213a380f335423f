"""The words of the default theme are read once for all these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mlw_build.site import site
from mlw_build.site.theme import Theme
from mlw_build.site.words import Words, words_of


@pytest.fixture(autouse=True, scope="package")
def words_once() -> Iterator[None]:
    """Every site of these tests has the default theme, so a language's words are always the same."""
    known: dict[str, Words] = {}

    def cached(theme: Theme, language: str) -> Words:
        if language not in known:
            known[language] = words_of(theme, language)
        return known[language]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "words_of", cached)
        yield
