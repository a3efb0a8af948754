"""Small charts of one indicator, all on the same scales."""

from __future__ import annotations

import datetime as dt
import re

from lxml import etree

from portal.charts.multiples import PLOT, Multiples, multiples, scale, svg
from portal.domain.comparison import Comparison
from portal.domain.profile import Portal
from portal.i18n import Locale
from tests.rounding import in_excel

TODAY = dt.date(2026, 11, 23)
CODES = ("140", "684", "305")


def drawn(portal: Portal, key: str, *codes: str, locale: Locale = "en") -> Multiples | None:
    comparison = Comparison(portal, codes or CODES, locale, TODAY)
    row = next(row for row in comparison.every if row.key == key)
    return multiples(comparison, row)


def made(portal: Portal, key: str, *codes: str, locale: Locale = "en") -> Multiples:
    chart = drawn(portal, key, *codes, locale=locale)
    assert chart is not None
    return chart


def test_each_place_has_its_own_chart_with_its_newest_figure(portal: Portal) -> None:
    chart = made(portal, "employment_rate_18_64")
    assert [panel.label for panel in chart.panels] == ["Iisalmi", "Rauma", "Kuusamo"]
    series = portal.statistics.series("employment_rate_18_64")
    for panel, code in zip(chart.panels, CODES, strict=True):
        newest = series.latest(code)
        assert newest is not None
        assert panel.last == f"{in_excel(newest.value, 1)}%"
        assert panel.points == series.points(code)


def test_every_point_of_every_place_is_inside_the_shared_scale(portal: Portal) -> None:
    for key in ("employment_rate_18_64", "municipal_loans_per_capita", "unemployed_jobseekers_share_monthly"):
        chart = made(portal, key)
        for panel in chart.panels:
            assert all(0 <= chart.x(point.period) <= 1 for point in panel.points)
            assert all(0 <= chart.y(point.value) <= PLOT for point in panel.points)
        assert all(0 <= chart.y(point.value) <= PLOT for point in chart.country)


def test_the_axes_say_the_same_in_every_chart(portal: Portal) -> None:
    chart = made(portal, "employment_rate_18_64")
    axes = set()
    for panel in chart.panels:
        drawing = etree.fromstring(svg(chart, panel))
        axes.add(tuple(text.text for text in drawing.iter("text")))
    assert len(axes) == 1
    assert {"2000", "2020"} <= set(axes.pop())


def test_a_single_figure_or_two_are_no_trend(portal: Portal) -> None:
    assert drawn(portal, "municipal_income_tax_rate") is None
    assert drawn(portal, "equity_ratio") is None


def test_the_country_is_dashed_or_a_ring_and_never_beside_a_count(portal: Portal) -> None:
    several = [made(portal, key) for key in ("employment_rate_18_64", "municipal_loans_per_capita")]
    for chart in several:
        drawing = svg(chart, chart.panels[0])
        assert ("line country" in drawing) or ("hollow country" in drawing)
        assert chart.country
    count = made(portal, "workplaces")
    assert count.country == ()
    assert "hollow country" not in svg(count, count.panels[0])


def test_a_country_that_is_computed_is_said_to_be(portal: Portal) -> None:
    for key in ("employment_rate_18_64", "municipal_loans_per_capita", "share_under_15"):
        chart = made(portal, key)
        own = portal.statistics.series(key)
        computed = any(own.computed("SSS", point.period) for point in chart.country)
        assert ("computed" in scale(chart)) is computed, key


def test_the_words_of_a_chart_give_its_first_and_newest_figure_and_the_peaks_between(portal: Portal) -> None:
    chart = made(portal, "employment_rate_18_64", locale="fi")
    words = etree.fromstring(svg(chart, chart.panels[1])).get("aria-label")
    ends = r"Rauma: [\d,]+\s% \(2000\), [\d,]+\s% \(2020\)"
    assert re.fullmatch(ends + r", ylimmillään [\d,]+\s% vuonna \d+, alimmillaan [\d,]+\s% vuonna \d+", words)


def test_the_scale_is_told_in_words(portal: Portal) -> None:
    chart = made(portal, "municipal_loans_per_capita")
    low, high = chart.number(chart.ticks[0]), chart.number(chart.ticks[-1])
    assert scale(chart).startswith(f"Every chart runs from {low} to €{high}/resident and from 2008 to 2020.")
