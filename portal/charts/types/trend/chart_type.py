"""The registration of the trend."""

from __future__ import annotations

from babel.support import LazyProxy

from portal.charts import observations
from portal.charts.chart import Scope, has_trend
from portal.charts.chart_type import ChartType, Choice, chart_of
from portal.charts.columns import SHOWN
from portal.charts.sentence import sentence
from portal.charts.table import caption, table
from portal.charts.types.trend.figure import figure
from portal.charts.types.trend.svg import svg
from portal.i18n import lazy
from portal.indicators.library import Statistics

FEW_YEARS = lazy("The source has fewer than four years of this figure.")
FEW_CHOSEN = lazy("Fewer than four years are chosen.")
SCOPE = Scope("trend", course=True)


def refusal(choice: Choice, statistics: Statistics) -> LazyProxy | None:
    """Too few years, in the source or among those chosen."""
    series = statistics.series(choice.key, choice.section)
    if has_trend(series, choice.town, (choice.first, choice.last)):
        return None
    return FEW_CHOSEN if has_trend(series, choice.town) else FEW_YEARS


CHART_TYPE = ChartType(
    scope=SCOPE,
    order=1,
    label=lazy("Trend"),
    embed_height=660,
    controls=frozenset({"s", "scale", "from", "to", "base"}),
    sums="as_index",
    refusal=refusal,
    build=chart_of(SCOPE),
    svg=svg,
    figure=figure,
    table=table,
    sentence=sentence,
    caption=caption,
    observations=observations.of_lines,
    columns=(SHOWN,),
)
