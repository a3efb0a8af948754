from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Portal
from portal.explorer import state as explorer_state
from portal.explorer.callbacks import query_of
from portal.explorer.state import (
    PARAMETERS,
    SCALES,
    ExplorerState,
    ParsedState,
    Start,
    bounds,
    canonical,
    default,
    write,
)
from portal.explorer.view import View
from portal.i18n import LOCALES
from portal.indicators.library import COUNTRY, Statistics


def read(query: Mapping[str, str], start: Start, statistics: Statistics) -> ExplorerState:
    return explorer_state.read(query, start, statistics).state


@pytest.fixture(scope="session")
def statistics(portal: Portal) -> Statistics:
    return portal.statistics


def test_without_a_query_a_town_begins_with_its_whole_population(iisalmi: Start, statistics: Statistics) -> None:
    plain = ExplorerState("population", "140", other="employment_rate_18_64", view="trend", first=1972, last=2025)
    assert read({}, iisalmi, statistics) == plain
    assert write(read({}, iisalmi, statistics), iisalmi, statistics) == {}


def test_the_whole_country_stands_beside_what_can_be_compared_with_it(
    employment: Start, statistics: Statistics
) -> None:
    assert read({}, employment, statistics).places == (COUNTRY,)


@pytest.mark.parametrize(
    "query",
    [
        {"i": "workplaces", "p": "684,005,TEN", "from": "2005", "to": "2015", "scale": "index", "base": "2010"},
        {"i": "workplaces", "p": "684", "h": "765", "peers": "industry", "view": "ranking", "year": "2010"},
        {"i": "share_over_64", "view": "scatter", "j": "population", "year": "2015"},
        {"i": "share_over_64", "view": "map", "year": "2018", "h": "049"},
        {"i": "share_over_64", "view": "table", "sort": "-2010", "p": "684,SSS"},
        {"i": "share_over_64", "scale": "change", "peers": "region"},
        {"i": "workplaces_by_industry", "view": "industries"},
    ],
)
def test_everything_that_can_be_chosen_is_in_the_query(
    iisalmi: Start, statistics: Statistics, query: dict[str, str]
) -> None:
    reading = explorer_state.read(query, iisalmi, statistics)
    assert not reading.faults
    assert write(reading.state, iisalmi, statistics) == query
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
        ({"j": "happiness"}, "other", "employment_rate_18_64"),
        ({"p": "999,nowhere,684"}, "places", ("684",)),
        ({"h": "999"}, "focus", None),
        ({"h": "140"}, "focus", None),
        ({"peers": "friends"}, "peers", ""),
        ({"view": "ranking", "year": "1066"}, "period", "1972"),
        ({"view": "ranking", "year": "soon"}, "period", ""),
        ({"scale": "index", "base": "1066"}, "base", ""),
        ({"view": "table", "sort": "-price"}, "sort", ""),
        ({"p": "140,684"}, "places", ("684",)),
        ({"p": "684,684,,684"}, "places", ("684",)),
        ({"view": "pie"}, "view", "trend"),
        ({"scale": "log"}, "scale", "absolute"),
        ({"from": "1066"}, "first", 1972),
        ({"from": "2000.5"}, "first", 2000),
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
WORDS = [
    "2010",
    "2024",
    "2020M01",
    "C",
    "index",
    "change",
    "SSS,684",
    "work",
    "049",
    "Kuopio",
    "region",
    "-place",
    "?",
    "-",
    "+",
]
NOISE = st.text(max_size=12) | st.sampled_from(WORDS)


