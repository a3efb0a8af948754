"""Shares of jobs by industry and location quotients, against all municipalities together."""

from __future__ import annotations

import pytest

from portal.domain.profile import Portal
from portal.indicators.library import COUNTRY, NETWORK, Statistics
from portal.indicators.specialisation import Section, quotients, specialisation
from tests.indicators.small_country import SUM, country, yearly

KEY = "workplaces_by_industry"


def jobs(**sections: dict[str, float]) -> Statistics:
    return country({KEY: {code: yearly(figures, aggregation=SUM) for code, figures in sections.items()}})


FARMS = {"001": 30.0, "002": 10.0, "003": 60.0}
MILLS = {"001": 70.0, "002": 190.0, "003": 40.0}


def test_a_quotient_is_the_share_in_the_town_divided_by_the_share_everywhere() -> None:
    assert specialisation(jobs(A=FARMS, C=MILLS), KEY, "001", "2020") == (
        Section("A", 30, 30, 25, 1.2),
        Section("C", 70, 70, 75, 70 / 75),
    )


def test_an_industry_that_nobody_works_in_has_no_quotient() -> None:
    found = specialisation(jobs(A=FARMS, U={"001": 0, "002": 0, "003": 0}), KEY, "001", "2020")
    assert found[1] == Section("U", 0, 0, 0, None)


def test_a_municipality_merged_since_counts_and_a_figure_of_the_country_does_not() -> None:
    """The country's own figure may be of another total: the reference is what the municipalities add up to."""
    found = specialisation(jobs(A={**FARMS, "099": 100, COUNTRY: 999}, C=MILLS), KEY, "001", "2020")
    assert [round(section.reference, 6) for section in found] == [40, 60]


def test_the_towns_together_and_the_country_can_be_asked_too() -> None:
    statistics = jobs(A=FARMS, C=MILLS)
    assert [section.jobs for section in specialisation(statistics, KEY, NETWORK, "2020")] == [40, 260]
    assert [section.quotient for section in specialisation(statistics, KEY, COUNTRY, "2020")] == [1, 1]


@pytest.mark.parametrize(("place", "period"), [("004", "2020"), ("001", "1999"), ("", "")])
def test_nothing_is_said_of_a_place_or_a_year_without_figures(place: str, period: str) -> None:
    assert specialisation(jobs(A=FARMS, C=MILLS), KEY, place, period) == ()


def test_a_place_without_jobs_has_no_shares() -> None:
    assert specialisation(jobs(A={"001": 0, "002": 5}), KEY, "001", "2020") == ()


def test_the_shares_add_up_and_the_steel_town_is_one_of_manufacturing(portal: Portal) -> None:
    found = specialisation(portal.statistics, KEY, "678", "2017")
    assert [section.code for section in found] == [*"ABCDEFGHIJKLMNOPQRSTU", "X"]
    assert sum(section.share for section in found) == pytest.approx(100)
    assert sum(section.reference for section in found) == pytest.approx(100)
    assert sum(section.jobs for section in found) == portal.statistics.series("workplaces_paavo").value("678", "2017")
    steel = next(section for section in found if section.code == "C")
    assert steel.quotient == pytest.approx(3.08, abs=0.01)


def test_the_quotients_of_one_section_are_those_of_each_place(portal: Portal) -> None:
    found = quotients(portal.statistics, KEY, "C", "2017")
    assert set(found) == set(portal.statistics.municipalities)
    for place in portal.statistics.cities:
        (own,) = [one for one in specialisation(portal.statistics, KEY, place, "2017") if one.code == "C"]
        assert found[place] == pytest.approx(own.quotient)


def test_an_unknown_section_or_one_without_jobs_has_no_quotients() -> None:
    statistics = jobs(A=FARMS, U={"001": 0, "002": 0, "003": 0})
    assert quotients(statistics, KEY, "Z", "2020") == {}
    assert quotients(statistics, KEY, "U", "2020") == {}
