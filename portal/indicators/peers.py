"""Municipalities that resemble one, by a stated rule: the same figures always give the same ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

import numpy as np

from portal.indicators.library import Series, Statistics

PeerRule = Literal["population", "industry", "region"]
RULES: tuple[PeerRule, ...] = get_args(PeerRule)
#: The indicators that the rules ask.
POPULATION = "population"
INDUSTRY = "workplaces_by_industry"
#: Of population or industry so many, of the region so many at most.
NEAREST = 5
OF_REGION = 8
#: A municipality is no peer when the larger population is more than so many times the smaller.
MOST_RATIO = 1.5


@dataclass(frozen=True)
class SimilarMunicipality:
    """A similar municipality, and how similar by its rule: the ratio of populations or the distance of shares."""

    code: str
    measure: float


@dataclass(frozen=True)
class Peers:
    """What a rule finds, the most similar first.

    `period` is that of the figures, empty where nothing could be compared; `of` is how many other municipalities
    were compared: of the region in the rule "region", of the country in the others.
    """

    rule: PeerRule
    period: str
    found: tuple[SimilarMunicipality, ...]
    of: int


@lru_cache(maxsize=1024)
def peers(statistics: Statistics, place: str, rule: PeerRule) -> Peers:
    """The municipalities most like this one; none where the place or its figures are unknown."""
    measure: Callable[[Statistics, str], tuple[str, Mapping[str, float]]] = {
        "population": _ratios,
        "industry": _distances,
        "region": _ratios_in_region,
    }[rule]
    period, measures = measure(statistics, place)
    order = sorted((value, code) for code, value in measures.items() if rule != "population" or value <= MOST_RATIO)
    most = OF_REGION if rule == "region" else NEAREST
    return Peers(rule, period, tuple(SimilarMunicipality(code, value) for value, code in order[:most]), len(measures))


def _ratios(statistics: Statistics, place: str) -> tuple[str, dict[str, float]]:
    """The larger population divided by the smaller, for every other municipality."""
    if POPULATION not in statistics.keys:
        return "", {}
    series = statistics.series(POPULATION)
    period = _common_period(series, place, len(statistics.municipalities))
    figures = {code: value for code, value in series.municipalities_at(period).items() if value > 0}
    own = figures.pop(place, None)
    if own is None:
        return "", {}
    return period, {code: max(value, own) / min(value, own) for code, value in figures.items()}


def _ratios_in_region(statistics: Statistics, place: str) -> tuple[str, dict[str, float]]:
    """The ratios of the other municipalities of the region."""
    known = statistics.municipalities
    period, ratios = _ratios(statistics, place)
    own = known[place].region_code if ratios else ""
    return period, {code: ratio for code, ratio in ratios.items() if known[code].region_code == own}


def _distances(statistics: Statistics, place: str) -> tuple[str, dict[str, float]]:
    """Half the sum of the absolute differences between shares of jobs, in percentage points, for every other one.

    The shares are of the sum over all sections, among them X, industry unknown: it is a part of the jobs like any
    other. The source writes a section without jobs as 0, so that a missing row is a missing figure, not a zero:
    a municipality with one is not compared.
    """
    if INDUSTRY not in statistics.keys:
        return "", {}
    sections = [statistics.series(INDUSTRY, section) for section in statistics.sections(INDUSTRY)]
    period = _common_period(sections[0], place, len(statistics.municipalities))
    jobs = [section.municipalities_at(period) for section in sections]
    whole = sorted(set(jobs[0]).intersection(*jobs[1:]))
    codes = [code for code in whole if sum(section[code] for section in jobs) > 0]
    if place not in codes:
        return "", {}
    counts = np.array([[section[code] for code in codes] for section in jobs])
    shares = counts / counts.sum(axis=0)
    distances = 50 * np.abs(shares - shares[:, [codes.index(place)]]).sum(axis=0)
    return period, {code: far for code, far in zip(codes, distances.tolist(), strict=True) if code != place}


def _common_period(series: Series, place: str, municipalities: int) -> str:
    """The newest period in which the place and most municipalities have a figure; empty when there is none."""
    known = (point.period for point in reversed(series.points(place)))
    return next((period for period in known if 2 * len(series.municipalities_at(period)) > municipalities), "")
