"""All municipalities on the map, coloured in at most five classes of equally many.

The bare drawing is the same in every state and fetched once (`skeleton`); `paint` says how a state colours and names
it, and `svg` is both put together by the server.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup, escape

from portal import i18n
from portal.charts import percentile
from portal.charts.borders import Shapes, shapes
from portal.charts.chart import Chart, Line
from portal.charts.map import attribution
from portal.charts.percentile import ended, main_sentence, texts
from portal.charts.sentence import told
from portal.charts.table import caption as titled
from portal.i18n import _, lazy, ngettext, use_locale
from portal.typeface.letters import width

#: How many classes there are at most, and the colours of fewer: the ends of the scale are always used.
MOST_CLASSES = 5
COLOURS = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
#: The size of the drawing where there is room, in pixels, and of its letters there.
HEIGHT, LETTERS = 620, 14
#: What a class of equally many is called, the lowest first.
FIFTHS = (
    lazy("in the lowest fifth"),
    lazy("in the second lowest fifth"),
    lazy("in the middle fifth"),
    lazy("in the second highest fifth"),
    lazy("in the highest fifth"),
)
#: Classes are called fifths when each has this share of the municipalities.
ABOUT_A_FIFTH = (0.15, 0.25)


@dataclass(frozen=True)
class Classes:
    """Classes from the lowest figures to the highest: `limits` are each one's smallest and largest figure as shown.

    `of` is each municipality's class, 0 for the lowest; equal figures are in one class.
    """

    limits: tuple[tuple[float, float], ...]
    of: Mapping[str, int]

    @cached_property
    def colours(self) -> list[str]:
        """The token of each class's colour: q1 for low figures, q5 for high ones."""
        return [f"q{colour}" for colour in COLOURS.get(len(self.limits), ())]

    @cached_property
    def counts(self) -> list[int]:
        """How many municipalities each class has."""
        found = Counter(self.of.values())
        return [found[number] for number in range(len(self.limits))]

    @property
    def fifths(self) -> bool:
        """Whether each class has about a fifth of the municipalities: many equal figures make them uneven."""
        low, high = ABOUT_A_FIFTH
        shares = [count / len(self.of) for count in self.counts]
        return len(shares) == MOST_CLASSES and all(low <= share <= high for share in shares)


def classes(chart: Chart) -> Classes:
    """Five classes by quintiles of the figures as shown; fewer where many figures are equal."""
    figures = chart.rounded
    ordered = [*figures.values()]
    ends = sorted(
        {ordered[math.ceil(len(ordered) * k / MOST_CLASSES) - 1] for k in range(1, MOST_CLASSES + 1) if ordered}
    )
    of = {place: bisect_left(ends, value) for place, value in figures.items()}
    starts = [ordered[0], *(ordered[bisect_right(ordered, end)] for end in ends[:-1])] if ends else []
    return Classes(tuple(zip(starts, ends, strict=True)), of)


def sentence(chart: Chart) -> str:
    """Where the place in front stands, in which class it is on the map, and what the highest and lowest classes are."""
    with use_locale(chart.locale):
        made = classes(chart)
        if len(made.limits) < 2:
            return main_sentence(chart)
        said = {"high": _between(chart, made.limits[-1]), "low": _between(chart, made.limits[0])}
        own = chart.town or next((line for line in chart.lines if line.role == "compared"), None)
        if own is None or own.place not in made.of or percentile.lead(chart) is not own:
            ends = _("On the map the highest class is %(high)s and the lowest %(low)s.", **said)
        elif made.fifths:
            said |= {"fifth": str(FIFTHS[made.of[own.place]])}
            ends = _("On the map it is %(fifth)s; the highest fifth is %(high)s and the lowest %(low)s.", **said)
        else:
            said |= {"number": str(made.of[own.place] + 1), "of": str(len(made.limits))}
            ends = _(
                "On the map it is in class %(number)s/%(of)s counted from the lowest; "
                "the highest class is %(high)s and the lowest %(low)s.",
                **said,
            )
        return ended(f"{main_sentence(chart)} {ends}")


def _between(chart: Chart, limits: tuple[float, float]) -> str:
    """A class in a sentence: from 72,1 % to 75,0 %."""
    low, high = limits
    if low == high:
        return told(chart, high)
    return _("from %(low)s to %(high)s", low=chart.number(low), high=told(chart, high))


