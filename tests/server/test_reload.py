"""SIGHUP takes in new content: nobody is refused meanwhile, and broken content leaves the site as it was."""

from __future__ import annotations

import dataclasses
import json
import signal
import subprocess
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.enquiries.database import engine_of, migrate
from portal.server.app import create_app
from portal.server.reload import renewed
from portal.settings import Settings
from tests.portals import environment, wait_until, web
from tests.ports import free_port
from tests.small_data import write_small_data

TOWN = "cities/koivula.yaml"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    address = f"sqlite:///{tmp_path / 'portal.sqlite3'}"
    migrate(engine_of(address))
    data = write_small_data(tmp_path)
    return Settings(data=data, built=tmp_path / "built", today="2026-11-23", database_url=address)


def edit(data: Path, name: str, old: str, new: str) -> None:
    text = (data / name).read_text(encoding="utf-8")
    assert old in text
    (data / name).write_text(text.replace(old, new), encoding="utf-8")


def health(app: Flask) -> Any:
    return app.test_client().get("/healthz").json


def test_new_content_is_taken_in_with_forms_that_are_open(settings: Settings) -> None:
    old = create_app(settings)
    edit(settings.data, TOWN, "Keskimaa", "Uusimaa")
    new = renewed(old, settings)
    assert new is not old
    assert "Uusimaa" in new.test_client().get("/fi/kaupungit/koivula").text
    assert health(new)["version"] != health(old)["version"]
    assert new.config["SECRET_KEY"] == old.config["SECRET_KEY"]


def test_new_borders_are_drawn(settings: Settings) -> None:
    old = create_app(settings)
    before = old.test_client().get("/en/indicators/population?view=map").text
    edit(settings.data, "geo/municipalities.geojson", "2", "3")
    assert renewed(old, settings).test_client().get("/en/indicators/population?view=map").text != before


@pytest.mark.parametrize("name", [TOWN, "site.yaml", "indicators.yaml", "series/population.csv", "geo/ten.geojson"])
def test_broken_content_leaves_the_site_as_it_was(
    settings: Settings, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    old = create_app(settings)
    edit(settings.data, "cities/rantala.yaml", "Keskimaa", "Uusimaa")
    whole = (settings.data / name).read_bytes()
    (settings.data / name).write_bytes(b"nothing: [that anybody could read")
    kept = renewed(old, settings)
    assert kept is old
    told = health(kept)
    assert told["status"] == "degraded"
    assert Path(name).name in told["reload"]
    assert Path(name).name in caplog.text
    assert "Traceback" not in caplog.text
    assert "Keskimaa" in kept.test_client().get("/fi/kaupungit/koivula").text
    (settings.data / name).write_bytes(whole)
    mended = renewed(kept, settings)
    assert health(mended)["status"] == "ok"
    assert "Uusimaa" in mended.test_client().get("/fi/kaupungit/rantala").text


def test_what_was_left_out_at_the_start_may_stay_so(settings: Settings) -> None:
    (settings.data / "cities/rantala.yaml").write_text("broken: [")
    old = create_app(settings)
    edit(settings.data, TOWN, "Keskimaa", "Uusimaa")
    new = renewed(old, settings)
    assert "Uusimaa" in new.test_client().get("/fi/kaupungit/koivula").text
    assert health(new)["files"] == ["rantala.yaml"]


def test_a_setting_that_became_wrong_leaves_the_site_as_it_was(settings: Settings) -> None:
    old = create_app(settings)
    assert renewed(old, dataclasses.replace(settings, today="tomorrow")) is old
    assert "PORTAL_TODAY" in health(old)["reload"]


class Reader(threading.Thread):
    """Somebody who reads on and on, over one connection or over a new one each time, and notes what fails."""

    def __init__(self, port: int, done: threading.Event, *, lasting: bool) -> None:
        super().__init__(daemon=True)
        self.port, self.done, self.lasting = port, done, lasting
        self.answered, self.faults = 0, list[str]()

    def run(self) -> None:
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        while not self.done.is_set():
            fresh = line.sock is None
            try:
                line.request("GET", "/fi/kaupungit/koivula", headers={} if self.lasting else {"Connection": "close"})
                response = line.getresponse()
                response.read()
                self.answered += 1
                if response.status != 200:
                    self.faults.append(str(response.status))
            except (OSError, HTTPException) as error:
                line.close()
                if fresh:  # a kept connection may be closed by the server; a browser then asks again
                    self.faults.append(repr(error))
            self.done.wait(0.01)
        line.close()


@pytest.fixture
def server(settings: Settings, tmp_path: Path) -> Iterator[tuple[int, subprocess.Popen[bytes], Path]]:
    port, log = free_port(), tmp_path / "log"
    env = environment(settings.database_url or "", "", PORTAL_DATA=str(settings.data), DELIVERY="web")
    with web(env, port, log) as process:
        yield port, process, log


def ask(port: int, path: str) -> str:
    line = HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path, headers={"Connection": "close"})
    return line.getresponse().read().decode()


def test_sighup_takes_in_content_and_drops_nobody(
    server: tuple[int, subprocess.Popen[bytes], Path], settings: Settings
) -> None:
    port, process, log = server
    done = threading.Event()
    readers = [Reader(port, done, lasting=lasting) for lasting in (True, True, False, False)]
    for reader in readers:
        reader.start()
    try:
        edit(settings.data, TOWN, "Keskimaa", "Uusimaa")
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: "Uusimaa" in ask(port, "/fi/kaupungit/koivula"))
        whole = (settings.data / TOWN).read_text()
        (settings.data / TOWN).write_text("broken: [")
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: "reload" in ask(port, "/healthz"))
        assert "koivula.yaml" in json.loads(ask(port, "/healthz"))["reload"]
        assert "Uusimaa" in ask(port, "/fi/kaupungit/koivula")
        (settings.data / TOWN).write_text(whole.replace("Uusimaa", "Lappi"))
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: "Lappi" in ask(port, "/fi/kaupungit/koivula"))
        wait_until(lambda: json.loads(ask(port, "/healthz"))["status"] == "ok")
        (settings.data / "site.yaml").write_text("{{{")
        process.send_signal(signal.SIGHUP)
        wait_until(lambda: "site.yaml" in json.loads(ask(port, "/healthz")).get("reload", ""))
        assert "Lappi" in ask(port, "/fi/kaupungit/koivula")
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert all(reader.answered for reader in readers)
    assert [reader.faults for reader in readers] == [[]] * len(readers)
    assert "The new content is not taken in: koivula.yaml cannot be used." in log.read_text()
