"""What a place is specialised in: each industry's share of jobs against its share in all municipalities together."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cached_property
from textwrap import wrap
from typing import Any

from markupsafe import Markup, escape

from portal import i18n
from portal.charts.figure import FONT, empty, layout
from portal.charts.types.industries.location_quotients import (
    BRIEF,
    WHOLE,
    Bar,
    Industries,
    caption,
    named,
    saying,
    sentence,
)
from portal.i18n import _, use_locale
from portal.indicators.specialisation import FEW

#: Heights in CSS pixels: a row with its name over its bar, one without a bar, the bar, the head with its numbers.
ROW, ROW_BARE, BAR, HEAD = 40, 24, 11, 46
LINE = 17
#: Letters that fit on a phone's line below the chart.
NOTE_LETTERS = 50
#: Letters of a name on a phone where its figures stand on the same line.
BESIDE = 36
#: Room right of the plot for share and jobs, as in the style sheet.
VALUES = 118
#: How much smaller it is on paper, so that it stands on one page, as in the style sheet.
PAPER = 0.8
#: The colour of a bar of each kind, as in the style sheet; a hollow one has it along its edge.
COLOURS = {"over": "var(--accent)", "under": "var(--other)", "few": "var(--soft)"}
#: The axis reaches at least from half to double, and at most this far either way.
LEAST, MOST = 2.0, 32.0


class IndustriesGeometry:
    """Pixels of the rows: x as a share of the plot's width (0..1) by the logarithm of the quotient, y in pixels."""

    def __init__(self, chart: Industries) -> None:
        self.chart = chart
        solid = [bar.quotient for bar in chart.bars if bar.drawn and not bar.few and bar.quotient]
        self.low = min(1 / LEAST / 1.1, max(1 / MOST, min(solid, default=1) / 1.1))
        self.high = max(LEAST * 1.1, min(MOST, max(solid, default=1) * 1.1))
        self.tops: list[float] = []
        y = float(HEAD)
        for bar in chart.bars:
            self.tops.append(y)
            y += ROW if bar.drawn else ROW_BARE
        self.end = y
        self.notes = _note_lines(chart)
        self.height = self.end + 6 + len(self.notes) * LINE

    def x(self, quotient: float) -> float:
        """Share of the width; what lies beyond the axis stands at its end."""
        inside = min(max(quotient, self.low), self.high)
        return math.log(inside / self.low) / math.log(self.high / self.low)

    @cached_property
    def ticks(self) -> list[float]:
        """Doublings and halvings within the axis, every second one where they are many."""
        powers = range(math.ceil(math.log2(self.low)), math.floor(math.log2(self.high)) + 1)
        step = 1 if len(powers) <= 6 else 2
        return [2.0**power for power in powers if power % step == 0]

    @cached_property
    def tick_texts(self) -> list[str]:
        """The numbers along the axis, with as many decimals as each needs."""
        return [i18n.number(tick, self.chart.locale, max(0, -int(math.log2(tick)))) for tick in self.ticks]

    def middle(self, row: int) -> float:
        """The middle of a row's bar, in pixels from the top."""
        return self.tops[row] + 29

    def one(self, row: int) -> tuple[float, float]:
        """The ends of the line that stands where the share is the same as everywhere, beside the row's bar."""
        return self.middle(row) - BAR / 2 - 3, self.middle(row) + BAR / 2 + 3

    def above(self, bar: Bar) -> bool:
        """Whether the industry is larger here than elsewhere."""
        return (bar.quotient or 0) >= 1


def _kind(geometry: IndustriesGeometry, bar: Bar) -> str:
    """How a bar looks: over or under the share elsewhere, or hollow and neither where the jobs are few."""
    if bar.few:
        return "few"
    return "over" if geometry.above(bar) else "under"


def _value(chart: Industries, bar: Bar) -> str:
    """Share and jobs, as they stand at the right: 12,3 % · 1 034."""
    return f"{chart.share(bar)} · {i18n.number(bar.jobs, chart.locale)}"


def _brief(bar: Bar) -> str:
    """The name as a phone has room for it: beside its figures where no bar parts the two."""
    return named(bar, BRIEF if bar.drawn else BESIDE)


def _note_lines(chart: Industries) -> list[str]:
    """What the marks mean, in lines that a phone has room for."""
    if not any(bar.drawn and bar.few for bar in chart.bars):
        return []
    note = _("Hollow bar: fewer than %(few)s jobs, neither over- nor under-represented.", few=FEW)
    return wrap(note, NOTE_LETTERS, break_on_hyphens=False)


def _axis_title() -> str:
    return _("Location quotient, logarithmic scale")


def _columns() -> str:
    # Translators: over the column of shares and numbers of jobs beside the bars: 12.3% · 1,034
    return _("share · jobs")


