"""The templates' environment: the theme's files, strict about names, with the few filters that templates need.

There is one for each language, whose words it knows. So a macro that is imported says the same of the same values on
every page, which is what `once` relies on.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, MutableMapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from mlw_build.model.text import Phrase
from mlw_build.site.memo import Memo
from mlw_build.site.theme.compiled_templates import compiled
from mlw_build.site.theme.files import text_in
from mlw_build.site.theme.language_attributes import attributes, runs_otherwise
from mlw_build.site.theme.messages import Messages
from mlw_build.site.theme.sandbox import Sandbox
from mlw_build.site.theme.template_code import TemplateCode
from mlw_build.site.theme.theme import Theme


class ThemeLoader(BaseLoader):
    """Finds `NAME.html` in the theme nearest to the site, and `THEME/NAME.html` in that theme itself.

    So a theme's template can extend the one it replaces: {% extends "default/session.html" %}.
    """

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._sources: dict[str, tuple[str, str]] = {}

    def load(self, environment: Environment, name: str, globals: MutableMapping[str, Any] | None = None) -> Template:
        """The template for an environment of this module's making."""
        if name not in self._sources:
            self._sources[name] = self.get_source(environment, name)[:2]
        try:
            code = _compiled(*self._sources[name], name)
        except TemplateError:
            raise
        except Exception as error:  # nested a thousand deep, or without end: the template's fault all the same
            why = f"This cannot be made into a template: {type(error).__name__}: {error}"
            raise TemplateSyntaxError(why, 1, name, self._sources[name][1]) from error
        # All templates share the environment's own names, so Jinja need not look for others at each import.
        return environment.template_class.from_code(environment, code, environment.globals)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """The template's text, its file, and that it is up to date (an environment lives for one build)."""
        owner, slash, name = template.partition("/")
        if slash and owner in self._theme.named:
            file = self._theme.named[owner].get(f"templates/{name}")
        else:
            file = self._theme.files.get(f"templates/{template}")
        if file is None:
            raise TemplateNotFound(template)
        return text_in(file), str(file), lambda: True


@lru_cache(maxsize=512)
def _compiled(source: str, file: str, name: str) -> CodeType:
    """A template's code. All environments are made alike, so it serves every language, and a preview's next build."""
    return compiled(_environment(None), source, file, name)


def environment_of(theme: Theme, words: Messages, loader: ThemeLoader) -> Environment:
    """The environment of a theme's templates in a language: everything is escaped unless it is Markup already."""
    environment = _environment(loader)
    environment.globals.update(words=words, options=theme.options, language=words.language, once=CallOnce())
    return environment


class ThemeEnvironment(Sandbox):
    """An environment whose templates become `TemplateCode`; that code uses `attribute`, `call`, `escaped`."""

    code_generator_class = TemplateCode
    attribute = Environment.getattr
    call = operator.call  # type: ignore[assignment]  # without Jinja's context, which nothing here wants
    escaped: Callable[[str], Markup] = staticmethod(lru_cache(maxsize=2000)(escape))
    """A text as HTML. Names, times and links stand on many pages."""


def _environment(loader: ThemeLoader | None) -> Environment:
    environment = ThemeEnvironment(
        loader=loader,
        auto_reload=False,
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


class CallOnce:
    """What an imported macro says of values, called once for the same of them: `once(lines.line, session, 3)`.

    Values of the views are the same where they are one object; words and numbers where they are equal.
    """

    def __init__(self) -> None:
        self._said = Memo()

    def __call__(self, macro: Callable[..., Markup], *values: Any) -> Markup:
        """What the macro gives for these values."""
        return self._said.of(_said, macro, *values)


def _said(macro: Callable[..., Markup], *values: Any) -> Markup:
    return Markup(macro(*values).strip("\n"))


@pass_context
def shown(context: Context, phrase: Phrase) -> Markup:
    """A phrase as HTML; in a <span lang> where it is in another language than the page (WCAG 2.2, 3.1.2)."""
    words: Messages = context["words"]
    return words.marked(phrase)


@pass_context
def lang(context: Context, value: object) -> Markup:
    """What an element says that holds a phrase or prose in another language, or one that only runs the other way."""
    words: Messages = context["words"]
    language = getattr(value, "language", words.language)
    if language != words.language:
        return attributes(language)
    otherwise = isinstance(value, Phrase) and runs_otherwise(value.text, words.direction)
    return Markup(' dir="auto"' if otherwise else "")
