"""Where several places stand among all municipalities, one row an indicator on one scale from 0 to 100.

A row is an SVG as wide as the page allows: dots are placed by percentages, text and dots keep their own size.
A dot carries the initials of its place; where the places are few its name and figure stand beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal import i18n
from portal.charts.table import Row, Table
from portal.domain.comparison import Compared, Comparison
from portal.i18n import Locale, _, use_locale

#: Pixels: a dot's radius, the height of a lane of dots, what is over and under them.
RADIUS, LANE, EDGE = 11, 26, 4
#: The narrowest plot on a phone, and on a screen where names stand beside the dots.
NARROW, WIDE = 250, 540
#: A letter's width in pixels, and the gap between a dot and its name.
LETTER, GAP = 7.2, 5
#: More places than this are told by initials alone: their names would cover each other.
NAMED = 4
SCALE = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Mark:
    """One place's dot: `x` in per cent of the width, the lane it lies in, and the side its name stands on."""

    place: str
    label: str
    initials: str
    text: str
    x: float
    order: int
    lane: int = 0
    leftward: bool = False


@dataclass(frozen=True)
class Strip:
    """One indicator's row. `absent` are the names of places without a figure."""

    row: Compared
    marks: tuple[Mark, ...]
    absent: tuple[str, ...]
    named: bool

    @property
    def height(self) -> int:
        """The row's height in pixels."""
        return LANE * (1 + max((mark.lane for mark in self.marks), default=0)) + 2 * EDGE


@dataclass(frozen=True)
class StripPlot:
    """Several indicators over the same places; `key` says which initials are whose."""

    strips: tuple[Strip, ...]
    key: tuple[Mark, ...]
    locale: Locale

    @property
    def named(self) -> bool:
        """Whether names stand beside the dots where there is room."""
        return len(self.key) <= NAMED


def positions(comparison: Comparison, rows: Iterable[Compared]) -> StripPlot:
    """The places of a comparison on the rows of these indicators."""
    letters = initials(comparison.labels)
    key = tuple(
        Mark(code, label, short, "", 0, order)
        for order, (code, label, short) in enumerate(zip(comparison.codes, comparison.labels, letters, strict=True))
    )
    named = len(key) <= NAMED
    return StripPlot(tuple(_strip(row, key, named=named) for row in rows), key, comparison.locale)


def initials(labels: Sequence[str]) -> tuple[str, ...]:
    """Two letters for each name, no two alike: the first and the next that is free; or else a number."""
    found: list[str] = []
    for at, label in enumerate(labels):
        letters = [sign for sign in label if sign.isalpha()]
        pairs = (f"{letters[0].upper()}{other.lower()}" for other in letters[1:])
        found.append(next((pair for pair in pairs if pair not in found), str(at + 1)))
    return tuple(found)


def _strip(row: Compared, key: Sequence[Mark], *, named: bool) -> Strip:
    pairs = list(zip(key, row.figures, strict=True))
    marks = [
        Mark(mark.place, mark.label, mark.initials, figure.text, round(figure.percentile, 2), mark.order)
        for mark, figure in pairs
        if figure is not None
    ]
    absent = tuple(mark.label for mark, figure in pairs if figure is None)
    return Strip(row, tuple(_laid(marks, named=named)), absent, named)


def _laid(marks: Iterable[Mark], *, named: bool) -> list[Mark]:
    """The dots from left to right, each in the first lane where it covers neither a dot nor a name."""
    lanes: list[list[tuple[float, float]]] = []
    laid = []
    for mark in sorted(marks, key=lambda mark: (mark.x, mark.order)):
        sides = [side for side in (False, True) if not named or _fits(mark, leftward=side)]
        free = (
            (lane, side)
            for lane in range(len(lanes) + 1)
            for side in sides or [False]
            if lane == len(lanes) or _apart(_extent(mark, named=named, leftward=side), lanes[lane])
        )
        lane, side = next(free)
        lanes += [[]] if lane == len(lanes) else []
        lanes[lane].append(_extent(mark, named=named, leftward=side))
        laid.append(Mark(mark.place, mark.label, mark.initials, mark.text, mark.x, mark.order, lane, side))
    return laid


def _extent(mark: Mark, *, named: bool, leftward: bool) -> tuple[float, float]:
    """What a dot and its name cover, in per cent of the narrowest plot that they are drawn on."""
    dot = RADIUS / NARROW * 100
    name = max(dot, _name_width(mark)) if named else dot
    return (mark.x - name, mark.x + dot) if leftward else (mark.x - dot, mark.x + name)


def _name_width(mark: Mark) -> float:
    return (RADIUS + 2 * GAP + LETTER * len(f"{mark.label} {mark.text}")) / WIDE * 100


