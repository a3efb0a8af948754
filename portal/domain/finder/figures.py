"""The figures that wishes are held against: of each of the ten towns, and the limits that they are measured by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from portal.domain.finder.criteria import CRITERIA, Criterion
from portal.domain.profile import Portal
from portal.i18n import LocalizedText
from portal.indicators.catalogue import SeriesSource
from portal.indicators.connections import TransportConnection
from portal.indicators.library import Point, Series
from portal.indicators.specialisation import FEW, quotients
from portal.rounding import rounder

#: A presence as the connections say it: in the municipality, though perhaps not in its centre.
PRESENT = ("yes", "in_municipality")
#: A location quotient is written with so many decimals.
QUOTIENT_DECIMALS = 2


@dataclass(frozen=True)
class TownFact:
    """One figure of one town, rounded as it is written, and where it comes from.

    `position` is that among the `of` municipalities of Finland that have a figure in the period, the best first;
    `near` is the place that a distance leads to.
    """

    value: float
    period: str = ""
    position: int = 0
    of: int = 0
    shared: bool = False
    near: TransportConnection | None = None
    source: SeriesSource | None = None


@dataclass(frozen=True)
class TownFacts:
    """Of each town by its code the facts by criterion, missing ones left out; and the limit of each criterion."""

    towns: Mapping[str, Mapping[str, TownFact]]
    limits: Mapping[str, float]


@lru_cache(maxsize=128)
def figures_of(portal: Portal, sector: str, today: dt.date) -> TownFacts:
    """What is known of the ten towns, for a visitor of one sector, on one day."""
    facts: dict[str, Mapping[str, TownFact]] = {}
    limits: dict[str, float] = {}
    for key, criterion in CRITERIA.items():
        facts[key], limit = _measured(portal, criterion, sector, today)
        if limit is not None:
            limits[key] = limit
    towns = {
        code: {key: found[code] for key, found in facts.items() if code in found} for code in portal.statistics.cities
    }
    return TownFacts(towns, limits)


def sectors_of(portal: Portal) -> dict[str, LocalizedText]:
    """The TOL 2008 sections that a visitor can choose; the one of unknown industries is none."""
    statistics = portal.statistics
    (key,) = CRITERIA["industry"].source
    dimension = statistics.indicator(key).dimension if key in statistics.keys else None
    return {code: words for code, words in dimension.values.items() if code != "X"} if dimension else {}


def _measured(
    portal: Portal, criterion: Criterion, sector: str, today: dt.date
) -> tuple[Mapping[str, TownFact], float | None]:
    """One criterion in every town that has a figure, and its limit."""
    if criterion.kind in ("distance", "presence"):
        near = {code: _near(portal.connections.get(code, ()), criterion, today) for code in portal.statistics.cities}
        return {code: fact for code, fact in near.items() if fact is not None}, criterion.limit
    (key,) = criterion.source
    if key not in portal.statistics.keys or (criterion.kind == "quotient" and not sector):
        return {}, criterion.limit
    section = sector if criterion.kind == "quotient" else ""
    series = portal.statistics.series(key, section)
    period = series.best_period(portal.statistics.cities)
    values = _values(portal, criterion, series, section, period)
    towns = [code for code in portal.statistics.cities if not few_jobs(criterion, series, code, period)]
    return _placed(criterion, series, period, values, towns), _limit(criterion, values)


def few_jobs(criterion: Criterion, series: Series, place: str, period: str) -> bool:
    """Whether a place has too few jobs in a sector to say whether it is specialised in it."""
    jobs = series.value(place, period) if criterion.kind == "quotient" else None
    return jobs is not None and jobs < FEW


def _near(rows: Sequence[TransportConnection], criterion: Criterion, today: dt.date) -> TownFact | None:
    """The nearest place of a criterion's kinds, or what is said of a presence; nothing that has ended."""
    valid = [row for row in rows if row.kind in criterion.source and (not row.valid_until or row.valid_until >= today)]
    if criterion.kind == "presence":
        return TownFact(float(valid[0].value in PRESENT), near=valid[0]) if valid else None
    known = [(row.distance_km, row) for row in valid if row.distance_km is not None]
    distance, nearest = min(known, key=lambda pair: pair[0], default=(0.0, None))
    return TownFact(distance, near=nearest) if nearest else None


def _values(portal: Portal, criterion: Criterion, series: Series, section: str, period: str) -> dict[str, float]:
    """The figures of every municipality, and of the towns, as they are written."""
    if criterion.kind == "quotient":
        (key,) = criterion.source
        found: Mapping[str, float] = quotients(portal.statistics, key, section, period)
        decimals = QUOTIENT_DECIMALS
    else:
        found = {**series.municipalities_at(period), **series.in_period(period, portal.statistics.cities)}
        decimals = series.indicator.decimals
    written = rounder(decimals)
    return {place: written(value) for place, value in found.items()}


def _placed(
    criterion: Criterion, series: Series, period: str, values: Mapping[str, float], towns: Sequence[str]
) -> dict[str, TownFact]:
    """The towns' figures with their positions among all municipalities."""
    found = {}
    for code in towns:
        if code not in values:
            continue
        own = values[code]
        same = sum(value == own for value in values.values())
        better = sum(criterion.at_least_as_good(value, own) for value in values.values()) - same
        source = series.source(Point(code, period, own)) if code in series.places else None
        found[code] = TownFact(own, period, better + 1, len(values), same > 1, source=source)
    return found


def _limit(criterion: Criterion, values: Mapping[str, float]) -> float | None:
    """The criterion's own limit, or the figure at the end of the better half."""
    if criterion.limit is not None or not values:
        return criterion.limit
    best_first = sorted(values.values(), reverse=criterion.better == "highest")
    return best_first[(len(best_first) - 1) // 2]
