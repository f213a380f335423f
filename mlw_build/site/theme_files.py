"""The files of themes: where a theme lies, which files it has, and their texts. No link out of a site is followed."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from mlw_build.diagnostics import Diagnostic
from mlw_build.read.document import Document, Kind
from mlw_build.read.folders import leads_away, leads_inside
from mlw_build.read.text_files import read_text, text_of
from mlw_build.read.yaml_reader import read_yaml
from mlw_build.site.faults import RenderFault

SETTINGS = "theme.yaml"

_TAKEN = re.compile(r"^(templates|static|i18n)/")
_TEXTS = (".html", ".xml", ".txt", ".css", ".js", ".mjs", ".yaml")
"""The endings of files that pages are made of as texts."""


def built_in_themes() -> Path:
    """The folder of the themes that come with the tool: beside the package in a checkout, inside it elsewhere."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "_themes"
    return inside if inside.is_dir() else package.parent / "themes"


def own_folder(root: Path, name: str, problems: list[Diagnostic]) -> Path | None:
    """The folder of a theme of the site's own; None where it has none, or, with a diagnostic, a link to elsewhere."""
    away = _link_away(root, name)
    if away:
        problems.append(leads_away(away))
        return None
    return _with_settings(root / "themes" / name)


def built_in_folder(name: str) -> Path | None:
    """The folder of a theme that comes with the tool."""
    return _with_settings(built_in_themes() / name)


def names_of_themes(root: Path) -> list[str]:
    """The themes that a site can have, sorted."""
    own = (name for name in _names(root / "themes") if not _link_away(root, name))
    return sorted({*own, *_names(built_in_themes())})


def _with_settings(folder: Path) -> Path | None:
    return folder if (folder / SETTINGS).is_file() else None


def _names(folder: Path) -> Iterator[str]:
    if folder.is_dir():
        yield from (one.name for one in folder.iterdir() if _with_settings(one))


def _link_away(root: Path, name: str) -> str | None:
    """What on the way to a theme's settings is a link to elsewhere. Nothing behind it is looked at."""
    root = root.resolve()
    themes = root / "themes"
    if themes.is_symlink() and not leads_inside(themes, root):
        return "themes"
    for path in (f"themes/{name}", f"themes/{name}/{SETTINGS}"):
        if (root / path).is_symlink() and not leads_inside(root / path, themes.resolve()):
            return path
    return None


def files_of_theme(folder: Path) -> Iterator[tuple[str, Path]]:
    """The files of one theme by their paths in it, never through a link that leads elsewhere."""
    whole = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            file = Path(place) / name
            path = file.relative_to(folder).as_posix()
            if not _TAKEN.match(path) or name.startswith("."):
                continue
            # Folders that are links are not walked into, so only the file itself can lead elsewhere.
            if not file.is_symlink() or leads_inside(file, whole):
                yield path, file


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
        return text_of(file.read_bytes())
    except UnicodeDecodeError as error:
        raise RenderFault(f'{file} is not UTF-8 text: save it again with the encoding "UTF-8".') from error
    except OSError as error:
        raise RenderFault(f"{file} cannot be read: {error.strerror}.") from error
