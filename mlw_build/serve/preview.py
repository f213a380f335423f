"""`serve`: the site in a browser, read again after each saved change; its pages are made when they are asked for.

A mistake is shown on top of the last good page and in the terminal; what was published before stays as it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from livereload.server import LiveScriptInjector
from livereload.watcher import Watcher
from msgspec import Struct, field
from watchfiles import DefaultFilter, awatch

from mlw_build.diagnostics import Diagnostic, stops_publishing
from mlw_build.pipeline import Options, plan
from mlw_build.publish.build_inputs import SOURCES, source_file_stats
from mlw_build.publish.file_stats import CannotStat
from mlw_build.report.escaping import write_coloured
from mlw_build.report.text import as_text
from mlw_build.serve.pages import PreviewHandler, PreviewState, SitePages
from mlw_build.serve.request_guard import ANYWHERE, OwnApplication, OwnNames, authority
from mlw_build.site.faults import RenderFault
from mlw_build.site.render import Renderer

CLEAN, USAGE = 0, 2

LAST_PORT = 65535
"""The highest port that a computer has."""

SETTLE = 15
"""Milliseconds without a further change after which the site is read: editors save in several steps, a few milliseconds
apart. What comes later is read once more."""

LONGEST = 400
"""Milliseconds after which it is read though files go on changing, such as when a whole folder is copied."""


WATCH_STARTS = 400
"""Milliseconds after which the watching has begun for sure."""


class Preview(Struct):
    """A preview of a site: what is shown of it now."""

    options: Options
    shown: PreviewState = field(default_factory=PreviewState)

    def renew(self) -> None:
        """Take in what has changed; problems go to the terminal and into the pages, the last good ones stay.

        Pages are made when they are asked for. A theme that has changed makes one of each kind at once, so that its
        faults are told though nobody looks at that page.
        """
        started = time.perf_counter()
        try:
            found = plan(self.options)
            if found.site is not None:
                self._show(SitePages(found.plan, Renderer(found.site)))
        except RenderFault as fault:
            self._tell((), {}, str(fault))
            return
        self._tell(found.checked.diagnostics, dict(found.checked.texts()), "")
        if found.site is not None:
            print(f"{time.strftime('%H:%M:%S')} ready in {time.perf_counter() - started:.2f} s", flush=True)

    def _show(self, pages: SitePages) -> None:
        last = self.shown.pages
        if last is None or last.made_with != pages.made_with:
            pages.try_theme()
        self.shown.pages = pages

    def _tell(self, diagnostics: Sequence[Diagnostic], texts: dict[str, str], fault: str) -> None:
        stopped = bool(fault) or stops_publishing(diagnostics)
        text = fault or as_text(diagnostics, texts)
        self.shown.problems = text if stopped else ""
        if diagnostics or fault:
            if fault:
                print(fault)
            else:
                write_coloured(f"{as_text(diagnostics, texts, colour=sys.stdout.isatty())}\n", sys.stdout)
            sys.stdout.flush()


def _injector(port: int) -> type[LiveScriptInjector]:
    """What adds to each page the script that reloads it: as a file, since a page's policy allows none inside it."""

    class Injector(LiveScriptInjector):  # type: ignore[misc]
        script = f'<script src="/livereload.js?port={port}"></script>'.encode()

    return Injector


def application_of(shown: PreviewState, host: str, port: int) -> OwnApplication:
    """The preview as a web application: the pages, and livereload's connection with its script."""
    LiveReloadHandler.watcher = Watcher()  # the reloading names what it found; here it finds nothing
    LiveReloadHandler.live_css = True
    return OwnApplication(
        OwnNames(host, port),
        [
            (r"/livereload", LiveReloadHandler),
            (r"/livereload\.js", LiveReloadJSHandler),
            (r"/(.*)", PreviewHandler, {"shown": shown}),
        ],
        [_injector(port)],
    )


def run_serve(root: Path, host: str, port: int) -> int:
    """Serve until Ctrl-C, on any free port for port 0. Gives 2 where the port is taken."""
    try:
        port = port or _free_port(host)
    except OSError as error:
        print(f"error: {host} cannot be served on ({error.strerror}).", file=sys.stderr)
        return USAGE
    address = f"http://{authority('localhost' if host in ANYWHERE else host, port)}/"
    preview = Preview(Options(root, root / "output", address, preview=True))
    before = _source_stats(root)
    preview.renew()
    application = application_of(preview.shown, host, port)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(application, preview, root, host, port, before))
    except OSError as error:
        other = port + 1 if port < LAST_PORT else port - 1
        print(f"error: port {port} cannot be used ({error.strerror}); try --port {other}.", file=sys.stderr)
        return USAGE
    return CLEAN


def _free_port(host: str) -> int:
    """A port that is free now. The site has to know its address before it is served."""
    family, kind, _, _, address = socket.getaddrinfo(host or None, 0, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as free:
        free.bind(address)
        return int(free.getsockname()[1])


async def _serve(
    application: OwnApplication, preview: Preview, root: Path, host: str, port: int, before: Sequence[object] | None
) -> None:
    """Serve, and read again after each change; also after one since the traces of the sources were `before`."""
    application.listen(port, address=host)
    print(f"Serving on {preview.options.base_url} - Ctrl-C ends it.", flush=True)
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
        # What was saved after the first reading and before the watching began is told by nobody.
        missed = just_begun and before != _source_stats(root)
        just_begun = False
        if changes or missed:
            preview.renew()
            LiveReloadHandler.reload_waiters("*")


def _source_stats(root: Path) -> Sequence[object] | None:
    """The traces of the sources; None where they cannot be told."""
    try:
        return source_file_stats(str(root))
    except CannotStat:
        return None
