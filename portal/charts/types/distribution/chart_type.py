"""The registration of the distribution."""

from __future__ import annotations

from portal.charts import observations
from portal.charts.chart import Scope
from portal.charts.chart_type import ChartType, chart_of
from portal.charts.columns import POSITION
from portal.charts.percentile import caption
from portal.charts.refusals import without_places
from portal.charts.table import ranked_table
from portal.charts.types.distribution.beeswarm import figure, sentence, svg
from portal.i18n import lazy

SCOPE = Scope("distribution", single_period=True, least_places=30)

CHART_TYPE = ChartType(
    scope=SCOPE,
    order=3,
    label=lazy("Distribution"),
    embed_height=600,
    controls=frozenset({"s", "year"}),
    refusal=without_places(SCOPE),
    build=chart_of(SCOPE),
    svg=svg,
    figure=figure,
    table=ranked_table,
    sentence=sentence,
    caption=caption,
    observations=observations.of_places,
    columns=(POSITION,),
)
