"""Templates: what an editor of a theme changes is there at the next build, and mistakes are found where they are."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError
from msgspec.structs import replace

from mlw_build.model.conference import Conference
from mlw_build.site.faults import TemplateFault
from mlw_build.site.incremental.plan_items import PagePlan
from mlw_build.site.render import Renderer
from mlw_build.site.site import build_site_model
from mlw_build.site.theme.environment import ThemeLoader, environment_of
from mlw_build.site.theme.messages import load_messages_for
from mlw_build.site.theme.theme import Theme, load_theme
from tests.site.conftest import MakeConference, day

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture
def conference(make_conference: MakeConference) -> Conference:
    return make_conference(day("id: a, title: One, start: 10:00, end: 11:00"))


def rendered(theme: Theme, name: str, language: str = "en") -> str:
    """A template as a build of its own renders it."""
    return environment_of(theme, load_messages_for(theme, language), ThemeLoader(theme)).get_template(name).render()


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


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("{{ '<b> & \"it\\'s\"' }}", "&lt;b&gt; &amp; &#34;it&#39;s&#34;"),
        ("{{ ['<b>', 1] }}", "[&#39;&lt;b&gt;&#39;, 1]"),
        ("{{ 1 }}{{ true }}{{ none }}", "1TrueNone"),
        ("{{ '<b>' | safe }}{{ '<b>' }}", "<b>&lt;b&gt;"),
        ("{% macro one(a, b='<i>') %}{{ a }}{{ b }}{% endmacro %}{{ one('<b>', b='&') }}{{ one(1) }}",
         "&lt;b&gt;&amp;1&lt;i&gt;"),
        ("{% macro all() %}{{ varargs | length }}{{ kwargs['class'] }}{% endmacro %}"
         "{{ all(1, *[2, 3], **{'class': '<'}) }}{{ all(class='>') }}", "3&lt;0&gt;"),
        ("{% macro box() %}<p>{{ caller('<') }}</p>{% endmacro %}{% call(x) box() %}{{ x }}{% endcall %}",
         "<p>&lt;</p>"),
        ("{% for x in [[1], [2, [3]]] recursive %}{% if x is number %}{{ x }}{% else %}({{ loop(x) }}){% endif %}"
         "{% endfor %}", "(1)(2(3))"),
        ("{% for x in 'abc' %}{{ loop.cycle('<', '>') }}{% endfor %}", "&lt;&gt;&lt;"),
    ],
)  # fmt: skip
def test_a_template_says_what_jinja_lets_it_say(
    conference: Conference, tmp_path: Path, template: str, shown: str
) -> None:
    file = tmp_path / "mine.html"
    file.write_text(template)
    assert rendered(theme_with(conference, file), "mine.html") == shown


def test_nothing_holds_what_a_page_showed(conference: Conference, tmp_path: Path) -> None:
    theme, _ = load_theme(CHECKOUT, conference)
    assert theme is not None
    site = build_site_model(conference, theme, tmp_path)
    render, page = Renderer(site), PagePlan("sessions/a/index.html", "session", "a", "en")
    render(page)  # what is made once for all pages stays
    gc.collect()
    gc.disable()
    try:
        render(page)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_what_is_not_there_cannot_be_called(conference: Conference, tmp_path: Path) -> None:
    file = tmp_path / "mine.html"
    file.write_text("<p>{{ nothing('here') }}</p>")
    with pytest.raises(UndefinedError, match="'nothing' is undefined"):
        rendered(theme_with(conference, file), "mine.html")


@pytest.mark.parametrize(
    ("template", "line", "said"),
    [
        ("{{ 1 / 0 }}", 1, "ZeroDivisionError: division by zero"),
        ("<p>\n{{ 'a' + 1 }}", 2, "TypeError: can only concatenate str"),
        ("<p>\n\n{{ [].index(1) }}", 3, "ValueError: 1 is not in list"),
        ("{% macro one() %}\n{{ one() }}\n{% endmacro %}{{ one() }}", 2, "RecursionError: "),
        ("<p>\n{% if %}", 2, "Expected an expression"),
        ("<p>\n{{ view.nothing }}", 2, "has no attribute 'nothing'"),
        ("<p>\n{% include 'nothing.html' %}", 2, "There is no template nothing.html."),
    ],
)
def test_any_mistake_of_a_template_is_told_with_its_file_and_line(
    conference: Conference, tmp_path: Path, template: str, line: int, said: str
) -> None:
    file = tmp_path / "session.html"
    file.write_text(template)
    site = build_site_model(conference, theme_with(conference, file), tmp_path)
    with pytest.raises(TemplateFault) as found:
        Renderer(site)(PagePlan("sessions/a/index.html", "session", "a", "en"))
    assert str(found.value).startswith(f"{file}:{line}: ")
    assert said in str(found.value)


def test_a_mistake_is_told_of_the_file_that_has_it_and_not_of_the_one_that_takes_it_in(
    conference: Conference, tmp_path: Path
) -> None:
    (tmp_path / "_part.svg").write_text("<svg>\n{{ 1 / 0 }}")
    (tmp_path / "session.html").write_text("\n\n\n{% include '_part.svg' %}")
    theme = theme_with(conference, tmp_path / "session.html")
    theme = replace(theme, files={**theme.files, "templates/_part.svg": tmp_path / "_part.svg"})
    with pytest.raises(TemplateFault, match=r"_part\.svg:2: ZeroDivisionError"):
        Renderer(build_site_model(conference, theme, tmp_path))(PagePlan("sessions/a/index.html", "session", "a", "en"))
