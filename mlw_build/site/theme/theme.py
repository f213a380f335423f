"""Themes: folders of templates, styles, scripts and words, each extending another file by file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from mlw_build.diagnostics import Diagnostic, Rule
from mlw_build.model.conference import Conference
from mlw_build.model.schema.theme import ThemeEntry
from mlw_build.model.validate import validate_entry
from mlw_build.read.document import Keys, Origin
from mlw_build.read.text_files import read_text
from mlw_build.site.theme.files import (
    SETTINGS,
    built_in_folder,
    document_in,
    files_of_theme,
    is_text,
    names_of_themes,
    own_folder,
    settings_in,
    text_in,
)  # fmt: skip
from mlw_build.site.theme.look import LOOK, look_problems
from mlw_build.site.theme.message_files import (
    FALLBACK_LANGUAGE,
    language_codes,
    load_messages,
    message_file_path,
    message_problems,
)
from mlw_build.text.close_matches import close_matches

THEME = Rule("theme", "A theme that cannot be used")
RULES = (THEME, LOOK)

LONGEST_CHAIN = 8
MEASURE = "measure_"
"""What the keys of words begin with that say what a theme vouches for."""


class Theme(Struct, frozen=True):
    """A theme with all that it extends.

    `files` holds every file by its path inside the theme (templates/..., static/..., i18n/...), each in the
    version nearest to the site; `base_files` the same files of the themes below, nearest first, which a
    template extends as `NAME/templates/...`. `styles` and `scripts` are the static files in the order of
    theme.yaml, `page_scripts` those that only some kinds of pages load, by kind, and `first_script` the one that
    runs before a page is drawn; `options` the theme's options with the site's values. `measures` are what the theme
    vouches for in the accessibility statement, each the word `measure_NAME`: its own alone, since a theme that changes
    another one may undo what that one does.
    """

    name: str
    files: Mapping[str, Path]
    named: Mapping[str, Mapping[str, Path]]
    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    page_scripts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first_script: str | None = None
    measures: tuple[str, ...] = ()

    def text(self, path: str) -> str:
        """The text of a file of the theme. Raises RenderFault where it cannot be read."""
        return text_in(self.files[path])


class Layer(Struct, frozen=True):
    """One of the themes that make a theme together: its files by their paths, its theme.yaml and where that is.

    `options` are its options as they are written, also those that are empty; `own` says whether it is the site's own:
    those that come with the tool are as its tests hold them.
    """

    name: str
    files: Mapping[str, Path]
    settings: ThemeEntry
    options: Mapping[str, Any]
    origin: Origin
    own: bool

    def named_files(self) -> Iterator[tuple[Keys, str]]:
        """The files in static/ that theme.yaml names, with the keys under which it does."""
        for key, files in (("styles", self.settings.styles), ("scripts", self.settings.scripts)):
            yield from (((key, index), file) for index, file in enumerate(files))
        for kind, files in self.settings.page_scripts.items():
            yield from ((("page_scripts", kind, index), file) for index, file in enumerate(files))
        if self.settings.first_script:
            yield ("first_script",), self.settings.first_script


def load_theme(root: Path, conference: Conference) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    """The theme that conference.yaml names, from the site's themes/ or from those that come with the tool."""
    problems: list[Diagnostic] = []
    chain = _theme_chain(root, conference, problems)
    if chain:
        problems += _problems(chain, conference)
    return (None if problems else _join_layers(chain, conference)), tuple(problems)


def _theme_chain(root: Path, conference: Conference, problems: list[Diagnostic]) -> Sequence[Layer]:
    """The theme and all that it extends, the nearest to the site last; none where one of them cannot be read."""
    wanted = conference.settings.theme
    chain: list[Layer] = []
    name: str | None = wanted
    while name:
        place = chain[0].origin.span("extends") if chain else conference.origin.span("theme")
        if len(chain) >= LONGEST_CHAIN or any(name == layer.name for layer in chain):
            hint = "Correct `extends` in theme.yaml."
            problems.append(THEME.at(place, f"The theme `{wanted}` extends itself.", hint))
            return ()
        own = own_folder(root, name, problems)
        folder = own or built_in_folder(name)
        if folder is None and not problems:
            hint = _suggestion(name, names_of_themes(root), "There are")
            problems.append(THEME.at(place, f"There is no theme `{name}`.", hint))
        layer = None if folder is None or problems else _layer(name, folder, problems, own=bool(own))
        if layer is None or problems:
            return ()
        chain.insert(0, layer)
        name = layer.settings.extends
    return chain


