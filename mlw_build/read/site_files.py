"""The files of a site: which there are, what each is about, and their text.

Never follows a link out of the site's root, never reads what is not a regular file, and reads nothing larger
than an editor would write.
"""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from mlw_build.diagnostics import Diagnostic, Rule, Severity, Span, in_order
from mlw_build.read import front_matter, yaml_problems
from mlw_build.read.document import Document, Kind
from mlw_build.read.media import MEDIA_TYPES, UNSAFE_MEDIA, Media, media_problem
from mlw_build.read.yaml_reader import read_yaml

MISSING_FILE = Rule("missing-file", "A file that every site needs is missing")
UNREADABLE = Rule("unreadable-file", "A file cannot be read")
ENCODING = Rule("not-utf-8", "A file is not UTF-8 text")
FRONT_MATTER = Rule("front-matter", "Front matter is not closed")
FILE_NAME = Rule("file-name", "A file's name cannot be used as an id")
UNUSED_FILE = Rule("unused-file", "A file that nothing reads", Severity.WARNING)
RULES = (
    MISSING_FILE, UNREADABLE, ENCODING, FRONT_MATTER, FILE_NAME, UNUSED_FILE, UNSAFE_MEDIA,
    *yaml_problems.RULES,
)  # fmt: skip

LARGEST_FILE = 5_000_000

_SINGLE = {
    "conference": Kind.CONFERENCE,
    "rooms": Kind.ROOMS,
    "tracks": Kind.TRACKS,
    "formats": Kind.FORMATS,
    "organisations": Kind.ORGANISATIONS,
    "resources": Kind.RESOURCES,
}
_FOLDERS = (
    ("content/programme", (".yaml", ".yml"), Kind.DAY),
    ("content/pages", (".md",), Kind.PAGE),
    ("speakers", (".md",), Kind.SPEAKER),
    ("booths", (".md",), Kind.BOOTH),
)
_IGNORED = re.compile(r"^(\.|~)|~$|\.(bak|swp|orig)$|^Thumbs\.db$|^README(\.md)?$", re.I)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Sources:
    """What a site is made from: its documents and media files, in the order of their paths.

    `root` is where media files are copied from when the site is published; `unusable` has the texts, by path,
    of files that could not be made into documents.
    """

    root: Path
    documents: tuple[Document, ...]
    media: tuple[Media, ...] = field(default=())
    unusable: Mapping[str, str] = field(default_factory=dict, repr=False)

    def of(self, kind: Kind) -> Iterator[Document]:
        """The documents of one kind."""
        return (document for document in self.documents if document.kind is kind)

    def texts(self) -> dict[str, str]:
        """Each file's text by its path, for showing the line a diagnostic speaks of."""
        return {**self.unusable, **{document.path: document.text for document in self.documents}}


def read_site(root: Path, instead: Mapping[str, str] | None = None) -> tuple[Sources, tuple[Diagnostic, ...]]:
    """All documents and media under a site's root, and what is wrong with the files themselves.

    `instead` has, by path, texts to read instead of what is in these files: what an edit would give.
    """
    root = root.resolve()
    documents: list[Document] = []
    unusable: dict[str, str] = {}
    media: list[Media] = []
    problems: list[Diagnostic] = []
    for path, kind in _content_files(root, problems):
        text = _text(root, path, problems, instead or {})
        document = None if text is None else _document(path, kind, text, problems)
        if document:
            documents.append(document)
        elif text is not None:
            unusable[path] = text
    for path in _walk(root, "content/media", problems):
        found = _read_media(root, path, problems)
        if found:
            media.append(found)
    settings = {"content/conference.yaml", "content/conference.yml", "content"}
    if not settings & {*(one.path for one in documents), *(one.span.file for one in problems)}:
        problems.append(
            MISSING_FILE.at(
                Span("content/conference.yaml"),
                "There is no content/conference.yaml here, so this folder is not a conference's site yet.",
                "Run `build.py new conference` to start one here, or name the site's folder with `--root`.",
            )
        )
    return Sources(root, tuple(documents), tuple(media), unusable), in_order(problems)


