"""The picture's style is the page's: what is read of the style sheet, and what is left out."""

from __future__ import annotations

from pathlib import Path

from portal.exports.style import Style

SHEET = """
/* a comment with { braces } */
:root { --paper: #fff; --mark: #c00; --end: 200px; color-scheme: light dark; }
@media (prefers-color-scheme: dark) { :root { --paper: #000; } .line { stroke: red; } }
.chart { overflow: visible; }
.chart-trend { padding: 0 var(--end) 0 20px; }
.chart-trend.wide { padding-left: 66px; }
.chart-map { padding: 3px; }
.chart-industries { padding-right: 118px; }
.chart text { font: 13px/1 var(--font); fill: var(--mark); cursor: pointer; }
.initials, .chart text.initials { font: 600 11px/1 var(--font); }
.line { stroke: var(--mark); stroke-width: 2px; stroke-dasharray: 6 5; }
.line:hover, .line[hidden], .line > b { stroke: var(--paper); }
.areas path { stroke-width: .5px; }
.never { fill: blue; }
p { fill: green; }
"""
STYLE = Style(SHEET)


def test_colours_are_spelt_out_in_their_light_form() -> None:
    made = STYLE.of('<g class="chart"><path class="line"/></g>')
    assert ".line{stroke:#c00;stroke-width:2;stroke-dasharray:6 5}" in made
    assert "var(" not in made
    assert STYLE.colour("paper") == "#fff"
    assert STYLE.colour("unheard-of") == "#000000"


def test_only_what_paints_what_is_there_is_taken() -> None:
    made = STYLE.of('<g class="chart"><path class="line"/></g>')
    for word in ("never", "green", "hover", "hidden", "cursor", "red", "#fff", "initials", "overflow"):
        assert word not in made


def test_a_font_becomes_its_weight_and_size() -> None:
    made = STYLE.of('<g class="chart"><text class="initials"/></g>')
    assert ".chart text{font-weight:400;font-size:13px;fill:#c00}" in made
    assert ".chart text.initials{font-weight:600;font-size:11px}" in made


def test_lines_in_a_smaller_drawing_are_thicker() -> None:
    assert STYLE.of('<path class="areas"/>', {"areas": 4}) == ".areas path{stroke-width:2}"


def test_what_a_wide_page_hides_is_hidden_and_boxes_are_nobodys_business() -> None:
    style = Style(".brief { display: none; } .chart { display: flex; } .whole { display: inline; }")
    made = style.of('<g class="chart"><text class="brief whole"/></g>')
    assert made.split("\n") == [".brief{display:none}", ".whole{display:inline}"]


def test_the_room_beside_a_chart_is_the_pages() -> None:
    assert STYLE.sides(["chart", "chart-trend"]) == (20, 200)
    assert STYLE.sides(["chart", "chart-trend", "wide"]) == (66, 200)
    assert STYLE.sides(["chart-map"]) == (3, 3)
    assert STYLE.sides(["chart-industries"]) == (0, 118)
    assert STYLE.sides(["unheard-of"]) == (0, 0)


def test_a_sheet_that_cannot_be_read_leaves_pictures_without_colours(tmp_path: Path) -> None:
    assert Style.read(tmp_path / "none.css").of('<path class="line"/>') == ""
