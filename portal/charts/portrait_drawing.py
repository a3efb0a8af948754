"""One portrait of a town while it is drawn: the ground, what is near, the ways out, and names where there is room."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from markupsafe import Markup, escape

from portal.charts.map import FinlandMap
from portal.charts.portrait_frame import EDGE, Box, Frame, Point, Points, Shape, gap, within
from portal.domain.profile import Profile
from portal.domain.surroundings import Nearby, surroundings
from portal.i18n import _, listing, number, with_unit
from portal.typeface.letters import width

#: Sizes of text in units of the drawing: the town, what is near, neighbours.
NAME, NEAR, FAINT = 25, 17, 15
#: Half of a sign, and how near to the middle of the town a place belongs to its name.
SIGN, HERE = 11, 24
#: From the left of a sign to the name beside it, and a name that is broken where it can be.
BESIDE, LONG = 2 * SIGN + 6, 150
#: Finland in the corner: its height, and the corner with scale and country.
INSET, CORNER = 104, (70, 160)
#: The sea lies south-west of a line from the mouth of the Tornio river to Virolahti; what else is not Finland is land.
TORNIO, VIROLAHTI = (372.0, 7310.0), (540.0, 6705.0)
#: Signs drawn around nought.
SIGNS = {
    "port": "M0-3V7M-5.5 2C-5 5.5-2.5 7 0 7S5 5.5 5.5 2M-3-.8H3M0-3A1.9 1.9 0 1 1 0-6.8 1.9 1.9 0 1 1 0-3",
    "rail": "M-4-6H4V3H-4ZM-4-1.5H4M-2.5 3-4.5 7M2.5 3 4.5 7",
    "air": "M0-7 1-5V-1.5L7 2V3.5L1 2V5L3 6.5V7L0 6.5-3 7V6.5L-1 5V2L-7 3.5V2L-1-1.5V-5Z",
}
#: Those that are areas; the others are lines.
AREAS = ("air",)


@dataclass
class PortraitDrawing:
    """One portrait while it is drawn: `taken` is where something stands already, `ends` where the ways are cut off."""

    shapes: Mapping[str, Shape]
    centre: Point
    country: FinlandMap
    profile: Profile
    frame: Frame
    taken: list[Box] = field(default_factory=list)
    ends: list[Point] = field(default_factory=list)

    @property
    def code(self) -> str:
        """The town's own code."""
        return self.profile.city.code

    @cached_property
    def name(self) -> str:
        """The town's name."""
        return self.profile.names.label(self.code)

    @cached_property
    def middle(self) -> Point:
        """The town's dot."""
        return self.frame.at(self.centre)

    @cached_property
    def near(self) -> list[tuple[Nearby, Point]]:
        """What is around the town, with its point on the drawing, inside the frame or not."""
        return [(place, self.frame.at((place.east, place.north))) for place in surroundings(self.profile)]

    @cached_property
    def inside(self) -> list[tuple[Nearby, Point]]:
        """What lies in the frame."""
        return [(place, point) for place, point in self.near if self.frame.holds(point)]

    @cached_property
    def beyond(self) -> list[tuple[Nearby, Point]]:
        """What lies beyond it, with where the way there leaves the frame."""
        ways = [(p, self.frame.exit(self.middle, point)) for p, point in self.near if not self.frame.holds(point)]
        return sorted(ways, key=lambda way: way[1])

    @cached_property
    def seen(self) -> dict[str, Shape]:
        """The other municipalities that reach into the frame."""
        f = self.frame
        east, south = f.west + f.wide / f.scale, f.north - f.high / f.scale

        def reaches(shape: Shape) -> bool:
            xs, ys = [x for ring in shape for x, _y in ring], [y for ring in shape for _x, y in ring]
            return min(xs) < east and max(xs) > f.west and min(ys) < f.north and max(ys) > south

        return {code: shape for code, shape in self.shapes.items() if code != self.code and reaches(shape)}

    @property
    def words(self) -> str:
        """What the portrait shows, in words."""
        locale = self.profile.locale

        def told(places: Iterable[tuple[Nearby, Point]]) -> str:
            return listing([f"{place.name} {place.distance}" for place, _point in places], locale)

        said = [_("%(town)s on the map, with its neighbours.", town=self.name)]
        if self.inside:
            said.append(_("In the picture, with the distance from the centre: %(places)s.", places=told(self.inside)))
        if self.beyond:
            said.append(_("Ways out, in a straight line: %(places)s.", places=told(self.beyond)))
        return " ".join(said)

    def pieces(self) -> Iterator[str]:
        """Everything drawn, from the ground up."""
        yield from self.ground()
        texts = [*self.home(), *self.places(), *self.corner(), *self.ways(), *self.neighbours()]
        yield from (f'<path class="portrait-way" d="{self.way(end)}"/>' for end in self.ends)
        x, y = self.middle
        yield f'<circle class="portrait-dot" cx="{x:.0f}" cy="{y:.0f}" r="6"/>'
        yield from texts

    def ground(self) -> Iterator[str]:
        """Sea and land, the neighbours and the town."""
        f = self.frame
        yield f'<path class="portrait-abroad" d="M0 0H{f.wide:g}V{f.high:g}H0Z"/>'
        (x, y), (u, v) = f.at(TORNIO), f.at(VIROLAHTI)
        if any(math.copysign(1, (u - x) * (b - y) - (v - y) * (a - x)) > 0 for a in (0, f.wide) for b in (0, f.high)):
            far = 4 * f.wide
            shore = f"M{x:.0f} {y:.0f}L{u:.0f} {v:.0f}V{v + far:.0f}H{x - far:.0f}V{y:.0f}Z"
            yield f'<path class="portrait-sea" d="{shore}"/>'
        own = self.shapes[self.code]
        land = "".join(f.path(ring) for shape in (*self.seen.values(), own) for ring in shape)
        yield f'<path class="portrait-land" d="{land}"/>'
        yield f'<path class="portrait-town" d="{"".join(f.path(ring) for ring in own)}"/>'

    def home(self) -> Iterator[str]:
        """The town's name at its dot, with the signs of what is in its middle."""
        x, y = self.middle
        signs = [place for place, point in self.inside if math.dist(point, self.middle) < HERE]
        wide = width(self.name, bold=True, size=NAME)
        high = NAME + (2 * SIGN + 8 if signs else 0)
        box = self.free(
            [
                (x + 12, y - NAME / 2),
                (x - 12 - wide, y - NAME / 2),
                (x - wide / 2, y + 12),
                (x - wide / 2, y - 12 - high),
            ],
            (wide, high),
        )
        yield _text("portrait-name", box.left, box.top + NAME * 0.8, self.name)
        for at, place in enumerate(signs):
            yield _sign(place.sign, (box.left + SIGN + at * (2 * SIGN + 5), box.bottom - SIGN))
        self.taken.append(Box(x - 7, y - 7, x + 7, y + 7))

    def places(self) -> Iterator[str]:
        """What lies in the frame away from the town's middle, by its name."""
        away = [(place, point) for place, point in self.inside if math.dist(point, self.middle) >= HERE]
        self.taken += [Box(x - SIGN, y - SIGN, x + SIGN, y + SIGN) for _place, (x, y) in away]
        for place, (x, y) in away:
            wide, high = _measure(place)
            spots = [
                (x + 16, y - high / 2),
                (x - 16 - wide, y - high / 2),
                (x - wide / 2, y + 14),
                (x - wide / 2, y - 14 - high),
            ]
            box = self.free(spots, (wide, high))
            yield _sign(place.sign, (x, y))
            yield _label(place, box.left, box.top)

    def corner(self) -> Iterator[str]:
        """The country and the scale, in the corner that is freest."""
        wide, high = CORNER
        f = self.frame
        spots = [
            (f.wide - wide - EDGE, EDGE),
            (EDGE, EDGE),
            (f.wide - wide - EDGE, f.high - high - EDGE),
            (EDGE, f.high - high - EDGE),
        ]
        points = [self.middle, *(point for _place, point in (*self.inside, *self.beyond))]

        def room(spot: Point) -> float:
            middle = spot[0] + wide / 2, spot[1] + high / 2
            return -min(math.dist(middle, point) for point in points)

        box = self.free(sorted(spots, key=room), CORNER)
        map_ = self.country
        if map_.land and self.code in map_.codes:
            u, v = map_.spot(self.code)
            scale = INSET / map_.height
            placed = f"translate({box.left:.0f} {box.top:.0f}) scale({scale:.4f}) translate(-{map_.west:.0f} 0)"
            yield (
                f'<g transform="{placed}">'
                f'<path class="portrait-country" d="{map_.land}"/>'
                f'<circle class="portrait-here" cx="{u:.0f}" cy="{v:.0f}" r="52"/></g>'
            )
        yield from self.scale(box.left + 2, box.bottom - 8)

    def scale(self, x: float, y: float) -> Iterator[str]:
        """A bar of round kilometres."""
        km = max(km for km in (1, 2, 5, 10, 20, 50) if km * self.frame.scale <= CORNER[0] or km == 1)
        end = x + km * self.frame.scale
        yield f'<path class="portrait-scale" d="M{x:.0f} {y - 5:.0f}V{y:.0f}H{end:.0f}V{y - 5:.0f}"/>'
        text = with_unit(number(km, self.profile.locale), "km", self.profile.locale)
        yield _text("portrait-faint", x, y - 12, text)

    @cached_property
    def lines(self) -> list[Points]:
        """The ways out as points close to each other."""
        shares = np.linspace(0, 1, 80)[:, None]
        start = np.array(self.middle)
        return [start + shares * (np.array(point) - start) for _place, point in self.beyond]

    def ways(self) -> Iterator[str]:
        """The names of what lies beyond, where the ways leave the frame; of two orders of choosing, the better one."""
        numbers = range(len(self.beyond))
        _cost, boxes = min((self._arranged(order) for order in (numbers, numbers[::-1])), key=lambda found: found[0])
        self.taken += boxes.values()
        for at, (place, _point) in enumerate(self.beyond):
            x, y = _until(self.lines[at], boxes[at])[-1]
            self.ends.append((float(x), float(y)))
            yield _sign(place.sign, (boxes[at].left + SIGN, boxes[at].top + SIGN))
            yield _label(place, boxes[at].left + BESIDE, boxes[at].top)

    def _arranged(self, order: Iterable[int]) -> tuple[float, dict[int, Box]]:
        """Where the names stand when they choose in this order, and how much they cover or are off their ways."""
        taken, lines, cost, boxes = [*self.taken], [*self.lines], 0.0, dict[int, Box]()
        for at in order:
            place, point = self.beyond[at]
            wide, high = _measure(place)
            size = wide + BESIDE, high
            worse, boxes[at] = self._best([*self._along(point, size)], size, at)
            self.taken.append(boxes[at])
            self.lines[at] = _until(self.lines[at], boxes[at])
            cost += worse
        self.taken, self.lines[:] = taken, lines
        return cost, boxes

    def _along(self, point: Point, size: tuple[float, float]) -> Iterator[Point]:
        """Places for a text along the edge of the frame, the nearest to a point first."""
        (x, y), (wide, high), f = point, size, self.frame
        right, bottom = f.wide - EDGE - wide, f.high - EDGE - high

        def held(u: float, v: float) -> Point:
            return min(max(EDGE, u), right), min(max(EDGE, v), bottom)

        spots = {held(u, v) for u in np.linspace(EDGE, right, 24) for v in (EDGE, bottom)}
        spots |= {held(u, v) for v in np.linspace(EDGE, bottom, 24) for u in (EDGE, right)}
        yield from sorted(spots, key=lambda s: (gap(Box(s[0], s[1], s[0] + wide, s[1] + high), (x, y)), s))

    def way(self, end: Point) -> str:
        """A line from the town to the edge of the frame, and its arrow."""
        (x, y), (u, v) = self.middle, end
        angle = math.atan2(v - y, u - x)
        wings = [(u - 9 * math.cos(angle + turn), v - 9 * math.sin(angle + turn)) for turn in (0.45, -0.45)]
        (a, b), (c, d) = wings
        return f"M{x:.0f} {y:.0f}L{u:.0f} {v:.0f}M{a:.1f} {b:.1f}L{u:.1f} {v:.1f} {c:.1f} {d:.1f}"

    def neighbours(self) -> Iterator[str]:
        """The names of the neighbours that have room for them."""
        for code, shape in self.seen.items():
            name = self.profile.names.label(code)
            wide, high = width(name, size=FAINT), FAINT
            spot = self._roomy(shape, wide, high)
            if spot is not None:
                self.taken.append(Box(spot[0], spot[1], spot[0] + wide, spot[1] + high))
                yield _text("portrait-faint", spot[0], spot[1] + 12, name)

    def _roomy(self, shape: Shape, wide: float, high: float) -> Point | None:
        """Where a name fits inside a shape and the frame, nearest to the middle of what is seen of it."""
        f = self.frame
        us, vs = np.meshgrid(np.arange(EDGE, f.wide - wide - EDGE, 14.0), np.arange(EDGE, f.high - high - EDGE, 14.0))
        us, vs = us.ravel(), vs.ravel()
        polygon = [[f.at(point) for point in ring] for ring in shape]
        corners = ((0, 0), (wide, 0), (0, high), (wide, high), (wide / 2, high / 2))
        fits = np.logical_and.reduce([within(polygon, us + du, vs + dv) for du, dv in corners])
        spots = [*zip(us[fits], vs[fits], strict=True)]
        if not spots:
            return None
        mx, my = np.mean(us[fits]), np.mean(vs[fits])
        for u, v in sorted(spots, key=lambda s: (math.hypot(s[0] - mx, s[1] - my), s)):
            if not self._covered(Box(u, v, u + wide, v + high)):
                return float(u), float(v)
        return None

    def free(self, spots: Sequence[Point], size: tuple[float, float]) -> Box:
        """The first spot inside the frame that is free, or else the one that covers least; it is taken from now on."""
        _cost, found = self._best(spots, size)
        self.taken.append(found)
        return found

    def _best(self, spots: Sequence[Point], size: tuple[float, float], own: int | None = None) -> tuple[float, Box]:
        """The best spot and its fault; `own` is the way that may lead to it, and should not be far from it."""
        boxes = [Box(x, y, x + size[0], y + size[1]) for x, y in spots]
        inside = [b for b in boxes if self.frame.holds((b.left, b.top), 4) and self.frame.holds((b.right, b.bottom), 4)]

        def fault(box: Box) -> float:
            return self._covered(box, own) + (0 if own is None else gap(box, self.beyond[own][1]) / 40)

        found = min(inside or boxes, key=fault)
        return fault(found), found

    def _covered(self, box: Box, own: int | None = None) -> int:
        """How much of what stands there a text would cover; a way counts less than a text, but its end more."""
        others = [line for at, line in enumerate(self.lines) if at != own]
        ways = sum(bool(box.holding(line).any()) + 2 * bool(box.holding(line[-9:]).any()) for line in others)
        return 9 * sum(box.meets(other) for other in self.taken) + 2 * ways


