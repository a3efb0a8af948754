"""What charts share as inline SVG: full width, text at its own size, colours from the page's theme, no script.

Lines live in an inner drawing that stretches with the page; text and dots stay at their own size because
they are placed by percentages outside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from portal.charts.chart import Chart, follows, x_of
from portal.charts.sentence import sentence
from portal.indicators.library import Point


def frame(chart: Chart, ident: str, kind: str, height: float, parts: Iterable[str]) -> Markup:
    """The parts of a chart in their drawing, with its title and what it shows for those who cannot see it."""
    described = escape(sentence(chart))
    return Markup(  # noqa: S704 - every text inside is escaped where it is made
        f'<div class="chart chart-{kind}"><svg class="chart-svg" width="100%" height="{height:g}" role="img" '
        f'aria-labelledby="{ident}-t {ident}-d"><title id="{ident}-t">{escape(chart.title)}</title>'
        f'<desc id="{ident}-d">{described}</desc>{"".join(parts)}</svg></div>'
    )


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
