"""What is served to Neo4j Browser: over real sockets, what can be read, by whom, and what cannot."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator

import pytest

from kgraph.browser.serving import Serving, origins_of

BROWSER = "http://localhost:7474"
EVIL = "https://evil.example"


@pytest.fixture
def serving() -> Iterator[Serving]:
    with Serving(origins_of(f"{BROWSER}/browser/")) as serving:
        serving.put("guide.html", "<p>Zoë</p>", "text/html")
        serving.put("style.grass", "node { }", "text/plain")
        yield serving


def path(serving: Serving, name: str = "guide.html") -> str:
    return "/" + serving.address(name).split("/", 3)[3]


def ask(
    serving: Serving, where: str, method: str = "GET", host: str | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", serving.port, timeout=10)
    try:
        connection.putrequest(method, where, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host or f"localhost:{serving.port}")
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def test_browser_reads_the_guide_and_the_style(serving: Serving) -> None:
    status, headers, body = ask(serving, path(serving), Origin=BROWSER)
    del headers["Date"]
    assert (status, body) == (200, "<p>Zoë</p>".encode())
    assert headers == {
        "Server": "kgraph ",
        "Access-Control-Allow-Origin": BROWSER,
        "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
        "Access-Control-Allow-Headers": "*",
        "Access-Control-Allow-Private-Network": "true",
        "Vary": "Origin",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Content-Type": "text/html; charset=utf-8",
        "Content-Length": "11",
    }
    assert ask(serving, path(serving, "style.grass"), Origin=BROWSER)[2] == b"node { }"


def test_browser_may_be_at_either_name_of_this_computer(serving: Serving) -> None:
    other = "http://127.0.0.1:7474"
    assert ask(serving, path(serving), Origin=other)[1]["Access-Control-Allow-Origin"] == other
    assert ask(serving, path(serving), host=f"127.0.0.1:{serving.port}")[0] == 200


def test_a_page_may_ask_whether_it_may_read(serving: Serving) -> None:
    asked = {"Origin": BROWSER, "Access_Control_Request_Headers": "sentry-trace"}
    status, headers, body = ask(serving, path(serving), "OPTIONS", **asked)
    assert (status, body, headers["Access-Control-Allow-Origin"]) == (204, b"", BROWSER)
    assert headers["Access-Control-Allow-Headers"] == "*"
    assert headers["Access-Control-Allow-Private-Network"] == "true"


def test_head_says_what_get_would_say_without_the_text(serving: Serving) -> None:
    status, headers, body = ask(serving, path(serving), "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "11", b"")


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_no_page_of_another_site_can_read(serving: Serving, method: str) -> None:
    for origin in (EVIL, "null", "http://localhost:7475", "https://localhost:7474"):
        status, headers, body = ask(serving, path(serving), method, Origin=origin)
        assert (status, body) == (404, b"")
        assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "localhost", "localhost:1", "localhost:{port}.evil"]
)
def test_nothing_is_read_under_a_name_that_is_not_ours(serving: Serving, host: str) -> None:
    status, headers, body = ask(serving, path(serving), host=host.format(port=serving.port), Origin=BROWSER)
    assert (status, body) == (404, b"")
    assert "Access-Control-Allow-Origin" not in headers


def test_a_request_without_a_host_or_with_two_is_refused(serving: Serving) -> None:
    for hosts in ("", f"Host: localhost:{serving.port}\r\nHost: evil.example\r\n"):
        with socket.create_connection(("127.0.0.1", serving.port), timeout=10) as connection:
            connection.sendall(f"GET {path(serving)} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
            assert connection.makefile("rb").readline() == b"HTTP/1.1 404 Not Found\r\n"


@pytest.mark.parametrize(
    "where",
    ["/", "/guide.html", "/style.grass", "{folder}/", "{folder}", "{folder}/other", "{guide}/", "{guide}?x=1",
     "{folder}/../guide.html", "{folder}/%67uide.html", "/../../etc/passwd", "{folder}/../../../../etc/passwd",
     "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/AAAA/guide.html", "http://localhost{guide}", "*"],
)  # fmt: skip
def test_nothing_else_can_be_read(serving: Serving, where: str) -> None:
    guide = path(serving)
    status, headers, body = ask(serving, where.format(guide=guide, folder=guide.rpartition("/")[0]), Origin=BROWSER)
    assert (status, body) == (404, b"")
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT"])
def test_nothing_can_be_written(serving: Serving, method: str) -> None:
    status, headers, body = ask(serving, path(serving), method)
    assert (status, body) == (501, b"501\n")
    assert "Access-Control-Allow-Origin" not in headers


def test_addresses_cannot_be_guessed_and_name_localhost(serving: Serving) -> None:
    with Serving([]) as other:
        assert path(serving).split("/")[1] != path(other).split("/")[1]
    assert len(path(serving).split("/")[1]) == 32
    assert serving.address("guide.html").startswith(f"http://localhost:{serving.port}/")


def test_it_listens_on_this_computer_only(serving: Serving) -> None:
    addresses = [server.server_address[0] for server in serving._servers]
    assert addresses in (["127.0.0.1"], ["127.0.0.1", "::1"])


def test_a_lead_leads_somewhere_once(serving: Serving) -> None:
    where = "/" + serving.once(f"{BROWSER}/browser/?x=1").split("/", 3)[3]
    assert ask(serving, where, "HEAD")[0] == 404
    status, headers, body = ask(serving, where)
    assert (status, headers["Location"], body) == (302, f"{BROWSER}/browser/?x=1", b"")
    assert ask(serving, where)[0] == 404


def test_no_line_is_written_about_requests(serving: Serving, capfd: pytest.CaptureFixture[str]) -> None:
    ask(serving, path(serving))
    ask(serving, "/nothing")
    ask(serving, path(serving), "POST")
    with socket.create_connection(("127.0.0.1", serving.port)) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        connection.recv(100)
    assert capfd.readouterr() == ("", "")


def test_when_it_ends_nothing_answers() -> None:
    with Serving([]) as serving:
        serving.put("guide.html", "x", "text/html")
    with pytest.raises(ConnectionRefusedError):
        ask(serving, path(serving))


@pytest.mark.parametrize(
    ("browser", "origins"),
    [
        ("http://localhost:7474/browser/", {"http://localhost:7474", "http://127.0.0.1:7474"}),
        ("http://127.0.0.1/browser/", {"http://localhost", "http://127.0.0.1"}),
        ("https://graphs.example.org:443/browser/", {"https://graphs.example.org"}),
        ("https://graphs.example.org:7473/browser/", {"https://graphs.example.org:7473"}),
        ("http://[fd00::1]:7474/browser/", {"http://[fd00::1]:7474"}),
    ],
)
def test_only_pages_of_browsers_own_origin_may_read(browser: str, origins: set[str]) -> None:
    assert origins_of(browser) == origins
