from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lxml import etree
from markupsafe import Markup

from portal.charts.sentence import sentence
from portal.charts.svg import sparkline
from portal.charts.types.ranking.geometry import RankingGeometry
from portal.charts.types.trend.geometry import LABEL_GAP, TrendGeometry
from portal.domain.profile import Portal
from portal.indicators.library import Point
from tests.charts.conftest import Draw
from tests.charts.forms import svg

YEARS = {str(year): float(year - 1990) for year in range(2000, 2010)}
GAP = {year: value for year, value in YEARS.items() if year not in ("2004", "2005")}


def parsed(drawing: Markup) -> etree._Element:
    """The drawing, which is XML as well as HTML."""
    return etree.fromstring(drawing, etree.XMLParser(recover=False))


def texts(drawing: etree._Element, kind: str) -> list[str]:
    found = drawing.xpath("//text[contains(concat(' ', @class, ' '), $kind)]", kind=f" {kind} ")
    return ["".join(text.itertext()) for text in found]


def paths(drawing: etree._Element) -> list[str]:
    return [str(path) for path in drawing.xpath("//path/@d")]


def test_a_drawing_has_a_title_and_a_description_that_it_points_to(draw: Draw) -> None:
    chart = draw("population", "140")
    drawing = parsed(svg(chart, "first"))
    (image,) = drawing.xpath("/div/svg")
    title, description = drawing.xpath("//title")[0], drawing.xpath("//desc")[0]
    assert image.get("role") == "img"
    assert image.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert (title.text, description.text) == ("Population", sentence(chart))


def test_two_drawings_of_one_page_do_not_share_ids(draw: Draw) -> None:
    chart = draw("population", "140")
    first, second = (set(parsed(svg(chart, name)).xpath("//@id")) for name in ("first", "second"))
    assert len(first) == 2
    assert not first & second


def test_a_drawing_needs_no_script_and_takes_its_colours_from_the_theme(draw: Draw) -> None:
    for view in ("trend", "ranking"):
        drawing = svg(draw("employment_rate_18_64", "140", ["684", "SSS"], view=view), "x")
        assert "<script" not in drawing
        assert not re.search(r"\bon\w+=|href=|style=|fill=|stroke=|#[0-9a-f]{3}", drawing)


def test_a_name_that_looks_like_code_stays_a_name(sketch: Draw) -> None:
    drawing = svg(sketch({"<b>&": YEARS}, {"name": {"fi": "<script>", "en": "a < b & c"}}), "x")
    assert "<script>" not in drawing
    assert "<b>" not in drawing
    assert parsed(drawing).xpath("//title")[0].text == "a < b & c"


def test_one_figure_is_a_point_never_a_line(sketch: Draw) -> None:
    drawing = parsed(svg(sketch({"1": {"2005": 7}, "2": {"2005": 9}}), "x"))
    assert paths(drawing) == []
    assert len(drawing.xpath("//circle")) == 2
    assert texts(drawing, "end") == ["Town 2 9", "Town 1 7"]


def test_the_country_of_one_year_is_a_point_at_that_year(draw: Draw) -> None:
    chart = draw("employment_rate_18_64", "140", ["SSS"], years=(2000, 2020))
    drawing = parsed(svg(chart, "x"))
    (point,) = drawing.xpath("//circle[contains(@class, 'country')]")
    assert point.get("cx") == f"{TrendGeometry(chart).x('2020') * 100:.2f}%"
    assert drawing.xpath("//path[contains(@class, 'country')]") == []


def test_a_line_breaks_where_figures_are_missing(sketch: Draw) -> None:
    whole = paths(parsed(svg(sketch({"1": YEARS}), "x")))
    broken = paths(parsed(svg(sketch({"1": GAP}), "x")))
    assert [re.sub("[^ML]", "", path) for path in whole] == ["M" + "L" * 9]
    assert [re.sub("[^ML]", "", path) for path in broken] == ["MLLLMLLL"]


def test_a_line_of_months_breaks_where_a_month_is_missing(sketch: Draw) -> None:
    months = {f"2024M{month:02d}": 5.0 for month in (1, 2, 3, 5, 6)}
    path = paths(parsed(svg(sketch({"1": months}), "x")))
    assert [re.sub("[^ML]", "", text) for text in path] == ["MLLML"]


