"""Names beside dots: where each can stand without covering another name or a named dot, at every width of the page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from portal.typeface.letters import width as written_width

Align = Literal["start", "middle", "end"]
#: Left, top, right, bottom in pixels.
Box = tuple[float, float, float, float]

#: Widths of a plot in CSS pixels at which names must stand clear: a phone's, and those of wider pages.
NARROW = (215.0, 245.0, 285.0, 330.0, 400.0)
WIDE = (480.0, 600.0, 760.0, 900.0, 1010.0)
WIDTHS = (*NARROW, *WIDE)
#: Half the height of a name, and the air between a dot and its name.
HALF, AIR = 8.0, 5.0
#: The part of a name that stands before the point that it is aligned to.
BEFORE: Mapping[Align, float] = {"start": 0.0, "middle": 0.5, "end": 1.0}
#: How far from its dot a name may be led by a line when no nearer place is free.
FAR = (26.0, 44.0, 62.0, 80.0)


@dataclass(frozen=True)
class Anchor:
    """A dot that is to be named: x is a share of the plot's width, y and radius are pixels.

    One that is `pinned` is always named, however full the plot is.
    """

    place: str
    x: float
    y: float
    radius: float
    text: str
    pinned: bool
    bold: bool = False

    def box(self, width: float) -> Box:
        """The square inside its circle in a plot this wide."""
        x, r = self.x * width, self.radius * 0.71 + 1
        return x - r, self.y - r, x + r, self.y + r


class Label(NamedTuple):
    """A name's place: the middle of its line in pixels from its dot, and which end of it stands there.

    A `minor` one has room on wide pages only. A `led` one stands so far that a line joins it to the dot.
    """

    anchor: Anchor
    length: float
    dx: float
    dy: float
    align: Align
    minor: bool = False
    led: bool = False

    def box(self, width: float) -> Box:
        """Its rectangle in a plot this wide."""
        x, y = self.anchor.x * width + self.dx, self.anchor.y + self.dy
        left = x - self.length * BEFORE[self.align]
        return left, y - HALF, left + self.length, y + HALF


@dataclass(frozen=True)
class Room:
    """A plot between these heights; a name may reach over its left and right edge by the margins."""

    top: float
    bottom: float
    left: float = 0.0
    right: float = 0.0

    def place(self, anchors: Sequence[Anchor]) -> tuple[Label, ...]:
        """The names that find a place; earlier anchors choose first, and pinned ones always find one."""
        taken = _Taken(self, anchors)
        for anchor in anchors:
            label = _chosen(anchor, taken)
            if label is not None:
                taken.add(label)
        return tuple(taken.labels)


def _chosen(anchor: Anchor, taken: _Taken) -> Label | None:
    """The first place that is free at every width; else where the least is covered, or one for wide pages only."""
    tried = []
    for label in _candidates(anchor):
        tried.append(label)
        if taken.free(label):
            return label
    if anchor.pinned:
        return _least_covering(tried, taken)
    minor = (label._replace(minor=True) for label in tried)
    return next((label for label in minor if taken.free(label)), None)


def _least_covering(labels: Sequence[Label], taken: _Taken) -> Label:
    """The first of those that cover the least."""
    best, least = labels[0], math.inf
    for label in labels:
        covered = taken.covered(label, least)
        if covered < least:
            best, least = label, covered
    return best


@dataclass(frozen=True, eq=False)
class _Placement:
    """A named dot, or a name, at each of the widths: its height is the same in all. It stands from width `first` on."""

    anchor: Anchor
    top: float
    bottom: float
    sides: Sequence[tuple[float, float]]
    first: int

    @classmethod
    def of(cls, anchor: Anchor, boxes: Sequence[Box], first: int = 0) -> _Placement:
        """What has these rectangles."""
        return cls(anchor, boxes[0][1], boxes[0][3], [(left, right) for left, _top, right, _bottom in boxes], first)


class _Taken:
    """What stands in the plot already, as rectangles at each width that is looked at."""

    def __init__(self, room: Room, anchors: Sequence[Anchor]) -> None:
        self.room = room
        self.labels: list[Label] = []
        self._levels: dict[tuple[str, float], list[_Placement]] = {}
        self._standing = [_Placement.of(anchor, [anchor.box(width) for width in WIDTHS]) for anchor in anchors]

    def add(self, label: Label) -> None:
        """A name has found its place."""
        self.labels.append(label)
        self._levels.clear()
        self._standing.append(_Placement.of(label.anchor, [label.box(width) for width in WIDTHS], _first(label)))

    def free(self, label: Label) -> bool:
        """Whether the name covers nothing at the widths at which it is shown."""
        level = self._level(label)
        for number in range(_first(label), len(WIDTHS)):
            left, top, right, bottom = label.box(WIDTHS[number])
            if self._outside(left, top, right - WIDTHS[number], bottom) > 0:
                return False
            for one in level:
                start, end = one.sides[number]
                if left < end and start < right and number >= one.first:
                    return False
        return True

    def _outside(self, left: float, top: float, beyond: float, bottom: float) -> float:
        """How far a name reaches out of the plot, `beyond` its right edge on that side; not above zero inside."""
        room = self.room
        return max(-room.left - left, beyond - room.right, room.top - top, bottom - room.bottom)

    def covered(self, label: Label, most: float) -> float:
        """How much the name covers, summed over the widths until it is too much."""
        level, found = self._level(label), 0.0
        for number in range(len(WIDTHS)):
            found += sum(self._overlaps(label, level, number))
            if found >= most:
                break
        return found

    def _level(self, label: Label) -> list[_Placement]:
        """What stands at the name's height: few of all, and the same at every width and on either side."""
        key = label.anchor.place, label.dy
        if key not in self._levels:
            _left, top, _right, bottom = label.box(WIDTHS[0])
            self._levels[key] = [
                one
                for one in self._standing
                if top < one.bottom and one.top < bottom and one.anchor is not label.anchor
            ]
        return self._levels[key]

    def _overlaps(self, label: Label, level: Sequence[_Placement], number: int) -> Iterator[float]:
        """The areas that the name shares with named dots and names at one width, and what of it is outside."""
        own = left, top, right, bottom = label.box(WIDTHS[number])
        outside = self._outside(left, top, right - WIDTHS[number], bottom)
        if outside > 0:
            yield outside * 1000
        for one in level:
            start, end = one.sides[number]
            if left < end and start < right and number >= one.first:
                yield shared(own, (start, one.top, end, one.bottom))


def _first(label: Label) -> int:
    """The first of the widths at which a name is shown."""
    return len(NARROW) if label.minor else 0


def _candidates(anchor: Anchor) -> Iterator[Label]:
    """Right, left, above, below, aslant; for a pinned one also farther off with a line."""
    length = written_width(anchor.text, bold=anchor.bold) + 2
    side, above = anchor.radius + AIR, anchor.radius + AIR + HALF - 2

    def at(dx: float, dy: float, align: Align, led: bool = False) -> Label:
        return Label(anchor, length, dx, dy, align, led=led)

    yield at(side, 0, "start")
    yield at(-side, 0, "end")
    yield at(0, -above, "middle")
    yield at(0, above, "middle")
    for dy in (-HALF - 3, HALF + 3):
        yield at(side - 2, dy, "start")
        yield at(2 - side, dy, "end")
    for far in FAR if anchor.pinned else ():
        for dy in (-far, far):
            yield at(far / 2, dy, "start", led=True)
            yield at(-far / 2, dy, "end", led=True)
            yield at(0, dy, "middle", led=True)


def shared(a: Box, b: Box) -> float:
    """The area that two rectangles have in common."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return across * down if across > 0 and down > 0 else 0.0
