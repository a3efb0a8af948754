from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts.chart import has_trend
from portal.explorer.callbacks import query_of
from portal.explorer.state import PARAMETERS, Start, State, bounds, default, read, write
from portal.explorer.view import View
from portal.i18n import LOCALES
from portal.profile import Portal
from portal.statistics.library import COUNTRY, Statistics


@pytest.fixture(scope="session")
def statistics(portal: Portal) -> Statistics:
    return portal.statistics


def test_without_a_query_a_town_begins_with_its_whole_population(iisalmi: Start, statistics: Statistics) -> None:
    assert read({}, iisalmi, statistics) == State("population", "140", "", (), "trend", 1972, 2025, "absolute")
    assert write(read({}, iisalmi, statistics), iisalmi, statistics) == {}


def test_the_whole_country_stands_beside_what_can_be_compared_with_it(
    employment: Start, statistics: Statistics
) -> None:
    assert read({}, employment, statistics).places == (COUNTRY,)


def test_everything_that_can_be_chosen_is_in_the_query(iisalmi: Start, statistics: Statistics) -> None:
    query = {"i": "workplaces", "p": "684,SSS", "view": "ranking", "from": "2005", "to": "2015"}
    state = read(query, iisalmi, statistics)
    assert state == State("workplaces", "140", "", ("684", "SSS"), "ranking", 2005, 2015, "absolute")
    assert write(state, iisalmi, statistics) == query
    assert set(query) <= set(PARAMETERS)


def test_an_index_is_in_the_query(iisalmi: Start, statistics: Statistics) -> None:
    assert write(read({"scale": "index"}, iisalmi, statistics), iisalmi, statistics) == {"scale": "index"}


def test_a_section_is_in_the_query(iisalmi: Start, statistics: Statistics) -> None:
    query = {"i": "workplaces_by_industry", "s": "A"}
    state = read(query, iisalmi, statistics)
    assert (state.section, state.view) == ("A", "ranking")
    assert write(state, iisalmi, statistics) == query


def test_no_comparison_at_all_can_be_chosen(employment: Start, statistics: Statistics) -> None:
    state = read({"p": ""}, employment, statistics)
    assert state.places == ()
    assert write(state, employment, statistics) == {"p": ""}


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ({"i": "happiness"}, "key", "population"),
        ({"i": ""}, "key", "population"),
        ({"p": "999,nowhere,684"}, "places", ("684",)),
        ({"p": "140,684"}, "places", ("684",)),
        ({"p": "684,684,,684"}, "places", ("684",)),
        ({"view": "pie"}, "view", "trend"),
        ({"scale": "log"}, "scale", "absolute"),
        ({"from": "1066"}, "first", 1972),
        ({"from": "2000.5"}, "first", 1972),
        ({"from": "-200"}, "first", 1972),
        ({"from": "２０１０"}, "first", 1972),
        ({"to": "9999"}, "last", 2025),
        ({"to": "next"}, "last", 2025),
        ({"s": "C"}, "section", ""),
    ],
)
def test_what_is_asked_wrongly_falls_back(
    iisalmi: Start, statistics: Statistics, query: dict[str, str], field: str, value: object
) -> None:
    assert getattr(read(query, iisalmi, statistics), field) == value


def test_an_unknown_section_falls_back_to_manufacturing(iisalmi: Start, statistics: Statistics) -> None:
    assert read({"i": "workplaces_by_industry", "s": "Ö"}, iisalmi, statistics).section == "C"


def test_years_the_wrong_way_round_are_turned(iisalmi: Start, statistics: Statistics) -> None:
    state = read({"from": "2015", "to": "2005"}, iisalmi, statistics)
    assert (state.first, state.last) == (2005, 2015)


def test_a_year_without_figures_gives_the_nearest_that_has_them(iisalmi: Start, statistics: Statistics) -> None:
    state = read({"i": "population_projection_2024_15_64", "from": "2030", "to": "2038"}, iisalmi, statistics)
    assert (state.first, state.last) == (2035, 2040)


def test_a_series_too_short_for_a_trend_is_a_ranking(iisalmi: Start, statistics: Statistics) -> None:
    assert read({"i": "median_income_inhabitants", "view": "trend"}, iisalmi, statistics).view == "ranking"


def test_years_too_few_for_a_trend_are_a_ranking(iisalmi: Start, statistics: Statistics) -> None:
    assert read({"from": "2023", "view": "trend"}, iisalmi, statistics).view == "ranking"


def test_no_index_of_what_falls_below_zero(iisalmi: Start, statistics: Statistics) -> None:
    assert read({"i": "excess_of_births", "scale": "index"}, iisalmi, statistics).scale == "absolute"


