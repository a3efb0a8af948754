"""The threads that answer whole requests."""

from __future__ import annotations

from collections.abc import Callable
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

T = TypeVar("T")


class Pool(Generic[T]):
    """So many threads, each taking what was handed in longest ago. They end with the process."""

    def __init__(self, threads: int, work: Callable[[T], None]) -> None:
        self._work = work
        self._waiting: SimpleQueue[T | None] = SimpleQueue()
        self._threads = [Thread(target=self._run, name=f"answers-{number}", daemon=True) for number in range(threads)]

    def start(self) -> None:
        """Begin: only now, so that a process can be forked off before."""
        for thread in self._threads:
            thread.start()

    def submit(self, item: T) -> None:
        """Hand something in."""
        self._waiting.put(item)

    def shutdown(self, wait: bool = True) -> None:
        """Let the threads end after what they are doing; gunicorn never waits for them."""
        for _thread in self._threads:
            self._waiting.put(None)

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            self._work(item)
