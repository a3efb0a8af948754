"""Makes the typeface's files of the package @fontsource-variable/hanken-grotesk; `make typeface` runs it.

Pages are sent a variable subset, programs that set PDF and PNG a file for each weight, and charts a table of widths.
The package leaves out arrows and the small two of CO₂, so they are drawn here: the OFL allows it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from portal.typeface.letters import ADVANCES, CUTS, PAGES, WEIGHTS

PARTS = ("latin", "latin-ext")
#: What pages say: Basic Latin and Latin-1, a few letters of the neighbours' languages, punctuation, minus and euro.
PAGE_SIGNS = {*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x2030, 0x2032, 0x20AC, 0x2212, 0x2122}
#: An arrow to the right on a field of so many units: its outline, turned for the other directions.
ARROW = ((60, 320), (60, 390), (700, 390), (512, 577), (562, 627), (834, 355), (562, 83), (512, 133), (700, 320))
FIELD = 894
TURNS: dict[int, tuple[str, Callable[[int, int], tuple[int, int]]]] = {
    0x2190: ("arrowleft", lambda x, y: (FIELD - x, 710 - y)),
    0x2191: ("arrowup", lambda x, y: (92 + y, x - 92)),
    0x2192: ("arrowright", lambda x, y: (x, y)),
    0x2193: ("arrowdown", lambda x, y: (802 - y, 802 - x)),
}
#: The small two: how large, and how far below the line.
SMALL_TWO, LOWERED = 0.6, -110


def drawn(font: TTFont) -> TTFont:
    """The font with the signs that the package lacks."""
    for sign, (name, turn) in TURNS.items():
        pen = TTGlyphPen(None)
        _polygon(pen, [turn(x, y) for x, y in ARROW])
        _add(font, sign, name, pen, FIELD)
    pen = TTGlyphPen(font.getGlyphSet())
    two = font.getBestCmap()[ord("2")]
    pen.addComponent(two, (SMALL_TWO, 0, 0, SMALL_TWO, 0, LOWERED))
    _add(font, 0x2082, "twoinferior", pen, round(font["hmtx"][two][0] * SMALL_TWO))
    return font


def _polygon(pen: TTGlyphPen, points: Sequence[tuple[int, int]]) -> None:
    pen.moveTo(points[0])
    for point in points[1:]:
        pen.lineTo(point)
    pen.closePath()


def _add(font: TTFont, sign: int, name: str, pen: TTGlyphPen, advance: int) -> None:
    if sign in font.getBestCmap():
        return
    outlines, glyph = font["glyf"], pen.glyph()
    outlines[name] = glyph
    font.setGlyphOrder(outlines.glyphOrder)
    glyph.recalcBounds(outlines)
    font["hmtx"][name] = (advance, glyph.xMin)
    if "gvar" in font:
        font["gvar"].variations[name] = []
    for table in font["cmap"].tables:
        table.cmap[sign] = name


def variable(source: Path) -> TTFont:
    """The weights and signs that pages use, as one variable font."""
    font = instantiateVariableFont(TTFont(source), {"wght": (WEIGHTS[0], WEIGHTS[-1])})
    if "HVAR" in font:  # indexed by the order of glyphs; the widths are in gvar too
        del font["HVAR"]
    for name in font.getGlyphOrder():  # what does not vary has no entry, and the subsetter asks for one
        font["gvar"].variations.setdefault(name, [])
    options = Options(layout_features=["kern", "mark", "ccmp", "locl"], hinting=False, notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=PAGE_SIGNS)
    subsetter.subset(font)
    drawn(font)
    font.flavor = "woff2"
    return font


def cut(sources: Sequence[Path], weight: int) -> TTFont:
    """One weight with every sign of the package."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.ttf" for number, _source in enumerate(sources)]
        for path, source in zip(paths, sources, strict=True):
            part = instantiateVariableFont(TTFont(source), {"wght": weight}, updateFontNames=True)
            part.flavor = None
            part.save(path)
        Merger().merge([str(path) for path in paths]).save(paths[0])
        return drawn(TTFont(paths[0]))


def advances() -> dict[str, list[int]]:
    """The regular and bold width of every sign, in thousandths of the size."""
    regular, bold = (TTFont(CUTS[weight]) for weight in (WEIGHTS[0], WEIGHTS[-1]))
    ems = 1000 / regular["head"].unitsPerEm
    return {
        chr(sign): [round(font["hmtx"][name][0] * ems) for font in (regular, bold)]
        for sign, name in sorted(regular.getBestCmap().items())
        if sign >= 0x20
    }


def main(package: Path) -> None:
    """Write every file of the typeface; `package` is the package's folder of fonts."""
    sources = [package / f"hanken-grotesk-{part}-wght-normal.woff2" for part in PARTS]
    variable(sources[0]).save(PAGES)
    for weight in WEIGHTS:
        cut(sources, weight).save(CUTS[weight])
    widths = advances()
    ADVANCES.write_text(
        json.dumps(widths, ensure_ascii=False, indent=None, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    print(f"typeface: {PAGES.name} {PAGES.stat().st_size // 1000} kB, {len(widths)} signs")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
