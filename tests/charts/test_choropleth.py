from __future__ import annotations

import json
import re
from itertools import combinations
from typing import Any

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from portal.charts.borders import Shapes
from portal.charts.chart import Chart
from portal.charts.map import attribution
from portal.charts.percentile import caption
from portal.charts.table import ranked_table as table
from portal.charts.types.map.choropleth import (
    HEIGHT,
    LETTERS,
    classes,
    paint,
    sentence,
    skeleton,
    svg,
)
from portal.domain.profile import Portal
from portal.i18n import LOCALES, NBSP, Locale
from portal.typeface.letters import width
from tests.charts.conftest import Draw
from tests.charts.spread import WRONG, codes, spread
from tests.charts.test_borders import BELT


@pytest.fixture(scope="module")
def finland(portal: Portal) -> Shapes:
    return Shapes.read(portal.data / "geo")


def real(draw: Draw, key: str = "employment_rate_18_64", period: str = "2020", **more: Any) -> Chart:
    return draw(key, **({"town": "140", "places": ("684", "765"), "view": "map", "period": period} | more))


def parsed(drawing: Markup | str) -> etree._Element:
    return etree.fromstring(str(drawing), etree.XMLParser(recover=False))


def areas(drawing: etree._Element) -> dict[str, etree._Element]:
    return {path.get("data-code"): path for path in drawing.iter("path")}


def test_the_bare_drawing_has_every_municipality_once_and_the_ten_last(finland: Shapes, portal: Portal) -> None:
    drawing = parsed(skeleton(finland))
    order = [path.get("data-code") for path in drawing.iter("path")]
    assert len(order) == len(set(order))
    assert set(order) == set(portal.statistics.municipalities)
    assert set(order[-10:]) == set(portal.statistics.cities)
    assert all(re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path.get("d")) for path in drawing.iter("path"))
    (labels,) = drawing.xpath("g[@class='labels']")
    assert len(labels) == 0
    assert skeleton(finland, ["140"]).index('data-code="140"') > skeleton(finland, ["140"]).index('data-code="992"')


def test_the_bare_drawing_is_small_enough_for_a_phone(finland: Shapes) -> None:
    assert len(brotli.compress(skeleton(finland).encode(), quality=5)) < 60_000


some = st.lists(st.integers(-20, 20), min_size=1, max_size=80).map(lambda values: codes([float(v) for v in values]))


@given(some)
def test_equal_figures_have_one_colour_and_higher_ones_never_a_lower_class(figures: dict[str, float]) -> None:
    made = classes(spread(figures, "map", "001"))
    for (one, own), (other, its) in combinations(figures.items(), 2):
        if own == its:
            assert made.of[one] == made.of[other]
        if own < its:
            assert made.of[one] <= made.of[other]


@given(some)
def test_the_limits_are_figures_of_the_class_and_no_class_is_empty(figures: dict[str, float]) -> None:
    made = classes(spread(figures, "map", "001"))
    assert 1 <= len(made.limits) <= min(5, len(set(figures.values())))
    assert set(made.of) == set(figures)
    for number, (low, high) in enumerate(made.limits):
        own = [figures[place] for place, of in made.of.items() if of == number]
        assert (min(own), max(own)) == (low, high)


def test_figures_that_look_equal_are_in_one_class() -> None:
    made = classes(spread(codes([1.02, 1.04, 2, 3, 4, 5]), "map", "001", decimals=1))
    assert made.of["001"] == made.of["002"]


def test_five_classes_of_about_equally_many(draw: Draw) -> None:
    made = classes(real(draw))
    assert made.fifths
    assert made.counts == pytest.approx([24] * 5, abs=3)


@pytest.mark.parametrize(
    ("values", "tokens"),
    [
        ([7, 7], ["q3"]),
        ([1, 2], ["q2", "q4"]),
        ([1, 2, 3], ["q1", "q3", "q5"]),
        ([1, 2, 3, 4], ["q1", "q2", "q4", "q5"]),
    ],
)
def test_fewer_classes_still_use_the_ends_of_the_scale(values: list[float], tokens: list[str]) -> None:
    figures = codes(values)
    made = classes(spread(figures, "map", "001"))
    assert list(dict.fromkeys(made.colours[made.of[place]] for place in figures)) == tokens


