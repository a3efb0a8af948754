"""An indicator as rows: whole, or just what one view of it shows."""

from __future__ import annotations

from collections.abc import Iterator

from portal import i18n
from portal.charts.chart import Chart
from portal.charts.chart_type import Observation
from portal.domain.profile import Names, Portal
from portal.explorer.state import write
from portal.explorer.view import View
from portal.exports.dataset import DataPoint, Dataset
from portal.i18n import Locale, _, use_locale
from portal.indicators.aggregation import AGGREGATIONS
from portal.indicators.catalogue import Indicator
from portal.indicators.library import COUNTRY, NETWORK, Series


def whole(portal: Portal, key: str, locale: Locale) -> Dataset:
    """Every figure of an indicator: all places, all periods, all parts; computed ones are marked."""
    statistics = portal.statistics
    indicator = statistics.indicator(key)
    rows = [row for part in statistics.sections(key) for row in every_row(statistics.series(key, part), key, part)]
    return Dataset(
        portal=portal,
        locale=locale,
        path=portal.addresses.path("indicator", locale, key),
        name=key,
        title=i18n.localized(indicator.name, locale),
        definition=i18n.localized(indicator.definition, locale),
        figures=rows,
        key=key,
        notes=(*_computed_notes(portal, key, locale), *remarks(indicator, locale)),
    )


def remarks(indicator: Indicator, locale: Locale) -> tuple[str, ...]:
    """What the catalogue says of an indicator's limits."""
    with use_locale(locale):
        breaks = [
            f"{_('Break in the series, %(period)s', period=found.period)}: {i18n.localized(found.text, locale)}"
            for found in indicator.breaks
        ]
    texts = [*indicator.caveats, *(text for text in (indicator.missing,) if text)]
    return (*(i18n.localized(text, locale) for text in texts), *breaks)


def every_row(series: Series, key: str, section: str) -> Iterator[DataPoint]:
    """A series' figures, the country and the ten together first, then the municipalities by their codes."""
    for place in (COUNTRY, NETWORK, *sorted(series.places - {COUNTRY})):
        yield from rows_of(series, key, section, place)


def rows_of(series: Series, key: str, section: str, place: str) -> Iterator[DataPoint]:
    """One place's figures in order."""
    for point in series.points(place):
        computed = series.computed(place, point.period)
        yield DataPoint(key, section, place, point.period, point.value, series.source(point), computed)


def _computed_notes(portal: Portal, key: str, locale: Locale) -> Iterator[str]:
    """How the computed figures of the country and of the ten together were made."""
    series = portal.statistics.series(key)
    names = Names(portal, locale)
    for place in (COUNTRY, NETWORK):
        made = series.together(place)
        if made.reason or not any(series.computed(place, point.period) for point in series.points(place)):
            continue
        weight = portal.statistics.catalogue.indicators.get(made.weight or "")
        words = i18n.localized(weight.name, locale) if weight else ""
        with use_locale(locale):
            how = AGGREGATIONS[made.aggregation].made
            yield _(how, place=names.label(place), count=made.count, weight=words)


def of_view(view: View) -> Dataset:
    """What one view of the explorer shows: its places and periods, and what it tells beside the figures."""
    state, key = view.state, view.state.key
    indicator = view.series.indicator
    return Dataset(
        portal=view.portal,
        locale=view.locale,
        path=path_of(view),
        name=f"{key}-{state.view}",
        title=view.caption,
        definition=i18n.localized(indicator.definition, view.locale),
        figures=list(_shown(view)),
        key=key,
        view={"view": state.view} | write(state, view.start, view.portal.statistics),
        sentence=view.sentence,
        notes=(*view.notes, *remarks(indicator, view.locale)),
        messages=tuple(view.messages),
        shown_decimals=view.chart.decimals if isinstance(view.chart, Chart) else 1,
    )


def path_of(view: View) -> str:
    """The address of the page that shows the view."""
    query = write(view.state, view.start, view.portal.statistics)
    return view.portal.addresses.path("indicator", view.locale, view.start.key, query)


def _shown(view: View) -> Iterator[DataPoint]:
    return map(_figure, view.chart_type.observations(view.chart, view.request))


def _figure(seen: Observation) -> DataPoint:
    """The row of a figure."""
    series, key, section, place, period, more = seen
    point = next(point for point in series.points(place) if point.period == period)
    section = section if series.indicator.dimension else ""
    computed = series.computed(place, period)
    return DataPoint(key, section, place, period, point.value, series.source(point), computed, more)
