"""Where the municipalities stand in a distribution: dots that stack around a middle line over one axis.

Nothing overlaps when the drawing is `NARROWEST` wide, and hence at no width: places along the axis are shares of it.
"""

from __future__ import annotations

import math
import statistics
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from portal import i18n
from portal.charts import axis_labels, percentile
from portal.charts.axis_labels import Flag
from portal.charts.chart import Chart, Line, nice_ticks, tick_decimals
from portal.i18n import _
from portal.typeface.letters import width

#: Pixels, the same for the SVG and for plotly.
HEIGHT, GUTTER, NARROWEST = 300, 14, 280
ROW, NOTE, TICKS, AIR = 17, 18, 20, 6
#: At most so many rows of names above the dots, and of the median and places together below them.
ROWS_ABOVE, ROWS_BELOW = 8, 3
#: Room for a grey dot, from the roomiest to the tightest, and for a named one.
SIZES, NAMED_SIZE = (7.0, 6.2, 5.4, 4.8), 13.0
#: Figures this many times the usual one press all others together: the axis becomes logarithmic.
SKEWED = 20
#: With no more places than this named, their figures stand beside their names.
FEW_NAMED = 4
#: Lanes for each of the dots that stand closest, since not every gap can be filled.
CROWDED = 1.25
#: The empty share of the axis at either end.
EDGE = 0.025


@dataclass(frozen=True)
class BeeswarmScale:
    """Figures to shares of the width; `note` says what kind of axis it is when it is not an even one."""

    low: float
    high: float
    bend: Callable[[float], float]
    note: str

    def x(self, value: float) -> float:
        """Share of the width."""
        return self.xs([value])[0]

    def xs(self, values: Sequence[float]) -> list[float]:
        """Shares of the width."""
        bend, first, last = self.bend, self.bend(self.low), self.bend(self.high)
        if last <= first:
            return [EDGE + 0.5 * (1 - 2 * EDGE)] * len(values)
        return [EDGE + (bend(value) - first) / (last - first) * (1 - 2 * EDGE) for value in values]


def axis(values: Sequence[float], also: Sequence[float] = ()) -> BeeswarmScale:
    """An even axis, or a logarithmic one where few figures are far larger than the rest. Call inside `use_locale`.

    Where some are not above zero the axis is even around zero and logarithmic beyond.
    """
    low, high = min((*values, *also), default=0.0), max((*values, *also), default=1.0)
    usual = statistics.median(abs(value) for value in values) if values else 0.0
    largest = max(abs(low), abs(high))
    if largest <= SKEWED * usual or low == high:
        return BeeswarmScale(low, high, float, "")
    if low > 0:
        return BeeswarmScale(low, high, math.log10, _("logarithmic scale"))
    unit = 10.0 ** math.floor(math.log10(max(usual or largest / SKEWED, largest / 10**6)))
    return BeeswarmScale(low, high, lambda value: math.asinh(value / unit), _("logarithmic scale, even around zero"))


class BeeswarmDot(NamedTuple):
    """A municipality: its share of the width and its pixels from the top."""

    line: Line
    x: float
    y: float


@dataclass(frozen=True)
class Name:
    """What is named on a line of its own: a chosen place, the median, or places together.

    The line goes from `top` to `bottom` at `x`; the text stands right of it (`side` 1) or left (-1), around `y`.
    """

    kind: str
    text: str
    x: float
    y: float
    side: int
    top: float
    bottom: float


