"""The explorer's frame in Dash: the same controls, in the same places, as the server's own view has."""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

from portal.i18n import Locale, _, use_locale

#: No buttons of plotly's over the figures: the view's own files carry its title, source and address.
CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "responsive": True,
    "scrollZoom": False,
}


def layout(locale: Locale) -> html.Div:
    """Empty controls with their labels; the first callback fills them from the address."""
    with use_locale(locale):
        return html.Div(
            [
                dcc.Location(id="x-url", refresh=False),
                dcc.Store(id="x-shown"),
                dcc.Store(id="x-rows"),
                dbc.Input(id="x-sort", type="hidden", value=""),
                dbc.Input(id="x-open", type="hidden", value=""),
                dbc.Input(id="x-was", type="hidden", value=""),
                _controls(),
                _figure(locale),
            ],
            className="explorer-parts",
        )


def graph(ident: str, locale: Locale) -> dcc.Graph:
    """The one way to make a graph."""
    config: Any = {**CONFIG, "locale": locale}
    return dcc.Graph(id=ident, config=config, className="x-graph")


def attributes(**values: str) -> Any:
    """HTML attributes with a hyphen, such as aria-live, for a Dash component."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def _controls() -> html.Div:
    """A slim bar with the indicator and the view; all other choices lie folded behind a button that tells them."""
    return html.Div(
        [
            _select("x-t", _("Theme"), "field field-theme"),
            _select("x-i", _("Indicator"), "field field-wide"),
            _sharing(),
            _segments("x-view", _("View"), "views"),
            _more(),
        ],
        className="controls",
    )


def _more() -> html.Details:
    summary: list[Any] = [html.Span(_("Choices"), className="choices-name"), " ", html.Span(id="x-chosen")]
    fields = [
        html.Div(id="x-refused", className="refused"),
        _select("x-h", _("Highlight"), "field"),
        _select("x-s", _("Industry"), "field"),
        _select("x-j", _("Second indicator, across"), "field"),
        _segments("x-scale", _("Scale"), "segment"),
        _select("x-from", _("From"), "field field-year"),
        _select("x-to", _("To"), "field field-year"),
        _select("x-base", _("Base year = 100"), "field field-year"),
        _select("x-peers", _("Municipalities like it"), "field"),
        _adding(),
        html.Fieldset(
            [
                html.Legend(_("Compare with")),
                dbc.Checklist(id="x-p", options=[], value=[], class_name="place-list"),
            ],
            className="field places",
        ),
    ]
    return html.Details([html.Summary(summary), html.Div(fields, className="choices-fields")], className="choices")


def _year() -> html.Div:
    """The year of a view of one: a list, and a slider that plays, made by assets/explorer/years.js beside it."""
    words = attributes(
        data_play=_("Play the years"),
        data_pause=_("Pause"),
        data_still=_("Your device asks for less motion, so the years are not played."),
    )
    return html.Div(
        [*_labelled("x-year", _("Year")), html.Div(id="x-slider", className="slider", **words)],
        id="x-year-field",
        className="field field-when",
        hidden=True,
    )


def _adding() -> html.Div:
    """Any municipality by typing; assets/explorer/places.js offers names as one types."""
    words = attributes(
        data_none=_("No municipality of that name"),
        data_wait=_("Loading the names…"),
        data_hint=_("When names are offered, the arrow keys move among them and Enter chooses."),
        data_found=_("%(count)s names are offered.", count="{count}"),
    )
    field = dbc.Input(id="x-add", type="text", debounce=True, value="", autocomplete="off", maxlength=60)
    return html.Div(
        [html.Label(_("Add a municipality"), htmlFor="x-add"), html.Div(field, id="x-adding", **words)],
        className="field field-add",
    )


def _sharing() -> html.Div:
    """The view's address: copied, or given to the phone's own list of ways to share."""
    done = attributes(
        data_done=_("Link copied"),
        data_failed=_("Copying was refused. The text is selected: copy it by keyboard or from the menu."),
    )
    return html.Div(
        [
            html.Button(_("Copy link"), id="x-copy", type="button", className="btn btn-line", **done),
            html.Button(_("Share"), id="x-share", type="button", className="btn btn-line", hidden=True),
        ],
        className="field field-button",
    )


def _select(ident: str, label: str, class_name: str) -> html.Div:
    return html.Div(_labelled(ident, label), id=f"{ident}-field", className=class_name)


def _labelled(ident: str, label: str) -> list[Any]:
    """A native select with its label."""
    return [html.Label(label, htmlFor=ident), dbc.Select(id=ident, options=[], value="")]


def _segments(ident: str, label: str, class_name: str) -> html.Fieldset:
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
    return html.Fieldset([html.Legend(label), radios], id=f"{ident}-field", className=f"field {class_name}")


def _figure(locale: Locale) -> html.Div:
    chart = html.Div(
        [graph("x-graph", locale), html.Div(id="x-main")],
        id="x-chart",
        className="figure-chart",
        role="group",
        tabIndex="0",
        **attributes(aria_labelledby="x-title x-sentence", aria_describedby="x-keys"),
    )
    figure = html.Figure(
        [
            html.Div(id="x-messages", className="messages", role="status"),
            html.H3(id="x-title", className="figure-title"),
            html.P(id="x-sentence", className="figure-sentence", **attributes(aria_live="polite")),
            chart,
            _year(),
            html.P(
                _("Arrow keys go through the figures one by one; Enter highlights the place."),
                id="x-keys",
                className="keys",
            ),
            html.P(id="x-spoken", className="spoken", **attributes(aria_live="assertive")),
            html.Ul(id="x-notes", className="notes"),
            html.Figcaption(id="x-source", className="cite"),
        ]
    )
    table = [html.Summary(_("Show as a table")), html.Div(id="x-table")]
    return html.Div(
        [
            figure,
            html.Details(table, id="x-details", className="figure-table"),
            html.Div(id="x-tools", className="tools"),
            html.Span(id="x-copied", className="visually-hidden", role="status"),
        ],
        className="figure-box",
    )