def test_choosing_a_theme_chooses_its_first_indicator(iisalmi: Start, statistics: Statistics) -> None:
    state = read({"t": "work"}, iisalmi, statistics)
    assert state.key == next(key for key in statistics.keys if statistics.indicator(key).theme == "work")
    assert read({"t": "work", "i": "out_commuters"}, iisalmi, statistics).key == "out_commuters"
    assert read({"t": "work", "i": "population"}, iisalmi, statistics).key == state.key
    assert read({"t": "nonsense", "i": "out_commuters"}, iisalmi, statistics).key == "out_commuters"


def test_a_list_of_boxes_is_as_good_as_one_with_commas(iisalmi: Start, statistics: Statistics) -> None:
    boxes = query_of("?p=&p=684&p=SSS&view=ranking")
    assert boxes == {"p": "684,SSS", "view": "ranking"}
    assert read(boxes, iisalmi, statistics) == read({"p": "684,SSS", "view": "ranking"}, iisalmi, statistics)


def test_the_query_means_the_same_in_every_language(portal: Portal, iisalmi: Start) -> None:
    query = {"i": "employment_rate_18_64", "p": "684", "from": "2010"}
    state = read(query, iisalmi, portal.statistics)
    views = [View(portal, locale, iisalmi, state) for locale in LOCALES]
    assert len({view.sentence for view in views}) == 3
    assert len({tuple(line.points for line in view.chart.lines) for view in views}) == 1


NAMES = st.sampled_from([*PARAMETERS, "q", "utm_source"])
NOISE = st.text(max_size=12) | st.sampled_from(["2010", "2024", "C", "trend", "ranking", "index", "SSS,684", "work"])


@given(data=st.data())
def test_whatever_is_asked_for_gives_a_view_that_can_be_shown(portal: Portal, data: st.DataObject) -> None:
    """And what it writes reads back as itself, the same in its own spelling."""
    statistics = portal.statistics
    keys = tuple(statistics.keys)
    home = data.draw(st.sampled_from([None, *statistics.cities]))
    start = Start(home, data.draw(st.sampled_from(keys)), keys)
    places = st.lists(st.sampled_from([*statistics.cities, "SSS", "000", ""]), max_size=14).map(",".join)
    query = data.draw(st.dictionaries(NAMES, NOISE, max_size=8))
    query |= data.draw(st.fixed_dictionaries({}, optional={"i": st.sampled_from(keys), "p": places}))
    state = read(query, start, statistics)
    written = write(state, start, statistics)
    assert read(written, start, statistics) == state
    assert write(read(written, start, statistics), start, statistics) == written
    assert set(written) <= set(PARAMETERS)
    first, last = bounds(statistics.series(state.key, state.section))
    assert first <= state.first <= state.last <= last
    assert state.home not in state.places
    assert state.view == "ranking" or has_trend(statistics.series(state.key, state.section), home)


@given(search=st.text(max_size=80))
def test_no_query_string_is_too_strange_to_be_read(portal: Portal, search: str) -> None:
    start = Start(None, "population", tuple(portal.statistics.keys))
    assert read(query_of(f"?{search}"), start, portal.statistics).key in portal.statistics.keys


def test_every_indicator_has_a_first_view(portal: Portal) -> None:
    keys = tuple(portal.statistics.keys)
    for key in keys:
        for home in (None, "140", "232"):
            state = default(Start(home, key, keys), portal.statistics)
            chosen = View(portal, "en", Start(home, key, keys), state)
            assert [option.value for option in chosen.indicators if option.chosen] == [key]
            assert [option.value for option in chosen.views if option.chosen] == [state.view]
            assert not any(option.chosen and option.disabled for option in [*chosen.views, *chosen.scales])


def test_a_choice_that_the_figures_cannot_fill_is_disabled(portal: Portal, iisalmi: Start) -> None:
    state = read({"i": "price_old_flats_per_m2"}, iisalmi, portal.statistics)
    view = View(portal, "en", iisalmi, state)
    assert [option.label for option in view.places if option.disabled] == ["Kauhajoki", "Taivalkoski", "Whole country"]
    assert [(option.value, option.disabled) for option in view.views] == [("trend", True), ("ranking", False)]
    assert view.notes[0] == "The source has fewer than four years of this figure, so no trend is shown."


def test_the_page_of_a_town_does_not_offer_the_town_itself(portal: Portal, iisalmi: Start) -> None:
    view = View(portal, "fi", iisalmi, read({}, iisalmi, portal.statistics))
    assert "Iisalmi" not in [option.label for option in view.places]
    assert len(view.places) == 10
    assert view.places[-1].label == "Koko maa"
