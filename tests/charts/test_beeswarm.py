from __future__ import annotations

import json
import math
import re
from itertools import combinations, pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from portal.charts.chart import Chart
from portal.charts.percentile import caption
from portal.charts.table import ranked_table as table
from portal.charts.types.distribution.beeswarm import RADIUS, figure, sentence, svg
from portal.charts.types.distribution.beeswarm_layout import EDGE, NARROWEST, ROWS_ABOVE, BeeswarmScale, Swarm, axis
from portal.domain.profile import Portal
from portal.i18n import LOCALES, NBSP, Locale, use_locale
from portal.indicators.library import NETWORK
from tests.charts.conftest import Draw
from tests.charts.spread import WRONG, codes, spread
from tests.charts.test_figure import themed

#: An even figure, a very skewed one, one with zeros and one with figures on both sides of zero.
KINDS = (
    ("employment_rate_18_64", "2020"),
    ("population", "2023"),
    ("share_swedish_speakers", "2021"),
    ("intermunicipal_net_migration", "2021"),
)
each_kind = pytest.mark.parametrize(("key", "period"), KINDS)


def real(draw: Draw, key: str, period: str, places: tuple[str, ...] = ("684", "765"), **more: Any) -> Chart:
    return draw(key, "140", places, view="distribution", period=period, **more)


def points(found: dict[str, Any]) -> dict[str, tuple[float, float]]:
    return {
        place: (x, y)
        for trace in found["data"]
        for place, x, y in zip(trace["customdata"], trace["x"], trace["y"], strict=True)
    }


def words(found: dict[str, Any]) -> list[str]:
    return [re.sub("<[^>]+>", "", note["text"]) for note in found["layout"]["annotations"]]


def swarm(chart: Chart) -> Swarm:
    with use_locale(chart.locale):
        made = Swarm(chart)
        _all = made.above, made.below, made.others, made.ticks, made.note
    return made


@each_kind
def test_every_municipality_with_a_figure_is_one_dot(draw: Draw, portal: Portal, key: str, period: str) -> None:
    found = figure(real(draw, key, period, ("684", "765", "SSS", NETWORK)))
    assert set(points(found)) == set(portal.statistics.series(key).municipalities_at(period))
    assert sum(len(trace["x"]) for trace in found["data"]) == len(points(found))


@each_kind
def test_arrow_keys_walk_from_the_smallest_figure_to_the_largest(
    draw: Draw, portal: Portal, key: str, period: str
) -> None:
    figures = portal.statistics.series(key).municipalities_at(period)
    for trace in figure(real(draw, key, period))["data"]:
        assert len(trace["x"]) == len(trace["text"]) == len(trace["customdata"])
        assert trace["x"] == sorted(trace["x"])
        values = [figures[place] for place in trace["customdata"]]
        assert values == sorted(values)


def test_a_dot_says_its_name_year_figure_and_position(draw: Draw) -> None:
    found = figure(real(draw, "employment_rate_18_64", "2020"))
    said = {text for trace in found["data"] for text in trace["text"]}
    assert "Rauma 2020: 71.2%, shared position 52/120" in said
    assert "Iisalmi 2020: 66.9%, shared position 86/120" in said


def test_the_chosen_places_are_larger_coloured_and_drawn_over_the_others(draw: Draw) -> None:
    grey, compared, town = figure(real(draw, "employment_rate_18_64", "2020"))["data"]
    assert (compared["customdata"], town["customdata"]) == (["684", "765"], ["140"])
    assert grey["marker"]["size"] < town["marker"]["size"] == 2 * RADIUS
    assert [trace["marker"]["color"] for trace in (grey, compared, town)] == [
        "var(--other)",
        "var(--accent)",
        "var(--mark)",
    ]


def test_no_dot_covers_another_at_any_width(draw: Draw) -> None:
    for key, period in (KINDS[0], KINDS[1], KINDS[3]):
        made = swarm(real(draw, key, period))
        grey = [(dot.x * NARROWEST, dot.y, made.radius) for dot in made.others]
        named = [(dot.x * NARROWEST, dot.y, RADIUS) for dot in made.dots]
        for (x, y, r), (u, v, s) in combinations([*grey, *named], 2):
            assert math.hypot(x - u, y - v) >= r + s - 0.3, key


