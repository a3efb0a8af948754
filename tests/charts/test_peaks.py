"""A trend's words do not mislead by its ends: a higher or lower figure between them is told."""

from __future__ import annotations

import pytest

from portal.charts.peaks import peaks
from portal.charts.sentence import sentence
from portal.i18n import Locale
from portal.indicators.library import Point
from tests.charts.conftest import Draw
from tests.charts.test_sentence import counted


def of(*values: float, start: int = 2000) -> dict[str, float]:
    return {str(start + at): value for at, value in enumerate(values)}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((10, 20, 30, 40), ""),
        ((40, 30, 20, 10), ""),
        ((10, 90, 30, 40), "At its highest it was 90 jobs in 2001."),
        ((10, 5, 30, 40), "At its lowest it was 5 jobs in 2001."),
        ((10, 90, 5, 40), "At its highest it was 90 jobs in 2001 and at its lowest 5 jobs in 2002."),
        ((10, 90, 90, 40), "At its highest it was 90 jobs in 2001 and in 2002."),
        ((10, 90, 90, 90, 40), "At its highest it was 90 jobs for the first time in 2001."),
        ((10, 40, 30, 40), ""),
        ((10, 40.4, 30, 40), ""),
        ((7, 7, 7, 7), ""),
        ((10, 40), ""),
        ((10,), ""),
    ],
)
def test_a_peak_between_the_ends_is_told_and_none_that_an_end_has_too(
    sketch: Draw, values: tuple[float, ...], told: str
) -> None:
    """As written: 40.4 is 40 to a reader, and so no higher than the 40 at the end."""
    said = sentence(sketch({"1": of(*values)})).replace("\u00a0", " ")
    assert said.endswith(told)
    assert ("at its" in said.casefold()) == bool(told)


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("fi", "at its highest it oli 90 asukasta vuonna 2001 ja at its lowest 1 asukas vuonna 2002."),
        ("sv", "at its highest var it 90 invånare år 2001 och at its lowest 1 invånare år 2002."),
        ("en", "at its highest it was 90 residents in 2001 and at its lowest 1 resident in 2002."),
    ],
)
def test_people_are_counted_in_words(sketch: Draw, locale: Locale, told: str) -> None:
    said = sentence(sketch({"1": of(10, 90, 1, 40)}, counted(), locale=locale))
    assert said.replace("\u00a0", " ").casefold().endswith(told)


def test_a_gap_is_no_figure_and_months_are_told_as_months(sketch: Draw) -> None:
    gaps = sentence(sketch({"1": {"2000": 10, "2005": 90, "2020": 40}}))
    assert gaps.endswith("At its highest it was 90\u00a0jobs in 2005.")
    months = {"2024M01": 10, "2024M02": 90, "2024M03": 40, "2024M04": 50}
    said = sentence(sketch({"1": months}, {"frequency": "month"}))
    assert said.endswith("At its highest it was 90\u00a0jobs in February 2024.")


def test_a_projection_is_told_as_one(sketch: Draw) -> None:
    said = sentence(sketch({"1": of(10, 90, 5, 40, start=2030)}, {"projection": True}))
    assert said.endswith(
        "In 2030 the figure is 10\u00a0jobs. "
        "At its highest it is 90\u00a0jobs in 2031 and at its lowest 5\u00a0jobs in 2032."
    )


def test_an_index_is_held_against_its_base_wherever_that_is(sketch: Draw) -> None:
    """With the base in the middle the first figure is no end that the sentence has told."""
    figures = {"1": of(50, 100, 80, 90)}
    assert sentence(sketch(figures, scale="index", base="2001")).endswith(
        "was 90.0 in 2003 as an index (100 in 2001). At its lowest the index was 50.0 in 2000."
    )
    assert sentence(sketch(figures, scale="index")).endswith("At its highest the index was 200.0 in 2001.")


def test_of_changes_the_highest_and_lowest_are_told_beside_the_newest(sketch: Draw) -> None:
    share = {"kind": "percent", "unit": "%", "decimals": 1}
    said = sentence(sketch({"1": of(5, 7, 4, 5)}, share, scale="change"))
    assert said.endswith(
        "rose by 1.0 percentage points in 2003 from the year before. At its highest the change was "
        "+2.0 percentage points in 2001 and at its lowest −3.0 percentage points in 2002."
    )


def test_only_the_years_shown_are_told(sketch: Draw) -> None:
    said = sentence(sketch({"1": of(99, 10, 20, 30, 40)}, years=(2001, 2004)))
    assert "at its" not in said.casefold()


def test_other_views_have_no_ends_to_mislead_by(sketch: Draw) -> None:
    for view in ("ranking", "table"):
        assert "at its" not in sentence(sketch({"1": of(10, 90, 5, 40)}, view=view)).casefold()


def test_a_peak_is_that_of_the_figures_as_written() -> None:
    points = [Point("1", year, value) for year, value in of(1.25, 1.34, 1.26).items()]
    assert peaks(points, {"2000", "2002"}, 1) == (None, None)
    high, low = peaks(points, {"2000", "2002"}, 2)
    assert (high, low) == ((1.34, ("2001",)), None)
