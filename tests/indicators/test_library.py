from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.profile import Portal
from portal.indicators.library import COUNTRY, NETWORK, Rank
from portal.settings import ROOT
from tests.indicators.small_country import MEAN, NONE, SUM, country, yearly
from tests.made_up import series
from tests.rounding import in_excel


def order(ranks: list[Rank]) -> list[tuple[str, int, bool]]:
    return [(rank.place, rank.position, rank.shared) for rank in ranks]


def test_the_highest_comes_first() -> None:
    found = series({"1": {"2020": 5}, "2": {"2020": 9}, "3": {"2020": 7}}).ranking("2020", ("1", "2", "3"))
    assert order(found) == [("2", 1, False), ("3", 2, False), ("1", 3, False)]
    assert {rank.of for rank in found} == {3}


def test_the_lowest_comes_first_where_less_is_better() -> None:
    found = series({"1": {"2020": 5}, "2": {"2020": 9}, "3": {"2020": -7}}, rank_order="lowest")
    assert order(found.ranking("2020", ("1", "2", "3"))) == [("3", 1, False), ("1", 2, False), ("2", 3, False)]


def test_figures_that_look_equal_share_a_position_and_the_next_is_left_empty() -> None:
    found = series({"1": {"2020": 7.14}, "2": {"2020": 7.06}, "3": {"2020": 9}, "4": {"2020": 1}}, decimals=1)
    ranks = found.ranking("2020", ("1", "2", "3", "4"))
    assert order(ranks) == [("3", 1, False), ("1", 2, True), ("2", 2, True), ("4", 4, False)]


def test_figures_that_look_different_share_nothing() -> None:
    found = series({"1": {"2020": 7.14}, "2": {"2020": 7.06}}, decimals=2)
    assert order(found.ranking("2020", ("1", "2"))) == [("1", 1, False), ("2", 2, False)]


def test_a_place_without_a_figure_has_no_position_and_does_not_count() -> None:
    found = series({"1": {"2020": 5, "2019": 5}, "2": {"2019": 9}, "3": {"2020": 7}})
    ranks = found.ranking("2020", ("1", "2", "3", "unheard of"))
    assert [(rank.place, rank.position, rank.of) for rank in ranks] == [("3", 1, 2), ("1", 2, 2)]


def test_figures_of_other_places_do_not_count_in_a_ranking() -> None:
    found = series({"1": {"2020": 5}, "2": {"2020": 9}, "SSS": {"2020": 99}})
    assert order(found.ranking("2020", ("1", "2"))) == [("2", 1, False), ("1", 2, False)]


def test_the_best_period_is_the_newest_that_most_places_have() -> None:
    figures = {
        "1": {"2018": 1, "2019": 1, "2020": 1},
        "2": {"2018": 1, "2019": 1},
        "3": {"2018": 1, "2019": 1, "2021": 1},
    }
    assert series(figures).best_period(("1", "2", "3")) == "2019"
    assert series(figures).best_period(("3",)) == "2021"


def test_a_place_that_has_no_figures_is_empty_everywhere() -> None:
    found = series({"1": {"2020": 5}})
    assert found.points("2") == ()
    assert found.latest("2") is None
    assert found.value("2", "2020") is None
    assert found.sources(("2",)) == []


def test_a_missing_figure_is_left_out_not_filled_in() -> None:
    found = series({"1": {"2018": 1, "2020": 3}, "2": {"2019": 2}})
    assert [(point.period, point.value) for point in found.points("1")] == [("2018", 1), ("2020", 3)]
    assert found.latest("1") == found.points("1")[-1]
    assert found.periods == ("2018", "2019", "2020")


def test_only_the_sources_of_the_figures_that_are_shown_are_named() -> None:
    found = series({"1": {"2020": 5}, "SSS": {"2020": 9}})
    assert [source.id for source in found.sources(("1",))] == ["a"]
    assert [source.id for source in found.sources(("SSS", "1"))] == ["a", "b"]
    assert found.source(found.points("SSS")[0]).id == "b"


