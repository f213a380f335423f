"""How long an editor waits: from saving a file until the browser, told to load the page again, has the new one."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace
from tornado.httpclient import AsyncHTTPClient
from tornado.websocket import WebSocketClientConnection, websocket_connect

from mlw_build.bench.generators import own_command, own_environment
from mlw_build.bench.lay_out import write_files
from mlw_build.bench.own_site import own_files
from mlw_build.bench.synthetic import Conference, make_up
from mlw_build.bench.whole_process import RunFailed, end_all

READY = 900.0
"""Seconds that the preview may take until it answers for the first time."""

LATE = 120.0
"""Seconds without a reload after which nothing more is waited for."""

QUIET = 0.5
"""Seconds between a reload and the next save, in which no further reload may come."""


class Reloads(Struct, frozen=True):
    """For one size of conference: seconds from each save to its reload."""

    sessions: int
    seconds: tuple[float, ...]


def reloads(
    folder: Path, sessions: int, seed: int, saves: int, tell: Callable[[str], None] = lambda text: None
) -> Reloads:
    """Start the preview of a made-up conference, save an abstract so many times, and take the times.

    Raises RunFailed where the preview does not start, does not reload, or shows the old text after it.
    """
    site = folder / "preview"
    conference = make_up(sessions, seed)
    write_files(site, own_files(conference))
    port = _free_port()
    command = [*own_command(), "serve", "--root", str(site), "--port", str(port)]
    with (folder / "preview.txt").open("wb") as said:
        tell(f"{sessions:,} sessions, the preview starts")
        process = subprocess.Popen(
            command, env=own_environment(folder), stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            seconds = asyncio.run(_watch(process, port, site, conference, saves, tell))
        except RunFailed as failure:
            words = (folder / "preview.txt").read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
            raise RunFailed("\n    ".join([str(failure), *words])) from failure
        finally:
            _stop(process)
    return Reloads(sessions, seconds)


async def _watch(
    process: subprocess.Popen[bytes],
    port: int,
    site: Path,
    conference: Conference,
    saves: int,
    tell: Callable[[str], None],
) -> tuple[float, ...]:
    browser = await _opened(process, port)
    there = dict(own_files(conference))
    session = next(session for session in conference.sessions if session.room)
    page = f"http://127.0.0.1:{port}/sessions/{session.id}/index.html"
    seconds: list[float] = []
    for number in range(1, saves + 1):
        tell(f"{len(conference.sessions):,} sessions, save {number} of {saves}")
        words = f"Saved as number {number}."
        others = (
            replace(one, abstract=f"{words}\n\n{one.abstract}") if one.id == session.id else one
            for one in conference.sessions
        )
        edited = own_files(replace(conference, sessions=tuple(others)))
        saved = [(path, text) for path, text in edited if there[path] != text]
        there.update(saved)
        started = time.perf_counter()
        write_files(site, saved)
        if not await _reloaded(browser, LATE):
            raise RunFailed(f"A file was saved, and for {LATE:.0f} seconds the browser was not told.")
        answer = await AsyncHTTPClient().fetch(page)
        seconds.append(time.perf_counter() - started)
        if words not in answer.body.decode():
            raise RunFailed(f"After save {number} the browser was told to load the page again, but it is the old one.")
        while await _reloaded(browser, QUIET):
            pass
    browser.close()
    return tuple(seconds)


async def _opened(process: subprocess.Popen[bytes], port: int) -> WebSocketClientConnection:
    """Open the connection that the preview's script opens in a browser, as soon as the preview is there."""
    started = time.perf_counter()
    while True:
        try:
            browser = await websocket_connect(f"ws://127.0.0.1:{port}/livereload")
            break
        except OSError as error:
            if process.poll() is not None or time.perf_counter() - started > READY:
                raise RunFailed("The preview did not start.") from error
            await asyncio.sleep(0.1)
    protocols = ["http://livereload.com/protocols/official-7"]
    await browser.write_message(json.dumps({"command": "hello", "protocols": protocols}))
    await browser.read_message()
    await browser.write_message(json.dumps({"command": "info", "url": f"http://127.0.0.1:{port}/"}))
    await asyncio.sleep(QUIET)
    return browser


async def _reloaded(browser: WebSocketClientConnection, longest: float) -> bool:
    """Whether within so many seconds the browser is told to load its page again; returns as soon as it is."""
    try:
        async with asyncio.timeout(longest):
            while True:
                message = await browser.read_message()
                if message is None:
                    raise RunFailed("The preview ended.")
                if json.loads(message).get("command") == "reload":
                    return True
    except TimeoutError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the preview as Ctrl-C does, and with force where it does not listen."""
    if process.poll() is None and sys.platform != "win32":
        os.kill(process.pid, signal.SIGINT)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        end_all(process)
        process.wait()
