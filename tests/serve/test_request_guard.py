"""The preview answers to its own names and its own pages: no other site reads it, or hears what is edited."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from mlw_build.serve.pages import PreviewState
from mlw_build.serve.preview import application_of

ROUTES = ["/", "/agenda/", "/livereload", "/livereload.js", "/forcereload", "/nothing.css"]
WEBSOCKET = [
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
]


def answer(lines: list[str], *, serve_on: str = "127.0.0.1") -> str:
    """The head of what a preview on `serve_on` answers to these lines, in which PORT stands for its port."""

    async def ask() -> str:
        socket, port = bind_unused_port(address="127.0.0.1")
        server = HTTPServer(application_of(PreviewState(), serve_on, port))
        server.add_socket(socket)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write("\r\n".join([*lines, "", ""]).replace("PORT", str(port)).encode("latin-1"))
        try:
            return (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        except asyncio.IncompleteReadError as cut:
            return cut.partial.decode("latin-1")
        finally:
            writer.close()
            server.stop()
            await server.close_all_connections()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


def status(lines: list[str], *, serve_on: str = "127.0.0.1") -> int:
    return int(answer(lines, serve_on=serve_on).split()[1])


@pytest.mark.parametrize("host", ["127.0.0.1:PORT", "localhost:PORT", "LocalHost:PORT", "[::1]:PORT"])
def test_the_preview_answers_to_its_own_names(host: str) -> None:
    assert status(["GET / HTTP/1.1", f"Host: {host}"]) == 200


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS"])
def test_no_route_answers_to_a_strangers_name(route: str, method: str) -> None:
    assert status([f"{method} {route} HTTP/1.1", "Host: evil.example:PORT"]) == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example:PORT",
        "localhost.evil.example:PORT",
        "localhost.:PORT",
        "127.0.0.1:1",
        "127.0.0.1",
        "127.1:PORT",
        "2130706433:PORT",
        "0.0.0.0:PORT",
        "[::]:PORT",
        "[::ffff:127.0.0.1]:PORT",
        "localhost:PORT@evil.example",
        "evil.example@localhost:PORT",
        "localhost:PORT, evil.example",
        "localhost:PORT/evil.example",
        "",
    ],
)
def test_what_only_looks_like_an_own_name_is_refused(host: str) -> None:
    assert status(["GET / HTTP/1.1", f"Host: {host}"]) in (400, 403)


@pytest.mark.parametrize(
    "lines",
    [
        ["GET / HTTP/1.1"],
        ["GET / HTTP/1.0"],
        ["GET / HTTP/1.1", "Host: localhost:PORT", "Host: evil.example"],
        ["GET / HTTP/1.1", "Host: evil.example", "Host: localhost:PORT"],
        ["GET http://evil.example/ HTTP/1.1", "Host: localhost:PORT"],
        ["GET http://localhost:PORT/ HTTP/1.1", "Host: evil.example"],
        ["OPTIONS * HTTP/1.1", "Host: localhost:PORT"],
    ],
)
def test_a_request_that_names_no_host_or_two_is_refused(lines: list[str]) -> None:
    assert status(lines) in (400, 403)


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "https://localhost:PORT", "http://localhost:1", "http://localhost", "http://127.0.0.1:PORT"],
)  # fmt: skip
@pytest.mark.parametrize("route", ROUTES)
def test_a_page_of_another_origin_is_refused_whatever_it_asks_for(route: str, origin: str) -> None:
    asked = [f"GET {route} HTTP/1.1", "Host: localhost:PORT", f"Origin: {origin}"]
    assert status([*asked, *(WEBSOCKET if route == "/livereload" else [])]) == 403


@pytest.mark.parametrize("origin", [["Origin: http://localhost:PORT"], []])
def test_own_pages_and_programs_on_this_machine_are_told_of_changes(origin: list[str]) -> None:
    assert status(["GET /livereload HTTP/1.1", "Host: localhost:PORT", *origin, *WEBSOCKET]) == 101


def test_nobody_can_make_the_pages_of_others_reload() -> None:
    head = answer(["GET /forcereload?path=x HTTP/1.1", "Host: localhost:PORT"])
    assert "no-store" in head, "this is livereload's answer, and not a page"


@pytest.mark.parametrize("route", ["/", "/livereload.js"])
def test_no_other_site_may_embed_or_read_an_answer(route: str) -> None:
    head = answer([f"GET {route} HTTP/1.1", "Host: localhost:PORT"]).lower()
    assert "cross-origin-resource-policy: same-origin" in head
    assert "access-control-allow" not in head


@pytest.mark.parametrize("everywhere", ["0.0.0.0", "::", ""])
def test_on_all_addresses_the_one_that_a_request_came_to_is_an_own_name(everywhere: str) -> None:
    assert status(["GET / HTTP/1.1", "Host: 127.0.0.1:PORT"], serve_on=everywhere) == 200
    assert status(["GET / HTTP/1.1", "Host: 192.0.2.7:PORT"], serve_on=everywhere) == 403
    assert status(["GET / HTTP/1.1", "Host: evil.example:PORT"], serve_on=everywhere) == 403


def test_a_name_that_was_asked_for_is_an_own_name() -> None:
    assert status(["GET / HTTP/1.1", "Host: desk.example:PORT"], serve_on="Desk.example") == 200
