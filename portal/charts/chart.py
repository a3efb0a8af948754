"""Numbers with their words and source, drawable as figure, SVG, table or sentence."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

from portal import i18n
from portal.i18n import Locale, _
from portal.indicators.catalogue import Collocation, Counted, Indicator, SeriesSource, Unit
from portal.indicators.library import COUNTRY, NETWORK, TREND_POINTS, Point, Rank, Series
from portal.indicators.words import amounts
from portal.rounding import rounded, rounder

Scale = Literal["absolute", "index", "change"]
Role = Literal["town", "compared", "other", "group", "country"]
#: No figure is published with more decimals.
PUBLISHED = 9


@dataclass(frozen=True)
class Scope:
    """Which figures a chart type takes in: `name` is the type's, as it stands in addresses.

    `least_places` is for types that show every municipality: a period needs so many of them to be shown. With `course`
    the change over the years is the subject: it is told, and can be drawn as an index. `alone` leaves out the towns
    that nobody has chosen where some are chosen. `expects_all` names every town that lacks a figure, not just chosen
    ones.
    """

    name: str
    single_period: bool = False
    least_places: int = 0
    course: bool = False
    alone: bool = False
    expects_all: bool = False


@dataclass(frozen=True)
class Weight:
    """What is counted, itself or as the whole of a share: how many in a place and period, and the words for them."""

    counted: Counted
    value: Callable[[str, str], float | None]


class PlaceNames(Protocol):
    """How places are called in the reader's language."""

    def label(self, place: str) -> str:
        """The name as it stands alone: Iisalmi."""
        ...

    def inside(self, place: str) -> str:
        """The name with its 'in': Iisalmessa, i Idensalmi, in Iisalmi."""
        ...


class Line(NamedTuple):
    """One place's figures, and the part it plays in the chart."""

    place: str
    label: str
    role: Role
    points: tuple[Point, ...]
    names: PlaceNames

    @property
    def inside(self) -> str:
        """The place's name with its 'in'."""
        return self.names.inside(self.place)

    @property
    def last(self) -> Point:
        """Its newest point."""
        return self.points[-1]


@dataclass(frozen=True)
class Chart:
    """One indicator over places and periods, in one language.

    `lines` hold figures in the indicator's own unit; an index (base = 100) is made by `shown`. On the scale
    "change" they hold the change from the period before instead. Places without a figure in the chosen years
    have no line; `absent` names them. `part` is the chosen part of the indicator's dimension, in words. `period`
    is the one that is drawn, or whose positions a trend's sentence tells; `base` the period of an index's 100.
    `weight` tells how many people a change in per cent or of a share concerns, where they are counted.
    """

    key: str
    indicator: Indicator
    unit: Unit
    words: Collocation
    title: str
    locale: Locale
    scope: Scope
    lines: tuple[Line, ...]
    ranks: tuple[Rank, ...]
    sources: tuple[SeriesSource, ...]
    absent: tuple[str, ...] = ()
    scale: Scale = "absolute"
    period: str = ""
    part: str = ""
    base: str = ""
    weight: Weight | None = None

    @property
    def view(self) -> str:
        """The name of its type."""
        return self.scope.name

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """Every period in which a line has a point, in order."""
        return tuple(sorted({point.period for line in self.lines for point in line.points}))

    @cached_property
    def town(self) -> Line | None:
        """The line of the page's own town."""
        return next((line for line in self.lines if line.role == "town"), None)

    @cached_property
    def municipalities(self) -> tuple[Line, ...]:
        """The lines of single municipalities in a view of one period, the smallest figure first."""
        lines = [line for line in self.lines if line.role in ("town", "compared", "other")]
        return tuple(sorted(lines, key=lambda line: (line.points[-1].value, line.place)))

    @cached_property
    def rounded(self) -> dict[str, float]:
        """The figures of single municipalities as shown, the smallest first."""
        written = rounder(self.decimals)
        return {line.place: written(line.points[-1].value) for line in self.municipalities}

    @cached_property
    def country(self) -> Line | None:
        """The line of the whole country."""
        return next((line for line in self.lines if line.place == COUNTRY), None)

    def line(self, place: str) -> Line:
        """The line of one place."""
        return next(line for line in self.lines if line.place == place)

    @property
    def decimals(self) -> int:
        """Decimals to show: one for an index or a change in per cent."""
        if self.scale == "index" or (self.scale == "change" and self.relative):
            return 1
        return self.indicator.decimals

    @cached_property
    def relative(self) -> bool:
        """Whether a change is told in per cent: that of a share is told in percentage points, of others as such."""
        return is_relative(self.unit, self.indicator)

    def base_of(self, line: Line) -> Point:
        """The point that is 100 on a line's index: the base's, or the line's first where it has none in the base."""
        return next((point for point in line.points if point.period == self.base), line.points[0])

    def shown(self, line: Line, point: Point) -> float:
        """The figure as it is drawn: itself, or an index of the line's base."""
        return 100 * point.value / self.base_of(line).value if self.scale == "index" else point.value

    @cached_property
    def number(self) -> Callable[[float], str]:
        """Writes a figure of this chart in its language; a change has its sign. A chart writes hundreds."""
        written, write = rounder(self.decimals), i18n.writer(self.locale, self.decimals)
        if self.scale != "change":
            return write
        return lambda value: ("+" if written(value) > 0 else "") + write(value)

    @cached_property
    def amount(self) -> Callable[[float], str]:
        """Writes a figure of this chart with its unit; an index has none. Ask for it inside `use_locale`."""
        number, locale = self.number, self.locale
        if self.scale == "index":
            return number
        if self.scale == "change" and self.unit.kind == "percent":
            return lambda value: _("%(points)s percentage points", points=number(value))
        if self.scale == "absolute":
            return amounts(self.indicator, self.unit, locale)
        unit = "%" if self.relative else i18n.localized(self.unit.short, locale)
        return lambda value: i18n.with_unit(number(value), unit, locale)