def _content_files(root: Path, problems: list[Diagnostic]) -> Iterator[tuple[str, Kind]]:
    for path in _list(root, "content", problems):
        name = PurePosixPath(path)
        if path == "content/conference.yml" and (root / "content/conference.yaml").exists():
            problems.append(
                UNUSED_FILE.at(
                    Span(path),
                    "Nothing reads content/conference.yml, since there is a content/conference.yaml too.",
                    "Join the two into content/conference.yaml.",
                )
            )
        elif name.suffix in (".yaml", ".yml") and name.stem in _SINGLE:
            yield path, _SINGLE[name.stem]
        elif not _IGNORED.search(name.name) and name.name != "calendar.lock":
            near = difflib.get_close_matches(name.stem, _SINGLE, n=1)
            problems.append(
                UNUSED_FILE.at(
                    Span(path),
                    f"Nothing reads {path}.",
                    f"Did you mean content/{near[0]}.yaml?"
                    if near
                    else "A day's sessions belong in content/programme/, texts in content/pages/, "
                    "pictures and documents in content/media/.",
                )
            )
    for folder, endings, kind in _FOLDERS:
        for path in _walk(root, folder, problems):
            name = PurePosixPath(path)
            if name.suffix in endings:
                yield path, kind
            elif not _IGNORED.search(name.name):
                problems.append(
                    UNUSED_FILE.at(
                        Span(path),
                        f"Nothing reads {path}: files in {folder}/ end in {' or '.join(endings)}.",
                        f"Rename it to {name.stem}{endings[0]}, or move pictures and documents to content/media/.",
                    )
                )


def _list(root: Path, folder: str, problems: list[Diagnostic]) -> Iterator[str]:
    """The regular files directly in a folder, sorted, as paths relative to the root."""
    return (path for path in _entries(root, folder, problems) if not (root / path).is_dir())


def _walk(root: Path, folder: str, problems: list[Diagnostic]) -> Iterator[str]:
    """The regular files in a folder and below, sorted, as paths relative to the root."""
    for path in _entries(root, folder, problems):
        if (root / path).is_dir():
            yield from _walk(root, path, problems)
        else:
            yield path


def _entries(root: Path, folder: str, problems: list[Diagnostic]) -> Iterator[str]:
    place = root / folder
    if place.is_symlink() and not _inside(place, root):
        problems.append(_leads_away(folder))
        return
    try:
        names = sorted(os.listdir(place)) if place.is_dir() else []
    except OSError as error:
        problems.append(
            UNREADABLE.at(Span(folder), f"{folder} cannot be read: {error.strerror}.", "Check its permissions.")
        )
        return
    for name in names:
        path = f"{folder}/{name}"
        target = root / path
        if name.startswith(".") or name == "Thumbs.db":
            continue
        if not name.isprintable():
            shown = f"{folder}/{''.join(one if one.isprintable() else '?' for one in name)}"
            problems.append(
                FILE_NAME.at(
                    Span(shown),
                    f"The name of {shown} has characters (`?`) that cannot be shown.",
                    "Rename the file, best with the letters a to z, digits and hyphens.",
                )
            )
        elif target.is_symlink() and (not _inside(target, root) or target.is_dir()):
            problems.append(_leads_away(path))
        elif target.is_dir() or target.is_file():
            yield path
        else:
            problems.append(UNREADABLE.at(Span(path), f"{path} is not a regular file.", "Put a file here."))


def _leads_away(path: str) -> Diagnostic:
    return UNREADABLE.at(
        Span(path), f"{path} is a link that leads to another folder or out of the site.", "Put the file itself here."
    )


def _inside(path: Path, root: Path) -> bool:
    return path.exists() and path.resolve().is_relative_to(root)


