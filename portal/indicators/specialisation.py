"""What a place is specialised in: its shares of jobs by industry against those of all municipalities together."""

from __future__ import annotations

from dataclasses import dataclass

from portal.indicators.library import COUNTRY, Series, Statistics

#: With fewer jobs than this in the place a section is called neither over- nor under-represented: one employer more or
#: less would turn it round.
FEW = 20


@dataclass(frozen=True)
class Section:
    """One value of the dimension in one place.

    `share` is its part of the place's jobs and `reference` its part of all municipalities' jobs, both in per cent;
    `quotient`, the location quotient, is the one divided by the other: None where no municipality has such jobs.
    """

    code: str
    jobs: float
    share: float
    reference: float
    quotient: float | None


def specialisation(statistics: Statistics, key: str, place: str, period: str) -> tuple[Section, ...]:
    """Every section of an indicator with a dimension in one place and period; empty where nothing is known.

    Shares are of the sum over the sections, not of the total that another series has: the sections come from one
    source and add up to 100, which the total of another one need not. The value for an unknown industry counts
    like any other, in both. The reference is the sum of every municipality that the source counts, one merged since
    under its old code among them; a published figure of the country takes no part in it, nor does a computed one.
    """
    series = {code: statistics.series(key, code) for code in statistics.sections(key)}
    own = {code: found for code, part in series.items() if (found := part.value(place, period)) is not None}
    everywhere = {code: _everywhere(part, period) for code, part in series.items()}
    jobs, all_jobs = sum(own.values()), sum(everywhere.values())
    if jobs <= 0 or all_jobs <= 0:
        return ()
    return tuple(
        _section(code, count, 100 * count / jobs, 100 * everywhere[code] / all_jobs) for code, count in own.items()
    )


def quotients(statistics: Statistics, key: str, section: str, period: str) -> dict[str, float]:
    """The location quotient of one section in every current municipality, as `specialisation` computes it.

    Empty where no municipality has such jobs; a municipality without any figure or any job is left out.
    """
    series = {code: statistics.series(key, code) for code in statistics.sections(key)}
    everywhere = {code: _everywhere(part, period) for code, part in series.items()}
    if not series.keys() >= {section} or everywhere[section] <= 0:
        return {}
    reference = everywhere[section] / sum(everywhere.values())
    jobs: dict[str, float] = {}
    for part in series.values():
        for place, count in part.at(period).items():
            jobs[place] = jobs.get(place, 0) + count
    own = series[section].in_period(period, {*statistics.municipalities, *statistics.cities})
    return {place: count / jobs[place] / reference for place, count in own.items() if jobs[place] > 0}


def _section(code: str, jobs: float, share: float, reference: float) -> Section:
    return Section(code, jobs, share, reference, share / reference if reference > 0 else None)


def _everywhere(series: Series, period: str) -> float:
    """The sum of all municipalities in one period."""
    return sum(value for place, value in series.at(period).items() if place != COUNTRY)
