"""Pictures and documents under content/media: which kinds are published, and what is refused."""

from __future__ import annotations

import re
from pathlib import Path
from xml.parsers import expat

from msgspec import Struct

from mlw_build.diagnostics import Rule
from mlw_build.read.own_files import real_place
from mlw_build.system.regular_files import NotRegular, regular_octets

UNSAFE_MEDIA = Rule("unsafe-media", "A media file that would put visitors at risk")

MEDIA_TYPES = frozenset(
    ".avif .webp .jpg .jpeg .png .gif .svg .pdf .mp3 .m4a .ogg .oga .mp4 .webm .vtt .srt .txt .csv .epub "
    ".docx .xlsx .pptx .odt .ods .odp .zip".split()
)
LARGEST_SVG = 2_000_000
LARGEST_MEDIA = 100_000_000
"""Octets of the largest media file that is published; GitHub and GitLab take none that is larger."""

# What makes a style load something: an address that is not inside the drawing, or an escape that could hide one.
_LOADS = re.compile(r"@import|javascript:|image-set\(|src\(|\\|url\((?!['\"]?#)")


class Media(Struct, frozen=True):
    """A file under content/media: its path there, with forward slashes, and its size in octets."""

    path: str
    size: int


def media_place(media_folder: Path, name: str) -> Path:
    """Where the media file of this name really is, with no link on the way. Raises OSError where there is none."""
    return Path(real_place(media_folder.parent, f"{media_folder.name}/{name}"))


def media_problem(file: Path) -> tuple[str, str] | None:
    """What keeps a file from being published (message, hint), or None.

    An SVG is a document that can carry scripts: only one without scripts, event attributes, embedded HTML,
    entities and outside references is let through.
    """
    if file.suffix.lower() != ".svg":
        return None
    try:
        return _svg_problem(regular_octets(file, LARGEST_SVG))
    except NotRegular:
        return "is too large for a drawing.", "Export it again with fewer points, or as PNG."
    except OSError as error:
        return f"cannot be read: {error.strerror}.", "Check the file's permissions."


_ACTIVE = frozenset("script foreignobject iframe object embed handler listener set animate audio video".split())
_XHTML = "http://www.w3.org/1999/xhtml"
_OUTSIDE = "refers to something outside itself"


class _Unsafe(Exception):
    """What ends reading a drawing at once; the message says what the drawing does."""


def _attribute_fault(attribute: str, value: str) -> str | None:
    key = attribute.rpartition(" ")[2].lower()
    target = _squeezed(value)
    if key.startswith("on"):
        return f"has an {key} attribute"
    if key in ("href", "src"):
        return None if target.startswith(("#", "data:image/png", "data:image/jpeg")) else _OUTSIDE
    return _OUTSIDE if _LOADS.search(target) else None


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).lower()


def _svg_problem(data: bytes) -> tuple[str, str] | None:
    found: list[str] = []
    styles: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        inside.append(local.lower())
        if inside[-1] in _ACTIVE or namespace == _XHTML:
            found.append(f"has a <{local}> element")
        found.extend(fault for attribute, value in attributes.items() if (fault := _attribute_fault(attribute, value)))

    def end(name: str) -> None:
        inside.pop()

    def entity(*_: object) -> None:
        found.append("declares entities")

    def attribute(*_: object) -> None:
        # Each element would have it: what a few octets declare could fill the memory.
        raise _Unsafe("declares attributes")

    def instruction(target: str, _: str) -> None:
        found.append(f"has a <?{target}?> instruction")

    def words(text: str) -> None:
        if inside and inside[-1] == "style":
            styles.append(text)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.EntityDeclHandler = entity
    parser.AttlistDeclHandler = attribute
    parser.ProcessingInstructionHandler = instruction
    parser.CharacterDataHandler = words
    try:
        parser.Parse(data, True)
    except _Unsafe as unsafe:
        found.append(str(unsafe))
    except (expat.ExpatError, LookupError, ValueError) as error:
        line = f" (line {error.lineno})" if isinstance(error, expat.ExpatError) else ""
        return f"is not a well-formed SVG{line}.", "Export it again from the drawing program."
    # A text reaches the handler in pieces, so only the whole of it can be judged.
    if _LOADS.search(_squeezed("".join(styles))):
        found.append(_OUTSIDE)
    if found:
        return f"{found[0]}, which a picture must not.", "Export it as plain SVG without scripts, or as PNG."
    return None
