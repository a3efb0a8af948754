from __future__ import annotations

import pytest
from lxml import etree

from portal.charts.table import html
from portal.i18n import Locale
from tests.charts.conftest import Draw
from tests.charts.forms import table

NB = "\u00a0"


@pytest.mark.parametrize(
    ("locale", "caption", "figure"),
    [
        ("fi", "Väkiluku, as., 2020–2025", f"20{NB}205"),
        ("sv", "Folkmängd, inv., 2020–2025", f"20{NB}205"),
        ("en", "Population, residents, 2020–2025", "20,205"),
    ],
)
def test_a_table_says_what_unit_and_years_it_shows(draw: Draw, locale: Locale, caption: str, figure: str) -> None:
    found = table(draw("population", "140", locale=locale, years=(2020, 2025)))
    assert found.caption == caption
    assert found.columns == ("2020", "2021", "2022", "2023", "2024", "2025")
    assert found.rows[0].cells[-1] == figure


def test_the_town_comes_first_in_a_trend(draw: Draw) -> None:
    found = table(draw("population", "684", ["140"]))
    assert [(row.label, row.role) for row in found.rows[:2]] == [("Rauma", "town"), ("Iisalmi", "compared")]
    assert len(found.rows) == 10


def test_a_long_series_shows_every_one_of_its_years(draw: Draw) -> None:
    found = table(draw("population", "140"))
    assert list(found.columns) == [str(year) for year in range(1972, 2026)]
    assert {len(row.cells) for row in found.rows} == {len(found.columns)}
    assert found.caption.endswith("1972–2025")


def test_a_missing_figure_is_an_empty_cell(sketch: Draw) -> None:
    found = table(sketch({"1": {"2001": 1, "2003": 3}, "2": {"2001": 4, "2002": 5, "2003": 6}}))
    assert [row.cells for row in found.rows] == [("1", "", "3"), ("4", "5", "6")]


def test_a_ranking_goes_from_the_first_to_the_last(draw: Draw) -> None:
    found = table(draw("employment_rate_18_64", "140", ["SSS"], view="ranking"))
    assert found.columns == ("Position", "2020")
    figures = [float(row.cells[1]) for row in found.rows]
    assert figures == sorted(figures, reverse=True)
    positions = {row.label: row.cells[0] for row in found.rows}
    assert positions.pop("Whole country") == ""
    assert list(positions.values())[:2] == ["1", "2"]


def test_a_ranking_of_what_is_better_low_begins_with_the_lowest(draw: Draw) -> None:
    found = table(draw("unemployed_jobseekers_share_annual_mean", "140", view="ranking"))
    figures = [float(row.cells[1]) for row in found.rows]
    assert figures == sorted(figures)
    assert found.rows[0].cells[0] == "1"


def test_equal_figures_have_the_same_position(sketch: Draw) -> None:
    chart = sketch({"1": {"2005": 7.1}, "2": {"2005": 6.9}, "3": {"2005": 9}, "4": {"2005": 2}}, view="ranking")
    assert [row.cells for row in table(chart).rows] == [("1", "9"), ("2", "7"), ("2", "7"), ("4", "2")]


@pytest.mark.parametrize(
    ("locale", "caption", "first"),
    [
        ("fi", "tammikuu 2024 – tammikuu 2025", "tammikuu 2024"),
        ("sv", "januari 2024 – januari 2025", "januari 2024"),
        ("en", "January 2024 – January 2025", "January 2024"),
    ],
)
def test_months_have_names(draw: Draw, locale: Locale, caption: str, first: str) -> None:
    found = table(draw("population_preliminary_monthly", "140", locale=locale))
    assert found.caption.endswith(caption)
    assert found.columns[0] in (first, first.replace("tammikuu", "helmikuu"))


def test_an_index_says_that_it_is_one(draw: Draw) -> None:
    found = table(draw("population", "140", scale="index", years=(2020, 2025)))
    assert found.caption == "Population, index, 2020 = 100, 2020–2025"
    assert {row.cells[0] for row in found.rows} == {"100.0"}


def test_a_table_on_a_page_has_heads_a_caption_and_dashes_for_what_is_missing(sketch: Draw) -> None:
    chart = sketch({"<1>": {"2001": 1, "2003": 3}, "2": {"2001": 4, "2002": 5, "2003": 6}})
    drawn = etree.fromstring(html(table(chart), "Place"))
    assert drawn.get("tabindex") == "0"
    assert drawn.get("aria-label") == drawn.findtext(".//caption") == "Jobs, jobs, 2001–2003"
    assert [cell.text for cell in drawn.iterfind(".//thead//th[@scope='col']")] == ["Place", "2001", "2002", "2003"]
    assert [cell.text for cell in drawn.iterfind(".//tbody//th[@scope='row']")] == ["Town <1>", "Town 2"]
    assert [cell.text for cell in drawn.iterfind(".//tbody//td")] == ["1", "–", "3", "4", "5", "6"]


def test_a_table_of_nothing_is_empty(sketch: Draw) -> None:
    found = table(sketch({"1": {"2005": 1}}, years=(1950, 1951)))
    assert (found.caption, found.columns, found.rows) == ("Jobs", (), ())
