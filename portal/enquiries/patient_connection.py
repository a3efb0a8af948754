"""Connections to PostgreSQL that are given up in time: a server that is stopped accepts them and then says nothing.

A module of its own, since its driver holds some five megabytes in each process and a site on SQLite needs none of it.
"""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.errors import _WaitTimeout

from portal.enquiries.patience import left


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