@each_kind
def test_dots_stay_between_the_names_and_the_axis(draw: Draw, key: str, period: str) -> None:
    made = swarm(real(draw, key, period, ("684", "765", "SSS", NETWORK)))
    for dot in (*made.others, *made.dots):
        assert made.top - 1 <= dot.y <= made.bottom + 1
        assert EDGE - 1e-9 <= dot.x <= 1 - EDGE + 1e-9
    assert all(name.y < made.top for name in made.above)
    assert all(made.bottom < name.y < made.base for name in made.below)


def test_dots_stand_as_far_above_the_middle_as_below(draw: Draw) -> None:
    made = swarm(draw("employment_rate_18_64", view="distribution", period="2020"))
    ys = [dot.y for dot in made.others]
    assert abs((max(ys) + min(ys)) / 2 - (made.top + made.bottom) / 2) <= made.radius * 2 + 1


@each_kind
def test_the_drawing_and_the_figure_stand_at_the_same_places(draw: Draw, key: str, period: str) -> None:
    chart = real(draw, key, period)
    drawing = etree.fromstring(svg(chart, "x"))
    circles = {
        circle.findtext("title"): (float(circle.get("cx")[:-1]) / 100, float(circle.get("cy")))
        for circle in drawing.iter("circle")
    }
    found = figure(chart)
    assert len(circles) == len(points(found))
    for trace in found["data"]:
        for text, x, y in zip(trace["text"], trace["x"], trace["y"], strict=True):
            assert circles[text] == pytest.approx((x, y), abs=1e-3)
    texts = {"".join(text.itertext()) for text in drawing.iter("text")}
    assert texts == set(words(found))


def test_the_country_and_the_ten_are_lines_with_names_never_dots(draw: Draw) -> None:
    found = figure(real(draw, "share_pensioners", "2020", ("SSS", NETWORK)))
    assert not {"SSS", NETWORK} & set(points(found))
    named = " ".join(words(found))
    assert "Whole country" in named
    assert "together" in named
    dashes = [shape["line"].get("dash") for shape in found["layout"]["shapes"]]
    assert {"6px,5px", "2px,4px"} <= set(dashes)


def test_the_median_is_marked_and_named() -> None:
    chart = spread(codes([1, 2, 4, 9, 11]), "distribution", "001")
    assert "Median 4" in words(figure(chart))
    assert "Median 4" in svg(chart, "x")


def test_all_of_the_ten_are_named_and_no_name_covers_another(draw: Draw, portal: Portal) -> None:
    places = tuple(code for code in portal.statistics.cities if code != "140")
    made = swarm(real(draw, "employment_rate_18_64", "2020", places))
    assert len(made.above) == 10
    rows: dict[float, list[Any]] = {}
    for name in made.above:
        rows.setdefault(name.y, []).append(name)
    assert len(rows) <= ROWS_ABOVE
    assert min(rows) > 0


def test_a_few_large_figures_make_the_axis_logarithmic_and_it_says_so(draw: Draw) -> None:
    even, skewed, zeros, signed = (swarm(real(draw, key, period)) for key, period in KINDS)
    assert even.note == "per cent"
    assert skewed.note == "residents, logarithmic scale"
    assert zeros.note.endswith("logarithmic scale, even around zero")
    assert signed.note.endswith("logarithmic scale, even around zero")
    assert [text for text, _x in skewed.ticks] == ["1,000", "10,000", "100,000"]
    assert [text for text, _x in signed.ticks] == ["−1,000", "−100", "0", "100", "1,000"]


@pytest.mark.parametrize("locale", LOCALES)
def test_numbers_along_the_axis_never_touch_on_a_phone(draw: Draw, portal: Portal, locale: Locale) -> None:
    for key in portal.statistics.keys:
        series = portal.statistics.series(key)
        made = swarm(draw(key, "140", view="distribution", locale=locale, period=series.periods[0]))
        assert made.ticks, key
        for (text, x), (other, u) in pairwise(made.ticks):
            assert (u - x) * NARROWEST > 3.5 * (len(text) + len(other)) / 2, key


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=2, max_size=40))
def test_a_larger_figure_never_stands_left_of_a_smaller_one(values: list[float]) -> None:
    with use_locale("en"):
        made: BeeswarmScale = axis(values)
    places = [made.x(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(0 <= place <= 1 for place in places)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=120))
