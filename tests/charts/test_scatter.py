from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import Any, cast

import pytest
from lxml import etree
from markupsafe import Markup

from portal.charts.label_placement import NARROW, WIDE, shared
from portal.charts.types.scatter import scatter, scatter_data
from portal.charts.types.scatter.scatter import Scatter, ScatterGeometry
from portal.domain.profile import Names, Portal
from portal.i18n import LOCALES, Locale
from portal.indicators.library import COUNTRY, NETWORK, Point
from tests.charts.conftest import PlainNames
from tests.indicators.small_country import NONE, SUM, country, yearly
from tests.made_up import same

Cross = Callable[..., Scatter]
#: Twelve municipalities in which the second figure rises with the first.
CODES = [f"{i:03}" for i in range(1, 13)]
RISING = {code: float(i) for i, code in enumerate(CODES, 1)}


@pytest.fixture(scope="session")
def cross(portal: Portal) -> Cross:
    """Real figures of two indicators, Iisalmi's in front."""

    def real(y: str, x: str, town: str | None = "140", places: Sequence[str] = (), **more: Any) -> Scatter:
        statistics, locale = portal.statistics, more.pop("locale", "en")
        series = (statistics.series(y), statistics.series(x), y, x, statistics.series("population"))
        more = {"ten": statistics.cities} | more
        return scatter_data.build(*series, Names(portal, locale), locale, town=town, places=places, **more)

    return real


def sketch(
    y: Mapping[str, float],
    x: Mapping[str, float] = RISING,
    *,
    y_more: Mapping[str, Any] | None = None,
    x_more: Mapping[str, Any] | None = None,
    years: tuple[str, str] = ("2020", "2020"),
    **more: Any,
) -> Scatter:
    """Two made-up indicators, Pay up and Skill along."""
    up = {"name": same("Pay"), "subject": same("The pay"), "aggregation": NONE} | dict(y_more or {})
    along = {"name": same("Skill"), "subject": same("The skill"), "aggregation": NONE} | dict(x_more or {})
    parts = {"pay": yearly(y, years[0], **up), "skill": yearly(x, years[1], **along)}
    statistics = country(parts, codes=CODES, towns=CODES[:2])
    more = {"town": "001", "places": [], "ten": CODES[:4]} | more
    size, locale = more.pop("population", None), more.pop("locale", "en")
    two = (statistics.series("pay"), statistics.series("skill"))
    return scatter_data.build(*two, "pay", "skill", size, PlainNames(), locale, **more)


def parsed(drawing: Markup) -> etree._Element:
    return etree.fromstring(drawing, etree.XMLParser(recover=False))


def circles(drawing: Markup, kind: str = "scatter-dot") -> list[etree._Element]:
    found = parsed(drawing).xpath("//circle[contains(concat(' ', @class, ' '), $kind)]", kind=f" {kind} ")
    return cast(list[etree._Element], found)


def test_every_municipality_that_has_both_figures_is_a_dot(cross: Cross, portal: Portal) -> None:
    chart = cross("employment_rate_18_64", "share_tertiary_15plus")
    assert {dot.place for dot in chart.dots} == set(portal.statistics.municipalities)
    assert len(circles(scatter.svg(chart, "x"))) == len(chart.dots)
    assert chart.correlation is not None
    assert chart.correlation.n == len(chart.dots)


def test_a_municipality_with_one_of_the_figures_is_no_dot_and_a_chosen_one_is_named_as_absent() -> None:
    chart = sketch({code: 1.0 * int(code) for code in CODES[:5]}, places=["002", "012"])
    assert [dot.place for dot in chart.dots] == CODES[:5]
    assert chart.absent == ("Town 012",)


def test_the_dots_stand_in_the_order_of_the_figure_along() -> None:
    chart = sketch(RISING, {code: -value for code, value in RISING.items()})
    assert [dot.place for dot in chart.dots] == CODES[::-1]
    assert [dot.x for dot in chart.dots] == sorted(dot.x for dot in chart.dots)


def test_the_country_is_drawn_where_it_is_chosen_but_never_beside_towns_in_a_sum(cross: Cross) -> None:
    share = cross("employment_rate_18_64", "share_over_64", places=[COUNTRY])
    assert [dot.place for dot in share.dots if dot.role == "country"] == [COUNTRY]
    assert share.correlation is not None
    assert share.correlation.n == len(share.dots) - 1
    for pair in (("workplaces", "population"), ("employment_rate_18_64", "population")):
        chart = cross(*pair, places=[COUNTRY, NETWORK])
        assert not {COUNTRY, NETWORK} & {dot.place for dot in chart.dots}
        assert chart.absent == ()