@lru_cache(maxsize=4096)
def x_of(period: str) -> float:
    """A period as a number along the axis: 2020, or 2020.5 for July 2020."""
    year, _sep, month = period.partition("M")
    return int(year) + ((int(month) - 1) / 12 if month else 0)


def has_trend(series: Series, place: str | None, years: tuple[int, int] | None = None) -> bool:
    """Whether a trend can be shown in these years: four figures at least, of the town or of any place."""
    if place is not None and series.has(place):
        found = [point.period for point in series.points(place)]
    else:
        found = list(series.periods)
    return sum(_within(period, years) for period in found) >= TREND_POINTS


def can_index(lines: Sequence[Line]) -> bool:
    """Whether every line starts from a figure above zero and stays above it."""
    return all(point.value > 0 for line in lines for point in line.points)


def nice_ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers that span low..high, about so many."""
    span = (high - low) or abs(high) or 1.0
    rough = span / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10) if power * m >= rough * 0.999)
    first = math.floor(low / step)
    last = max(math.ceil(high / step), first + 1)
    return [round(i * step, 10) for i in range(first, last + 1)]


def sparse(periods: Sequence[str], most: int = 5) -> list[str]:
    """At most so many round years of the periods, the ends among them when few."""
    years = sorted({period[:4] for period in periods})
    if len(years) <= most:
        return years
    rounds = ([year for year in years if int(year) % step == 0] for step in (2, 4, 5, 10, 20, 50))
    return next((found for found in rounds if 1 < len(found) <= most), [years[0], years[-1]])


def tick_decimals(ticks: Sequence[float]) -> int:
    """Decimals that tell the ticks apart."""
    return next((d for d in range(3) if all(abs(t - round(t, d)) < 1e-9 for t in ticks)), 2)


def build(
    series: Series,
    key: str,
    names: PlaceNames,
    locale: Locale,
    *,
    scope: Scope,
    town: str | None,
    places: Sequence[str],
    background: Sequence[str] = (),
    years: tuple[int, int] | None = None,
    scale: Scale = "absolute",
    title: str = "",
    part: str = "",
    period: str = "",
    base: str = "",
    weight: Weight | None = None,
) -> Chart:
    """A chart of the town, the places compared with it and the others behind them.

    `years` bounds what shows several periods. A chart of one period shows `period`, or the newest in the years that
    most places have.
    """
    chosen = [*([town] if town else []), *(place for place in places if place != town)]
    ordered = [*chosen, *(place for place in background if place not in chosen)]
    if scope.single_period:
        known = period if period in series.periods else ""
        period = known or common_period(series, towns_of(ordered), town, years)
    if scope.least_places:
        ordered = [*dict.fromkeys([*chosen, *series.municipalities_at(period)])]
    moment = period if scope.single_period else ""
    wanted = chosen if scope.alone and towns_of(chosen) else ordered
    drawn = _of_moment(series, wanted, moment) if moment else _of_years(series, wanted, years)
    label, role = names.label, roles(town, chosen)
    lines = [Line(place, label(place), role(place, "other"), drawn[place], names) for place in wanted if place in drawn]
    scale, lines = _scaled(lines, scale if scope.course else "absolute", series)
    expected = ordered if scope.expects_all else chosen
    told = moment or _told_period(series, lines, town, years)
    return Chart(
        key=key,
        indicator=series.indicator,
        unit=series.unit,
        words=series.words,
        title=title or i18n.localized(series.indicator.name, locale),
        locale=locale,
        scope=scope,
        lines=tuple(lines),
        ranks=tuple(series.ranking(told, towns_of(ordered))) if told else (),
        sources=tuple(_sources(series, [line.place for line in lines], moment)),
        absent=tuple(label(place) for place in wanted if place not in drawn and place in expected),
        scale=scale,
        period=told,
        part=part,
        base=base,
        weight=weight,
    )


def _sources(series: Series, places: Sequence[str], moment: str) -> Sequence[SeriesSource]:
    """Where what is drawn comes from: in a view of one period that period's figures alone."""
    return series.sources_at(moment, places) if moment else series.sources(places)


