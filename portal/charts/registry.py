"""Every kind of chart and its forms: a new kind is a new entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.charts import beeswarm, choropleth, figure, industries, scatter, sentence, svg, table
from portal.charts.chart import Chart, ChartName
from portal.charts.industries import Industries
from portal.charts.scatter import Scatter

#: What any view of the explorer draws.
Drawing = Chart | Scatter | Industries


@dataclass(frozen=True)
class ChartType:
    """How one kind of chart is drawn and said; `figure` is None where the browser shows something else than plotly."""

    svg: Callable[[Any, str], Markup]
    figure: Callable[[Any], dict[str, Any]] | None
    table: Callable[[Any], table.Table]
    sentence: Callable[[Any], str]
    caption: Callable[[Any], str]


_SERIES = ChartType(svg.svg, figure.figure, table.table, sentence.sentence, table.caption)

CHART_TYPES: dict[ChartName, ChartType] = {
    "trend": _SERIES,
    "ranking": _SERIES,
    "distribution": ChartType(beeswarm.svg, beeswarm.figure, beeswarm.table, beeswarm.sentence, beeswarm.caption),
    "map": ChartType(choropleth.svg, None, choropleth.table, choropleth.sentence, choropleth.caption),
    "scatter": ChartType(scatter.svg, scatter.figure, scatter.table, scatter.sentence, scatter.caption),
    "industries": ChartType(
        industries.svg, industries.figure, industries.table, industries.sentence, industries.caption
    ),
    "table": ChartType(svg.svg, None, table.table, sentence.sentence, table.caption),
}


def chart_type_of(drawing: Drawing) -> ChartType:
    """The kind of a chart."""
    return CHART_TYPES[drawing.view]
