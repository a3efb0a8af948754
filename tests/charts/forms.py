"""The forms of a chart, whatever its type."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from portal.charts.chart_type import Drawing
from portal.charts.registry import CHART_TYPES
from portal.charts.table import Table


def svg(chart: Drawing, ident: str) -> Markup:
    """Its SVG."""
    return CHART_TYPES[chart.view].svg(chart, ident)


def table(chart: Drawing) -> Table:
    """Its table."""
    return CHART_TYPES[chart.view].table(chart)


def figure(chart: Drawing) -> dict[str, Any]:
    """Its plotly figure."""
    made = CHART_TYPES[chart.view].figure
    assert made
    return made(chart)