@pytest.mark.parametrize(
    ("y", "x"),
    [
        ("employment_rate_18_64", "share_tertiary_15plus"),
        ("employment_rate_18_64", "share_over_64"),
        ("workplaces", "population"),
        ("share_swedish_speakers", "mean_age"),
    ],
)
@pytest.mark.parametrize("places", [["684", "765"], ["091", "049", COUNTRY]])
def test_the_town_and_the_chosen_are_always_named_and_no_name_covers_another(
    cross: Cross, y: str, x: str, places: list[str]
) -> None:
    chart = cross(y, x, places=places)
    geometry = ScatterGeometry(chart)
    named = {label.anchor.place for label in geometry.labels if not label.minor}
    assert named >= {dot.place for dot in chart.dots if dot.role != "other"}
    for widths, labels in (
        (NARROW, [label for label in geometry.labels if not label.minor]),
        (WIDE, geometry.labels),
    ):
        for width in widths:
            boxes = [label.box(width) for label in labels]
            assert not any(shared(a, b) for a, b in combinations(boxes, 2)), width


def test_where_the_ten_crowd_a_name_gives_way_but_never_a_dot() -> None:
    ends = {"012": 90.0, "011": 10.0}
    crowd = dict.fromkeys(CODES, 50.0) | ends
    chart = sketch(crowd, crowd, ten=CODES, town=None)
    geometry = ScatterGeometry(chart)
    assert len(geometry.labels) < len(chart.dots)
    assert len(circles(scatter.svg(chart, "x"), "ten")) == len(CODES)


def test_names_that_only_wide_pages_have_room_for_are_marked_in_both_drawings(cross: Cross) -> None:
    chart = cross("employment_rate_18_64", "share_over_64", places=["684"])
    minor = {label.anchor.text for label in ScatterGeometry(chart).labels if label.minor}
    notes = {note["text"] for note in scatter.figure(chart)["layout"]["annotations"] if note.get("name") == "minor"}
    drawn = {text.text for text in parsed(scatter.svg(chart, "x")).xpath("//text[contains(@class, 'minor')]")}
    assert minor
    assert minor == notes == drawn


def test_a_dot_is_larger_where_more_people_live_and_the_smallest_can_be_seen(cross: Cross) -> None:
    chart = cross("employment_rate_18_64", "share_tertiary_15plus")
    geometry = ScatterGeometry(chart)
    grey = sorted((dot for dot in chart.dots if dot.layer == "other"), key=lambda dot: dot.size or 0)
    radii = [geometry.radius(dot) for dot in grey]
    assert grey[-1].label == "Helsinki"
    assert radii == sorted(radii)
    assert radii[0] >= 2
    assert geometry.radius(next(dot for dot in grey if dot.label == "Tampere")) == pytest.approx(
        radii[-1] * ((grey[-2 if grey[-2].label == "Tampere" else -3].size or 0) / (grey[-1].size or 1)) ** 0.5, abs=0.1
    )


def test_without_populations_all_dots_are_alike_and_no_size_is_explained() -> None:
    chart = sketch(RISING)
    assert {circle.get("r") for circle in circles(scatter.svg(chart, "x"), "other")} == {"2.2"}
    assert "Size of the dot" not in scatter.svg(chart, "x")
    assert scatter_data.table(chart).columns == ("Pay 2020", "Skill 2020")


def test_an_axis_is_logarithmic_only_where_a_few_are_many_times_larger_and_says_so(cross: Cross) -> None:
    counts = ScatterGeometry(cross("workplaces", "population"))
    assert counts.up.logarithmic
    assert counts.across.logarithmic
    assert scatter.svg(counts.chart, "x").count("logarithmic scale") == 2
    shares = scatter.svg(cross("employment_rate_18_64", "share_tertiary_15plus"), "x")
    assert "logarithmic" not in shares
    skewed = {code: 0.0 if code == "001" else 10.0 ** int(code) for code in CODES}
    assert not ScatterGeometry(sketch(skewed)).up.logarithmic


