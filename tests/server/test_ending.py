"""Entries leave by themselves on the day after their last: pages, feed, sitemap and search, kept or not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.server import app as server
from portal.server.app import create_app
from portal.settings import Settings
from tests.small_data import write_small_data

ENTRY = "/en/looking-for/koivula-wood-builders"
PLACES = ("/en/", "/en/looking-for", "/en/looking-for?role=company", "/en/cities/koivula", "/sitemap.xml")
FEEDS = ("/en/looking-for.atom", "/en/looking-for.atom?role=service", "/en/cities/koivula.json")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A small site whose entry is shown to the end of 2027."""
    return Settings(data=write_small_data(tmp_path), built=tmp_path / "built")


def visitor(settings: Settings, day: str) -> Any:
    return create_app(Settings(data=settings.data, built=settings.built, today=day)).test_client()


def test_the_day_that_the_environment_fixes_decides(settings: Settings) -> None:
    before, after = visitor(settings, "2027-12-31"), visitor(settings, "2028-01-01")
    assert (before.get(ENTRY).status_code, after.get(ENTRY).status_code) == (200, 404)
    for path in (*PLACES, *FEEDS):
        assert "koivula-wood-builders" in before.get(path).text, path
        assert "koivula-wood-builders" not in after.get(path).text, path


def test_a_running_server_takes_the_entry_away_at_midnight(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [dt.date(2027, 12, 31)]
    monkeypatch.setattr(server, "day_of", lambda settings: lambda: clock[0])
    app: Flask = create_app(settings)
    client = app.test_client()
    kept = {path: client.get(path) for path in (ENTRY, *PLACES, *FEEDS)}
    assert all("koivula-wood-builders" in answer.text for answer in kept.values())
    clock[0] = dt.date(2028, 1, 1)
    assert client.get(ENTRY).status_code == 404
    for path in (*PLACES, *FEEDS):
        answer = client.get(path, headers={"If-None-Match": kept[path].headers["ETag"]})
        assert answer.status_code == 200, path
        assert "koivula-wood-builders" not in answer.text, path
