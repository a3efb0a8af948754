"""A line between the browser and the server that can be bad: any browser meets it as it would meet a real one."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

Way = Literal["refuse", "503", "404", "html", "hold"]
STATUS = {"503": 503, "404": 404, "html": 200}
#: What a proxy or a hotel's network answers in the place of what was asked for.
ERROR_PAGE = b"<!doctype html><title>Gateway</title><svg><g class='areas'></g></svg><h1>Something is wrong</h1>"
#: Headers that hold between two neighbours only.
HOPS = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade"}


@dataclass
class Line:
    """What happens to requests: `spoil` decides by a part of the path; everything else goes through."""

    target: str
    asked: list[str] = field(default_factory=list)
    harmed: set[str] = field(default_factory=set)
    base: str = ""
    _spoilt: dict[str, Way] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def spoil(self, part: str, way: Way) -> None:
        """From now on, requests whose address holds this part are refused, answered wrongly or held."""
        with self._changed:
            self._spoilt[part] = way
            self._changed.notify_all()

    def mend(self, part: str = "") -> None:
        """All is well again, with one part or with everything; what was held goes on."""
        with self._changed:
            self._spoilt = {} if not part else {name: way for name, way in self._spoilt.items() if name != part}
            self._changed.notify_all()

    def count(self, part: str) -> int:
        """How many requests were made whose address holds this part."""
        return sum(part in path for path in self.asked)

    def way(self, path: str) -> Way | None:
        """What is to happen to a request now, once it is no longer held."""
        with self._changed:
            self._changed.wait_for(lambda: self._found(path) != "hold", timeout=60)
            way = self._found(path)
        if way:
            self.harmed.add(self.base + path)
        return way

    def _found(self, path: str) -> Way | None:
        return next((way for part, way in self._spoilt.items() if part in path), None)


class Handler(BaseHTTPRequestHandler):
    """Passes a request on, or does what the line is told to do with it."""

    protocol_version = "HTTP/1.1"
    line: Line

    def answer(self) -> None:
        """Any request."""
        self.line.asked.append(f"{self.command} {self.path}")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        way = self.line.way(self.path)
        with suppress(ConnectionError):
            if way == "refuse":
                self._cut()
            elif way in STATUS:
                self._send(STATUS[way], [("Content-Type", "text/html; charset=utf-8")], ERROR_PAGE)
            else:
                self._pass_on(body)

    do_GET = do_POST = do_HEAD = answer  # noqa: N815 - the names that the class asks for

    def _cut(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def _pass_on(self, body: bytes) -> None:
        host = self.line.target.removeprefix("http://")
        upstream = HTTPConnection(host, timeout=60)
        headers = {name: value for name, value in self.headers.items() if name.lower() not in HOPS}
        upstream.request(self.command, self.path, body or None, headers)
        answer = upstream.getresponse()
        data = answer.read()
        kept = [(n, v) for n, v in answer.getheaders() if n.lower() not in {*HOPS, "content-length"}]
        self._send(answer.status, kept, data)
        upstream.close()

    def _send(self, status: int, headers: list[tuple[str, str]], data: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Nothing: the tests read what was asked."""


@contextmanager
def bad_line(target: str) -> Iterator[Line]:
    """A line to a server, at an address of its own, for as long as the block."""
    line = Line(target)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("OneLine", (Handler,), {"line": line}))
    server.daemon_threads = True
    line.base = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield line
    finally:
        line.mend()
        server.shutdown()
        server.server_close()
