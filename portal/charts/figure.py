"""What plotly figures share: plain dicts, drawn at the same places as the SVG so that neither jumps.

Colours are CSS variables; the browser puts in the theme's own values, light or dark (assets/explorer/drawing.js).
"""

from __future__ import annotations

from typing import Any

from portal.charts.chart import Chart, Line
from portal.i18n import period

Figure = dict[str, Any]

COLOURS = {
    "town": "var(--mark)",
    "compared": "var(--accent)",
    "other": "var(--other)",
    "group": "var(--ten)",
    "country": "var(--ink)",
}
WIDTHS = {"town": 3, "compared": 2, "other": 1.25, "group": 2, "country": 2}
ORDER = {"other": 0, "country": 1, "group": 2, "compared": 3, "town": 4}
DASHES = {"country": "6px,5px", "group": "2px,4px"}
FONT = {"family": "var(--font)", "size": 13, "color": "var(--soft)"}
HOVER = {"bgcolor": "var(--paper)", "bordercolor": "var(--line)", "font": {**FONT, "color": "var(--ink)"}}


def layout(height: float, **more: Any) -> Figure:
    """The layout that every figure shares."""
    return {
        "height": height,
        "autosize": True,
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": FONT,
        "hoverlabel": HOVER,
        "dragmode": False,
        **more,
    }


def widened(low: float, high: float) -> list[float]:
    """The range a hair wider: plotly leaves out what stands right on the edge."""
    hair = (high - low) * 0.004
    return [low - hair, high + hair]


def hover(chart: Chart, line: Line, value: float, code: str) -> str:
    """What is told of a point that is pointed at."""
    return f"{line.label} {period(code, chart.locale)}: {chart.amount(value)}"


def empty() -> Figure:
    """A figure without anything in it."""
    return {"data": [], "layout": layout(160)}
