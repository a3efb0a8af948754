"""Series of numbers by place and period, and how places compare in them."""

from __future__ import annotations

import csv
import math
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from portal.i18n import BASE, localized
from portal.indicators.catalogue import Catalogue, Collocation, Indicator, SeriesSource, Unit
from portal.indicators.groups import GROUPS, Computed, FigureMatrix, GroupParts, Groups, Together
from portal.indicators.places import COUNTRY, NETWORK, Municipality
from portal.indicators.rows import RowRules, Rows
from portal.rounding import rounder

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["COUNTRY", "NETWORK", "TREND_POINTS", "Point", "Rank", "Series", "Statistics", "Together", "read_series"]

#: Fewer points than this are no trend.
TREND_POINTS = 4


class Point(NamedTuple):
    """One figure: where, when and how much."""

    place: str
    period: str
    value: float


class Rank(NamedTuple):
    """A place's position among others in one period; places with equal rounded figures share it."""

    place: str
    value: float
    position: int
    of: int
    shared: bool


class Series:
    """One indicator (or one value of its dimension) for all places and periods.

    The network's towns together (NETWORK), and the country (COUNTRY) in periods for which the source publishes none,
    are computed from the places in `groups`.
    """

    def __init__(self, indicator: Indicator, unit: Unit, words: Collocation, rows: Rows) -> None:
        self.indicator = indicator
        self.unit = unit
        self.words = words
        self.groups = Groups()
        self._row = _order(tuple(sorted({*rows.period})))
        self._column = _order(tuple(sorted({*rows.place})))
        at = [self._row[period] for period in rows.period], [self._column[place] for place in rows.place]
        self._grid: npt.NDArray[np.float64] = np.full((len(self._row), len(self._column)), np.nan)
        self._grid[at] = rows.value
        self._sources = self._source_grid(at, rows.source)
        self._groups: dict[str, Computed] = {}

    def _source_grid(self, at: tuple[list[int], list[int]], sources: Sequence[str]) -> npt.NDArray[np.int8]:
        """The source of each figure, in the form of the grid, as its place in the catalogue's list; -1 for none."""
        order = {source.id: i for i, source in enumerate(self.indicator.sources)}
        grid = np.full(self._grid.shape, -1, dtype=np.int8)
        grid[at] = [order[source] for source in sources]
        return grid

    @property
    def figures(self) -> FigureMatrix:
        """The figures as the source has them, a row a period, a column a place."""
        return FigureMatrix(self._row, self._column, self._grid)

    def frame(self) -> pd.DataFrame:
        """The figures as the source has them: periods down, places across, NaN where there is none.

        For whoever computes with them. The server never asks, so that its processes need not hold pandas.
        """
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(self._grid.copy(), index=list(self._row), columns=list(self._column))

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """Every period in which any place has a figure."""
        return tuple(self._row)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years in which any place has a figure."""
        return tuple(sorted({int(period[:4]) for period in self.periods}))

    @cached_property
    def places(self) -> frozenset[str]:
        """Every place that has a figure in any period, as the source has it: nothing computed."""
        return frozenset(self._column)

    def _group(self, place: str) -> Computed:
        if place not in self._groups:
            self._groups[place] = GroupParts(self.figures, self.indicator, self.groups, place).computed()
        return self._groups[place]

    def together(self, place: str) -> Together:
        """How the figures of NETWORK or COUNTRY are computed, or why not; KeyError for any other place."""
        return self._group(place).together

    def computed(self, place: str, period: str) -> bool:
        """Whether the figure is one that we made of the parts', not one that the source publishes."""
        return place in GROUPS and period in self._group(place).figures

    def has(self, place: str) -> bool:
        """Whether the place has any figure, published or computed."""
        return place in self._column or (place in GROUPS and bool(self._group(place).figures))

    def points(self, place: str) -> tuple[Point, ...]:
        """The place's figures in order, computed ones included; empty when it has none."""
        if not self.has(place):
            return ()
        return _points_of(self, place)

    def _points(self, place: str) -> tuple[Point, ...]:
        figures = dict(self._group(place).figures) if place in GROUPS else {}
        if place in self._column:
            values = self._grid[:, self._column[place]].tolist()
            figures |= {p: v for p, v in zip(self.periods, values, strict=True) if not math.isnan(v)}
        return tuple(Point(place, period, figures[period]) for period in sorted(figures))

    def latest(self, place: str) -> Point | None:
        """The place's newest figure."""
        points = self.points(place)
        return points[-1] if points else None

    def at(self, period: str) -> Mapping[str, float]:
        """Every place's figure in one period: municipalities, and the country even when computed; never NETWORK."""
        return _figures_at(self, period) if period in self._row else {}

    def _at(self, period: str) -> Mapping[str, float]:
        values = self._grid[self._row[period]].tolist()
        found = {place: v for place, v in zip(self._column, values, strict=True) if not math.isnan(v)}
        country = self._group(COUNTRY).figures.get(period)
        return found if country is None else found | {COUNTRY: country}

    def municipalities_at(self, period: str) -> Mapping[str, float]:
        """The figure of every current municipality that has one in the period: no country, none merged since."""
        known = self.groups.municipalities
        return {place: value for place, value in self.at(period).items() if place in known}

    @cached_property
    def breadth(self) -> Mapping[str, int]:
        """How many current municipalities have a figure in each period."""
        return self.coverage([*self.groups.municipalities])

    def value(self, place: str, period: str) -> float | None:
        """The figure of one place in one period."""
        computed = self._group(place).figures.get(period) if place in GROUPS else None
        row, column = self._row.get(period), self._column.get(place)
        if computed is not None or row is None or column is None:
            return computed
        figure = self._grid.item(row, column)
        return None if math.isnan(figure) else figure

    def in_period(self, period: str, places: Iterable[str]) -> dict[str, float]:
        """The figures of these places in one period; places without one are left out."""
        figures = self.at(period)
        asked = [*places]
        ten = self.value(NETWORK, period) if NETWORK in asked else None
        if ten is not None:
            figures = {**figures, NETWORK: ten}
        return {place: figures[place] for place in asked if place in figures}

    def sources(self, places: Iterable[str]) -> list[SeriesSource]:
        """The sources that the figures of these places come from, those of the parts of a computed one among them."""
        asked = [*places]
        columns = [self._column[place] for place in asked if place in self._column]
        used = {*self._sources[:, columns].ravel().tolist()}
        for place in {*GROUPS} & {*asked}:
            used |= self._part_sources(place, [*self._group(place).figures])
        return [source for i, source in enumerate(self.indicator.sources) if i in used]

    def _part_sources(self, place: str, periods: Sequence[str]) -> set[int]:
        """The positions of the sources of the parts in these periods."""
        columns = [self._column[part] for part in self._group(place).columns if part in self._column]
        return {*self._sources[np.ix_([self._row[period] for period in periods], columns)].ravel().tolist()}

    def source(self, point: Point) -> SeriesSource:
        """Where one figure comes from; of a computed one whose parts have several sources, the catalogue's first."""
        if self.computed(point.place, point.period):
            return self.indicator.sources[min(self._part_sources(point.place, [point.period]) - {-1})]
        return self.indicator.sources[int(self._sources[self._row[point.period], self._column[point.place]])]

    def sources_at(self, period: str, places: Iterable[str]) -> list[SeriesSource]:
        """The sources of these places' figures of one period, those of the parts of a computed one among them."""
        asked = [*places]
        columns = [self._column[place] for place in asked if place in self._column]
        used = {*self._sources[self._row[period], columns].tolist()}
        for place in {*GROUPS} & {*asked}:
            used |= self._part_sources(place, [period]) if self.computed(place, period) else set()
        return [source for i, source in enumerate(self.indicator.sources) if i in used]

    def ranking(self, period: str, places: Iterable[str]) -> list[Rank]:
        """The places in order, by figures rounded as they are shown: equal figures share a position.

        The ten together are no place among places, and never ranked.
        """
        values = self.in_period(period, (place for place in places if place != NETWORK))
        decimals, of = self.indicator.decimals, len(values)
        written = rounder(decimals)
        rounded = {place: written(value) for place, value in values.items()}
        order = sorted(values, key=rounded.__getitem__, reverse=self.indicator.rank_order != "lowest")
        count, position = Counter(rounded.values()), dict[float, int]()
        for i, place in enumerate(order, start=1):
            position.setdefault(rounded[place], i)
        return [
            Rank(place, values[place], position[own], of, count[own] > 1)
            for place in order
            for own in (rounded[place],)
        ]

    def coverage(self, places: Iterable[str]) -> dict[str, int]:
        """How many of these places have a figure in each period."""
        asked = list(dict.fromkeys(places))
        known = [self._column[place] for place in asked if place in self._column]
        counts = (~np.isnan(self._grid[:, known])).sum(axis=1)
        for place in set(GROUPS).intersection(asked):
            counts += np.array([period in self._group(place).figures for period in self.periods], dtype=int)
        return dict(zip(self.periods, counts.tolist(), strict=True))

    def best_period(self, places: Iterable[str]) -> str:
        """The newest period in which the most of these places have a figure."""
        return max((count, period) for period, count in self.coverage(places).items())[1]


