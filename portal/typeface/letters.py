"""Hanken Grotesk: where its files are, and how wide its letters are. `portal.typeface.build` makes both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache

from portal.settings import ROOT

FOLDER = ROOT / "assets" / "typeface"
FAMILY = "Hanken Grotesk"
#: The variable font that pages are sent.
PAGES = FOLDER / "hanken-grotesk.woff2"
#: Regular, semi-bold and bold for programs that read no variable font.
WEIGHTS = (400, 600, 700)
CUTS = {weight: FOLDER / f"hanken-grotesk-{weight}.ttf" for weight in WEIGHTS}
#: Regular and bold width of each letter, in thousandths of the size.
ADVANCES = FOLDER / "advances.json"
#: A letter that the font lacks, drawn by another.
UNKNOWN = (620, 660)


@cache
def _advances() -> Mapping[str, Sequence[int]]:
    found: Mapping[str, Sequence[int]] = json.loads(ADVANCES.read_text(encoding="utf-8"))
    return found


def width(text: str, *, bold: bool = False, size: float = 13) -> float:
    """How wide a text is without kerning, in pixels: a little too much rather than too little."""
    advances = _advances()
    return sum(advances.get(letter, UNKNOWN)[bold] for letter in text) * size / 1000
