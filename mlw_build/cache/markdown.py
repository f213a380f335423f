"""The HTML of Markdown texts, cached by content; new texts are converted by several processes.

HTML that comes from the cache and is not as the sanitiser writes it counts as not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from mlw_build.cache.storage import FOLDER, load, store, text_key
from mlw_build.markup import add_converted, addresses, is_converted, is_sanitised, limits, safe_html
from mlw_build.markup import html as sanitiser
from mlw_build.markup import reader as markdown_reader
from mlw_build.system.worker_pool import map_in_workers

FILE = FOLDER / "texts" / "texts.json"
"""In the site's root."""

WORTH_CACHING = 100
"""Texts from which loading their HTML is quicker than converting them."""

BATCH_SIZE = 50
"""Texts that a process converts at a time."""

_FORMAT = 1


def convert_texts(root: Path, texts: Iterable[str], jobs: int = 1) -> None:
    """Convert Markdown texts before they are shown, so that `markup.safe_html` finds their HTML.

    What an earlier build of the site in `root` converted is loaded; the rest is shared by up to `jobs` processes,
    and stored for the next build where there is enough of it.
    """
    every = list(dict.fromkeys(text for text in texts if text))
    if sum(not is_converted(text) for text in every) < WORTH_CACHING:
        return
    file = root.resolve() / FILE
    cached = load(file, _writer(), dict[str, str]) or {}
    keys = {text_key(text): text for text in every}
    add_converted({text: cached[key] for key, text in keys.items() if key in cached and is_sanitised(cached[key])})
    new = [text for text in every if not is_converted(text)]
    batches = [new[first : first + BATCH_SIZE] for first in range(0, len(new), BATCH_SIZE)]

    def convert(number: int) -> list[str]:
        return [safe_html(text) for text in batches[number]]

    for batch, html in zip(batches, map_in_workers(len(batches), convert, jobs), strict=True):
        add_converted(dict(zip(batch, html, strict=True)))
    if keys.keys() != cached.keys():
        store(file, _writer(), {key: safe_html(text) for key, text in keys.items()})


@cache
def _writer() -> str:
    """What decides on what a text gives: the reader's and the sanitiser's own code, and their libraries."""
    from importlib.metadata import version  # takes long to import, and few builds keep texts

    own = b"".join(
        Path(str(module.__file__)).read_bytes() for module in (addresses, limits, sanitiser, markdown_reader)
    )
    source = hashlib.blake2b(own, digest_size=8).hexdigest()
    return f"texts {_FORMAT} {source} Markdown {version('Markdown')} nh3 {version('nh3')}"
