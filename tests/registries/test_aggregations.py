"""A rule by which the figures of several places become one is one registration."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from portal.indicators.aggregation import AGGREGATIONS, AggregationRule
from portal.indicators.catalogue import Aggregation
from portal.indicators.groups import FigureMatrix, Grid, GroupParts, Groups
from portal.indicators.places import NETWORK
from portal.pages.indicator import aggregation
from portal.pages.reader import Reader
from portal.pages.rendering import Pages
from tests.made_up import series
from tests.registries.sources import lists


def largest(figures: Grid, weights: Grid) -> Grid:
    return np.asarray(np.nanmax(figures, axis=1))


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Aggregation:
    rule = AggregationRule(largest, words="The largest counts.", made="%(place)s: the largest of %(count)s.")
    monkeypatch.setitem(AGGREGATIONS, "largest", rule)
    return Aggregation.model_construct(kind="largest", weight=None)


def test_a_rule_that_is_registered_makes_figures(registered: Aggregation) -> None:
    own = series({"901": {"2020": 5.0}, "902": {"2020": 8.0}}).indicator.model_copy(update={"aggregation": registered})
    matrix = FigureMatrix({"2020": 0}, {"901": 0, "902": 1}, np.array([[5.0, 8.0]]))
    made = GroupParts(matrix, own, Groups(("901", "902")), NETWORK).computed()
    assert made.figures == {"2020": 8.0}
    assert (made.together.aggregation, made.together.count, made.together.reason) == ("largest", 2, "")
    assert own.comparable_with_country


def test_a_rule_that_is_registered_is_told_on_the_indicators_page(
    registered: Aggregation, pages: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = series({"901": {"2020": 5.0}}).indicator.model_copy(update={"aggregation": registered})
    reader = Reader(pages._portal, pages._finland, pages._portraits, "en", dt.date(2026, 11, 23))
    assert aggregation(reader, own) == "The largest counts."


def test_no_rule_lacks_a_part() -> None:
    for kind, rule in AGGREGATIONS.items():
        assert rule.words, kind
        assert bool(rule.made) == (rule.combine is not None), kind
        assert ("%(weight)s" in rule.words) == ("%(weight)s" in rule.made) == rule.weighted, kind
        figures = np.array([[1.0, 3.0], [2.0, np.nan]])
        made = rule.combine(figures, np.ones((2, 2))) if rule.combine else np.zeros(2)
        assert made.shape == (2,), kind


def test_nothing_else_lists_the_rules() -> None:
    assert lists({*AGGREGATIONS}, 2) - {"portal/indicators/aggregation.py"} == set()
