"""The worker class: threads answer whole requests only, so clients that are slow to ask or to read hold none of them.

gunicorn's threaded worker lends a client a thread from the first byte of a request to the last byte of the answer. Here
one loop collects requests and sends what clients have not taken yet; a thread gets a request when it is complete and
leaves its answer to the loop when the client does not take it at once. Everything else is gunicorn's: the parser, the
WSGI environment, the response, signals, the heartbeat.
"""

from __future__ import annotations

import errno
import os
import socket
import time
from collections import defaultdict
from collections.abc import Collection
from io import BytesIO
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from gunicorn import http
from gunicorn.http.errors import NoMoreData
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

from portal.gateway.connection import ClientConnection, ConnectionState
from portal.gateway.framing import Framing, HeadTooLargeError
from portal.gateway.limits import Limits
from portal.gateway.pool import Pool
from portal.settings import LARGEST_REQUEST

#: Bytes read from a connection at once, and those that may wait behind the request that is being answered.
READ = 64 * 1024
#: What the system holds of an answer that is not taken (it doubles this): all connections together must fit in memory.
SEND_BUFFER = 128 * 1024
#: Seconds between two looks at who has taken too long.
SWEEP = 1.0
NO_FILES = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
NOTHING_THERE = {errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED, errno.EINTR}

BAD, TIMEOUT = "400 Bad Request", "408 Request Timeout"
TOO_LARGE, FULL = "431 Request Header Fields Too Large", "503 Service Unavailable"
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


def plain(status: str) -> bytes:
    """An answer that is given without asking the site."""
    text = f"{status}\n"
    wait = "Retry-After: 5\r\n" if status == FULL else ""
    head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/plain\r\nCache-Control: no-store\r\n{wait}"
    return f"{head}Content-Length: {len(text)}\r\n\r\n{text}".encode()


