"""The board answers to its own page alone: not without the secret, not to another site's page, not to another name."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

from mlw_build.board.server import application_of
from mlw_build.board.workspace import Workspace
from tests.board.programme import DAY, FILES

SECRET = "s3cret-of-the-test"
OWN = ["Host: 127.0.0.1:PORT", "Origin: http://127.0.0.1:PORT", "Content-Type: application/json"]
MOVE = json.dumps({"from": "radio", "minutes": 15})


def ask(workspace: Workspace, head: list[str], body: str = "") -> tuple[int, str]:
    """The status and the whole answer to a request, in which PORT stands for the port."""

    async def asking() -> str:
        socket, port = bind_unused_port(address="127.0.0.1")
        server = HTTPServer(application_of(workspace, port, SECRET))
        server.add_socket(socket)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        lines = [*head, "Connection: close", *([f"Content-Length: {len(body.encode())}"] if body else [])]
        writer.write("\r\n".join([*lines, "", body]).replace("PORT", str(port)).encode())
        try:
            return (await reader.read()).decode("utf-8", "replace")
        finally:
            writer.close()
            server.stop()
            await server.close_all_connections()

    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(asyncio.run, asking()).result()
    return int(answer.split()[1]), answer


def shift(
    workspace: Workspace,
    *,
    secret: str = SECRET,
    host: str = "127.0.0.1:PORT",
    origin: str | None = "http://127.0.0.1:PORT",
    form: str = "application/json",
) -> int:
    head = [f"POST /{secret}/do/shift HTTP/1.1", f"Host: {host}", f"Content-Type: {form}"]
    return ask(workspace, [*head, *([f"Origin: {origin}"] if origin else [])], MOVE)[0]


def test_its_own_page_can_act(workspace: Workspace, root: Path) -> None:
    assert shift(workspace) == 200
    assert (root / DAY).read_text() != FILES[DAY]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"secret": "guessed"}, 403),
        ({"secret": ""}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": None}, 403),
        ({"host": "evil.example:PORT", "origin": "http://evil.example:PORT"}, 403),
        ({"form": "text/plain"}, 415),
        ({"form": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_nothing_else_can(workspace: Workspace, root: Path, asked: dict[str, str], status: int) -> None:
    assert shift(workspace, **asked) == status  # type: ignore[arg-type]
    assert (root / DAY).read_text() == FILES[DAY]


@pytest.mark.parametrize(
    "path", ["/", "/board.html", "/x/", "/x/api/state", "/x/preview", "/api/state", f"/{SECRET[:-1]}/api/state"]
)
def test_nothing_is_read_without_the_secret(workspace: Workspace, path: str) -> None:
    status, answer = ask(workspace, [f"GET {path} HTTP/1.1", "Host: 127.0.0.1:PORT"])
    assert status == 403
    assert "Opening" not in answer


@pytest.mark.parametrize(
    "path", ["../server.py", "..%2fserver.py", "%2e%2e/server.py", "server.py", "/etc/passwd", "page/board.html"]
)
def test_only_the_files_of_the_page_are_served(workspace: Workspace, path: str) -> None:
    status, answer = ask(workspace, [f"GET /{SECRET}/{path} HTTP/1.1", "Host: 127.0.0.1:PORT"])
    assert status in (403, 404)
    assert "import" not in answer


def test_the_page_may_run_its_own_files_alone(workspace: Workspace) -> None:
    status, answer = ask(workspace, [f"GET /{SECRET}/ HTTP/1.1", "Host: 127.0.0.1:PORT"])
    assert status == 200
    assert "script-src 'self'" in answer
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in answer
    assert "Referrer-Policy: no-referrer" in answer
    assert "Cross-Origin-Resource-Policy: same-origin" in answer
    assert "frame-ancestors 'none'" in answer


def test_an_abstract_is_shown_in_a_page_that_can_do_nothing(workspace: Workspace) -> None:
    status, answer = ask(workspace, [f"GET /{SECRET}/preview HTTP/1.1", "Host: 127.0.0.1:PORT"])
    assert status == 200
    assert "default-src 'none'; style-src 'self'; frame-ancestors 'self'; sandbox allow-same-origin\r\n" in answer


@pytest.mark.parametrize("body", ["", "[", "[]", "1", "[" * 100_000])
def test_what_is_no_json_of_the_board_is_refused(workspace: Workspace, body: str) -> None:
    status, _ = ask(
        workspace, [f"POST /{SECRET}/do/shift HTTP/1.1", *OWN, *([] if body else ["Content-Length: 0"])], body
    )
    assert status == 400


def test_no_file_is_written_through_a_link_out_of_the_site(
    workspace: Workspace, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "day.yaml"
    outside.write_text(FILES[DAY])
    (root / DAY).unlink()
    (root / DAY).symlink_to(outside)
    assert shift(workspace) == 422
    assert outside.read_text() == FILES[DAY]


def test_no_speaker_is_made_in_a_folder_that_is_a_link(
    workspace: Workspace, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    for file in (root / "speakers").iterdir():
        file.rename(outside / file.name)
    (root / "speakers").rmdir()
    (root / "speakers").symlink_to(outside)
    status, _ = ask(workspace, [f"POST /{SECRET}/do/new-speaker HTTP/1.1", *OWN], '{"name": "Eve"}')
    assert status == 422
    assert not (outside / "eve.md").exists()