def test_a_period_is_read_whole_without_what_is_missing() -> None:
    found = series({"001": {"2019": 1, "2020": 5}, "002": {"2019": 2}, COUNTRY: {"2020": 99}})
    assert found.at("2020") == {"001": 5, COUNTRY: 99}
    assert found.at("2019") == {"001": 1, "002": 2}
    assert found.at("1066") == {}


def test_only_current_municipalities_are_told_of_as_municipalities() -> None:
    found = yearly({"001": 5, "003": 6, "099": 7, COUNTRY: 99}, aggregation=NONE)
    country({"it": found})
    assert found.municipalities_at("2020") == {"001": 5, "003": 6}


def test_the_towns_together_are_never_ranked_among_places() -> None:
    found = yearly({"001": 5, "002": 9}, aggregation=SUM)
    country({"it": found})
    assert found.value(NETWORK, "2020") == 14
    assert order(found.ranking("2020", ("001", NETWORK, "002"))) == [("002", 1, False), ("001", 2, False)]


def test_periods_tell_how_many_of_the_places_they_have() -> None:
    found = series({"001": {"2019": 1, "2020": 5}, "002": {"2019": 2}}, aggregation=SUM)
    country({"it": found})
    assert found.coverage(("001", "002", "unheard of", NETWORK)) == {"2019": 3, "2020": 1}
    assert found.best_period((NETWORK,)) == "2019"


@given(
    st.dictionaries(st.integers(1, 400).map("{:03d}".format), st.floats(-1e5, 1e5), min_size=1, max_size=60),
    st.integers(0, 2),
    st.sampled_from(("highest", "lowest")),
)
def test_a_position_is_one_more_than_the_number_of_places_ahead(
    figures: dict[str, float], decimals: int, first: str
) -> None:
    ranks = yearly(figures, decimals=decimals, rank_order=first).ranking("2020", figures)
    shown = {place: float(in_excel(value, decimals)) for place, value in figures.items()}
    sign = 1 if first == "highest" else -1
    assert len(ranks) == len(figures)
    for rank in ranks:
        own = shown[rank.place]
        assert rank.position == 1 + sum(sign * other > sign * own for other in shown.values())
        assert rank.shared == (list(shown.values()).count(own) > 1)
        assert (rank.of, rank.value) == (len(figures), figures[rank.place])
    assert [rank.position for rank in ranks] == sorted(rank.position for rank in ranks)


@pytest.mark.parametrize(("rule", "comparable"), [(SUM, False), (MEAN, True), (NONE, True)])
def test_a_town_is_held_against_the_country_in_anything_but_counts(rule: object, comparable: bool) -> None:
    assert yearly({"001": 5}, aggregation=rule).indicator.comparable_with_country is comparable


def test_jobs_by_industry_are_one_indicator_with_a_series_for_each_section(portal: Portal) -> None:
    statistics = portal.statistics
    assert statistics.sections("workplaces_by_industry") == [*"ABCDEFGHIJKLMNOPQRSTU", "X"]
    assert statistics.sections("population") == [""]
    steel = statistics.series("workplaces_by_industry", "C").value("678", "2017")
    farms = statistics.series("workplaces_by_industry", "A").value("678", "2017")
    assert steel is not None
    assert farms is not None
    assert steel > 10 * farms


def test_the_position_of_a_town_is_that_of_its_own_newest_figure(portal: Portal) -> None:
    rank = portal.statistics.rank("population", "140")
    assert rank is not None
    assert (rank.place, rank.value, rank.position, rank.of, rank.shared) == ("140", 20205, 4, 10, False)


def test_a_town_without_a_figure_has_no_position(portal: Portal) -> None:
    assert portal.statistics.rank("price_old_flats_per_m2", "232") is None


def test_an_indicator_that_does_not_exist_has_no_series(portal: Portal) -> None:
    with pytest.raises(KeyError):
        portal.statistics.series("happiness")


def test_a_frame_holds_every_figure_for_whoever_computes_with_it(portal: Portal) -> None:
    series = portal.statistics.series("population")
    frame = series.frame()
    assert set(frame.columns) == series.places
    assert tuple(frame.index) == series.periods
    for point in series.points("140"):
        assert frame.loc[point.period, "140"] == point.value


def test_a_server_holds_no_pandas() -> None:
    script = "import sys; from portal.server.app import create_app; create_app(); print('pandas' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
