"""Many readers at once on two workers: how long each waits, and how many answers there are at most."""

from __future__ import annotations

import http.client
import itertools
import json
import shutil
import statistics
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

import brotli
from questions import Form, Reader, fresh, page, room
from rows import Row, at
from serving import HERE, PORTAL, ROOT, gunicorn, memory, visit_all, workers, wrk

from portal.domain.profile import Portal, load_portal
from portal.settings import Settings

READERS = 20
#: Recorded questions: fewer than a worker keeps answers to.
RECORDED = 300
HEADERS = {"Content-Type": "application/json", "Accept-Encoding": "br"}


class Line:
    """A connection that stays open, as a browser's does; `waits` are the milliseconds until each whole answer."""

    def __init__(self, url: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(url).netloc)
        self.waits: list[float] = []

    def post(self, path: str, question: bytes) -> Mapping[str, Any]:
        """Ask, and read the answer as it was sent; only then is it unpacked."""
        begun = time.perf_counter()
        self._connection.request("POST", path, question, HEADERS)
        response = self._connection.getresponse()
        data = response.read()
        self.waits.append((time.perf_counter() - begun) * 1000)
        if response.status != 200:
            raise SystemExit(f"{response.status} for {question.decode()}")
        found: Mapping[str, Any] = json.loads(brotli.decompress(data))
        return found


def form_of(url: str) -> Form:
    """The questions' form, from the server itself."""
    with urllib.request.urlopen(f"{url}/fi/_explorer/_dash-dependencies") as response:
        return Form.found_in(json.load(response))


def read_for(url: str, reader: Reader, seconds: int, late: float) -> list[float]:
    """One reader's waits: one choice each second, whatever the others do."""
    line = Line(url)
    begin = time.perf_counter() + late
    for second, _question in enumerate(reader.walk(line.post, seconds)):
        time.sleep(max(0.0, begin + second - time.perf_counter()))
    return line.waits


def reader_rows(seconds: int) -> Iterator[Row]:
    """Twenty readers who choose something each second; nearly every choice is one that nobody has made before."""
    portal = load_portal(Settings())
    with gunicorn(PORTAL, page(portal, "fi"), ROOT) as (url, pid, _started):
        form = form_of(url)
        visit_all(url)
        with ThreadPoolExecutor(READERS) as pool:
            waits = pool.map(
                lambda number: read_for(url, Reader(portal, form, Random(number)), seconds, number / READERS),
                range(READERS),
            )
            found = [wait for own in waits for wait in own]
        resident = max(memory(worker) for worker in workers(pid))
    middle, slow = statistics.median(found), at(0.95, found)
    yield Row(f"{READERS} readers, an action a second: median", "< 40 ms", f"{middle:.0f} ms", middle < 40)
    words = f"{slow:.0f} ms; the slowest of {len(found)} answers {max(found):.0f} ms"
    yield Row("   p95", "< 120 ms", words, slow < 120)
    yield Row("memory of a worker after them, pages kept", "< 200 MB", f"{resident:.0f} MB", resident < 200)


def recorded(url: str, portal: Portal, count: int) -> list[tuple[str, bytes]]:
    """The questions of several readers, each with where it is asked."""
    form, line = form_of(url), Line(url)
    found: dict[tuple[str, bytes], None] = {}
    for number in itertools.count(1000):
        reader = Reader(portal, form, Random(number))
        for question in reader.walk(line.post, 20):
            found[room(reader.locale), question] = None
            if len(found) == count:
                return list(found)
    raise AssertionError


def saturation_rows(seconds: int) -> Iterator[Row]:
    """How many answers a second two workers give to readers who never stop asking."""
    portal = load_portal(Settings())
    with gunicorn(PORTAL, page(portal, "fi"), ROOT) as (url, _pid, _started):
        asked = recorded(url, portal, RECORDED)
        rate = by_wrk(url, asked) if shutil.which("wrk") else by_threads(url, asked)
        kept, cold = rate(False, seconds), rate(True, seconds)
    mostly = f"{kept:,.0f}, after the first round kept answers to {len(asked)} questions"
    yield Row("answers a second at saturation", "≥ 300", mostly, kept >= 300)
    yield Row("   when nobody has asked before", "", f"{cold:,.0f}")


def by_wrk(url: str, asked: list[tuple[str, bytes]]) -> Callable[[bool, int], float]:
    """Ask with wrk over sixteen connections."""

    def rate(cold: bool, seconds: int) -> float:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "questions")
            file.write_bytes(b"\n".join(path.encode() + b" " + question for path, question in asked))
            return wrk(url, seconds, HERE / "ask.lua", (str(file), "cold" if cold else "kept"))

    return rate


def by_threads(url: str, asked: list[tuple[str, bytes]]) -> Callable[[bool, int], float]:
    """The same from Python, which takes part of the machine for itself: fewer than wrk gets."""
    counter = itertools.count()
    lock = threading.Lock()

    def ask(cold: bool, until: float) -> int:
        connection, count = http.client.HTTPConnection(urlsplit(url).netloc), 0
        while time.perf_counter() < until:
            with lock:
                number = next(counter)
            path, question = asked[number % len(asked)]
            body = fresh(question, number) if cold else question
            connection.request("POST", path, body, HEADERS)
            connection.getresponse().read()
            count += 1
        return count

    def rate(cold: bool, seconds: int) -> float:
        until = time.perf_counter() + seconds
        with ThreadPoolExecutor(8) as pool:
            return sum(pool.map(lambda _thread: ask(cold, until), range(8))) / seconds

    return rate
