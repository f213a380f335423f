"""Markdown texts that were read before, kept by content; those that are new are read by several processes.

What comes back from there and is not as the sanitiser writes it counts as not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from pathlib import Path

from mlw_build.kept import FOLDER, keep, kept_in
from mlw_build.markup import as_sanitised, is_read, remember, safe_html
from mlw_build.markup import html as sanitiser
from mlw_build.markup import reader as markdown_reader
from mlw_build.work_sharing import begun

FILE = FOLDER / "texts" / "texts.json"
"""In the site's root."""

WORTH_KEEPING = 100
"""Texts from which finding them again is quicker than reading them."""

A_PIECE = 50
"""Texts that a process reads at a time."""

_FORMAT = 1


class Reading:
    """Reads the texts of a site; other processes may begin before they are needed. Within a `with`, which ends them."""

    def __init__(self, root: Path, jobs: int = 1) -> None:
        self._root, self._jobs = root, jobs
        self._work = ExitStack()
        self._results: Callable[[], None] | None = None

    def __enter__(self) -> Reading:
        return self

    def __exit__(self, *exception: object) -> None:
        self._work.close()

    def begin(self, texts: Iterable[str]) -> None:
        """Let other processes begin to read these texts, unless they did."""
        if self._results is None:
            self._results = self._work.enter_context(_begun(texts, self._root, self._jobs))

    def finish(self, texts: Iterable[str]) -> None:
        """See that these texts have been read, so that `markup` knows what they give."""
        self.begin(texts)
        if self._results:
            self._results()
            self._results = _nothing


def read_all(texts: Iterable[str], root: Path, jobs: int = 1) -> None:
    """Read these texts, so that `markup` knows what they give; write down what is new for the next time."""
    with Reading(root, jobs) as reading:
        reading.finish(texts)


def _nothing() -> None:
    """There is nothing left to read."""


@contextmanager
def _begun(texts: Iterable[str], root: Path, jobs: int) -> Iterator[Callable[[], None]]:
    """These texts while they are read; what is given reads the rest, and writes down what is new for the next time."""
    every = list(dict.fromkeys(text for text in texts if text))
    unread = [text for text in every if not is_read(text)]
    if len(unread) < WORTH_KEEPING:
        yield _nothing
        return
    file = root.resolve() / FILE
    keys = {text: hashlib.blake2b(text.encode(), digest_size=20).hexdigest() for text in every}
    writer = _writer()
    kept = kept_in(file, writer, dict[str, str]) or {}
    found = {text: kept[keys[text]] for text in unread if keys[text] in kept}
    remember({text: html for text, html in found.items() if as_sanitised(html)})
    new = [text for text in unread if not is_read(text)]
    pieces = [new[first : first + A_PIECE] for first in range(0, len(new), A_PIECE)]

    def read(piece: int) -> list[str]:
        return [safe_html(text) for text in pieces[piece]]

    with begun(len(pieces), read, jobs) as results:

        def finish() -> None:
            for piece, some in zip(pieces, results(), strict=True):
                remember(dict(zip(piece, some, strict=True)))
            if new or len(kept) != len(keys):
                keep(file, writer, {key: safe_html(text) for text, key in keys.items()})

        yield finish


def _writer() -> str:
    """What decides on what a text gives: the reader's and the sanitiser's own code, and their libraries."""
    own = b"".join(Path(str(module.__file__)).read_bytes() for module in (sanitiser, markdown_reader))
    source = hashlib.blake2b(own, digest_size=8).hexdigest()
    return f"texts {_FORMAT} {source} Markdown {version('Markdown')} nh3 {version('nh3')}"
