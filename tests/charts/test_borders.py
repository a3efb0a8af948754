from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest

from portal.charts.borders import Shapes, shapes
from portal.charts.map import shapes_of
from portal.domain.profile import Portal


@pytest.fixture(scope="module")
def finland(portal: Portal) -> Shapes:
    return Shapes.read(portal.data / "geo")


def area(code: str, left: float, right: float) -> dict[str, Any]:
    """A municipality as GeoJSON: a piece of a belt, between two kilometres east."""
    west, east, south, north = left * 1000, right * 1000, 6_900_000, 7_000_000
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


AREAS = [area("001", 240, 290), area("002", 290, 340), area("003", 340, 390), area("004", 390, 440)]
BELT = Shapes(shapes_of(AREAS), ["002"])


def corners(path: str) -> list[tuple[int, int]]:
    """Every point of a path, put together from its steps."""
    found = []
    for ring in re.findall(r"M([^z]+)z", path):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        x, y = numbers[:2]
        found.append((x, y))
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            found.append((x, y))
    return found


def test_neighbours_share_the_points_of_their_border() -> None:
    first, second, third = (set(corners(BELT.paths[code])) for code in ("001", "002", "003"))
    assert len(first) == len(second) == 4
    assert len(first & second) == len(second & third) == 2
    assert not first & third


def test_every_municipality_is_inside_the_drawing(finland: Shapes) -> None:
    for path in finland.paths.values():
        for x, y in corners(path):
            assert 0 < x < finland.width
            assert 0 < y < finland.height


def test_north_is_up_and_east_is_right(finland: Shapes) -> None:
    inari, rauma, savonlinna, hanko = (finland.spots[code].middle for code in ("148", "684", "740", "078"))
    assert inari[1] < savonlinna[1] < hanko[1]
    assert rauma[0] < hanko[0] < savonlinna[0]


@pytest.mark.parametrize("text", [None, "", "[]", "{", '{"features": [{}]}', '{"features": [{"properties": 1}]}'])
def test_without_borders_there_is_no_map_and_a_line_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str | None
) -> None:
    if text is not None:
        (tmp_path / "municipalities.geojson").write_text(text, encoding="utf-8")
        (tmp_path / "ten.geojson").write_text('{"features": []}', encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        none = Shapes.read(tmp_path)
    assert "map of municipalities" in caplog.text
    assert none.paths == {}
    assert none.ten == ()


def test_the_borders_are_read_once(portal: Portal) -> None:
    assert shapes(portal.data / "geo") is shapes(portal.data / "geo")