def test_every_municipality_has_a_colour_or_none_and_words(draw: Draw, portal: Portal, finland: Shapes) -> None:
    chart = real(draw, "tax_revenue_per_capita", "2019")
    painted = paint(chart, finland)
    lacking = set(finland.paths) - set(portal.statistics.series("tax_revenue_per_capita").municipalities_at("2019"))
    assert len(lacking) == 1
    assert set(painted["classes"]) == set(finland.paths) <= set(painted["texts"])
    for code, kinds in painted["classes"].items():
        assert kinds.startswith("none" if code in lacking else "q")
        assert ("ten" in kinds.split()) == (code in portal.statistics.cities)
    (code,) = lacking
    assert painted["texts"][code].endswith(": no value in this source")
    assert "1 municipality" in painted["legend"]


def test_a_municipality_says_its_name_year_figure_and_position(draw: Draw, finland: Shapes) -> None:
    assert paint(real(draw), finland)["texts"]["140"] == "Iisalmi 2020: 66.9%, shared position 86/120"


def test_the_town_and_the_chosen_places_are_marked_named_and_drawn_last(draw: Draw, finland: Shapes) -> None:
    chart = real(draw)
    painted = paint(chart, finland)
    assert painted["classes"]["140"].split()[1:] == ["ten", "town"]
    assert painted["classes"]["684"].split()[1:] == ["ten", "compared"]
    assert painted["classes"]["765"].split()[1:] == ["compared"]
    assert painted["front"] == ["684", "765", "140"]
    assert {label["text"] for label in painted["labels"]} == {"Iisalmi", "Rauma", "Sotkamo"}
    drawing = parsed(svg(chart, "x", finland))
    assert [path.get("data-code") for path in drawing.iter("path")][-3:] == painted["front"]


def test_arrow_keys_walk_in_the_order_of_the_ranking(draw: Draw, finland: Shapes) -> None:
    chart = real(draw)
    assert paint(chart, finland)["order"] == [rank.place for rank in chart.ranks]


def test_what_is_sent_for_a_state_is_small(draw: Draw, finland: Shapes) -> None:
    for locale in LOCALES:
        sent = json.dumps(paint(real(draw, locale=locale), finland), ensure_ascii=False).encode()
        assert len(sent) < 30_000
        assert len(brotli.compress(sent, quality=5)) < 10_000


def test_the_servers_map_is_the_bare_drawing_painted(draw: Draw, finland: Shapes) -> None:
    chart = real(draw)
    painted = paint(chart, finland)
    bare, whole = areas(parsed(skeleton(finland))), areas(parsed(svg(chart, "x", finland)))
    assert {code: path.get("d") for code, path in bare.items()} == {code: p.get("d") for code, p in whole.items()}
    assert {code: path.get("class") for code, path in whole.items()} == painted["classes"]
    assert {code: path.findtext("title") for code, path in whole.items()} == painted["texts"]
    names = parsed(svg(chart, "x", finland)).xpath("//g[@class='labels']/text")
    assert [name.text for name in names] == [label["text"] for label in painted["labels"]]
    assert painted["legend"] in svg(chart, "x", finland)


def test_the_map_is_told_in_words_and_needs_no_script(draw: Draw, finland: Shapes) -> None:
    chart = real(draw)
    drawing = parsed(svg(chart, "x", finland))
    (image,) = drawing.xpath("/div/svg")
    assert (image.get("role"), image.get("aria-label")) == ("img", chart.title)
    (told,) = drawing.xpath(f"//*[@id='{image.get('aria-describedby')}']")
    assert told.text == sentence(chart)
    assert not re.search(r"<script|\bon\w+=|href=|style=|#[0-9a-f]{3}", svg(chart, "x", finland))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_legend_has_the_limits_the_places_and_whose_the_borders_are(
    draw: Draw, finland: Shapes, locale: Locale
) -> None:
    chart = real(draw, locale=locale)
    legend = parsed(paint(chart, finland)["legend"])
    rows = ["".join(row.itertext()) for row in legend.iter("li")]
    low, high = classes(chart).limits[-1]
    assert chart.number(low) in rows[0]
    assert chart.number(high) in rows[0]
    assert "Rauma" in rows[2] or "Raumo" in rows[2]
    assert "".join(legend.itertext()).endswith(attribution(locale))


