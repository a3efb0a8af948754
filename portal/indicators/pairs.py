"""Two indicators side by side: the figures of the same places, and how strongly they go together."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from portal.indicators.library import Series

#: Under so many places no correlation is told.
LEAST_POINTS = 10
#: A period is used when it has at least this part of the places that the best period has.
ENOUGH = 0.5


@dataclass(frozen=True)
class Pair:
    """Two indicators' figures, x and y, of the places that have both, and the period of each."""

    x_period: str
    y_period: str
    points: Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Correlation:
    """How two indicators go together: Pearson's r, Spearman's rho, and in how many places."""

    r: float
    rho: float
    n: int


def pair(x: Series, y: Series, period: str, places: Iterable[str]) -> Pair:
    """The places' figures of y in the period and of x in the nearest one that has enough places: the same if it can."""
    asked = tuple(dict.fromkeys(places))
    x_period = nearest_period(x, period, asked)
    across, up = x.in_period(x_period, asked), y.in_period(period, asked)
    return Pair(x_period, period, {place: (across[place], up[place]) for place in across if place in up})


def nearest_period(series: Series, period: str, places: Iterable[str]) -> str:
    """The period nearest to this one in which half as many places have a figure as in the best; the earlier of two."""
    counts = series.coverage(places)
    enough = ENOUGH * max(counts.values())
    return min((known for known in counts if counts[known] >= enough), key=lambda known: (_gap(known, period), known))


def _gap(one: str, other: str) -> int:
    """How far two periods are apart: months between months, years where either is a year."""
    years = abs(int(one[:4]) - int(other[:4]))
    if "M" not in one or "M" not in other:
        return years
    return abs(12 * (int(one[:4]) - int(other[:4])) + int(one[5:]) - int(other[5:]))


def correlation(points: Mapping[str, tuple[float, float]]) -> Correlation | None:
    """Pearson's and Spearman's coefficients; None under ten points or where either indicator has no spread."""
    if len(points) < LEAST_POINTS:
        return None
    values = np.array(list(points.values()), dtype=float)
    if not np.ptp(values, axis=0).all():
        return None
    x, y = values.T
    r, rho = _coefficient(x, y), _coefficient(_ranks(x), _ranks(y))
    return Correlation(r, rho, len(points)) if math.isfinite(r) else None


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The position of each figure; equal ones share the mean of theirs."""
    _figures, whose, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[whose])


def _coefficient(x: npt.NDArray[np.float64], y: npt.NDArray[np.float64]) -> float:
    """The coefficient of two columns; not a number where the spread is too small to be told."""
    across, up = x - x.mean(), y - y.mean()
    spread = math.sqrt(across @ across) * math.sqrt(up @ up)
    return max(-1.0, min(1.0, float(across @ up) / spread)) if spread > 0 else math.nan
