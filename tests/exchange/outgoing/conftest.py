"""The words of the default theme are read once for all these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mlw_build.site import site
from mlw_build.site.theme.messages import Messages, load_messages_for
from mlw_build.site.theme.theme import Theme


@pytest.fixture(autouse=True, scope="package")
def words_once() -> Iterator[None]:
    """Every site of these tests has the default theme, so a language's words are always the same."""
    known: dict[str, Messages] = {}

    def cached(theme: Theme, language: str) -> Messages:
        if language not in known:
            known[language] = load_messages_for(theme, language)
        return known[language]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "load_messages_for", cached)
        yield
