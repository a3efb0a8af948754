"""The site under strain: what readers of cached pages notice while others hold connections or ask for too much."""

from __future__ import annotations

import contextlib
import os
import signal
import sqlite3
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from hostile import PAGES, answers_of, attack
from rows import Row, at
from serving import PORTAL, ROOT, gunicorn, memory, visit_all, workers

from portal.enquiries.database import engine_of, migrate
from tests.databases import cluster
from tests.portals import Sender

KEPT = ("/healthz", "/en/", "/fi/tunnusluvut", "/sv/stader/raumo", "/en/indicators/population")
#: Milliseconds in which 95 of 100 readers are to have their answer, whatever others do.
TARGET = 100
#: Milliseconds that count for a reader who got none.
NEVER = 5_000.0
READERS, ASKING, MEGABYTES = 4, 32, 512


@dataclass
class Readers:
    """What readers noticed: milliseconds until each whole answer, and how many had none."""

    waits: list[float] = field(default_factory=list)
    failed: int = 0

    def row(self, what: str, more: str = "") -> Row:
        slow = at(0.95, self.waits)
        words = f"{slow:.0f} ms; median {statistics.median(self.waits):.0f}, slowest {max(self.waits):.0f}"
        words += f", {self.failed} of {len(self.waits)} failed{more and f'; {more}'}"
        return Row(what, f"< {TARGET} ms", words, slow < TARGET and not self.failed)


def read(url: str, source: str, until: float, paths: tuple[str, ...], readers: Readers) -> None:
    """One reader: a cached page each 50 ms, each tenth over a new connection."""
    netloc = urlsplit(url).netloc
    connection, number = HTTPConnection(netloc, timeout=NEVER / 1000, source_address=(source, 0)), 0
    while time.monotonic() < until:
        number += 1
        begun = time.perf_counter()
        try:
            connection.request("GET", paths[number % len(paths)], headers={"Accept-Encoding": "br"})
            answer = connection.getresponse()
            answer.read()
            good = answer.status == 200
        except (OSError, HTTPException):
            good = False
            connection.close()
        waited = (time.perf_counter() - begun) * 1000
        readers.waits.append(waited if good else max(waited, NEVER))
        readers.failed += not good
        if number % 10 == 0:
            connection.close()
        time.sleep(max(0.0, 0.05 - waited / 1000))
    connection.close()


def readers_for(url: str, seconds: float, paths: tuple[str, ...] = KEPT) -> Readers:
    """What several readers notice in so many seconds."""
    found, until = Readers(), time.monotonic() + seconds
    with ThreadPoolExecutor(READERS) as pool:
        for number in range(READERS):
            pool.submit(read, url, f"127.0.0.{number + 2}", until, paths, found)
    return found


def warmed(url: str) -> None:
    """Let both workers keep what readers will ask for."""
    for _round in range(4):
        readers_for(url, 0.5)


def strain_rows(seconds: int) -> Iterator[Row]:
    """Connections that are held, then greedy clients, one kind after another, then a database that stands still."""
    with gunicorn(PORTAL, KEPT[1], ROOT, limited=True) as (url, _pid, _started):
        warmed(url)
        yield readers_for(url, seconds).row("readers alone: p95")
        yield from held_rows(url, seconds)
        for kind in PAGES:
            yield from greedy_rows(url, kind, seconds)
    yield from stalled_rows(seconds)


def held_rows(url: str, seconds: int) -> Iterator[Row]:
    """Each way to hold connections, then all together."""
    kinds = {"idle": 1000, "heads": 200, "bodies": 50, "reading": 50}
    for kind, count in kinds.items():
        with attack(url, kind, count, seconds + 60):
            time.sleep(1)
            yield readers_for(url, seconds).row(f"beside {count:,} connections, {kind}: p95")
    with contextlib.ExitStack() as together:
        for kind, count in kinds.items():
            together.enter_context(attack(url, kind, count, seconds + 60))
        time.sleep(1)
        yield readers_for(url, seconds).row("beside all of these: p95")


def greedy_rows(url: str, kind: str, seconds: int) -> Iterator[Row]:
    """Many connections of one client, each asking for what is new; and another client who asks for one at a time."""
    with attack(url, kind, ASKING, seconds) as process:
        honest = Honest()
        other = threading.Thread(target=honest.ask, args=(url, kind, time.monotonic() + seconds))
        other.start()
        readers = readers_for(url, seconds)
        other.join()
        statuses = ", ".join(f"{count:,} × {status}" for status, count in sorted(answers_of(process).items()))
    yield readers.row(f"beside {ASKING} asking for {kind}: p95", f"the client got {statuses}")
    good = honest.statuses[404 if kind == "nothing" else 200]
    words = f"{good} of {honest.statuses.total()}, median {honest.median:.0f} ms"
    yield Row("   another client's own, one at a time", "all", words, good == honest.statuses.total())