def _layer(name: str, folder: Path, problems: list[Diagnostic], *, own: bool) -> Layer | None:
    document = settings_in(folder, f"themes/{name}/{SETTINGS}", problems)
    if document is None:
        return None
    origin = Origin(document)
    settings = validate_entry(ThemeEntry, origin, document.data, (), problems)
    if settings is None:
        return None
    files = dict(files_of_theme(folder, name, problems))
    return Layer(name, files, settings, document.data.get("options") or {}, origin, own)


def _problems(chain: Sequence[Layer], conference: Conference) -> Iterator[Diagnostic]:
    yield from _missing_files(chain)
    yield from _unknown_options(chain, conference)
    yield from look_problems(conference)
    unreadable = [problem for layer in chain if layer.own for problem in _unreadable(layer, conference)]
    yield from unreadable
    if not unreadable and chain[-1].own:
        yield from _measures_without_words(chain, conference)


def _missing_files(chain: Sequence[Layer]) -> Iterator[Diagnostic]:
    there = {path for layer in chain for path in layer.files}
    for layer in chain:
        for keys, file in layer.named_files():
            if f"static/{file}" not in there:
                yield THEME.at(
                    layer.origin.span(*keys), f"There is no static/{file} in the theme.", "Correct its name."
                )


def _unknown_options(chain: Sequence[Layer], conference: Conference) -> Iterator[Diagnostic]:
    known = [option for layer in chain for option in layer.options]
    for key in conference.settings.look.options:
        if key not in known:
            yield THEME.at(
                conference.origin.key_span("look", "options", key),
                f"The theme `{chain[-1].name}` has no option `{key}`.",
                _suggestion(key, known, "It has"),
            )


def _unreadable(layer: Layer, conference: Conference) -> Iterator[Diagnostic]:
    """What is wrong with the texts of a theme, and with the words of the site's languages among them."""
    problems: list[Diagnostic] = []
    words = {message_file_path(code) for code in _message_language_codes(conference)}
    for path, file in layer.files.items():
        name = f"themes/{layer.name}/{path}"
        if path in words:
            document = document_in(file, name, problems)
            problems += message_problems(document) if document else ()
        elif is_text(path):
            read_text(file, name, problems)
    yield from problems


def _message_language_codes(conference: Conference) -> set[str]:
    return {FALLBACK_LANGUAGE, *(code for language in conference.languages for code in language_codes(language))}


def _measures_without_words(chain: Sequence[Layer], conference: Conference) -> Iterator[Diagnostic]:
    """Measures for which one of the site's languages has no word, neither of its own nor the lender's."""
    measures = chain[-1].settings.measures
    if not measures:
        return
    named = [layer.files for layer in chain]
    words = {code: load_messages(named, code).keys() for code in _message_language_codes(conference)}
    sayable = set[str].intersection(
        *(
            {*words[FALLBACK_LANGUAGE], *(key for code in language_codes(language) for key in words[code])}
            for language in conference.languages
        )
    )
    known = [word.removeprefix(MEASURE) for word in sayable if word.startswith(MEASURE)]
    for index, name in enumerate(measures):
        if name not in known:
            near = close_matches(name, known, n=1)
            word, messages = f"{MEASURE}{name}", message_file_path(FALLBACK_LANGUAGE)
            yield THEME.at(
                chain[-1].origin.span("measures", index),
                f"There is no word `{word}` for this measure.",
                f"Did you mean `{near[0]}`?"
                if near
                else f"Write `{word}: ...` in themes/{chain[-1].name}/{messages}, or delete the measure.",
            )


def _suggestion(name: str, known: Iterable[str], all_of_them: str) -> str:
    """What was probably meant, or what there is."""
    known = list(known)
    near = close_matches(name, known, n=1)
    return f"Did you mean `{near[0]}`?" if near else f"{all_of_them}: {', '.join(known) or 'none'}."


def _join_layers(chain: Sequence[Layer], conference: Conference) -> Theme:
    files: dict[str, Path] = {}
    options: dict[str, Any] = {}
    page_scripts: dict[str, tuple[str, ...]] = {}
    first: str | None = None
    for layer in chain:
        files.update(layer.files)
        options.update(layer.options)
        for kind, more in layer.settings.page_scripts.items():
            page_scripts[kind] = tuple(dict.fromkeys((*page_scripts.get(kind, ()), *more)))
        first = layer.settings.first_script or first
    return Theme(
        name=chain[-1].name,
        files=files,
        named={layer.name: layer.files for layer in chain},
        styles=tuple(dict.fromkeys(file for layer in chain for file in layer.settings.styles)),
        scripts=tuple(dict.fromkeys(file for layer in chain for file in layer.settings.scripts)),
        options={**options, **conference.settings.look.options},
        page_scripts=page_scripts,
        first_script=first,
        measures=tuple(chain[-1].settings.measures),
    )