def svg(chart: Industries, ident: str) -> Markup:
    """The chart as SVG; `ident` makes the ids of its title and description unique on the page."""
    if not chart.bars:
        return Markup("")
    with use_locale(chart.locale):
        geometry = IndustriesGeometry(chart)
        rows = [part for row, bar in enumerate(chart.bars) for part in _row(geometry, row, bar)]
        notes = [
            f'<text class="axis-note" x="0" y="{geometry.end + 14 + i * LINE:g}">{escape(line)}</text>'
            for i, line in enumerate(geometry.notes)
        ]
        parts = "".join([*_axis(geometry), *rows, *notes])
        return Markup(  # noqa: S704 - every text inside is escaped where it is made
            f'<div class="chart chart-industries"><svg class="chart-svg" width="100%" height="{geometry.height:g}" '
            f'role="img" aria-labelledby="{ident}-t {ident}-d"><title id="{ident}-t">{escape(caption(chart))}</title>'
            f'<desc id="{ident}-d">{escape(sentence(chart))}</desc>{parts}</svg></div>'
        )


def _axis(geometry: IndustriesGeometry) -> Iterable[str]:
    """The quotients along the top and their lines; a thin line over each row, all the way to its figures."""
    yield f'<text class="axis-title" x="0" y="12">{escape(_axis_title())}</text>'
    y = HEAD - 12
    yield f'<text class="axis-note" text-anchor="end" x="100%" dx="{VALUES}" y="{y}">{escape(_columns())}</text>'
    for tick, text in zip(geometry.ticks, geometry.tick_texts, strict=True):
        x = f"{geometry.x(tick) * 100:.2f}%"
        yield f'<line class="grid" x1="{x}" x2="{x}" y1="{HEAD - 6}" y2="{geometry.end:g}"/>'
        yield f'<text class="tick" text-anchor="middle" x="{x}" y="{y}">{text}</text>'
    yield from (f'<line class="grid" x1="0" x2="100%" y1="{top:g}" y2="{top:g}"/>' for top in geometry.tops)
    right = "".join(f'<line class="grid" x2="{VALUES}" y1="{top:g}" y2="{top:g}"/>' for top in geometry.tops)
    yield f'<svg x="100%" overflow="visible">{right}</svg>'


def _row(geometry: IndustriesGeometry, row: int, bar: Bar) -> Iterable[str]:
    chart, top = geometry.chart, geometry.tops[row]
    words = ", ".join(saying(chart, bar))
    said = f"<title>{escape(words)}</title>"
    muted = " few" if bar.few else ""
    name = (
        f'<tspan class="section-whole"><tspan class="section-code">{escape(bar.code)} </tspan>'
        f'{escape(named(bar, WHOLE))}</tspan><tspan class="section-brief">{escape(_brief(bar))}</tspan>'
    )
    yield f'<text class="section-name{muted}" x="0" y="{top + 16:g}">{said}{name}</text>'
    y = (geometry.middle(row) if bar.drawn else top + 11.5) + 4.5
    yield (
        f'<text class="row-value{muted}" text-anchor="end" x="100%" dx="{VALUES}" y="{y:g}">{_value(chart, bar)}</text>'
    )
    if not bar.drawn:
        return
    left, right = sorted((geometry.x(1), geometry.x(bar.quotient or 0)))
    yield (
        f'<rect class="quotient {_kind(geometry, bar)}" x="{left * 100:.2f}%" width="{(right - left) * 100:.2f}%" '
        f'y="{geometry.middle(row) - BAR / 2:g}" height="{BAR}">{said}</rect>'
    )
    start, end = geometry.one(row)
    x = f"{geometry.x(1) * 100:.2f}%"
    yield f'<line class="quotient-one" x1="{x}" x2="{x}" y1="{start:g}" y2="{end:g}"/>'
    # the number stands on the other side of one, where no bar is
    side = 'text-anchor="end" dx="-6"' if geometry.above(bar) else 'dx="6"'
    yield (
        f'<text class="quotient-value{muted}" {side} x="{x}" y="{geometry.middle(row) + 4.5:g}">'
        f"{chart.quotient(bar)}</text>"
    )


def figure(chart: Industries) -> dict[str, Any]:
    """The plotly figure: one trace of bars from the line of one, in the order of the rows."""
    if not chart.bars:
        return empty()
    with use_locale(chart.locale):
        geometry = IndustriesGeometry(chart)
        return {"data": [_trace(geometry)], "layout": _layout(geometry)}


