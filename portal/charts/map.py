"""Finland with the ten towns, drawn in the plane of ETRS-TM35FIN: one kilometre is one unit."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from portal.i18n import Locale, _, use_locale
from portal.typeface.letters import width

log = logging.getLogger(__name__)

Ring = Sequence[Sequence[float]]
Point = tuple[float, float]
Features = Iterable[Mapping[str, Any]]

#: What reading a file of shapes raises when it is missing, no GeoJSON, or holds no shapes.
UNREADABLE = (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)
#: The files of data/geo/.
FILES = ("outline.geojson", "ten.geojson", "municipalities.geojson")

#: Space for the names on the left of the west coast and on the right of the east border.
MARGIN_LEFT, MARGIN_RIGHT, MARGIN = 200, 60, 14
#: The size of a town's name, as in the style sheet.
NAME = 30


def attribution(locale: Locale) -> str:
    """Whose the borders are: Statistics Finland's and National Land Survey's, as the data's licence asks to say."""
    with use_locale(locale):
        return _("Municipal borders: Statistics Finland / National Land Survey of Finland, CC BY 4.0")


@dataclass(frozen=True)
class Town:
    """One town on the map: its name and its link."""

    code: str
    label: str
    href: str
    tone: str = ""


def plane(ring: Ring) -> list[Point]:
    """Metres east and north in ETRS-TM35FIN as kilometres."""
    return [(x / 1000, y / 1000) for x, y in ring]


def shapes_of(features: Features) -> dict[str, list[list[Point]]]:
    """The rings of each place by its code, in kilometres."""
    return {str(f["properties"]["code"]): [plane(ring) for ring in rings(f["geometry"])] for f in features}


def centres_of(towns: Features) -> dict[str, Point]:
    """The centre of each town by its code, in kilometres."""
    return {str(town["properties"]["code"]): plane([town["properties"]["centre"]])[0] for town in towns}


@cache
def borders(folder: Path) -> tuple[dict[str, list[list[Point]]], list[Mapping[str, Any]]]:
    """The shapes of all municipalities, and the towns as data/geo/ has them, read once. Raises one of `UNREADABLE`."""
    municipalities, towns = (
        json.loads((folder / name).read_text(encoding="utf-8"))["features"]
        for name in ("municipalities.geojson", "ten.geojson")
    )
    return shapes_of(municipalities), towns


