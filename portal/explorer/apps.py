"""The explorer: one Dash app for each language on the site's own server."""

from __future__ import annotations

import json

from dash import Dash
from flask import Flask

from portal.charts.borders import shapes
from portal.charts.types.map import choropleth
from portal.domain.profile import Portal
from portal.explorer.callbacks import Explorer, register
from portal.explorer.layout import layout
from portal.folding import fold
from portal.i18n import LOCALES, Locale

#: The scripts of the explorer in the order in which they run.
BUNDLES = (
    "dash/deps/react@18.3.1.min.js",
    "dash/deps/react-dom@18.3.1.min.js",
    "dash/deps/prop-types@15.8.1.min.js",
    "plotly-locales.js",
    "accessible-autocomplete.min.js",
    "explorer.js",
    "dash/dash-renderer/build/dash_renderer.min.js",
    "dash/dcc/dash_core_components-shared.js",
    "dash/dcc/dash_core_components.js",
    "dash/dcc/async-graph.js",
    "dash/html/dash_html_components.min.js",
    "dash_bootstrap_components/_components/dash_bootstrap_components.min.js",
    "explorer-start.js",
)

#: Files made of the data that the explorer's scripts fetch when they need them.
MAP, PLACES = "municipalities.svg", "municipalities.json"


def explorer_files(portal: Portal) -> dict[str, bytes]:
    """The shapes of the municipalities, to be painted in the browser, and their names, to be searched there."""
    places = [
        {"code": code, "names": names, "folded": [*dict.fromkeys(fold(name) for name in names.values())]}
        for code, place in sorted(portal.statistics.municipalities.items())
        for names in [{locale: place.called(locale) for locale in LOCALES}]
    ]
    return {
        MAP: choropleth.skeleton(shapes(portal.data / "geo"), portal.statistics.cities).encode(),
        PLACES: json.dumps(places, ensure_ascii=False, separators=(",", ":")).encode(),
    }


def mount(server: Flask, portal: Portal, locale: Locale) -> Dash:
    """A Dash app that answers the explorer's questions in one language, under /<locale>/_explorer/."""
    app = Dash(
        f"portal_explorer_{locale}",
        server=server,  # type: ignore[arg-type]
        url_base_pathname=f"/{locale}/_explorer/",
        assets_ignore=".*",
        include_assets_files=False,
        update_title="",
        compress=False,
        eager_loading=False,
        add_log_handler=False,
    )
    app.layout = layout(locale)
    register(app, Explorer(portal, locale))
    return app