def _until(line: Points, box: Box) -> Points:
    """A way as far as the name that it leads to."""
    met = np.flatnonzero(box.holding(line, 6))
    return line[: met[0] + 1] if len(met) else line


def _lines(place: Nearby) -> list[str]:
    """The name in one line, or in two where it is long."""
    words = place.name.split(" ")
    if len(words) == 1 or width(place.name, size=NEAR) <= LONG:
        return [place.name]
    parts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return [*min(parts, key=lambda lines: max(width(line, size=NEAR) for line in lines))]


def _measure(place: Nearby) -> tuple[float, float]:
    """How wide and high the lines of a place are."""
    lines = _lines(place)
    wide = max(width(place.distance, bold=True, size=NEAR), *(width(line, size=NEAR) for line in lines))
    return wide, (1.1 * len(lines) + 1.1) * NEAR


def _label(place: Nearby, x: float, y: float) -> str:
    lines = _lines(place)
    names = (_text("portrait-near", x, y + NEAR * (0.85 + 1.1 * at), line) for at, line in enumerate(lines))
    return "".join(names) + _text("portrait-km", x, y + NEAR * (0.85 + 1.1 * len(lines)), place.distance)


def _text(kind: str, x: float, y: float, words: str) -> str:
    return f'<text class="{kind}" x="{x:.0f}" y="{y:.0f}">{escape(words)}</text>'


def sign_svg(sign: str) -> Markup:
    """A pictogram for a legend."""
    return Markup(  # noqa: S704 - numbers only
        f'<svg class="sign-small" viewBox="-12 -12 24 24" width="20" height="20" aria-hidden="true">'
        f"{_sign(sign, (0, 0))}</svg>"
    )


def sign_at(sign: str, point: Point, larger: float = 1) -> str:
    """A pictogram somewhere on another drawing."""
    return f'<g transform="translate({point[0]:.0f} {point[1]:.0f}) scale({larger:g})">{_sign(sign, (0, 0))}</g>'


def _sign(sign: str, point: Point) -> str:
    """A pictogram on a round ground."""
    drawn = f'<path class="portrait-{"area" if sign in AREAS else "line"}" d="{SIGNS[sign]}"/>'
    ground = f'<circle class="portrait-sign" r="{SIGN}"/>'
    return f'<g transform="translate({point[0]:.0f} {point[1]:.0f})">{ground}{drawn}</g>'
