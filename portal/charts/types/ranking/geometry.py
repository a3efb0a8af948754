"""Where things stand in a ranking, shared by the SVG and the plotly figure so that one can take the other's place."""

from __future__ import annotations

from portal.charts.chart import Chart
from portal.charts.table import ranked

#: Heights in CSS pixels, the same for the SVG and for plotly.
ROW, RANKING_TOP, RANKING_BOTTOM = 34, 6, 6


class RankingGeometry:
    """Pixels of a ranking: one row for each place, bars from a common zero."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.rows = ranked(chart)
        values = [line.last.value for line in self.rows]
        self.low, self.high = min([0.0, *values]), max([0.0, *values]) or (0.0 if min([0.0, *values]) else 1.0)
        self.height = len(self.rows) * ROW + RANKING_TOP + RANKING_BOTTOM

    def x(self, value: float) -> float:
        """Share of the width."""
        return (value - self.low) / ((self.high - self.low) or 1)

    def y(self, row: int) -> float:
        """The middle of a row, in pixels from the top."""
        return RANKING_TOP + row * ROW + ROW / 2
