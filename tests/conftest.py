"""The real site, read once: these tests see what a visitor sees."""

from __future__ import annotations

import dataclasses
from typing import Any

import hypothesis
import pytest
from flask import Flask

from portal.enquiries.database import engine_of, migrate
from portal.pages import Pages
from portal.profile import Portal, load_portal
from portal.server import app as server
from portal.settings import Settings

hypothesis.settings.register_profile("portal", deadline=None, derandomize=True)
hypothesis.settings.load_profile("portal")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The project's own folders and a database of its own, on a fixed day, whatever the environment says."""
    address = f"sqlite:///{tmp_path_factory.mktemp('database')}/portal.sqlite3"
    migrate(engine_of(address))
    return dataclasses.replace(Settings(), today="2026-11-23", database_url=address)


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