@given(data=st.data())
def test_whatever_is_asked_for_gives_a_view_that_can_be_shown(portal: Portal, data: st.DataObject) -> None:
    """And what it writes reads back as itself; its own spelling tells the same mistakes again."""
    statistics = portal.statistics
    keys = tuple(statistics.keys)
    home = data.draw(st.sampled_from([None, *statistics.cities]))
    start = Start(home, data.draw(st.sampled_from(keys)), keys)
    places = st.lists(st.sampled_from([*statistics.cities, "SSS", "TEN", "005", "000", ""]), max_size=16).map(",".join)
    query = data.draw(st.dictionaries(NAMES, NOISE, max_size=8))
    query |= data.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "i": st.sampled_from(keys),
                "j": st.sampled_from(keys),
                "p": places,
                "view": st.sampled_from([*CHART_TYPES]),
                "scale": st.sampled_from(SCALES),
            },
        )
    )
    reading = explorer_state.read(query, start, statistics)
    state = reading.state
    written = write(state, start, statistics)
    again = explorer_state.read(written, start, statistics)
    assert write(again.state, start, statistics) == written
    assert not again.faults
    spelling = canonical(reading, start, statistics)
    told = explorer_state.read(spelling, start, statistics)
    assert set(told.faults) == set(reading.faults)
    assert canonical(told, start, statistics) == spelling
    assert {*written, *spelling} <= set(PARAMETERS)
    first, last = bounds(statistics.series(state.key, state.section))
    assert first <= state.first <= state.last <= last
    assert state.home not in state.places
    assert not state.chart_type.refusal(state, statistics)


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ({"i": "<script>"}, "i"),
        ({"j": "happiness"}, "j"),
        ({"t": "fun"}, "t"),
        ({"s": "Q"}, "s"),
        ({"p": "684,atlantis"}, "p"),
        ({"h": "atlantis"}, "h"),
        ({"peers": "friends"}, "peers"),
        ({"view": "pie"}, "view"),
        ({"view": "map", "year": "1066"}, "year"),
        ({"year": "1066"}, "year"),
        ({"view": "table", "year": "soon"}, "year"),
        ({"from": "1066"}, "from"),
        ({"to": "next"}, "to"),
        ({"scale": "log"}, "scale"),
        ({"add": "Atlantis"}, "add"),
        ({"view": "table", "sort": "colour"}, "sort"),
        ({"p": ",".join(f"{code:03}" for code in (684, 5, 9, 10, 16, 18, 19, 20, 35, 43, 46, 47, 49, 50))}, "many"),
    ],
)
def test_what_cannot_be_followed_is_told_in_words_that_are_ours(
    portal: Portal, iisalmi: Start, query: dict[str, str], fault: str
) -> None:
    for locale in LOCALES:
        view = View.read(portal, locale, iisalmi, query)
        assert view.faults == (fault,)
        assert len(view.messages) == 1
        assert all(value not in view.messages[0] for value in query.values())


def test_a_year_that_does_not_exist_has_no_nearest_one_in_a_view_of_many(portal: Portal, iisalmi: Start) -> None:
    one = View.read(portal, "en", iisalmi, {"view": "map", "year": "1066"})
    assert one.messages == ["There are no figures of the year asked for; the nearest year is shown."]
    many = View.read(portal, "en", iisalmi, {"year": "1066"})
    assert many.messages == ["There are no figures of the year asked for."]
    assert canonical(ParsedState(many.state, many.faults), iisalmi, portal.statistics) == {"year": "?"}


def test_a_table_says_why_some_of_its_figures_are_missing(portal: Portal, iisalmi: Start) -> None:
    reason = "The figures of 2024 and 2025 have been collected for the ten municipalities only."
    whole = View.read(portal, "en", iisalmi, {"view": "table", "p": "684"})
    gaps = View.read(portal, "en", iisalmi, {"view": "table", "p": "684,564"})
    assert (reason in whole.notes, reason in gaps.notes) == (False, True), gaps.notes


def test_a_municipality_is_added_by_typing_its_name_in_any_language(iisalmi: Start, statistics: Statistics) -> None:
    for typed in ("Kuopio", "kuopio ", "Jyvaskyla", "Jakobstad", "MARIEHAMN", "297"):
        added = read({"add": typed}, iisalmi, statistics).places
        assert len(added) == 1, typed
    assert read({"p": "684", "add": "Åbo"}, iisalmi, statistics).places == ("684", "853")


def test_the_years_of_a_form_that_was_made_for_another_indicator_are_not_meant(
    iisalmi: Start, statistics: Statistics
) -> None:
    query = {"was": "population", "i": "share_over_64", "from": "1972", "to": "2025", "p": "684", "view": "map"}
    reading = explorer_state.read(query, iisalmi, statistics)
    assert not reading.faults
    assert (reading.state.key, reading.state.first, reading.state.places) == ("share_over_64", 2000, ("684",))


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
    assert [option.label for option in view.places if option.disabled] == [
        "Kauhajoki",
        "Taivalkoski",
        "The ten together",
        "Whole country",
    ]
    offered = [option.value for option in view.views if not option.disabled]
    assert offered == ["ranking", "scatter", "table"]
    assert view.refused == [
        "Not offered: Trend. The source has fewer than four years of this figure.",
        "Not offered: Distribution and Map. The source has this figure for too few municipalities.",
        "Not offered: Industries. Only jobs are broken down by industry.",
    ]


def test_the_page_of_a_town_does_not_offer_the_town_itself(portal: Portal, iisalmi: Start) -> None:
    view = View(portal, "fi", iisalmi, read({}, iisalmi, portal.statistics))
    assert "Iisalmi" not in [option.label for option in view.places]
    assert len(view.places) == 11
    assert view.places[-1].label == "Koko maa"
