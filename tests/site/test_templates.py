"""Templates: what an editor of a theme changes is there at the next build, and mistakes are found where they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from mlw_build.model.conference import Conference
from mlw_build.site.environment import ThemeLoader, environment_of
from mlw_build.site.theme import Theme, load_theme
from mlw_build.site.words import words_of
from tests.site.conftest import MakeConference, day

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def conference(make_conference: MakeConference) -> Conference:
    return make_conference(day("id: a, title: One, start: 10:00, end: 11:00"))


def rendered(theme: Theme, name: str, language: str = "en") -> str:
    """A template as a build of its own renders it."""
    return environment_of(theme, words_of(theme, language), ThemeLoader(theme)).get_template(name).render()


def theme_with(conference: Conference, file: Path) -> Theme:
    theme, _ = load_theme(CHECKOUT, conference)
    assert theme is not None
    return Theme(theme.name, {**theme.files, f"templates/{file.name}": file}, theme.named, theme.styles, theme.scripts)


def test_a_changed_template_is_seen_by_the_next_build(conference: Conference, tmp_path: Path) -> None:
    file = tmp_path / "mine.html"
    theme = theme_with(conference, file)
    for said in ("before", "after", "before"):
        file.write_text(f"<p>{said}</p>")
        assert rendered(theme, "mine.html") == f"<p>{said}</p>"


def test_one_template_has_the_words_of_each_language(conference: Conference, tmp_path: Path) -> None:
    file = tmp_path / "mine.html"
    file.write_text("{{ words('nav_speakers') }}")
    theme = theme_with(conference, file)
    assert rendered(theme, "mine.html", "en") != rendered(theme, "mine.html", "fr")


def test_a_mistake_is_found_in_the_file_that_has_it(conference: Conference, tmp_path: Path) -> None:
    for folder in ("one", "other"):
        file = tmp_path / folder / "mine.html"
        file.parent.mkdir()
        file.write_text("<p>\n{% if %}")
        with pytest.raises(TemplateSyntaxError) as found:
            rendered(theme_with(conference, file), "mine.html")
        assert (found.value.filename, found.value.lineno) == (str(file), 2)
