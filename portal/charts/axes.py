"""An axis of figures: linear, or logarithmic where a few are many times larger than most."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from portal.charts.chart import nice_ticks, tick_decimals
from portal.i18n import Locale, number
from portal.typeface.letters import width

#: An axis is logarithmic when the largest figure is more than so many times the middle one.
SKEW = 20
#: A linear axis reaches so far beyond its figures, as a share of their span, but never below zero for them.
AIR = 0.04


@dataclass(frozen=True)
class Axis:
    """Where figures stand between the ends of an axis, and the numbers along it."""

    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool
    locale: Locale

    @classmethod
    def of(cls, values: Sequence[float], locale: Locale, *, room: float = math.inf, most: int = 6) -> Axis:
        """An axis that holds these figures, with at most so many numbers, fewer where they would fill the room."""
        low, high = min(values), max(values)
        logarithmic = low > 0 and high / median(values) > SKEW
        low, high = (low / 1.25, high * 1.25) if logarithmic else _widened(low, high)
        sets = decades(low, high) if logarithmic else [_inside(low, high, about) for about in range(most, 1, -1)]
        tried = [cls(low, high, tuple(ticks), logarithmic, locale) for ticks in sets]
        fitting = (axis for axis in tried if len(axis.ticks) <= most and sum(map(width, axis.texts)) <= room)
        return next(fitting, tried[-1])

    def share(self, value: float) -> float:
        """How far along the axis a figure stands, 0..1."""
        low, high, at = (self.scaled(v) for v in (self.low, self.high, value))
        return (at - low) / (high - low)

    def scaled(self, value: float) -> float:
        """The figure as plotly counts ranges and notes: its power of ten on a logarithmic axis."""
        return math.log10(value) if self.logarithmic else value

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The numbers along the axis, as written."""
        if self.logarithmic:
            return tuple(number(tick, self.locale, _decimals(tick)) for tick in self.ticks)
        decimals = tick_decimals(self.ticks)
        return tuple(number(tick, self.locale, decimals) for tick in self.ticks)


def decades(low: float, high: float) -> list[list[float]]:
    """Round numbers of a logarithmic axis: 1, 2 and 5 of each decade, or fewer, at last every second power of ten."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [
        [round(m * 10.0**power, 6) for power in powers[::step] for m in parts if low <= m * 10.0**power <= high]
        for parts, step in (((1, 2, 5), 1), ((1, 3), 1), ((1,), 1), ((1,), 2))
    ]


def _widened(low: float, high: float) -> tuple[float, float]:
    """A little air at both ends."""
    air = (high - low) * AIR or abs(high) or 1.0
    return (max(low - air, 0.0) if low >= 0 else low - air), high + air


def _inside(low: float, high: float, about: int) -> list[float]:
    return [tick for tick in nice_ticks(low, high, about) if low <= tick <= high]


def _decimals(tick: float) -> int:
    return max(0, -math.floor(math.log10(tick)))
