"""The explorer's frame in Dash: the same controls, in the same places, as the server's own view has."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from portal.i18n import Locale, _, speaking

#: No button sends figures to a third party; the modebar's words come from assets/plotly-locales.js.
CONFIG: dict[str, Any] = {
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "scrollZoom": False,
    "modeBarButtonsToRemove": [
        "select2d",
        "lasso2d",
        "zoom2d",
        "pan2d",
        "zoomIn2d",
        "zoomOut2d",
        "autoScale2d",
        "resetScale2d",
    ],
}


def layout(locale: Locale) -> html.Div:
    """Empty controls with their labels; the first callback fills them from the address."""
    with speaking(locale):
        return html.Div(
            [dcc.Location(id="x-url", refresh=False), dcc.Store(id="x-shown"), _controls(), _figure(locale)]
        )


def graph(ident: str, locale: Locale) -> dcc.Graph:
    """The one way to make a graph."""
    config: Any = {**CONFIG, "locale": locale}
    return dcc.Graph(id=ident, config=config, className="x-graph")


def attributes(**values: str) -> Any:
    """HTML attributes with a hyphen, such as aria-live, for a Dash component."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def _controls() -> html.Div:
    return html.Div(
        [
            _select("x-t", _("Theme"), "field"),
            _select("x-i", _("Indicator"), "field field-wide"),
            html.Div(_labelled("x-s", _("Industry")), id="x-s-field", className="field field-wide", hidden=True),
            _segments("x-view", _("View")),
            _segments("x-scale", _("Scale")),
            _select("x-from", _("From"), "field field-year"),
            _select("x-to", _("To"), "field field-year"),
            html.Fieldset(
                [
                    html.Legend(_("Compare with")),
                    dbc.Checklist(id="x-p", options=[], value=[], class_name="place-list"),
                ],
                className="field places",
            ),
            html.Div(
                html.Button(
                    _("Copy link"),
                    id="x-copy",
                    type="button",
                    className="btn btn-line",
                    **attributes(data_done=_("Link copied")),
                ),
                className="field field-button",
            ),
        ],
        className="controls",
    )


def _select(ident: str, label: str, class_name: str) -> html.Div:
    return html.Div(_labelled(ident, label), className=class_name)


def _labelled(ident: str, label: str) -> list[Any]:
    """A native select with its label."""
    return [html.Label(label, htmlFor=ident), dbc.Select(id=ident, options=[], value="")]


def _segments(ident: str, label: str) -> html.Fieldset:
    """Radio buttons drawn as one strip."""
    radios = dbc.RadioItems(
        id=ident,
        name=ident,
        options=[],
        value="",
        class_name="segments",
        input_class_name="btn-check",
        label_class_name="btn btn-segment",
        label_checked_class_name="",
    )
    return html.Fieldset([html.Legend(label), radios], className="field segment")


def _figure(locale: Locale) -> html.Figure:
    return html.Figure(
        [
            html.H3(id="x-title", className="figure-title"),
            html.P(id="x-sentence", className="figure-sentence", **attributes(aria_live="polite")),
            html.Div(
                graph("x-graph", locale),
                id="x-chart",
                className="figure-chart",
                role="group",
                **attributes(aria_labelledby="x-title x-sentence"),
            ),
            html.Ul(id="x-notes", className="notes"),
            html.Figcaption(id="x-source", className="cite"),
            html.Details([html.Summary(_("Show as a table")), html.Div(id="x-table")], className="figure-table"),
            html.Span(id="x-copied", className="visually-hidden", role="status"),
        ],
        className="figure-box",
    )