class Honest:
    """A client that asks for the same kind of thing, but one at a time."""

    def __init__(self) -> None:
        self.statuses: Counter[int] = Counter()
        self.waits: list[float] = []

    @property
    def median(self) -> float:
        return statistics.median(self.waits) if self.waits else NEVER

    def ask(self, url: str, kind: str, until: float) -> None:
        """Ask, and look at the answer for half a second."""
        dice = Random(kind)
        while time.monotonic() < until:
            begun = time.perf_counter()
            try:
                connection = HTTPConnection(urlsplit(url).netloc, timeout=60, source_address=("127.0.0.50", 0))
                connection.request("GET", PAGES[kind](dice))
                answer = connection.getresponse()
                answer.read()
                self.statuses[answer.status] += 1
                connection.close()
            except (OSError, HTTPException):
                self.statuses[0] += 1
            self.waits.append((time.perf_counter() - begun) * 1000)
            time.sleep(0.5)


def soak_rows(seconds: int) -> Iterator[Row]:
    """Minutes of everything: readers, every kind of costly thing asked for, slow connections; then the memory."""
    with gunicorn(PORTAL, KEPT[1], ROOT, limited=True) as (url, pid, _started):
        visit_all(url, seconds / 3)
        most = Counter[str]()
        ended = threading.Event()
        watching = threading.Thread(target=watch, args=(pid, most, ended))
        watching.start()
        with attack(url, "idle", 200, seconds + 60), attack(url, "bodies", 50, seconds + 60):
            for kind in PAGES:
                with attack(url, kind, 4, seconds / len(PAGES)):
                    readers = readers_for(url, seconds / len(PAGES))
        ended.set()
        watching.join()
        yield readers.row("at the end of a soak: p95")
        for what, found in (
            ("at most, all processes, shared counted once", most["all"]),
            ("   master and workers, as ps counts", most["serving"]),
        ):
            yield Row(what, f"< {MEGABYTES} MB", f"{found} MB", found < MEGABYTES)
        yield Row(
            "   afterwards, all processes", f"< {MEGABYTES} MB", f"{together(pid):.0f} MB", together(pid) < MEGABYTES
        )


def watch(pid: int, most: Counter[str], ended: threading.Event) -> None:
    """Look at the memory every second until it has ended."""
    while not ended.wait(1):
        with contextlib.suppress(OSError):
            most["all"] = max(most["all"], round(together(pid)))
            most["serving"] = max(most["serving"], round(sum(memory(one) for one in [pid, *workers(pid)])))


def together(pid: int) -> float:
    """What a process and all that come of it hold, in megabytes; what they share is counted once."""
    found = 0.0
    with contextlib.suppress(OSError, IndexError):  # one that has just ended
        found = memory(pid, "Pss")
    with contextlib.suppress(OSError):
        found += sum(together(child) for child in workers(pid))
    return found


def stalled_rows(seconds: int) -> Iterator[Row]:
    """Readers and writers while SQLite is locked by somebody, and while PostgreSQL has stopped."""
    with tempfile.TemporaryDirectory() as folder, cluster(durable=False) as postgresql:
        file = Path(folder, "portal.sqlite3")
        pid = int((postgresql.folder / "data" / "postmaster.pid").read_text().split()[0])
        for name, address, stall in (
            ("SQLite locked", f"sqlite:///{file}", locked(file)),
            ("PostgreSQL stopped", postgresql.create("strain"), stopped(pid)),
        ):
            engine = engine_of(address)
            migrate(engine)
            engine.dispose()
            yield from stalled(name, address, stall, seconds)


def stalled(name: str, address: str, stall: contextlib.AbstractContextManager[None], seconds: int) -> Iterator[Row]:
    """One database standing still."""
    with environment(DATABASE_URL=address), gunicorn(PORTAL, KEPT[1], ROOT, limited=True) as (url, _pid, _started):
        warmed(url)
        senders = [Sender(urlsplit(url).port or 80, f"127.0.0.{number + 100}") for number in range(8)]
        for sender in senders:
            sender.open_form()
        with stall, ThreadPoolExecutor(len(senders)) as pool:
            sent = [pool.submit(timed, sender) for sender in senders]
            readers = readers_for(url, seconds)
            answers = [one.result() for one in sent]
    yield readers.row(f"readers, {name}: p95")
    slowest, statuses = max(waited for _status, waited in answers), {status for status, _waited in answers}
    good = statuses == {503} and slowest < 5
    yield Row("   posts are told within", "503, 5 s", f"{sorted(statuses)}, the slowest after {slowest:.1f} s", good)


def timed(sender: Sender) -> tuple[int, float]:
    """An enquiry's status, 0 where none came, and the seconds until it."""
    begun = time.perf_counter()
    try:
        status = sender.send("Is there a hall with a rail track in your town?")[0]
    except (OSError, HTTPException):
        status = 0
    return status, time.perf_counter() - begun


@contextlib.contextmanager
def environment(**variables: str) -> Iterator[None]:
    """Variables for the servers started meanwhile."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextlib.contextmanager
def locked(file: Path) -> Iterator[None]:
    """Somebody writes to the file and does not end."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


@contextlib.contextmanager
def stopped(pid: int) -> Iterator[None]:
    """A server all of whose processes stand still."""
    processes = [pid, *workers(pid)]
    for one in processes:
        os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in processes:
            os.kill(one, signal.SIGCONT)
