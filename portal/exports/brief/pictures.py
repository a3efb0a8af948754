"""The drawings of a brief as SVG files that stand alone: on white paper, with the colours of the site's light page."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import segno
from markupsafe import escape

from portal.charts.portrait import Portrait
from portal.charts.svg import sparkline
from portal.exports import drawing
from portal.exports.brief.pieces import Drawing
from portal.exports.drawing import PicturePart
from portal.exports.portrait import toned
from portal.exports.style import Style
from portal.indicators.library import Point
from portal.typeface.letters import FAMILY

#: Pixels: how wide a chart is drawn. On paper it is two thirds of that in points.
WIDTH = 740
BOX = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')


def chart(markup: str, style: Style, alt: str) -> Drawing | None:
    """A chart of the pages; None where nothing is drawn."""
    part = drawing.chart(markup, style, WIDTH)
    return of_parts([part], style, alt) if part else None


def of_parts(parts: Sequence[PicturePart], style: Style, alt: str) -> Drawing:
    """Pieces of a picture, one under the other."""
    drawn, y = [], 0.0
    for part in parts:
        drawn.append(f'<g transform="translate(0 {y:g})">{part.markup}</g>')
        y += part.height
    return _alone("".join(drawn), (WIDTH, y), _on_white("".join(drawn), style), alt)


def map_of(markup: str, style: Style, alt: str) -> Drawing | None:
    """The map of Finland; None where there are no shapes."""
    box = BOX.search(markup)
    if box is None:
        return None
    inner = markup[markup.index(">") + 1 : markup.rindex("</svg>")]
    drawn = f'<g class="hero-map-small"><g class="map">{inner}</g></g>'
    return _alone(drawn, (float(box[1]), float(box[2])), style.of(drawn), alt)


def portrait_of(drawn: Portrait, style: Style, tone: str) -> Drawing:
    """A town's portrait in its colour."""
    return _alone(drawn.markup, drawn.size, toned(style, drawn, tone), drawn.words)


def spark(points: Sequence[Point], style: Style) -> Drawing:
    """The small line of a key figure; the words beside it say what it shows."""
    drawn = str(sparkline(points))
    return _alone(drawn, (100, 30), style.of(drawn), "")


def qr(address: str, style: Style, alt: str) -> Drawing:
    """An address for a phone's camera."""
    code = segno.make(address, error="m", micro=False)
    out = io.BytesIO()
    code.save(out, kind="svg", xmldecl=False, nl=False, dark=style.colour("ink"), light="#ffffff", border=2)
    width, height = code.symbol_size(border=2)
    return Drawing(out.getvalue().decode(), width, height, alt)


def _on_white(drawn: str, style: Style) -> str:
    """The rules of a drawing on a page that is white, not tinted as on the screen."""
    return style.of(drawn).replace(style.colour("paper"), "#ffffff")


def _alone(drawn: str, size: tuple[float, float], sheet: str, alt: str) -> Drawing:
    width, height = size
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" font-family="{FAMILY}">'
        f"<title>{escape(alt)}</title><style>{sheet}</style>{drawn}</svg>"
    )
    return Drawing(svg, width, height, alt)
