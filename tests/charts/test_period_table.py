from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from portal.charts.chart import Chart
from portal.charts.types.table import period_table
from portal.i18n import LOCALES, Locale
from portal.indicators.library import COUNTRY
from tests.charts.conftest import Draw
from tests.made_up import same

FIGURES = {
    "b": {"2018": 3.0, "2019": 5.0, "2020": 1.0},
    "a": {"2018": 2.0, "2020": 2.0},
    "c": {"2018": 1.0, "2019": 5.0, "2020": 3.0},
}


@pytest.fixture
def chart(sketch: Draw) -> Chart:
    return sketch(FIGURES, view="table")


def link(sort: str) -> str:
    return f"?sort={sort}&x"


def parsed(chart: Chart, **more: Any) -> etree._Element:
    return etree.fromstring(period_table.html(chart, "Place", link, **more), etree.XMLParser(recover=False))


def places(chart: Chart, sort: str) -> str:
    return "".join(line.place for line in period_table.order(chart, sort))


@pytest.mark.parametrize(
    ("sort", "order"),
    [("", "bac"), ("place", "abc"), ("-place", "cba"), ("2020", "bac"), ("-2020", "cab"), ("2018", "cab")],
)
def test_the_rows_stand_as_they_are_sorted(chart: Chart, sort: str, order: str) -> None:
    assert places(chart, sort) == order


@pytest.mark.parametrize("sort", ["2019", "-2019"])
def test_a_place_without_a_figure_comes_last_both_ways_and_equal_ones_by_name(chart: Chart, sort: str) -> None:
    assert places(chart, sort) == "bca"


@pytest.mark.parametrize("sort", ["1850", "--2020", "2020 ", "<script>", "-", "PLACE"])
def test_a_sort_that_there_is_not_leaves_the_chosen_order(chart: Chart, sort: str) -> None:
    assert places(chart, sort) == "bac"
    assert "script" not in period_table.html(chart, "Place", link, sort=sort)
    assert parsed(chart, sort=sort).xpath("//@aria-sort") == []


def test_figures_that_are_written_alike_count_as_equal(sketch: Draw) -> None:
    chart = sketch({"b": {"2020": 1.04}, "a": {"2020": 0.96}}, {"decimals": 1}, view="table")
    assert places(chart, "-2020") == places(chart, "2020") == "ab"


def test_names_are_sorted_as_finnish_does(draw: Draw) -> None:
    chart = draw("population", "992", ["005", "062"], "fi", view="table", background=())
    assert [line.label for line in period_table.order(chart, "place")] == ["Alajärvi", "Föglö", "Äänekoski"]


def test_the_newest_period_stands_first(chart: Chart) -> None:
    heads = ["".join(head.itertext()) for head in parsed(chart).xpath("//thead//th")]
    assert [head.strip("▲▼") for head in heads] == ["Place", "2020", "2019", "2018"]
    cells = parsed(chart).xpath("//tbody/tr[1]/td/text()")
    assert cells == ["1", "5", "3"]


def test_a_column_head_is_a_link_that_sorts_and_turns_when_it_already_does(chart: Chart) -> None:
    assert parsed(chart).xpath("//thead//a/@href") == [link(s) for s in ("place", "-2020", "-2019", "-2018")]
    down = parsed(chart, sort="-2020")
    assert down.xpath("//thead//a/@href")[1] == link("2020")
    assert parsed(chart, sort="2020").xpath("//thead//a/@href")[1] == link("-2020")
    assert parsed(chart, sort="place").xpath("//thead//a/@href")[0] == link("-place")


@pytest.mark.parametrize(("sort", "said", "arrow"), [("-2019", "descending", "▼"), ("place", "ascending", "▲")])
def test_the_sorted_column_is_marked_in_words_and_with_an_arrow(chart: Chart, sort: str, said: str, arrow: str) -> None:
    (head,) = parsed(chart, sort=sort).xpath("//th[@aria-sort]")
    assert head.get("aria-sort") == said
    assert "".join(head.itertext()).endswith(arrow)
    assert head.xpath(".//span/@aria-hidden") == ["true"]


def test_a_missing_figure_is_a_dash_with_words(chart: Chart) -> None:
    (cell,) = parsed(chart).xpath("//td[@class='none']")
    assert cell.xpath("./span[@aria-hidden]/text()") == ["–"]
    assert cell.xpath("./span[@class='visually-hidden']/text()") == ["no value in this source"]


def test_a_missing_figure_has_its_reason_where_one_is_known(sketch: Draw) -> None:
    chart = sketch(FIGURES, {"missing": same("Too few sales & no price.")}, view="table")
    (cell,) = parsed(chart).xpath("//td[@class='none']")
    assert cell.xpath("./span[2]/text()") == [cell.get("title")] == ["Too few sales & no price."]


def test_a_row_head_chooses_its_place_where_it_can_be_chosen(draw: Draw) -> None:
    chart = draw("employment_rate_18_64", "140", ["684", COUNTRY], view="table", background=())
    made = parsed(chart, choose=lambda place: None if place == COUNTRY else f"?h={place}")
    assert made.xpath("//tbody//th//a/@href") == ["?h=140", "?h=684"]
    assert made.xpath("//tbody/tr/@data-place") == ["140", "684", COUNTRY]
    assert made.xpath("//tbody/tr/@class") == ["town", "compared", "country"]
    assert parsed(chart).xpath("//tbody//a") == []


@pytest.mark.parametrize("locale", LOCALES)
def test_figures_are_written_in_the_language_of_the_page(draw: Draw, locale: Locale) -> None:
    made = parsed(draw("employment_rate_18_64", "140", (), locale, view="table", background=()))
    assert made.xpath("//tbody/tr/td/text()")[0] == ("66.9" if locale == "en" else "66,9")
    assert made.xpath("//caption/text()") == made.xpath("//@aria-label")


def test_names_and_addresses_that_look_like_code_stay_text(sketch: Draw) -> None:
    chart = sketch({"<b>": {"2020": 1.0}}, {"name": {"fi": "<i>", "en": "<i>"}}, view="table")
    made = period_table.html(chart, "<u>", lambda sort: '"><s>', lambda place: '"><s>')
    assert not {"<b>", "<i>", "<u>", "<s>"} & {made[i : i + 3] for i in range(len(made))}
    etree.fromstring(made, etree.XMLParser(recover=False))


def test_nothing_to_show_is_nothing(sketch: Draw) -> None:
    assert period_table.html(sketch(FIGURES, view="table", years=(1950, 1951)), "Place", link) == ""
