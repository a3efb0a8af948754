"""The ten together and a country of which only the parts are published: what is computed, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.profile import Portal
from portal.indicators.library import COUNTRY, NETWORK, Series, Together
from tests.indicators.small_country import MEAN, NONE, SUM, country, yearly
from tests.made_up import series

ALL = {"001": {"2019": 10.0, "2020": 20.0}, "002": {"2019": 1.0, "2020": 2.0}, "003": {"2019": 100.0, "2020": 200.0}}


def joined(part: Series, **others: Series) -> Series:
    """The series as a part of a country of three municipalities, of which 001 and 002 are the towns."""
    country({"it": part, **others})
    return part


def told(part: Series, place: str) -> list[tuple[str, float]]:
    return [(point.period, point.value) for point in part.points(place)]


def test_counts_of_the_towns_are_added_up() -> None:
    found = joined(series(ALL, aggregation=SUM))
    assert told(found, NETWORK) == [("2019", 11), ("2020", 22)]
    assert found.value(NETWORK, "2020") == 22
    assert found.in_period("2020", ("001", NETWORK)) == {"001": 20, NETWORK: 22}
    assert found.together(NETWORK) == Together("sum", None, 2, "", ())


def test_rates_of_the_towns_are_weighted_in_each_period_by_the_weight_of_that_period() -> None:
    people = series({"001": {"2019": 1, "2020": 3}, "002": {"2019": 1, "2020": 1}, "003": {"2019": 1, "2020": 1}})
    found = joined(series(ALL, aggregation=MEAN), population=people)
    assert told(found, NETWORK) == [("2019", 5.5), ("2020", (3 * 20 + 2) / 4)]
    assert found.together(NETWORK) == Together("mean", "population", 2, "", ())


def test_figures_that_no_rule_puts_together_stay_apart() -> None:
    found = joined(series(ALL, aggregation=NONE))
    assert not found.has(NETWORK)
    assert (told(found, NETWORK), told(found, COUNTRY)) == ([], [])
    assert found.together(NETWORK) == Together("none", None, 2, "no_rule", ())


def test_a_mean_without_its_weight_is_not_guessed() -> None:
    assert joined(series(ALL, aggregation=MEAN)).together(NETWORK).reason == "no_weight"
    other_years = joined(series(ALL, aggregation=MEAN), population=yearly({"001": 5, "002": 5, "003": 5}, "2018"))
    assert not other_years.has(NETWORK)
    assert other_years.together(NETWORK).reason == "no_weight"
    lacking = joined(series(ALL, aggregation=MEAN), population=yearly({"001": 5}))
    assert lacking.together(NETWORK).reason == "no_weight"
    nobody = joined(series(ALL, aggregation=MEAN), population=yearly({"001": 0, "002": 0, "003": 0}))
    assert nobody.together(NETWORK).reason == "no_weight"


def test_a_period_in_which_a_town_has_no_figure_is_left_out() -> None:
    found = joined(series({"001": {"2019": 1, "2020": 2}, "002": {"2019": 5}}, aggregation=SUM))
    assert told(found, NETWORK) == [("2019", 6)]
    assert found.together(NETWORK) == Together("sum", None, 2, "", ("002",))


def test_towns_that_never_have_a_figure_at_once_are_said() -> None:
    found = joined(series({"001": {"2020": 2}}, aggregation=SUM))
    assert not found.has(NETWORK)
    assert found.together(NETWORK) == Together("sum", None, 2, "parts_missing", ("002",))
    assert found.together(COUNTRY).missing == ("002", "003")


def test_a_country_of_which_only_the_parts_are_published_is_computed() -> None:
    found = joined(series(ALL, aggregation=SUM))
    assert told(found, COUNTRY) == [("2019", 111), ("2020", 222)]
    assert found.has(COUNTRY)
    assert found.computed(COUNTRY, "2020")
    assert COUNTRY not in found.places
    assert found.at("2020")[COUNTRY] == 222
    assert found.together(COUNTRY).count == 3


def test_a_published_figure_of_the_country_always_wins() -> None:
    found = joined(series({**ALL, COUNTRY: {"2020": 223}}, aggregation=SUM))
    assert told(found, COUNTRY) == [("2019", 111), ("2020", 223)]
    assert [found.computed(COUNTRY, period) for period in ("2019", "2020")] == [True, False]
    assert not found.computed("001", "2020")


def test_a_rule_that_does_not_give_the_published_figure_computes_nothing() -> None:
    """Then the source measures the country in another way, and a line must not join the two."""
    found = joined(series({**ALL, COUNTRY: {"2020": 150}}, aggregation=SUM))
    assert told(found, COUNTRY) == [("2020", 150)]
    assert found.together(COUNTRY).reason == "unlike_published"
    assert told(found, NETWORK) == [("2019", 11), ("2020", 22)]


def test_a_country_whose_every_period_is_published_needs_no_reason() -> None:
    found = joined(series({**ALL, COUNTRY: {"2019": 111, "2020": 222}}, aggregation=NONE))
    assert found.together(COUNTRY).reason == ""


def test_a_country_lacking_one_municipality_is_not_computed() -> None:
    found = joined(series({"001": {"2020": 1}, "002": {"2019": 1, "2020": 1}, "003": {"2019": 1}}, aggregation=SUM))
    assert not found.has(COUNTRY)
    assert found.together(COUNTRY).reason == "parts_missing"


def test_a_municipality_merged_since_is_part_of_the_country_but_none_of_its_municipalities() -> None:
    found = joined(series({**ALL, "099": {"2019": 7}}, aggregation=SUM))
    assert told(found, COUNTRY) == [("2019", 118), ("2020", 222)]
    assert set(found.municipalities_at("2019")) == {"001", "002", "003"}
    assert "099" in found.at("2019")


def test_sources_of_a_computed_figure_are_those_of_its_parts() -> None:
    found = joined(series({**ALL, COUNTRY: {"2020": 222}}, aggregation=SUM))
    assert [source.id for source in found.sources([NETWORK])] == ["a"]
    assert [source.id for source in found.sources([COUNTRY])] == ["a", "b"]
    assert [found.source(point).id for point in found.points(COUNTRY)] == ["a", "b"]
    assert found.source(found.points(NETWORK)[0]).id == "a"


def test_only_places_made_of_others_are_put_together() -> None:
    with pytest.raises(KeyError):
        joined(series(ALL)).together("001")


def test_without_a_list_of_municipalities_nothing_is_put_together() -> None:
    found = series(ALL, aggregation=SUM)
    assert (told(found, NETWORK), told(found, COUNTRY)) == ([], [])
    assert found.municipalities_at("2020") == {}


@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.floats(0.5, 1e6), st.booleans(), st.booleans()), min_size=2, max_size=12
    )
)
def test_a_mean_of_the_towns_lies_among_them_and_is_there_only_when_all_are(
    parts: list[tuple[float, float, bool, bool]],
) -> None:
    codes = [f"{i:03d}" for i in range(len(parts))]
    figures = {code: value for code, (value, _w, known, _k) in zip(codes, parts, strict=True) if known}
    weights = {code: weight for code, (_v, weight, _k, known) in zip(codes, parts, strict=True) if known}
    found, people = yearly({**figures, "999": 0}, aggregation=MEAN), yearly({**weights, "999": 0})
    country({"it": found, "population": people}, codes=codes, towns=codes)
    value = found.value(NETWORK, "2020")
    assert (value is not None) == (len(figures) == len(weights) == len(parts))
    if value is not None:
        assert min(figures.values()) - 1e-6 <= value <= max(figures.values()) + 1e-6


def test_a_country_without_published_figures_is_the_sum_of_its_municipalities(portal: Portal) -> None:
    statistics = portal.statistics
    assert not [key for key in statistics.keys if statistics.series(key).together(COUNTRY).reason == "unlike_published"]
    jobs = statistics.series("workplaces_by_industry", "A")
    assert jobs.value(COUNTRY, "2017") == sum(jobs.value(place, "2017") or 0 for place in statistics.municipalities)


def test_every_indicator_says_why_the_towns_have_no_figure_together(portal: Portal) -> None:
    statistics = portal.statistics
    for key in statistics.keys:
        for section in statistics.sections(key):
            part = statistics.series(key, section)
            assert part.has(NETWORK) == (part.together(NETWORK).reason == "")
            assert part.has(NETWORK) or part.together(NETWORK).reason in ("no_rule", "parts_missing", "no_weight")
    assert statistics.series("population").value(NETWORK, "2025") == 177004
    assert statistics.series("price_old_flats_per_m2").together(NETWORK).missing == ("232", "832")
