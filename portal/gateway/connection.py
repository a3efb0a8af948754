"""One client's connection: what has come in, what is still to go out, and until when it may take."""

from __future__ import annotations

import contextlib
import socket
from collections import deque
from enum import Enum
from typing import Any

from portal.gateway.framing import Framing

#: Pieces of an answer that one system call sends: its head and its body.
PIECES = 16


class ConnectionState(Enum):
    """What a connection is waiting for."""

    RECEIVING = "the rest of a request, or a new one"
    ANSWERING = "the site"
    SENDING = "the client, to take the answer"
    CLOSING = "the client, to close its side"


class ClientConnection:
    """A connection whose requests are collected and whose answers are sent without any thread waiting for the client.

    gunicorn is given it as connection and as socket: what its `Response` writes is sent together when it is whole.
    """

    __slots__ = (
        "_out",
        "client",
        "data",
        "deadline",
        "ended",
        "framing",
        "keep",
        "raw",
        "request",
        "server",
        "state",
        "until",
    )

    def __init__(self, raw: socket.socket, client: Any, server: Any, framing: Framing) -> None:
        raw.setblocking(False)
        self.raw = raw
        #: The address and the port, and those it came to.
        self.client = client
        self.server = server
        #: What has come in beyond the request that is being answered.
        self.data = bytearray()
        self.framing = framing
        #: The request that is being answered.
        self.request = b""
        self.state = ConnectionState.RECEIVING
        self.deadline = 0.0
        #: When an answer must have been taken altogether, however often a little of it is.
        self.until = 0.0
        #: Whether another request may follow once the answer is sent.
        self.keep = False
        #: Whether the client has said that it sends nothing more.
        self.ended = False
        self._out: deque[memoryview] = deque()

    @property
    def sock(self) -> ClientConnection:
        """What gunicorn writes an answer to."""
        return self

    @property
    def network_address(self) -> str:
        """Whom it counts for."""
        return self.client[0] if isinstance(self.client, tuple) else ""

    def fileno(self) -> int:
        """For the poller."""
        return self.raw.fileno()

    def take(self) -> None:
        """Set the request apart that is complete; what follows it stays for the next one."""
        end = self.framing.end
        self.request = bytes(self.data[:end])
        del self.data[:end]

    @property
    def unsent(self) -> int:
        """How many bytes of the answer the client has not taken."""
        return sum(map(len, self._out))

    def flush(self) -> bool:
        """Send what the client takes now; whether all is sent. OSError when the client is gone."""
        while self._out:
            try:
                sent = self.raw.sendmsg([*self._out][:PIECES])
            except (BlockingIOError, InterruptedError):
                return False
            while self._out and sent >= len(self._out[0]):
                sent -= len(self._out.popleft())
            if sent:
                self._out[0] = self._out[0][sent:]
        return True

    # What gunicorn asks of a socket

    def sendall(self, data: bytes) -> None:
        """Keep a piece of the answer until the whole is sent."""
        if data:
            self._out.append(memoryview(data))

    def send(self, data: bytes) -> int:
        """gunicorn sends `100 Continue` like this, which was said before the body came."""
        return len(data)

    def gettimeout(self) -> float:
        """Nothing waits here."""
        return 0.0

    def settimeout(self, seconds: float | None) -> None:
        """Nothing waits here."""

    def recv(self, size: int) -> bytes:
        """Nothing comes in while an answer is made."""
        return b""

    def shutdown(self, how: int) -> None:
        """An answer that breaks off is sent as far as it came; the worker then closes the connection."""

    def close(self) -> None:
        """The worker closes."""

    def drop(self) -> None:
        """Close it now, whatever is on its way."""
        self._out.clear()
        with contextlib.suppress(OSError):
            self.raw.close()
