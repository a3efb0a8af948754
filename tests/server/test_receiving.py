"""Bodies and requests that no browser sends: each gets an answer that is no fault of ours, from a real server too."""

from __future__ import annotations

import io
import os
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from portal.enquiries.database import engine_of, migrate
from tests.portals import environment, web
from tests.ports import free_port
from tests.small_data import write_small_data

QUESTION = "/en/_explorer/_dash-update-component"
FORM = "/en/contact"
TYPES = {QUESTION: "application/json", FORM: "application/x-www-form-urlencoded"}


class Failing(io.RawIOBase):
    """A body whose reading fails, as a server's own exception or a timeout makes it."""

    def __init__(self, error: Exception, begin: bytes = b"") -> None:
        self.begin, self.error = begin, error

    def read(self, size: int = -1) -> bytes:
        begin, self.begin = self.begin, b""
        if begin:
            return begin
        raise self.error


class ServersOwnError(Exception):
    """What a server may raise: related to nothing that Python has."""


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ServersOwnError("chunk"), 400),
        (OSError("gone"), 400),
        (ConnectionResetError(), 400),
        (ValueError("size"), 400),
        (TimeoutError("timed out"), 408),
    ],
)
@pytest.mark.parametrize("path", [QUESTION, "/en/contact"])
@pytest.mark.parametrize("begin", [b"", b"name=Ada&message="])
def test_a_body_that_cannot_be_read_is_the_clients_fault(
    client: Any, path: str, error: Exception, status: int, begin: bytes
) -> None:
    body = {"wsgi.input": Failing(error, begin), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    answer = client.post(path, headers={"Content-Type": TYPES[path]}, environ_overrides=body)
    assert answer.status_code == status
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("path", [QUESTION, "/en/contact"])
def test_half_a_body_is_not_taken_for_a_whole_one(client: Any, path: str) -> None:
    body = {"wsgi.input": io.BytesIO(b"{}"), "wsgi.input_terminated": True, "CONTENT_LENGTH": "40"}
    answer = client.post(path, headers={"Content-Type": TYPES[path]}, environ_overrides=body)
    assert answer.status_code == 400


# A real gunicorn, over real sockets


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("gunicorn")
    address, log, port = f"sqlite:///{folder / 'portal.sqlite3'}", folder / "log", free_port()
    migrate(engine_of(address))
    with web(environment(address, "", PORTAL_DATA=str(write_small_data(folder))), port, log):
        yield port
    assert "Traceback" not in log.read_text()


def ask(port: int, raw: bytes) -> int:
    """The last status that the server answers to these bytes; the client sends no more, and waits."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        found = b""
        while data := line.recv(65536):
            found += data
    statuses = [status for status in re.findall(rb"^HTTP/1\.\d (\d{3}) ", found, re.MULTILINE) if status != b"100"]
    assert statuses, f"no answer to {raw[:80]!r}"
    return int(statuses[-1])


def head(path: str, *headers: str, method: str = "POST") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: x", f"Content-Type: {TYPES.get(path, 'text/plain')}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


@pytest.mark.parametrize(
    "chunks",
    [
        b"zz\r\n{}\r\n0\r\n\r\n",
        b"\r\n",
        b"2\r\n{}XX0\r\n\r\n",
        b"-1\r\n{}\r\n",
        b"f" * 40 + b"\r\n{}",
        b"5\r\n{}",
        b"2;a\r=b\r\n{}\r\n0\r\n\r\n",
        b"1" * 20_000,
        b"0\r\nbad trailer\r\n\r\n",
        b"0x2\r\n{}\r\n0\r\n\r\n",
        b"2\n{}\n0\n\n",
        b"2\r\n{}\r\n",
        b"2\r\n{}\r\n0\r\n",
        b"\xff\r\n",
        b"2 \r\n{}\r\n0\r\n\r\n",
        b"",
    ],
)
@pytest.mark.parametrize("path", [QUESTION, FORM])
def test_chunks_that_are_none_are_a_400(port: int, path: str, chunks: bytes) -> None:
    assert ask(port, head(path, "Transfer-Encoding: chunked") + chunks) == 400


@pytest.mark.parametrize("path", [QUESTION, FORM, "/en/", "/healthz"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "PUT"])
def test_no_announcement_of_a_body_is_a_fault_of_ours(port: int, path: str, method: str) -> None:
    for announced in (
        ("Transfer-Encoding: gzip, chunked",),
        ("Transfer-Encoding: foo",),
        ("Transfer-Encoding: foo, chunked",),
        ("Transfer-Encoding: chunked", "Content-Length: 3"),
        ("Transfer-Encoding: chunked, chunked",),
        ("Transfer-Encoding: ",),
        ("Transfer-Encoding: identity",),
        ("Content-Length: x",),
        ("Content-Length: -1",),
        ("Content-Length: 1", "Content-Length: 2"),
        ("Content-Length: 50",),
        ("Content-Length: " + "9" * 30,),
        ("Content-Length: " + "9" * 5_000,),
        ("Content-Length: 9999999",),
        ("Content-Length: +2",),
        ("Expect: 100-continue", "Content-Length: 2"),
        ("Expect: 200-ok", "Content-Length: 2"),
    ):
        assert ask(port, head(path, *announced, method=method) + b"{}") < 500, announced


@pytest.mark.parametrize(
    "raw",
    [
        *(
            b"GET / HTTP/1.1\r\n\r\n",
            b"GET /en/ HTTP/1.0\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            b"GET / HTTP/3.0\r\n\r\n",
        ),
        *(
            b"G\xffT / HTTP/1.1\r\n\r\n",
            b"get / HTTP/1.1\r\n\r\n",
            b"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
        ),
        *(
            b"GET http://[::1/en/ HTTP/1.1\r\n\r\n",
            b"GET //[x HTTP/1.1\r\nHost: x\r\n\r\n",
            b"OPTIONS * HTTP/1.1\r\n\r\n",
        ),
        *(
            b"CONNECT a:1 HTTP/1.1\r\n\r\n",
            b"GET  HTTP/1.1\r\n\r\n",
            b"GET en/ HTTP/1.1\r\n\r\n",
            b"GET /#\xff HTTP/1.1\r\n\r\n",
        ),
        b"GET /%ff%00%zz HTTP/1.1\r\n\r\n",
        b"GET /\xe4 HTTP/1.1\r\n\r\n",
        b"GET /?q=\xe4 HTTP/1.1\r\n\r\n",
        *(
            b"GET / HTTP/1.1\r\nSCRIPT_NAME: /x\r\nScript-Name: /x\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x:99999999\r\n\r\n",
        ),
        *(
            b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
        ),
        b"GET / HTTP/1.1\r\nHost: x\r\n fold\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n",
        b"GET / HTTP/1.1\r\nA: " + b"b" * 9_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nA: \x00\r\n\r\n",
        b"GET / HTTP/1.1\r\nA B: c\r\n\r\n",
        bytes(range(256)) + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
        b"GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Ssl: off\r\n\r\n",
        b"PROXY TCP4 1.2.3.4 1.2.3.4 1 2\r\nGET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nRange: bytes=0-1\r\nCookie: =;;=\xff\r\nAccept-Encoding: \xff;q=x\r\n\r\n",
    ],
)
def test_no_head_is_a_fault_of_ours(port: int, raw: bytes) -> None:
    assert ask(port, raw) < 500


def test_noise_is_answered_or_hung_up_on_and_the_next_one_is_served(port: int) -> None:
    for size in (1, 10, 1_000, 100_000):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
            try:
                line.sendall(os.urandom(size))
                line.shutdown(socket.SHUT_WR)
                answer = line.recv(65536)
            except TimeoutError:
                raise
            except OSError:
                answer = b""
        assert not answer or answer.startswith(b"HTTP/1.1 4")
    assert ask(port, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") == 200
