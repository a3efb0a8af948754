"""Names along an axis: rows in which none covers another."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

#: Between a thin line and the name beside it, and between two names, in pixels.
BESIDE, BETWEEN = 4, 8
#: Right of a line and left of it.
SIDES = (1, -1)
#: The span of a flag on a side that it cannot have.
NOWHERE = (math.inf, -math.inf)
#: So many rows are low enough not to look for a better arrangement.
LOW = 3


class Flag(NamedTuple):
    """A name on a thin line: `at` is the line's place, `side` 1 when the name stands right of it and -1 when left.

    `row` 0 is the nearest to what is named, and -1 is not yet placed; `rank` 0 keeps its name when there are too many.
    """

    key: str
    at: float
    width: float
    rank: int = 1
    side: int = 1
    row: int = -1

    @property
    def span(self) -> tuple[float, float]:
        """From where to where line and name reach."""
        reach = self.at + self.side * (self.width + BESIDE)
        return (self.at, reach) if self.side > 0 else (reach, self.at)

    def over(self, other: Flag) -> bool:
        """Whether the other's line would pass through this name if this one were nearer."""
        if self.at == other.at:
            return self.key < other.key
        return 0 < (other.at - self.at) * self.side < self.width + BESIDE + BETWEEN


@dataclass(frozen=True, eq=False)
class _Sided:
    """A flag with its name on one side; flags are bits, and `bit` is its own.

    `over` are those that its name reaches over. By the side on which the others have their names, `touching` are those
    that it would touch in a row, and `against` those of which each reaches over the other.
    """

    flag: Flag
    bit: int
    over: int
    touching: Mapping[int, int]
    against: Mapping[int, int]


#: A flag on the sides that it can have.
_Either = dict[int, _Sided]


def place(flags: Sequence[Flag], space: float, rows: int) -> list[Flag]:
    """The flags with their rows and sides, in the order of the axis; names that find no row are left out.

    A flag whose name reaches over the line of another stands higher, so that no line crosses a name.
    """
    wanted = _both_ways(sorted(flags, key=lambda flag: (flag.at, flag.key)), space)
    while True:
        placed = _rows([*wanted.values()])
        if max((flag.row for flag in placed), default=0) < rows:
            return placed
        highest = max((flag for flag in placed if flag.rank), key=lambda flag: flag.row, default=None)
        if highest is None:
            return [flag for flag in placed if flag.row < rows]
        del wanted[highest.key]


def _both_ways(flags: Sequence[Flag], space: float) -> dict[str, _Either]:
    """Each flag on both sides, or on the one alone from which it does not reach out of the room."""
    sides = [{one.side: one for one in (_sided(flag, side, space) for side in SIDES)} for flag in flags]
    over = [
        {side: _bits(one.over(other) for other in flags) & ~(1 << at) for side, one in own.items()}
        for at, own in enumerate(sides)
    ]
    spans = {side: [own[side].span if side in own else NOWHERE for own in sides] for side in SIDES}

    under = {side: [_bits(own.get(side, 0) >> at & 1 for own in over) for at in range(len(flags))] for side in SIDES}

    def touching(one: Flag, theirs: int) -> int:
        left, right = one.span[0] - BETWEEN, one.span[1] + BETWEEN
        return _bits(start < right and left < end for start, end in spans[theirs])

    def made(at: int, one: Flag) -> _Sided:
        mine = over[at][one.side]
        against = {theirs: mine & under[theirs][at] for theirs in SIDES}
        return _Sided(one, 1 << at, mine, {theirs: touching(one, theirs) for theirs in SIDES}, against)

    return {flags[at].key: {side: made(at, one) for side, one in own.items()} for at, own in enumerate(sides)}


def _bits(which: Iterable[int]) -> int:
    """The numbers of those that are so, as bits."""
    return sum(1 << at for at, so in enumerate(which) if so)


def _sided(flag: Flag, side: int, space: float) -> Flag:
    """The name on this side of its line, or on the other one where it would reach out of the room."""
    asked, other = flag._replace(side=side), flag._replace(side=-side)
    return asked if _outside(asked, space) <= _outside(other, space) else other


def _outside(flag: Flag, space: float) -> float:
    left, right = flag.span
    return max(0.0, -BESIDE - left, right - space - BESIDE)


def _rows(flags: Sequence[_Either]) -> list[Flag]:
    """The first arrangement that is low enough, or else the lowest one."""
    lowest: list[Flag] | None = None
    height, enough = len(flags) + 1, max(LOW, (len(flags) + 1) // 2)
    for right in _arrangements(flags):
        placed = _stacked(_arranged(flags, right), right, height)
        if placed is not None:
            lowest, height = placed, 1 + max((flag.row for flag in placed), default=-1)
        if lowest is not None and height <= enough:
            return lowest
    first = next(_arrangements(flags))
    return _crossing(_arranged(flags, first), first) if lowest is None else lowest


def _arrangements(flags: Sequence[_Either]) -> Iterator[int]:
    """The names that stand on the right in each arrangement, as bits, each arrangement once."""
    bits = [next(iter(either.values())).bit for either in flags]
    always = sum(bit for bit, either in zip(bits, flags, strict=True) if -1 not in either)
    able = sum(bit for bit, either in zip(bits, flags, strict=True) if 1 in either)
    yield from dict.fromkeys(right & able | always for right in _sides(bits))


def _arranged(flags: Sequence[_Either], right: int) -> list[_Sided]:
    """The flags with the names of these on the right and of the others on the left."""
    return [either[1] if 1 in either and either[1].bit & right else either[-1] for either in flags]


def _sides(bits: Sequence[int]) -> Iterator[int]:
    """The names on the right: first all of them, then outwards from a cut, the middle ones first, then inwards."""
    count, cuts = len(bits), [0, *accumulate(bits)]
    yield cuts[-1]
    for cut in sorted(range(1, count + 1), key=lambda cut: abs(2 * cut - count)):
        yield cuts[-1] - cuts[cut]
    for cut in range(count - 1, 0, -1):
        yield cuts[cut]


def _stacked(flags: Sequence[_Sided], right: int, most: int) -> list[Flag] | None:
    """Each in the lowest row above those it reaches over, in fewer than `most` rows.

    None where that is not possible, or two reach over each other.
    """
    waiting, unplaced = [*reversed(flags)], sum(one.bit for one in flags)
    if any((one.against[1] & right | one.against[-1] & ~right) & unplaced for one in flags):
        return None
    found, rows = dict[int, int](), list[int]()
    while waiting:
        free = next((one for one in waiting if not one.over & unplaced), None)
        if free is None:
            return None
        waiting.remove(free)
        unplaced ^= free.bit
        least = next((row + 1 for row in reversed(range(len(rows))) if rows[row] & free.over), 0)
        found[free.bit] = row = _lowest(free, right, rows, least)
        if row >= most - 1:
            return None
    return [one.flag._replace(row=found[one.bit]) for one in flags]


def _crossing(flags: Sequence[_Sided], right: int) -> list[Flag]:
    """Where names are too many for the rule, lines may pass behind names, but no name covers another."""
    rows: list[int] = []
    return [one.flag._replace(row=_lowest(one, right, rows, 0)) for one in flags]


def _lowest(one: _Sided, right: int, rows: list[int], least: int) -> int:
    """Put a flag into the lowest of the rows in which it touches none."""
    touching, row = one.touching[1] & right | one.touching[-1] & ~right, least
    while row < len(rows) and rows[row] & touching:
        row += 1
    if row == len(rows):
        rows.append(0)
    rows[row] |= one.bit
    return row
