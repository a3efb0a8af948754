"""What happens when a reader chooses: state in, chart, words and address out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from dash import ClientsideFunction, Dash, Input, Output, ctx, html, no_update
from dash import State as Held

from portal.charts.figure import figure
from portal.charts.table import html as html_table
from portal.explorer.state import Start, read, write
from portal.explorer.view import Option, View
from portal.i18n import Locale, _, speaking
from portal.profile import Portal
from portal.urls import Address

#: Control -> the query parameter it stands for.
CONTROLS = {
    "x-t": "t",
    "x-i": "i",
    "x-s": "s",
    "x-view": "view",
    "x-scale": "scale",
    "x-from": "from",
    "x-to": "to",
    "x-p": "p",
}
#: When one of these changes, what was chosen for the old indicator no longer holds.
FRESH = {"x-t": ("t",), "x-i": ("i",), "x-s": ("i", "s")}


def query_of(search: str) -> dict[str, str]:
    """A query string as a mapping; a parameter given several times is a list with commas."""
    found = parse_qs(search.removeprefix("?"), keep_blank_values=True, max_num_fields=60)
    return {name: ",".join(value for value in values if value) for name, values in found.items()}


@dataclass(frozen=True)
class Explorer:
    """The explorer of one language."""

    portal: Portal
    locale: Locale

    def view(self, pathname: str, query: Mapping[str, str]) -> View:
        """The view that a page's address and a query ask for; the first town's where the address is no page of ours."""
        start = self._start(pathname)
        return View(self.portal, self.locale, start, read(query, start, self.portal.statistics))

    def _start(self, pathname: str) -> Start:
        keys = tuple(self.portal.statistics.keys)
        address = self.portal.addresses.match(pathname)
        if isinstance(address, Address) and address.page == "indicator" and address.about in keys:
            return Start(None, address.about, keys)
        if isinstance(address, Address) and address.page == "city" and address.about in self.portal.cities:
            return Start(self.portal.cities[address.about].code, keys[0], keys)
        return Start(None, keys[0], keys)

    def asked(self, trigger: str | None, search: str, values: Mapping[str, Any]) -> Mapping[str, str]:
        """The query that the controls ask for, or the address itself when it is what changed."""
        if trigger not in CONTROLS:
            return query_of(search)
        chosen = {CONTROLS[control]: value for control, value in values.items()}
        chosen["p"] = ",".join(chosen["p"] or [])
        if trigger in FRESH:
            chosen = {name: chosen[name] for name in (*FRESH[trigger], "p")}
        return {name: str(value) for name, value in chosen.items() if value is not None}

    def outputs(self, view: View) -> dict[str, Any]:
        """Everything that the page shows of a view."""
        query = write(view.state, view.start, self.portal.statistics)
        with speaking(self.locale):
            return {
                "shown": {"figure": figure(view.chart), "table": html_table(view.table, _("Place"))},
                "t": (_options(view.themes), _chosen(view.themes)),
                "i": (_options(view.indicators), view.state.key),
                "s": (_options(view.sections), view.state.section, not view.sections),
                "view": (_options(view.views), view.state.view),
                "scale": (_options(view.scales), view.state.scale),
                "from": (_options(view.firsts), str(view.state.first)),
                "to": (_options(view.lasts), str(view.state.last)),
                "p": (_options(view.places), list(view.state.places)),
                "title": view.caption,
                "sentence": view.sentence,
                "notes": [html.Li(note) for note in view.notes],
                "source": self._source(view),
                "search": f"?{urlencode(query, safe=',')}" if query else "",
            }

    def _source(self, view: View) -> list[Any]:
        path = self.portal.addresses.path("indicator", self.locale, view.state.key)
        return [f"{_('Source')}: {view.source} · ", html.A(_("Definition"), href=path)]


def _options(options: Sequence[Option]) -> list[dict[str, Any]]:
    return [{"value": option.value, "label": option.label, "disabled": option.disabled} for option in options]


def _chosen(options: Sequence[Option]) -> str:
    return next((option.value for option in options if option.chosen), "")


def register(app: Dash, explorer: Explorer) -> None:
    """Give a Dash app its callbacks."""

    @app.callback(
        output={
            "shown": Output("x-shown", "data"),
            "t": (Output("x-t", "options"), Output("x-t", "value")),
            "i": (Output("x-i", "options"), Output("x-i", "value")),
            "s": (Output("x-s", "options"), Output("x-s", "value"), Output("x-s-field", "hidden")),
            "view": (Output("x-view", "options"), Output("x-view", "value")),
            "scale": (Output("x-scale", "options"), Output("x-scale", "value")),
            "from": (Output("x-from", "options"), Output("x-from", "value")),
            "to": (Output("x-to", "options"), Output("x-to", "value")),
            "p": (Output("x-p", "options"), Output("x-p", "value")),
            "title": Output("x-title", "children"),
            "sentence": Output("x-sentence", "children"),
            "notes": Output("x-notes", "children"),
            "source": Output("x-source", "children"),
            "search": Output("x-url", "search"),
        },
        inputs={"search": Input("x-url", "search"), "values": {c: Input(c, "value") for c in CONTROLS}},
        state={"pathname": Held("x-url", "pathname")},
    )
    def choose(search: str | None, values: dict[str, Any], pathname: str | None) -> dict[str, Any]:
        """The state that was asked for, shown."""
        query = explorer.asked(ctx.triggered_id, search or "", values)
        outputs = explorer.outputs(explorer.view(pathname or "", query))
        if ctx.triggered_id in (None, "x-url"):
            outputs["search"] = no_update  # an address that was opened or gone back to stays as it is
        return outputs

    in_browser: Any = app.clientside_callback
    in_browser(ClientsideFunction("portal", "paint"), Output("x-graph", "figure"), Input("x-shown", "data"))
    in_browser(
        ClientsideFunction("portal", "copy"),
        Output("x-copied", "children"),
        Input("x-copy", "n_clicks"),
        prevent_initial_call=True,
    )
