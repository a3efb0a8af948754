"""Every municipality as a dot on one axis, the chosen ones named: where does this town stand among all?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from portal.charts.axis_labels import BESIDE
from portal.charts.chart import Chart
from portal.charts.figure import COLOURS, FONT, Figure, empty, layout
from portal.charts.percentile import ended, main_sentence, median, texts
from portal.charts.sentence import told
from portal.charts.types.distribution.beeswarm_layout import GUTTER, BeeswarmDot, Name, Swarm
from portal.i18n import _, number, use_locale

#: The radius of a chosen place's dot.
RADIUS = 5.5
#: Lines by what they lead to, and the words on them: those of the ten are darker, to be read.
LINES = {"median": "var(--soft)", **COLOURS}
WORDS = {**LINES, "group": COLOURS["country"]}
DASHES = {"median": "1px,3px", "country": "6px,5px", "group": "2px,4px"}


def sentence(chart: Chart) -> str:
    """Where the place in front stands among all municipalities, and their median."""
    with use_locale(chart.locale):
        count = len(chart.municipalities)
        if count < 2:
            return main_sentence(chart)
        said = {"count": number(count, chart.locale), "median": told(chart, median(chart))}
        middle = _("The median of the %(count)s municipalities is %(median)s.", **said)
        return ended(f"{main_sentence(chart)} {middle}")


def svg(chart: Chart, ident: str) -> Markup:
    """The distribution as SVG; `ident` makes the ids of its title and description unique on the page."""
    if not chart.municipalities:
        return Markup("")
    with use_locale(chart.locale):
        swarm = Swarm(chart)
        spoken = texts(chart)
        lines = (_upright(_line_class(name), name.x, name.top, name.bottom) for name in (*swarm.below, *swarm.above))
        parts = [
            *_axis(swarm),
            *lines,
            *_dots(swarm.others, swarm.radius, spoken),
            *_dots(swarm.dots, RADIUS, spoken),
            *(_name(name) for name in (*swarm.below, *swarm.above)),
        ]
    return Markup(  # noqa: S704 - every text inside is escaped where it is made
        f'<div class="chart chart-distribution"><svg class="chart-svg" width="100%" height="{swarm.height}" '
        f'role="img" aria-labelledby="{ident}-t {ident}-d"><title id="{ident}-t">{escape(chart.title)}</title>'
        f'<desc id="{ident}-d">{escape(sentence(chart))}</desc>{"".join(parts)}</svg></div>'
    )


def _axis(swarm: Swarm) -> Iterable[str]:
    for text, x in swarm.ticks:
        yield _upright("grid", x, 0, swarm.base)
        y = swarm.base + 16
        yield f'<text class="tick" text-anchor="middle" x="{x * 100:.2f}%" y="{y}">{text}</text>'
    yield f'<line class="axis" x1="0" x2="100%" y1="{swarm.base}" y2="{swarm.base}"/>'
    yield f'<text class="axis-note" text-anchor="end" x="100%" y="{swarm.height - 4}">{escape(swarm.note)}</text>'


def _upright(kind: str, x: float, top: float, bottom: float) -> str:
    return f'<line class="{kind}" x1="{x * 100:.2f}%" x2="{x * 100:.2f}%" y1="{top:g}" y2="{bottom:g}"/>'


def _line_class(name: Name) -> str:
    return f"leader {name.kind}" if name.kind in ("town", "compared") else f"line {name.kind}"


def _dots(dots: Sequence[BeeswarmDot], radius: float, spoken: dict[str, str]) -> Iterable[str]:
    """Dots with their words; the town's own comes last, over the others."""
    for dot in sorted(dots, key=lambda dot: dot.line.role == "town"):
        yield (
            f'<circle class="dot {dot.line.role}" cx="{dot.x * 100:.2f}%" cy="{dot.y:g}" r="{radius:g}">'
            f"<title>{escape(spoken[dot.line.place])}</title></circle>"
        )


