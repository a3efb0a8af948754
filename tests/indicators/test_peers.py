"""Peers by a stated rule: the nearest are found, always the same ones, and never the place itself."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.profile import Portal
from portal.indicators.library import COUNTRY, Statistics
from portal.indicators.peers import MOST_RATIO, RULES, PeerRule, peers
from tests.indicators.small_country import SUM, country, yearly
from tests.made_up import series

PEOPLE = {"001": 1000, "002": 1100, "003": 800, "004": 1000, "005": 1501, "006": 5000, "007": 900, "008": 1050}


def people(figures: dict[str, float], regions: dict[str, str] | None = None) -> Statistics:
    part = yearly({**figures, COUNTRY: sum(figures.values())}, aggregation=SUM)
    return country({"population": part}, codes=list(figures), regions=regions)


def industries(jobs: dict[str, tuple[float, float]]) -> Statistics:
    part = {
        section: yearly({place: pair[i] for place, pair in jobs.items()}, aggregation=SUM)
        for i, section in enumerate("AC")
    }
    return country({"workplaces_by_industry": part}, codes=list(jobs))


def found(statistics: Statistics, place: str, rule: PeerRule) -> list[tuple[str, float]]:
    return [(peer.code, round(peer.measure, 3)) for peer in peers(statistics, place, rule).found]


def test_the_five_nearest_by_population_are_found_and_equal_ones_stand_by_code() -> None:
    answer = peers(people(PEOPLE), "001", "population")
    assert found(people(PEOPLE), "001", "population") == [
        ("004", 1.0),
        ("008", 1.05),
        ("002", 1.1),
        ("007", round(1000 / 900, 3)),
        ("003", 1.25),
    ]
    assert (answer.rule, answer.period, answer.of) == ("population", "2020", 7)


def test_a_town_too_large_or_too_small_is_no_peer() -> None:
    assert found(people(PEOPLE), "006", "population") == []
    assert found(people({"001": 1000, "002": 1500, "003": 1501}), "001", "population") == [("002", 1.5)]


def test_industries_are_compared_by_shares_not_by_size() -> None:
    statistics = industries({"001": (50, 50), "002": (5, 5), "003": (60, 40), "004": (0, 10)})
    assert found(statistics, "001", "industry") == [("002", 0.0), ("003", 10.0), ("004", 50.0)]
    assert peers(statistics, "001", "industry").of == 3


def test_a_municipality_without_jobs_or_with_a_section_missing_is_not_compared() -> None:
    statistics = industries({"001": (50, 50), "002": (0, 0), "003": (60, 40)})
    assert found(statistics, "001", "industry") == [("003", 10.0)]
    assert found(statistics, "002", "industry") == []
    whole, part = yearly({"001": 5, "002": 5}, aggregation=SUM), yearly({"001": 5}, aggregation=SUM)
    assert (
        found(country({"workplaces_by_industry": {"A": whole, "C": part}}, codes=["001", "002"]), "001", "industry")
        == []
    )


def test_the_region_is_told_by_size_and_no_more_than_eight() -> None:
    regions = {code: "02" if code == "006" else "01" for code in PEOPLE}
    answer = peers(people(PEOPLE, regions), "005", "region")
    assert [peer.code for peer in answer.found] == ["002", "008", "001", "004", "007", "003"]
    assert answer.of == 6
    many = people({f"{i:03d}": 100.0 + i for i in range(20)})
    assert (len(peers(many, "000", "region").found), peers(many, "000", "region").of) == (8, 19)
    assert peers(people(PEOPLE, regions), "006", "region").found == ()


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("place", ["999", "SSS", "TEN", "", "099"])
def test_a_place_that_is_no_current_municipality_has_no_peers(rule: PeerRule, place: str) -> None:
    figures = people(PEOPLE)
    for statistics in (figures, industries({"001": (1, 2), "002": (2, 1)}), country({"it": yearly({"001": 1})})):
        answer = peers(statistics, place, rule)
        assert (answer.found, answer.of, answer.period) == ((), 0, "")


def test_the_newest_year_in_which_most_municipalities_have_a_figure_is_used() -> None:
    """The latest years are known of few."""
    part = series(
        {"001": {"2019": 100, "2020": 10}, "002": {"2019": 110}, "003": {"2019": 90}, "004": {"2020": 10}},
        aggregation=SUM,
    )
    statistics = country({"population": part}, codes=("001", "002", "003", "004"))
    assert peers(statistics, "001", "population").period == "2019"
    assert found(statistics, "004", "population") == []


@given(
    st.dictionaries(st.integers(1, 40).map("{:03d}".format), st.integers(0, 3000), min_size=2, max_size=15),
    st.randoms(use_true_random=False),
)
def test_the_same_figures_give_the_same_peers_in_whatever_order_they_come(
    figures: dict[str, float], dice: random.Random
) -> None:
    shuffled = list(figures.items())
    dice.shuffle(shuffled)
    regions = {code: code[-1] for code in figures}
    one, other = people(figures, regions), people(dict(shuffled), regions)
    for place in figures:
        for rule in RULES:
            answer = peers(one, place, rule)
            assert answer == peers(other, place, rule)
            assert place not in [peer.code for peer in answer.found]
            assert [peer.measure for peer in answer.found] == sorted(peer.measure for peer in answer.found)


@given(st.lists(st.integers(1, 3000), min_size=2, max_size=5))
def test_nearness_is_the_same_from_either_side(sizes: list[int]) -> None:
    statistics = people({f"{i:03d}": size for i, size in enumerate(sizes)})
    near = {
        (place, code): ratio
        for place in statistics.municipalities
        for code, ratio in found(statistics, place, "population")
    }
    assert all(near[other, one] == ratio for (one, other), ratio in near.items())
    assert all(1 <= ratio <= MOST_RATIO for ratio in near.values())


def test_every_town_has_peers(portal: Portal) -> None:
    statistics = portal.statistics
    others = len(statistics.municipalities) - 1
    for code in statistics.cities:
        answers = {rule: peers(statistics, code, rule) for rule in RULES}
        assert {rule: len(answer.found) for rule, answer in answers.items() if rule != "region"} == {
            "population": 5,
            "industry": 5,
        }
        assert all(peer.code in statistics.municipalities for answer in answers.values() for peer in answer.found)
        assert (answers["population"].of, answers["industry"].of) == (others, others)
        region = statistics.municipalities[code].region_code
        in_region = [other for other, known in statistics.municipalities.items() if known.region_code == region]
        assert answers["region"].of == len(in_region) - 1
