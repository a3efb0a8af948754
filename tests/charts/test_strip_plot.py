"""Positions among all municipalities as rows of dots."""

from __future__ import annotations

import datetime as dt
import re
from itertools import pairwise

import pytest
from lxml import etree

from portal.charts.strip_plot import (
    LETTER,
    NARROW,
    RADIUS,
    WIDE,
    StripPlot,
    axis,
    initials,
    positions,
    sentence,
    svg,
    table,
)
from portal.domain.comparison import Comparison
from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale
from tests.rounding import in_excel

TODAY = dt.date(2026, 11, 23)
FEW, MANY = ("140", "740", "684"), ("140", "740", "678", "287", "111", "232", "249", "684", "305", "832")


def drawn(portal: Portal, codes: tuple[str, ...], locale: Locale = "en") -> tuple[StripPlot, Comparison]:
    comparison = Comparison(portal, codes, locale, TODAY)
    return positions(comparison, comparison.differences[:8]), comparison


def test_every_row_has_a_dot_with_initials_for_each_place(portal: Portal) -> None:
    chart, _comparison = drawn(portal, MANY)
    assert len(chart.strips) == 8
    for strip in chart.strips:
        drawing = etree.fromstring(svg(strip, "en"))
        assert drawing.get("role") == "img"
        assert len(list(drawing.iter("circle"))) == len(strip.marks) == 10 - len(strip.absent)
        shown = sorted(text.text for text in drawing.iter("text"))
        assert shown == sorted(mark.initials for mark in strip.marks)


def test_no_two_places_have_the_same_initials() -> None:
    assert initials(("Raahe", "Rauma", "Kauhajoki", "Kauhava")) == ("Ra", "Ru", "Ka", "Ku")
    assert initials(("Ii", "Ii", "Pietarsaaren mlk")) == ("Ii", "2", "Pi")


@pytest.mark.parametrize("locale", LOCALES)
def test_few_places_are_named_beside_their_dots_with_their_figures(portal: Portal, locale: Locale) -> None:
    chart, comparison = drawn(portal, FEW, locale)
    for strip in chart.strips:
        drawing = etree.fromstring(svg(strip, locale))
        named = {"".join(text.itertext()) for text in drawing.iter("text") if text.get("class") == "place-name"}
        assert named == {f"{mark.label} {mark.text}" for mark in strip.marks}
        assert {mark.label for mark in strip.marks} <= set(comparison.labels)


@pytest.mark.parametrize("codes", [FEW, MANY], ids=["few", "many"])
def test_no_dot_or_name_lies_over_another_on_the_narrowest_page(portal: Portal, codes: tuple[str, ...]) -> None:
    chart, _comparison = drawn(portal, codes, "fi")
    for strip in chart.strips:
        spans: dict[int, list[tuple[float, float]]] = {}
        for mark in strip.marks:
            dot = RADIUS / NARROW * 100
            name = LETTER * len(f"{mark.label} {mark.text}") / WIDE * 100 if chart.named else 0
            left, right = (name, dot) if mark.leftward else (dot, max(dot, name))
            spans.setdefault(mark.lane, []).append((mark.x - max(left, dot), mark.x + right))
        for lane in spans.values():
            lane.sort()
            assert all(before[1] <= after[0] for before, after in pairwise(lane)), strip.row.key


def test_a_place_further_right_has_a_higher_figure(portal: Portal) -> None:
    chart, _comparison = drawn(portal, MANY)
    for strip in chart.strips:
        values = {figure.point.place: figure.point.value for figure in strip.row.placed}
        shown = [values[mark.place] for mark in strip.marks]
        rounded = [float(in_excel(value, strip.row.indicator.decimals)) for value in shown]
        assert rounded == sorted(rounded)
        assert all(0 <= mark.x <= 100 for mark in strip.marks)


def test_the_words_of_a_row_give_every_place_and_share(portal: Portal) -> None:
    chart, _comparison = drawn(portal, FEW)
    words = etree.fromstring(svg(chart.strips[0], "en")).get("aria-label")
    assert words.startswith(chart.strips[0].row.name)
    for mark in chart.strips[0].marks:
        assert f"{mark.label} {mark.x:.0f}%" in words


def test_the_sentence_names_the_places_at_the_ends(portal: Portal) -> None:
    chart, comparison = drawn(portal, FEW)
    said, strip = sentence(chart, comparison), chart.strips[0]
    low, high = strip.marks[0], strip.marks[-1]
    assert f"“{strip.row.name}”: in {high.label} the figure" in said
    assert re.search(rf"in {low.label} (and in \w+ )?than in \d+ per cent\.$", said)


def test_without_differences_there_is_no_sentence(portal: Portal) -> None:
    comparison = Comparison(portal, FEW, "en", TODAY)
    assert sentence(positions(comparison, ()), comparison) == ""


def test_the_table_has_a_row_for_each_indicator_and_names_what_is_missing(portal: Portal) -> None:
    comparison = Comparison(portal, ("684", "832"), "en", TODAY)
    made = table(positions(comparison, comparison.every))
    assert made.columns == ("Rauma", "Taivalkoski")
    assert len(made.rows) == len(comparison.every)
    missing = [row for row in comparison.every if None in row.figures]
    said = {row.place for row in made.rows if "no value in this source" in row.cells}
    assert said == {row.key for row in missing}
    assert said


def test_the_scale_is_written_as_the_language_writes_it() -> None:
    assert "100%" in axis("en")
    assert "100\u00a0%" in axis("fi")
