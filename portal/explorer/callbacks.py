"""What happens when a reader chooses: state in, chart, words and address out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, ctx, html, no_update
from dash import State as Held
from dash.exceptions import PreventUpdate

from portal.domain.profile import Portal
from portal.explorer.controls import ControlOption
from portal.explorer.parts import figures, payload
from portal.explorer.start import anywhere, start_of
from portal.explorer.state import mark
from portal.explorer.view import View
from portal.hyphenation import boxes
from portal.i18n import Locale, _, use_locale
from portal.pasted import pairs
from portal.urls import MOST_PARAMETERS, Address

#: Control -> the query parameter it stands for.
CONTROLS = {
    "x-t": "t",
    "x-i": "i",
    "x-s": "s",
    "x-j": "j",
    "x-view": "view",
    "x-scale": "scale",
    "x-from": "from",
    "x-to": "to",
    "x-base": "base",
    "x-year": "year",
    "x-h": "h",
    "x-peers": "peers",
    "x-p": "p",
    "x-add": "add",
    "x-sort": "sort",
}
#: Controls with several values: the boxes of places. Every other value is one text.
LISTS = {("x-p", "value")}
#: Controls with one value, by the name of their parameter.
SINGLE = ("t", "i", "s", "j", "view", "scale", "from", "to", "base", "year", "h", "peers")


def query_of(search: str) -> dict[str, str]:
    """A query string as a mapping; a parameter given several times is a list with commas."""
    found: dict[str, list[str]] = {}
    for name, value in pairs(search.removeprefix("?"), MOST_PARAMETERS):
        found.setdefault(name, []).append(value)
    return {name: ",".join(value for value in values if value) for name, values in found.items()}


@dataclass(frozen=True)
class Explorer:
    """The explorer of one language."""

    portal: Portal
    locale: Locale

    def view(self, pathname: str, search: str, query: Mapping[str, str]) -> View:
        """The view that a query asks for on a page; a page that is not ours has an explorer that begins anywhere."""
        address = self.portal.addresses.match(pathname)
        start = start_of(self.portal, address, query_of(search)) if isinstance(address, Address) else None
        start = start or anywhere(self.portal)
        if start is None:  # no series could be read, and no page has an explorer
            raise PreventUpdate
        return View.read(self.portal, self.locale, start, query)

    def asked(self, trigger: str | None, search: str, values: Mapping[str, Any], was: str) -> Mapping[str, str]:
        """The query that the controls ask for, or the address itself when it is what changed.

        `was` says what the controls were made for: so the state decides which of their choices survive.
        """
        if trigger not in CONTROLS:
            return query_of(search)
        chosen = {CONTROLS[control]: value for control, value in values.items()}
        chosen["p"] = ",".join(chosen["p"] or [])
        chosen["was"] = was
        return {name: str(value) for name, value in chosen.items() if value is not None}

    def outputs(self, view: View) -> dict[str, Any]:
        """Everything that the page shows of a view."""
        shown = payload(view)
        fields = view.fields
        with use_locale(self.locale):
            choices = {
                name: (_options(_offered(options, name in fields)), _chosen(options), name not in fields)
                for name, options in view.choices.items()
            }
            return {
                "shown": shown,
                "choices": choices,
                "p": (_options(view.places), list(view.state.places)),
                "cleared": ("", view.state.sort),
                "was": mark(view.state),
                "chosen": view.chosen,
                "title": _headline(view.caption, self.locale),
                "sentence": view.sentence,
                "messages": _lines(view.messages),
                "refused": _lines(view.refused),
                "notes": [html.Li(note) for note in view.notes],
                "source": self._source(view),
                "search": shown["search"],
            }

    def rows(self, pathname: str, search: str) -> dict[str, str] | None:
        """The table of a view of every municipality; None for a query string that cannot be read."""
        try:
            view = self.view(pathname, search, query_of(search))
        except ValueError:
            return None
        return {"search": search, "table": str(figures(view))}

    def _source(self, view: View) -> list[Any]:
        path = self.portal.addresses.path("indicator", self.locale, view.state.key)
        return [f"{_('Source')}: {view.source} · ", html.A(_("Definition"), href=path)]


def _headline(text: str, locale: Locale) -> str | list[Any]:
    """A headline that breaks where the server's own does."""
    pieces = list(boxes(text, locale))
    if not any(long for _piece, long in pieces):
        return text
    return [html.Span(piece, className="word") if long else piece for piece, long in pieces]


def _lines(texts: Sequence[str]) -> list[Any]:
    return [html.P(text) for text in texts]


def _options(options: Sequence[ControlOption]) -> list[dict[str, Any]]:
    return [{"value": option.value, "label": option.label, "disabled": option.disabled} for option in options]


def _offered(options: Sequence[ControlOption], shown: bool) -> Sequence[ControlOption]:
    """A list that is not shown has what is chosen alone: the second indicators would be a fifth of every answer."""
    return options if shown else [option for option in options if option.chosen]


def _chosen(options: Sequence[ControlOption]) -> str:
    return next((option.value for option in options if option.chosen), "")


def register(app: Dash, explorer: Explorer) -> None:
    """Give a Dash app its callbacks."""

    @app.callback(
        output={
            "shown": Output("x-shown", "data"),
            "choices": {
                name: (
                    Output(f"x-{name}", "options"),
                    Output(f"x-{name}", "value"),
                    Output(f"x-{name}-field", "hidden"),
                )
                for name in SINGLE
            },
            "p": (Output("x-p", "options"), Output("x-p", "value")),
            "cleared": (Output("x-add", "value"), Output("x-sort", "value")),
            "was": Output("x-was", "value"),
            "chosen": Output("x-chosen", "children"),
            "title": Output("x-title", "children"),
            "sentence": Output("x-sentence", "children"),
            "messages": Output("x-messages", "children"),
            "refused": Output("x-refused", "children"),
            "notes": Output("x-notes", "children"),
            "source": Output("x-source", "children"),
            "search": Output("x-url", "search"),
        },
        inputs={"search": Input("x-url", "search"), "values": {c: Input(c, "value") for c in CONTROLS}},
        state={"pathname": Held("x-url", "pathname"), "was": Held("x-was", "value")},
    )
    def choose(search: str | None, values: dict[str, Any], pathname: str | None, was: str | None) -> dict[str, Any]:
        """The state that was asked for, shown."""
        query = explorer.asked(ctx.triggered_id, search or "", values, was or "")
        outputs = explorer.outputs(explorer.view(pathname or "", search or "", query))
        if ctx.triggered_id in (None, "x-url"):
            outputs["search"] = no_update  # an address that was opened or gone back to stays as it is
        return outputs

    @app.callback(
        Output("x-rows", "data"),
        Input("x-open", "value"),
        Held("x-url", "pathname"),
        prevent_initial_call=True,
    )
    def rows(search: str | None, pathname: str | None) -> dict[str, str] | None:
        """The long table of a view, when it is opened."""
        return explorer.rows(pathname or "", search) if search else None

    in_browser: Any = app.clientside_callback
    in_browser(ClientsideFunction("portal", "paint"), Output("x-graph", "figure"), Input("x-shown", "data"))
    in_browser(ClientsideFunction("portal", "fill"), Output("x-rows", "modified_timestamp"), Input("x-rows", "data"))
    for button in ("copy", "share"):
        in_browser(
            ClientsideFunction("portal", button),
            Output("x-copied", "children", allow_duplicate=button == "share"),
            Input(f"x-{button}", "n_clicks"),
            prevent_initial_call=True,
        )
