"""The borders of all municipalities as SVG paths, made once for every map."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from portal.charts.map import UNREADABLE, Point, borders
from portal.settings import Settings

log = logging.getLogger(__name__)

#: Units of the drawing in a kilometre: whole numbers of half a kilometre, finer than a screen shows of the country.
SCALE = 2
#: Space around the country, on the west for names that stand in the sea.
MARGIN, MARGIN_WEST = 30, 110

Ring = list[tuple[int, int]]


@dataclass(frozen=True)
class LabelArea:
    """Where a municipality's largest part is on the drawing, for its name."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the part."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Shapes:
    """Every municipality as a path; `ten` are the outlined ones. Neighbours share the points of their border."""

    def __init__(self, found: Mapping[str, Sequence[Sequence[Point]]], ten: Iterable[str] = ()) -> None:
        every = [point for parts in found.values() for ring in parts for point in ring] or [(0.0, 0.0)]
        west, north = min(x for x, _y in every), max(y for _x, y in every)

        def placed(ring: Sequence[Point]) -> Ring:
            points = [(round((x - west) * SCALE) + MARGIN_WEST, round((north - y) * SCALE) + MARGIN) for x, y in ring]
            return [points[0], *(b for a, b in pairwise(points) if a != b)]

        drawn = {code: [placed(ring) for ring in parts] for code, parts in found.items()}
        self.ten = tuple(sorted(code for code in ten if code in drawn))
        self.paths = {code: "".join(_path(ring) for ring in parts) for code, parts in sorted(drawn.items())}
        self.spots = {code: _spot(parts) for code, parts in drawn.items()}
        self.width = max((spot.right for spot in self.spots.values()), default=0) + MARGIN
        self.height = max((y for parts in drawn.values() for ring in parts for _x, y in ring), default=0) + MARGIN

    @classmethod
    def read(cls, folder: Path) -> Shapes:
        """The shapes of data/geo/; none, and a line in the log, when a file is missing or malformed."""
        try:
            found, towns = borders(folder)
            return cls(found, [str(town["properties"]["code"]) for town in towns])
        except UNREADABLE as error:
            log.error("%s cannot be read (%s): the map of municipalities is left out.", folder, type(error).__name__)
            return cls({})


@cache
def shapes(folder: Path = Settings.data / "geo") -> Shapes:
    """The shapes of a folder, read when a map is first drawn and kept."""
    return Shapes.read(folder)


def _path(ring: Ring) -> str:
    """A ring from its first point by steps, which are short and compress well."""
    steps = "".join(
        (f"{step}" if step < 0 or not i + axis else f" {step}")
        for i, ((x, y), (u, v)) in enumerate(pairwise(ring[:-1] if ring[0] == ring[-1] else ring))
        for axis, step in enumerate((u - x, v - y))
    )
    return f"M{ring[0][0]} {ring[0][1]}l{steps}z" if steps else ""


def _spot(parts: Sequence[Ring]) -> LabelArea:
    largest = max(parts, key=_area)
    xs, ys = [x for x, _y in largest], [y for _x, y in largest]
    return LabelArea(min(xs), min(ys), max(xs), max(ys))


def _area(ring: Ring) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairwise([*ring, ring[0]]))) / 2