class Swarm:
    """Everything of a distribution in its place: x as a share of the width, y in pixels from the top."""

    height = HEIGHT
    #: Where the axis stands.
    base = HEIGHT - NOTE - TICKS

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.lines = chart.municipalities
        self.named = [line for line in self.lines if line.role != "other"]
        self.together = [line for line in chart.lines if line.role in ("group", "country")]
        values = [line.points[-1].value for line in self.lines]
        self.axis = axis(values, [line.last.value for line in self.together])
        shares = zip(self.lines, self.axis.xs(values), strict=True)
        self._pixels = {line.place: x * NARROWEST for line, x in shares}

    @cached_property
    def _flags(self) -> list[Flag]:
        """The names of the chosen places, in their rows."""
        flags = [
            Flag(line.place, self._pixels[line.place], self._wide(line), int(line.role != "town"))
            for line in self.named
        ]
        return axis_labels.place(flags, NARROWEST, ROWS_ABOVE)

    @cached_property
    def _marks(self) -> dict[str, tuple[str, float]]:
        """The median of the municipalities and the figures of places together, as written and where."""
        found: dict[str, tuple[str, float]] = {line.role: (line.label, line.last.value) for line in self.together}
        marks = {**found, "median": (_("Median"), percentile.median(self.chart))}
        return {k: (f"{label} {self.chart.number(value)}", self.axis.x(value)) for k, (label, value) in marks.items()}

    @cached_property
    def _mark_flags(self) -> list[Flag]:
        flags = [Flag(key, x * NARROWEST, width(text)) for key, (text, x) in self._marks.items()]
        return axis_labels.place(flags, NARROWEST, ROWS_BELOW)

    @cached_property
    def above(self) -> list[Name]:
        """The chosen places."""
        dots = {dot.line.place: dot for dot in self.dots}
        return [self._above(flag, dots[flag.key]) for flag in self._flags]

    def _above(self, flag: Flag, dot: BeeswarmDot) -> Name:
        y = self.top - ROW * (flag.row + 0.5) - 2
        return Name(dot.line.role, self._text(dot.line), dot.x, y, flag.side, y - 7, dot.y)

    @cached_property
    def below(self) -> list[Name]:
        """The median and the places together."""
        return [self._below(flag, *self._marks[flag.key]) for flag in self._mark_flags]

    def _below(self, flag: Flag, text: str, x: float) -> Name:
        y = self.bottom + ROW * (flag.row + 0.5)
        return Name(flag.key, text, x, y, flag.side, self.top, y + 6)

    def _text(self, line: Line) -> str:
        """A place's name and, where there is room for it, its figure."""
        told = line.role == "town" or len(self.named) <= FEW_NAMED
        return f"{line.label} {self.chart.number(line.last.value)}" if told else line.label

    def _wide(self, line: Line) -> float:
        return width(self._text(line), bold=line.role == "town")

    @cached_property
    def top(self) -> float:
        """Where the dots may begin."""
        return AIR + ROW * (1 + max((flag.row for flag in self._flags), default=-1))

    @cached_property
    def bottom(self) -> float:
        """Where the dots must end."""
        return self.base - ROW * (1 + max((flag.row for flag in self._mark_flags), default=-1)) - AIR / 2

    @cached_property
    def dots(self) -> list[BeeswarmDot]:
        """The chosen places, drawn larger, near the middle line."""
        return self._placed(self.named, NAMED_SIZE, ())

    @cached_property
    def others(self) -> list[BeeswarmDot]:
        """All other municipalities, the smallest figure first."""
        lines = [line for line in self.lines if line.role == "other"]
        return self._placed(lines, self._size, [(dot.x * NARROWEST, dot.y - self._middle) for dot in self.dots])

    @property
    def radius(self) -> float:
        """Of a grey dot."""
        return round(self._size / 2 - 0.4, 1)

    @cached_property
    def _size(self) -> float:
        """As much room for a grey dot as there is where they stand closest."""
        xs = [*self._pixels.values()]
        fitting = (size for size in SIZES if _crowd(xs, size) * CROWDED * size <= self.bottom - self.top)
        return next(fitting, SIZES[-1])

    @property
    def _middle(self) -> float:
        return (self.top + self.bottom) / 2

    def _placed(self, lines: Sequence[Line], size: float, taken: Sequence[tuple[float, float]]) -> list[BeeswarmDot]:
        """Dots in lanes around the middle line, nearer together than dots are wide only where there are too many."""
        xs = [self._pixels[line.place] for line in lines]
        lanes = _lanes(xs, size, taken)
        step = min(size, (self.bottom - self.top) / (max(lanes, default=0) + 1))
        heights = [round(self._middle + _out(lane) * step, 1) for lane in range(max(lanes, default=0) + 1)]
        return [BeeswarmDot(line, x / NARROWEST, heights[lane]) for line, x, lane in zip(lines, xs, lanes, strict=True)]

    @cached_property
    def ticks(self) -> list[tuple[str, float]]:
        """Round numbers along the axis, as written, and where; as many as fit, those near zero first."""
        values = self._round_numbers()
        even = tick_decimals(values)
        found: list[tuple[float, float, str]] = []
        for value in sorted(values, key=abs):
            decimals = tick_decimals([value]) if self.axis.note else even
            text = i18n.number(value, self.chart.locale, decimals)
            x, half = self.axis.x(value) * NARROWEST, width(text) / 2
            if all(abs(x - other) >= half + wide + axis_labels.BETWEEN for other, wide, _text in found):
                found.append((x, half, text))
        return [(text, x / NARROWEST) for x, _half, text in sorted(found)]

    def _round_numbers(self) -> list[float]:
        low, high = self.axis.low, self.axis.high
        if not self.axis.note:
            return [tick for tick in nice_ticks(low, high) if low <= tick <= high]
        least = 10.0**-self.chart.decimals
        powers = [power for power in (10.0**exponent for exponent in range(-3, 10)) if power >= least]
        if low > 0:
            steps = (1, 2, 5) if high < 1000 * low else (1,)
            return [step * power for power in powers for step in steps if low <= step * power <= high]
        return [value for value in (0.0, *powers, *(-power for power in powers)) if low <= value <= high]

    @property
    def note(self) -> str:
        """The unit, and the kind of axis where it is not an even one; the kind alone where both are too long."""
        unit = i18n.localized(self.chart.unit.long, self.chart.locale)
        both = f"{unit}, {self.axis.note}" if self.axis.note else unit
        return both if width(both) <= NARROWEST or not self.axis.note else self.axis.note