def _document(path: str, kind: Kind, text: str, problems: list[Diagnostic]) -> Document | None:
    name, language = _name_and_language(path, kind)
    if not _NAME.fullmatch(name):
        stem, _, ending = name.rpartition(".")
        if stem and _LANGUAGE.fullmatch(ending.lower()) and len(ending) <= 3:
            name, language = stem, ending.lower()
        wanted = re.sub(r"[^a-z0-9]+", "-", _ascii(name).lower()).strip("-") or kind.value
        suffix = PurePosixPath(path).suffix
        problems.append(
            FILE_NAME.at(
                Span(path),
                f"The name of {path} is used in addresses, so it can only have letters a to z, digits and hyphens.",
                f"Rename the file to {wanted}{f'.{language}' if language else ''}{suffix}.",
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
    data, yaml_faults = read_yaml(parts.yaml)
    document = Document(
        path, kind, name, language, text, parts.yaml, parts.yaml_line, data, parts.body, parts.body_line
    )
    offset = parts.yaml_line - 1
    for fault in yaml_faults:
        line, column, end_line, end_column = fault.place
        span = Span(path, line + offset, column, end_line + offset, end_column)
        problems.append(fault.rule.at(span, fault.message, fault.hint))
    # A text that is not YAML at all has no data to go on with; one with a doubled key has.
    return None if data is None and yaml_faults else document


def _name_and_language(path: str, kind: Kind) -> tuple[str, str | None]:
    """`speakers/ana.fr.md` is ana in French; days are named by their path, since nothing else refers to them."""
    name = PurePosixPath(path).stem
    if kind is Kind.DAY:
        return re.sub(r"[^A-Za-z0-9_-]+", "-", PurePosixPath(path).stem).strip("-") or "day", None
    stem, dot, language = name.rpartition(".")
    if dot and _LANGUAGE.fullmatch(language) and path.endswith(".md"):
        return stem, language
    return name, None


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


def _bytes(root: Path, path: str, largest: int, problems: list[Diagnostic]) -> bytes | None:
    try:
        size = (root / path).stat().st_size
        if size <= largest:
            return (root / path).read_bytes()
        problems.append(
            UNREADABLE.at(
                Span(path),
                f"{path} has {size / 1e6:.1f} MB, more than the {largest / 1e6:.0f} MB that are read.",
                "Split it into several files, or make it smaller.",
            )
        )
    except OSError as error:
        problems.append(
            UNREADABLE.at(Span(path), f"{path} cannot be read: {error.strerror}.", "Check the file's permissions.")
        )
    return None


def _text(root: Path, path: str, problems: list[Diagnostic], instead: Mapping[str, str]) -> str | None:
    """The file's text with LF line ends and without a byte order mark."""
    raw = instead[path].encode() if path in instead else _bytes(root, path, LARGEST_FILE, problems)
    if raw is None:
        return None
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", errors="replace")
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        wide = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
        problems.append(
            ENCODING.at(
                Span(path, line, column, line, column + 1),
                "The file is saved as UTF-16, not as UTF-8."
                if wide
                else f"The character after {before[-12:].strip()[-8:]!r} is not UTF-8 text."
                if before.strip()
                else "The file is not UTF-8 text.",
                'Save the file again with the encoding "UTF-8" (every editor has it under Save as).',
            )
        )
        return None


def _read_media(root: Path, path: str, problems: list[Diagnostic]) -> Media | None:
    name = path.removeprefix("content/media/")
    if PurePosixPath(name).suffix.lower() not in MEDIA_TYPES:
        problems.append(
            UNUSED_FILE.at(
                Span(path),
                f"{path} is of a kind that is not published.",
                f"Published are: {', '.join(sorted(MEDIA_TYPES))}.",
            )
        )
        return None
    fault = media_problem(root / path)
    if fault:
        problems.append(UNSAFE_MEDIA.at(Span(path), f"{path} {fault[0]}", fault[1]))
        return None
    return Media(name, (root / path).stat().st_size)
