"""The registration of the map."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from portal.charts import observations
from portal.charts.borders import Shapes, shapes
from portal.charts.chart import Chart, Scope
from portal.charts.chart_type import ChartRequest, ChartType, chart_of
from portal.charts.columns import POSITION
from portal.charts.percentile import caption
from portal.charts.refusals import without_places
from portal.charts.table import ranked_table
from portal.charts.types.map import choropleth
from portal.i18n import lazy

SCOPE = Scope("map", single_period=True, least_places=30)


@dataclass(frozen=True)
class MapChart(Chart):
    """The figures with the shapes that they are drawn on."""

    shapes: Shapes = field(default_factory=shapes, repr=False, compare=False)


def made(asked: ChartRequest) -> MapChart:
    """The figures on the shapes of the portal's own data."""
    return MapChart(**vars(chart_of(SCOPE)(asked)), shapes=shapes(asked.geo))


def svg(chart: MapChart, ident: str) -> Markup:
    """The painted map with its legend."""
    return choropleth.svg(chart, ident, chart.shapes)


def paint(chart: MapChart) -> dict[str, Any]:
    """What the browser paints the bare drawing with."""
    return choropleth.paint(chart, chart.shapes)


CHART_TYPE = ChartType(
    scope=SCOPE,
    order=4,
    label=lazy("Map"),
    embed_height=780,
    controls=frozenset({"s", "year"}),
    sums="never",
    refusal=without_places(SCOPE),
    build=made,
    svg=svg,
    paint=paint,
    table=ranked_table,
    sentence=choropleth.sentence,
    caption=caption,
    observations=observations.of_places,
    columns=(POSITION,),
)
