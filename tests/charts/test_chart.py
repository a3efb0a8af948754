from __future__ import annotations

from itertools import pairwise

import pytest

from portal.charts.chart import can_index, has_trend, nice_ticks, sparse, x_of
from portal.domain.profile import Portal
from tests.charts.conftest import Draw
from tests.made_up import series

YEARS = {str(year): float(year) for year in range(2000, 2010)}


@pytest.mark.parametrize("points", [1, 2, 3])
def test_under_four_figures_there_is_no_trend(points: int) -> None:
    found = series({"1": dict(list(YEARS.items())[:points]), "2": YEARS})
    assert not has_trend(found, "1")


def test_four_figures_are_a_trend() -> None:
    found = series({"1": dict(list(YEARS.items())[:4]), "2": {"2000": 1}})
    assert has_trend(found, "1")
    assert has_trend(found, None)
    assert not has_trend(found, "2")


def test_only_the_chosen_years_count_for_a_trend() -> None:
    found = series({"1": YEARS})
    assert has_trend(found, "1", (2000, 2003))
    assert not has_trend(found, "1", (2000, 2002))


def test_a_place_without_figures_has_no_line_and_is_named_as_absent(draw: Draw) -> None:
    chart = draw("price_old_flats_per_m2", "232", ["140"], view="ranking")
    assert "232" not in [line.place for line in chart.lines]
    assert chart.absent == ("Kauhajoki", "Taivalkoski")
    assert chart.town is None


def test_each_place_plays_its_part(draw: Draw) -> None:
    chart = draw("employment_rate_18_64", "140", ["684", "SSS"])
    roles = {line.place: line.role for line in chart.lines}
    assert (roles.pop("140"), roles.pop("684"), roles.pop("SSS")) == ("town", "compared", "country")
    assert set(roles.values()) == {"other"}
    assert len(roles) == 8


def test_a_place_is_drawn_once_even_when_it_is_asked_for_twice(draw: Draw) -> None:
    chart = draw("population", "140", ["140", "684"])
    places = [line.place for line in chart.lines]
    assert sorted(places) == sorted(set(places))


def test_a_trend_shows_the_chosen_years_only(draw: Draw) -> None:
    chart = draw("population", "140", years=(2001, 2004))
    assert chart.periods == ("2001", "2002", "2003", "2004")


def test_a_ranking_shows_one_period_that_all_its_places_share(draw: Draw) -> None:
    chart = draw("employment_rate_18_64", "140", ["SSS"], view="ranking")
    assert chart.periods == (chart.period,) == ("2020",)
    assert {len(line.points) for line in chart.lines} == {1}


def test_a_ranking_shows_the_last_of_the_chosen_years(draw: Draw) -> None:
    assert draw("population", "140", view="ranking", years=(2000, 2012)).period == "2012"


def test_the_country_of_one_year_is_a_point_at_that_year(draw: Draw) -> None:
    country = draw("employment_rate_18_64", "140", ["SSS"]).country
    assert country is not None
    assert [point.period for point in country.points] == ["2020"]


def test_the_country_has_no_position(draw: Draw) -> None:
    chart = draw("employment_rate_18_64", "140", ["SSS"])
    assert len(chart.ranks) == 10
    assert "SSS" not in [rank.place for rank in chart.ranks]


def test_an_index_begins_at_a_hundred_and_keeps_the_proportions(draw: Draw) -> None:
    chart = draw("population", "140", scale="index")
    for line in chart.lines:
        shown = [chart.shown(line, point) for point in line.points]
        assert shown[0] == 100
        assert shown[-1] == pytest.approx(100 * line.last.value / line.points[0].value)


def test_what_falls_below_zero_is_never_an_index(draw: Draw) -> None:
    chart = draw("annual_contribution_margin_per_capita", "111", scale="index")
    assert not can_index(chart.lines)
    assert chart.scale == "absolute"


def test_an_index_leaves_out_only_the_others_that_have_none(draw: Draw) -> None:
    chart = draw("annual_contribution_margin_per_capita", "684", scale="index")
    assert chart.scale == "index"
    assert chart.town is not None
    assert chart.town.place == "684"
    assert all(point.value > 0 for line in chart.lines for point in line.points)
    assert 1 < len(chart.lines) < 10


def test_only_sources_of_what_is_drawn_are_credited(draw: Draw, portal: Portal) -> None:
    sources = portal.statistics.indicator("population").sources
    assert len(draw("population", "140", ["SSS"]).sources) > len(draw("population", "140").sources) > 0
    assert {s.id for s in draw("population", "140", ["SSS"]).sources} <= {s.id for s in sources}


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (0.3, 0.34), (-812, 1110), (3555, 38773), (5, 5), (4, 4), (0, 0), (-2, -1)]
)
def test_the_marks_of_an_axis_are_round_and_hold_every_figure(low: float, high: float) -> None:
    ticks = nice_ticks(low, high)
    assert ticks[0] <= low
    assert high <= ticks[-1]
    assert 2 <= len(ticks) <= 8
    steps = {round(b - a, 8) for a, b in pairwise(ticks)}
    assert len(steps) == 1


def test_the_years_of_an_axis_are_few_and_round() -> None:
    assert sparse([str(year) for year in range(1972, 2026)]) == ["1980", "1990", "2000", "2010", "2020"]
    assert sparse([str(year) for year in range(2008, 2021)]) == ["2008", "2012", "2016", "2020"]
    assert sparse([str(year) for year in range(1999, 2013, 2)]) == ["1999", "2011"]
    assert sparse([str(year) for year in (1803, 1841, 1877, 1901, 1959, 2013)]) == ["1803", "2013"]
    assert sparse(["2017", "2024"]) == ["2017", "2024"]
    assert sparse([f"2024M{month:02d}" for month in range(1, 13)]) == ["2024"]


def test_a_month_stands_inside_its_year() -> None:
    assert x_of("2020") == x_of("2020M01") == 2020
    assert x_of("2020M07") == 2020.5
    assert x_of("2020M12") < x_of("2021M01")
