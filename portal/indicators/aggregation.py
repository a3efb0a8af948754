"""How the figures of several places become one: one registration for each rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from portal.languages.language import N_

# numpy is imported where it is used: `portal check` reads the catalogue without it.
# ruff: noqa: PLC0415
if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Grid: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class AggregationRule:
    """A rule: what it makes of figures and their weights, a row a period; None where nothing can be made of them.

    A `total` grows with its places, so that the country's dwarfs every town's. Messages are translated where they are
    said: `words` on the indicator's page, `made` below a figure.
    """

    combine: Callable[[Grid, Grid], Grid] | None
    words: str
    made: str = ""
    weighted: bool = False
    total: bool = False


def _sum(figures: Grid, weights: Grid) -> Grid:
    import numpy as np

    return np.asarray(np.nansum(figures * weights, axis=1))


def _mean(figures: Grid, weights: Grid) -> Grid:
    import numpy as np

    sums, total = _sum(figures, weights), np.nansum(weights, axis=1)
    return np.asarray(np.divide(sums, total, out=np.full_like(sums, np.nan), where=total > 0))


#: Each rule by what it is called in data/indicators.yaml.
AGGREGATIONS = {
    "sum": AggregationRule(
        _sum,
        words=N_("The towns' figures can be added together."),
        made=N_("%(place)s: the sum of %(count)s municipalities, computed by the portal."),
        total=True,
    ),
    "mean": AggregationRule(
        _mean,
        words=N_("Several towns together: a mean weighted by “%(weight)s”."),
        made=N_("%(place)s: the mean of %(count)s municipalities weighted by “%(weight)s”, computed by the portal."),
        weighted=True,
    ),
    "none": AggregationRule(None, words=N_("The figures of several towns cannot be put together from this source.")),
}
if TYPE_CHECKING:
    AggregationKind: TypeAlias = str
else:
    AggregationKind = Literal[tuple(AGGREGATIONS)]
