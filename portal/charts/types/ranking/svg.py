"""A ranking as inline SVG."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from portal.charts.chart import Chart, Line
from portal.charts.svg import frame
from portal.charts.types.ranking.geometry import ROW, RankingGeometry


def svg(chart: Chart, ident: str) -> Markup:
    """The chart as SVG; `ident` makes the ids of its title and description unique on the page."""
    if not chart.lines:
        return Markup("")
    geometry = RankingGeometry(chart)
    rows = [part for row, line in enumerate(geometry.rows) for part in _row(geometry, row, line)]
    zero = geometry.x(0) * 100
    axis = f'<line class="axis" x1="{zero:.2f}%" x2="{zero:.2f}%" y1="0" y2="{geometry.height:g}"/>'
    return frame(chart, ident, "ranking", geometry.height, [*rows, axis])


def _row(geometry: RankingGeometry, row: int, line: Line) -> Iterable[str]:
    value, middle = line.last.value, geometry.y(row)
    left, right = sorted((geometry.x(0), geometry.x(value)))
    y = f'y="{middle + 4.5:g}"'
    yield f'<text class="row-name {line.role}" text-anchor="end" x="0" dx="-10" {y}>{escape(line.label)}</text>'
    yield (
        f'<rect class="bar {line.role}" x="{left * 100:.2f}%" width="{(right - left) * 100:.2f}%" '
        f'y="{middle - (ROW - 14) / 2:g}" height="{ROW - 14}"/>'
    )
    yield f'<text class="row-value {line.role}" x="100%" dx="10" {y}>{geometry.chart.number(value)}</text>'