def test_the_town_is_drawn_over_the_others(draw: Draw) -> None:
    drawing = parsed(svg(draw("unemployed_jobseekers_share_annual_mean", "140", ["684"]), "x"))
    roles = [kind.split()[-1] for kind in drawing.xpath("//path/@class")]
    assert roles[-2:] == ["compared", "town"]
    assert set(roles[:-2]) == {"other"}


def test_the_ends_name_the_town_and_what_it_is_compared_with(draw: Draw) -> None:
    ends = texts(parsed(svg(draw("unemployed_jobseekers_share_annual_mean", "140", ["684"]), "x")), "end")
    assert "Iisalmi 12.3" in ends
    assert any(text.startswith("Rauma ") for text in ends)
    assert len(ends) == 4


def test_a_line_that_ends_early_says_when(sketch: Draw) -> None:
    drawing = parsed(svg(sketch({"1": YEARS, "2": dict(list(YEARS.items())[:5])}), "x"))
    assert sorted(texts(drawing, "end")) == ["Town 1 19", "Town 2 14 (2004)"]


@pytest.mark.parametrize("years", [None, (2015, 2020)])
def test_no_label_covers_another(draw: Draw, portal: Portal, years: tuple[int, int] | None) -> None:
    for key in portal.statistics.keys:
        chart = draw(key, "140", [*portal.statistics.cities, "SSS"], years=years)
        if not chart.lines:
            continue
        geometry = TrendGeometry(chart)
        tops = [label.y for label in geometry.labels]
        assert len(tops) == len(chart.lines)
        assert all(b - a >= LABEL_GAP - 0.11 for a, b in pairwise(tops)), key
        assert all(0 <= top <= geometry.plot for top in tops), key


def test_everything_is_drawn_inside_the_frame(draw: Draw, portal: Portal) -> None:
    for key in portal.statistics.keys:
        chart = draw(key, "140", ["SSS"])
        if not chart.lines:
            continue
        geometry = TrendGeometry(chart)
        for line in chart.lines:
            for point in line.points:
                assert 0 <= geometry.x(point.period) <= 1
                assert 0 <= geometry.y(chart.shown(line, point)) <= geometry.plot


def test_figures_that_are_all_equal_can_be_drawn(sketch: Draw) -> None:
    for value in (0.0, 4.0, -3.0):
        drawing = parsed(svg(sketch({"1": dict.fromkeys(YEARS, value)}), "x"))
        assert len(paths(drawing)) == 1


def test_a_ranking_has_a_bar_a_name_and_a_figure_for_each_place(draw: Draw) -> None:
    drawing = parsed(svg(draw("employment_rate_18_64", "140", ["SSS"], view="ranking"), "x"))
    names, values = texts(drawing, "row-name"), texts(drawing, "row-value")
    assert len(names) == len(values) == len(drawing.xpath("//rect")) == 11
    assert values == sorted(values, reverse=True)
    assert "Whole country" in names


def test_the_bars_of_negative_figures_go_the_other_way_from_zero(sketch: Draw) -> None:
    chart = sketch({"1": {"2005": 30}, "2": {"2005": -10}}, view="ranking")
    geometry = RankingGeometry(chart)
    assert (geometry.x(-10), geometry.x(0), geometry.x(30)) == (0, 0.25, 1)
    bars = parsed(svg(chart, "x")).xpath("//rect")
    assert [(bar.get("x"), bar.get("width")) for bar in bars] == [("25.00%", "75.00%"), ("0.00%", "25.00%")]


def test_nothing_to_draw_is_nothing(sketch: Draw) -> None:
    assert svg(sketch({"1": YEARS}, years=(1950, 1951)), "x") == ""


def test_a_sparkline_is_hidden_from_screen_readers_and_breaks_at_gaps() -> None:
    points = [Point("1", year, value) for year, value in GAP.items()]
    drawing = parsed(sparkline(points))
    assert drawing.get("aria-hidden") == "true"
    assert [re.sub("[^ML]", "", path) for path in paths(drawing)] == ["MLLLMLLL"]


def test_a_sparkline_of_one_figure_is_a_dot() -> None:
    drawing = parsed(sparkline([Point("1", "2020", 5.0)]))
    assert paths(drawing) == []
    assert len(drawing.xpath("//circle")) == 1
    assert sparkline([]) == ""
