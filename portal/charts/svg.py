"""A chart as inline SVG: full width, text at its own size, colours from the page's theme, no script.

Lines live in an inner drawing that stretches with the page; text and dots stay at their own size because
they are placed by percentages outside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from portal.charts.chart import Chart, Line, follows, x_of
from portal.charts.geometry import ROW, TOP, EndLabel, RankingGeometry, TrendGeometry
from portal.charts.sentence import sentence
from portal.indicators.library import Point


def svg(chart: Chart, ident: str) -> Markup:
    """The chart as SVG; `ident` makes the ids of its title and description unique on the page."""
    if not chart.lines:
        return Markup("")
    return _ranking(chart, ident) if chart.view == "ranking" else _trend(chart, ident)


def _frame(chart: Chart, ident: str, kind: str, height: float, parts: Iterable[str]) -> Markup:
    described = escape(sentence(chart))
    return Markup(  # noqa: S704 - every text inside is escaped where it is made
        f'<div class="chart chart-{kind}"><svg class="chart-svg" width="100%" height="{height:g}" role="img" '
        f'aria-labelledby="{ident}-t {ident}-d"><title id="{ident}-t">{escape(chart.title)}</title>'
        f'<desc id="{ident}-d">{described}</desc>{"".join(parts)}</svg></div>'
    )


def _trend(chart: Chart, ident: str) -> Markup:
    geometry = TrendGeometry(chart)
    parts = [
        *_grid(geometry),
        _lines(geometry),
        *_dots(geometry),
        *_ticks(geometry),
        *(_label(geometry, label) for label in geometry.labels),
    ]
    return _frame(chart, ident, "trend", geometry.height, parts)


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
    order = {"other": 0, "country": 1, "group": 2, "compared": 3, "town": 4}
    lines = sorted((line for line in geometry.chart.lines if len(line.points) > 1), key=lambda line: order[line.role])
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


def _ranking(chart: Chart, ident: str) -> Markup:
    geometry = RankingGeometry(chart)
    rows = [part for row, line in enumerate(geometry.rows) for part in _row(geometry, row, line)]
    zero = geometry.x(0) * 100
    axis = f'<line class="axis" x1="{zero:.2f}%" x2="{zero:.2f}%" y1="0" y2="{geometry.height:g}"/>'
    return _frame(chart, ident, "ranking", geometry.height, [*rows, axis])


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


def sparkline(points: Sequence[Point], ident: str = "") -> Markup:
    """A small line without words for a key figure; one figure alone is a dot. Hidden from screen readers."""
    if not points:
        return Markup("")
    values = [point.value for point in points]
    low, span = min(values), (max(values) - min(values)) or 1
    first = x_of(points[0].period)
    width = (x_of(points[-1].period) - first) or 1
    place = [(4 + 88 * (x_of(p.period) - first) / width, 26 - 22 * (p.value - low) / span) for p in points]
    if len(points) == 1:
        place = [(92.0, 15.0)]
    path = "".join(
        f"{'L' if i and follows(points[i - 1], points[i]) else 'M'}{x:.1f} {y:.1f}" for i, (x, y) in enumerate(place)
    )
    line = f'<path class="line spark" d="{path}"/>' if len(points) > 1 else ""
    x, y = place[-1]
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="sparkline" viewBox="0 0 100 30" width="100" height="30" aria-hidden="true" focusable="false">'
        f'{line}<circle class="dot full town" cx="{x:.1f}" cy="{y:.1f}" r="3"/></svg>'
    )
