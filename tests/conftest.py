"""The site of a country that stands still, read once: these tests see what a visitor sees. And both databases.

What is published, from the data folder, is tested in tests/data: rules that hold whatever is written there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import Engine

from portal.domain.profile import Portal, load_portal
from portal.enquiries import database
from portal.pages.rendering import Pages
from portal.server import app as server
from portal.settings import Settings
from tests import databases
from tests.databases import Cluster
from tests.made_up_site import country_settings

hypothesis.settings.register_profile("portal", deadline=None, derandomize=True)
hypothesis.settings.load_profile("portal")

TESTS = Path(__file__).parent
#: What a test needs, by the fixtures that it uses.
BY_FIXTURE = {
    "database": {"cluster", "postgresql", "redis"},
    "slow": {"every"},  # each page of a site
}
#: What a test needs, by where it is.
BY_PATH = {
    "browser": ("browser/",),
    "slow": (
        # They start processes of the portal, and wait.
        "delivery/test_killing.py",
        "delivery/test_service.py",
        "gateway/",
        "registries/test_languages.py",
        "server/test_file_process.py",
        "server/test_receiving.py",
        "server/test_reload.py",
        "server/test_stalled.py",
        "server/test_starting.py",
        # They read, write or load much.
        "cli/test_enquiries.py",
        "enquiries/test_enquiring.py",
        "explorer/test_parts.py",
        "exports/test_brief.py",
        "exports/test_indicator.py",
        "exports/test_workbook.py",
        "domain/finder/test_ranking.py",
        "pages/test_embed.py",
        "pages/test_looking_for.py",
        "pages/test_search.py",
        "server/test_api.py",
        "server/test_condition.py",
        "indicators/test_reading.py",
        "server/test_secure.py",
        "test_html.py",
        "test_imports.py::test_each_module_can_be_imported_alone",
    ),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Which browser the tests of tests/browser use: in the others only those marked as walks."""
    engines = ("chromium", "firefox", "webkit")
    parser.addoption("--engine", choices=engines, default="chromium", help="the browser: chromium, firefox or webkit")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by what it needs, so that `make unit` can leave out what is not here or takes long."""
    for item in items:
        for mark in needs(item):
            item.add_marker(mark)


def needs(item: pytest.Item) -> set[str]:
    """The marks of a test: of its fixtures, of its file, and of the kind of database that it gets."""
    path = f"{item.path.relative_to(TESTS).as_posix()}::{item.name}"
    found = {mark for mark, names in BY_FIXTURE.items() if names & set(getattr(item, "fixturenames", ()))}
    found |= {mark for mark, starts in BY_PATH.items() if path.startswith(starts)}
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return found | ({"database"} if parameters.get("database_url") == "postgresql" else set())


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The tests' country and a database of its own, on a fixed day, whatever the environment says."""
    address = f"sqlite:///{tmp_path_factory.mktemp('database')}/portal.sqlite3"
    database.migrate(database.engine_of(address))
    everything = {
        "answer_limit": "off",
        "file_limit": "off",
        "enquiry_limit": "100000 per hour",
    }  # the tests are one client, who asks for all there is
    return country_settings(database_url=address, **everything)


@pytest.fixture(scope="session")
def portal(settings: Settings) -> Portal:
    """Everything the site knows of the tests' country."""
    return load_portal(settings)


@pytest.fixture(scope="session")
def pages(portal: Portal) -> Pages:
    """Its pages, without a server."""
    return Pages(portal, lambda name: f"/static/{name}", lambda locale: {})


@pytest.fixture(scope="session")
def app(settings: Settings, portal: Portal) -> Flask:
    """The whole site of the tests' country."""
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
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file as the migrations leave it, to be copied."""
    file = tmp_path_factory.mktemp("databases") / "migrated.sqlite3"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql(cluster: Cluster) -> Cluster:
    """The server with a database, `migrated`, as the migrations leave it."""
    _migrate(cluster.create("migrated"))
    return cluster


def _migrate(address: str) -> None:
    engine = database.engine_of(address)
    database.migrate(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, migrated: Path, tmp_path: Path) -> Iterator[str]:
    """An empty database of either kind, with its tables."""
    if request.param == "sqlite":
        shutil.copy(migrated, tmp_path / "portal.sqlite3")
        yield f"sqlite:///{tmp_path / 'portal.sqlite3'}"
        return
    server: Cluster = request.getfixturevalue("postgresql")
    yield server.address("migrated")
    server.empty("migrated")


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """What talks to that database."""
    made = database.engine_of(database_url)
    yield made
    made.dispose()