def test_the_drawing_and_the_figure_stand_at_the_same_places(cross: Cross) -> None:
    for pair in (("employment_rate_18_64", "share_over_64"), ("workplaces", "population")):
        chart = cross(*pair, places=["684"])
        made = scatter.figure(chart)
        layout = made["layout"]
        drawn = {circle.find("title").text: circle for circle in circles(scatter.svg(chart, "x"))}  # type: ignore[union-attr]
        geometry = ScatterGeometry(chart)
        low, high = layout["xaxis"]["range"]
        plot = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        bottom, top = layout["yaxis"]["range"]
        for trace in made["data"]:
            for i, text in enumerate(trace["text"]):
                circle = drawn[text.replace("<br>", " – ", 1).replace("<br>", ", ")]
                x = (geometry.across.scaled(trace["x"][i]) - low) / (high - low) * 100
                y = layout["margin"]["t"] + (top - geometry.up.scaled(trace["y"][i])) / (top - bottom) * plot
                assert float(circle.get("cx", "").rstrip("%")) == pytest.approx(x, abs=0.01)
                assert float(circle.get("cy", "")) == pytest.approx(y, abs=0.1)
                assert float(circle.get("r", "")) * 2 == pytest.approx(trace["marker"]["size"][i])


def test_every_point_of_a_figure_can_be_chosen_and_spoken_in_order(cross: Cross) -> None:
    for trace in scatter.figure(cross("employment_rate_18_64", "share_over_64", places=["684", COUNTRY]))["data"]:
        assert len(trace["x"]) == len(trace["customdata"]) == len(trace["text"])
        assert trace["x"] == sorted(trace["x"])
        assert all(re.fullmatch(r"\d{3}|SSS", place) for place in trace["customdata"])
        assert all(trace["text"])


def test_the_town_is_drawn_over_all_others(cross: Cross) -> None:
    made = scatter.figure(cross("employment_rate_18_64", "share_over_64", places=["684"]))
    assert [trace["name"] for trace in made["data"]] == ["other", "ten", "compared", "town"]
    (own,) = made["data"][-1]["customdata"]
    assert own == "140"


def test_a_dot_says_its_figures_and_its_population(cross: Cross) -> None:
    made = scatter.figure(cross("employment_rate_18_64", "share_tertiary_15plus"))
    assert made["data"][-1]["text"] == [
        "Iisalmi<br>employment rate: 66.9%<br>tertiary qualification: 25.1%<br>population: 20,618"
    ]


def test_a_population_that_is_one_of_the_figures_is_said_once(cross: Cross) -> None:
    for keys in (("population", "employment_rate_18_64"), ("employment_rate_18_64", "population")):
        (said,) = scatter.figure(cross(*keys))["data"][-1]["text"]
        assert said.count("population") == 1, said


@pytest.mark.parametrize(
    ("y", "said"),
    [
        (RISING, "the pay is usually high too (rank correlation 1.00, 12 municipalities)"),
        ({code: -value for code, value in RISING.items()}, "the pay is usually low (rank correlation −1.00"),
        (dict(zip(CODES, [1, 8, 2, 9, 3, 10, 4, 11, 5, 12, 6, 7], strict=True)), "the pay is often high too"),
        (dict(zip(CODES, [6, 7, 1, 12, 2, 8, 3, 11, 5, 4, 10, 9], strict=True)), "the connection is weak"),
        (dict(zip(CODES, [6, 12, 1, 7, 5, 9, 3, 11, 2, 8, 10, 4], strict=True)), "no clear connection"),
    ],
)
def test_the_connection_is_told_no_stronger_than_it_is(y: Mapping[str, float], said: str) -> None:
    text = scatter_data.sentence(sketch(y))
    assert said in text
    assert ("A connection does not tell the cause." in text) == ("no clear" not in text)


def test_under_ten_municipalities_no_connection_is_told() -> None:
    text = scatter_data.sentence(sketch({code: RISING[code] for code in CODES[:9]}))
    assert "correlation" not in text
    assert text == "Town 001 – pay: 1\xa0jobs, skill: 1\xa0jobs."


def test_a_section_is_told_beside_the_indicator() -> None:
    text = scatter_data.sentence(sketch(RISING, title="Pay: Mills"))
    assert "the pay (Mills) is usually high too" in text


def test_two_counts_are_said_to_follow_the_size_of_the_municipality(cross: Cross) -> None:
    assert "larger municipalities have more of both" in scatter_data.sentence(cross("workplaces", "population"))
    assert "larger municipalities" not in scatter_data.sentence(cross("employment_rate_18_64", "population"))
    both = {"aggregation": SUM}
    assert "larger municipalities" in scatter_data.sentence(sketch(RISING, y_more=both, x_more=both))