class FinlandMap:
    """Shapes of the country and the towns in ETRS-TM35FIN, drawn as SVG many times."""

    def __init__(self, outline: dict[str, Any], towns: dict[str, Any]) -> None:
        land = [plane(ring) for feature in outline["features"] for ring in rings(feature["geometry"])]
        xs = [x for ring in land for x, _y in ring] or [0.0]
        ys = [y for ring in land for _x, y in ring] or [0.0]
        self._left, self._top = min(xs), max(ys)
        self.width = round(max(xs) - self._left) + MARGIN_LEFT + MARGIN_RIGHT
        self.height = round(self._top - min(ys)) + 2 * MARGIN
        self._land = "".join(self._path(ring) for ring in land if len(ring) > 3)
        shapes = shapes_of(towns["features"])
        self._towns = {code: "".join(self._path(ring) for ring in found) for code, found in shapes.items()}
        self._spans = {code: self._span(found) for code, found in shapes.items()}
        self._centres = {code: self._place(*centre) for code, centre in centres_of(towns["features"]).items()}

    @classmethod
    def read(cls, folder: Path) -> FinlandMap:
        """The map from data/geo/. Raises OSError or ValueError when a file is missing or malformed."""
        read = [json.loads((folder / name).read_text(encoding="utf-8")) for name in ("outline.geojson", "ten.geojson")]
        return cls(*read)

    @property
    def land(self) -> str:
        """The country's outline, as a path."""
        return self._land

    def mark(self) -> Markup:
        """The mark of the network: its towns as dots, where they are in the country."""
        if not self._centres:
            return Markup("")
        xs, ys = zip(*self._centres.values(), strict=True)
        across, down = min(xs), min(ys)
        dots = "".join(
            f'<circle cx="{3 + (x - across) / 26:.1f}" cy="{3 + (y - down) / 26:.1f}" r="2.3"/>'
            for x, y in self._centres.values()
        )
        wide, high = 6 + (max(xs) - across) / 26, 6 + (max(ys) - down) / 26
        return Markup(  # noqa: S704 - numbers only
            f'<svg class="brand-mark" viewBox="0 0 {wide:.1f} {high:.1f}" aria-hidden="true">{dots}</svg>'
        )

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Kilometres east and north on the drawing."""
        return self._place(x, y)

    def named(self, towns: Sequence[Town]) -> Iterator[tuple[float, float, float, float]]:
        """Where the names of linked towns stand: left, top, right, bottom."""
        known = [town for town in towns if town.code in self._centres]
        for town in known:
            anchor, edge, dy = self._side(town, [self.point(other) for other in known if other.code != town.code])
            wide, line = width(town.label, bold=True, size=NAME), self.point(town)[1] + dy
            left = edge - wide if anchor == "end" else edge
            yield left, line - NAME, left + wide, line + NAME / 4

    @property
    def dots(self) -> list[tuple[float, float]]:
        """The dots of all towns on the drawing."""
        return [*self._centres.values()]

    @property
    def west(self) -> float:
        """How far the drawing's empty west reaches."""
        return MARGIN_LEFT

    def spot(self, code: str) -> tuple[float, float]:
        """A town's dot on the drawing, by its code."""
        return self._centres[code]

    @property
    def codes(self) -> set[str]:
        """The towns whose borders are known."""
        return set(self._centres)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return x - self._left + MARGIN_LEFT, self._top - y + MARGIN

    def _path(self, ring: Sequence[tuple[float, float]]) -> str:
        placed = [self._place(*point) for point in ring]
        return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in placed[:-1]) + "Z"

    def _span(self, shape: Sequence[Sequence[tuple[float, float]]]) -> tuple[float, float]:
        """How far west and east a town reaches on the drawing."""
        xs = [self._place(*point)[0] for ring in shape for point in ring]
        return min(xs), max(xs)

    def point(self, town: Town) -> tuple[float, float]:
        """The town's centre on the drawing. KeyError for a town without borders."""
        return self._centres[town.code]

    def svg(
        self, towns: Sequence[Town], title: str, *, here: str | None = None, linked: bool = False, marks: str = ""
    ) -> Markup:
        """The country with its towns; `here` is marked and named, or every town is named and a link.

        `marks` lie on the land, under the towns. A town whose borders are not known is left out.
        """
        towns = [town for town in towns if town.code in self._centres]
        if not self._land:
            return Markup("")
        last = sorted(towns, key=lambda town: town.code == here)  # the marked town and its name lie over the others
        shapes = [self._linked(town, towns) for town in towns] if linked else [self._shape(t, here) for t in last]
        role = 'role="group"' if linked else 'role="img"'
        return Markup(  # noqa: S704 - every text inside is escaped where it is made
            f'<svg class="map{" map-linked" if linked else ""}" viewBox="0 0 {self.width} {self.height}" {role} '
            f'aria-label="{escape(title)}"><path class="land" d="{self._land}"/>{marks}{"".join(shapes)}</svg>'
        )

    def _shape(self, town: Town, here: str | None) -> str:
        if town.code != here:
            return f'<path class="town" d="{self._towns[town.code]}"/>'
        x, y = self.point(town)
        anchor, edge, _dy = self._side(town, ())
        edge += 10 if anchor == "start" else -10
        return (
            f'<path class="town here" d="{self._towns[town.code]}"/>'
            f'<circle class="here-ring" cx="{x:.0f}" cy="{y:.0f}" r="17"/>'
            f"{_name(town, anchor, edge, y + 15)}"
        )

    def _linked(self, town: Town, towns: Sequence[Town]) -> str:
        x, y = self.point(town)
        anchor, edge, dy = self._side(town, [self.point(other) for other in towns if other.code != town.code])
        return (
            f'<a class="map-link {town.tone}" href="{escape(town.href)}">'
            f'<path class="town" d="{self._towns[town.code]}"/>'
            f'<circle class="map-dot" cx="{x:.0f}" cy="{y:.0f}" r="9"/>'
            f"{_name(town, anchor, edge, y + dy)}</a>"
        )

    def _side(self, town: Town, others: Iterable[tuple[float, float]]) -> tuple[str, float, int]:
        """Where a name goes: outwards from the country's middle, and up or down away from a close neighbour."""
        x, y = self.point(town)
        first, last = self._spans[town.code]
        close = [oy for ox, oy in others if abs(ox - x) < 230 and abs(oy - y) < 60]
        dy = 11 if not close else (-2 if y < min(close) else 26)
        west = x < MARGIN_LEFT + (self.width - MARGIN_LEFT - MARGIN_RIGHT) * 0.32
        east = x > self.width * 0.72
        return ("end", min(first, x - 9) - 8, dy) if west or east else ("start", max(last, x + 9) + 8, dy)


def finland(folder: Path) -> FinlandMap:
    """The map of data/geo/, or an empty one when its files cannot be read: pages and briefs go without."""
    try:
        return FinlandMap.read(folder)
    except UNREADABLE as error:
        log.error("The borders in %s cannot be read (%s): pages show no map.", folder, type(error).__name__)
        return FinlandMap({"features": []}, {"features": []})


def unreadable(folder: Path) -> list[Path]:
    """The files of data/geo/ that hold no shapes: maps are left out then."""
    return [folder / name for name in FILES if not has_features(folder / name)]


def has_features(file: Path) -> bool:
    """Whether the file holds the shapes of something."""
    try:
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        return bool([rings(feature["geometry"])[0][0] for feature in features])
    except UNREADABLE:
        return False


def _name(town: Town, anchor: str, x: float, y: float) -> str:
    return f'<text class="map-name" text-anchor="{anchor}" x="{x:.0f}" y="{y:.0f}">{escape(town.label)}</text>'


def rings(geometry: dict[str, Any]) -> list[Ring]:
    """Every ring of a polygon or of several."""
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]
