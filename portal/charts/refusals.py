"""Why a chart type is not offered, where several share the reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from babel.support import LazyProxy

from portal.charts.chart import Scope
from portal.charts.chart_type import Choice
from portal.i18n import lazy
from portal.indicators.library import Series, Statistics

FEW_PLACES = lazy("The source has this figure for too few municipalities.")
#: A period counts as covered with this share of the municipalities of the best-covered one.
COVERED = 0.8


def periods_of(scope: Scope, series: Series) -> Sequence[str]:
    """The periods that a type can show: one of all municipalities those that most of them have."""
    if not scope.least_places:
        return series.periods
    enough = max(scope.least_places, COVERED * max(series.breadth.values(), default=0))
    return [period for period, count in series.breadth.items() if count >= enough]


def without_places(scope: Scope) -> Callable[[Choice, Statistics], LazyProxy | None]:
    """Refuses what too few municipalities have a figure of."""

    def refusal(choice: Choice, statistics: Statistics) -> LazyProxy | None:
        return None if periods_of(scope, statistics.series(choice.key, choice.section)) else FEW_PLACES

    return refusal