def _trace(geometry: IndustriesGeometry) -> dict[str, Any]:
    bars = geometry.chart.bars
    one = geometry.x(1)
    colours = [COLOURS[_kind(geometry, bar)] for bar in bars]
    said = [saying(geometry.chart, bar) for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "base": [one] * len(bars),
        "x": [geometry.x(bar.quotient or 0) - one if bar.drawn else 0 for bar in bars],
        "y": [geometry.middle(row) if bar.drawn else geometry.tops[row] + 11.5 for row, bar in enumerate(bars)],
        "width": [BAR] * len(bars),
        "customdata": [bar.code for bar in bars],
        "text": [", ".join(parts) for parts in said],
        "hovertext": ["<br>".join(parts) for parts in said],
        "hoverinfo": "text",
        "textposition": "none",
        "cliponaxis": False,
        "marker": {
            "color": ["var(--paper)" if bar.few else colour for bar, colour in zip(bars, colours, strict=True)],
            "line": {"color": colours, "width": [1.5 if bar.few and bar.drawn else 0 for bar in bars]},
        },
    }


def _layout(geometry: IndustriesGeometry) -> dict[str, Any]:
    """Both axes are shares and pixels: every line, number and name is placed as in the SVG."""
    fixed = {"visible": False, "fixedrange": True}
    return layout(
        geometry.height,
        margin={"l": 0, "r": VALUES, "t": 0, "b": 0, "pad": 0},
        meta={"walk": "rows", "paper": PAPER},
        xaxis={"range": [0, 1], **fixed},
        yaxis={"range": [geometry.height, 0], **fixed},
        hovermode="closest",
        shapes=[*_rules(geometry), *_separators(geometry)],
        annotations=[
            *_axis_notes(geometry),
            *(note for row, bar in enumerate(geometry.chart.bars) for note in _row_notes(geometry, row, bar)),
            *(_note(line, 0, geometry.end + 9.5 + i * LINE, xanchor="left") for i, line in enumerate(geometry.notes)),
        ],
    )


def _rules(geometry: IndustriesGeometry) -> Iterable[dict[str, Any]]:
    """The lines of the quotients along the top, and beside each bar the line of one."""
    for tick in geometry.ticks:
        x, line = geometry.x(tick), {"color": "var(--line)", "width": 1}
        yield {"type": "line", "x0": x, "x1": x, "y0": HEAD - 6, "y1": geometry.end, "line": line, "layer": "below"}
    one, ink = geometry.x(1), {"color": "var(--ink)", "width": 1.5}
    for row, bar in enumerate(geometry.chart.bars):
        if bar.drawn:
            start, end = geometry.one(row)
            yield {"type": "line", "x0": one, "x1": one, "y0": start, "y1": end, "line": ink}


def _separators(geometry: IndustriesGeometry) -> Iterable[dict[str, Any]]:
    """A thin line over each row: across the plot, and in pixels over the figures beside it."""
    common = {"type": "line", "xref": "paper", "yref": "paper", "line": {"color": "var(--line)", "width": 1}}
    for top in geometry.tops:
        y = 1 - top / geometry.height
        yield {**common, "x0": 0, "x1": 1, "y0": y, "y1": y, "layer": "below"}
        yield {**common, "x0": 0, "x1": VALUES, "xsizemode": "pixel", "xanchor": 1, "y0": y, "y1": y, "layer": "below"}


def _note(text: str, x: float, y: float, colour: str = "var(--soft)", **more: Any) -> dict[str, Any]:
    """A text whose middle is at this height."""
    bare = {"showarrow": False, "borderpad": 0, "borderwidth": 0}
    return {"text": text, "x": x, "y": y, "yanchor": "middle", "font": {**FONT, "color": colour}, **bare, **more}


def _axis_notes(geometry: IndustriesGeometry) -> Iterable[dict[str, Any]]:
    yield _note(_axis_title(), 0, 7.5, "var(--ink)", xanchor="left")
    yield _note(_columns(), 1, HEAD - 16.5, xanchor="right", xshift=VALUES)
    for tick, text in zip(geometry.ticks, geometry.tick_texts, strict=True):
        yield _note(text, geometry.x(tick), HEAD - 16.5, xanchor="center")


def _row_notes(geometry: IndustriesGeometry, row: int, bar: Bar) -> Iterable[dict[str, Any]]:
    """The name, the share and the jobs, the quotient; `name` tells the browser what fits on a phone instead."""
    chart, top = geometry.chart, geometry.tops[row]
    ink = "var(--soft)" if bar.few else "var(--ink)"
    yield _note(f"{bar.code} {named(bar, WHOLE)}", 0, top + 11.5, ink, xanchor="left", name=_brief(bar))
    middle = geometry.middle(row) if bar.drawn else top + 11.5
    yield _note(_value(chart, bar), 1, middle, ink, xanchor="right", xshift=VALUES)
    if bar.drawn:
        above = geometry.above(bar)
        side: dict[str, Any] = {"xanchor": "right", "xshift": -6} if above else {"xanchor": "left", "xshift": 6}
        yield _note(chart.quotient(bar), geometry.x(1), middle, ink, **side)
