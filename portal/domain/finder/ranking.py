"""How towns answer a wish: a pure function of the wish and the figures.

For each criterion that weighs, the best of the towns with a figure gets 1 point and the weakest none, the others by
where their figure lies between the two. A town's score is the mean of its points over the criteria in which it has
some, so that a missing figure neither lifts nor lowers it. Each criterion has a limit: a figure that reaches it speaks
for the town, one that does not against it, and a must that is not reached puts the town below the line. A must of
which nothing is known does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from portal.domain.finder.criteria import Criterion, Step
from portal.domain.finder.figures import TownFact, TownFacts
from portal.domain.finder.wish import Wish

Speaks = Literal["for", "against", "unknown"]
#: What each town gets where all figures are the same.
MIDDLE = Fraction(1, 2)


@dataclass(frozen=True)
class Judged:
    """One criterion in one town: its figure, its position among the towns that have one, and its points.

    `reaches` says whether the figure reaches the criterion's limit, None without a figure. `points` are None without
    a figure, and where no other town has one to compare with.
    """

    criterion: Criterion
    step: Step
    fact: TownFact | None = None
    position: int = 0
    of: int = 0
    shared: bool = False
    points: Fraction | None = None
    reaches: bool | None = None

    @property
    def failed(self) -> bool:
        """Whether this is a must that is known not to be met."""
        return self.step == "must" and self.reaches is False

    @property
    def speaks(self) -> Speaks:
        """Whether this speaks for the town or against it."""
        if self.reaches is None:
            return "unknown"
        return "for" if self.reaches else "against"


@dataclass(frozen=True)
class RankedTown:
    """One town with everything that speaks for it and against it. `score` is None where nothing can be compared."""

    code: str
    has_direction: tuple[Judged, ...]
    rank: int = 0
    shared: bool = False

    @cached_property
    def score(self) -> Fraction | None:
        """The mean of the points over the criteria that have some."""
        points = [one.points for one in self.has_direction if one.points is not None]
        return sum(points, Fraction()) / len(points) if points else None

    @cached_property
    def failed(self) -> tuple[Judged, ...]:
        """The musts that are not met."""
        return tuple(one for one in self.has_direction if one.failed)

    def speaking(self, how: Speaks) -> list[Judged]:
        """What speaks for the town, against it, or is not known."""
        return [one for one in self.has_direction if one.speaks == how]

    @property
    def order(self) -> tuple[int, Fraction]:
        """Fewer failed musts first, then the higher score; towns of the same order share a rank."""
        return len(self.failed), -(self.score if self.score is not None else Fraction(-1))


@dataclass(frozen=True)
class Result:
    """The towns that meet every must as far as known, ranked; those without any comparable figure; those below the
    line. Towns of one rank stand in the order of their codes."""

    above: tuple[RankedTown, ...]
    unranked: tuple[RankedTown, ...]
    below: tuple[RankedTown, ...]


def find(wish: Wish, figures: TownFacts) -> Result:
    """How the towns answer a wish, best first; it does not matter in which order the towns come."""
    judged = [_judge(criterion, step, figures) for criterion, step in wish.asked]
    towns = [RankedTown(code, tuple(part[code] for part in judged)) for code in sorted(figures.towns)]
    sound = [town for town in towns if not town.failed]
    return Result(
        above=_ranked([town for town in sound if town.score is not None]),
        unranked=tuple(town for town in sound if town.score is None),
        below=_ranked([town for town in towns if town.failed]),
    )


def _judge(criterion: Criterion, step: Step, figures: TownFacts) -> Mapping[str, Judged]:
    """One criterion in every town."""
    facts = {code: facts[criterion.key] for code, facts in figures.towns.items() if criterion.key in facts}
    values = [fact.value for fact in facts.values()]
    found = {code: Judged(criterion, step) for code in figures.towns}
    for code, fact in facts.items():
        same = values.count(fact.value)
        found[code] = Judged(
            criterion,
            step,
            fact,
            position=sum(criterion.at_least_as_good(other, fact.value) for other in values) - same + 1,
            of=len(values),
            shared=same > 1,
            points=_points(fact.value, values, criterion) if len(values) > 1 else None,
            reaches=criterion.at_least_as_good(fact.value, figures.limits[criterion.key]),
        )
    return found


def _points(value: float, values: Sequence[float], criterion: Criterion) -> Fraction:
    """Where a figure lies between the weakest, 0, and the best, 1. Decimals are taken as written, so ties are exact."""
    low, own, high = (Fraction(str(one)) for one in (min(values), value, max(values)))
    if low == high:
        return MIDDLE
    return (own - low if criterion.better == "highest" else high - own) / (high - low)


def _ranked(towns: Sequence[RankedTown]) -> tuple[RankedTown, ...]:
    """The towns in their order with their ranks; the sort keeps the order of codes where they tie."""
    orders = [town.order for town in towns]
    return tuple(
        RankedTown(
            town.code, town.has_direction, sum(other < town.order for other in orders) + 1, orders.count(town.order) > 1
        )
        for town in sorted(towns, key=lambda town: town.order)
    )
