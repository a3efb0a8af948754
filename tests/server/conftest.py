"""A site of two towns and one page too many, small enough to read: the serving room does not care what pages say."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from dash import Dash, Input, Output, State, dcc, html
from flask import Flask

from portal.content.models import SiteSettings
from portal.pages.page import MissingError
from portal.settings import Settings
from portal.urls import Address, Addresses
from tests.made_up_site import COUNTRY

TOWNS = {
    "iisalmi": {"fi": "iisalmi", "sv": "idensalmi", "en": "iisalmi"},
    "rauma": {"fi": "rauma", "sv": "raumo", "en": "rauma"},
}
NAME = {"fi": "Seutukaupungit", "sv": "Regionstäderna", "en": "Ten Towns"}
ADDRESSES = Addresses(TOWNS)


class SmallPages:
    """Pages that say their address, and count how often they are made."""

    made: list[tuple[Address, dict[str, str], dt.date]]

    def __init__(self, portal: Any, asset: Callable[[str], str], boot: Callable[[Any], dict[str, Any]]) -> None:
        self.made = []
        self.asset = asset
        self.boot = boot

    def render(self, address: Address, query: Mapping[str, str], today: dt.date) -> str:
        if address.page == "indicator" and address.about != "population":
            raise MissingError(address.about)
        if address.page == "entry" and address.about != "iisalmi-investor":
            raise MissingError(address.about)
        if address.page == "accessibility":
            raise RuntimeError("the secret of the house")
        self.made.append((address, dict(query), today))
        style = self.asset("bootstrap.css")
        return (
            f'<!doctype html><html lang="{address.locale}"><link href="{style}">{address} {dict(query)} {today} åäö'
            + ("words " * 2000)
        )

    def write(self, address: Address, today: dt.date, made: Callable[[Any], Any]) -> str:
        return f'<!doctype html><html lang="{address.locale}">{address.page} {today}'

    def error(self, status: int, locale: str, framed: bool) -> str:
        return f'<!doctype html><html lang="{locale}"><h1>{status}</h1>'

    def error_words(self, status: int, locale: str) -> tuple[str, str]:
        return f"{status} in {locale}", "Read this."

    def query_of(self, address: Address, args: Mapping[str, str]) -> dict[str, str] | None:
        if address.page == "search":
            return None
        return {name: args[name] for name in ("i", "from") if name in args}


def small_mount(server: Flask, portal: Any, locale: str) -> Dash:
    app = Dash(
        "portal.explorer",
        server=server,
        url_base_pathname=f"/{locale}/_explorer/",
        update_title=None,
        compress=False,
        include_assets_files=False,
    )
    app.layout = html.Div(
        [dcc.Input(id="in"), dcc.Store(id="more"), html.P(id="out"), dcc.Location(id="url"), html.P(id="where")]
    )

    @app.callback(Output("out", "children"), Input("in", "value"), State("more", "data"))
    def say(value: Any, more: Any) -> str:
        return f"{locale}: {value}"

    @app.callback(Output("where", "children"), Output("where", "title"), Input("url", "search"))
    def where(search: Any) -> tuple[str, str]:
        return search, locale

    return app


def small_portal(**changes: Any) -> SimpleNamespace:
    site = {"name": NAME, "short_name": NAME, "cities": list(TOWNS), "key_figures": ["a", "b", "c", "d", "e", "f"]}
    entry = SimpleNamespace(id="iisalmi-investor", valid_until=None)
    past = SimpleNamespace(id="iisalmi-gone", valid_until=dt.date(2026, 1, 1))
    cities = {"iisalmi": SimpleNamespace(looking_for=[entry, past]), "rauma": SimpleNamespace(looking_for=[])}
    options = {"site_url": "http://127.0.0.1:8050", "trusted_proxies": 0} | changes.pop("site", {})
    return SimpleNamespace(
        content=SimpleNamespace(cities=cities),
        cities=cities,
        sought=lambda today: [("iisalmi", one) for one in (entry, past) if one is entry or today < past.valid_until],
        statistics=SimpleNamespace(keys=["population"], warm=lambda: None),
        addresses=ADDRESSES,
        site=SiteSettings.model_validate(site | options),
        version="abc123",
        data=COUNTRY,
        problems=(),
        broken=changes.pop("broken", ()),
    )


@pytest.fixture
def small_pages() -> type[SmallPages]:
    return SmallPages


@pytest.fixture
def addresses() -> Addresses:
    return ADDRESSES


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> Settings:
    return _settings(tmp_path, migrated)


def _settings(tmp_path: Path, migrated: Path) -> Settings:
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "favicon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (assets / "site.css").write_text("body { color: black }\n" * 100)
    address = f"sqlite:///{shutil.copy(migrated, tmp_path / 'portal.sqlite3')}"
    return Settings(assets=assets, built=assets / "built", today="2026-11-23", database_url=address)


@pytest.fixture
def make_app(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Callable[..., Flask]:
    """Makes the small site; options replace those of the site or of the portal."""
    return lambda **changes: _small_app(monkeypatch, settings, **changes)


def _small_app(patch: pytest.MonkeyPatch, settings: Settings, **changes: Any) -> Flask:
    from portal.server import app

    patch.setattr(app, "load_portal", lambda settings: small_portal(**changes))
    patch.setattr(app, "Pages", SmallPages)
    patch.setattr(app, "mount", small_mount)
    patch.setattr(app, "BUNDLES", ["dash/deps/react@18.3.1.min.js", "dash/dcc/dash_core_components.js"])
    patch.setattr(app, "explorer_files", lambda portal: {app.MAP: b"<svg/>", app.PLACES: b"[]"})
    patch.setattr(app, "sign_files", lambda portal, sheet: {})
    return app.create_app(settings)


@pytest.fixture
def client(make_app: Callable[..., Flask]) -> Any:
    """A visitor of a small site of the test's own."""
    return make_app().test_client()


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Flask:
    """One small site for all who only ask, and change nothing that another could notice: making one takes long."""
    settings = dataclasses.replace(_settings(tmp_path_factory.mktemp("shared"), migrated), answer_limit="off")
    with pytest.MonkeyPatch.context() as patch:
        return _small_app(patch, dataclasses.replace(settings, file_limit="off"))


@pytest.fixture
def asker(shared_app: Flask) -> Any:
    """A visitor of the site that is shared, without a cookie."""
    return shared_app.test_client()
