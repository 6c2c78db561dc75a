"""Serving a few texts to Neo4j Browser: on this computer only, under a path that cannot be guessed, until it ends.

Browser takes guides and styles only from hosts it is told to trust, of which ``localhost`` is one and ``127.0.0.1`` is
not: from any other it does not ask, but sends the address to a site of Neo4j's. So addresses here say ``localhost``,
and where this computer has IPv6 the same port is held there too, lest somebody else answer in our place.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
from collections.abc import Iterable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from types import TracebackType
from urllib.parse import urlsplit

from kgraph.errors import ServerError

_LOCAL = ("localhost", "127.0.0.1")
_TRIES = 20


class Serving:
    """Texts served on loopback to the pages of some origins; it ends with its ``with`` block.

    ``origins`` are those whose pages may read, such as http://localhost:7474. Raises ServerError where no port is free.
    """

    def __init__(self, origins: Iterable[str]) -> None:
        self.origins = frozenset(origins)
        self.texts: dict[str, tuple[bytes, str]] = {}
        self.leads: dict[str, str] = {}
        self._token = secrets.token_urlsafe(24)
        self._servers = _listening()
        self.port = int(self._servers[0].server_address[1])
        for server in self._servers:
            server.serving = self

    def __enter__(self) -> Serving:
        for server in self._servers:
            Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def address(self, name: str) -> str:
        """The address of a text of that name, as Browser accepts it."""
        return f"http://localhost:{self.port}/{self._token}/{name}"

    def put(self, name: str, text: str, kind: str) -> None:
        """Serve a text under a name. Nothing else can be read."""
        self.texts[f"/{self._token}/{name}"] = (text.encode("utf-8"), f"{kind}; charset=utf-8")

    def once(self, target: str) -> str:
        """An address that leads to another a single time.

        What a program is told to open, other users of the computer can list; when they have, this leads nowhere.
        """
        path = f"/{secrets.token_urlsafe(24)}"
        self.leads[path] = target
        return f"http://localhost:{self.port}{path}"


def origins_of(browser: str) -> set[str]:
    """The origins of the pages at an address of Browser; on this computer, under both of its names.

    >>> sorted(origins_of("http://localhost:7474/browser/"))
    ['http://127.0.0.1:7474', 'http://localhost:7474']
    """
    found = urlsplit(browser)
    host = found.hostname or ""
    hosts = _LOCAL if host in _LOCAL else (f"[{host}]" if ":" in host else host,)
    default = {"http": 80, "https": 443}.get(found.scheme)
    port = f":{found.port}" if found.port and found.port != default else ""
    return {f"{found.scheme}://{one}{port}" for one in hosts}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False
    serving: Serving

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: whoever asked has gone."""


class _Server6(_Server):
    address_family = socket.AF_INET6


def _listening() -> list[_Server]:
    """A server on a free port of 127.0.0.1, and one on the same port of ::1 where there is that."""
    for _ in range(_TRIES):
        server = _Server(("127.0.0.1", 0), _Handler)
        if not _has_ipv6():
            return [server]
        try:
            return [server, _Server6(("::1", server.server_address[1]), _Handler)]
        except OSError:  # somebody holds that port there
            server.server_close()
    raise ServerError("no port is free on this computer to serve the guide from; end some programs, and try again")


def _has_ipv6() -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET6) as probe:
        probe.bind(("::1", 0))
        return True
    return False


class _Handler(BaseHTTPRequestHandler):
    """Answers one request: GET, HEAD or OPTIONS of what is served, and nothing else."""

    server: _Server
    server_version = "kgraph"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    error_message_format = "%(code)d\n"
    error_content_type = "text/plain"
    timeout = 15

    def do_GET(self) -> None:
        """The text; or where a lead leads, once."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """What GET would say, without the text."""
        self._answer(with_body=False)

    def do_OPTIONS(self) -> None:
        """What a page may ask: Browser sends headers of its own, and is told that they may come."""
        if self._refused() or self.path not in self.server.serving.texts:
            self._send(HTTPStatus.NOT_FOUND)
            return
        self._send(HTTPStatus.NO_CONTENT)

    def _answer(self, with_body: bool) -> None:
        serving = self.server.serving
        if self._refused():
            self._send(HTTPStatus.NOT_FOUND)
        elif self.path in serving.texts:
            self._send(HTTPStatus.OK, *serving.texts[self.path], with_body=with_body)
        elif with_body and (target := serving.leads.pop(self.path, None)):
            self._send(HTTPStatus.FOUND, location=target)
        else:
            self._send(HTTPStatus.NOT_FOUND)

    def _refused(self) -> bool:
        """Whether a request comes under another name than ours (DNS rebinding), or from the page of another site."""
        ours = [f"{host}:{self.server.serving.port}" for host in _LOCAL]
        hosts, origin = self.headers.get_all("Host", []), self.headers.get("Origin")
        return len(hosts) != 1 or hosts[0].lower() not in ours or origin not in (None, *self.server.serving.origins)

    def _send(
        self, status: HTTPStatus, body: bytes = b"", kind: str = "text/plain; charset=utf-8", *,
        location: str = "", with_body: bool = True,
    ) -> None:  # fmt: skip
        self.send_response(status)
        if status in (HTTPStatus.OK, HTTPStatus.NO_CONTENT) and (origin := self.headers.get("Origin")):
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
            self.send_header("Access-Control-Allow-Headers", "*")
            self.send_header("Access-Control-Allow-Private-Network", "true")
        if location:
            self.send_header("Location", location)
        self.send_header("Vary", "Origin")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("X-Content-Type-Options", "nosniff")
        if status != HTTPStatus.NO_CONTENT:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body and body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Write no line: addresses hold the path that nobody is to guess."""
