"""A trend as inline SVG."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup, escape

from portal.charts.chart import Chart, Line, follows
from portal.charts.figure import ORDER
from portal.charts.svg import frame
from portal.charts.types.trend.geometry import TOP, EndLabel, TrendGeometry


def svg(chart: Chart, ident: str) -> Markup:
    """The chart as SVG; `ident` makes the ids of its title and description unique on the page."""
    if not chart.lines:
        return Markup("")
    geometry = TrendGeometry(chart)
    parts = [
        *_grid(geometry),
        _lines(geometry),
        *_dots(geometry),
        *_ticks(geometry),
        *(_label(geometry, label) for label in geometry.labels),
    ]
    return frame(chart, ident, "trend", geometry.height, parts)


def _grid(geometry: TrendGeometry) -> Iterable[str]:
    for tick in geometry.ticks:
        y = geometry.y(tick) + TOP
        yield f'<line class="grid" x1="0" x2="100%" y1="{y:g}" y2="{y:g}"/>'


def _ticks(geometry: TrendGeometry) -> Iterable[str]:
    """Numbers up the axis and years along it, over the lines so that they stay readable."""
    for tick, text in zip(geometry.ticks, geometry.tick_texts, strict=True):
        yield f'<text class="tick" x="0" y="{geometry.y(tick) + TOP - 4:g}">{text}</text>'
    for i, year in enumerate(reversed(geometry.years)):
        x = geometry.x(year) * 100
        kind = "tick minor" if i % 2 and len(geometry.years) > 3 else "tick"  # every second one leaves a phone
        yield f'<text class="{kind}" text-anchor="middle" x="{x:.2f}%" y="{geometry.height - 8:g}">{year}</text>'


def _lines(geometry: TrendGeometry) -> str:
    lines = sorted((line for line in geometry.chart.lines if len(line.points) > 1), key=lambda line: ORDER[line.role])
    paths = "".join(
        f'<path class="line {line.role}" vector-effect="non-scaling-stroke" d="{_path(geometry, line)}">'
        f"<title>{escape(line.label)}</title></path>"
        for line in lines
    )
    return (
        f'<svg y="{TOP}" width="100%" height="{geometry.plot}" viewBox="0 0 1000 {geometry.plot}" '
        f'preserveAspectRatio="none" overflow="visible" aria-hidden="true">{paths}</svg>'
    )


def _path(geometry: TrendGeometry, line: Line) -> str:
    """The line's path; where a period is missing it breaks, never joins over."""
    text = []
    for i, point in enumerate(line.points):
        joined = i > 0 and follows(line.points[i - 1], point)
        x, y = geometry.x(point.period) * 1000, geometry.y(geometry.chart.shown(line, point))
        text.append(f"{'L' if joined else 'M'}{x:.0f} {y:g}")
    return "".join(text)


def _dots(geometry: TrendGeometry) -> Iterable[str]:
    for line in geometry.chart.lines:
        lone = len(line.points) == 1
        for point in line.points if lone or line.role == "town" else ():
            if not lone and point is not line.last:
                continue
            x, y = geometry.x(point.period) * 100, geometry.y(geometry.chart.shown(line, point)) + TOP
            kind = "hollow" if lone and line.role != "town" else "full"
            yield f'<circle class="dot {kind} {line.role}" cx="{x:.2f}%" cy="{y:g}" r="4.5"/>'


def _label(geometry: TrendGeometry, label: EndLabel) -> str:
    name = escape(label.line.label)
    return (
        f'<text class="end {label.line.role}" x="100%" dx="10" y="{label.y + TOP + 4:g}">'
        f'{name}<tspan class="end-value"> {escape(label.text)}</tspan></text>'
    )
