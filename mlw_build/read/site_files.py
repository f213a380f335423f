"""The files of a site: which there are, what each is about, and their text.

Follows a link only to a file in the same folder (`own_files`), never reads what is not a regular file, and reads
nothing larger than an editor would write.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from posixpath import basename, splitext
from typing import Any

from msgspec import Struct, field

from mlw_build.diagnostics import Diagnostic, Rule, Severity, Span, in_order
from mlw_build.read import folders, front_matter, yaml_problems
from mlw_build.read.document import Document, Kind
from mlw_build.read.folders import FILE_NAME, UNREADABLE, entries_in, files_below, unreadable_problem
from mlw_build.read.media import LARGEST_MEDIA, MEDIA_TYPES, UNSAFE_MEDIA, Media, media_problem
from mlw_build.read.own_files import own_place
from mlw_build.read.text_files import ENCODING, decode_or_report, read_text
from mlw_build.read.unrecognised_files import (
    PLACES,
    SINGLE,
    UNUSED_FILE,
    closest_content_file,
    is_ignored,
    is_unrecognised_folder,
    misplaced_file_problem,
    misplaced_files,
    unrecognised_content_file,
    unrecognised_ending,
    unrecognised_folder,
)  # fmt: skip
from mlw_build.read.yaml_reader import read_yaml
from mlw_build.system.regular_files import too_large_error
from mlw_build.system.time_limit import MOST_SECONDS, TookTooLong, time_limit

MISSING_FILE = Rule("missing-file", "A file that every site needs is missing")
FRONT_MATTER = Rule("front-matter", "Front matter is not closed")
EMPTY_DAY = Rule("empty-day", "A day's file without a date and without sessions", Severity.WARNING)
RULES = (
    MISSING_FILE, ENCODING, FRONT_MATTER, UNUSED_FILE, EMPTY_DAY, UNSAFE_MEDIA, *folders.RULES, *yaml_problems.RULES,
)  # fmt: skip

LARGE = 50_000
"""Characters of YAML from which reading it is stopped when it takes too long; nothing shorter can."""

_SINGLE = {name: Kind(name) for name in SINGLE}
_FOLDERS = {
    "content/programme": Kind.DAY,
    "content/pages": Kind.PAGE,
    "speakers": Kind.SPEAKER,
    "booths": Kind.BOOTH,
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class UnreadFile(Struct, frozen=True):
    """A file that could not be read, or not all of it: its kind, and the id that it gives, or would give.

    `passed_over`: only a warning tells of it, so what it may hold is missed like what does not exist.
    """

    kind: Kind
    name: str
    passed_over: bool


class Sources(Struct, frozen=True):
    """What a site is made from: its documents and media files, in the order of their paths.

    `root` is where media files are copied from when the site is published; `unusable` has the texts, by path,
    of files that could not be made into documents. `unread` are the files in which there may be more than
    the documents have.
    """

    root: Path
    documents: tuple[Document, ...]
    media: tuple[Media, ...] = ()
    unusable: Mapping[str, str] = field(default_factory=dict)
    unread: tuple[UnreadFile, ...] = ()

    def of(self, kind: Kind) -> Iterator[Document]:
        """The documents of one kind."""
        return (document for document in self.documents if document.kind is kind)

    def texts(self) -> dict[str, str]:
        """Each file's text by its path, for showing the line a diagnostic speaks of."""
        return {**self.unusable, **{document.path: document.text for document in self.documents}}


Parse = Callable[[str], tuple[Any, tuple[yaml_problems.Problem, ...]]]
"""From a YAML text to its data, and what is wrong with it."""


def read_site(
    root: Path, instead: Mapping[str, str] | None = None, parse: Parse = read_yaml
) -> tuple[Sources, tuple[Diagnostic, ...]]:
    """All documents and media under a site's root, and what is wrong with the files themselves.

    `instead` has, by path, texts to read instead of what is in these files: what an edit would give. `parse` may
    remember what it parsed before (`mlw_build.read.yaml_cache`).
    """
    root = root.resolve()
    documents: list[Document] = []
    unusable: dict[str, str] = {}
    media: list[Media] = []
    problems: list[Diagnostic] = []
    for path, kind in _content_files(root, problems):
        text = _text(root, path, problems, instead or {})
        document = None if text is None else _document(path, kind, text, parse, problems)
        if document:
            documents.append(document)
            if kind is Kind.DAY and not _has_a_day(document.data):
                problems.append(
                    EMPTY_DAY.at(
                        Span(path),
                        f"{path} has neither a date nor sessions, so nothing of it is on the site.",
                        "Write the day's `date: ...` and its `sessions:`, or delete the file.",
                    )
                )
        elif text is not None:
            unusable[path] = text
    for path in files_below(root, "content/media", problems):
        found = _read_media(root, path, problems)
        if found:
            media.append(found)
    problems.extend(misplaced_file_problem(file) for file in misplaced_files(root))
    settings = {"content/conference.yaml", "content/conference.yml", "content"}
    if not settings & {*(document.path for document in documents), *(problem.span.file for problem in problems)}:
        problems.append(
            MISSING_FILE.at(
                Span("content/conference.yaml"),
                "There is no content/conference.yaml here, so this folder is not a conference's site yet.",
                'Run `build.py new conference "Its title"` to start one here, or name the site with `--root FOLDER`.',
            )
        )
    told = in_order(problems)
    return Sources(root, tuple(documents), tuple(media), unusable, tuple(_unread(told))), told


def _unread(problems: Iterable[Diagnostic]) -> Iterator[UnreadFile]:
    for problem in problems:
        path = problem.span.file
        kind = _kind_of(path)
        if kind:
            name = _possible_name(_name_and_language(path, kind)[0], kind)
            yield UnreadFile(kind, name, problem.severity is not Severity.ERROR)


