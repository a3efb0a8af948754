"""A brief's charts as PowerPoint's own: the numbers lie in a sheet behind each and can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

from portal import i18n
from portal.charts.chart import Chart, Line, Role, tick_decimals
from portal.charts.table import ranked
from portal.charts.types.trend.geometry import TrendGeometry
from portal.exports.brief.pieces import plain
from portal.exports.style import Style
from portal.exports.workbook import number_format

#: The colour of each part that a place plays, by its token; several compared places take turns.
TOKENS: dict[Role, str] = {"town": "mark", "compared": "accent", "other": "other", "group": "ten", "country": "ink"}
TURNS = ("accent", "mark", "ink", "q4", "ten", "q3", "soft", "q5", "q2", "other")
WEIGHTS: dict[Role, float] = {"town": 3.5, "compared": 2.5, "other": 1, "group": 2, "country": 2}
#: Up to so many lines are named at their ends; more of them have a legend.
NAMED = 4
SMALL = Pt(12)

#: Left, top, width and height in EMU.
Frame = tuple[int, int, int, int]


class Charts:
    """Draws charts with the colours of a style."""

    def __init__(self, style: Style) -> None:
        self._style = style

    def colour(self, token: str) -> RGBColor:
        """A colour of the site."""
        return RGBColor(*bytes.fromhex(self._style.colour(token).lstrip("#")))  # type: ignore[no-untyped-call]

    def add(self, slide: Any, chart: Chart, frame: Frame) -> Any:
        """The chart on a slide, as a line or a bar chart; gives its frame."""
        return self._ranking(slide, chart, frame) if chart.scope.single_period else self._trend(slide, chart, frame)

    def _trend(self, slide: Any, chart: Chart, frame: Frame) -> Any:
        order: dict[Role, int] = {"other": 0, "group": 1, "country": 2, "compared": 3, "town": 4}
        lines = sorted(chart.lines, key=lambda line: order[line.role])
        data = _data(chart, [i18n.period(period, chart.locale) for period in chart.periods])
        for line in lines:
            figures = {point.period: chart.shown(line, point) for point in line.points}
            data.add_series(plain(line.label), [figures.get(period) for period in chart.periods])
        made = slide.shapes.add_chart(XL_CHART_TYPE.LINE, *frame, data)
        legend = sum(line.role == "compared" for line in lines) > NAMED
        self._axes(made.chart, chart)
        _scale(made.chart.value_axis, chart)
        turns = iter(TURNS)
        for series, line in zip(made.chart.plots[0].series, lines, strict=True):
            token = next(turns, "other") if legend and line.role == "compared" else TOKENS[line.role]
            self._line(series, line, token)
            if not legend and line.role != "other":
                at = chart.periods.index(line.last.period)
                self._end(series, at, token)
                _without_sign(series.points[at], chart, chart.shown(line, line.last))
        if legend:
            self._legend(made.chart)
        return made

    def _line(self, series: Any, line: Line, token: str) -> None:
        series.smooth = False
        series.format.line.color.rgb = self.colour(token)
        series.format.line.width = Pt(WEIGHTS[line.role])
        if line.role in ("country", "group"):
            series.format.line.dash_style = MSO_LINE.DASH
        if len(line.points) > 1:
            series.marker.style = XL_MARKER_STYLE.NONE
            return
        series.marker.style, series.marker.size = XL_MARKER_STYLE.CIRCLE, 8  # one figure is a point, never a line
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = self.colour(token)

    def _end(self, series: Any, at: int, token: str) -> None:
        """The line's name and newest figure at its end."""
        label = series.points[at].data_label
        label.position = XL_LABEL_POSITION.ABOVE
        label.font.size, label.font.bold = SMALL, True
        label.font.color.rgb = self.colour(token)
        for name in ("c:showSerName", "c:showVal"):
            label._dLbl.find(qn(name)).set("val", "1")

    def _ranking(self, slide: Any, chart: Chart, frame: Frame) -> Any:
        lines = ranked(chart)
        data = _data(chart, [plain(line.label) for line in lines])
        data.add_series(
            plain(f"{chart.title}, {i18n.period(chart.period, chart.locale)}"), [x.last.value for x in lines]
        )
        made = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *frame, data)
        self._axes(made.chart, chart)
        made.chart.category_axis.reverse_order = True
        made.chart.value_axis.visible = False
        made.chart.value_axis.has_major_gridlines = False
        plot = made.chart.plots[0]
        plot.gap_width, plot.has_data_labels = 45, True
        plot.data_labels.font.size = SMALL
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = number_format(chart.decimals), False
        for at, line in enumerate(lines):
            fill = plot.series[0].points[at].format.fill
            fill.solid()
            fill.fore_color.rgb = self.colour(TOKENS[line.role])
            _without_sign(plot.series[0].points[at], chart, line.last.value)
        return made

    def _axes(self, drawn: Any, chart: Chart) -> None:
        drawn.has_legend = drawn.has_title = False
        drawn.font.size = SMALL
        drawn.font.color.rgb = self.colour("soft")
        axis = drawn.category_axis
        axis.has_major_gridlines = False
        axis.format.line.color.rgb = self.colour("line")
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        values = drawn.value_axis
        values.major_gridlines.format.line.color.rgb = self.colour("line")
        values.format.line.fill.background()
        values.tick_labels.number_format, values.tick_labels.number_format_is_linked = "#,##0.##", False

    def _legend(self, drawn: Any) -> None:
        drawn.has_legend = True
        drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.RIGHT, False
        drawn.legend.font.size = SMALL


def _data(chart: Chart, categories: Sequence[str]) -> Any:
    data: Any = CategoryChartData(number_format=number_format(chart.decimals))  # type: ignore[no-untyped-call]
    data.categories = categories
    return data


def _scale(axis: Any, chart: Chart) -> None:
    """The same numbers up the axis as on the page."""
    ticks = TrendGeometry(chart).ticks
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = ticks[0], ticks[-1], ticks[1] - ticks[0]
    axis.tick_labels.number_format = number_format(tick_decimals(ticks))


def _without_sign(point: Any, chart: Chart, value: float) -> None:
    """A label of its own for a figure that is nothing when rounded: PowerPoint would write a minus before it."""
    form = number_format(chart.decimals, value)
    if form == number_format(chart.decimals):
        return
    label = point.data_label._get_or_add_dLbl()
    written = OxmlElement("c:numFmt")
    written.set("formatCode", form)
    written.set("sourceLinked", "0")
    label.insert_element_before(written, "c:spPr", "c:txPr", "c:dLblPos", "c:showLegendKey")
    label.find(qn("c:showVal")).set("val", "1")
