"""How long whoever asks the database waits."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_until: ContextVar[float | None] = ContextVar("database_deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """A deadline for everything that is asked of the database inside; an earlier one around it holds."""
    earlier, until = _until.get(), time.monotonic() + seconds
    token = _until.set(until if earlier is None else min(earlier, until))
    try:
        yield
    finally:
        _until.reset(token)


def left() -> float | None:
    """The seconds until the deadline, none below zero; None where there is no deadline."""
    until = _until.get()
    return None if until is None else max(0.0, until - time.monotonic())
