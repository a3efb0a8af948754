"""Fair turns at work that costs much: few at a time, and each client's next piece after one of every other client's."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class BusyError(Exception):
    """There is no turn to be had now. `own` says whether it is this client's own requests that are too many."""

    def __init__(self, *, own: bool) -> None:
        super().__init__("too many of one client" if own else "too many")
        self.own = own


class Waiting:
    """One who waits for a turn."""

    def __init__(self) -> None:
        self.called = Event()
        self.sent_away = False


class Turns:
    """Lets `running` work at a time; of the others at most `most` wait, and at most `each` of them for one client.

    The clients take turns, however many requests each of them has. When everything is full, the client with the most
    waiting gives a place up for one who has fewer.
    """

    def __init__(self, running: int, most: int, each: int, patience: float) -> None:
        """`patience` is how many seconds anybody waits at the longest."""
        self._free = running
        self._most = most
        self._each = each
        self._patience = patience
        #: How many wait now.
        self.waiting = 0
        self._queues: OrderedDict[str, deque[Waiting]] = OrderedDict()
        self._lock = Lock()

    @contextmanager
    def take(self, client: str) -> Iterator[None]:
        """Wait for a turn, and hold it. BusyError where there is none to be had."""
        self.enter(client)
        try:
            yield
        finally:
            self.leave()

    def enter(self, client: str) -> None:
        """Wait for a turn; `leave` must follow. BusyError where there is none to be had."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            waiting = self._line_up(client)
        called = waiting.called.wait(self._patience)
        with self._lock:
            if waiting.sent_away:
                raise BusyError(own=True)
            if called or waiting.called.is_set():
                return
            self._remove(client, waiting)
            own = client in self._queues
        raise BusyError(own=own)

    def leave(self) -> None:
        """Give the turn to the first one waiting of the client whose turn it is."""
        with self._lock:
            if not self._queues:
                self._free += 1
                return
            client, queue = self._queues.popitem(last=False)
            waiting = queue.popleft()
            if queue:
                self._queues[client] = queue  # behind the others
            self.waiting -= 1
            waiting.called.set()

    def _line_up(self, client: str) -> Waiting:
        queue = self._queues.get(client, ())
        if len(queue) >= self._each:
            raise BusyError(own=True)
        if self.waiting >= self._most:
            self._send_away(len(queue))
        waiting = Waiting()
        self._queues.setdefault(client, deque()).append(waiting)
        self.waiting += 1
        return waiting

    def _send_away(self, own: int) -> None:
        """Make room: the newest of the client with the most waiting leaves, if that one has more than who comes."""
        client, queue = max(self._queues.items(), key=lambda item: len(item[1]))
        if len(queue) <= own + 1:
            raise BusyError(own=False)
        newest = queue[-1]
        self._remove(client, newest)
        newest.sent_away = True
        newest.called.set()

    def _remove(self, client: str, waiting: Waiting) -> None:
        queue = self._queues[client]
        queue.remove(waiting)
        if not queue:
            del self._queues[client]
        self.waiting -= 1
