"""The templates' environment: the theme's files, strict about names, with the few filters that templates need."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from mlw_build.model.text import Phrase
from mlw_build.site.theme import Theme


class ThemeLoader(BaseLoader):
    """Finds `NAME.html` in the theme nearest to the site, and `THEME/NAME.html` in that theme itself.

    So a theme's template can extend the one it replaces: {% extends "default/session.html" %}.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The template's text, its file, and that it is up to date (an environment lives for one build)."""
        owner, slash, name = template.partition("/")
        if slash and owner in self._theme.named:
            file = self._theme.named[owner].get(f"templates/{name}")
        else:
            file = self._theme.files.get(f"templates/{template}")
        if file is None:
            raise TemplateNotFound(template)
        return file.read_text(encoding="utf-8"), str(file), lambda: True


def environment_of(theme: Theme) -> Environment:
    """The environment of a theme's templates: everything is escaped unless it is Markup already."""
    environment = Environment(
        loader=ThemeLoader(theme),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.do"],
    )
    environment.filters["shown"] = shown
    environment.filters["lang"] = lang
    return environment


@pass_context
def shown(context: Context, phrase: Phrase) -> Markup:
    """A phrase as HTML; in a <span lang> where it is in another language than the page (WCAG 2.2, 3.1.2)."""
    text = escape(phrase.text)
    if phrase.language == context["frame"].language or not phrase.text:
        return text
    return Markup('<span lang="{}" dir="auto">{}</span>').format(phrase.language, text)


@pass_context
def lang(context: Context, thing: object) -> Markup:
    """The attribute ` lang="..."` for an element that holds a phrase or prose in another language, or nothing."""
    language = getattr(thing, "language", None)
    if language is None or language == context["frame"].language:
        return Markup("")
    return Markup(' lang="{}" dir="auto"').format(language)