@lru_cache(maxsize=256)
def _order(texts: tuple[str, ...]) -> Mapping[str, int]:
    """Where each text stands; series of the same places or periods share it."""
    return {text: i for i, text in enumerate(map(sys.intern, texts))}


# What pages ask for again and again is kept as objects; the figures themselves are numbers in a grid.


@lru_cache(maxsize=2048)
def _points_of(series: Series, place: str) -> tuple[Point, ...]:
    return series._points(place)


@lru_cache(maxsize=256)
def _figures_at(series: Series, period: str) -> Mapping[str, float]:
    return series._at(period)


class Statistics:
    """The catalogue, its series, the municipalities, and which of them are the ten."""

    def __init__(
        self,
        catalogue: Catalogue,
        series: Mapping[str, Mapping[str, Series]],
        municipalities: Mapping[str, Municipality],
        cities: Sequence[str],
    ) -> None:
        self.catalogue = catalogue
        self._series = series
        self.municipalities = municipalities
        self.cities = tuple(cities)
        groups = Groups(self.cities, frozenset(municipalities), self._weights)
        for sections in series.values():
            for part in sections.values():
                part.groups = groups

    def _weights(self, key: str) -> FigureMatrix | None:
        """The figures that weigh a mean; None when they have no series."""
        weight = self._series.get(key, {}).get("")
        return None if weight is None else weight.figures

    @property
    def keys(self) -> list[str]:
        """The indicators that have a series, in the catalogue's order."""
        return [key for key in self.catalogue.indicators if key in self._series]

    def indicator(self, key: str) -> Indicator:
        """An indicator's entry in the catalogue."""
        return self.catalogue.indicators[key]

    def sections(self, key: str) -> list[str]:
        """The values of the indicator's dimension; one empty value when it has none."""
        return list(self._series[key])

    def series(self, key: str, section: str = "") -> Series:
        """The series of an indicator; KeyError when there is none."""
        sections = self._series[key]
        return sections[section] if section in sections else next(iter(sections.values()))

    def warm(self) -> None:
        """Make what every page needs of every series now, before workers share it, and not while a reader waits."""
        for sections in self._series.values():
            for series in sections.values():
                series.sources(series.places)
                series.at(series.periods[-1])

    def rank(self, key: str, place: str, section: str = "") -> Rank | None:
        """The place's position among the ten in its newest period."""
        series = self.series(key, section)
        point = series.latest(place)
        if point is None:
            return None
        return next(rank for rank in series.ranking(point.period, self.cities) if rank.place == place)

    def latest(self, key: str, place: str) -> tuple[str, float] | None:
        """The place's newest period and figure."""
        point = self.series(key).latest(place)
        return (point.period, point.value) if point else None

    def values(self, key: str, period: str) -> dict[str, float]:
        """The ten's figures in a period."""
        return self.series(key).in_period(period, self.cities)


def read_series(folder: Path, key: str, catalogue: Catalogue) -> dict[str, Series]:
    """The series file of an indicator, cut by its dimension ('' when it has none).

    Raises OSError or ValueError when the file is missing or malformed.
    """
    indicator = catalogue.indicators[key]
    unit, words = catalogue.units[indicator.unit], catalogue.collocations[indicator.collocation]
    rules = RowRules.of(indicator)
    with (folder / f"{key}.csv").open(encoding="utf-8", newline="") as file:
        _head, *lines = csv.reader(file)
    rows = Rows.read(rules.columns, [line for line in lines if line])
    if not rules.hold(rows):
        raise ValueError(localized(indicator.name, BASE))
    if indicator.dimension is None:
        return {"": Series(indicator, unit, words, rows)}
    return {section: Series(indicator, unit, words, rows.of(section)) for section in sorted({*rows.section})}