def test_figures_of_different_years_are_said_to_be_so_on_the_axes_and_in_words() -> None:
    chart = sketch(RISING, years=("2019", "2020"))
    drawn = parsed(scatter.svg(chart, "x")).xpath("//text[@class='axis-title']/text()")
    assert drawn == ["Pay, jobs, 2019", "Skill, jobs, 2020"]
    assert scatter_data.caption(chart) == "Pay, jobs, 2019 · Skill, jobs, 2020"
    assert "Pay 2019, Skill 2020." in scatter_data.sentence(chart)
    assert "different" not in scatter_data.sentence(sketch(RISING))


def test_the_period_asked_for_is_shown_and_an_unknown_one_is_the_newest_common(cross: Cross) -> None:
    assert cross("employment_rate_18_64", "share_over_64", period="2018").period == "2018"
    assert cross("population", "share_over_64", period="1500").period == "2023"


def test_only_the_sources_of_what_is_drawn_are_named(cross: Cross, portal: Portal) -> None:
    chart = cross("employment_rate_18_64", "share_over_64")
    series = portal.statistics.series("employment_rate_18_64")
    used = {series.source(Point(dot.place, chart.period, dot.y)).id for dot in chart.dots}
    assert {source.id for source in chart.sources} == used
    assert chart.x_sources


def test_the_table_begins_with_the_named_places_and_goes_on_by_name(cross: Cross) -> None:
    chart = cross("employment_rate_18_64", "share_tertiary_15plus", places=["765", "684"], locale="fi")
    made = scatter_data.table(chart)
    assert [row.label for row in made.rows[:3]] == ["Iisalmi", "Rauma", "Sotkamo"]
    assert made.rows[0].cells == ("66,9\xa0%", "25,1\xa0%", "20\xa0618")
    rest = [row.label for row in made.rows if row.role == "other"][8:]
    assert rest[0] == "Akaa"
    assert rest[-1] == "Äänekoski"
    assert len(made.rows) == len(chart.dots)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_drawing_has_a_title_and_a_description_and_stands_in_its_language(cross: Cross, locale: Locale) -> None:
    chart = cross("employment_rate_18_64", "share_tertiary_15plus", locale=locale)
    drawing = parsed(scatter.svg(chart, "one"))
    (image,) = drawing.xpath("/div/svg")
    title, description = drawing.xpath("/div/svg/title")[0], drawing.xpath("//desc")[0]
    assert image.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    assert (title.text, description.text) == (scatter_data.caption(chart), scatter_data.sentence(chart))
    assert {"fi": "Iisalmi", "sv": "Idensalmi", "en": "Iisalmi"}[locale] in scatter_data.sentence(chart)
    assert ("0,31" if locale != "en" else "0.31") in scatter_data.sentence(chart)


def test_two_drawings_of_one_page_share_no_ids_and_take_their_colours_from_the_theme(cross: Cross) -> None:
    chart = cross("employment_rate_18_64", "share_tertiary_15plus")
    first, second = (scatter.svg(chart, name) for name in ("first", "second"))
    assert not set(parsed(first).xpath("//@id")) & set(parsed(second).xpath("//@id"))
    assert not re.search(r"<script|\bon\w+=|href=|style=|fill=|stroke=|#[0-9a-f]{3}", first)


def test_a_name_that_looks_like_code_stays_a_name() -> None:
    chart = sketch(RISING, y_more={"name": same("<b>&"), "subject": same("<script>")})
    drawing = scatter.svg(chart, "x")
    assert "<script>" not in drawing
    assert "<b>" not in drawing
    assert "<b>&" in parsed(drawing).xpath("/div/svg/title")[0].text


def test_where_no_municipality_has_both_nothing_is_drawn_and_it_is_said() -> None:
    chart = sketch({"001": 1.0}, {"002": 1.0})
    assert scatter.svg(chart, "x") == ""
    assert scatter.figure(chart)["data"] == []
    assert scatter_data.sentence(chart) == "No municipality has both figures in the sources."
    assert scatter_data.caption(chart) == "Pay · Skill"
    assert scatter_data.table(chart).rows == ()
    assert chart.absent == ("Town 001",)


def test_equal_figures_everywhere_can_be_drawn() -> None:
    for value in (0.0, 5.0, -3.0):
        assert len(circles(scatter.svg(sketch(dict.fromkeys(CODES, value)), "x"))) == len(CODES)
