"""A real server and a real browser: one of each for the whole run, a fresh visit for each test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from portal.enquiries.database import engine_of, migrate
from portal.enquiries.repository import EnquiryRepository
from portal.settings import ROOT
from tests.browser.engines.expecting import install
from tests.browser.engines.visit import EngineVisit
from tests.browser.line import Line, bad_line
from tests.browser.visit import Visit
from tests.made_up_site import COUNTRY, TODAY
from tests.portals import UNCAPPED

#: Seconds until the server must answer, and a page must show what is expected: generous, for test runs share machines.
STARTING = 120
EXPECTING = 60


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    last = time.monotonic() + STARTING
    while time.monotonic() < last:
        if server.poll() is not None:
            break
        try:
            with urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"The server does not answer at {url}. It said:\n{log.read_text()}", pytrace=False)


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the server's database."""
    address = f"sqlite:///{tmp_path_factory.mktemp('database') / 'portal.sqlite3'}"
    migrate(engine_of(address))
    return address


@pytest.fixture
def letters(database: str) -> Iterator[EnquiryRepository]:
    """What the server has taken in."""
    store = EnquiryRepository(engine_of(database))
    yield store
    store.engine.dispose()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, database: str) -> Iterator[str]:
    """The address of the portal, served by gunicorn as it is on the PaaS."""
    listening = socket.create_server(("127.0.0.1", 0))  # held and handed on: nobody else can take the port meanwhile
    port = listening.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("server") / "gunicorn.log"
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    environ |= {"DATABASE_URL": database, "PORTAL_DATA": str(COUNTRY), "PORTAL_TODAY": TODAY, **UNCAPPED}
    serve = ["--workers", "2", "--bind", f"fd://{listening.fileno()}", "portal.server.app:create_app()"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *serve],
            cwd=ROOT,
            env={**environ, "PORT": str(port)},
            pass_fds=[listening.fileno()],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        listening.close()
        try:
            wait_for(f"{base}/healthz", process, log)
            yield base
        finally:
            process.terminate()
            process.wait(60)
    said = log.read_text()
    assert "Traceback" not in said, said


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without its window: the same engine, and a visit costs a quarter of what it costs with one."""
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        missing = "These tests need Chromium: apt-get install chromium-headless-shell (make test does it)."
        pytest.fail(missing, pytrace=False)
    expect.set_options(timeout=EXPECTING * 1000)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def line(server: str) -> Iterator[Line]:
    """A line to the server that can be bad: a visit over it begins with `visit(line=line)`."""
    with bad_line(server) as found:
        yield found


@pytest.fixture(autouse=True)
def browser_name(request: pytest.FixtureRequest) -> str:
    """The browser's name. A test that cannot be led through it is skipped, and says why."""
    name: str = request.config.getoption("engine")
    for mark in request.node.iter_markers("not_in"):
        if name in mark.args:
            pytest.skip(f"{name} {mark.kwargs['why']}")
    return name


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, server: str, browser_name: str
) -> Iterator[Callable[..., Visit | EngineVisit]]:
    """Begins a visit: a browser that has never been here. At the end of the test nothing may have gone wrong."""
    visits: list[Visit | EngineVisit] = []
    patch = pytest.MonkeyPatch()
    install(patch.setattr)

    def begin(**options: Any) -> Visit | EngineVisit:
        if browser_name == "chromium":
            visits.append(Visit(request.getfixturevalue("browser"), server, **options))
        else:
            visits.append(EngineVisit(browser_name, server, **options))
        return visits[-1]

    yield begin
    faults = [fault for visit in visits for fault in visit.faults]
    for one in visits:
        one.close()
    patch.undo()
    assert not faults, "\n".join(faults)
