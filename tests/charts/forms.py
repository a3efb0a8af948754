"""The forms of a chart, whatever its type."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from portal.charts.chart_type import Drawing
from portal.charts.registry import chart_type_of
from portal.charts.table import Table


def svg(chart: Drawing, ident: str) -> Markup:
    """Its SVG."""
    return chart_type_of(chart).svg(chart, ident)


def table(chart: Drawing) -> Table:
    """Its table."""
    return chart_type_of(chart).table(chart)


def figure(chart: Drawing) -> dict[str, Any]:
    """Its plotly figure."""
    made = chart_type_of(chart).figure
    assert made
    return made(chart)
