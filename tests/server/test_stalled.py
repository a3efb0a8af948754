"""A database that is stopped, locked, killed or full: visitors read on; nothing that they send is lost or doubled."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from portal.enquiries.database import engine_of, migrate
from portal.enquiries.repository import EnquiryRepository
from tests import databases
from tests.portals import FORM, HEADERS, environment, wait_until, web
from tests.ports import free_port

#: More posts at once than a worker has threads.
AT_ONCE = 24
#: Seconds in which a post has its answer, whatever the database does.
ANSWERED = 5.0


class Site:
    """The portal, served by two processes, and its database."""

    def __init__(
        self, port: int, store: EnquiryRepository, stall: Callable[[], contextlib.AbstractContextManager[None]]
    ) -> None:
        self.port, self.store, self.stall = port, store, stall

    def ask(self, method: str, path: str, body: str | None = None, address: str = "127.0.0.1") -> tuple[int, str]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=30, source_address=(address, 0))
        with contextlib.closing(line):
            line.request(method, path, body, HEADERS)
            response = line.getresponse()
            return response.status, response.getheader("Location") or response.read().decode()

    def health(self, path: str = "/healthz") -> tuple[int, str]:
        status, text = self.ask("GET", path)
        return status, str(json.loads(text)["enquiries"])

    def token(self) -> str:
        return re.findall(r'name="token" value="([^"]+)"', self.ask("GET", "/en/contact")[1])[0]

    def post(self, number: int, token: str) -> tuple[int, str]:
        fields = FORM | {"token": token, "message": f"Enquiry {number} of a patient visitor"}
        return self.ask("POST", "/en/contact", urlencode(fields), f"127.0.1.{number + 1}")


@contextlib.contextmanager
def locked(file: Path, how: str = "IMMEDIATE") -> Iterator[None]:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute(f"BEGIN {how}")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@contextlib.contextmanager
def served(address: str, folder: Path, stall: Callable[[], contextlib.AbstractContextManager[None]]) -> Iterator[Site]:
    port, store = free_port(), EnquiryRepository(engine_of(address))
    with web(environment(address, "smtp://127.0.0.1:1"), port, folder / "web.log"):
        try:
            yield Site(port, store, stall)
        finally:
            store.engine.dispose()


@pytest.fixture
def site(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Site]:
    if database_url.startswith("sqlite"):
        file = tmp_path / "portal.sqlite3"
        stall: Callable[[], contextlib.AbstractContextManager[None]] = lambda: locked(file)  # noqa: E731
    else:
        stall = request.getfixturevalue("cluster").stopped
    with served(database_url, tmp_path, stall) as site:
        yield site


def reading_on(site: Site, posts: list[object]) -> list[float]:
    """How long each reader waits while the posts have no answer yet."""
    waits = []
    while not all(post.done() for post in posts):  # type: ignore[attr-defined]
        for path in ("/en/", "/healthz", "/en/cities/rauma", "/en/contact", "/readyz"):
            begun = time.monotonic()
            status, _text = site.ask("GET", path)
            waits.append(time.monotonic() - begun)
            assert status == 200 or path == "/readyz"
    return waits


def test_while_the_database_stalls_readers_read_and_posts_are_given_back_in_time(site: Site) -> None:
    tokens = [site.token() for _ in range(AT_ONCE)]
    assert site.post(0, tokens[0])[0] == 303  # the processes have connections

    def post(number: int) -> tuple[float, int, str]:
        begun = time.monotonic()
        status, text = site.post(number, tokens[number])
        return time.monotonic() - begun, status, text

    with site.stall(), ThreadPoolExecutor(AT_ONCE) as pool:
        posts = [pool.submit(post, number) for number in range(1, AT_ONCE)]
        waits = reading_on(site, [*posts])
        wait_until(lambda: site.health("/readyz")[0] == 503)
        assert site.health()[0] == 200
        assert site.health()[1] != "ok"
        answers = [one.result() for one in posts]
    assert sorted(waits)[len(waits) // 2] < 1  # of readers, the middle one; the bench measures how long
    for number, (seconds, status, text) in enumerate(answers, 1):
        assert seconds < ANSWERED
        assert status == 503
        assert f"Enquiry {number} of a patient visitor" in text
        assert tokens[number] in text  # the same form: it cannot become two
    wait_until(lambda: site.health("/readyz") == (200, "ok"))
    again = [site.post(number, tokens[number]) for number in range(AT_ONCE)]
    assert {status for status, _place in again} == {303}
    messages = [one.enquiry.message for one in site.store.every()]
    assert len(messages) == len(set(messages)) == AT_ONCE


def test_a_database_locked_even_for_readers_stalls_no_page(migrated: Path, tmp_path: Path) -> None:
    file = tmp_path / "portal.sqlite3"
    file.write_bytes(migrated.read_bytes())
    with served(f"sqlite:///{file}", tmp_path, lambda: locked(file, "EXCLUSIVE")) as site:
        token = site.token()
        with site.stall():
            assert site.post(1, token)[0] == 503
            assert site.ask("GET", "/en/")[0] == site.ask("GET", "/healthz")[0] == 200
        assert site.post(1, token)[0] == 303


def test_a_database_that_is_killed_and_comes_back_has_each_enquiry_once(tmp_path: Path) -> None:
    with databases.cluster() as own:
        address = own.create("own")
        engine = engine_of(address)
        migrate(engine)
        engine.dispose()
        with served(address, tmp_path, contextlib.nullcontext) as site:
            tokens = [site.token() for _ in range(8)]
            assert site.post(0, tokens[0])[0] == 303
            own.end(signal.SIGKILL)
            for number in range(1, 8):
                status, text = site.post(number, tokens[number])
                assert status == 503
                assert f"Enquiry {number} of" in text
            wait_until(lambda: site.health() == (200, "no database"))
            assert site.health("/readyz")[0] == 503
            assert site.ask("GET", "/en/cities/rauma")[0] == 200
            (own.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
            own.start()
            wait_until(lambda: site.health("/readyz") == (200, "ok"))
            assert {site.post(number, tokens[number])[0] for number in range(8)} == {303}
            assert len(site.store.every()) == 8


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of half a megabyte: a real one where we may mount it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_is_told_and_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    address = f"sqlite:///{small_disk / 'portal.sqlite3'}"
    engine = engine_of(address)
    migrate(engine)
    engine.dispose()
    with served(address, tmp_path, contextlib.nullcontext) as site:
        assert site.post(0, site.token())[0] == 303
        filling = small_disk / "others"
        fill(filling)
        stored = 1
        while True:  # what is left of pages that were written before takes a few
            token = site.token()
            status, text = site.post(stored, token)
            if status != 303:
                break
            stored += 1
        assert status == 503
        assert "could not be stored" in text
        assert f"Enquiry {stored} of a patient visitor" in text
        wait_until(lambda: site.health() == (200, "not stored"))
        wait_until(lambda: site.health("/readyz") == (503, "not stored"))
        assert site.ask("GET", "/en/")[0] == 200
        filling.unlink()
        assert site.post(stored, token)[0] == 303
        wait_until(lambda: site.health("/readyz") == (200, "ok"))
        assert len(site.store.every()) == stored + 1


def fill(file: Path) -> None:
    """Until there is no room for another byte."""
    with file.open("wb", buffering=0) as writing, contextlib.suppress(OSError):
        while True:
            writing.write(b"x" * 512)
