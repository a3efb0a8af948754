from __future__ import annotations

import datetime as dt
import math
import re

import pytest
from lxml import etree

from portal.charts.map import FinlandMap
from portal.charts.portrait import Portraits
from portal.charts.portrait_frame import Box, Frame
from portal.domain.profile import Portal, Profile
from portal.domain.surroundings import surroundings
from portal.i18n import LOCALES, Locale, use_locale
from portal.typeface.letters import width

TODAY = dt.date(2026, 11, 23)
SIZES = {"portrait-name": 25, "portrait-near": 17, "portrait-km": 17, "portrait-faint": 15}


@pytest.fixture(scope="module")
def known(portal: Portal) -> Portraits:
    folder = portal.data / "geo"
    return Portraits.read(folder, FinlandMap.read(folder))


def portrait(known: Portraits, portal: Portal, key: str, locale: Locale) -> etree._Element:
    with use_locale(locale):
        drawn = known.drawn(Profile(portal, key, locale, TODAY))
        assert drawn is not None
        return etree.fromstring(drawn.svg())


def box(text: etree._Element) -> Box:
    kind = text.get("class")
    x, y, size = float(text.get("x")), float(text.get("y")), SIZES[kind]
    wide = width(text.text, bold=kind in ("portrait-name", "portrait-km"), size=size)
    return Box(x, y - 0.7 * size, x + wide, y)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_text_covers_another_or_leaves_the_frame(known: Portraits, portal: Portal, locale: Locale) -> None:
    for key in portal.cities:
        boxes = {text.text: box(text) for text in portrait(known, portal, key, locale).iter("text")}
        for one, where in boxes.items():
            assert where.left >= 0, one
            assert where.right <= 480, one
            assert 0 <= where.top < where.bottom <= 440, one
            assert not [other for other, there in boxes.items() if other != one and where.meets(there, 0)], (key, one)


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_near_is_told_in_the_picture_and_in_words(known: Portraits, portal: Portal, locale: Locale) -> None:
    for key in portal.cities:
        drawing = portrait(known, portal, key, locale)
        assert drawing.get("role") == "img"
        for place in surroundings(Profile(portal, key, locale, TODAY)):
            assert f"{place.name} {place.distance}" in drawing.get("aria-label")


def test_places_lie_as_far_from_the_centre_as_their_distances_say(known: Portraits, portal: Portal) -> None:
    for key, city in portal.cities.items():
        for row in Profile(portal, key, "fi", TODAY).connections(
            "seaport_cargo", "airport_scheduled", "airport_helsinki"
        ):
            assert row.point is not None
            assert row.distance_km is not None
            straight = math.dist(row.point, known.centres[city.code])
            assert straight == pytest.approx(row.distance_km, rel=0.01, abs=0.6), row.name


def test_a_way_out_points_where_the_place_is(known: Portraits, portal: Portal) -> None:
    drawing = portrait(known, portal, "rauma", "fi")
    way = next(path.get("d") for path in drawing.iter("path") if path.get("class") == "portrait-way")
    x, y, u, v = map(float, re.findall(r"[-.\d]+", way)[:4])
    assert (u > x, v < y) == (True, True)  # Pori lies north-east of Rauma


def test_only_the_coast_has_sea(known: Portraits, portal: Portal) -> None:
    def sea(key: str) -> bool:
        return any(path.get("class") == "portrait-sea" for path in portrait(known, portal, key, "fi").iter("path"))

    assert [sea(key) for key in ("rauma", "raahe", "kristiinankaupunki")] == [True] * 3
    assert not sea("kuusamo")


def test_a_town_without_a_shape_has_no_portrait(portal: Portal) -> None:
    nowhere = Portraits({}, {}, FinlandMap({"features": []}, {"features": []}))
    assert nowhere.drawn(Profile(portal, "rauma", "fi", TODAY)) is None
    assert nowhere.sign("684") == ""


def test_a_frame_keeps_the_shape_in_its_middle_and_north_up() -> None:
    frame = Frame.around([(0, 0), (10, 10)], (200, 100))
    assert frame.at((5, 5)) == pytest.approx((100, 50))
    assert frame.at((5, 10))[1] < 50
    assert frame.exit((100, 50), (500, 50))[0] < 200
