"""A chart as a plotly figure: a plain dict, drawn at the same places as the SVG so that neither jumps.

Colours are CSS variables; the browser puts in the theme's own values, light or dark (assets/explorer/drawing.js).
"""

from __future__ import annotations

from typing import Any

from portal.charts.chart import Chart, Line, follows, x_of
from portal.charts.geometry import BOTTOM, RANKING_BOTTOM, RANKING_TOP, ROW, TOP, RankingGeometry, TrendGeometry
from portal.i18n import period, use_locale

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


def figure(chart: Chart) -> Figure:
    """The plotly figure of a chart, data and layout, valid by plotly's schema."""
    if not chart.lines:
        return {"data": [], "layout": layout(160)}
    with use_locale(chart.locale):
        return _ranking(chart) if chart.view == "ranking" else _trend(chart)


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


def _trend(chart: Chart) -> Figure:
    geometry = TrendGeometry(chart)
    lines = sorted(chart.lines, key=lambda line: ORDER[line.role])
    xaxis = {
        "range": widened(geometry.first, geometry.last),
        "tickvals": [int(year) for year in geometry.years],
        "ticktext": geometry.years,
        "ticklabeloverflow": "allow",
        "tickangle": 0,
        "ticks": "outside",
        "ticklen": 8,
        "tickcolor": "rgba(0,0,0,0)",
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }
    yaxis = {
        "range": widened(geometry.low, geometry.high),
        "tickvals": geometry.ticks,
        "showticklabels": False,  # they are annotations: plotly's own labels inside hide the years beside them
        "gridcolor": "var(--line)",
        "zeroline": False,
        "fixedrange": True,
    }
    made = layout(
        geometry.height,
        margin={"l": 20, "r": 200, "t": TOP, "b": BOTTOM, "pad": 0},
        meta="trend",
        xaxis=xaxis,
        yaxis=yaxis,
        hovermode="closest",
        hoverdistance=40,
        annotations=[
            *(_tick(tick, text) for tick, text in zip(geometry.ticks, geometry.tick_texts, strict=True)),
            *(_annotation(geometry, label.y, label.line, label.text) for label in geometry.labels),
        ],
    )
    return {"data": [_trace(chart, line) for line in lines], "layout": made}


def widened(low: float, high: float) -> list[float]:
    """The range a hair wider: plotly leaves out what stands right on the edge."""
    hair = (high - low) * 0.004
    return [low - hair, high + hair]


def _trace(chart: Chart, line: Line) -> Figure:
    """One line; a missing period breaks it, and a single figure is a point."""
    x: list[float] = []
    y: list[float | None] = []
    texts: list[str] = []
    for i, point in enumerate(line.points):
        if i and not follows(line.points[i - 1], point):
            x, y, texts = [*x, x_of(point.period)], [*y, None], [*texts, ""]
        x.append(x_of(point.period))
        y.append(chart.shown(line, point))
        texts.append(_hover(chart, line, y[-1] or 0.0, point.period))
    lone = len(line.points) == 1
    colour = COLOURS[line.role]
    return {
        "type": "scatter",
        "name": line.label,
        "x": x,
        "y": y,
        "text": texts,
        "customdata": [line.place] * len(x),
        "mode": "markers" if lone else "lines+markers" if line.role == "town" else "lines",
        "cliponaxis": False,
        "connectgaps": False,
        "hoverinfo": "text",
        "line": {"color": colour, "width": WIDTHS[line.role], "dash": DASHES.get(line.role, "solid")},
        "marker": {
            "color": "var(--paper)" if lone and line.role != "town" else colour,
            "opacity": 1,
            "size": 9 if lone else [*[0] * (len(x) - 1), 9],
            "line": {"color": colour, "width": 2 if lone and line.role != "town" else 0},
        },
    }


def _hover(chart: Chart, line: Line, value: float, code: str) -> str:
    return f"{line.label} {period(code, chart.locale)}: {chart.amount(value)}"


def _tick(tick: float, text: str) -> Figure:
    """A number up the axis, above its line."""
    return {
        "name": text,
        "text": text,
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "xshift": -1,
        "y": tick,
        "yanchor": "bottom",
        "showarrow": False,
        "font": FONT,
    }


def _annotation(geometry: TrendGeometry, y: float, line: Line, text: str) -> Figure:
    colour = COLOURS[line.role] if line.role in ("town", "compared") else "var(--soft)"
    return {
        "name": line.label,
        "text": f"<b>{line.label} {text}</b>" if line.role == "town" else f"{line.label} {text}",
        "x": 1,
        "xref": "paper",
        "xanchor": "left",
        "xshift": 8,
        "y": 1 - y / geometry.plot,
        "yref": "paper",
        "yanchor": "middle",
        "showarrow": False,
        "align": "left",
        "font": {**FONT, "color": colour},
    }


def _ranking(chart: Chart) -> Figure:
    geometry = RankingGeometry(chart)
    rows = geometry.rows
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [line.last.value for line in rows],
        "y": list(range(len(rows))),
        "text": [_hover(chart, line, line.last.value, chart.period) for line in rows],
        "customdata": [line.place for line in rows],
        "textposition": "none",
        "hoverinfo": "text",
        "width": (ROW - 14) / ROW,
        "marker": {"color": [COLOURS[line.role] for line in rows]},
    }
    positions = list(range(len(rows)))
    values = [
        {
            "name": "value",
            "text": f"<b>{written}</b>" if line.role == "town" else written,
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": row,
            "yanchor": "middle",
            "showarrow": False,
            "font": {**FONT, "color": COLOURS["town"] if line.role == "town" else "var(--ink)"},
        }
        for row, line in enumerate(rows)
        for written in [chart.number(line.last.value)]
    ]
    zero = {
        "type": "line",
        "x0": 0,
        "x1": 0,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": {"color": "var(--control)", "width": 1},
    }
    made = layout(
        geometry.height,
        margin={"l": 150, "r": 84, "t": RANKING_TOP, "b": RANKING_BOTTOM, "pad": 0},
        meta="ranking",
        xaxis={"range": [geometry.low, geometry.high], "visible": False, "fixedrange": True},
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": positions,
            "ticktext": [f"<b>{line.label}</b>" if line.role == "town" else line.label for line in rows],
            "tickfont": {**FONT, "color": "var(--ink)"},
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": "rgba(0,0,0,0)",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        hovermode="closest",
        shapes=[zero],
        annotations=values,
    )
    return {"data": [trace], "layout": made}
