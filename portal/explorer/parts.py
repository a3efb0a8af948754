"""The parts of the explorer that are HTML of our own, the same whether the server or Dash shows the view."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup, escape

from portal.charts.chart import Chart
from portal.charts.chart_type import Links
from portal.charts.table import html as table_html
from portal.explorer.embeds import embed_code, embed_path
from portal.explorer.state import ExplorerState, Start, write
from portal.explorer.view import View
from portal.file_formats import FileFormat, linked
from portal.i18n import _, use_locale
from portal.indicators.library import COUNTRY, NETWORK

#: A table of more cells than this comes when it is opened.
LONG = 1200
#: Where on its page the explorer stands.
ANCHOR = "#numbers"


def main(view: View, ident: str) -> Markup:
    """The drawing of the view, or the table where the view is one."""
    if not view.is_html:
        return view.svg(ident)
    return view.html(Links(view.state.sort, sorting(view), choosing(view)))


def figures(view: View) -> Markup:
    """The view's figures as a table, a step away; each place can be chosen from it."""
    with use_locale(view.locale):
        return table_html(view.table, view.row_head, choosing(view) if view.chart_type.rows_are_places else None)


def search(view: View, state: ExplorerState) -> str:
    """The query string of a state of the same explorer; empty where it begins."""
    query = write(state, view.start, view.portal.statistics)
    return f"?{urlencode(query, safe=',')}" if query else ""


def address(view: View, state: ExplorerState) -> str:
    """Where another state of the same explorer is, to be followed without scripts."""
    return f"{search(view, state) or '?'}{ANCHOR}"


def sorting(view: View) -> Callable[[str], str]:
    """Where the table is in another order."""
    return lambda sort: address(view, replace(view.state, sort=sort))


def choosing(view: View) -> Callable[[str], str | None]:
    """Where another place is in colour; none for the country and the ten together."""
    query = write(replace(view.state, focus=None), view.start, view.portal.statistics)
    others = urlencode(query, safe=",")
    stem = f"?{others}&" if others else "?"

    def link(place: str) -> str | None:
        if place in (COUNTRY, NETWORK):
            return None
        return f"{stem}h={place}{ANCHOR}" if place != view.state.home else f"{stem.removesuffix('&')}{ANCHOR}"

    return link


def alone(view: View) -> dict[str, str]:
    """The view as a query of its indicator's own address: the page's town becomes the place in colour."""
    state = view.state
    towns = tuple(dict.fromkeys((*([state.home] if state.focus and state.home else []), *state.places)))
    start = Start(None, state.key, view.start.keys)
    query = write(replace(state, home=None, focus=state.town, places=towns), start, view.portal.statistics)
    return {"view": state.view} | query


def tools(view: View) -> Markup:
    """What can be done with the view: its files, its code for another site, its towns side by side."""
    portal, locale = view.portal, view.locale
    query = alone(view)
    with use_locale(locale):
        links = ", ".join(_file(view, query, one) for one in linked("view"))
        heading = escape(_("This view as a file"))
        excel = escape(_("For Excel, take XLSX: it keeps decimals and municipality codes as they are."))
        hint = f'<br><span class="soft small">{excel}</span>'
        parts = [f'<p class="files">{heading}: {links}{hint}</p>', _embedding(view, query)]
        compared = [*([view.state.town] if view.state.town else []), *view.state.places]
        towns = list(dict.fromkeys(place for place in compared if place not in (COUNTRY, NETWORK)))[:10]
        if len(towns) > 1:
            path = portal.addresses.path("compare", locale, query={"c": ",".join(towns)})
            words = escape(_("Compare these places"))
            parts.insert(1, f'<p class="files"><a href="{escape(path)}">{words}</a></p>')
    return Markup("".join(parts))  # noqa: S704 - every text inside is escaped where it is put


def _file(view: View, query: Mapping[str, str], one: FileFormat) -> str:
    path = view.portal.addresses.path("indicator", view.locale, view.state.key, query, one.ending)
    return f'<a href="{escape(path)}" download>{escape(one.links["view"].label)}</a>'


def _embedding(view: View, query: dict[str, str]) -> str:
    path = embed_path(view.portal, view.locale, "embed_indicator", view.state.key, query)
    code = embed_code(view.portal, path, view.title, view.chart_type.embed_height)
    refused = _("Copying was refused. The text is selected: copy it by keyboard or from the menu.")
    advice = _("Paste this code where the view is to stand. It follows new figures unless a year is chosen.")
    return (
        f'<details class="embedding"><summary>{escape(_("Show this on your own site"))}</summary>'
        f'<p>{escape(advice)}</p><textarea class="form-control code" id="{{ident}}" readonly rows="4" '
        f'aria-label="{escape(_("Code for embedding"))}">{escape(code)}</textarea><p><button type="button" '
        f'class="btn btn-line" data-copy data-done="{escape(_("Code copied"))}" data-failed="{escape(refused)}" hidden>'
        f"{escape(_('Copy the code'))}"
        "</button></p></details>"
    )


def _is_long(view: View) -> bool:
    """Whether a table has every municipality, or months of many years."""
    if view.chart_type.scope.least_places or not isinstance(view.chart, Chart):
        return view.chart_type.scope.least_places > 0
    return sum(len(line.points) for line in view.chart.lines) > LONG


def payload(view: View) -> dict[str, Any]:
    """What the browser draws of a view: a plotly figure, a painted map or a table, and the parts beside it.

    A long table is seldom opened: it is None here and asked for when it is (`figures`).
    """
    return {
        "view": view.state.view,
        "search": search(view, view.state),
        "figure": view.figure,
        "map": view.painted,
        "main": str(main(view, "x-main")) if view.is_html else None,
        "table": "" if view.is_html else None if _is_long(view) else str(figures(view)),
        "tools": str(tools(view)),
        "years": [option.value for option in view.periods],
        "year": view.chart.period,
        "label": str(escape(view.caption)),
    }
