"""Two indicators against each other: a dot for each municipality that has a figure of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from math import sqrt
from textwrap import wrap
from typing import Any

from markupsafe import Markup, escape

from portal import i18n
from portal.charts.axes import Axis
from portal.charts.figure import COLOURS, FONT, empty, layout
from portal.charts.label_placement import Anchor, Label, Room
from portal.charts.types.scatter.scatter_data import (
    LAYERS,
    Scatter,
    ScatterPoint,
    bare,
    caption,
    joined,
    saying,
    sentence,
)
from portal.i18n import _, use_locale
from portal.indicators.catalogue import Indicator, Unit

#: The height in CSS pixels, the same for the SVG and for plotly.
HEIGHT = 440
#: Room for the numbers up the axis, narrow or wide (--axis and --axis-wide in the style sheet), and right of the plot.
GUTTER, GUTTER_WIDE, EDGE = 40, 66, 14
LINE = 17
#: What the numbers along the axis may take of a phone's width.
ROOM = 210
#: Letters of an axis title that fit on one line of a phone, and how long a name may be before its short form is used.
TITLE_LETTERS, LONG_NAME = 46, 34
#: Radii in pixels: of the largest municipality, of the smallest, and the least of a named one.
LARGEST, SMALLEST, NAMED = 24.0, 2.2, 5.0


class ScatterGeometry:
    """Pixels of a scatter: x as a share of the plot's width (0..1), y in pixels from the top of the drawing."""

    height = HEIGHT

    def __init__(self, chart: Scatter) -> None:
        self.chart = chart
        self.across = Axis.of([dot.x for dot in chart.dots], chart.locale, room=ROOM)
        self.up = Axis.of([dot.y for dot in chart.dots], chart.locale, most=7)
        self.y_title = _axis_title(chart.title, chart.indicator, chart.unit, chart.period, self.up)
        self.x_title = _axis_title(chart.x_title, chart.x_indicator, chart.x_unit, chart.x_period, self.across)
        self.top = len(self.y_title) * LINE + 16
        self.bottom = HEIGHT - len(self.x_title) * LINE - (LINE if chart.size_period else 0) - 28
        self.gutter = GUTTER if max(map(len, self.up.texts)) <= 5 else GUTTER_WIDE
        self._largest = max((dot.size or 0.0 for dot in chart.dots), default=0.0)

    def x(self, dot: ScatterPoint) -> float:
        """Share of the width."""
        return self.across.share(dot.x)

    def y(self, value: float) -> float:
        """Pixels from the top."""
        return round(self.bottom - self.up.share(value) * (self.bottom - self.top), 1)

    def radius(self, dot: ScatterPoint) -> float:
        """Half the dot's width: its area follows the population, but it can always be seen."""
        share = dot.size / self._largest if dot.size and self._largest else 0.0
        return round(max(LARGEST * sqrt(share), NAMED if dot.named else SMALLEST), 1)

    @cached_property
    def named(self) -> dict[str, ScatterPoint]:
        """The dots that are to be named, the most important first."""
        found = sorted((dot for dot in self.chart.dots if dot.named), key=lambda dot: -LAYERS.index(dot.layer))
        return {dot.place: dot for dot in found}

    @cached_property
    def labels(self) -> tuple[Label, ...]:
        """Names beside the dots: always of the town and the chosen, of the other towns where there is room."""
        anchors = [
            Anchor(
                place, self.x(dot), self.y(dot.y), self.radius(dot), dot.label, dot.layer != "ten", dot.role == "town"
            )
            for place, dot in self.named.items()
        ]
        return Room(self.top - 10, self.bottom, self.gutter - 4, EDGE).place(anchors)


def _axis_title(title: str, indicator: Indicator, unit: Unit, period: str, axis: Axis) -> list[str]:
    """The indicator's name, unit and period, in lines that a phone has room for."""
    name, locale = i18n.localized(indicator.name, axis.locale), axis.locale
    if indicator.short and len(name) > LONG_NAME:
        title = title.replace(name, i18n.localized(indicator.short, locale), 1)
    units = [] if bare(indicator) else [i18n.localized(unit.short, locale)]
    parts = [title, *units, i18n.period(period, locale)]
    if axis.logarithmic:
        parts.append(_("logarithmic scale"))
    return wrap(", ".join(parts), TITLE_LETTERS, break_on_hyphens=False) or [""]


def _size_words(chart: Scatter) -> str:
    return _("Size of the dot: population %(period)s", period=i18n.period(chart.size_period, chart.locale))


