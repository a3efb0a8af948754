"""Places put together: the ten as one place, and the country where only its parts are published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from portal.indicators.catalogue import Indicator
from portal.indicators.places import COUNTRY, NETWORK

#: The places that are made of others.
GROUPS = (NETWORK, COUNTRY)
#: Why there is no figure of places together; empty when there is one or none is needed.
Reason = Literal["", "no_rule", "no_weight", "parts_missing", "unlike_published"]

Grid = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

#: A computed figure may be so far from the published one of the same period, as a share of it, beside the rounding:
#: rates are weighted by the nearest count, not by their own denominators.
TOLERANCE = 0.005


@dataclass(frozen=True, eq=False)
class FigureMatrix:
    """Figures by period and place: a row a period, in order, a column a place, and NaN where there is none."""

    periods: Mapping[str, int]
    places: Mapping[str, int]
    values: Grid

    def cut(self, periods: Iterable[str], places: Iterable[str]) -> Grid:
        """The figures of these periods and places, whether they are known or not."""
        rows = np.array([self.periods.get(period, -1) for period in periods], dtype=int)
        columns = np.array([self.places.get(place, -1) for place in places], dtype=int)
        found: Grid = self.values[np.ix_(rows, columns)]
        found[rows < 0] = np.nan
        found[:, columns < 0] = np.nan
        return found


@dataclass(frozen=True)
class Groups:
    """Which places stand together, and where their weights are found."""

    ten: tuple[str, ...] = ()
    municipalities: frozenset[str] = frozenset()
    weights: Callable[[str], FigureMatrix | None] = field(default=lambda key: None)

    def parts(self, place: str) -> tuple[str, ...]:
        """The places that must all have a figure; KeyError for a place that is not made of others."""
        return {NETWORK: self.ten, COUNTRY: tuple(sorted(self.municipalities))}[place]


@dataclass(frozen=True)
class Together:
    """How the figures of places together are made, or why they are not.

    `weight` is the key of the indicator that weighs a mean. `count` is how many places are put together in the newest
    computed period, or would have to be. `missing` are the parts without a figure in the series' newest period.
    Reasons: the figures cannot be put together from this source ("no_rule"); no period has both the figures and
    their weights ("no_weight"); no period has a figure of every part ("parts_missing"); the rule does not give the
    figures that the source itself publishes for the country, so it measures something else ("unlike_published").
    """

    aggregation: str
    weight: str | None
    count: int
    reason: Reason
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Computed:
    """The figures of places together by period, the columns they are made of, and how."""

    figures: Mapping[str, float]
    columns: tuple[str, ...]
    together: Together


@dataclass(frozen=True)
class GroupParts:
    """The parts of a group, with what is needed to put their figures of every period together."""

    figures: FigureMatrix
    indicator: Indicator
    groups: Groups
    place: str

    def computed(self) -> Computed:
        """What the rule makes of the parts, for the periods that have no published figure."""
        unlike = self._unlike_published
        chosen = self._whole & self._weighted & ~self._published & (not unlike)
        values = self._values
        figures = {period: float(values[i]) for period, i in self.figures.periods.items() if chosen[i]}
        return Computed(figures, self._columns, self._together(figures, unlike))

    def _together(self, figures: Mapping[str, float], unlike: bool) -> Together:
        rule = self.indicator.aggregation
        newest = self._needed[-1]
        missing = tuple(part for part, value in zip(self._parts, newest, strict=True) if np.isnan(value))
        last = self.figures.periods[max(figures)] if figures else None
        count = len(self._parts) if last is None else int((~np.isnan(self._grid[last])).sum())
        reason: Reason = "" if figures or self._published.all() else self._reason(unlike)
        return Together(rule.kind, rule.weight, count, reason, missing)

    def _reason(self, unlike: bool) -> Reason:
        if self.indicator.aggregation.rule.combine is None:
            return "no_rule"
        if not (self._whole & ~self._published).any():
            return "parts_missing"
        return "unlike_published" if unlike else "no_weight"

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        return self.groups.parts(self.place)

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        """The parts; in the country also what the source counts under a code that has been merged since.

        Such a municipality's figures are in no other row, so that a sum without it would be short by it.
        """
        known = {*self._parts, COUNTRY}
        merged = [place for place in self.figures.places if place not in known] if self.place == COUNTRY else []
        return (*self._parts, *merged)

    @cached_property
    def _grid(self) -> Grid:
        return self.figures.cut(self.figures.periods, self._columns)

    @property
    def _needed(self) -> Grid:
        return self._grid[:, : len(self._parts)]

    @cached_property
    def _whole(self) -> Mask:
        """The periods in which every part has a figure."""
        if not self._parts:
            return np.zeros(len(self.figures.periods), dtype=np.bool_)
        return np.asarray(~np.isnan(self._needed).any(axis=1), dtype=np.bool_)

    @cached_property
    def _weights(self) -> Grid | None:
        """The weight of each figure in its own period, nothing where there is no figure; None when there are none."""
        aggregation = self.indicator.aggregation
        if aggregation.rule.combine is None:
            return None
        if not aggregation.rule.weighted:
            return np.where(np.isnan(self._grid), 0.0, 1.0)
        weights = self.groups.weights(aggregation.weight) if aggregation.weight else None
        if weights is None:
            return None
        return np.where(np.isnan(self._grid), 0.0, weights.cut(self.figures.periods, self._columns))

    @cached_property
    def _weighted(self) -> Mask:
        """The periods in which every figure has a weight."""
        if self._weights is None:
            return np.zeros(len(self.figures.periods), dtype=np.bool_)
        found = ~np.isnan(self._weights).any(axis=1) & (np.nan_to_num(self._weights).sum(axis=1) > 0)
        return np.asarray(found, dtype=np.bool_)

    @cached_property
    def _values(self) -> Grid:
        """What the rule makes of each period; meaningless where a part or a weight is missing."""
        combine = self.indicator.aggregation.rule.combine
        if combine is None or self._weights is None:
            return np.full(len(self.figures.periods), np.nan)
        return combine(self._grid, self._weights)

    @cached_property
    def _own(self) -> Grid:
        """What the source publishes for the place itself."""
        return self.figures.cut(self.figures.periods, [self.place])[:, 0]

    @property
    def _published(self) -> Mask:
        return ~np.isnan(self._own)

    @property
    def _unlike_published(self) -> bool:
        """Whether the rule gives something else than the source itself, in a period that has both."""
        both = self._whole & self._weighted & self._published
        allowed = 0.5 * 10.0**-self.indicator.decimals + TOLERANCE * np.abs(self._own[both])
        return bool((np.abs(self._values[both] - self._own[both]) > allowed).any())