def _kind_of(path: str) -> Kind | None:
    """What a file is about, or was probably meant to be about."""
    folder, _, name = path.rpartition("/")
    if folder == "content":
        near = closest_content_file(splitext(name)[0])
        return _SINGLE[near] if near else None
    return next((kind for folder, kind in _FOLDERS.items() if f"{path}/".startswith(f"{folder}/")), None)


def _content_files(root: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, Kind]]:
    for path, is_folder in entries_in(root, "content", problems):
        stem, ending = splitext(basename(path))
        if is_folder:
            if is_unrecognised_folder(root, path):
                problems.extend(unrecognised_folder(root, path))
        elif path == "content/conference.yml" and (root / "content/conference.yaml").exists():
            problems.append(
                UNUSED_FILE.at(
                    Span(path),
                    "Nothing reads content/conference.yml, since there is a content/conference.yaml too.",
                    "Join the two into content/conference.yaml.",
                )
            )
        elif ending in (".yaml", ".yml") and stem in _SINGLE:
            yield path, _SINGLE[stem]
        elif not is_ignored(path) and path != "content/calendar.lock":
            problems.append(unrecognised_content_file(path))
    for folder, kind in _FOLDERS.items():
        for path in files_below(root, folder, problems):
            if splitext(path)[1] in PLACES[folder]:
                yield path, kind
            elif not is_ignored(path):
                problems.append(unrecognised_ending(path, folder))


def _document(path: str, kind: Kind, text: str, parse: Parse, problems: list[Diagnostic]) -> Document | None:
    name, language = _name_and_language(path, kind)
    if not _NAME.fullmatch(name):
        stem, _, ending = name.rpartition(".")
        if stem and _LANGUAGE.fullmatch(ending.lower()) and len(ending) <= 3:
            name, language = stem, ending.lower()
        wanted = _possible_name(name, kind)
        problems.append(
            FILE_NAME.at(
                Span(path),
                f"The name of {path} is used in addresses, so it can only have letters a to z, digits and hyphens.",
                f"Rename the file to {wanted}{f'.{language}' if language else ''}{splitext(path)[1]}.",
            )
        )
        return None
    if path.endswith(".md"):
        parts = front_matter.split(text)
        if not parts.closed:
            problems.append(
                FRONT_MATTER.at(
                    Span(path, parts.yaml_line - 1, 1, parts.yaml_line - 1, 4),
                    f"The front matter that begins with `---` in line {parts.yaml_line - 1} never ends.",
                    "Write a line `---` after the last of its keys, before the text.",
                )
            )
            return None
    else:
        parts = front_matter.Parts(text, 1, "", 1)
    try:
        with time_limit() if len(parts.yaml) > LARGE else nullcontext():
            data, yaml_faults = parse(parts.yaml)
    except TookTooLong:
        problems.append(
            UNREADABLE.at(
                Span(path),
                f"Reading {path} takes more than {MOST_SECONDS:g} seconds of the processor.",
                "Split it into several files, or make it simpler.",
            )
        )
        return None
    document = Document(
        path, kind, name, language, text, parts.yaml, parts.yaml_line, data, parts.body, parts.body_line
    )
    problems += [fault.in_file(path, parts.yaml_line - 1) for fault in yaml_faults]
    # A text that is not YAML at all has no data to go on with; one with a doubled key has.
    return None if data is None and yaml_faults else document


def _has_a_day(data: Any) -> bool:
    """Whether a day's file has anything to show; of what is no mapping, others say so."""
    return bool(data.get("date") or data.get("sessions")) if isinstance(data, dict) else data is not None


def _name_and_language(path: str, kind: Kind) -> tuple[str, str | None]:
    """`speakers/ana.fr.md` is ana in French; days are named by their path, since nothing else refers to them."""
    name = splitext(basename(path))[0]
    if kind is Kind.DAY:
        return re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-") or "day", None
    stem, dot, language = name.rpartition(".")
    if dot and _LANGUAGE.fullmatch(language) and path.endswith(".md"):
        return stem, language
    return name, None


def _possible_name(name: str, kind: Kind) -> str:
    """The name itself, if it can be an id, or the nearest that can."""
    if _NAME.fullmatch(name):
        return name
    return re.sub(r"[^a-z0-9]+", "-", _ascii(name).lower()).strip("-") or kind.value


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _text(root: Path, path: str, problems: list[Diagnostic], instead: Mapping[str, str]) -> str | None:
    """The text of a file, or the one that is read instead of it."""
    if path in instead:
        return decode_or_report(instead[path].encode(), path, problems)
    try:
        place = own_place(root, path)
    except OSError as error:  # another one since the folder was listed
        problems.append(unreadable_problem(path, error))
        return None
    return read_text(place, path, problems)


def _read_media(root: Path, path: str, problems: list[Diagnostic]) -> Media | None:
    name = path.removeprefix("content/media/")
    if splitext(name)[1].lower() not in MEDIA_TYPES:
        problems.append(
            UNUSED_FILE.at(
                Span(path),
                f"{path} is of a kind that is not published.",
                f"Published are: {', '.join(sorted(MEDIA_TYPES))}.",
            )
        )
        return None
    try:
        place = own_place(root, path)
        size = os.lstat(place).st_size
        if size > LARGEST_MEDIA:
            raise too_large_error(path, size, LARGEST_MEDIA)
    except OSError as error:
        problems.append(unreadable_problem(path, error))
        return None
    fault = media_problem(Path(place))
    if fault:
        problems.append(UNSAFE_MEDIA.at(Span(path), f"{path} {fault[0]}", fault[1]))
        return None
    return Media(name, size)
