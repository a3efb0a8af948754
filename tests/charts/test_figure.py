from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go
import pytest

from portal.charts.registry import CHART_TYPES
from portal.charts.types.ranking.geometry import RankingGeometry
from portal.charts.types.trend.geometry import TrendGeometry
from portal.domain.profile import Portal
from portal.explorer.state import Start
from portal.explorer.view import View
from portal.i18n import LOCALES, Locale
from tests.charts.conftest import Draw
from tests.charts.forms import figure, svg, table

YEARS = {str(year): float(year - 1990) for year in range(2000, 2010)}


def themed(found: dict[str, Any]) -> dict[str, Any]:
    """The figure as the browser makes it: the theme's own colours and font in place of their names."""
    if isinstance(found, dict):
        return {key: themed(value) for key, value in found.items()}
    if isinstance(found, list):
        return [themed(value) for value in found]  # type: ignore[return-value]
    if isinstance(found, str):
        return "Arial" if found == "var(--font)" else re.sub(r"^var\(--\w+\)$", "#123456", found)  # type: ignore[return-value]
    return found


def test_a_figure_keeps_plotlys_rules(draw: Draw, portal: Portal) -> None:
    for key in portal.statistics.keys:
        for view in ("trend", "ranking"):
            found = figure(draw(key, "140", ["684", "SSS"], view=view))
            assert go.Figure(themed(found)).data


def test_a_figure_is_plain_enough_to_be_sent(draw: Draw) -> None:
    found = figure(draw("population", "140", ["SSS"]))
    assert type(found) is dict
    assert go.Figure(themed(found)).to_plotly_json()["data"][0]["type"] == "scatter"


def test_every_colour_is_the_themes_own(draw: Draw) -> None:
    for view in ("trend", "ranking"):
        text = repr(figure(draw("employment_rate_18_64", "140", ["684", "SSS"], view=view)))
        colours = re.findall(r"'(?:\w*color)': '([^']+)'", text)
        assert len(colours) > 5
        assert {colour for colour in colours if not colour.startswith("var(--")} <= {"rgba(0,0,0,0)"}


def traces(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {trace["name"]: trace for trace in found["data"]}


def test_one_figure_is_a_point_never_a_line(sketch: Draw) -> None:
    found = traces(figure(sketch({"1": YEARS, "2": {"2005": 9}})))
    assert found["Town 1"]["mode"] == "lines+markers"
    assert found["Town 2"]["mode"] == "markers"
    assert (found["Town 2"]["x"], found["Town 2"]["y"]) == ([2005], [9])


def test_the_country_of_one_year_is_a_point_at_that_year(draw: Draw) -> None:
    country = traces(figure(draw("employment_rate_18_64", "140", ["SSS"])))["Whole country"]
    assert (country["mode"], country["x"]) == ("markers", [2020])


def test_the_country_is_a_dashed_line_where_it_has_years(draw: Draw) -> None:
    country = traces(figure(draw("workplaces", "140", ["SSS"])))["Whole country"]
    town = traces(figure(draw("workplaces", "140", ["SSS"])))["Iisalmi"]
    assert (country["mode"], town["line"]["dash"]) == ("lines", "solid")
    assert country["line"]["dash"] != "solid"


def test_a_line_breaks_where_figures_are_missing(sketch: Draw) -> None:
    gap = {year: value for year, value in YEARS.items() if year not in ("2004", "2005")}
    (line,) = figure(sketch({"1": gap}))["data"]
    assert line["y"] == [10, 11, 12, 13, None, 16, 17, 18, 19]
    assert not line["connectgaps"]
    assert len(line["x"]) == len(line["y"]) == len(line["text"]) == len(line["marker"]["size"])


@pytest.mark.parametrize("view", ["trend", "ranking"])
def test_a_figure_stands_where_the_drawing_stood(draw: Draw, view: str) -> None:
    chart = draw("population", "140", ["684"], view=view)
    geometry = (TrendGeometry if view == "trend" else RankingGeometry)(chart)
    layout = figure(chart)["layout"]
    assert layout["height"] == geometry.height
    assert f'height="{geometry.height:g}"' in svg(chart, "x")


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("fi", "Iisalmi 2020: 66,9\u00a0%"),
        ("sv", "Idensalmi 2020: 66,9\u00a0%"),
        ("en", "Iisalmi 2020: 66.9%"),
    ],
)
def test_what_shows_under_the_pointer_is_in_the_pages_language(draw: Draw, locale: Locale, text: str) -> None:
    for view in ("trend", "ranking"):
        found = figure(draw("employment_rate_18_64", "140", locale=locale, view=view))
        assert text in [written for trace in found["data"] for written in trace["text"]]