def svg(chart: Scatter, ident: str) -> Markup:
    """The chart as SVG; `ident` makes the ids of its title and description unique on the page."""
    if not chart.dots:
        return Markup("")
    with use_locale(chart.locale):
        geometry = ScatterGeometry(chart)
        layers = (_grid(geometry), _dots(geometry), _ticks(geometry), _axis_titles(geometry), _labels(geometry))
        parts = "".join(part for layer in layers for part in layer)
        wide = " wide-axis" if geometry.gutter == GUTTER_WIDE else ""
        return Markup(  # noqa: S704 - every text inside is escaped where it is made
            f'<div class="chart chart-scatter{wide}"><svg class="chart-svg" width="100%" height="{HEIGHT}" role="img" '
            f'aria-labelledby="{ident}-t {ident}-d"><title id="{ident}-t">{escape(caption(chart))}</title>'
            f'<desc id="{ident}-d">{escape(sentence(chart))}</desc>{parts}</svg></div>'
        )


def _grid(geometry: ScatterGeometry) -> Iterable[str]:
    for value in geometry.up.ticks:
        y = geometry.y(value)
        yield f'<line class="grid" x1="0" x2="100%" y1="{y:g}" y2="{y:g}"/>'
    for value in geometry.across.ticks:
        x = f"{geometry.across.share(value) * 100:.2f}%"
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{geometry.top}" y2="{geometry.bottom}"/>'


def _ticks(geometry: ScatterGeometry) -> Iterable[str]:
    """The numbers of both axes, over the dots so that they stay readable."""
    for value, text in zip(geometry.up.ticks, geometry.up.texts, strict=True):
        yield f'<text class="tick" text-anchor="end" x="0" dx="-8" y="{geometry.y(value) + 4.5:g}">{text}</text>'
    for value, text in zip(geometry.across.ticks, geometry.across.texts, strict=True):
        x = f"{geometry.across.share(value) * 100:.2f}%"
        yield f'<text class="tick" text-anchor="middle" x="{x}" y="{geometry.bottom + 19}">{text}</text>'


def _axis_titles(geometry: ScatterGeometry) -> Iterable[str]:
    for i, line in enumerate(geometry.y_title):
        yield f'<text class="axis-title" x="0" dx="{-geometry.gutter}" y="{12 + i * LINE}">{escape(line)}</text>'
    lines = [(line, "axis-title") for line in geometry.x_title]
    if geometry.chart.size_period:
        lines.append((_size_words(geometry.chart), "axis-note"))
    for i, (line, kind) in enumerate(lines):
        y = geometry.bottom + 23 + (i + 1) * LINE
        yield f'<text class="{kind}" text-anchor="end" x="100%" dx="{EDGE}" y="{y}">{escape(line)}</text>'


def _dots(geometry: ScatterGeometry) -> Iterable[str]:
    said = saying(geometry.chart)
    for dot in sorted(geometry.chart.dots, key=lambda dot: LAYERS.index(dot.layer)):
        yield (
            f'<circle class="scatter-dot {dot.layer}" cx="{geometry.x(dot) * 100:.2f}%" cy="{geometry.y(dot.y):g}" '
            f'r="{geometry.radius(dot):g}"><title>{escape(joined(said(dot)))}</title></circle>'
        )


def _labels(geometry: ScatterGeometry) -> Iterable[str]:
    for label in geometry.labels:
        anchor, dot = label.anchor, geometry.named[label.anchor.place]
        kind = f"dot-name {dot.layer}{' minor' if label.minor else ''}"
        x = f"{anchor.x * 100:.2f}%"
        if label.led:
            yield (
                f'<svg x="{x}" y="{anchor.y:g}" overflow="visible">'
                f'<line class="name-lead" x2="{label.dx:g}" y2="{label.dy - _sign(label.dy) * 7:g}"/></svg>'
            )
        yield (
            f'<text class="{kind}" text-anchor="{label.align}" x="{x}" dx="{label.dx:g}" '
            f'y="{anchor.y + label.dy + 4.5:g}">{escape(anchor.text)}</text>'
        )


def _sign(value: float) -> int:
    return -1 if value < 0 else 1


def figure(chart: Scatter) -> dict[str, Any]:
    """The plotly figure: a trace for each kind of dot, its points in the order of the figure along."""
    if not chart.dots:
        return empty()
    with use_locale(chart.locale):
        geometry = ScatterGeometry(chart)
        layers: dict[str, list[ScatterPoint]] = {layer: [] for layer in LAYERS}
        for dot in chart.dots:
            layers[dot.layer].append(dot)
        return {
            "data": [_trace(geometry, layer, dots) for layer, dots in layers.items() if dots],
            "layout": _layout(geometry),
        }


