"""Addresses that pages had before lead on."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from portal.server.app import create_app
from portal.settings import Settings
from tests.small_data import write_small_data

TABLE = """\
former,now
/fi/kaupungit/vanhala,/fi/kaupungit/koivula
/en/towns,/en/cities
/old,/en/towns
/en/indicators/Inhabitants,/en/indicators/population
/en/cities/rantala,/en/cities/koivula
/en/round,/en/around
/en/around,/en/round
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Any:
    data = write_small_data(tmp_path_factory.mktemp("former"))
    (data / "former_addresses.csv").write_text(TABLE, encoding="utf-8")
    off = {"answer_limit": "off", "file_limit": "off"}
    app = create_app(dataclasses.replace(Settings(), data=data, today="2026-11-23", **off))
    app.testing = True
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "now"),
    [
        ("/fi/kaupungit/vanhala", "/fi/kaupungit/koivula"),
        ("/FI/Kaupungit/Vanhala/", "/fi/kaupungit/koivula"),
        ("/fi/kaupungit/vanhala?i=population&view=trend", "/fi/kaupungit/koivula?i=population&view=trend"),
        ("/fi/kaupungit/vanhala.csv", "/fi/kaupungit/koivula.csv"),
        ("/fi/kaupungit/vanhala.csv-metadata.json", "/fi/kaupungit/koivula.csv-metadata.json"),
        ("/fi/upota/kaupungit/vanhala", "/fi/upota/kaupungit/koivula"),
        ("/fi/kaupungit/vanhala).", "/fi/kaupungit/koivula"),
        ("/en/indicators/inhabitants", "/en/indicators/population"),
        ("/en/indicators/inhabitants.json", "/en/indicators/population.json"),
        ("/old", "/en/cities"),
    ],
)
def test_a_former_address_leads_to_the_page_of_today(client: Any, path: str, now: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, now)
    assert client.get(now).status_code == 200


def test_a_page_of_today_is_not_hidden(client: Any) -> None:
    assert client.get("/en/cities/rantala").status_code == 200


@pytest.mark.parametrize("path", ["/en/round", "/en/upota/round", "/fi/kaupungit/vanhempi", "/en/towns/x"])
def test_what_leads_nowhere_is_not_found(client: Any, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_table_that_cannot_be_read_takes_nothing_down(tmp_path: Path) -> None:
    data = write_small_data(tmp_path)
    (data / "former_addresses.csv").write_bytes(b"\xff\xfe")
    client = create_app(dataclasses.replace(Settings(), data=data, today="2026-11-23")).test_client()
    assert client.get("/en/cities").status_code == 200
    assert client.get("/healthz").json["files"] == ["former_addresses.csv"]
