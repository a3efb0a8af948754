"""A real server with two threads and short times, and clients that speak to it over bare sockets."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from portal.settings import ROOT
from tests.ports import free_port

GET = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Served:
    """A server that runs: its port and its process."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port = port
        self.process = process

    def connect(self, data: bytes = b"", source: str = "127.0.0.1") -> socket.socket:
        """A connection on which this has been said."""
        found = socket.create_connection(("127.0.0.1", self.port), timeout=30, source_address=(source, 0))
        found.sendall(data)
        return found

    def ask(self, data: bytes) -> bytes:
        """Everything that comes back until the server closes."""
        with self.connect(data) as connection:
            return to_the_end(connection)

    def get(self, path: str = "/") -> bytes:
        """The whole answer to a plain request."""
        return self.ask(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())

    def answers(self) -> bool:
        """Whether it does."""
        with contextlib.suppress(OSError):
            return self.get().startswith(b"HTTP/1.1 200")
        return False


def to_the_end(connection: socket.socket) -> bytes:
    """Everything that comes until the other side closes, however it does."""
    found = b""
    with contextlib.suppress(ConnectionResetError):
        while data := connection.recv(65536):
            found += data
    return found


@contextlib.contextmanager
def served(folder: Path, **environment: str) -> Iterator[Served]:
    """The small site on one worker with two threads."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "/dev/null",
        "--bind",
        f"127.0.0.1:{port}",
        "--threads",
        "2",
    ]
    command += [
        "--worker-class",
        "portal.gateway.worker.BufferingWorker",
        "--no-control-socket",
        "tests.gateway_app:app",
    ]
    own = os.environ | {"LET_GO": str(folder / "go"), "PYTHONPATH": str(ROOT)} | environment
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(command, env=own, cwd=ROOT, stderr=log)
    found, until = Served(port, process), time.monotonic() + 120
    try:
        while not found.answers():
            assert process.poll() is None and time.monotonic() < until, (folder / "log").read_text()
            time.sleep(0.05)
        yield found
    finally:
        process.terminate()
        process.wait(timeout=60)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One server for all who do it no harm that lasts."""
    times = {"PORTAL_HEAD_SECONDS": "2", "PORTAL_BODY_SECONDS": "2", "PORTAL_SEND_SECONDS": "2"}
    with served(tmp_path_factory.mktemp("gateway"), **times) as found:
        yield found


@pytest.fixture
def serve(tmp_path: Path) -> Callable[..., AbstractContextManager[Served]]:
    """A server with an environment of one's own."""
    return lambda **environment: served(tmp_path, **environment)
