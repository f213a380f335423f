"""Markdown texts that were read before, kept by content; those that are new are read by several processes.

What comes back from there and is not as the sanitiser writes it counts as not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from mlw_build.cache.storage import FOLDER, load, store, text_key
from mlw_build.markup import add_converted, addresses, is_converted, is_sanitised, limits, safe_html
from mlw_build.markup import html as sanitiser
from mlw_build.markup import reader as markdown_reader
from mlw_build.system.worker_pool import start_workers

FILE = FOLDER / "texts" / "texts.json"
"""In the site's root."""

WORTH_CACHING = 100
"""Texts from which finding them again is quicker than reading them."""

BATCH_SIZE = 50
"""Texts that a process reads at a time."""

_FORMAT = 1


class MarkdownCache:
    """Reads the texts of a site; other processes may begin before they are needed. Within a `with`, which ends them."""

    def __init__(self, root: Path, jobs: int = 1) -> None:
        self._file, self._jobs = root.resolve() / FILE, jobs
        self._processes = ExitStack()
        self._begun: list[Callable[[], Iterable[Mapping[str, str]]]] = []
        """What gives texts with their HTML, as soon as all that was begun together have been read."""
        self._kept: Mapping[str, str] | None = None
        self.files: frozenset[str] = frozenset()
        """Files whose texts other processes have begun with."""

    def __enter__(self) -> MarkdownCache:
        return self

    def __exit__(self, *exception: object) -> None:
        self._processes.close()

    def start_with_files(self, files: Sequence[str], text_of: Callable[[str], str]) -> None:
        """Let other processes begin with the texts in these files, which they open themselves, where nothing is kept.

        So they begin before this process has opened any. `text_of` gives a file's text, '' where there is none.
        """
        if self._jobs < 2 or len(files) < WORTH_CACHING or self._file.exists():
            return
        pieces = _batches(files)

        def read(piece: int) -> dict[str, str]:
            return {text: safe_html(text) for text in map(text_of, pieces[piece]) if text}

        self._begun.append(self._processes.enter_context(start_workers(len(pieces), read, self._jobs)))
        self.files, self._kept = frozenset(files), {}

    def begin(self, texts: Iterable[str]) -> None:
        """Let other processes begin to read these texts, which may be some of all."""
        unread = _unconverted(texts)
        if len(unread) >= WORTH_CACHING:
            self._start(unread)

    def finish(self, texts: Iterable[str]) -> None:
        """See that all texts have been read, so that `markup` knows what they give; write down what is new."""
        every = {text: text for text in texts if text}
        self._remember_results(every)
        unread = _unconverted(every)
        if self._kept is None and len(unread) < WORTH_CACHING:
            return
        self._start(unread)
        self._remember_results(every)
        keys = {text_key(text): text for text in every}
        if keys.keys() != (self._kept or {}).keys():
            store(self._file, _writer(), {key: safe_html(text) for key, text in keys.items()})
        self._kept = None

    def _start(self, unread: Sequence[str]) -> None:
        """Look for these texts among those that are kept; other processes begin to read the rest."""
        if self._kept is None:
            self._kept = load(self._file, _writer(), dict[str, str]) or {}
        kept = self._kept
        found = {text: kept[key] for text in unread if (key := text_key(text)) in kept} if kept else {}
        add_converted({text: html for text, html in found.items() if is_sanitised(html)})
        pieces = _batches(_unconverted(unread))

        def read(piece: int) -> list[str]:
            return [safe_html(text) for text in pieces[piece]]

        results = self._processes.enter_context(start_workers(len(pieces), read, self._jobs))
        self._begun.append(lambda: [dict(zip(*piece, strict=True)) for piece in zip(pieces, results(), strict=True)])

    def _remember_results(self, every: Mapping[str, str]) -> None:
        """Take note of what was begun, by this process's own texts: those that others send are copies of them."""
        for read in self._begun:
            for some in read():
                add_converted({every.get(text, text): html for text, html in some.items()})
        self._begun.clear()


def _batches(all_of_them: Sequence[str]) -> list[Sequence[str]]:
    return [all_of_them[first : first + BATCH_SIZE] for first in range(0, len(all_of_them), BATCH_SIZE)]


def _unconverted(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text and not is_converted(text)]


@cache
def _writer() -> str:
    """What decides on what a text gives: the reader's and the sanitiser's own code, and their libraries."""
    from importlib.metadata import version  # takes long to import, and few builds keep texts

    own = b"".join(
        Path(str(module.__file__)).read_bytes() for module in (addresses, limits, sanitiser, markdown_reader)
    )
    source = hashlib.blake2b(own, digest_size=8).hexdigest()
    return f"texts {_FORMAT} {source} Markdown {version('Markdown')} nh3 {version('nh3')}"
