"""The newest figures of the ten and the country: all that checks ask of the statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.indicators.places import COUNTRY, Municipality

if TYPE_CHECKING:
    from portal.indicators.library import Series, Statistics


@dataclass(frozen=True)
class Newest:
    """Figures by indicator; held apart from the series, so that a check need not read these again."""

    municipalities: Mapping[str, Municipality]
    #: Indicator -> place -> its newest period and figure.
    figures: Mapping[str, Mapping[str, tuple[str, float] | None]]
    #: Indicator and period -> the ten's figures.
    ten: Mapping[tuple[str, str], dict[str, float]]

    @classmethod
    def of(cls, statistics: Statistics) -> Newest:
        """The newest figures of the ten and the country."""
        places = (*statistics.cities, COUNTRY)
        figures = {key: _newest(statistics.series(key), places) for key in statistics.keys}
        periods = {(key, point[0]) for key, points in figures.items() for point in points.values() if point}
        ten = {(key, period): statistics.values(key, period) for key, period in periods}
        return cls(dict(statistics.municipalities), figures, ten)

    def latest(self, key: str, place: str) -> tuple[str, float] | None:
        """The place's newest period and figure. KeyError when the indicator has no series."""
        return self.figures[key].get(place)

    def values(self, key: str, period: str) -> dict[str, float]:
        """The ten's figures in a period, by municipality code."""
        return self.ten[key, period]


def _newest(series: Series, places: Iterable[str]) -> dict[str, tuple[str, float] | None]:
    """Each place's newest period and figure: seldom are more than the last periods looked at."""
    found: dict[str, tuple[str, float] | None] = dict.fromkeys(places)
    lacking = {place for place in found if series.has(place)}
    for period in reversed(series.periods):
        if not lacking:
            break
        here = series.in_period(period, lacking)
        found |= {place: (period, value) for place, value in here.items()}
        lacking -= here.keys()
    return found
