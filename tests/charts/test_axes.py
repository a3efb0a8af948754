from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts.axes import Axis
from portal.typeface.letters import width


@given(st.lists(st.integers(-(10**9), 10**9).map(lambda n: n / 1000), min_size=1, max_size=40), st.integers(3, 7))
def test_every_figure_stands_on_the_axis_and_the_numbers_are_told_apart(values: list[float], most: int) -> None:
    axis = Axis.of(values, "en", most=most)
    assert all(0 <= axis.share(value) <= 1 for value in values)
    assert all(0 <= axis.share(tick) <= 1 for tick in axis.ticks)
    assert list(axis.ticks) == sorted(set(axis.ticks))
    assert len(axis.texts) == len(axis.ticks)


def test_an_axis_is_logarithmic_when_a_few_are_far_larger_than_the_middle_one() -> None:
    assert Axis.of([100, 200, 300, 50_000], "en").logarithmic
    assert not Axis.of([100, 200, 300, 4_000], "en").logarithmic
    assert not Axis.of([0, 200, 300, 50_000], "en").logarithmic
    assert not Axis.of([-1, 200, 300, 50_000], "en").logarithmic


def test_a_logarithmic_axis_gives_each_tenfold_the_same_length() -> None:
    axis = Axis.of([10, 20, 30, 100_000], "fi")
    assert axis.share(1000) - axis.share(100) == pytest.approx(axis.share(10_000) - axis.share(1000))
    assert "10\xa0000" in axis.texts


def test_an_axis_of_figures_above_zero_does_not_begin_below_it() -> None:
    assert Axis.of([0.5, 40, 80], "en").low == 0
    assert Axis.of([-0.5, 40, 80], "en").low < -0.5


def test_fewer_numbers_stand_where_they_would_fill_the_room() -> None:
    values = [100_000.0, 900_000.0]
    wide, narrow = Axis.of(values, "fi"), Axis.of(values, "fi", room=150)
    assert len(narrow.ticks) < len(wide.ticks)
    assert sum(map(width, narrow.texts)) <= 150


def test_small_figures_keep_the_decimals_that_tell_them_apart() -> None:
    assert Axis.of([0.2, 0.5], "fi").texts[0] == "0,2"
    assert "0,1" in Axis.of([0.05, 0.06, 0.07, 30], "fi").texts
