"""Charts of every municipality, of made-up figures as short as a test needs them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from portal.charts.chart import Chart, build
from portal.charts.registry import CHART_TYPES
from portal.i18n import Locale
from portal.indicators.groups import Groups
from tests.charts.conftest import PlainNames
from tests.made_up import series

#: What no sentence has: a hole, a value that is none, two full stops.
WRONG = re.compile(r"%\(|\bNone\b|\bnan\b|\binf\b|\s\s|\s[,.;]|\(\)|\.\.")


def spread(
    figures: Mapping[str, float],
    view: str,
    town: str | None = None,
    places: Sequence[str] = (),
    locale: Locale = "en",
    **more: Any,
) -> Chart:
    """The figures of municipalities (and SSS) in 2020, of one town before the others; `more` are the indicator's."""
    made = series({place: {"2020": value} for place, value in figures.items()}, **more)
    made.groups = Groups(municipalities=frozenset(place for place in figures if place != "SSS"))
    return build(made, "jobs", PlainNames(), locale, scope=CHART_TYPES[view].scope, town=town, places=places)


def codes(values: Sequence[float]) -> dict[str, float]:
    """Figures of as many municipalities: 001, 002 and so on."""
    return {f"{number:03}": value for number, value in enumerate(values, 1)}
