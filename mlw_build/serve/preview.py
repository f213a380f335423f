"""`serve`: builds into a folder of its own, serves it, and builds again after each saved change.

A mistake is shown on top of the last good page and in the terminal; what was published before stays as it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from livereload import Server
from livereload.handlers import LiveReloadHandler
from watchfiles import DefaultFilter, awatch

from mlw_build.diagnostics import Diagnostic, stops_publishing
from mlw_build.pipeline import Options, build
from mlw_build.publish.ingredients import SOURCES
from mlw_build.publish.last_build import Left
from mlw_build.publish.traces import CannotTell, traces_below
from mlw_build.publish.write import CannotPublish
from mlw_build.report.text import as_text
from mlw_build.serve.pages import PreviewHandler, Problems
from mlw_build.site.render import RenderFault

CLEAN, USAGE = 0, 2

SETTLE = 15
"""Milliseconds without a further change after which a build starts: editors save in several steps, a few milliseconds
apart. One that takes longer gets a second build with what came later."""

LONGEST = 400
"""Milliseconds after which a build starts though files go on changing, such as when a whole folder is copied."""


WATCH_STARTS = 400
"""Milliseconds after which the watching has begun for sure."""


@dataclass(slots=True)
class Preview:
    """A preview of a site: where it is built, and what is wrong with it now."""

    options: Options
    problems: Problems = field(default_factory=Problems)
    left: Mapping[str, Left] = field(default_factory=dict)
    """How the last build left the files: what has not changed is not made again."""

    def rebuild(self) -> None:
        """Build once; problems go to the terminal and into the pages."""
        started = time.perf_counter()
        try:
            built = build(self.options, left=self.left)
        except (RenderFault, CannotPublish) as fault:
            self._tell((), {}, str(fault))
            return
        checked = built.checked
        self._tell(checked.diagnostics, dict(checked.texts()), "")
        if built.published:
            self.left = built.published.left
            changed = len(built.published.written) + len(built.published.removed)
            print(
                f"{time.strftime('%H:%M:%S')} built in {time.perf_counter() - started:.2f} s, {changed} files changed"
            )

    def _tell(self, diagnostics: Sequence[Diagnostic], texts: dict[str, str], fault: str) -> None:
        stopped = bool(fault) or stops_publishing(diagnostics)
        text = fault or as_text(diagnostics, texts)
        self.problems.text = text if stopped else ""
        if diagnostics or fault:
            print(fault or as_text(diagnostics, texts, colour=sys.stdout.isatty()), flush=True)


class PreviewServer(Server):  # type: ignore[misc]
    """livereload's server, with pages that show what is wrong."""

    def __init__(self, folder: Path, problems: Problems) -> None:
        super().__init__()
        self._folder, self._problems = folder, problems

    def get_web_handlers(self, script: bytes) -> list[tuple[str, type, dict[str, object]]]:
        """The one handler of all pages."""
        place = {"path": str(self._folder), "default_filename": "index.html", "problems": self._problems}
        return [(r"/(.*)", PreviewHandler, place)]


def run_serve(root: Path, host: str, port: int) -> int:
    """Serve until Ctrl-C. Gives 2 where the port is taken."""
    with tempfile.TemporaryDirectory(prefix="mlw-preview-") as folder:
        output = Path(folder) / "site"
        output.mkdir()
        preview = Preview(Options(root, output, f"http://{host}:{port}/", preview=True))
        before = _traces(root)
        preview.rebuild()
        server = PreviewServer(output, preview.problems)
        try:
            with contextlib.suppress(KeyboardInterrupt):
                asyncio.run(_serve(server, preview, root, host, port, before))
        except OSError as error:
            print(f"error: port {port} cannot be used ({error.strerror}); try --port {port + 1}.", file=sys.stderr)
            return USAGE
    return CLEAN


async def _serve(
    server: PreviewServer, preview: Preview, root: Path, host: str, port: int, before: Sequence[object] | None
) -> None:
    """Serve, and build again after each change; also after one since the traces of the sources were `before`."""
    server.application(port, host, debug=False)
    print(f"Serving on http://{host}:{port}/ - Ctrl-C ends it.", flush=True)
    folders = [root / name for name in SOURCES if (root / name).is_dir()]
    watch = awatch(
        *(folders or [root]),
        watch_filter=DefaultFilter(),
        step=SETTLE,
        debounce=LONGEST,
        rust_timeout=WATCH_STARTS,
        yield_on_timeout=True,
    )
    just_begun = True
    async for changes in watch:
        # What was saved after the first build and before the watching began is told by nobody.
        missed = just_begun and before != _traces(root)
        just_begun = False
        if changes or missed:
            preview.rebuild()
            LiveReloadHandler.reload_waiters("*")


def _traces(root: Path) -> Sequence[object] | None:
    """The traces of the sources; None where they cannot be told."""
    try:
        return [found for name in SOURCES for found in traces_below(str(root / name))]
    except CannotTell:
        return None
