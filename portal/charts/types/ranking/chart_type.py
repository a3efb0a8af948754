"""The registration of the ranking."""

from __future__ import annotations

from portal.charts import observations
from portal.charts.chart import Scope
from portal.charts.chart_type import ChartType, chart_of
from portal.charts.columns import POSITION
from portal.charts.sentence import sentence
from portal.charts.table import caption, ranked_table
from portal.charts.types.ranking.figure import figure
from portal.charts.types.ranking.svg import svg
from portal.i18n import lazy

SCOPE = Scope("ranking", single_period=True, expects_all=True)

CHART_TYPE = ChartType(
    scope=SCOPE,
    order=2,
    label=lazy("Ranking"),
    embed_height=640,
    controls=frozenset({"s", "year"}),
    build=chart_of(SCOPE),
    svg=svg,
    figure=figure,
    table=ranked_table,
    sentence=sentence,
    caption=caption,
    observations=observations.of_places,
    columns=(POSITION,),
)