def _fits(mark: Mark, *, leftward: bool) -> bool:
    return mark.x - _name_width(mark) >= 0 if leftward else mark.x + _name_width(mark) <= 100


def _apart(extent: tuple[float, float], others: Iterable[tuple[float, float]]) -> bool:
    return all(extent[1] <= other[0] or other[1] <= extent[0] for other in others)


def svg(strip: Strip, locale: Locale) -> Markup:
    """One indicator's row as SVG."""
    grid = "".join(_rule(at, strip.height) for at in SCALE)
    marks = "".join(_mark(strip, mark) for mark in strip.marks)
    return Markup(  # noqa: S704 - every text inside is escaped where it is made
        f'<svg class="chart-svg strip" width="100%" height="{strip.height}" role="img" '
        f'aria-label="{escape(said(strip, locale))}">{grid}{marks}</svg>'
    )


def _rule(at: int, height: int) -> str:
    kind = "grid middle" if at == 50 else "grid"
    return f'<line class="{kind}" x1="{at}%" x2="{at}%" y1="0" y2="{height}"/>'


def _mark(strip: Strip, mark: Mark) -> str:
    y = EDGE + LANE * mark.lane + LANE / 2
    kind = f"place p{mark.order}" if strip.named else "place"
    dot = (
        f'<circle class="{kind}" cx="{mark.x:g}%" cy="{y:g}" r="{RADIUS}"/>'
        f'<text class="initials {kind}" text-anchor="middle" x="{mark.x:g}%" y="{y + 4:g}">'
        f"{escape(mark.initials)}</text>"
    )
    title = f"<title>{escape(mark.label)}: {escape(mark.text)}</title>"
    return f"<g>{title}{dot}{_name(mark, y) if strip.named else ''}</g>"


def _name(mark: Mark, y: float) -> str:
    anchor, dx = ("end", -RADIUS - GAP) if mark.leftward else ("start", RADIUS + GAP)
    return (
        f'<text class="place-name" text-anchor="{anchor}" x="{mark.x:g}%" dx="{dx}" y="{y + 4.5:g}">'
        f'{escape(mark.label)} <tspan class="place-value">{escape(mark.text)}</tspan></text>'
    )


def axis(locale: Locale) -> Markup:
    """The scale over the rows; screen readers hear it in each row's words."""
    words = "".join(
        f'<text class="tick" text-anchor="middle" x="{at}%" y="12">'
        f"{i18n.number(at, locale)}{i18n.percent_sign(locale) if at == 100 else ''}</text>"
        for at in SCALE
    )
    return Markup(f'<svg class="chart-svg" width="100%" height="18" aria-hidden="true">{words}</svg>')  # noqa: S704


def said(strip: Strip, locale: Locale) -> str:
    """One row in words: which share of the other municipalities each place leaves below it."""
    shares = [f"{mark.label} {_percent(mark.x, locale)}" for mark in strip.marks]
    return f"{strip.row.name}: {i18n.listing(shares, locale)}"


def _percent(share: float, locale: Locale) -> str:
    return i18n.with_unit(i18n.number(share, locale), "%", locale)


def sentence(chart: StripPlot, comparison: Comparison) -> str:
    """In what the places differ most, and which of them stand at the ends."""
    if not chart.strips:
        return ""
    strip, locale = chart.strips[0], chart.locale
    low, high = strip.marks[0].x, max(mark.x for mark in strip.marks)

    def inside(share: float) -> str:
        return i18n.listing([comparison.names.inside(m.place) for m in strip.marks if m.x == share], locale)

    with use_locale(locale):
        return _(
            "The places differ most in “%(name)s”: %(high_inside)s the figure is higher than in %(high)s per cent of "
            "Finland's other municipalities, %(low_inside)s than in %(low)s per cent.",
            name=strip.row.name,
            high_inside=inside(high),
            high=i18n.number(high, locale),
            low_inside=inside(low),
            low=i18n.number(low, locale),
        )


def table(chart: StripPlot) -> Table:
    """The same shares as a table: one row an indicator, one column a place."""
    with use_locale(chart.locale):
        caption = _("Share of Finland's other municipalities with a lower figure")
        none = _("no value in this source")
    rows = tuple(
        Row(strip.row.key, f"{strip.row.name}, {strip.row.when}", "", _cells(chart, strip, none))
        for strip in chart.strips
    )
    return Table(caption, tuple(mark.label for mark in chart.key), rows)


def _cells(chart: StripPlot, strip: Strip, none: str) -> tuple[str, ...]:
    shares = {mark.place: _percent(mark.x, chart.locale) for mark in strip.marks}
    return tuple(shares.get(mark.place, none) for mark in chart.key)
