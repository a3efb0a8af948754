from __future__ import annotations

import math
import re
from itertools import combinations

import pytest
from lxml import etree

from portal.charts.map import FinlandMap, Town, attribution
from portal.content.models import Coordinates
from portal.domain.profile import Portal, forms
from portal.i18n import LOCALES, Locale

EMPTY = {"features": []}
#: A square of a hundred kilometres in the middle of Finland, as GeoJSON in ETRS-TM35FIN.
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[4e5, 69e5], [5e5, 69e5], [5e5, 70e5], [4e5, 70e5], [4e5, 69e5]]],
}

SMALL = FinlandMap(
    {"features": [{"geometry": SQUARE}]},
    {"features": [{"properties": {"code": "1", "centre": [45e4, 695e4]}, "geometry": SQUARE}]},
)


@pytest.fixture(scope="module")
def finland(portal: Portal) -> FinlandMap:
    return FinlandMap.read(portal.data / "geo")


def towns(portal: Portal, locale: Locale = "fi") -> list[Town]:
    return [
        Town(city.code, forms(city, locale).nominative, portal.addresses.path("city", locale, key))
        for key, city in portal.cities.items()
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_town_is_a_link_with_its_name(finland: FinlandMap, portal: Portal, locale: Locale) -> None:
    drawing = etree.fromstring(finland.svg(towns(portal, locale), "Map", linked=True))
    links = {link.get("href"): link.findtext("text") for link in drawing.iter("a")}
    assert links == {town.href: town.label for town in towns(portal, locale)}
    assert len(links) == 10
    assert all(link.find("path").get("d") for link in drawing.iter("a"))


def test_a_towns_own_map_marks_and_names_that_town_alone(finland: FinlandMap, portal: Portal) -> None:
    drawing = etree.fromstring(finland.svg(towns(portal), "Rauma on the map", here="684"))
    assert (drawing.get("role"), drawing.get("aria-label")) == ("img", "Rauma on the map")
    assert [text.text for text in drawing.iter("text")] == ["Rauma"]
    assert list(drawing.iter("a")) == []
    assert len([path for path in drawing.iter("path") if "here" in path.get("class").split()]) == 1


def test_north_is_up_and_east_is_right(finland: FinlandMap, portal: Portal) -> None:
    points = {town.label: finland.point(town) for town in towns(portal)}
    assert points["Kuusamo"][1] < points["Raahe"][1] < points["Iisalmi"][1] < points["Rauma"][1]
    assert points["Rauma"][0] < points["Heinola"][0] < points["Savonlinna"][0]


def test_centres_lie_where_the_towns_say_and_a_kilometre_is_as_long_everywhere(
    finland: FinlandMap, portal: Portal
) -> None:
    places = {city.code: city.coordinates for city in portal.cities.values()}
    for one, other in combinations(towns(portal), 2):
        (x, y), (u, v) = finland.point(one), finland.point(other)
        expected = kilometres(places[one.code], places[other.code])
        assert math.hypot(x - u, y - v) == pytest.approx(expected, rel=0.005), (one.label, other.label)


def kilometres(one: Coordinates, other: Coordinates) -> float:
    """The distance along the globe."""
    a, b = math.radians(one.lat), math.radians(other.lat)
    turn = math.radians(one.lon - other.lon)
    return 6371 * math.acos(math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn))


def test_every_town_is_inside_the_drawing(finland: FinlandMap, portal: Portal) -> None:
    for town in towns(portal):
        x, y = finland.point(town)
        assert 0 < x < finland.width
        assert 0 < y < finland.height


def test_no_name_lies_over_another_or_outside_the_drawing(finland: FinlandMap, portal: Portal) -> None:
    """A name is 30 units high in semibold; its letters are 16 wide on average."""
    for locale in LOCALES:
        drawing = etree.fromstring(finland.svg(towns(portal, locale), "Map", linked=True))
        boxes = []
        for text in drawing.iter("text"):
            x, y, width = float(text.get("x")), float(text.get("y")), 16 * len(text.text)
            left = x - width if text.get("text-anchor") == "end" else x
            boxes.append((left, left + width, y - 26, y, text.text))
        for left, right, _top, _bottom, name in boxes:
            assert left >= -10, name
            assert right <= finland.width + 10, name
        for one, other in combinations(boxes, 2):
            beside = one[1] <= other[0] or other[1] <= one[0]
            apart = one[3] <= other[2] or other[3] <= one[2]
            assert beside or apart, (one[4], other[4])


def test_a_name_that_looks_like_code_stays_a_name() -> None:
    drawing = SMALL.svg([Town("1", "<b>&", '"/fi/')], "<i>", linked=True)
    assert "<b>" not in drawing
    assert "<i>" not in drawing
    assert etree.fromstring(drawing).findtext(".//text") == "<b>&"


def test_a_town_without_borders_is_left_out() -> None:
    drawing = etree.fromstring(SMALL.svg([Town("1", "One", "/1"), Town("2", "Two", "/2")], "Map", linked=True))
    assert [text.text for text in drawing.iter("text")] == ["One"]


def test_without_borders_there_is_no_map() -> None:
    assert FinlandMap(EMPTY, EMPTY).svg([], "Map") == ""


def test_the_map_has_its_attribution_in_three_languages() -> None:
    assert len({attribution(locale) for locale in LOCALES}) == len(LOCALES)
    assert all("CC BY 4.0" in attribution(locale) for locale in LOCALES)
    assert re.search("Maanmittauslaitos", attribution("fi"))
