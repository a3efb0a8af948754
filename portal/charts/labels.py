"""Names along an axis: how wide they are, and rows in which none covers another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

#: Widths of letters in ems, as in the common sans-serif faces; every other letter has `WIDE`.
NARROW = {**dict.fromkeys("ijl’'|.,:; \u00a0", 0.26), **dict.fromkeys("ftrI/()-−", 0.34), **dict.fromkeys("mwMW", 0.86)}
WIDE, CAPITAL, BOLD = 0.57, 0.7, 1.07
#: Between a thin line and the name beside it, and between two names, in pixels.
BESIDE, BETWEEN = 4, 8
#: So many rows are low enough not to look for a better arrangement.
LOW = 3


def width(text: str, *, bold: bool = False, size: float = 13) -> float:
    """About how wide a text is, in pixels: rather too much than too little."""
    ems = sum(NARROW.get(letter, CAPITAL if letter.isupper() else WIDE) for letter in text)
    return ems * size * (BOLD if bold else 1)


@dataclass(frozen=True)
class Flag:
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

    def meets(self, other: Flag) -> bool:
        """Whether the two would touch in one row."""
        (left, right), (start, end) = self.span, other.span
        return left < end + BETWEEN and start < right + BETWEEN


def place(flags: Sequence[Flag], space: float, rows: int) -> list[Flag]:
    """The flags with their rows and sides, in the order of the axis; names that find no row are left out.

    A flag whose name reaches over the line of another stands higher, so that no line crosses a name.
    """
    wanted = sorted(flags, key=lambda flag: (flag.at, flag.key))
    while True:
        placed = _rows(wanted, space)
        if max((flag.row for flag in placed), default=0) < rows:
            return placed
        highest = max((flag for flag in placed if flag.rank), key=lambda flag: flag.row, default=None)
        if highest is None:
            return [flag for flag in placed if flag.row < rows]
        wanted = [flag for flag in wanted if flag.key != highest.key]


def _rows(flags: Sequence[Flag], space: float) -> list[Flag]:
    """The first arrangement that is low enough, or else the lowest one."""
    lowest: list[Flag] | None = None
    for sides in _sides(len(flags)):
        placed = _stacked([_sided(flag, side, space) for flag, side in zip(flags, sides, strict=True)])
        if placed and (lowest is None or _height(placed) < _height(lowest)):
            lowest = placed
        if lowest is not None and _height(lowest) <= max(LOW, (len(flags) + 1) // 2):
            return lowest
    return lowest or _crossing([_sided(flag, 1, space) for flag in flags])


def _sided(flag: Flag, side: int, space: float) -> Flag:
    """The name on this side of its line, or on the other one where it would reach out of the room."""
    asked, other = replace(flag, side=side), replace(flag, side=-side)
    return asked if _outside(asked, space) <= _outside(other, space) else other


def _outside(flag: Flag, space: float) -> float:
    left, right = flag.span
    return max(0.0, -BESIDE - left, right - space - BESIDE)


def _sides(count: int) -> Iterator[list[int]]:
    """Sides of names in order: all to the right, then outwards from a cut, the middle ones first, then inwards."""
    yield [1] * count
    for cut in sorted(range(1, count + 1), key=lambda cut: abs(2 * cut - count)):
        yield [-1] * cut + [1] * (count - cut)
    for cut in range(count - 1, 0, -1):
        yield [1] * cut + [-1] * (count - cut)


def _height(flags: Sequence[Flag]) -> int:
    return 1 + max(flag.row for flag in flags)


def _stacked(flags: Sequence[Flag]) -> list[Flag] | None:
    """Each in the lowest row above those it reaches over; None where two reach over each other."""
    waiting, placed = list(flags), list[Flag]()
    while waiting:
        free = next((f for f in reversed(waiting) if not any(f.over(other) for other in waiting if other != f)), None)
        if free is None:
            return None
        waiting.remove(free)
        least = 1 + max((other.row for other in placed if free.over(other)), default=-1)
        placed.append(_lowest(free, placed, least))
    return sorted(placed, key=lambda flag: (flag.at, flag.key))


def _crossing(flags: Sequence[Flag]) -> list[Flag]:
    """Where names are too many for the rule, lines may pass behind names, but no name covers another."""
    placed: list[Flag] = []
    for flag in flags:
        placed.append(_lowest(flag, placed, 0))
    return placed


def _lowest(flag: Flag, placed: Sequence[Flag], least: int) -> Flag:
    taken = {other.row for other in placed if flag.meets(other)}
    return replace(flag, row=next(row for row in range(least, least + len(placed) + 1) if row not in taken))
