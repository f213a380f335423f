"""The files of themes: where a theme lies, which files it has, and their texts.

Of links, those are followed that lead to a file of the same theme (`mlw_build.read.own_files`), and one that gives a
theme a second name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import mlw_build
from mlw_build.diagnostics import Diagnostic
from mlw_build.read.document import Document, Kind
from mlw_build.read.folders import leading_away_problem, unreadable_problem
from mlw_build.read.own_files import real_place
from mlw_build.read.text_files import LARGEST_FILE, decode_text, read_text
from mlw_build.read.yaml_reader import read_yaml
from mlw_build.site.faults import RenderFault
from mlw_build.system.regular_files import regular_octets, too_large_error

SETTINGS = "theme.yaml"
ICON = "static/icon.svg"

_TAKEN = re.compile(r"^(templates|static|i18n)/")
_TEXTS = (".html", ".xml", ".txt", ".css", ".js", ".mjs", ".yaml")
"""The endings of files that pages are made of as texts."""


def built_in_themes() -> Path:
    """The folder of the themes that come with the tool: beside the package in a checkout, inside it elsewhere."""
    package = Path(mlw_build.__file__).resolve().parent
    inside = package / "_themes"
    return inside if inside.is_dir() else package.parent / "themes"


def own_folder(root: Path, name: str, problems: list[Diagnostic]) -> Path | None:
    """The folder of a theme of the site's own; None where it has none, or, with a diagnostic, a link to elsewhere."""
    themes = root.resolve() / "themes"
    if themes.is_symlink():
        problems.append(leading_away_problem("themes"))
        return None
    if not _is_own_theme(themes / name):
        problems.append(leading_away_problem(f"themes/{name}"))
        return None
    folder = Path(os.path.realpath(themes / name))
    try:
        real_place(folder, SETTINGS)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        problems.append(unreadable_problem(f"themes/{name}/{SETTINGS}", error))
        return None
    return folder


def built_in_folder(name: str) -> Path | None:
    """The folder of a theme that comes with the tool."""
    return _with_settings(built_in_themes() / name)


def names_of_themes(root: Path) -> list[str]:
    """The themes that a site can have, sorted."""
    themes = root.resolve() / "themes"
    own = (name for name in _names(themes) if _is_own_theme(themes / name))
    return sorted({*(() if themes.is_symlink() else own), *_names(built_in_themes())})


def _with_settings(folder: Path) -> Path | None:
    return folder if (folder / SETTINGS).is_file() else None


def _names(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from (path.name for path in folder.iterdir() if _with_settings(path))


def _is_own_theme(place: Path) -> bool:
    """Whether this is no link, or one that gives another theme of the same folder a second name."""
    if not place.is_symlink():
        return True
    found = Path(os.path.realpath(place))
    return found.parent == place.parent and not found.name.startswith(".") and found.is_dir()


def files_of_theme(folder: Path, name: str, problems: list[Diagnostic]) -> Iterator[tuple[str, Path]]:
    """The files of the theme of this name by their paths in it, each where it really is.

    What is no regular file, a link that is not followed and a file too large to be read give a diagnostic.
    """
    for place, folders, names in os.walk(folder):
        for below in [folder for folder in folders if folder.startswith(".") or (Path(place) / folder).is_symlink()]:
            folders.remove(below)
            path = (Path(place) / below).relative_to(folder).as_posix()
            if not below.startswith(".") and _TAKEN.match(f"{path}/"):
                problems.append(leading_away_problem(f"themes/{name}/{path}"))
        folders.sort()
        for file in sorted(names):
            path = (Path(place) / file).relative_to(folder).as_posix()
            if not _TAKEN.match(path) or file.startswith("."):
                continue
            try:
                yield path, _checked(folder, path)
            except OSError as error:
                problems.append(unreadable_problem(f"themes/{name}/{path}", error))


def _checked(folder: Path, path: str) -> Path:
    """Where a file of a theme really is. Raises OSError where it is not followed, or too large to be read."""
    place = real_place(folder, path)
    size = os.lstat(place).st_size
    if size > LARGEST_FILE and (is_text(path) or path.startswith("templates/") or path == ICON):
        raise too_large_error(path, size, LARGEST_FILE)
    return Path(place)


def settings_in(folder: Path, path: str, problems: list[Diagnostic]) -> Document | None:
    """The theme.yaml of a theme; None where it cannot be read. `path` is its name in diagnostics."""
    try:
        place = real_place(folder, SETTINGS)
    except OSError as error:
        problems.append(unreadable_problem(path, error))
        return None
    return document_in(Path(place), path, problems)


def is_text(path: str) -> bool:
    """Whether a file of a theme is read as a text."""
    return path.endswith(_TEXTS)


def document_in(file: Path, path: str, problems: list[Diagnostic]) -> Document | None:
    """A YAML file of a theme; None where it cannot be read. `path` is its name in diagnostics."""
    text = read_text(file, path, problems)
    if text is None:
        return None
    data, faults = read_yaml(text)
    problems += [fault.in_file(path) for fault in faults]
    if data is None and faults:
        return None
    return Document(path, Kind.THEME, file.stem, None, text, text, 1, data, "", 1)


def text_in(file: Path) -> str:
    """The text of a file of a theme. Raises RenderFault where it has none."""
    try:
        return decode_text(octets_in(file))
    except UnicodeDecodeError as error:
        raise RenderFault(f'{file} is not UTF-8 text: save it again with the encoding "UTF-8".') from error


def octets_in(file: Path) -> bytes:
    """The octets of a file of a theme. Raises RenderFault where it cannot be read."""
    try:
        return regular_octets(file, LARGEST_FILE)
    except OSError as error:
        raise RenderFault(f"{file} cannot be read: {error.strerror}.") from error
