"""A small chart type: between which figures each place has moved over the years."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from portal.charts.chart import Chart, Line, Scope
from portal.charts.chart_type import ChartRequest, ChartType, Choice, Observation, chart_of
from portal.charts.columns import Column
from portal.charts.figure import layout
from portal.charts.svg import frame
from portal.charts.table import Row, Table, caption
from portal.i18n import lazy
from portal.indicators.library import Statistics

SCOPE = Scope("span")
ONE_YEAR = lazy("One year has no span.")


def refusal(choice: Choice, statistics: Statistics) -> Any:
    """A single year."""
    return ONE_YEAR if choice.first == choice.last else None


def ends(line: Line) -> tuple[float, float]:
    """The smallest and the largest figure of a place."""
    values = [point.value for point in line.points]
    return min(values), max(values)


def written(chart: Chart, line: Line) -> str:
    """Both ends in words."""
    return " – ".join(map(chart.number, ends(line)))


def svg(chart: Chart, ident: str) -> Markup:
    """A bar for each place, in words of its ends."""
    rows = [
        f'<text class="row-name" x="0" y="{20 * i + 16}">{escape(line.label)}: {written(chart, line)}</text>'
        for i, line in enumerate(chart.lines)
    ]
    return frame(chart, ident, "span", 20 * len(rows) + 8, rows)


def figure(chart: Chart) -> dict[str, Any]:
    """The same for plotly."""
    trace = {
        "type": "bar",
        "orientation": "h",
        "base": [ends(line)[0] for line in chart.lines],
        "x": [ends(line)[1] - ends(line)[0] for line in chart.lines],
        "y": [line.label for line in chart.lines],
        "text": [f"{line.label}: {written(chart, line)}" for line in chart.lines],
        "customdata": [line.place for line in chart.lines],
        "hoverinfo": "text",
        "textposition": "none",
    }
    return {"data": [trace], "layout": layout(20 * len(chart.lines), meta={"walk": "rows"})}


def table(chart: Chart) -> Table:
    """One row a place."""
    rows = tuple(Row(line.place, line.label, line.role, (written(chart, line),)) for line in chart.lines)
    return Table(caption(chart), ("Span",), rows)


def sentence(chart: Chart) -> str:
    """The first place's span."""
    line = chart.lines[0]
    return f"The span of {line.label} is {written(chart, line)}."


def observations(chart: Chart, asked: ChartRequest) -> Iterator[Observation]:
    """Each place's newest figure, with its span."""
    for line in chart.lines:
        low, high = ends(line)
        yield Observation(asked.series, chart.key, asked.section, line.place, line.last.period, {"span": high - low})


CHART_TYPE = ChartType(
    scope=SCOPE,
    order=99,
    label=lazy("Span"),
    embed_height=432,
    controls=frozenset({"s", "from", "to"}),
    sums="never",
    refusal=refusal,
    build=chart_of(SCOPE),
    svg=svg,
    figure=figure,
    table=table,
    row_head=lazy("Whose span"),
    sentence=sentence,
    caption=caption,
    observations=observations,
    columns=(Column("span", "number", lazy("Span of the figures"), 1),),
)
