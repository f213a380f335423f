"""What is said of files that nothing reads: which were meant for a site, and where they belong.

Loads no library that reads: a build that finds nothing to do looks for such files too.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path
from posixpath import basename, splitext

from msgspec import Struct

from mlw_build.diagnostics import Diagnostic, Rule, Severity, Span
from mlw_build.read.folders import files_below
from mlw_build.read.media import MEDIA_TYPES
from mlw_build.system.regular_files import open_regular
from mlw_build.text.close_matches import close_matches

UNUSED_FILE = Rule("unused-file", "A file that nothing reads", Severity.WARNING)

SINGLE = ("conference", "rooms", "tracks", "formats", "organisations", "resources")
"""The names, without their ending, of the files that lie in content/ itself."""

PROGRAMME, PAGES, MEDIA = "content/programme", "content/pages", "content/media"
PLACES: Mapping[str, tuple[str, ...]] = {
    PROGRAMME: (".yaml", ".yml"),
    PAGES: (".md",),
    "speakers": (".md",),
    "booths": (".md",),
    MEDIA: tuple(sorted(MEDIA_TYPES)),
}
"""The folders whose files are read, each with how their names end."""

_BY_NAME = {**{basename(folder): folder for folder in PLACES}, "program": PROGRAMME}
_NEAR = 0.87
"""How like a folder's name must be: `page` is meant for `pages`, `images` is not."""
_MOST = 500
"""The files of a folder beside the site's that are looked at."""

_IGNORED = re.compile(r"^(\.|~)|~$|\.(bak|swp|orig)$|^Thumbs\.db$|^README(\.md)?$", re.I)
_SESSIONS = re.compile(r"^sessions:\s*[-\[]", re.M)
_IMPORTED = (".xlsx", ".csv", ".json", ".xml", ".ics")
_OTHER_TABLES = (".xls", ".ods", ".numbers", ".tsv")
_WRITTEN = (".docx", ".doc", ".odt", ".rtf", ".pages")
_BELONGING = (
    "A day's sessions belong in content/programme/, texts in content/pages/, pictures and documents in "
    "content/media/, speakers in speakers/, booths in booths/."
)


class MisplacedFile(Struct, frozen=True):
    """A file beside a site's folders that was meant for one of them: its path, and the path it should have.

    With `folder`, it stands for all that lie in that folder with it.
    """

    path: str
    wanted: str
    folder: str = ""


def is_ignored(path: str) -> bool:
    """Whether this is what editors' programs leave behind, or a README: nothing is said of it."""
    return bool(_IGNORED.search(basename(path)))


def closest_content_file(stem: str) -> str | None:
    """Which of SINGLE a name was probably meant to be."""
    near = close_matches(stem.lower(), SINGLE, n=1)
    return near[0] if near else None


def unrecognised_content_file(path: str) -> Diagnostic:
    """What is said of a file in content/ itself."""
    stem, ending = splitext(basename(path))
    by_kind, near = _folder_for_ending(path, ending), closest_content_file(stem)
    if near and not by_kind:
        return _unrecognised(path, f"Did you mean content/{near}.yaml?").as_cause()
    return _unrecognised(path, by_kind or _BELONGING)


def unrecognised_ending(path: str, folder: str) -> Diagnostic:
    """What is said of a file in one of the folders that are read, whose name ends in another way."""
    endings = PLACES[folder]
    name = basename(path)
    stem, ending = splitext(name)
    hint = (
        _corrected_name(name, endings)
        or _in_the_other_folder(name, ending, folder)
        or _folder_for_ending(path, ending, stem + endings[0])
        or f"Rename it to {stem}{endings[0]}, or move pictures and documents to content/media/."
    )
    return UNUSED_FILE.at(Span(path), f"Nothing reads {path}: files in {folder}/ end in {' or '.join(endings)}.", hint)


def is_unrecognised_folder(root: Path, path: str) -> bool:
    """Whether a folder is none of those that are read, nor one of them by a name in other letters."""
    known = _BY_NAME.get(basename(path).lower())
    return path not in PLACES and not (known and _is_same_path(root / path, root / known))