def _range(chart: Chart, limits: tuple[float, float]) -> str:
    """A class in figures: 72,1–75,0 %."""
    low, high = limits
    if low == high:
        return chart.amount(high)
    between = f"{i18n.NBSP}–{i18n.NBSP}" if low < 0 or i18n.NBSP in chart.number(high) else "–"
    unit = i18n.localized(chart.unit.short, chart.locale)
    return i18n.with_unit(f"{chart.number(low)}{between}{chart.number(high)}", unit, chart.locale)


def skeleton(drawn: Shapes, ten: Sequence[str] | None = None) -> Markup:
    """The bare drawing, the same for every state: a path for each municipality, the ten last, and a place for names."""
    order = _order(drawn, drawn.ten if ten is None else ten)
    return _drawing(drawn, ' role="img"', (f'<path data-code="{code}" d="{drawn.paths[code]}"/>' for code in order))


def _order(drawn: Shapes, last: Sequence[str]) -> list[str]:
    """Every municipality; the last ones lie over the borders of the others."""
    return [*(code for code in drawn.paths if code not in last), *(code for code in last if code in drawn.paths)]


def _drawing(drawn: Shapes, words: str, paths: Iterable[str], names: str = "") -> Markup:
    across, down, width, height = size(drawn)
    return Markup(  # noqa: S704 - every text inside is escaped where it is made
        f'<svg class="choropleth" viewBox="0 0 {across} {down}" width="{width}" height="{height}"{words}>'
        f'<g class="areas">{"".join(paths)}</g><g class="labels">{names}</g></svg>'
    )


def size(drawn: Shapes) -> tuple[int, int, int, int]:
    """Width and height in the drawing's own units, and in pixels where there is room for it."""
    return drawn.width, drawn.height, round(HEIGHT * drawn.width / (drawn.height or 1)), HEIGHT


def paint(chart: Chart, drawn: Shapes | None = None) -> dict[str, Any]:
    """How this state colours and names the bare drawing, as the browser needs it.

    A municipality that `classes` does not name has no colour of the scale; `front` are to be drawn last, in that order.
    """
    drawn = shapes() if drawn is None else drawn
    with use_locale(chart.locale):
        made = classes(chart)
        roles = {line.place: line.role for line in chart.lines}
        return {
            "classes": _classes(drawn, made, roles),
            "texts": texts(chart) | _unknown(chart, drawn, made),
            "labels": _labels(chart, drawn),
            "legend": _legend(chart, made, drawn),
            "order": [rank.place for rank in chart.ranks],
            "front": _front(chart),
            "title": titled(chart),
            "size": size(drawn),
        }


def _classes(drawn: Shapes, made: Classes, roles: Mapping[str, str]) -> dict[str, str]:
    found = {code: made.colours[made.of[code]] if code in made.of else "none" for code in drawn.paths}
    for code in drawn.ten:
        found[code] += " ten"
    for code, role in roles.items():
        if role in ("town", "compared") and code in found:
            found[code] += f" {role}"
    return found


def _unknown(chart: Chart, drawn: Shapes, made: Classes) -> dict[str, str]:
    """What is said of a municipality without a figure."""
    names = chart.lines[0].names if chart.lines else None
    return {
        code: f"{names.label(code)}: {_('no value in this source')}"
        for code in drawn.paths
        if names and code not in made.of
    }


def _front(chart: Chart) -> list[str]:
    """The places drawn over the others: the chosen ones, then the town."""
    chosen = [line.place for line in chart.lines if line.role == "compared"]
    return [*chosen, *([chart.town.place] if chart.town else [])]


@dataclass(frozen=True)
class _Box:
    """Where a name's letters are."""

    left: float
    top: float
    right: float
    bottom: float

    def covered(self, others: Iterable[_Box]) -> float:
        """How much of it others cover."""
        left, top, right, bottom = self.left, self.top, self.right, self.bottom
        return sum(
            (min(right, other.right) - max(left, other.left)) * (min(bottom, other.bottom) - max(top, other.top))
            for other in others
            if left < other.right and other.left < right and top < other.bottom and other.top < bottom
        )


def _labels(chart: Chart, drawn: Shapes) -> list[dict[str, Any]]:
    """The names of the town and the chosen places, the town first; one that would cover another is left out.

    The legend names them all.
    """
    lines = sorted((li for li in chart.lines if li.role in ("town", "compared")), key=lambda li: li.role != "town")
    lines = [line for line in lines if line.place in drawn.spots]
    places = [_Box(s.left, s.top, s.right, s.bottom) for s in (drawn.spots[line.place] for line in lines)]
    names: list[_Box] = []
    found = []
    for line in lines:
        x, y, anchor, box = min(_choices(drawn, line), key=lambda choice: _cost(drawn, choice[3], places, names))
        if line.role == "town" or not box.covered(names):
            names.append(box)
            place = {"x": round(x), "y": round(y), "anchor": anchor}
            found.append({"code": line.place, "text": line.label, "role": line.role, **place})
    return found


