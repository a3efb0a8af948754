"""Series of numbers by place and period, and how places compare in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from portal.statistics.catalogue import Catalogue, Indicator, SeriesSource, Unit
from portal.statistics.places import Municipality

COUNTRY = "SSS"
#: Fewer points than this are no trend.
TREND_POINTS = 4


@dataclass(frozen=True)
class Point:
    """One figure: what, where, when and from which source."""

    place: str
    period: str
    value: float


@dataclass(frozen=True)
class Rank:
    """A place's position among others in one period; places with equal rounded figures share it."""

    place: str
    value: float
    position: int
    of: int
    shared: bool


class Series:
    """One indicator (or one value of its dimension) for all places and periods.

    `frame` has periods as its index, in order, and places as its columns; a missing figure is NaN.
    `origins` has the same shape and holds the key of each figure's source.
    """

    def __init__(self, indicator: Indicator, unit: Unit, rows: pd.DataFrame) -> None:
        self.indicator = indicator
        self.unit = unit
        self._rows = rows
        self._points: dict[str, tuple[Point, ...]] = {}

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The figures, made when first asked for: most series of the catalogue are not asked for at start."""
        return self._rows.pivot(index="period", columns="place", values="value").sort_index()

    @cached_property
    def origins(self) -> pd.DataFrame:
        """The source of each figure."""
        return self._rows.pivot(index="period", columns="place", values="source")

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """Every period in which any place has a figure."""
        return tuple(self.frame.index)

    @cached_property
    def places(self) -> frozenset[str]:
        """Every place that has a figure in any period."""
        return frozenset(self.frame.columns)

    def points(self, place: str) -> tuple[Point, ...]:
        """The place's figures in order; empty when it has none."""
        if place not in self._points:
            found = self.frame[place].dropna() if place in self.places else pd.Series(dtype=float)
            self._points[place] = tuple(Point(place, str(p), float(v)) for p, v in found.items())
        return self._points[place]

    def latest(self, place: str) -> Point | None:
        """The place's newest figure."""
        points = self.points(place)
        return points[-1] if points else None

    def value(self, place: str, period: str) -> float | None:
        """The figure of one place in one period."""
        return next((point.value for point in self.points(place) if point.period == period), None)

    def in_period(self, period: str, places: Iterable[str]) -> dict[str, float]:
        """The figures of these places in one period; places without one are left out."""
        found = {place: self.value(place, period) for place in places}
        return {place: value for place, value in found.items() if value is not None}

    def sources(self, places: Iterable[str]) -> list[SeriesSource]:
        """The sources that the figures of these places come from, in the catalogue's order."""
        known = [place for place in places if place in self.places]
        used = set(pd.unique(self.origins[known].to_numpy().ravel())) if known else set()
        return [source for source in self.indicator.sources if source.id in used]

    def source(self, point: Point) -> SeriesSource:
        """Where one figure comes from."""
        origin = self.origins.at[point.period, point.place]
        return next(source for source in self.indicator.sources if source.id == origin)

    def ranking(self, period: str, places: Iterable[str]) -> list[Rank]:
        """The places in order, by figures rounded as they are shown: equal figures share a position."""
        values = self.in_period(period, places)
        decimals = self.indicator.decimals
        rounded = {place: round(value, decimals) for place, value in values.items()}
        sign = 1 if self.indicator.first == "lowest" else -1
        order = sorted(values, key=lambda place: sign * rounded[place])
        ahead = {place: sum(sign * other < sign * own for other in rounded.values()) for place, own in rounded.items()}
        equal = {place: list(rounded.values()).count(own) > 1 for place, own in rounded.items()}
        return [Rank(place, values[place], ahead[place] + 1, len(values), equal[place]) for place in order]

    def best_period(self, places: Sequence[str]) -> str:
        """The newest period in which the most of these places have a figure."""
        known = [place for place in places if place in self.places]
        counts = self.frame[known].notna().sum(axis=1)
        return str(counts[counts == counts.max()].index[-1])


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
    unit = catalogue.units[indicator.unit]
    rows = pd.read_csv(
        folder / f"{key}.csv", dtype={"place": str, "period": str, "section": str, "source": str, "value": float}
    )
    _sound(rows, indicator)
    if indicator.dimension is None:
        return {"": Series(indicator, unit, rows)}
    return {str(section): Series(indicator, unit, part) for section, part in rows.groupby("section", sort=True)}


#: How a period is written, by how often the figure is published.
PERIODS = {"year": r"\d{4}", "month": r"\d{4}M(0[1-9]|1[0-2])"}


def _sound(rows: pd.DataFrame, indicator: Indicator) -> None:
    """ValueError for rows that pages could not be made of: repeated, of no place, period, source or number."""
    keys = [name for name in ("place", "section", "period") if name in rows]
    whole = (
        not rows.empty
        and not rows.duplicated(keys).any()
        and bool(np.isfinite(rows["value"]).all())
        and set(rows["source"].unique()) <= {source.id for source in indicator.sources}
        and all(re.fullmatch(PERIODS[indicator.frequency], str(period)) for period in rows["period"].unique())
        and all(re.fullmatch(rf"\d{{3}}|{COUNTRY}", str(place)) for place in rows["place"].unique())
    )
    if not whole:
        raise ValueError(indicator.name.fi)
