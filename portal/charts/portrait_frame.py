"""A window onto a part of the map, and the room for texts in it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

Point = tuple[float, float]
Shape = Sequence[Sequence[Point]]
Points = np.ndarray[Any, Any]
#: How much of its frame a town fills, at most.
FILLS = 0.6
#: Beside the edge of the frame, and between two texts.
EDGE, BETWEEN = 12, 5


class Box(NamedTuple):
    """A rectangle of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, air: float = BETWEEN) -> bool:
        """Whether two rectangles touch, or nearly."""
        across = self.left < other.right + air and other.left < self.right + air
        return across and self.top < other.bottom + air and other.top < self.bottom + air

    def holding(self, points: Points, air: float = 3) -> Points:
        """Which points lie in it, or nearly."""
        xs, ys = points[:, 0], points[:, 1]
        across = (self.left - air < xs) & (xs < self.right + air)
        return across & (self.top - air < ys) & (ys < self.bottom + air)


@dataclass(frozen=True)
class Frame:
    """A window onto the plane: kilometres become units, north is up."""

    west: float
    north: float
    scale: float
    wide: float
    high: float

    @classmethod
    def around(cls, points: Iterable[Point], size: tuple[float, float], middle: float = 0.5) -> Frame:
        """The frame that a shape fills as far as it may; its middle lies at this share of the width."""
        found = [*points]
        xs, ys = [x for x, _y in found], [y for _x, y in found]
        wide, high = size
        scale = FILLS * min(wide / (max(xs) - min(xs)), high / (max(ys) - min(ys)))
        west = (max(xs) + min(xs)) / 2 - wide * middle / scale
        return cls(west, (max(ys) + min(ys)) / 2 + high / 2 / scale, scale, wide, high)

    def at(self, point: Point) -> Point:
        """A point of the plane on the drawing."""
        return (point[0] - self.west) * self.scale, (self.north - point[1]) * self.scale

    def holds(self, point: Point, edge: float = 2 * EDGE) -> bool:
        """Whether a point of the drawing lies inside."""
        return edge < point[0] < self.wide - edge and edge < point[1] < self.high - edge

    def path(self, ring: Sequence[Point]) -> str:
        """A ring as a path."""
        return "M" + "L".join("{:.0f} {:.0f}".format(*self.at(point)) for point in ring[:-1]) + "Z"

    def exit(self, start: Point, towards: Point) -> Point:
        """Where a line from inside leaves the frame, a little inside of its edge."""
        dx, dy = towards[0] - start[0], towards[1] - start[1]
        steps = [((self.wide - EDGE if d > 0 else EDGE) - s) / d for s, d in ((start[0], dx),) if d] + [
            ((self.high - EDGE if d > 0 else EDGE) - s) / d for s, d in ((start[1], dy),) if d
        ]
        step = min(steps, default=0.0)
        return start[0] + dx * step, start[1] + dy * step


def within(shape: Shape, xs: Points, ys: Points) -> Points:
    """Which points lie inside a shape: those whose ray crosses its rings an odd number of times."""
    odd = np.zeros(len(xs), dtype=bool)
    for ring in shape:
        for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if y != v:
                odd ^= ((y > ys) != (v > ys)) & (xs < (u - x) * (ys - y) / (v - y) + x)
    return odd


def gap(box: Box, point: Point) -> float:
    """How far a point is from a rectangle's middle, seen from its nearest side."""
    x = min(max(point[0], box.left), box.right)
    y = min(max(point[1], box.top), box.bottom)
    return math.dist((x, y), point) + math.dist(((box.left + box.right) / 2, (box.top + box.bottom) / 2), point) / 10
