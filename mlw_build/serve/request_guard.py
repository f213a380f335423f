"""Whom the preview answers: requests for its own names, and scripts of its own pages.

Any page in a browser may ask 127.0.0.1, and a stranger may point a name of theirs at it (DNS rebinding). What tells
such a request is what it asks for, which a page cannot choose: its Host, and the Origin of the page that it is from.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import Any

from msgspec import Struct
from tornado.httputil import HTTPServerRequest
from tornado.web import Application, OutputTransform, RequestHandler

LOOPBACK = ("localhost", "127.0.0.1", "::1")
ANYWHERE = ("", "0.0.0.0", "::")
"""Hosts that stand for all addresses of this machine."""

_HTTP_PORT = 80


def authority(host: str, port: int) -> str:
    """A host and a port as an address has them: IPv6 in brackets (RFC 3986, 3.2)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


class OwnNames(Struct, frozen=True):
    """The names of a preview: where it was asked to serve (`host`, `port`), and this machine's name for itself."""

    host: str
    port: int

    def fault(self, request: HTTPServerRequest, local: str | None) -> int | None:
        """The status to refuse a request with: 400 or 403; None for one that is to be answered.

        `local` is the address of this machine that the request came to. It counts where the preview is served on
        all of them: no stranger's name is an address.
        """
        if not (request.uri or "").startswith("/"):
            return 400  # a proxy's request: its target names a host of its own (RFC 9112, 3.2.2)
        hosts = [text.lower() for text in request.headers.get_list("Host")]
        if len(hosts) != 1 or hosts[0] not in self._authorities(local):
            return 403
        origins = [text.lower() for text in request.headers.get_list("Origin")]
        return 403 if origins and origins != [f"http://{hosts[0]}"] else None

    def _authorities(self, local: str | None) -> frozenset[str]:
        anywhere = self.host in ANYWHERE
        names = {*LOOPBACK, *(_plain(local) if anywhere else [self.host.lower()])}
        whole = {authority(name, self.port) for name in names}
        bare = {text.rpartition(":")[0] for text in whole} if self.port == _HTTP_PORT else set()
        return frozenset(whole | bare)


def _plain(address: str | None) -> Iterable[str]:
    """An address as browsers write it: without a zone, and IPv4 as IPv4."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return []
    mapped = getattr(found, "ipv4_mapped", None)
    return [str(mapped or found)]


class OwnApplication(Application):
    """An application that answers requests for its own names only, whichever handler they are for."""

    def __init__(self, names: OwnNames, handlers: list[Any], transforms: list[type[OutputTransform]]) -> None:
        super().__init__(handlers=handlers, transforms=[*transforms, SameOrigin], log_function=_no_log)
        self._names = names

    def find_handler(self, request: HTTPServerRequest, **more: Any) -> Any:
        """The handler of a request, or the one that refuses it."""
        status = self._names.fault(request, _local_address(request))
        if status is not None:
            return self.get_handler_delegate(request, Refused, {"status": status})
        return super().find_handler(request, **more)


def _local_address(request: HTTPServerRequest) -> str | None:
    """The address of this machine that a request came to."""
    stream = getattr(request.connection, "stream", None)
    connected = getattr(stream, "socket", None)
    try:
        return str(connected.getsockname()[0]) if connected else None
    except OSError:
        return None


def _no_log(_: RequestHandler) -> None:
    """The terminal is for what is wrong with the site; an address that was asked for is a stranger's text."""


class SameOrigin(OutputTransform):
    """Adds to each answer that no other site may embed it (Fetch, Cross-Origin-Resource-Policy)."""

    def transform_first_chunk(
        self, status_code: int, headers: Any, chunk: bytes, finishing: bool
    ) -> tuple[int, Any, bytes]:
        """The same answer with the header."""
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return status_code, headers, chunk


class Refused(RequestHandler):
    """Answers every method with why a request is refused."""

    def initialize(self, status: int) -> None:
        """Take the status to answer with."""
        self._status = status

    def prepare(self) -> None:
        """Answer before anything looks at the method."""
        self.set_status(self._status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("This preview answers to its own names only. Open the address that `serve` printed.\n")
