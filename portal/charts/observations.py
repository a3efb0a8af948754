"""The figures of a chart of places and periods, as rows of its files."""

from __future__ import annotations

from collections.abc import Iterator

from portal.charts.chart import Chart
from portal.charts.chart_type import ChartRequest, Observation


def of_lines(chart: Chart, asked: ChartRequest) -> Iterator[Observation]:
    """Every point of every line; on an index or a change scale with what is drawn."""
    for line in chart.lines:
        for point in line.points:
            more = {"shown": chart.shown(line, point)} if chart.scale != "absolute" else {}
            yield Observation(asked.series, chart.key, asked.section, line.place, point.period, more)


def of_places(chart: Chart, asked: ChartRequest) -> Iterator[Observation]:
    """The one point of every place, with its position."""
    positions = {rank.place: rank.position for rank in chart.ranks}
    for found in of_lines(chart, asked):
        yield found._replace(more={"position": positions.get(found.place)})