def _within(xs: Sequence[float], ats: Sequence[float], far: float) -> list[int]:
    """For each of these places the dots nearer than `far`, as bits; `xs` are in order."""
    places, around = np.array(xs), np.array(ats)
    first = np.searchsorted(places, around - far, side="right")
    after = np.searchsorted(places, around + far, side="left")
    return [(1 << end) - (1 << begin) for begin, end in zip(first.tolist(), after.tolist(), strict=True)]


def _crowd(xs: Sequence[float], size: float) -> int:
    """The most dots that stand within a dot's width of each other; `xs` are in order."""
    most = first = 0
    for i, x in enumerate(xs):
        while x - xs[first] >= size:
            first += 1
        most = max(most, i - first + 1)
    return most


def _out(lane: int) -> int:
    """Lanes go out from the middle: 0, then one below, one above and so on."""
    return (lane + 1) // 2 if lane % 2 else -(lane // 2)


def _lanes(xs: Sequence[float], size: float, taken: Sequence[tuple[float, float]]) -> list[int]:
    """The innermost free lane of each dot, around the named ones: dots of one lane stand at least a dot apart.

    The dots come in a scattered order, always the same, since from left to right they would stand in slanting rows.
    `xs` are in order: a lane is a number whose bits are the dots that no longer fit in it.
    """
    near, far = _within(xs, xs, size), (size + NAMED_SIZE) / 2
    named = [*zip(_within(xs, [at for at, _y in taken], far), (y for _at, y in taken), strict=True)]
    full: list[int] = []
    first: dict[float, int] = {}  # where to begin for a figure that several have
    lanes = [0] * len(xs)
    for i in _scattered(len(xs)):
        lane = first.get(xs[i], 0)
        while True:
            if lane == len(full):
                full.append(_around(named, _out(lane) * size, far))
            if not full[lane] >> i & 1:
                break
            lane += 1
        full[lane] |= near[i]
        first[xs[i]] = lane + 1
        lanes[i] = lane
    return lanes


def _around(named: Sequence[tuple[int, float]], height: float, far: float) -> int:
    """The dots that would touch a named one in a lane at this height."""
    found = 0
    for bits, y in named:
        if abs(height - y) < far:
            found |= bits
    return found


@cache
def _scattered(count: int) -> tuple[int, ...]:
    """The numbers below `count` without any order, the same each time."""
    return tuple(sorted(range(count), key=lambda i: zlib.crc32(b"%d" % i)))
