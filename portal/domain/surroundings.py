"""What a portrait of a town shows around it: the nearest port, station and airport, by their coordinates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal import i18n
from portal.domain.profile import Profile
from portal.indicators.connections import TransportConnection

#: The signs of a portrait, and the kinds of connections of each. Helsinki's airport is shown beside the nearest one.
SIGNS: Mapping[str, tuple[str, ...]] = {
    "port": ("seaport_cargo",),
    "rail": ("railway_station_passenger",),
    "air": ("airport_scheduled",),
    "far": ("airport_helsinki",),
}


@dataclass(frozen=True)
class Nearby:
    """A place near a town: its sign, its name, and where it is in kilometres east and north."""

    sign: str
    name: str
    east: float
    north: float
    distance: str


def surroundings(profile: Profile) -> list[Nearby]:
    """The nearest place of each sign that has coordinates and is still valid; none twice."""
    found: dict[tuple[float, float], Nearby] = {}
    for sign, kinds in SIGNS.items():
        row = next((row for row in profile.connections(*kinds) if row.name is not None and row.point is not None), None)
        if row is not None:
            place = _nearby("air" if sign == "far" else sign, row, profile)
            found.setdefault((place.east, place.north), place)
    return [*found.values()]


def _nearby(sign: str, row: TransportConnection, profile: Profile) -> Nearby:
    name = i18n.localized(row.name, profile.locale) if row.name else ""
    east, north = row.point or (0.0, 0.0)
    return Nearby(sign, name, east, north, i18n.with_unit(distance(row, profile), "km", profile.locale))


def distance(row: TransportConnection, profile: Profile) -> str:
    """A distance to the kilometre; nothing is nought kilometres away."""
    km = row.distance_km or 0
    return i18n.number(km, profile.locale) if km >= 1 else "< 1"
