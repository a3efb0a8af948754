"""How towns answer a wish: a pure function of the wish and the figures.

For each criterion that weighs, a town gets points for its position among the ten: the share of the other towns with
a figure that it is better than, a tie counting half. A town's score is the mean of its points over the criteria in
which it has some, so that a missing figure neither lifts nor lowers it. A must that fails puts the town below the
line; a must of which nothing is known does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

from portal.finder.criteria import Criterion, Step
from portal.finder.figures import Fact, Figures
from portal.finder.wish import Wish

Speaks = Literal["for", "against", "even", "unknown"]
MIDDLE = Fraction(1, 2)


@dataclass(frozen=True)
class Judged:
    """One criterion in one town: its figure, its position among the towns that have one, and its points.

    `points` are None without a figure, and where no other town has one to compare with; `meets` says whether a must
    is met, None where that is not known or nothing is a must.
    """

    criterion: Criterion
    step: Step
    fact: Fact | None = None
    position: int = 0
    of: int = 0
    shared: bool = False
    points: Fraction | None = None
    meets: bool | None = None

    @property
    def speaks(self) -> Speaks:
        """Whether this speaks for the town: a must by being met, what matters by the position among the towns."""
        if self.meets is not None:
            return "for" if self.meets else "against"
        if self.points is None:
            return "unknown" if self.fact is None else "even"
        return "even" if self.points == MIDDLE else "for" if self.points > MIDDLE else "against"


@dataclass(frozen=True)
class Placed:
    """One town with everything that speaks for it and against it. `score` is None where nothing can be compared."""

    code: str
    judged: tuple[Judged, ...]
    rank: int = 0
    shared: bool = False

    @cached_property
    def score(self) -> Fraction | None:
        """The mean of the points over the criteria that have some."""
        points = [one.points for one in self.judged if one.points is not None]
        return sum(points, Fraction()) / len(points) if points else None

    @cached_property
    def failed(self) -> tuple[Judged, ...]:
        """The musts that are not met."""
        return tuple(one for one in self.judged if one.meets is False)

    def speaking(self, how: Speaks) -> list[Judged]:
        """What speaks for the town, against it, neither way, or is not known."""
        return [one for one in self.judged if one.speaks == how]

    @property
    def order(self) -> tuple[int, Fraction]:
        """Fewer failed musts first, then the higher score; towns of the same order share a rank."""
        return len(self.failed), -(self.score if self.score is not None else Fraction(-1))


@dataclass(frozen=True)
class Result:
    """The towns that meet every must as far as known, ranked; those without any comparable figure; those below the
    line. Towns of one rank stand in the order of their codes."""

    above: tuple[Placed, ...]
    unranked: tuple[Placed, ...]
    below: tuple[Placed, ...]


def find(wish: Wish, figures: Figures) -> Result:
    """How the towns answer a wish, best first; it does not matter in which order the towns come."""
    judged = [_judge(criterion, step, figures) for criterion, step in wish.asked]
    towns = [Placed(code, tuple(part[code] for part in judged)) for code in sorted(figures.towns)]
    sound = [town for town in towns if not town.failed]
    return Result(
        above=_ranked([town for town in sound if town.score is not None]),
        unranked=tuple(town for town in sound if town.score is None),
        below=_ranked([town for town in towns if town.failed]),
    )


def _judge(criterion: Criterion, step: Step, figures: Figures) -> Mapping[str, Judged]:
    """One criterion in every town."""
    facts = {code: facts[criterion.key] for code, facts in figures.towns.items() if criterion.key in facts}
    values = [fact.value for fact in facts.values()]
    found = {code: Judged(criterion, step) for code in figures.towns}
    for code, fact in facts.items():
        better, same = standing(fact.value, values, criterion)
        found[code] = Judged(
            criterion,
            step,
            fact,
            position=better + 1,
            of=len(values),
            shared=same > 1,
            points=_points(better, same, len(values)),
            meets=_meets(criterion, fact, figures) if step == "must" else None,
        )
    return found


def standing(value: float, values: Iterable[float], criterion: Criterion) -> tuple[int, int]:
    """How many of the figures are better than this one, and how many are the same."""
    others = list(values)
    same = others.count(value)
    return sum(criterion.at_least_as_good(other, value) for other in others) - same, same


def _points(better: int, same: int, of: int) -> Fraction | None:
    """The share of the other towns that one is better than, ties counting half; None where there is no other."""
    return 1 - (better + Fraction(same - 1, 2)) / (of - 1) if of > 1 else None


def _meets(criterion: Criterion, fact: Fact, figures: Figures) -> bool | None:
    limit = figures.limits.get(criterion.key)
    return None if limit is None else criterion.at_least_as_good(fact.value, limit)


def _ranked(towns: Sequence[Placed]) -> tuple[Placed, ...]:
    """The towns in their order with their ranks; the sort keeps the order of codes where they tie."""
    orders = [town.order for town in towns]
    return tuple(
        Placed(town.code, town.judged, sum(other < town.order for other in orders) + 1, orders.count(town.order) > 1)
        for town in sorted(towns, key=lambda town: town.order)
    )
