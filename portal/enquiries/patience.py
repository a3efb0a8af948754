"""How long whoever asks the database waits: a server that is stopped accepts connections and then says nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout

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


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is given up at the deadline: the server's own timeouts do not help when it is stopped."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer, no longer than until the deadline."""
        seconds = left()
        if seconds is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, min(interval, seconds), seconds)
        except _WaitTimeout:
            self.pgconn.finish()  # its answer may still come; nobody may take it for another one's
            raise psycopg.OperationalError("the database did not answer in time") from None


def connect(*arguments: Any, **parameters: Any) -> PatientConnection:
    """A connection, made before the deadline: libpq counts whole seconds, two at least."""
    seconds = left()
    if seconds is not None:
        if seconds == 0:
            raise psycopg.OperationalError("the database did not answer in time")
        parameters["connect_timeout"] = max(2, int(seconds))
    return PatientConnection.connect(*arguments, **parameters)
