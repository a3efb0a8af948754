"""Files are made in a process of their own: its memory goes with it, and readers of pages go before it.

The process that answers requests forks a fork server before it has threads. That one does nothing but fork a process
that makes files when something is asked, and tell when one of them died. A process that makes files ends after so many,
when it has grown, or when nothing was asked for a while; the next one begins as small as the fork server is.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import signal
import threading
import traceback
from collections.abc import Callable, Mapping
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from portal.exports.file_request import Export
from portal.file_formats import file_formats
from portal.urls import Address

log = logging.getLogger(__name__)

Query = Mapping[str, str]
Make = Callable[[Address, Query, dt.date], Export]

#: Seconds that a file may take, and those after which nothing more is expected.
LONGEST, GIVEN_UP = 30, 35
#: A process ends after so many files, so many seconds with nothing to do, or when it has grown by so many bytes.
FILES, IDLE, GROWTH = 100, 20.0, 96 * 1024 * 1024
#: How a process ends that finds nobody at the other end of its pipe.
NOBODY_ASKS = 3
#: Signals that a terminal or a platform sends to every process: these two end when the one that asks has ended.
NOT_FOR_US = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGWINCH)


class NotMadeError(Exception):
    """The process that made a file died or took too long; the next one may do better."""


class FileProcess:
    """Makes files like the `Files` it is given: here until it is started, then in the other process."""

    def __init__(self, files: Any) -> None:
        self._files = files
        self._lock = threading.Lock()
        self._pipe: Connection | None = None
        self._number = 0

    def query_of(self, address: Address, args: Query) -> dict[str, str]:
        """The part of a query that a file depends on."""
        found: dict[str, str] = self._files.query_of(address, args)
        return found

    def make(self, address: Address, query: Query, today: dt.date) -> Export:
        """The file. LookupError when there is no such thing, NotMadeError when it could not be made this time."""
        if self._pipe is None or file_formats()[address.form].cheap:
            made: Export = self._files.make(address, query, today)
            return made
        with self._lock:
            return self._ask(self._pipe, (address, dict(query), today))

    def _ask(self, pipe: Connection, job: tuple[Address, dict[str, str], dt.date]) -> Export:
        self._number += 1
        try:
            pipe.send((self._number, job))
            while pipe.poll(GIVEN_UP):
                number, made = pipe.recv()
                if number in (self._number, None):
                    return _given(made)
        except (OSError, EOFError) as error:
            raise NotMadeError("the process that makes files is gone") from error
        raise NotMadeError("too slow")

    def start(self) -> None:
        """Fork the fork server; to be called while there is only one thread."""
        ours, theirs = Pipe()
        if os.fork() == 0:
            _alone(theirs)
            _serve_forks(theirs, self._files.make)
        theirs.close()
        self._pipe = ours

    def stop(self) -> None:
        """Let the other processes end."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None


def _given(made: Any) -> Export:
    """What came back, as the same thing would have come about here."""
    if isinstance(made, Exception):
        raise made
    if not isinstance(made, Export):
        raise TypeError("no file")
    return made


def _alone(pipe: Connection) -> None:
    """Let go of everything that the parent holds: its sockets above all, which would outlive it here."""
    signal.set_wakeup_fd(-1)
    for number in NOT_FOR_US:
        signal.signal(number, signal.SIG_IGN)
    os.closerange(3, pipe.fileno())
    os.closerange(pipe.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
    with contextlib.suppress(OSError):
        os.nice(5)


def _serve_forks(pipe: Connection, make: Make) -> None:
    """Fork a process whenever something is asked and there is none, until nobody can ask any more; never returns."""
    try:
        while pipe.poll(None):
            pid = os.fork()
            if pid == 0:
                _make_until_old(pipe, make)
            ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            if ended == NOBODY_ASKS:
                break
            if ended:
                pipe.send((None, NotMadeError(f"its process ended with {ended}")))
    except (OSError, EOFError):
        pass
    finally:
        os._exit(0)


def _make_until_old(pipe: Connection, make: Make) -> None:
    """Make files until this process should make room for a fresh one; never returns."""
    status = 1
    try:
        begun = _resident()
        for _file in range(FILES):
            number, job = pipe.recv()
            signal.alarm(LONGEST)
            made = _made(make, job)
            signal.alarm(0)
            pipe.send((number, made))
            if _resident() - begun > GROWTH or not pipe.poll(IDLE):
                break
        status = 0
    except (OSError, EOFError):
        status = NOBODY_ASKS
    finally:
        os._exit(status)


def _made(make: Make, job: tuple[Address, Query, dt.date]) -> Export | Exception:
    try:
        return make(*job)
    except LookupError as error:
        return error
    except Exception:
        return RuntimeError(f"A file could not be made: {job[0]}\n{traceback.format_exc()}")


def _resident() -> int:
    """The bytes that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
