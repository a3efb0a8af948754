"""A portrait of a town made of real data: its shape among its neighbours, the sea, what is near, and the ways out."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

from portal.charts.map import UNREADABLE, FinlandMap, borders, centres_of, finland
from portal.charts.portrait_drawing import PortraitDrawing
from portal.charts.portrait_frame import Frame, Point
from portal.domain.profile import Profile

log = logging.getLogger(__name__)

#: The frame on pages and paper.
SIZE = (480.0, 440.0)


@dataclass(frozen=True)
class Portrait:
    """What is drawn, as markup in a box of this size, and the same in words."""

    markup: str
    size: tuple[float, float]
    words: str

    def svg(self) -> Markup:
        """The portrait for a page."""
        wide, high = self.size
        return Markup(  # noqa: S704 - every text inside is escaped where it is made
            f'<svg class="portrait" viewBox="0 0 {wide:g} {high:g}" role="img" aria-label="{escape(self.words)}">'
            f"{self.markup}</svg>"
        )


class Portraits:
    """The shapes of every municipality, and the portrait of each town among them."""

    def __init__(
        self, shapes: Mapping[str, Sequence[Sequence[Point]]], centres: Mapping[str, Point], country: FinlandMap
    ) -> None:
        self.shapes = shapes
        self.centres = centres
        self.country = country

    @classmethod
    def read(cls, folder: Path, country: FinlandMap) -> Portraits:
        """The shapes of data/geo/; none, and a line in the log, when a file is missing or malformed."""
        try:
            shapes, towns = borders(folder)
            return cls(shapes, centres_of(towns), country)
        except UNREADABLE as error:
            log.error("%s cannot be read (%s): portraits of towns are left out.", folder, type(error).__name__)
            return cls({}, {}, country)

    def sign(self, code: str, size: float = 32) -> str:
        """A town's outline as one path that fills a square; empty where its shape is not known."""
        if code not in self.shapes:
            return ""
        shape = self.shapes[code]
        xs, ys = [x for ring in shape for x, _y in ring], [y for ring in shape for _x, y in ring]
        span = max(max(xs) - min(xs), max(ys) - min(ys))
        west, north = (max(xs) + min(xs) - span) / 2, (max(ys) + min(ys) + span) / 2
        frame = Frame(west, north, size / span, size, size)
        return "".join(frame.path(ring) for ring in shape)

    def drawn(self, profile: Profile, size: tuple[float, float] = SIZE, middle: float = 0.5) -> Portrait | None:
        """The portrait of a town in its reader's language; None where its shape is not known."""
        code = profile.city.code
        if code not in self.shapes or code not in self.centres:
            return None
        frame = Frame.around([point for ring in self.shapes[code] for point in ring], size, middle)
        drawing = PortraitDrawing(self.shapes, self.centres[code], self.country, profile, frame)
        return Portrait("".join(drawing.pieces()), size, drawing.words)


@cache
def portraits(folder: Path) -> Portraits:
    """Those of a folder, read once."""
    return Portraits.read(folder, finland(folder))
