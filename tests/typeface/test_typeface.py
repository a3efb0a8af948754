"""The typeface: its files say what its table of widths says, and may be shipped."""

from __future__ import annotations

from fontTools.ttLib import TTFont

from portal.typeface.letters import CUTS, FOLDER, PAGES, width

WORDS = "Kristiinankaupunki 12\u00a0345,6\u00a0% – Åbo → CO₂"


def drawn(font: TTFont, text: str) -> float:
    """How wide a font sets a text of one em, without kerning."""
    signs, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[signs[ord(letter)]][0] for letter in text) / font["head"].unitsPerEm


def test_a_text_is_as_wide_as_the_fonts_draw_it() -> None:
    for weight, bold in ((400, False), (700, True)):
        assert abs(width(WORDS, bold=bold, size=1) - drawn(TTFont(CUTS[weight]), WORDS)) < 0.01 * len(WORDS)


def test_pages_are_sent_every_weight_in_at_most_thirty_kilobytes() -> None:
    (axis,) = TTFont(PAGES)["fvar"].axes
    assert (axis.axisTag, axis.minValue, axis.maxValue) == ("wght", 400, 700)
    assert PAGES.stat().st_size <= 30_000
    assert {ord(letter) for letter in WORDS} <= set(TTFont(PAGES).getBestCmap())


def test_figures_stand_under_each_other() -> None:
    for file in (PAGES, *CUTS.values()):
        assert len({drawn(TTFont(file), figure) for figure in "0123456789"}) == 1, file.name


def test_its_licence_is_with_it_and_reserves_no_name() -> None:
    licence = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "with Reserved Font Name" not in licence


def test_a_letter_that_it_lacks_has_a_width_too() -> None:
    assert width("\u4eac", size=10) > 0
