"""The real site, read once: these tests see what a visitor sees. And both databases, for what visitors write."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import Engine

from portal.enquiries import database
from portal.pages import Pages
from portal.profile import Portal, load_portal
from portal.server import app as server
from portal.settings import Settings
from tests import databases
from tests.databases import Cluster

hypothesis.settings.register_profile("portal", deadline=None, derandomize=True)
hypothesis.settings.load_profile("portal")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which browser the tests of tests/browser use: in the others only those marked as walks."""
    engines = ("chromium", "firefox", "webkit")
    parser.addoption("--engine", choices=engines, default="chromium", help="the browser: chromium, firefox or webkit")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The project's own folders and a database of its own, on a fixed day, whatever the environment says."""
    address = f"sqlite:///{tmp_path_factory.mktemp('database')}/portal.sqlite3"
    database.migrate(database.engine_of(address))
    everything = {
        "answer_limit": "off",
        "file_limit": "off",
        "enquiry_limit": "100000 per hour",
    }  # the tests are one client, who asks for all there is
    return dataclasses.replace(Settings(), today="2026-11-23", database_url=address, **everything)


@pytest.fixture(scope="session")
def portal(settings: Settings) -> Portal:
    """Everything the site knows, from the real data folder."""
    return load_portal(settings)


@pytest.fixture(scope="session")
def pages(portal: Portal) -> Pages:
    """The real pages, without a server."""
    return Pages(portal, lambda name: f"/static/{name}", lambda locale: {})


@pytest.fixture(scope="session")
def app(settings: Settings, portal: Portal) -> Flask:
    """The whole site on the real data."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(server, "load_portal", lambda settings: portal)
        app = server.create_app(settings)
    app.testing = True
    return app


@pytest.fixture(scope="session")
def client(app: Flask) -> Any:
    """A visitor without a browser."""
    return app.test_client()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Debian's PostgreSQL, started for this run; without it the tests fail and say what to install."""
    with databases.cluster(durable=False) as started:
        yield started


@pytest.fixture(scope="session")
def migrated(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both databases as the migrations leave them: PostgreSQL's `migrated`, and this SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("databases") / "migrated.sqlite3"
    for address in (cluster.create("migrated"), f"sqlite:///{file}"):
        engine = database.engine_of(address)
        database.migrate(engine)
        engine.dispose()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind, with its tables."""
    if request.param == "sqlite":
        shutil.copy(migrated, tmp_path / "portal.sqlite3")
        yield f"sqlite:///{tmp_path / 'portal.sqlite3'}"
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    yield cluster.address("migrated")
    cluster.empty("migrated")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """What talks to that database."""
    made = database.engine_of(database_url)
    yield made
    made.dispose()
