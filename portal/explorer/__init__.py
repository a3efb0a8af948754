"""The explorer: one Dash app for each language on the site's own server."""

from __future__ import annotations

from dash import Dash
from flask import Flask

from portal.explorer.callbacks import Explorer, register
from portal.explorer.layout import layout
from portal.i18n import Locale
from portal.profile import Portal

#: The scripts of the explorer in the order in which they run.
BUNDLES = (
    "dash/deps/react@18.3.1.min.js",
    "dash/deps/react-dom@18.3.1.min.js",
    "dash/deps/prop-types@15.8.1.min.js",
    "plotly-locales.js",
    "explorer.js",
    "dash/dash-renderer/build/dash_renderer.min.js",
    "dash/dcc/dash_core_components-shared.js",
    "dash/dcc/dash_core_components.js",
    "dash/dcc/async-graph.js",
    "dash/html/dash_html_components.min.js",
    "dash_bootstrap_components/_components/dash_bootstrap_components.min.js",
    "explorer-start.js",
)


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
