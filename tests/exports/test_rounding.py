"""A figure has the same digits on the page and in what Excel and PowerPoint make of the same file."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pptx
import pytest

from portal.domain.profile import Portal
from portal.exports.brief.charts import Charts
from portal.exports.style import Style
from portal.exports.workbook import number_format
from portal.i18n import NBSP, number
from portal.settings import Settings
from tests.charts.conftest import Draw, sketch  # noqa: F401 - a fixture
from tests.exports.conftest import INDICATORS, Fetch
from tests.rounding import in_excel

#: Views whose figures have halves among them: published ones, an index, changes, shares, ratios of shares.
VIEWS = (
    "municipal_loans_per_capita?view=ranking",
    "unemployed_jobseekers_share_annual_mean?view=map",
    "annual_contribution_margin_per_capita?view=distribution",
    "group_loans_per_capita?view=trend&scale=index&p=678",
    "population_change?view=trend&scale=change&p=678",
    "workplaces_by_industry?view=industries&p=678",
)


def shown(value: float, form: str) -> str:
    """A cell as Excel writes it in English, by one of our formats: the second part is for what is below zero."""
    first, _semicolon, second = form.partition(";")
    decimals = len(first.partition(".")[2])
    text = in_excel(value, decimals)
    if value < 0 and not second and not text.startswith("-"):
        return "-" + text  # Excel keeps the sign of what it rounds to nothing
    return text


def cells(data: bytes) -> list[tuple[float, str]]:
    """Every number with its format, of the tables of figures."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    found = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    return [(cell.value, cell.number_format) for cell in found if isinstance(cell.value, float)]


@pytest.mark.parametrize("view", VIEWS)
def test_every_cell_of_a_workbook_shows_what_a_page_writes(fetch: Fetch, view: str) -> None:
    key, query = view.split("?")
    found = cells(fetch(f"{INDICATORS['en']}/{key}.xlsx?{query}").data)
    assert found
    for value, form in found:
        decimals = len(form.partition(";")[0].partition(".")[2])
        page = number(value, "en", decimals).replace(",", "").replace("\N{MINUS SIGN}", "-")
        assert page == shown(value, form), (value, form)


def test_a_negative_figure_that_rounds_to_nothing_has_no_minus_in_a_workbook() -> None:
    assert shown(-0.04, number_format(1, -0.04)) == "0.0"
    assert shown(-0.06, number_format(1, -0.06)) == "-0.1"
    assert shown(-0.04, number_format(1)) == "-0.0"


def labels_of(drawn: Any) -> list[tuple[float, str]]:
    """The figures of a chart's first series and the format of each label, as PowerPoint would write them."""
    plot = drawn.plots[0]
    series = plot.series[0]
    usual = plot.data_labels.number_format if plot.has_data_labels else ""
    own = {
        int(label.find("{*}idx").get("val")): form.get("formatCode")
        for label in series._element.iter("{*}dLbl")
        if (form := label.find("{*}numFmt")) is not None
    }
    return [(value, own.get(at, usual)) for at, value in enumerate(series.values)]


def test_a_chart_in_slides_writes_what_the_page_writes(sketch: Draw) -> None:  # noqa: F811 - the fixture
    figures = {"1": 7022.5, "2": 7021.5, "3": -0.4, "4": -12.5, "5": 0.5}
    chart = sketch({place: {"2020": value} for place, value in figures.items()}, view="ranking")
    slide = pptx.Presentation().slides.add_slide(pptx.Presentation().slide_layouts[6])
    made = Charts(Style.read(Settings().assets / "portal.css")).add(slide, chart, (0, 0, 5_000_000, 3_000_000))
    written = {value: shown(value, form) for value, form in labels_of(made.chart)}
    assert written == {7022.5: "7023", 7021.5: "7022", -0.4: "0", -12.5: "-13", 0.5: "1"}
    page = {line.last.value: chart.number(line.last.value) for line in chart.lines}
    assert page == {7022.5: "7,023", 7021.5: "7,022", -0.4: "0", -12.5: "−13", 0.5: "1"}


def test_the_loans_of_raahe_end_in_the_same_digit_everywhere(portal: Portal, fetch: Fetch) -> None:
    """The figure that once was 7,022 on the page and 7,023 in Excel."""
    value = portal.statistics.series("municipal_loans_per_capita").value("678", "2020")
    assert value is not None
    told = in_excel(value, 0)
    page = fetch(f"{INDICATORS['fi']}/municipal_loans_per_capita?view=ranking").get_data(as_text=True)
    assert f"{told[:-3]}{NBSP}{told[-3:]}" in page
