"""An indicator's page, and the list of indicators."""

from __future__ import annotations

from collections.abc import Mapping

from portal import i18n
from portal.charts.chart import build
from portal.charts.sentence import sentence
from portal.charts.table import ranked_table
from portal.charts.types.ranking.chart_type import SCOPE as RANKING
from portal.charts.types.ranking.svg import svg
from portal.explorer.start import start_of
from portal.explorer.state import default, write
from portal.explorer.view import View
from portal.i18n import _, lazy
from portal.indicators.catalogue import Indicator
from portal.indicators.library import COUNTRY, Series
from portal.indicators.words import source_line
from portal.pages.page import MissingError, Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType, indicators
from portal.urls import Address


def list_page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """Every indicator under its theme, with the years it covers."""
    statistics = reader.portal.statistics
    newest = {key: statistics.series(key).periods[-1] for key in statistics.keys}
    themes = [
        (
            code,
            theme.name,
            [(key, statistics.indicator(key), years(statistics.series(key)), newest[key]) for key in keys],
        )
        for code, theme in statistics.catalogue.themes.items()
        if (keys := [key for key in statistics.keys if statistics.indicator(key).theme == code])
    ]
    return Page(
        title=_("Indicators"),
        description=_("Every indicator of the portal, with its definition, years and source."),
        template="indicators.html",
        values={"themes": themes, "count": len(statistics.keys), "oldest": min(newest.values(), default="")},
    )


def years(series: Series) -> str:
    """The years a series covers: 2000–2021, or one of them."""
    first, last = series.periods[0][:4], series.periods[-1][:4]
    return first if first == last else f"{first}–{last}"


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """One indicator. Raises MissingError for an unknown one."""
    statistics = reader.portal.statistics
    key = address.about or ""
    begins = start_of(reader.portal, address, query)
    if begins is None:
        raise MissingError(key)
    view = View.read(reader.portal, reader.locale, begins, query)
    indicator = statistics.indicator(key)
    state = view.state if view.state.key == key else default(begins, statistics)
    own = View(reader.portal, reader.locale, begins, state)
    series = own.series
    ranking = build(
        series,
        key,
        reader.names,
        reader.locale,
        scope=RANKING,
        town=None,
        places=(COUNTRY,) if series.has(COUNTRY) and indicator.comparable_with_country else (),
        background=statistics.cities,
        title=own.title,
        part=own.part,
    )
    return Page(
        title=reader.localized(indicator.name),
        description=reader.localized(indicator.definition),
        template="indicator.html",
        values={
            "key": key,
            "file": lambda form: reader.portal.addresses.path("indicator", reader.locale, key, form=form),
            "indicator": indicator,
            "unit": reader.localized(statistics.catalogue.units[indicator.unit].long),
            "theme": statistics.catalogue.themes[indicator.theme],
            "view": view,
            "ranking": svg(ranking, "ranking-chart") if view.state.view != RANKING.name else "",
            "ranking_sentence": sentence(ranking),
            "ranking_table": ranked_table(ranking),
            "ranking_source": source_line(statistics.catalogue, ranking.sources, reader.locale),
            "years": years(series),
            "newest": series.periods[-1],
            "places": max(series.breadth.values(), default=0),
            "publishers": statistics.catalogue.publishers,
            "dates": {s.id: i18n.partial_date(s.data_date, reader.locale) for s in indicator.sources if s.data_date},
            "related": [
                (other, statistics.indicator(other)) for other in indicator.not_comparable if other in statistics.keys
            ],
            "rule": aggregation(reader, indicator),
        },
        query=write(view.state, begins, statistics),
    )


def aggregation(reader: Reader, indicator: Indicator) -> str:
    """How several towns together are counted, in words."""
    weight = reader.portal.statistics.catalogue.indicators.get(indicator.aggregation.weight or "")
    return _(indicator.aggregation.rule.words, weight=reader.localized(weight.name) if weight else "")


PAGE_TYPES = (
    PageType("indicators", list_page, label=lazy("Indicators"), menu=3, footer=3),
    PageType("indicator", page, subjects=indicators),
)
