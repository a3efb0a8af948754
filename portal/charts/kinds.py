"""Every kind of chart and its forms: a new kind is a new entry here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.charts import choropleth, distribution, figure, industries, scatter, sentence, svg, table
from portal.charts.chart import Chart, View
from portal.charts.industries import Industries
from portal.charts.scatter import Scatter

#: What any view of the explorer draws.
Drawing = Chart | Scatter | Industries


@dataclass(frozen=True)
class Kind:
    """How one kind of chart is drawn and said; `figure` is None where the browser shows something else than plotly."""

    svg: Callable[[Any, str], Markup]
    figure: Callable[[Any], dict[str, Any]] | None
    table: Callable[[Any], table.Table]
    sentence: Callable[[Any], str]
    caption: Callable[[Any], str]


_SERIES = Kind(svg.svg, figure.figure, table.table, sentence.sentence, table.caption)

KINDS: dict[View, Kind] = {
    "trend": _SERIES,
    "ranking": _SERIES,
    "distribution": Kind(
        distribution.svg, distribution.figure, distribution.table, distribution.sentence, distribution.caption
    ),
    "map": Kind(choropleth.svg, None, choropleth.table, choropleth.sentence, choropleth.caption),
    "scatter": Kind(scatter.svg, scatter.figure, scatter.table, scatter.sentence, scatter.caption),
    "industries": Kind(industries.svg, industries.figure, industries.table, industries.sentence, industries.caption),
    "table": Kind(svg.svg, None, table.table, sentence.sentence, table.caption),
}


def kind_of(drawing: Drawing) -> Kind:
    """The kind of a chart."""
    return KINDS[drawing.view]
