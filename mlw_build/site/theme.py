"""Themes: folders of templates, styles, scripts and words, each extending another file by file."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from mlw_build.diagnostics import Diagnostic, Rule, Span
from mlw_build.model.conference import Conference
from mlw_build.read.yaml_reader import read_yaml
from mlw_build.site.look import LOOK, look_problems

THEME = Rule("theme", "A theme that cannot be used")
RULES = (THEME, LOOK)

LONGEST_CHAIN = 8


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
        """The text of a file of the theme."""
        return self.files[path].read_text(encoding="utf-8")


def built_in_themes() -> Path:
    """The folder of the themes that come with the tool: beside the package in a checkout, inside it elsewhere."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_themes"
    return inside if inside.is_dir() else package.parent / "themes"


def load_theme(root: Path, conference: Conference) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    """The theme that conference.yaml names, from the site's themes/ or from those that come with the tool."""
    wanted = conference.settings.theme
    place = conference.origin.span("theme")
    chain: list[tuple[str, Path, Mapping[str, Any]]] = []
    name: str | None = wanted
    while name:
        folder = _folder(root, name)
        if folder is None:
            known = sorted({*_names(root / "themes"), *_names(built_in_themes())})
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(known)}."
            return None, (THEME.at(place, f"There is no theme `{name}`.", hint),)
        if len(chain) >= LONGEST_CHAIN or any(name == other for other, _, _ in chain):
            return None, (THEME.at(place, f"The theme `{wanted}` extends itself.", "Correct `extends` in theme.yaml."),)
        settings, problem = _settings(folder, name)
        if problem:
            return None, (problem,)
        chain.append((name, folder, settings))
        extends = settings.get("extends")
        name = str(extends) if extends else None
    return _joined(chain, conference)


def _joined(
    chain: list[tuple[str, Path, Mapping[str, Any]]], conference: Conference
) -> tuple[Theme | None, tuple[Diagnostic, ...]]:
    files: dict[str, Path] = {}
    named: dict[str, Mapping[str, Path]] = {}
    styles: list[str] = []
    scripts: list[str] = []
    options: dict[str, Any] = {}
    page_scripts: dict[str, tuple[str, ...]] = {}
    first: str | None = None
    for name, folder, settings in reversed(chain):
        own = dict(_files(folder))
        files.update(own)
        named[name] = own
        styles += [one for one in settings.get("styles") or () if one not in styles]
        scripts += [one for one in settings.get("scripts") or () if one not in scripts]
        for kind, more in (settings.get("page_scripts") or {}).items():
            page_scripts[kind] = tuple(dict.fromkeys((*page_scripts.get(kind, ()), *more)))
        first = settings.get("first_script") or first
        options.update(settings.get("options") or {})
    given = conference.settings.look.options
    for key in given:
        if key not in options:
            near = difflib.get_close_matches(key, options, n=1)
            return None, (
                THEME.at(
                    conference.origin.key_span("look", "options", key),
                    f"The theme `{chain[0][0]}` has no option `{key}`.",
                    f"Did you mean `{near[0]}`?" if near else f"It has: {', '.join(options) or 'none'}.",
                ),
            )
    faults = tuple(look_problems(conference))
    if faults:
        return None, faults
    named_files = [
        *styles,
        *scripts,
        *(one for more in page_scripts.values() for one in more),
        *([first] if first else []),
    ]
    missing = [one for one in named_files if f"static/{one}" not in files]
    if missing:
        span = Span(f"themes/{chain[0][0]}/theme.yaml")
        return None, (THEME.at(span, f"There is no static/{missing[0]} in the theme.", "Correct its name."),)
    theme = Theme(
        name=chain[0][0],
        files=files,
        named=named,
        styles=tuple(styles),
        scripts=tuple(scripts),
        options={**options, **given},
        page_scripts=page_scripts,
        first_script=first,
        measures=tuple(map(str, chain[0][2].get("measures") or ())),
    )
    return theme, ()


def _folder(root: Path, name: str) -> Path | None:
    for folder in (root / "themes" / name, built_in_themes() / name):
        if (folder / "theme.yaml").is_file():
            return folder
    return None


def _names(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from (one.name for one in folder.iterdir() if (one / "theme.yaml").is_file())


def _settings(folder: Path, name: str) -> tuple[Mapping[str, Any], Diagnostic | None]:
    data, faults = read_yaml((folder / "theme.yaml").read_text(encoding="utf-8"))
    file = f"themes/{name}/theme.yaml"
    if faults:
        line, column, end_line, end_column = faults[0].place
        return {}, faults[0].rule.at(Span(file, line, column, end_line, end_column), faults[0].message, faults[0].hint)
    if not isinstance(data, dict):
        return {}, THEME.at(Span(file), "theme.yaml has no keys.", "Write at least `name: " + name + "`.")
    return data, None


_TAKEN = re.compile(r"^(templates|static|i18n)/")


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of one theme, never through a link that leads elsewhere."""
    whole = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            file = Path(place) / name
            path = file.relative_to(folder).as_posix()
            if not _TAKEN.match(path) or name.startswith("."):
                continue
            # Folders that are links are not walked into, so only the file itself can lead elsewhere.
            if not file.is_symlink() or file.resolve().is_relative_to(whole):
                yield path, file