def _choices(drawn: Shapes, line: Line) -> Iterable[tuple[float, float, str, _Box]]:
    """Beside the place, the outer side of the country before the inner one; then under, over and at its corners."""
    size = LETTERS * drawn.height / HEIGHT
    wide = width(line.label, bold=True, size=size)
    spot = drawn.spots[line.place]
    x, y = spot.middle
    gap, base = size * 0.35, y + size * 0.35
    under, over = spot.bottom + gap + size * 0.8, spot.top - gap
    beside = [(spot.left - gap, "end"), (spot.right + gap, "start")]
    sides = beside if x < drawn.width / 2 else beside[::-1]
    corners = [(at, height, anchor) for height in (under, over) for at, anchor in sides]
    for at, low, anchor in (*((a, base, b) for a, b in sides), (x, under, "middle"), (x, over, "middle"), *corners):
        start = at - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
        yield at, low, anchor, _Box(start, low - size * 0.8, start + wide, low + size * 0.2)


def _cost(drawn: Shapes, box: _Box, places: Sequence[_Box], names: Sequence[_Box]) -> float:
    """What a name covers of chosen places and, worse, of names, and how far it is outside the drawing."""
    outside = max(0.0, -box.left) + max(0.0, box.right - drawn.width) + max(0.0, box.bottom - drawn.height)
    return box.covered(places) + 100 * box.covered(names) + outside * 10000


def svg(chart: Chart, ident: str, drawn: Shapes | None = None) -> Markup:
    """The painted map with its legend, usable without scripts; `ident` makes its ids unique on the page."""
    drawn = shapes() if drawn is None else drawn
    if not drawn.paths or not chart.municipalities:
        return Markup("")
    painted = paint(chart, drawn)
    front = painted["front"]
    paths = (
        f'<path data-code="{code}" class="{painted["classes"][code]}" d="{drawn.paths[code]}">'
        f"<title>{escape(painted['texts'][code])}</title></path>"
        for code in _order(drawn, [*(ten for ten in drawn.ten if ten not in front), *front])
    )
    words = f' role="img" aria-label="{escape(chart.title)}" aria-describedby="{ident}-d"'
    made = _drawing(drawn, words, paths, "".join(_name(label) for label in painted["labels"]))
    return Markup('<div class="chart chart-map">{}{}<p class="visually-hidden" id="{}-d">{}</p></div>').format(
        made,
        Markup(painted["legend"]),  # noqa: S704 - escaped where it is made
        ident,
        sentence(chart),
    )


def _name(label: Mapping[str, Any]) -> str:
    return (
        f'<text class="map-label {label["role"]}" x="{label["x"]}" y="{label["y"]}" text-anchor="{label["anchor"]}">'
        f"{escape(label['text'])}</text>"
    )


def _legend(chart: Chart, made: Classes, drawn: Shapes) -> str:
    """The classes in figures with how many municipalities each has and which chosen ones, and whose the borders are."""
    rows = [_class_row(chart, made, number) for number in reversed(range(len(made.limits)))]
    lacking = sum(code not in made.of for code in drawn.paths)
    if lacking:
        rows.append(_row("none", _("no value in this source"), _counted(lacking)))
    if drawn.ten:
        rows.append(_row("ten", _("The ten towns")))
    return (
        f'<div class="map-legend"><p class="map-title">{escape(titled(chart))}</p>'
        f'<ul class="map-classes">{"".join(rows)}</ul><p class="cite">{escape(attribution(chart.locale))}</p></div>'
    )


def _class_row(chart: Chart, made: Classes, number: int) -> str:
    chosen = [line for line in chart.lines if line.role in ("town", "compared") and made.of.get(line.place) == number]
    names = ", ".join(f'<b class="{line.role}">{escape(line.label)}</b>' for line in chosen)
    return _row(made.colours[number], _range(chart, made.limits[number]), _counted(made.counts[number]), names)


def _row(token: str, text: str, note: str = "", names: str = "") -> str:
    """A line of the legend; `names` are HTML."""
    parts = [str(escape(text)), f"<small>{escape(note)}</small>" if note else "", names]
    return f'<li><i class="{token}"></i><span>{" ".join(part for part in parts if part)}</span></li>'


def _counted(count: int) -> str:
    return ngettext("%(num)s municipality", "%(num)s municipalities", count)
