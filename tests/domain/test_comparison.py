"""Places side by side: which are compared, where each stands, and what sets them apart."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.comparison import Comparison, PlaceSelection, distinct, read, write
from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale, LocalizedText, number
from portal.indicators.library import COUNTRY, Statistics
from portal.indicators.places import Municipality
from tests.made_up import same, series

TODAY = dt.date(2026, 11, 23)
#: A made-up country of so many municipalities: 001, 002 and so on.
COUNT = 120
CODES = [f"{number:03d}" for number in range(1, COUNT + 1)]

Figures = Mapping[str, Mapping[str, float]]


def compare(portal: Portal, *codes: str, locale: Locale = "en") -> Comparison:
    return Comparison(portal, codes, locale, TODAY)


def country(portal: Portal, indicators: Mapping[str, Figures], **fields: Mapping[str, Any]) -> Portal:
    """The portal with made-up statistics; `fields` are those of single indicators."""
    made = {key: series(figures, **{"decimals": 1, **fields.get(key, {})}) for key, figures in indicators.items()}
    words = LocalizedText(fi="Keskimaa", sv=None, en=None)
    catalogue = portal.statistics.catalogue.model_copy(
        update={"indicators": {key: one.indicator for key, one in made.items()}}
    )
    municipalities = {code: Municipality(code, same(f"Place {code}"), "91", words, words) for code in CODES}
    statistics = Statistics(catalogue, {key: {"": one} for key, one in made.items()}, municipalities, CODES[:3])
    return dataclasses.replace(portal, statistics=statistics)


def rising(period: str = "2020") -> dict[str, dict[str, float]]:
    """Every municipality one more than the one before it: 001 has 1."""
    return {code: {period: float(code)} for code in CODES}


# Which places are compared


def test_codes_are_read_in_their_order_each_once(portal: Portal) -> None:
    assert read("684, 140,684", portal.statistics) == PlaceSelection(("684", "140"))


def test_no_codes_are_no_choice_and_an_empty_list_is_too_few(portal: Portal) -> None:
    assert not read(None, portal.statistics).few
    assert read("", portal.statistics).few
    assert read("140", portal.statistics).few
    assert not read("140,684", portal.statistics).few


@pytest.mark.parametrize("stray", ["000", "SSS", "TEN", "<b>", "1४0", "14", "?"])
def test_what_is_no_municipality_is_left_out_and_noticed(portal: Portal, stray: str) -> None:
    assert read(f"140,{stray},684", portal.statistics) == PlaceSelection(("140", "684"), unknown=True)


def test_any_municipality_can_be_compared(portal: Portal) -> None:
    assert read("091,049", portal.statistics) == PlaceSelection(("091", "049"))


def test_the_eleventh_place_is_left_out_and_noticed(portal: Portal) -> None:
    found = read(",".join([*portal.statistics.cities, "091"]), portal.statistics)
    assert found == PlaceSelection(portal.statistics.cities, beyond=True)


def test_the_ten_in_their_order_are_the_plain_page(portal: Portal) -> None:
    ten = portal.statistics.cities
    assert write(read(",".join(ten), portal.statistics), portal.statistics) is None
    assert write(read(None, portal.statistics), portal.statistics) is None
    assert write(read(",".join(reversed(ten)), portal.statistics), portal.statistics) == ",".join(reversed(ten))


def test_every_unknown_code_is_spelled_alike(portal: Portal) -> None:
    spelled = {write(read(f"140,684,{stray}", portal.statistics), portal.statistics) for stray in ("000", "x,y", "<b>")}
    assert spelled == {"140,684,?"}


@given(
    st.lists(st.sampled_from(["140", "684", "740", "091", "049", "", " ", "?", "+", "000", "abc", "SSS"]), max_size=25)
)
def test_the_one_spelling_of_a_choice_reads_as_the_same_choice(portal: Portal, parts: list[str]) -> None:
    choice = read(",".join(parts), portal.statistics)
    spelling = write(choice, portal.statistics)
    assert spelling is not None
    assert read(spelling, portal.statistics) == choice
    assert write(read(spelling, portal.statistics), portal.statistics) == spelling


# Figures and positions


def test_the_newest_period_that_all_places_have_is_compared(portal: Portal) -> None:
    figures = {"001": {"2019": 1.0, "2020": 2.0, "2021": 3.0}, "002": {"2019": 5.0, "2020": 6.0}}
    (row,) = compare(country(portal, {"jobs": figures}), "001", "002").every
    assert row.period == "2020"
    assert [figure.number for figure in row.placed] == ["2.0", "6.0"]


def test_where_no_period_has_all_places_the_newest_with_the_most_is_compared(portal: Portal) -> None:
    figures = {"001": {"2019": 1.0, "2020": 2.0}, "002": {"2019": 5.0, "2020": 6.0}, "003": {"2021": 9.0}}
    (row,) = compare(country(portal, {"jobs": figures}), "001", "002", "003").every
    assert (row.period, row.figures[2]) == ("2020", None)


def test_an_indicator_without_any_of_the_places_is_named_apart(portal: Portal) -> None:
    made = country(portal, {"jobs": rising(), "empty": {"050": {"2020": 1.0}}}, empty={"name": same("Prices")})
    comparison = compare(made, "001", "002")
    assert [row.key for row in comparison.every] == ["jobs"]
    assert comparison.absent == ["Prices"]


def test_a_position_is_counted_among_all_municipalities_and_never_the_country(portal: Portal) -> None:
    figures = rising() | {COUNTRY: {"2020": 5000.0}, "999": {"2020": 4000.0}}
    (row,) = compare(country(portal, {"jobs": figures}), "120", "001").every
    first, last = row.placed
    assert (first.rank.position, first.rank.of, first.percentile) == (1, COUNT, 100)
    assert (last.rank.position, last.rank.of, last.percentile) == (COUNT, COUNT, 0)


def test_where_the_lowest_comes_first_the_position_turns_and_the_share_does_not(portal: Portal) -> None:
    made = country(portal, {"jobs": rising()}, jobs={"rank_order": "lowest"})
    (row,) = compare(made, "001", "120").every
    assert [figure.rank.position for figure in row.placed] == [1, COUNT]
    assert [figure.percentile for figure in row.placed] == [0, 100]


def test_figures_that_are_written_alike_share_a_position_and_are_no_difference(portal: Portal) -> None:
    figures = rising() | {"001": {"2020": 60.01}, "002": {"2020": 60.04}}
    made = compare(country(portal, {"jobs": figures}), "001", "002")
    (row,) = made.every
    assert {figure.rank.position for figure in row.placed} == {61}
    assert all(figure.rank.shared for figure in row.placed)
    assert made.differences == []


def test_without_the_list_of_municipalities_the_towns_are_still_compared(portal: Portal) -> None:
    made = country(portal, {"jobs": rising()})
    series_of = {"jobs": {"": made.statistics.series("jobs")}}
    bare = dataclasses.replace(made, statistics=Statistics(made.statistics.catalogue, series_of, {}, CODES[:3]))
    (row,) = compare(bare, *CODES[:3]).every
    assert [(figure.rank.position, figure.rank.of) for figure in row.placed] == [(3, 3), (2, 3), (1, 3)]


def test_positions_on_the_real_data_are_those_of_the_ranking(portal: Portal) -> None:
    statistics = portal.statistics
    for row in compare(portal, "140", "684", "091").every:
        own = statistics.series(row.key)
        ranks = {rank.place: rank for rank in own.ranking(row.period, own.municipalities_at(row.period))}
        assert [figure.rank for figure in row.placed] == [ranks[figure.point.place] for figure in row.placed], row.key


def test_every_figure_is_the_series_own_and_written_in_the_readers_language(portal: Portal) -> None:
    for locale in LOCALES:
        for row in compare(portal, "684", "832", locale=locale).every:
            for figure in row.placed:
                assert portal.statistics.series(row.key).value(figure.point.place, row.period) == figure.point.value
                assert figure.number == number(figure.point.value, locale, row.indicator.decimals)


# What sets the places apart


def test_the_widest_spread_comes_first(portal: Portal) -> None:
    near = {code: {"2020": float(code)} for code in CODES}
    far = near | {"001": {"2020": 500.0}}
    found = compare(country(portal, {"near": near, "far": far}), "001", "002").differences
    assert [row.key for row in found] == ["far", "near"]
    assert found[0].spread > found[1].spread > 0


def test_few_municipalities_and_counts_tell_no_difference(portal: Portal) -> None:
    few = {code: {"2020": float(code)} for code in CODES[:99]}
    made = country(portal, {"few": few, "count": rising()}, count={"aggregation": {"kind": "sum"}})
    assert compare(made, "001", "099").differences == []


def test_of_indicators_of_nearly_the_same_name_only_the_first_is_told(portal: Portal) -> None:
    made = country(portal, {"one": rising(), "two": rising(), "three": rising()}, two={"not_comparable": ["one"]})
    comparison = compare(made, "001", "120")
    assert [row.key for row in comparison.differences] == ["one", "three"]
    assert [row.key for row in distinct(comparison.every)] == ["one", "three"]


def test_best_and_weakest_are_told_of_judged_indicators_alone_and_none_is_both(portal: Portal) -> None:
    indicators = {f"k{n}": {code: {"2020": float((int(code) * n) % 121)} for code in CODES} for n in range(1, 8)}
    judged = {key: {"has_direction": True} for key in indicators if key != "k7"}
    standing = compare(country(portal, indicators, **judged), "010", "020").standings[0]
    best, weakest = ([row.key for row, _rank in pairs] for pairs in (standing.best, standing.weakest))
    assert (len(best), len(weakest)) == (3, 3)
    assert not set(best) & set(weakest)
    assert "k7" not in [*best, *weakest]
    positions = [rank.position for _row, rank in (*standing.best, *reversed(standing.weakest))]
    assert positions == sorted(positions)


def test_ends_that_people_do_not_agree_on_are_never_judged(portal: Portal) -> None:
    judged = {key for key in portal.statistics.keys if portal.statistics.indicator(key).has_direction}
    assert {"employment_rate_18_64", "equity_ratio", "municipal_loans_per_capita"} <= judged
    for part in ("share_over", "share_under", "speakers", "citizens", "tax_rate", "property_tax", "rental", "houses"):
        assert [key for key in judged if part in key] == []


def test_unemployment_and_debt_are_best_where_they_are_lowest(portal: Portal) -> None:
    indicators = portal.statistics.catalogue.indicators
    for key in indicators:
        if indicators[key].has_direction and any(
            part in key for part in ("unemploy", "loans", "indebted", "dependency")
        ):
            assert indicators[key].rank_order == "lowest", key


def test_places_are_called_by_their_names(portal: Portal) -> None:
    assert compare(portal, "684", "091", locale="sv").labels == ("Raumo", "Helsingfors")
