"""Where things stand in a trend, shared by the SVG and the plotly figure so that one can take the other's place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from portal.charts.chart import Chart, Line, nice_ticks, sparse, tick_decimals, x_of
from portal.i18n import number

#: Heights in CSS pixels, the same for the SVG and for plotly.
TREND_HEIGHT, TOP, BOTTOM = 380, 14, 30
#: End labels keep this distance.
LABEL_GAP = 18


@dataclass(frozen=True)
class EndLabel:
    """A line's name and last figure at the right end, moved so that none covers another."""

    line: Line
    text: str
    y: float


class TrendGeometry:
    """Pixels of a trend: x as a share of the plot's width (0..1), y in pixels from the top of the plot."""

    height = TREND_HEIGHT
    plot = TREND_HEIGHT - TOP - BOTTOM

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        shown = [chart.shown(line, point) for line in chart.lines for point in line.points]
        self.ticks = nice_ticks(min(shown, default=0), max(shown, default=1))
        self.low, self.high = self.ticks[0], self.ticks[-1]
        first, last = x_of(chart.periods[0]), x_of(chart.periods[-1])
        pad = 0.5 if first == last else 0.0
        self.first, self.last = first - pad, last + pad

    def x(self, period: str) -> float:
        """Share of the width."""
        return (x_of(period) - self.first) / (self.last - self.first)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return round((self.high - value) / (self.high - self.low) * self.plot, 1)

    @cached_property
    def years(self) -> list[str]:
        """The years named along the axis."""
        return [year for year in sparse(self.chart.periods) if self.first <= int(year) <= self.last]

    @cached_property
    def tick_texts(self) -> list[str]:
        """The numbers named up the axis."""
        decimals = tick_decimals(self.ticks)
        return [number(tick, self.chart.locale, decimals) for tick in self.ticks]

    @cached_property
    def labels(self) -> list[EndLabel]:
        """End labels of the lines that are named, none over another."""
        named = sorted(self._named(), key=lambda line: self.y(self.chart.shown(line, line.last)))
        tops = [self.y(self.chart.shown(line, line.last)) for line in named]
        for i in range(1, len(tops)):
            tops[i] = max(tops[i], tops[i - 1] + LABEL_GAP)
        over = tops[-1] - (self.plot - 2) if tops else 0
        if over > 0:
            tops[-1] -= over
            for i in range(len(tops) - 2, -1, -1):
                tops[i] = min(tops[i], tops[i + 1] - LABEL_GAP)
        return [EndLabel(line, self._text(line), round(top, 1)) for line, top in zip(named, tops, strict=True)]

    def _named(self) -> list[Line]:
        """The town, what it is compared with, the country; of the others the ends, or all when no town leads."""
        lines = [line for line in self.chart.lines if line.role != "other"]
        others = sorted(
            (line for line in self.chart.lines if line.role == "other"),
            key=lambda line: self.chart.shown(line, line.last),
        )
        if not any(line.role in ("town", "compared") for line in lines):
            return lines + others
        return lines + ([others[-1], others[0]] if len(others) > 1 else others)

    def _text(self, line: Line) -> str:
        text = self.chart.number(self.chart.shown(line, line.last))
        late = line.last.period == self.chart.periods[-1]
        return text if late else f"{text} ({line.last.period[:4]})"