def _trace(geometry: ScatterGeometry, layer: str, dots: Sequence[ScatterPoint]) -> dict[str, Any]:
    said = list(map(saying(geometry.chart), dots))
    colour = COLOURS["group"] if layer == "ten" else COLOURS[layer]
    hollow = layer in ("group", "country")
    return {
        "type": "scatter",
        "mode": "markers",
        "name": layer,
        "x": [dot.x for dot in dots],
        "y": [dot.y for dot in dots],
        "customdata": [dot.place for dot in dots],
        "text": ["<br>".join(parts) for parts in said],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "size": [geometry.radius(dot) * 2 for dot in dots],
            "color": "var(--paper)" if hollow else "var(--dot)" if layer == "other" else colour,
            "opacity": 1,
            "line": {"color": colour if hollow or layer == "other" else "var(--paper)", "width": _outline(layer)},
        },
    }


def _outline(layer: str) -> float:
    return {"other": 0.75, "group": 2, "country": 2}.get(layer, 1)


def _layout(geometry: ScatterGeometry) -> dict[str, Any]:
    margin = {"l": geometry.gutter, "r": EDGE, "t": geometry.top, "b": HEIGHT - geometry.bottom, "pad": 0}
    return layout(
        HEIGHT,
        margin=margin,
        meta={"walk": "dots", "fold": "text"},
        xaxis={**_plotly_axis(geometry.across), "ticklen": 2.4},
        yaxis={**_plotly_axis(geometry.up), "ticklen": 4.4},
        hovermode="closest",
        annotations=[*_title_notes(geometry), *(_name_note(geometry, label) for label in geometry.labels)],
    )


def _plotly_axis(axis: Axis) -> dict[str, Any]:
    return {
        "type": "log" if axis.logarithmic else "linear",
        "range": [axis.scaled(axis.low), axis.scaled(axis.high)],
        "tickvals": list(axis.ticks),
        "ticktext": list(axis.texts),
        "tickangle": 0,
        "ticks": "outside",
        "tickcolor": "rgba(0,0,0,0)",
        "gridcolor": "var(--line)",
        "zeroline": False,
        "fixedrange": True,
    }


def _title_notes(geometry: ScatterGeometry) -> Iterable[dict[str, Any]]:
    """The titles of the axes and the words for the size, at the places that they have in the SVG."""
    common = {
        "showarrow": False,
        "borderpad": 0,
        "borderwidth": 0,
        "xref": "paper",
        "yref": "paper",
        "yanchor": "middle",
        "font": FONT,
    }
    ink = {**FONT, "color": "var(--ink)"}
    for i, line in enumerate(geometry.y_title):
        up = geometry.top - 7.5 - i * LINE
        yield {
            **common,
            "text": line,
            "x": 0,
            "xanchor": "left",
            "xshift": -geometry.gutter,
            "y": 1,
            "yshift": up,
            "font": ink,
        }
    lines = [(line, ink) for line in geometry.x_title]
    if geometry.chart.size_period:
        lines.append((_size_words(geometry.chart), FONT))
    for i, (line, font) in enumerate(lines):
        down = -(23 + (i + 1) * LINE - 4.5)
        yield {**common, "text": line, "x": 1, "xanchor": "right", "xshift": EDGE, "y": 0, "yshift": down, "font": font}


def _name_note(geometry: ScatterGeometry, label: Label) -> dict[str, Any]:
    """A name beside its dot; `name` tells the browser which to leave out on a phone."""
    dot = geometry.named[label.anchor.place]
    anchor = {"start": "left", "middle": "center", "end": "right"}[label.align]
    colour = COLOURS[dot.role] if dot.role in ("town", "compared") else "var(--ink)"
    note = {
        "name": "minor" if label.minor else dot.label,
        "text": f"<b>{dot.label}</b>" if dot.role == "town" else dot.label,
        "x": geometry.across.scaled(dot.x),
        "y": geometry.up.scaled(dot.y),
        "xanchor": anchor,
        "yanchor": "middle",
        "borderpad": 0,
        "borderwidth": 0,
        "font": {**FONT, "color": colour},
    }
    if not label.led:
        return {**note, "showarrow": False, "xshift": label.dx, "yshift": -label.dy}
    line = {"showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": "var(--soft)"}
    return {**note, **line, "ax": label.dx, "ay": label.dy, "axref": "pixel", "ayref": "pixel"}