class BufferingWorker(ThreadWorker):  # type: ignore[misc]
    """Serves with threads behind a loop that waits for slow clients in their stead."""

    tpool: Pool[ClientConnection]

    @classmethod
    def check_config(cls, cfg: Any, log: Any) -> None:
        """Refuse what this worker does not do: a proxy in front ends TLS and HTTP/2."""
        if cfg.is_ssl or cfg.protocol != "http" or cfg.proxy_protocol != "off":
            raise SystemExit("This worker speaks plain HTTP/1.1. Let a proxy in front end TLS.")

    def init_process(self) -> None:
        """Runs in the worker's own process, until it ends."""
        self.limits = Limits.from_environment(os.environ)
        self.connections: dict[ClientConnection, None] = {}
        self.of_client: defaultdict[str, dict[ClientConnection, None]] = defaultdict(dict)
        self.received = self.unsent = 0
        self.direct = False
        for listener in self.sockets:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        super().init_process()

    def get_thread_pool(self) -> Pool[ClientConnection]:
        """The threads; none is begun before there is something to answer, so a process can be forked off before."""
        return Pool(self.cfg.threads, self.answer)

    # The loop

    def run(self) -> None:
        """Serve until told to stop, then finish what is being answered."""
        self.direct = not proxies(self.wsgi)
        self.poller.register(self.method_queue.fileno(), EVENT_READ, self.method_queue.run_callbacks)
        self.set_accept_enabled(True)
        while self.alive and self.is_parent_alive():
            self._turn()
        self.set_accept_enabled(False)
        self._finish(time.monotonic() + self.cfg.graceful_timeout)
        self.tpool.shutdown(wait=False)
        self.poller.close()
        for listener in self.sockets:
            listener.close()

    _swept = 0.0

    def _turn(self) -> None:
        self.notify()
        self.wait_for_and_dispatch_events(SWEEP)
        now = time.monotonic()
        if now - self._swept >= SWEEP:
            self._swept = now
            self._sweep(now)

    def _finish(self, until: float) -> None:
        """Answer what has been asked, and close what is idle once clients had time to notice."""
        idle = time.monotonic() + STOP_KEEPALIVE_LINGER
        while self.connections and time.monotonic() < until:
            for connection in self.connections:
                if connection.state is ConnectionState.RECEIVING:
                    connection.deadline = min(connection.deadline, idle)
            self._turn()

    def _sweep(self, now: float) -> None:
        for connection in [*self.connections]:
            if connection.state is not ConnectionState.ANSWERING and connection.deadline < now:
                self._expire(connection)

    def _expire(self, connection: ClientConnection) -> None:
        """Who has begun to ask is told; who has not, or does not take the answer, is not."""
        if connection.state is ConnectionState.RECEIVING and connection.data:
            self._refuse(connection, TIMEOUT)
        else:
            self._drop(connection)

    # New connections

    def accept(self, listener: Any) -> None:
        """Take one connection; its request is waited for by the loop."""
        try:
            raw, client = listener.accept()
        except OSError as error:
            if error.errno in NO_FILES:
                self._drop_one(self.connections)
            elif error.errno not in NOTHING_THERE:
                raise
            return
        connection = ClientConnection(raw, client, listener.getsockname(), Framing(LARGEST_REQUEST))
        if not self._make_room(connection):
            connection.sendall(plain(FULL))
            self._try_to_send(connection)
            connection.drop()
            return
        self.connections[connection] = None
        self.of_client[connection.network_address][connection] = None
        connection.deadline = time.monotonic() + self.limits.head_seconds
        self.poller.register(connection, EVENT_READ, self._readable)

    def _make_room(self, connection: ClientConnection) -> bool:
        """Whether one more may come: the oldest on which nothing is being answered makes room.

        It is one of the same client's, where that one has very many.
        """
        own = self.of_client.get(connection.network_address, {})
        if self.direct and len(own) >= self.limits.client_connections:
            return self._drop_one(own)
        return len(self.connections) < self.cfg.worker_connections or self._drop_one(self.connections)

    def _drop_one(self, among: Collection[ClientConnection]) -> bool:
        for states in ((ConnectionState.RECEIVING, ConnectionState.CLOSING), (ConnectionState.SENDING,)):
            oldest = next((connection for connection in among if connection.state in states), None)
            if oldest is not None:
                self._drop(oldest)
                return True
        return False

    # What comes in

    def _readable(self, connection: ClientConnection) -> None:
        if connection not in self.connections:
            return  # dropped by what was found ready together with it
        try:
            data = connection.raw.recv(READ)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        if not data:
            self._ended(connection)
        elif connection.state is not ConnectionState.CLOSING:
            self._receive(connection, data)

    def _ended(self, connection: ClientConnection) -> None:
        """The client sends nothing more; it may still wait for its answer, be it that half a request is none."""
        connection.ended = True
        if connection.state is ConnectionState.ANSWERING:
            self.poller.unregister(connection)
        elif connection.state is ConnectionState.RECEIVING and connection.data:
            self._refuse(connection, BAD)
        else:
            self._drop(connection)

    def _receive(self, connection: ClientConnection, data: bytes) -> None:
        if not connection.data and connection.state is ConnectionState.RECEIVING:
            connection.deadline = time.monotonic() + self.limits.head_seconds
        connection.data += data
        self.received += len(data)
        if connection.state is ConnectionState.RECEIVING:
            self._advance(connection)
        elif len(connection.data) > READ:
            self._drop_after(connection)
        if self.received > self.limits.buffered:
            self._drop_one([other for other in self.connections if other.data])

    def _drop_after(self, connection: ClientConnection) -> None:
        """Nobody honest sends so much ahead: after this answer the connection is closed."""
        connection.ended = True
        self.poller.unregister(connection)

    def _advance(self, connection: ClientConnection) -> None:
        """Hand the request to a thread if it is whole; otherwise wait for the rest."""
        framing, began = connection.framing, connection.framing.body
        try:
            complete = framing.complete(connection.data)
        except HeadTooLargeError:
            self._refuse(connection, TOO_LARGE)
            return
        if complete:
            connection.take()
            self.received -= len(connection.request)
            connection.state = ConnectionState.ANSWERING
            self.tpool.submit(connection)
        elif framing.body and not began:
            connection.deadline = time.monotonic() + self.limits.body_seconds
            if framing.expects:
                connection.sendall(CONTINUE)
                self._try_to_send(connection)

    # Answers, in a thread

    def answer(self, connection: ClientConnection) -> None:
        """Answer one request; runs in a thread, and hands on to the loop what cannot be done at once."""
        keep = self._answered(connection) and not connection.ended
        connection.request = b""
        connection.keep = keep
        try:
            sent = connection.flush()
        except OSError:
            self.method_queue.defer(self._drop, connection)
            return
        if not sent or not keep:
            self.method_queue.defer(self._finished, connection)
            return
        self._next(connection)
        if connection.data:
            self.method_queue.defer(self._again, connection)

    def _next(self, connection: ClientConnection) -> None:
        """Wait for another request; the state is set last, because the loop looks at it."""
        connection.framing = Framing(LARGEST_REQUEST)
        connection.deadline = time.monotonic() + (self.limits.head_seconds if connection.data else self.cfg.keepalive)
        connection.state = ConnectionState.RECEIVING

    def _answered(self, connection: ClientConnection) -> bool:
        """Whether the connection can be kept for another request after this one is answered."""
        parser = http.get_parser(self.cfg, [connection.request], connection.client)
        request = None
        try:
            request = next(parser)
            self._unchunk(connection, request)
            keep = self.handle_request(request, connection)
            whole = keep and not connection.framing.last and parser.finish_body()
            return bool(whole) and not parser.unreader.take_buffered()
        except (NoMoreData, StopIteration):
            connection.sendall(plain(BAD))  # it would never have become a whole request
        except Exception as error:
            self.handle_error(request, connection, connection.client, error)
        return False

    def _unchunk(self, connection: ClientConnection, request: Any) -> None:
        """Read a body in chunks before the site does, which would take a malformed one for a fault of its own."""
        if not connection.framing.chunked:
            return
        if connection.framing.too_large:
            request.headers = [pair for pair in request.headers if pair[0] != "TRANSFER-ENCODING"]
            request.headers.append(("CONTENT-LENGTH", str(LARGEST_REQUEST + 1)))
            request.body = BytesIO()
        else:
            request.body = BytesIO(request.body.read())

    # What goes out

    def _try_to_send(self, connection: ClientConnection) -> None:
        try:
            connection.flush()
        except OSError:
            connection.ended = True

    def _finished(self, connection: ClientConnection) -> None:
        """What a thread has left: an answer to be sent on, or a connection to be closed."""
        unsent = connection.unsent
        if not unsent:
            self._sent(connection)
            return
        now = time.monotonic()
        connection.until = now + self.limits.send_seconds + unsent / self.limits.slowest
        connection.deadline = now + self.limits.send_seconds
        connection.state = ConnectionState.SENDING
        self.unsent += unsent
        self._watch(connection, EVENT_WRITE)
        if self.unsent > self.limits.buffered:
            self._drop_one([other for other in self.connections if other.state is ConnectionState.SENDING])

    def _writable(self, connection: ClientConnection) -> None:
        if connection not in self.connections:
            return  # as above
        before = connection.unsent
        try:
            sent = connection.flush()
        except OSError:
            self._drop(connection)
            return
        self.unsent -= before - connection.unsent
        connection.deadline = min(connection.until, time.monotonic() + self.limits.send_seconds)
        if sent:
            self._sent(connection)

    def _sent(self, connection: ClientConnection) -> None:
        if not connection.keep or not self.alive:
            self._close(connection)
            return
        self._watch(connection, EVENT_READ)
        self._next(connection)
        self._again(connection)

    def _again(self, connection: ClientConnection) -> None:
        """Another request may have come in behind the last one."""
        if connection.data and connection.state is ConnectionState.RECEIVING and connection in self.connections:
            self._advance(connection)

    def _watch(self, connection: ClientConnection, event: int) -> None:
        callback = self._writable if event == EVENT_WRITE else self._readable
        if connection.fileno() in self.poller.get_map():
            self.poller.modify(connection, event, callback)
        else:
            self.poller.register(connection, event, callback)

    def _refuse(self, connection: ClientConnection, status: str) -> None:
        connection.sendall(plain(status))
        self._try_to_send(connection)
        self._close(connection)

    def _close(self, connection: ClientConnection) -> None:
        """Say that nothing more comes, and let the client close: closing at once could cut off the answer it reads."""
        try:
            connection.raw.shutdown(socket.SHUT_WR)
        except OSError:
            connection.ended = True
        if connection.ended:
            self._drop(connection)
            return
        self.received -= len(connection.data)
        connection.data.clear()
        connection.state = ConnectionState.CLOSING
        connection.deadline = time.monotonic() + self.limits.closing_seconds
        self._watch(connection, EVENT_READ)

    def _drop(self, connection: ClientConnection) -> None:
        if connection not in self.connections:
            return
        del self.connections[connection]
        own = self.of_client[connection.network_address]
        del own[connection]
        if not own:
            del self.of_client[connection.network_address]
        self.received -= len(connection.data)
        if connection.state is ConnectionState.SENDING:
            self.unsent -= connection.unsent
        if connection.fileno() in self.poller.get_map():
            self.poller.unregister(connection)
        connection.drop()


def proxies(app: Any) -> int:
    """How many proxies stand before the site; behind one, all connections come from the same address."""
    site = getattr(app, "extensions", {}).get("portal")
    return int(site.portal.site.trusted_proxies) if site else 0
