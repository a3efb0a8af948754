"""The registration of the industries."""

from __future__ import annotations

from collections.abc import Iterator

from babel.support import LazyProxy

from portal.charts.chart import Scope, towns_of
from portal.charts.chart_type import ChartRequest, ChartType, Choice, Observation
from portal.charts.columns import Column
from portal.charts.types.industries.industries import figure, svg
from portal.charts.types.industries.location_quotients import Industries, build, caption, sentence, table
from portal.i18n import lazy
from portal.indicators.library import Statistics

NO_INDUSTRIES = lazy("Only jobs are broken down by industry.")


def refusal(choice: Choice, statistics: Statistics) -> LazyProxy | None:
    """An indicator that is not told by industry."""
    return None if statistics.indicator(choice.key).tells_structure else NO_INDUSTRIES


def made(asked: ChartRequest) -> Industries:
    """The industries of the place in colour, or else of the first town that is chosen or there is."""
    towns = [*([asked.town] if asked.town else []), *towns_of(asked.places), *asked.statistics.cities]
    return build(asked.statistics, asked.key, next(iter(towns), ""), asked.names, asked.locale, period=asked.period)


def observations(chart: Industries, asked: ChartRequest) -> Iterator[Observation]:
    """Every industry of the place with its shares; those without a figure in the source have no row."""
    for bar in chart.bars:
        series = asked.statistics.series(chart.key, bar.code)
        if series.value(chart.place, chart.period) is not None:
            more = {"share": bar.share, "reference": bar.reference, "quotient": bar.quotient}
            yield Observation(series, chart.key, bar.code, chart.place, chart.period, more)


CHART_TYPE = ChartType(
    scope=Scope("industries", single_period=True),
    order=6,
    label=lazy("Industries"),
    embed_height=1340,
    controls=frozenset({"year"}),
    refusal=refusal,
    build=made,
    svg=svg,
    figure=figure,
    table=table,
    row_head=lazy("Industry"),
    rows_are_places=False,
    sentence=sentence,
    caption=caption,
    observations=observations,
    columns=(
        Column("share", "number", lazy("Share of the place's jobs, per cent"), 1),
        Column("reference", "number", lazy("Share of jobs in all municipalities together, per cent"), 1),
        Column("quotient", "number", lazy("Location quotient"), 2),
    ),
)