def _name(name: Name) -> str:
    anchor = "start" if name.side > 0 else "end"
    return (
        f'<text class="end {name.kind}" text-anchor="{anchor}" x="{name.x * 100:.2f}%" dx="{name.side * BESIDE}" '
        f'y="{name.y + 4.5:g}">{escape(name.text)}</text>'
    )


def figure(chart: Chart) -> Figure:
    """The distribution as a plotly figure: every trace has its places as `customdata` and their words as `text`."""
    if not chart.municipalities:
        return empty()
    with use_locale(chart.locale):
        swarm = Swarm(chart)
        spoken = texts(chart)
        groups = [(swarm.others, swarm.radius)]
        groups += [([dot for dot in swarm.dots if dot.line.role == role], RADIUS) for role in ("compared", "town")]
        made = layout(
            swarm.height,
            margin={"l": GUTTER, "r": GUTTER, "t": 0, "b": 0, "pad": 0},
            meta={"walk": "dots"},
            xaxis={"range": [0, 1], "visible": False, "fixedrange": True},
            yaxis={"range": [swarm.height, 0], "visible": False, "fixedrange": True},
            hovermode="closest",
            hoverdistance=30,
            shapes=[*_lines(swarm)],
            annotations=[*_words(swarm)],
        )
    return {"data": [_trace(dots, radius, spoken) for dots, radius in groups if dots], "layout": made}


def _trace(dots: Sequence[BeeswarmDot], radius: float, spoken: dict[str, str]) -> Figure:
    role = dots[0].line.role
    return {
        "type": "scatter",
        "name": role,
        "mode": "markers",
        "x": [round(dot.x, 4) for dot in dots],
        "y": [dot.y for dot in dots],
        "text": [spoken[dot.line.place] for dot in dots],
        "customdata": [dot.line.place for dot in dots],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "color": COLOURS[role],
            "size": radius * 2,
            "opacity": 1,
            "line": {"color": "var(--paper)", "width": 0 if role == "other" else 1.5},
        },
    }


def _lines(swarm: Swarm) -> Iterable[Figure]:
    for _text, x in swarm.ticks:
        yield _shape((x, 0), (x, swarm.base), "var(--line)")
    yield _shape((0, swarm.base), (1, swarm.base), "var(--control)")
    for name in (*swarm.below, *swarm.above):
        made = _shape((name.x, name.top), (name.x, name.bottom), LINES[name.kind])
        yield made | {"line": made["line"] | {"dash": DASHES.get(name.kind, "solid")}}


def _shape(start: tuple[float, float], end: tuple[float, float], colour: str) -> Figure:
    (x0, y0), (x1, y1) = start, end
    ends = {"x0": round(x0, 4), "x1": round(x1, 4), "y0": y0, "y1": y1}
    return {"type": "line", "layer": "below", "line": {"color": colour, "width": 1}, **ends}


def _words(swarm: Swarm) -> Iterable[Figure]:
    for text, x in swarm.ticks:
        yield _annotation(text, x, swarm.base + 11.5, "center")
    yield _annotation(swarm.note, 1, swarm.height - 8.5, "right") | {"xshift": 2}
    for name in (*swarm.below, *swarm.above):
        text = f"<b>{escape(name.text)}</b>" if name.kind == "town" else str(escape(name.text))
        made = _annotation(text, name.x, name.y, "left" if name.side > 0 else "right")
        shift = name.side * (BESIDE - 2)  # plotly keeps a hair of its own around a text
        yield made | {"xshift": shift, "font": {**FONT, "color": WORDS[name.kind]}}


def _annotation(text: str, x: float, y: float, anchor: str) -> Figure:
    return {
        "text": text,
        "x": round(x, 4),
        "y": y,
        "xanchor": anchor,
        "yanchor": "middle",
        "showarrow": False,
        "font": FONT,
    }
