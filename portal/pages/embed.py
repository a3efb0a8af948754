"""Pages for frames on other sites: one view of the explorer, or a town's key figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from portal import i18n
from portal.charts.chart import Chart
from portal.charts.chart_type import Links
from portal.charts.table import html as table_html
from portal.domain.profile import Portal, forms, head_keys, key_figure
from portal.explorer.start import of_indicator
from portal.explorer.state import MANY, UNKNOWN, ExplorerState, Start, canonical, newest, read, write
from portal.explorer.view import View
from portal.i18n import _
from portal.indicators.library import Statistics
from portal.indicators.words import source_line
from portal.pages.page import MissingError, Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType, indicators, towns
from portal.urls import Address

#: Light and dark follow the reader's own preference where the address fixes neither.
THEMES = ("light", "dark")
#: More key figures than this are no glance.
MOST_FIGURES = 12


def theme_of(query: Mapping[str, str]) -> str:
    """The colours that a query fixes: light, dark, "" for none, UNKNOWN for what there is not."""
    asked = query.get("theme", "")
    return asked if asked in ("", *THEMES) else UNKNOWN


def _colours(query: Mapping[str, str]) -> dict[str, str]:
    theme = theme_of(query)
    return {"theme": theme} if theme else {}


def indicator_query(portal: Portal, address: Address, args: Mapping[str, str]) -> dict[str, str]:
    """The one spelling of an embedded view's query.

    What fixes the view to a period stays in it even while that is the newest: newer data will come.
    """
    start = _start(portal, address.about, args)
    reading = read(args, start, portal.statistics)
    name, last = _end(reading.state, portal.statistics)
    fixed = {name: last} if args.get(name) == last else {}
    return fixed | canonical(reading, start, portal.statistics)


def _end(state: ExplorerState, statistics: Statistics) -> tuple[str, str]:
    """The parameter that fixes a view to a period, and its value for what is shown."""
    if not state.chart_type.scope.single_period:
        return "to", str(state.last)
    return "year", state.period or newest(state, statistics.series(state.key, state.section), statistics)


def _start(portal: Portal, key: str | None, query: Mapping[str, str]) -> Start:
    """Where the view begins. Raises MissingError for an unknown indicator."""
    start = of_indicator(portal, key or "", query)
    if start is None:
        raise MissingError(key)
    return replace(start, carried=tuple(_colours(query).items()))


def indicator(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """One view of the explorer, as its query asks. Raises MissingError for an unknown indicator."""
    begins = _start(reader.portal, address.about, query)
    view = View.read(reader.portal, reader.locale, begins, query)
    fixed = is_fixed(query)
    own = write(view.state, replace(begins, carried=()), reader.portal.statistics)
    return Page(
        title=view.caption,
        description=view.sentence,
        template="embed_indicator.html",
        values={
            "view": view,
            "messages": [*view.messages, *_theme_message(query)],
            "sorted_table": _table(reader, address, view, query) if view.is_html else None,
            "table": lambda: table_html(view.table, view.row_head),
            "dated": dated(view, fixed=fixed),
            "theme": theme_of(query).strip(UNKNOWN),
            "full": reader.url("indicator", address.about, own),
        },
        index=False,
    )


def is_fixed(query: Mapping[str, str]) -> bool:
    """Whether a query fixes the newest period that is shown, rather than following the data."""
    return any(query.get(name, "").strip(UNKNOWN) for name in ("to", "year"))


def dated(view: View, *, fixed: bool) -> str:
    """Up to when the view has data, and whether it follows newer data or stays."""
    shown = _newest(view)
    if not shown:
        return ""
    period = i18n.period(shown, view.locale)
    if not fixed:
        return _("Newest data: up to %(period)s.", period=period)
    newer = _("Newer figures are on the portal.") if view.series.periods[-1] > shown else ""
    told = _("Data up to %(period)s.", period=period)
    return f"{told} {newer}".strip()


def _newest(view: View) -> str:
    """The newest period drawn; empty where nothing is."""
    if isinstance(view.chart, Chart) and not view.chart_type.scope.single_period:
        return view.chart.periods[-1] if view.chart.periods else ""
    return view.chart.period


def _table(reader: Reader, address: Address, view: View, query: Mapping[str, str]) -> Markup:
    """The view's table; its heads are links that sort it within the frame."""

    def link(sort: str) -> str:
        return reader.url("embed_indicator", address.about, {**query, "sort": sort})

    return view.html(Links(view.state.sort, link))


