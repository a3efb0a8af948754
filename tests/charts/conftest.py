"""Charts as the tests need them, of real figures and of made-up ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from portal.charts.chart import Chart, build
from portal.charts.registry import CHART_TYPES
from portal.domain.profile import Names, Portal
from portal.i18n import Locale, localized
from tests.made_up import series

Draw = Callable[..., Chart]


class PlainNames:
    """Places called by their codes."""

    def label(self, place: str) -> str:
        return f"Town {place}"

    def inside(self, place: str) -> str:
        return f"in Town {place}"


@pytest.fixture(scope="session")
def draw(portal: Portal) -> Draw:
    """A chart of real figures: of one town before the others of the ten."""

    def real(
        key: str,
        town: str | None = None,
        places: Sequence[str] = (),
        locale: Locale = "en",
        section: str = "",
        **more: Any,
    ) -> Chart:
        background = more.pop("background", portal.statistics.cities)
        more["scope"] = CHART_TYPES[more.pop("view", "trend")].scope
        shown = portal.statistics.series(key, section)
        names = Names(portal, locale)
        dimension = shown.indicator.dimension
        more |= {"part": localized(dimension.values[section], locale)} if dimension and section else {}
        return build(shown, key, names, locale, town=town, places=places, background=background, **more)

    return real


@pytest.fixture(scope="session")
def sketch() -> Draw:
    """A chart of made-up figures: the first place is the page's own town."""

    def made_up(
        figures: Mapping[str, Mapping[str, float]], indicator: Mapping[str, Any] | None = None, **more: Any
    ) -> Chart:
        town, *others = figures
        more = {"town": town, "places": others} | more
        more["scope"] = CHART_TYPES[more.pop("view", "trend")].scope
        return build(series(figures, **(indicator or {})), "jobs", PlainNames(), more.pop("locale", "en"), **more)

    return made_up
