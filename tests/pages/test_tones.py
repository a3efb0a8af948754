"""The colours of towns are read on every ground, light and dark, and are told apart from each other."""

from __future__ import annotations

import re
from itertools import combinations

import pytest

from portal.domain.tones import TONES
from portal.settings import ROOT

SHEET = (ROOT / "assets" / "portal.css").read_text(encoding="utf-8")


def tokens(scheme: str) -> dict[str, str]:
    start = SHEET.index(":root {") if scheme == "light" else SHEET.index(":root:not(.on-paper) {")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", SHEET[start : SHEET.index("}", start)]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_towns_colour_can_be_read_as_text_on_every_ground(scheme: str) -> None:
    known = tokens(scheme)
    for number in range(1, TONES + 1):
        for ground in ("paper", "wash", "land", "sea"):
            assert contrast(known[f"t{number}"], known[ground]) >= 4.5, (number, ground)
        assert f".tone-{number} {{ --town: var(--t{number}); }}" in SHEET


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_two_towns_have_the_same_colour(scheme: str) -> None:
    known = tokens(scheme)
    for one, other in combinations(range(1, TONES + 1), 2):
        assert known[f"t{one}"] != known[f"t{other}"]