def test_many_equal_figures_stay_in_the_drawing(values: list[int]) -> None:
    made = swarm(spread(codes([float(value) for value in values]), "distribution", "001"))
    assert all(made.top - 1 <= dot.y <= made.bottom + 1 for dot in (*made.others, *made.dots))


def test_the_same_figures_always_give_the_same_drawing(draw: Draw) -> None:
    first, again = (figure(real(draw, "population", "2023")) for _time in range(2))
    assert first == again


def test_a_figure_keeps_plotlys_rules_and_the_themes_colours(draw: Draw) -> None:
    found = figure(real(draw, "population", "2023"))
    assert go.Figure(themed(found)).data
    colours = re.findall(r"'(?:\w*color)': '([^']+)'", repr(found))
    assert {colour for colour in colours if not colour.startswith("var(--")} <= {"rgba(0,0,0,0)"}
    assert len(json.dumps(found)) < 60_000


def test_a_drawing_has_a_title_and_a_description_and_its_own_ids(draw: Draw) -> None:
    chart = real(draw, "employment_rate_18_64", "2020")
    drawing = etree.fromstring(svg(chart, "first"))
    (image,) = drawing.xpath("/div/svg")
    assert image.get("role") == "img"
    assert image.get("aria-labelledby").split() == ["first-t", "first-d"]
    assert image.findtext("desc") == sentence(chart)
    assert not re.search(r"<script|\bon\w+=|href=|style=|#[0-9a-f]{3}", svg(chart, "x"))


def test_a_name_that_looks_like_code_stays_a_name() -> None:
    chart = spread(codes([1, 2, 3]), "distribution", "001", name={"fi": "<script>", "en": "a < b"}, unit="<i>")
    assert "<script" not in svg(chart, "x")
    assert "<i>" not in svg(chart, "x")
    assert etree.fromstring(svg(chart, "x")).findtext(".//title") == "a < b"


def test_the_sentence_tells_where_the_town_stands_and_the_median(draw: Draw) -> None:
    assert sentence(real(draw, "employment_rate_18_64", "2020")) == (
        "The employment rate in Iisalmi was 66.9% in 2020; shared position 86/120. "
        "The median of the 120 municipalities is 70.4%."
    )


def test_without_a_town_the_sentence_tells_the_highest_and_the_lowest() -> None:
    chart = spread(codes([3, 3, 3, 3, 8]), "distribution")
    assert sentence(chart) == (
        f"In 2020 the figure was highest in Town 005 (8{NBSP}jobs) and lowest in 4 municipalities (3{NBSP}jobs). "
        f"The median of the 5 municipalities is 3{NBSP}jobs."
    )


def test_a_unit_that_ends_in_a_full_stop_has_no_second_one() -> None:
    assert sentence(spread(codes([1, 2, 3]), "distribution", "002", unit="pcs.")).endswith(f" 2{NBSP}pcs.")


@pytest.mark.parametrize("locale", LOCALES)
def test_sentences_and_captions_are_whole_in_every_language(draw: Draw, locale: Locale) -> None:
    for key, period in KINDS:
        for town in ("140", None):
            chart = draw(key, town, view="distribution", period=period, locale=locale)
            assert not WRONG.search(sentence(chart))
            assert caption(chart).endswith(period)


def test_the_table_has_every_place_in_the_order_of_the_ranking(draw: Draw) -> None:
    made = table(real(draw, "employment_rate_18_64", "2020", ("SSS",)))
    assert made.columns == ("Position", "2020")
    positions = [row.cells[0] for row in made.rows if row.cells[0]]
    assert len(positions) == 120
    assert [int(position) for position in positions] == sorted(int(position) for position in positions)
    (country,) = [row for row in made.rows if row.place == "SSS"]
    assert country.cells == ("", "69.5")


def test_without_a_figure_there_is_no_drawing(sketch: Draw) -> None:
    chart = sketch({"1": {"2019": 1}}, view="distribution", period="2020")
    assert svg(spread({"SSS": 5.0}, "distribution", None, ("SSS",)), "x") == ""
    assert figure(spread({"SSS": 5.0}, "distribution", None, ("SSS",)))["data"] == []
    assert sentence(chart)


def test_a_single_municipality_stands_in_the_middle() -> None:
    made = swarm(spread({"001": 5.0}, "distribution", "001"))
    assert [dot.x for dot in made.dots] == [0.5]