def unrecognised_folder(root: Path, folder: str) -> Iterator[Diagnostic]:
    """What is said of the files in a folder of content/ that is not read."""
    meant = _intended_path(basename(folder))
    for path in files_below(root, folder, []):
        ending = splitext(path)[1].lower()
        if is_ignored(path):
            continue
        if meant and ending in PLACES[meant]:
            yield _unrecognised(path, f"Did you mean {meant}{path.removeprefix(folder)}?").as_cause()
        else:
            yield _unrecognised(path, _folder_for_ending(path, ending) or _BELONGING)


def misplaced_files(root: Path) -> Iterator[MisplacedFile]:
    """The files in a site's root, or in folders there, that were clearly meant for the site.

    Only folders with a name like those of a site are looked into.
    """
    try:
        with os.scandir(root) as listing:
            found = sorted(listing, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.name.startswith(".") or not entry.name.isprintable():
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from islice(_misplaced_in_folder(root, entry.name), 1)
        elif entry.name.endswith(PLACES[PROGRAMME]) and entry.is_file(follow_symlinks=False):
            yield from _misplaced_file(root, entry.name)


def misplaced_file_problem(misplaced_file: MisplacedFile) -> Diagnostic:
    """What is said of it."""
    if misplaced_file.folder:
        return UNUSED_FILE.at(
            Span(misplaced_file.path),
            f"Nothing reads the files in {misplaced_file.folder}/.",
            f"Move them to {misplaced_file.wanted}/.",
        ).as_cause()
    return _unrecognised(misplaced_file.path, f"Did you mean {misplaced_file.wanted}?").as_cause()


def _misplaced_in_folder(root: Path, folder: str) -> Iterator[MisplacedFile]:
    meant = _intended_path(folder)
    if meant and is_unrecognised_folder(root, folder):
        for path in islice(files_below(root, folder, []), _MOST):
            if splitext(path)[1].lower() in PLACES[meant] and not is_ignored(path):
                yield MisplacedFile(path, meant, folder)


def _misplaced_file(root: Path, name: str) -> Iterator[MisplacedFile]:
    if splitext(name)[0] in SINGLE:
        yield MisplacedFile(name, f"content/{name}")
        return
    try:
        with open_regular(root / name) as file:
            is_day = _SESSIONS.search(file.read(100_000).decode("utf-8", errors="replace").replace("\r", "\n"))
    except OSError:
        return
    if is_day:
        yield MisplacedFile(name, f"{PROGRAMME}/{name}")


def _unrecognised(path: str, hint: str) -> Diagnostic:
    return UNUSED_FILE.at(Span(path), f"Nothing reads {path}.", hint)


def _intended_path(name: str) -> str | None:
    near = close_matches(name.lower(), _BY_NAME, n=1, cutoff=_NEAR)
    return _BY_NAME[near[0]] if near else None


def _corrected_name(name: str, endings: Collection[str]) -> str | None:
    """For `day.YAML`, and for `day.yaml.txt`, to which some programs lengthen it."""
    stem, ending = splitext(name.removesuffix(".txt"))
    return f"Rename it to {stem}{ending.lower()}." if ending.lower() in endings else None


def _in_the_other_folder(name: str, ending: str, folder: str) -> str | None:
    """For a page among the days, and a day among the pages."""
    other = {PROGRAMME: PAGES, PAGES: PROGRAMME}.get(folder)
    return f"Did you mean {other}/{name}?" if other and ending.lower() in PLACES[other] else None


def _folder_for_ending(path: str, ending: str, text_file: str = "a Markdown file in content/pages/") -> str | None:
    """Where a file belongs that is no text; None where its ending does not tell."""
    ending = ending.lower()
    if ending in _IMPORTED or ending in _OTHER_TABLES:
        first, table = ("", path) if ending in _IMPORTED else ("Save it as .xlsx. ", f"{splitext(path)[0]}.xlsx")
        return (
            f"{first}To bring a programme in, run `build.py import {shlex.quote(table)} --into .`, "
            "then move the table out of this folder."
        )
    if ending in _WRITTEN:
        return f"Copy its text into {text_file}; a document to download belongs in content/media/."
    if ending in MEDIA_TYPES and ending != ".txt":
        return f"Pictures and documents belong in content/media/: move it to content/media/{basename(path)}."
    return None


def _is_same_path(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False
