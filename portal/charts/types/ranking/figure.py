"""A ranking as a plotly figure."""

from __future__ import annotations

from portal.charts.chart import Chart
from portal.charts.figure import COLOURS, FONT, Figure, empty, hover, layout
from portal.charts.types.ranking.geometry import RANKING_BOTTOM, RANKING_TOP, ROW, RankingGeometry
from portal.i18n import use_locale


def figure(chart: Chart) -> Figure:
    """The plotly figure, data and layout, valid by plotly's schema."""
    if not chart.lines:
        return empty()
    with use_locale(chart.locale):
        return _drawn(chart)


def _drawn(chart: Chart) -> Figure:
    geometry = RankingGeometry(chart)
    rows = geometry.rows
    trace = {
        "type": "bar",
        "orientation": "h",
        "x": [line.last.value for line in rows],
        "y": list(range(len(rows))),
        "text": [hover(chart, line, line.last.value, chart.period) for line in rows],
        "customdata": [line.place for line in rows],
        "textposition": "none",
        "hoverinfo": "text",
        "width": (ROW - 14) / ROW,
        "marker": {"color": [COLOURS[line.role] for line in rows]},
    }
    positions = list(range(len(rows)))
    values = [
        {
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
        meta={"walk": "rows", "margin": {"l": "--names", "r": "--values"}},
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
