"""A trend as a plotly figure."""

from __future__ import annotations

from portal.charts.chart import Chart, Line, follows, x_of
from portal.charts.figure import COLOURS, DASHES, FONT, ORDER, WIDTHS, Figure, empty, hover, layout, widened
from portal.charts.types.trend.geometry import BOTTOM, TOP, TrendGeometry
from portal.i18n import use_locale


def figure(chart: Chart) -> Figure:
    """The plotly figure, data and layout, valid by plotly's schema."""
    if not chart.lines:
        return empty()
    with use_locale(chart.locale):
        return _drawn(chart)


def _drawn(chart: Chart) -> Figure:
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
        meta={"walk": "lines", "margin": {"r": "--end"}, "short": True},
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
        texts.append(hover(chart, line, y[-1] or 0.0, point.period))
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
