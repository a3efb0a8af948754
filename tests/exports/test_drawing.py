"""Pictures that stand alone: whole, in one language, drawn as on the page, the same bytes each time."""

from __future__ import annotations

import io
import re
import struct
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from portal.exports.drawing import Picture, PicturePart, spaced, svg
from portal.exports.raster import png
from portal.exports.style import Style
from portal.i18n import HTML_LANG, LOCALES, Locale
from portal.settings import ROOT
from tests.exports.conftest import COMPARE, INDICATORS, TOWNS, Fetch

SVG = "{http://www.w3.org/2000/svg}"
STYLE = Style.read(ROOT / "assets" / "portal.css")
VIEWS = {
    "employment_rate_18_64": (
        "",
        "?view=ranking&year=2020",
        "?view=distribution&h=140&p=684,765",
        "?view=map&h=140&p=684",
        "?view=scatter&h=140",
        "?view=table&h=140",
        "?view=trend&h=140&p=684,SSS&scale=index",
    ),
    "workplaces_by_industry": ("?view=industries&h=140",),
}
PATHS = [f"{key}.svg{query}" for key, queries in VIEWS.items() for query in queries]


def tree(text: str) -> Any:
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False))


def words(root: Any) -> str:
    """What is read in the picture, title and tooltips left out."""
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text")).replace("\u00a0", " ")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("path", PATHS)
def test_a_view_is_a_whole_picture(fetch: Fetch, path: str, locale: Locale) -> None:
    answer = fetch(f"{INDICATORS[locale]}/{path}")
    assert answer.content_type == "image/svg+xml; charset=utf-8"
    root = tree(answer.text)
    said = words(root)
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("lang")) == ("960", HTML_LANG[locale])
    assert root.find(f"{SVG}title").text
    assert {"fi": "Lähde:", "sv": "Källa:", "en": "Source:"}[locale] in said
    assert "CC BY 4.0" in said
    assert f"http://127.0.0.1:8050{INDICATORS[locale]}/" in said
    assert root.findall(f".//{SVG}path") + root.findall(f".//{SVG}circle") + root.findall(f".//{SVG}rect")[1:]


