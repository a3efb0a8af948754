"""What an import changes in a series: new figures, revised ones, and those that stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from portal.indicators.importing.series_file import Figure, Figures, Key
from portal.rounding import rounded

#: So many times the largest change that a place has seen in a period before is more than its history explains.
TIMES = 3
#: From fewer changes than this nothing can be said of what is usual.
LEAST = 3


class Revision(NamedTuple):
    """A published figure that gets another value."""

    key: Key
    old: Figure
    new: Figure

    @property
    def size(self) -> float:
        """How far the figure moves."""
        return abs(self.new.value - self.old.value)


class Jump(NamedTuple):
    """A figure that moves more than its place's history explains, and the figure that it moves from."""

    key: Key
    figure: Figure
    period: str
    before: Figure


@dataclass(frozen=True)
class Difference:
    """A series before and what comes in."""

    before: Figures
    incoming: Figures

    @cached_property
    def after(self) -> dict[Key, Figure]:
        """The series as it will be: a figure whose value stays keeps its digits and its source."""
        return {**self.before, **self.added, **{one.key: one.new for one in self.revised}}

    @cached_property
    def added(self) -> dict[Key, Figure]:
        """The figures of places and periods that had none."""
        return {key: figure for key, figure in self.incoming.items() if key not in self.before}

    @cached_property
    def revised(self) -> list[Revision]:
        """The figures that change, the largest change first."""
        found = [
            Revision(key, self.before[key], figure)
            for key, figure in self.incoming.items()
            if key in self.before and self.before[key].value != figure.value
        ]
        return sorted(found, key=lambda one: (-one.size, one.key))

    @property
    def unchanged(self) -> int:
        """How many of the incoming figures are there already."""
        return len(self.incoming) - len(self.added) - len(self.revised)

    @property
    def changes(self) -> bool:
        """Whether anything changes at all."""
        return bool(self.added or self.revised)

    @cached_property
    def new_periods(self) -> list[str]:
        """The periods in which no place had a figure."""
        return sorted({key.period for key in self.added} - {key.period for key in self.before})

    @cached_property
    def gained(self) -> list[str]:
        """The places that had no figure in any period."""
        return sorted({key.place for key in self.added} - {key.place for key in self.before})

    @cached_property
    def lost(self) -> list[str]:
        """The places of the newest period before that have no figure in the newest one that comes in."""
        if not self.new_periods or self.new_periods[-1] < max((key.period for key in self.before), default=""):
            return []
        newest = max((key.period for key in self.before), default="")
        now = {key.place for key in self.after if key.period == self.new_periods[-1]}
        return sorted({key.place for key in self.before if key.period == newest} - now)

    @cached_property
    def sources(self) -> frozenset[str]:
        """The ids of the sources that new and revised figures come from."""
        return frozenset(figure.source for figure in (*self.added.values(), *(one.new for one in self.revised)))

    @cached_property
    def without_figures(self) -> list[str]:
        """The ids of sources that had figures and have none any more."""
        now = {figure.source for figure in self.after.values()}
        return sorted({figure.source for figure in self.before.values()} - now)

    @cached_property
    def jumps(self) -> list[Jump]:
        """The new and revised figures that move more than their place's history explains, in order."""
        return [*self._jumps()]

    def _jumps(self) -> Iterator[Jump]:
        by_place: dict[tuple[str, str], list[Key]] = {}
        for key in sorted(self.after):
            by_place.setdefault((key.place, key.section), []).append(key)
        for keys in by_place.values():
            if self.added.keys() & keys:
                yield from _unusual(self.after, keys, self.added)
        yield from self._far_revisions(by_place)

    def _far_revisions(self, by_place: Mapping[tuple[str, str], list[Key]]) -> Iterator[Jump]:
        for key, old, new in self.revised:
            before = [other for other in by_place[key.place, key.section] if other in self.before]
            moves = _moves(self.before, before)
            if len(moves) >= LEAST and abs(new.value - old.value) > TIMES * max(moves):
                yield Jump(key, new, key.period, old)


def _moves(figures: Figures, keys: list[Key]) -> list[float]:
    """How far one place's figure moved from each period to the next, reckoned for one period."""
    pairs = pairwise(keys)
    return [
        abs(figures[new].value - figures[old].value) / (_count(new.period) - _count(old.period)) for old, new in pairs
    ]


def _count(period: str) -> int:
    """A period's number: periods that follow each other differ by one."""
    year, _sep, month = period.partition("M")
    return int(year) * 12 + int(month) if month else int(year)


def _unusual(figures: Figures, keys: list[Key], new: Figures) -> Iterator[Jump]:
    """The new figures from which both neighbours are farther than any other figures are from theirs."""
    moves = _moves(figures, keys)
    for i, key in enumerate(keys):
        beside = moves[max(i - 1, 0) : i + 1]
        others = moves[: max(i - 1, 0)] + moves[i + 1 :]
        if key not in new or len(others) < LEAST:
            continue
        if min(beside) > TIMES * max(*others, _step(figures, keys)):
            other = keys[i - 1] if i else keys[1]
            yield Jump(key, figures[key], other.period, figures[other])


def _step(figures: Figures, keys: list[Key]) -> float:
    """The least that written figures can move: one unit of their last decimal."""
    return rounded(10.0 ** -max(len(figures[key].text.partition(".")[2]) for key in keys), 6)