def test_months_are_named_under_the_pointer(draw: Draw) -> None:
    found = figure(draw("unemployed_jobseekers_share_monthly", "140", locale="fi"))
    assert "Iisalmi tammikuu 2025: 13,4\u00a0%" in found["data"][-1]["text"]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("scale", ["absolute", "index"])
def test_a_trend_says_the_same_figures_as_figure_drawing_and_table(draw: Draw, locale: Locale, scale: str) -> None:
    chart = draw("population", "140", ["684", "SSS"], locale, years=(2014, 2025), scale=scale)
    found = traces(figure(chart))
    rows = {row.label: [cell for cell in row.cells if cell] for row in table(chart).rows}
    drawing = svg(chart, "x")
    assert set(found) == set(rows) == {line.label for line in chart.lines}
    for label, trace in found.items():
        assert [chart.number(value) for value in trace["y"]] == rows[label]
    notes = {note["name"]: note["text"] for note in figure(chart)["layout"]["annotations"]}
    for line in chart.lines:
        if line.role != "other":
            assert rows[line.label][-1] in notes[line.label]
            assert f'{line.label}<tspan class="end-value"> {rows[line.label][-1]}' in drawing


@pytest.mark.parametrize("locale", LOCALES)
def test_a_ranking_says_the_same_figures_as_figure_drawing_and_table(draw: Draw, locale: Locale) -> None:
    chart = draw("municipal_loans_per_capita", "140", ["SSS"], locale, view="ranking")
    found = figure(chart)
    (bars,) = found["data"]
    rows = [(row.label, row.cells[1]) for row in table(chart).rows]
    names = [re.sub("</?b>", "", text) for text in found["layout"]["yaxis"]["ticktext"]]
    assert list(zip(names, map(chart.number, bars["x"]), strict=True)) == rows
    drawn = re.findall(r"row-name[^>]+>([^<]+)<.*?row-value[^>]+>([^<]+)<", svg(chart, "x"))
    assert drawn == rows


def test_nothing_to_draw_is_an_empty_figure(sketch: Draw) -> None:
    found = figure(sketch({"1": YEARS}, years=(1950, 1951)))
    assert found["data"] == []
    assert isinstance(go.Figure(themed(found)), go.Figure)


def test_plotly_writes_no_number_itself_in_any_view(portal: Portal) -> None:
    """It would round binary digits: every number arrives as text, or is not shown."""
    town = portal.cities["raahe"].code
    start = Start(town, "population", tuple(portal.statistics.keys))
    for view in CHART_TYPES:
        key = "workplaces_by_industry" if view == "industries" else "municipal_loans_per_capita"
        shown = View.read(portal, "fi", start, {"view": view, "i": key, "p": "140,SSS"})
        found = shown.figure
        if found is None:
            continue
        for trace in found["data"]:
            assert trace.get("hoverinfo") in ("text", "skip", "none"), (view, trace.get("name"))
            assert not {"hovertemplate", "texttemplate"} & trace.keys(), view
        for name, axis in found["layout"].items():
            if name.startswith(("xaxis", "yaxis")) and axis.get("visible", True) and axis.get("showticklabels", True):
                assert len(axis["ticktext"]) == len(axis["tickvals"]), (view, name)
                assert all(isinstance(text, str) for text in axis["ticktext"])
