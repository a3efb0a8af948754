"""Counts that one process keeps for the limits of the `limits` package.

Its own storage starts a timer in a thread for nearly every count. Two requests at once could start the same one, which
was an error to one of them.
"""

from __future__ import annotations

import time
from collections import deque
from threading import Lock

from limits.storage import MovingWindowSupport, Storage

#: What is over is forgotten when so many windows are held, or twice as many as were left the last time.
FEW = 1024


class Memory(Storage, MovingWindowSupport):
    """Fixed and moving windows, changed by one thread at a time. A clock that was set back starts windows anew."""

    STORAGE_SCHEME = None
    base_exceptions = ValueError

    def __init__(self) -> None:
        super().__init__()
        self._lock = Lock()
        self._ends: dict[str, float] = {}
        self._counts: dict[str, int] = {}
        self._times: dict[str, deque[float]] = {}
        self._most = FEW

    def __len__(self) -> int:
        return len(self._ends)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count in the window that is open, or in a new one."""
        now = time.time()
        with self._lock:
            self._forget(now)
            if not now < self._ends.get(key, 0) <= now + expiry:
                self._ends[key], self._counts[key] = now + expiry, 0
            self._counts[key] += amount
            return self._counts[key]

    def get(self, key: str) -> int:
        """How many were counted in the window that is open."""
        with self._lock:
            return self._counts.get(key, 0) if time.time() < self._ends.get(key, 0) else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends."""
        return self._ends.get(key, time.time())

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count in a window that ends now, unless it would hold more than the limit."""
        now = time.time()
        with self._lock:
            self._forget(now)
            times = self._within(key, now, expiry)
            if len(times) + amount > limit:
                return False
            times.extend([now] * amount)
            self._times[key], self._ends[key] = times, now + expiry
            return True

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:
        """The first moment in the window that ends now, and how many there are."""
        now = time.time()
        with self._lock:
            times = self._within(key, now, expiry)
            return (times[0] if times else now), len(times)

    def _within(self, key: str, now: float, expiry: int) -> deque[float]:
        return deque(moment for moment in self._times.get(key, ()) if now - expiry < moment <= now + expiry)

    def _forget(self, now: float) -> None:
        """Let go of windows that are over, now and then."""
        if len(self._ends) < self._most:
            return
        for key in [key for key, end in self._ends.items() if end <= now]:
            self._let_go(key)
        self._most = max(FEW, 2 * len(self._ends))

    def _let_go(self, key: str) -> None:
        for held in (self._ends, self._counts, self._times):
            held.pop(key, None)

    def clear(self, key: str) -> None:
        """Forget one window."""
        with self._lock:
            self._let_go(key)

    def reset(self) -> int:
        """Forget all."""
        with self._lock:
            count = len(self._ends)
            for held in (self._ends, self._counts, self._times):
                held.clear()
            return count

    def check(self) -> bool:
        """A process's own memory is always there."""
        return True