def test_names_stay_in_the_drawing_and_cover_no_other(draw: Draw, finland: Shapes, portal: Portal) -> None:
    size = LETTERS * finland.height / HEIGHT
    for locale in LOCALES:
        places = [code for code in portal.statistics.cities if code != "140"]
        labels = paint(real(draw, places=places, locale=locale), finland)["labels"]
        assert len(labels) == 10
        boxes = []
        for label in labels:
            wide = width(label["text"], bold=True, size=size)
            left = label["x"] - {"start": 0, "middle": wide / 2, "end": wide}[label["anchor"]]
            assert 0 <= left <= left + wide <= finland.width
            boxes.append((left, left + wide, label["y"] - size * 0.7, label["y"], label["text"]))
        for one, other in combinations(boxes, 2):
            beside = one[1] <= other[0] or other[1] <= one[0]
            apart = one[3] <= other[2] or other[3] <= one[2]
            assert beside or apart, (one[4], other[4])


def test_of_neighbours_too_close_to_name_the_legend_names_all(draw: Draw, finland: Shapes) -> None:
    painted = paint(real(draw, town="257", places=("049", "091", "092", "235")), finland)
    assert "257" in {label["code"] for label in painted["labels"]}
    assert all(name in painted["legend"] for name in ("Kirkkonummi", "Espoo", "Helsinki", "Vantaa", "Kauniainen"))


def test_the_country_and_the_ten_have_no_colour_and_no_name_on_the_map(draw: Draw, finland: Shapes) -> None:
    painted = paint(real(draw, "share_pensioners", places=("SSS", "TEN")), finland)
    assert [label["code"] for label in painted["labels"]] == ["140"]
    assert painted["front"] == ["140"]
    assert not {"SSS", "TEN"} & {*painted["classes"], *painted["order"]}


def test_the_sentence_tells_the_class_and_the_position(draw: Draw) -> None:
    assert sentence(real(draw)) == (
        "The employment rate in Iisalmi was 66.9% in 2020; shared position 86/120. On the map it is in the second "
        "lowest fifth; the highest fifth is from 74.6 to 80.9% and the lowest from 59.1 to 65.4%."
    )


def test_uneven_classes_are_not_called_fifths(draw: Draw) -> None:
    said = sentence(real(draw, "share_swedish_speakers", "2021"))
    assert "fifth" not in said
    assert "in class 1/5 counted from the lowest" in said


def test_without_a_town_the_sentence_tells_the_ends() -> None:
    said = sentence(spread(codes([1, 2, 3, 4, 5]), "map"))
    assert said == (
        f"In 2020 the figure was highest in Town 005 (5{NBSP}jobs) and lowest in Town 001 (1{NBSP}jobs). "
        f"On the map the highest class is 5{NBSP}jobs and the lowest 1{NBSP}jobs."
    )


def test_one_figure_everywhere_has_no_highest_class() -> None:
    assert sentence(spread(codes([4, 4, 4]), "map")) == f"In 2020 the figure was the same everywhere: 4{NBSP}jobs."


@pytest.mark.parametrize("locale", LOCALES)
def test_sentences_and_captions_are_whole_in_every_language(draw: Draw, locale: Locale) -> None:
    for key, period in (("population", "2023"), ("share_swedish_speakers", "2021"), ("mean_age", "2018")):
        for town in ("140", None):
            chart = draw(key, town, view="map", period=period, locale=locale)
            assert not WRONG.search(sentence(chart))
            assert caption(chart).endswith(period)


def test_a_name_that_looks_like_code_stays_a_name() -> None:
    chart = spread(codes([1, 2, 3]), "map", "001", name={"fi": "<script>", "en": "a < b"}, unit="<i>")
    drawing = svg(chart, "x", BELT)
    assert "<script" not in drawing
    assert "<i>" not in drawing
    assert parsed(drawing).find("svg").get("aria-label") == "a < b"


def test_without_borders_there_is_no_map(draw: Draw) -> None:
    none = Shapes({})
    assert svg(real(draw), "x", none) == ""
    assert paint(real(draw), none)["classes"] == {}
    assert list(parsed(skeleton(none)).iter("path")) == []


def test_without_a_figure_there_is_no_map(finland: Shapes) -> None:
    chart = spread({"SSS": 5.0}, "map", None, ("SSS",))
    assert svg(chart, "x", finland) == ""
    assert set(paint(chart, finland)["classes"].values()) == {"none", "none ten"}


def test_the_table_has_every_municipality(draw: Draw) -> None:
    made = table(real(draw))
    assert len(made.rows) == 120
    assert made.rows[0].cells[0] == "1"
