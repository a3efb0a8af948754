"""Two indicators side by side: common years, places that have both, and a correlation only where it means something."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.profile import Portal
from portal.indicators.pairs import correlation, pair
from tests.made_up import series

PLACES = ("001", "002", "003", "004")


def years(**counts: int) -> dict[str, dict[str, float]]:
    """Figures of so many places in each of the years: y2019=3."""
    return {
        place: {year.removeprefix("y"): i + 1.0 for year, count in counts.items() if i < count}
        for i, place in enumerate(PLACES)
        if any(i < count for count in counts.values())
    }


def test_the_same_year_is_taken_where_both_have_it() -> None:
    found = pair(series(years(y2018=4, y2020=4)), series(years(y2018=4, y2020=3)), "2018", PLACES)
    assert (found.x_period, found.y_period) == ("2018", "2018")
    assert found.points == {place: (i + 1, i + 1) for i, place in enumerate(PLACES)}


@pytest.mark.parametrize(
    ("counts", "period", "taken"),
    [
        ({"y2015": 4, "y2021": 4}, "2018", "2015"),
        ({"y2015": 4, "y2020": 4}, "2018", "2020"),
        ({"y2018": 1, "y2015": 4}, "2018", "2015"),
        ({"y2018": 2, "y2015": 4}, "2018", "2018"),
        ({"y2019": 4}, "2030", "2019"),
    ],
)
def test_otherwise_the_nearest_year_with_half_the_places_of_the_best(
    counts: dict[str, int], period: str, taken: str
) -> None:
    assert pair(series(years(**counts)), series(years(y2018=4)), period, PLACES).x_period == taken


def test_months_and_years_meet_in_the_same_year() -> None:
    months = {"001": {"2019M11": 1.0, "2020M02": 2.0, "2020M03": 3.0}}
    monthly, yearly = series(months, frequency="month"), series(years(y2019=1, y2020=1))
    assert pair(monthly, yearly, "2020", ("001",)).x_period == "2020M02"
    assert pair(yearly, monthly, "2019M11", ("001",)).x_period == "2019"
    assert pair(monthly, monthly, "2020M01", ("001",)).x_period == "2020M02"
    assert pair(monthly, monthly, "2019M12", ("001",)).x_period == "2019M11"


def test_only_places_that_were_asked_for_and_have_both_are_points() -> None:
    x, y = (
        series({"001": {"2020": 1}, "002": {"2020": 2}, "003": {"2020": 3}}),
        series({"001": {"2020": 5}, "003": {"2020": 6}}),
    )
    assert pair(x, y, "2020", ("002", "003", "004")).points == {"003": (3, 6)}
    assert pair(x, y, "1999", PLACES).points == {}
    assert pair(x, y, "2020", ()).points == {}


def points(xs: list[float], ys: list[float]) -> dict[str, tuple[float, float]]:
    return {f"{i:03d}": both for i, both in enumerate(zip(xs, ys, strict=True))}


def test_a_line_has_the_correlation_one_and_a_curve_only_by_rank() -> None:
    xs = [float(i) for i in range(10)]
    line = correlation(points(xs, [3 - 2 * x for x in xs]))
    curve = correlation(points(xs, [math.exp(x) for x in xs]))
    assert line is not None
    assert curve is not None
    assert (line.r, line.rho, line.n) == (pytest.approx(-1), pytest.approx(-1), 10)
    assert curve.rho == pytest.approx(1)
    assert curve.r < 0.8


def test_few_places_or_no_spread_have_no_correlation() -> None:
    assert correlation({}) is None
    assert correlation(points([1, 2, 3, 4, 5, 6, 7, 8, 9], [9, 1, 8, 2, 7, 3, 6, 4, 5])) is None
    assert correlation(points([5.0] * 12, [float(i) for i in range(12)])) is None
    assert correlation(points([float(i) for i in range(12)], [5.0] * 12)) is None


@given(st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)), min_size=10, max_size=40))
def test_a_correlation_lies_between_minus_one_and_one_and_has_no_direction(both: list[tuple[float, float]]) -> None:
    one = correlation({str(i): pair for i, pair in enumerate(both)})
    other = correlation({str(i): (y, x) for i, (x, y) in enumerate(both)})
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert -1 <= one.r <= 1
        assert -1 <= one.rho <= 1
        assert (one.r, one.rho) == (pytest.approx(other.r, abs=1e-9), pytest.approx(other.rho, abs=1e-9))


def test_equal_figures_share_a_rank() -> None:
    found = correlation(points([1, 1, 2, 2, 3, 3, 4, 4, 5, 5], [1, 1, 2, 2, 3, 3, 4, 4, 5, 50]))
    assert found is not None
    assert found.rho == pytest.approx(0.997, abs=0.001)


def test_ageing_and_income_go_against_each_other(portal: Portal) -> None:
    statistics = portal.statistics
    old, income = statistics.series("share_over_64"), statistics.series("median_income_inhabitants")
    found = pair(old, income, "2017", statistics.municipalities)
    told = correlation(found.points)
    assert (found.x_period, len(found.points)) == ("2017", 120)
    assert told is not None
    assert told.r == pytest.approx(-0.696, abs=0.001)
