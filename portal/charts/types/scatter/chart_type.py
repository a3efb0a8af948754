"""The registration of the scatter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from babel.support import LazyProxy

from portal.charts.chart import Scope
from portal.charts.chart_type import ChartRequest, ChartType, Choice, Observation
from portal.charts.types.scatter.scatter import figure, svg
from portal.charts.types.scatter.scatter_data import Scatter, build, caption, sentence, table
from portal.i18n import lazy, localized
from portal.indicators.catalogue import SeriesSource
from portal.indicators.library import COUNTRY, Statistics

FEW_PAIRS = lazy("The two indicators have no figures of the same municipalities.")
#: Fewer places than this with both figures are no picture of two indicators.
ENOUGH_PAIRS = 5


def refusal(choice: Choice, statistics: Statistics) -> LazyProxy | None:
    """Too few places with both figures."""
    both = statistics.series(choice.key, choice.section).places & statistics.series(choice.other).places
    return None if len(both - {COUNTRY}) >= ENOUGH_PAIRS else FEW_PAIRS


def made(asked: ChartRequest) -> Scatter:
    """The chosen indicator up, the second one along."""
    statistics = asked.statistics
    return build(
        asked.series,
        statistics.series(asked.other),
        asked.key,
        asked.other,
        statistics.series("population") if "population" in statistics.keys else None,
        asked.names,
        asked.locale,
        town=asked.town,
        places=asked.places,
        ten=statistics.cities,
        period=asked.period,
        title=asked.title,
        x_title=localized(statistics.indicator(asked.other).name, asked.locale),
    )


def observations(chart: Scatter, asked: ChartRequest) -> Iterator[Observation]:
    """Both figures of every dot."""
    other = asked.statistics.series(chart.x_key)
    for dot in chart.dots:
        yield Observation(asked.series, chart.key, asked.section, dot.place, chart.period)
        yield Observation(other, chart.x_key, "", dot.place, chart.x_period)


def cited(chart: Scatter) -> Sequence[SeriesSource]:
    """The sources of both figures."""
    return (*chart.sources, *chart.x_sources)


CHART_TYPE = ChartType(
    scope=Scope("scatter", single_period=True, least_places=1),
    order=5,
    label=lazy("Two indicators"),
    embed_height=800,
    controls=frozenset({"s", "j", "year"}),
    sums="never",
    refusal=refusal,
    build=made,
    svg=svg,
    figure=figure,
    table=table,
    sentence=sentence,
    caption=caption,
    cited=cited,
    observations=observations,
)
