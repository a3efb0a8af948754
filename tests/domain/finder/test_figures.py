"""The figures of the real data that wishes are held against."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.domain.finder.criteria import CRITERIA
from portal.domain.finder.figures import figures_of, sectors_of
from portal.domain.profile import Portal
from portal.indicators.specialisation import specialisation
from tests.rounding import in_excel

TODAY = dt.date(2026, 11, 23)
RAUMA, KEURUU, KAUHAJOKI, SAVONLINNA, KRISTINESTAD = "684", "249", "232", "740", "287"


def test_every_criterion_has_figures_of_most_towns_once_a_sector_is_chosen(portal: Portal) -> None:
    towns = figures_of(portal, "C", TODAY).towns
    assert set(towns) == set(portal.statistics.cities)
    for key in CRITERIA:
        assert sum(key in facts for facts in towns.values()) >= 7, key


def test_a_distance_is_to_the_nearest_place_of_its_kinds(portal: Portal) -> None:
    fact = figures_of(portal, "", TODAY).towns[RAUMA]["port"]
    assert fact.value == 0.5
    assert fact.near is not None
    assert fact.near.name is not None
    assert fact.near.name.en == "Port of Rauma"


def test_an_air_route_that_has_ended_no_longer_counts(portal: Portal) -> None:
    ends = dt.date(2028, 2, 29)
    assert figures_of(portal, "", ends).towns[KEURUU]["airport"].value == 52.3
    assert figures_of(portal, "", ends + dt.timedelta(1)).towns[KEURUU]["airport"].value == 110.7


def test_what_the_sources_do_not_say_is_missing_not_zero(portal: Portal) -> None:
    towns = figures_of(portal, "", TODAY).towns
    assert "freight" not in towns[SAVONLINNA]
    assert "price" not in towns[KAUHAJOKI]
    assert towns[KRISTINESTAD]["freight"].value == 0
    assert not any("industry" in facts for facts in towns.values())


def test_positions_count_the_best_first_whichever_end_is_better(portal: Portal) -> None:
    towns = figures_of(portal, "", TODAY).towns
    assert towns[KEURUU]["price"].position == 1
    assert towns[RAUMA]["tertiary"].position < towns[KAUHAJOKI]["tertiary"].position
    assert towns[RAUMA]["tertiary"].of == len(portal.statistics.municipalities)


@pytest.mark.parametrize("key", ["workforce", "tertiary", "tax", "growth"])
def test_a_must_without_a_limit_of_its_own_asks_for_the_better_half(portal: Portal, key: str) -> None:
    figures = figures_of(portal, "", TODAY)
    for facts in figures.towns.values():
        fact = facts[key]
        meets = CRITERIA[key].at_least_as_good(fact.value, figures.limits[key])
        assert meets == (fact.position <= (fact.of + 1) // 2)


def test_specialisation_is_that_of_the_chosen_sector(portal: Portal) -> None:
    fact = figures_of(portal, "C", TODAY).towns[RAUMA]["industry"]
    (own,) = [
        part
        for part in specialisation(portal.statistics, "workplaces_by_industry", RAUMA, fact.period)
        if part.code == "C"
    ]
    assert own.quotient is not None
    assert fact.value == float(in_excel(own.quotient, 2))


def test_the_unknown_industry_is_no_sector(portal: Portal) -> None:
    assert "X" not in sectors_of(portal)
    assert "C" in sectors_of(portal)


def test_a_town_is_not_judged_by_a_sector_in_which_it_has_very_few_jobs(portal: Portal) -> None:
    known, few = 0, 0
    for sector in sectors_of(portal):
        series = portal.statistics.series("workplaces_by_industry", sector)
        period = series.best_period(portal.statistics.cities)
        for code, facts in figures_of(portal, sector, TODAY).towns.items():
            jobs = series.value(code, period)
            assert ("industry" in facts) == (jobs is not None and jobs >= 20), (sector, code)
            known, few = known + ("industry" in facts), few + ("industry" not in facts)
    assert known > few > 0
