"""Markdown texts that were read before, kept by content; those that are new are read by several processes.

They are kept in a folder beside the site's content, which may be deleted at any time. Whatever cannot be read, was
damaged, comes from another version, or is not as the sanitiser writes it, counts as not there. The file is put in place
whole, so several builds may use one folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path

import mlw_build
from mlw_build.markup import as_sanitised, is_read, remember, safe_html
from mlw_build.markup import html as sanitiser
from mlw_build.markup import reader as markdown_reader
from mlw_build.whole_files import put
from mlw_build.work_sharing import shared

FILE = Path(".cache") / "texts" / "texts.json"
"""In the site's root."""

WORTH_KEEPING = 100
"""Texts from which finding them again is quicker than reading them."""

A_PIECE = 50
"""Texts that a process reads at a time."""

_FORMAT = 1


def read_all(texts: Iterable[str], root: Path, jobs: int = 1) -> None:
    """Read these texts, so that `markup` knows what they give; write down what is new for the next time."""
    wanted = list(dict.fromkeys(text for text in texts if text))
    if len(wanted) < WORTH_KEEPING or all(map(is_read, wanted)):
        return
    file = root.resolve() / FILE
    keys = {text: hashlib.blake2b(text.encode(), digest_size=20).hexdigest() for text in wanted}
    kept = _kept_in(file)
    remember({text: kept[key] for text, key in keys.items() if key in kept and as_sanitised(kept[key])})
    new = [text for text in wanted if not is_read(text)]
    pieces = [new[first : first + A_PIECE] for first in range(0, len(new), A_PIECE)]

    def read(piece: int) -> dict[str, str]:
        return {text: safe_html(text) for text in pieces[piece]}

    for some in shared(len(pieces), read, jobs):
        remember(some)
    if new or len(kept) != len(keys):
        _keep(file, {key: safe_html(text) for text, key in keys.items()})


def _kept_in(file: Path) -> Mapping[str, str]:
    try:
        head, _, written = file.read_bytes().partition(b"\n")
        kept = json.loads(written) if head + b"\n" == _head(written) else {}
    except (OSError, ValueError, RecursionError):
        return {}
    whole = isinstance(kept, dict) and all(isinstance(html, str) for html in kept.values())
    return kept if whole else {}


def _keep(file: Path, texts: Mapping[str, str]) -> None:
    if file.resolve() != file:
        return  # a link: who follows it may write what belongs to others
    written = json.dumps(texts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    with contextlib.suppress(OSError):
        if not file.parent.is_dir():
            file.parent.mkdir(parents=True)
            (file.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        put(file, _head(written) + written)


def _head(written: bytes) -> bytes:
    """The first line of the file: what decides on what a text gives, and the checksum of the rest."""
    own = b"".join(Path(str(module.__file__)).read_bytes() for module in (sanitiser, markdown_reader))
    source = hashlib.blake2b(own, digest_size=8).hexdigest()
    libraries = f"Markdown {version('Markdown')} nh3 {version('nh3')}"
    checksum = hashlib.blake2b(written).hexdigest()
    return f"mlw_build {mlw_build.__version__} texts {_FORMAT} {source} {libraries} {checksum}\n".encode()