def _theme_message(query: Mapping[str, str]) -> list[str]:
    return [_("The address asks for colours that do not exist.")] if theme_of(query) == UNKNOWN else []


@dataclass(frozen=True)
class EmbedRequest:
    """Which figures of a town a query asks for; without `keys` its own choice, without a `year` the newest ones.

    `faults` are the parameters that asked what there is not.
    """

    keys: tuple[str, ...] = ()
    year: int | None = None
    faults: tuple[str, ...] = ()


def city_query(portal: Portal, address: Address, args: Mapping[str, str]) -> dict[str, str]:
    """The one spelling of the query of embedded key figures: what holds of it, and a mark for each mistake."""
    asked = read_figures(portal, address.about, args)
    marks = {"figures": UNKNOWN, "many": MANY}
    figures = [*asked.keys, *(marks[fault] for fault in asked.faults if fault in marks)]
    year = UNKNOWN if "year" in asked.faults else str(asked.year or "")
    query = {"figures": ",".join(figures), "year": year} | _colours(args)
    return {name: value for name, value in query.items() if value}


def read_figures(portal: Portal, city: str | None, query: Mapping[str, str]) -> EmbedRequest:
    """What a query asks of a town. Raises MissingError for a town that is not shown."""
    if city not in portal.cities:
        raise MissingError(city)
    asked = list(dict.fromkeys(key for key in query.get("figures", "").split(",") if key))
    known = [key for key in asked if key in plain_keys(portal)]
    year = _year(
        portal, portal.cities[city].code, known or head_keys(portal, portal.cities[city]), query.get("year", "")
    )
    faults = {
        "figures": any(key not in known and key != MANY for key in asked),
        "many": len(known) > MOST_FIGURES or MANY in asked,
        "year": bool(query.get("year")) and year is None,
    }
    return EmbedRequest(tuple(known[:MOST_FIGURES]), year, tuple(name for name, wrong in faults.items() if wrong))


def plain_keys(portal: Portal) -> list[str]:
    """The indicators that are one figure of a town: those without a dimension."""
    return [key for key in portal.statistics.keys if portal.statistics.indicator(key).dimension is None]


def _year(portal: Portal, place: str, keys: list[str], text: str) -> int | None:
    """The year asked for; None for one before the first of these figures or after the newest."""
    if not (len(text) == 4 and text.isascii() and text.isdigit()):
        return None
    years = [int(point.period[:4]) for key in keys for point in portal.statistics.series(key).points(place)]
    return int(text) if years and min(years) <= int(text) <= max(years) else None


def city(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """A town's key figures. Raises MissingError for a town that is not shown."""
    portal, locale = reader.portal, reader.locale
    asked = read_figures(portal, address.about, query)
    shown = portal.cities[address.about or ""]
    keys = asked.keys or head_keys(portal, shown)
    found = {key: key_figure(portal, key, shown.code, locale, asked.year) for key in keys}
    figures = [figure for figure in found.values() if figure is not None]
    name = forms(shown, locale).nominative
    return Page(
        title=_("%(town)s: key figures", town=name),
        description=_("%(town)s: key figures", town=name),
        template="embed_city.html",
        values={
            "figures": figures,
            "messages": [*_messages(asked), *_theme_message(query)],
            "absent": [
                reader.localized(portal.statistics.indicator(key).name) for key, one in found.items() if one is None
            ],
            "year": asked.year,
            "source": source_line(portal.statistics.catalogue, [figure.source for figure in figures], locale),
            "theme": theme_of(query).strip(UNKNOWN),
            "full": reader.url("city", address.about),
        },
        index=False,
    )


def _messages(asked: EmbedRequest) -> list[str]:
    """What of the address could not be followed, in words."""
    words: dict[str, Callable[[], str]] = {
        "figures": lambda: _("The address asks for a figure that does not exist; it is left out."),
        "many": lambda: _("At most %(most)s figures fit; the first %(most)s are shown.", most=MOST_FIGURES),
        "year": lambda: _("There are no figures of the year asked for; the newest ones are shown."),
    }
    return [words[fault]() for fault in asked.faults]


PAGE_TYPES = (
    PageType("embed_city", city, city_query, subjects=towns, in_sitemap=False),
    PageType("embed_indicator", indicator, indicator_query, subjects=indicators, in_sitemap=False),
)