@pytest.mark.parametrize(
    "path", [f"/en/indicators/{path}" for path in PATHS] + [f"{TOWNS['en']}.svg", f"{COMPARE['en']}.svg"]
)
def test_a_picture_needs_nothing_from_outside(fetch: Fetch, path: str) -> None:
    text = fetch(path).text
    root = tree(text)
    assert "var(" not in text
    assert "vector-effect" not in text
    assert not [node for node in root.iter() if node.tag in (f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject")]
    assert not [name for node in root.iter() for name in node.attrib if name.startswith("on") or "href" in name]
    assert not re.search(r"url\(|@import", text)


@pytest.mark.parametrize("path", PATHS)
def test_the_picture_has_room_for_what_hangs_beside_the_drawing(fetch: Fetch, path: str) -> None:
    root = tree(fetch(f"/fi/tunnusluvut/{path}").text)
    (chart,) = [g for g in root.findall(f"{SVG}g/{SVG}g") if g.get("class", "").startswith("chart ")]
    drawing = chart.find(f"{SVG}svg")
    left, width = float(drawing.get("x", "0")), float(drawing.get("width"))
    for text in drawing.findall(f"{SVG}text"):
        dx = float(text.get("dx", "0"))
        if text.get("x") == "100%" and text.get("text-anchor") == "end":
            assert 30 + left + width + dx <= 930
        if text.get("x") == "0" and text.get("text-anchor") is None:
            assert 30 + left + dx >= 30


def test_the_towns_line_has_its_colour_and_its_thickness(fetch: Fetch) -> None:
    text = fetch("/fi/tunnusluvut/employment_rate_18_64.svg?view=trend&h=140").text
    assert f".line.town{{stroke:{STYLE.colour('mark')};stroke-width:3}}" in text
    root = tree(text)
    line = root.find(f".//{SVG}path[@class='line town']")
    ends = [float(x) for x in re.findall(r"[ML](-?[\d.]+) ", line.get("d"))]
    plot = line.getparent()
    assert (plot.get("viewBox"), max(ends)) == (None, pytest.approx(float(plot.get("width"))))


def test_a_chosen_place_is_named_and_the_others_are_there(fetch: Fetch) -> None:
    root = tree(fetch("/sv/nyckeltal/employment_rate_18_64.svg?view=distribution&h=140&p=684,765").text)
    said = words(root)
    assert "Idensalmi" in said and "Raumo" in said and "Sotkamo" in said
    assert len(root.findall(f".//{SVG}circle")) > 100


def test_the_map_has_its_legend(fetch: Fetch) -> None:
    text = fetch("/en/indicators/employment_rate_18_64.svg?view=map&h=140").text
    root = tree(text)
    assert len(root.findall(f".//{SVG}path[@class]")) > 100
    fills = [rect.get("fill") for rect in root.findall(f".//{SVG}rect")]
    assert [STYLE.colour(f"q{n}") for n in (5, 4, 3, 2, 1)] == fills[1:6]
    assert "Iisalmi" in words(root)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_towns_card_has_its_key_figures(fetch: Fetch, locale: Locale) -> None:
    said = words(tree(fetch(f"{TOWNS[locale]}.svg").text))
    for figure in fetch(f"{TOWNS[locale]}.json").json["key_figures"]:
        assert figure["name"] in said
        assert figure["period"] in said
    assert f"http://127.0.0.1:8050{TOWNS[locale]}" in said


def test_a_comparison_shows_its_places(fetch: Fetch) -> None:
    said = words(tree(fetch("/en/compare.svg?c=140,684").text))
    assert "Iisalmi" in said and "Rauma" in said
    assert "http://127.0.0.1:8050/en/compare?c=140,684" in said


@pytest.mark.parametrize(
    "path",
    [
        "/fi/tunnusluvut/population.png?view=trend&h=140",
        "/sv/nyckeltal/employment_rate_18_64.png?view=map&h=140",
        "/en/indicators/employment_rate_18_64.png?view=distribution&h=140",
        "/en/cities/iisalmi.png",
        "/en/compare.png",
    ],
)
def test_a_png_is_made_of_the_same_picture(fetch: Fetch, path: str) -> None:
    answer = fetch(path)
    assert answer.content_type == "image/png"
    assert answer.data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", answer.data[16:24])
    root = tree(fetch(path.replace(".png", ".svg")).text)
    assert width == 2 * float(root.get("width"))
    assert abs(height - 2 * float(root.get("height"))) <= 1
    assert 20_000 < len(answer.data) < 200_000


def test_areas_keep_their_own_colours_when_a_picture_is_packed() -> None:
    colours = [f"#{red:02x}{green:02x}90" for red in (16, 90, 200) for green in (0, 30, 120)]
    bars = "".join(f'<rect x="{i * 40}" width="40" height="50" fill="{c}"/>' for i, c in enumerate(colours))
    drawn = png(f'<svg xmlns="http://www.w3.org/2000/svg" width="360" height="50">{bars}</svg>')
    with Image.open(io.BytesIO(drawn)) as picture:
        pixels = picture.convert("RGB")
        found = [pixels.getpixel((i * 80 + 40, 50)) for i in range(len(colours))]
    assert [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in found] == colours


def test_the_same_picture_has_the_same_bytes(fetch: Fetch) -> None:
    path = "/fi/tunnusluvut/mean_age.png?view=ranking"
    assert png(fetch(path.replace(".png", ".svg")).text) == fetch(path).data


def test_text_is_drawn_with_the_packages_font() -> None:
    def made(words: str) -> bytes:
        return png(svg(Picture("fi", words, [], [], []), STYLE))

    assert made("Åland – Jyväskylä −5 €") != made("")


def test_hostile_words_stay_words() -> None:
    words = "<script>alert(1)</script> & \"'"
    picture = Picture("en", words, [words], [words], [PicturePart("<g/>", 10)])
    root = tree(svg(picture, STYLE))
    assert [text.text for text in root.findall(f"{SVG}text")] == [words] * 3
    assert not root.findall(f".//{SVG}script")


def test_a_space_at_the_beginning_of_a_piece_of_text_is_kept() -> None:
    assert (
        spaced('<text>Rauma<tspan class="a"> 71</tspan></text>')
        == '<text>Rauma<tspan class="a">\u00a071</tspan></text>'
    )


def test_a_view_without_figures_is_a_picture_that_says_so(fetch: Fetch) -> None:
    root = tree(fetch("/en/indicators/employment_rate_18_64.svg?view=trend&from=2020&to=2020").text)
    assert words(root)
