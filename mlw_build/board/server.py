"""The board's web server: this machine only, behind a secret address; the page, and what it asks for as JSON."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import secrets
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tornado.web import RequestHandler

from mlw_build.board.actions import Changed, act
from mlw_build.board.answers import answer, refusal
from mlw_build.board.history import EditConflict
from mlw_build.board.problems import what_changed
from mlw_build.board.workspace import Refused, Workspace
from mlw_build.markup import safe_html
from mlw_build.serve.request_guard import OwnApplication, OwnNames

CLEAN, USAGE = 0, 2
HOST = "127.0.0.1"
PAGE = Path(__file__).resolve().parent / "page"
LARGEST_REQUEST = 2_000_000
TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PREVIEW_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'self'; sandbox allow-same-origin"
"""A preview shows an abstract's sanitised HTML: it runs nothing, opens nothing, and loads the board's styles alone."""


class BoardHandler(RequestHandler):
    """What all answers of the board have in common: the secret in the address, and strict headers."""

    def initialize(self, workspace: Workspace, secret: str) -> None:
        """Take the site, and the secret that an address has to begin with."""
        self.workspace, self._secret = workspace, secret

    def prepare(self) -> None:
        """Refuse an address without the secret; a change also without the page's own origin."""
        given = str(self.path_args[0] if self.path_args else "")
        told = self.request.method != "POST" or bool(self.request.headers.get("Origin"))
        if not told or not hmac.compare_digest(given.encode(), self._secret.encode()):
            self._refuse()

    def _refuse(self) -> None:
        self.set_status(403)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("The board answers to the whole address that `edit` printed, and to its own page.\n")

    def set_default_headers(self) -> None:
        """Nothing is kept, nothing is told to other sites, nothing else may run."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.clear_header("Server")

    def answer(self, value: Mapping[str, Any], status: int = 200) -> None:
        """Answer with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.write(json.dumps(value, ensure_ascii=False))

    def log_exception(self, kind: Any, value: Any, _: Any) -> None:
        """A failure of the program as a line in the terminal."""
        print(f"error: the board failed: {getattr(kind, '__name__', kind)}: {value}", file=sys.stderr, flush=True)

    def write_error(self, status_code: int, **_: Any) -> None:
        """An error in words, without what the program is like inside."""
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps({"message": "The board failed at this; nothing was written."}))


class PageHandler(BoardHandler):
    """The page, its styles and its modules: the files of `page/`, and no others."""

    def get(self, _secret: str, name: str) -> None:
        """Answer with a file of the page."""
        files = {file.name: file for file in PAGE.iterdir() if file.suffix in TYPES}
        file = files.get(name or "board.html")
        if file is None:
            self.set_status(404)
            return
        self.set_header("Content-Type", f"{TYPES[file.suffix]}; charset=utf-8")
        self.write(file.read_bytes())


class ReadHandler(BoardHandler):
    """What the page shows."""

    def get(self, _secret: str, what: str) -> None:
        """Answer a question as JSON; files that changed meanwhile are taken in first."""
        self.workspace.take_in()
        try:
            self.answer(self._found(what))
        except Refused as refused:
            self.answer(refusal(self.workspace, refused), 422)

    def _found(self, what: str) -> Mapping[str, Any]:
        arguments = {name: self.get_query_arguments(name) for name in self.request.query_arguments}
        return answer(self.workspace, what, arguments)


class ActHandler(BoardHandler):
    """What is done."""

    def post(self, _secret: str, action: str) -> None:
        """Do it, and answer with what was done and which problems are new or gone."""
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            self.answer({"message": "Only JSON is taken."}, 415)
            return
        workspace = self.workspace
        try:
            asked = json.loads(self.request.body)
            if not isinstance(asked, dict):
                raise ValueError
        except (ValueError, RecursionError):
            self.answer({"message": "This is no JSON of the board."}, 400)
            return
        workspace.take_in()
        before = workspace.checked.diagnostics
        try:
            done = act(workspace, action, asked)
        except Changed as changed:
            self.answer({"message": str(changed), "found": changed.found, "wanted": changed.wanted}, 409)
        except EditConflict as conflict:
            self.answer({"message": str(conflict), "found": conflict.found, "wanted": conflict.wanted}, 409)
        except Refused as refused:
            self.answer(refusal(workspace, refused), 422)
        else:
            changes = what_changed(before, workspace.checked.diagnostics)
            self.answer({**done, **changes, "version": workspace.version})


class PreviewHandler(BoardHandler):
    """An abstract as the site shows it: sent as JSON, shown in a frame that can do nothing."""

    def initialize(self, workspace: Workspace, secret: str) -> None:
        """Take the site and the secret; the last text is kept with the application."""
        super().initialize(workspace, secret)

    def post(self, _secret: str) -> None:
        """Keep a text to show."""
        try:
            text = json.loads(self.request.body)["text"]
        except (ValueError, KeyError, TypeError, RecursionError):
            text = ""
        self.application.settings["preview"] = str(text)
        self.answer({})

    def get(self, _secret: str) -> None:
        """Show it."""
        self.set_header("Content-Security-Policy", PREVIEW_POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        text = safe_html(self.application.settings.get("preview", ""))
        self.write(
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Preview</title>'
            f'<link rel="stylesheet" href="board.css"></head><body class="preview">{text}</body></html>'
        )


def application_of(workspace: Workspace, port: int, secret: str) -> OwnApplication:
    """The board as a web application that answers to its own names only."""
    shared = {"workspace": workspace, "secret": secret}
    return OwnApplication(
        OwnNames(HOST, port),
        [
            (r"/([^/]*)/api/([a-z-]+)", ReadHandler, shared),
            (r"/([^/]*)/do/([a-z-]+)", ActHandler, shared),
            (r"/([^/]*)/preview", PreviewHandler, shared),
            (r"/([^/]*)/([a-z-]*(?:\.[a-z]+)?)", PageHandler, shared),
            (r"/(.*)", BoardHandler, shared),
        ],
        [],
    )


def run_board(root: Path, port: int, *, open_browser: bool) -> int:
    """Serve the board until Ctrl-C, on any free port for port 0. Gives 2 where it cannot."""
    try:
        workspace = Workspace(root)
        _ = workspace.conference
    except Refused as refused:
        first = next((found for found in refused.found if found.severity == "error"), None)
        print(f"error: {f'{first.message} {first.hint}' if first else refused}", file=sys.stderr)
        return USAGE
    with contextlib.suppress(KeyboardInterrupt):
        try:
            asyncio.run(_serve(workspace, port, open_browser=open_browser))
        except OSError as error:
            print(f"error: port {port} cannot be used ({error.strerror}); try another --port.", file=sys.stderr)
            return USAGE
    return CLEAN


async def _serve(workspace: Workspace, port: int, *, open_browser: bool) -> None:
    from tornado.httpserver import HTTPServer
    from tornado.netutil import bind_sockets

    sockets = bind_sockets(port, HOST)
    port = sockets[0].getsockname()[1]
    secret = secrets.token_urlsafe(24)
    server = HTTPServer(application_of(workspace, port, secret), max_body_size=LARGEST_REQUEST)
    server.add_sockets(sockets)
    address = f"http://{HOST}:{port}/{secret}/"
    print(f"The board is at {address}", flush=True)
    print("Whoever has this address can edit the programme: keep it to yourself. Ctrl-C ends it.", flush=True)
    if open_browser:
        webbrowser.open(address)
    await asyncio.Event().wait()