def towns_of(places: Iterable[str]) -> list[str]:
    """The places that can be ranked: neither the country nor the ten together."""
    return [place for place in places if place not in (COUNTRY, NETWORK)]


def _of_moment(series: Series, places: Iterable[str], moment: str) -> dict[str, tuple[Point, ...]]:
    """The places' points in the one period of the view."""
    return {place: (Point(place, moment, value),) for place, value in series.in_period(moment, places).items()}


def _of_years(series: Series, places: Iterable[str], years: tuple[int, int] | None) -> dict[str, tuple[Point, ...]]:
    """The places' points in the years; no place that has none."""
    drawn = ((place, tuple(p for p in series.points(place) if _within(p.period, years))) for place in places)
    return {place: points for place, points in drawn if points}


def _scaled(lines: list[Line], scale: Scale, series: Series) -> tuple[Scale, list[Line]]:
    """The scale that can be drawn: an index leaves out the others that have none, but never a chosen place."""
    if scale == "change":
        changed = [line._replace(points=changes(line.points, series)) for line in lines]
        able = [line for line in changed if line.points]
        return ("change", able) if able else ("absolute", lines)
    if scale == "absolute" or not can_index([line for line in lines if line.role != "other"]):
        return "absolute", lines
    able = [line for line in lines if can_index([line])]
    return ("index", able) if able else ("absolute", lines)


def is_relative(unit: Unit, indicator: Indicator) -> bool:
    """Whether changes of an indicator are told in per cent."""
    return unit.kind != "percent" and indicator.counted is not None


def changes(points: Sequence[Point], series: Series) -> tuple[Point, ...]:
    """Each figure's change from the period right before it: of counted things in per cent, else in their own unit."""
    relative = is_relative(series.unit, series.indicator)
    pairs = [(a, b) for a, b in pairwise(points) if follows(a, b) and (a.value > 0 or not relative)]
    change = percent_change if relative else difference
    return tuple(Point(b.place, b.period, change(a.value, b.value)) for a, b in pairs)


def percent_change(before: float, after: float) -> float:
    """How much a figure has changed, in per cent of what it was; made so that no digit is lost before rounding."""
    return 100 * (after - before) / before


def difference(before: float, after: float) -> float:
    """How far apart two published figures are, in decimal digits: 7.25 is 0.05 above 7.2, not 0.0499999."""
    return rounded(after - before, PUBLISHED)


def follows(before: Point, after: Point) -> bool:
    """Whether one period comes right after the other."""
    step = 1 / 12 if "M" in after.period else 1
    return x_of(after.period) - x_of(before.period) < step * 1.5


def roles(town: str | None, chosen: Sequence[str]) -> Callable[[str, Role], Role]:
    """The parts that places play, by place; the rest play another."""
    parts: dict[str, Role] = dict.fromkeys(chosen, "compared")
    return (parts | ({town: "town"} if town else {}) | {COUNTRY: "country", NETWORK: "group"}).get


def _within(period: str, years: tuple[int, int] | None) -> bool:
    return years is None or years[0] <= int(period[:4]) <= years[1]


def common_period(series: Series, places: Sequence[str], town: str | None, years: tuple[int, int] | None) -> str:
    """The newest period in the years that the town and most places have: four in five of the best-covered one."""
    inside = [period for period in series.periods if _within(period, years)] or list(series.periods)
    own = [period for period in inside if town and series.value(town, period) is not None]
    known = series.coverage(places)
    counts = {period: known[period] for period in (own or inside)[-24:]}
    enough = 0.8 * max(counts.values(), default=0)
    return next((period for period in reversed(list(counts)) if counts[period] >= enough), "")


def _told_period(series: Series, lines: Sequence[Line], town: str | None, years: tuple[int, int] | None) -> str:
    """The period whose positions a trend's sentence tells: the town's newest, else the common newest."""
    own = next((line for line in lines if line.place == town), None)
    if own is not None:
        return own.last.period
    return common_period(series, towns_of(line.place for line in lines), None, years)
