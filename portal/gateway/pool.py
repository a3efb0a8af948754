"""The threads that answer whole requests."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Pool(Generic[T]):
    """At most so many threads, each taking what was handed in longest ago. They end with the process.

    A thread is begun only when all others are busy: handing work around among many idle ones costs more than it.
    """

    def __init__(self, threads: int, work: Callable[[T], None]) -> None:
        self._most = threads
        self._work = work
        self._waiting: SimpleQueue[T | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._submitted = self._done = 0
        self._count = itertools.count(1)

    def submit(self, item: T) -> None:
        """Hand something in; only one thread may do so."""
        self._submitted += 1
        if self._submitted - self._done > len(self._threads) < self._most:
            thread = Thread(target=self._run, name=f"answers-{len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        self._waiting.put(item)

    def shutdown(self, wait: bool = True) -> None:
        """Let the threads end after what they are doing; gunicorn never waits for them."""
        for _thread in self._threads:
            self._waiting.put(None)

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            self._work(item)
            self._done = next(self._count)  # of two threads the later number may be lost: then a thread more is begun
