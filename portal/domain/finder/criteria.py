"""What a visitor can wish for: how each figure is got, which end is better, and where the limit lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from babel.support import LazyProxy

from portal.i18n import lazy
from portal.indicators.specialisation import FEW

#: How much a criterion weighs; indifferent is said by leaving it out.
Step = Literal["must", "matters"]
Better = Literal["highest", "lowest"]
#: A distance is a straight line to the nearest place; a presence is a yes or a no; a figure is an indicator's;
#: a quotient is the place's specialisation in the visitor's sector.
Kind = Literal["distance", "presence", "figure", "quotient"]

#: The limit of a criterion without one of its own is the figure at the end of the better half of all municipalities.
HALF = lazy("in the better half of the municipalities in the source")


@dataclass(frozen=True, eq=False)
class Criterion:
    """One thing that a visitor may want of a town.

    `source` is the indicator, or the kinds of connections of which the nearest counts. A figure at least as good as
    `limit` speaks for a town, and a must asks for it; None is the middle of all municipalities that have a figure.
    `rule` says the same in words, and `measure` what is measured.
    """

    key: str
    kind: Kind
    source: tuple[str, ...]
    better: Better
    limit: float | None
    name: LazyProxy
    measure: LazyProxy
    rule: LazyProxy

    def at_least_as_good(self, value: float, other: float) -> bool:
        """Whether a figure is at least as good as another one."""
        return value >= other if self.better == "highest" else value <= other


def _distance(key: str, kinds: tuple[str, ...], limit: int, name: LazyProxy, measure: LazyProxy) -> Criterion:
    rule = {20: lazy("at most 20 km in a straight line"), 50: lazy("at most 50 km in a straight line")}[limit]
    return Criterion(key, "distance", kinds, "lowest", limit, name, measure, rule)


def _figure(key: str, indicator: str, better: Better, name: LazyProxy, measure: LazyProxy) -> Criterion:
    return Criterion(key, "figure", (indicator,), better, None, name, measure, HALF)


CONNECTIONS = (
    _distance(
        "port",
        ("seaport_cargo",),
        50,
        lazy("Near a cargo port"),
        lazy("Distance from the town's centre to the nearest cargo port"),
    ),
    _distance(
        "rail",
        ("railway_station_passenger",),
        20,
        lazy("Near a passenger railway station"),
        lazy("Distance from the town's centre to the nearest railway station with passenger trains"),
    ),
    Criterion(
        "freight",
        "presence",
        ("has_freight_rail",),
        "highest",
        1,
        lazy("Freight trains"),
        lazy("Whether freight trains run in the municipality"),
        lazy("freight trains run in the municipality"),
    ),
    _distance(
        "airport",
        ("airport_scheduled",),
        50,
        lazy("Near an airport"),
        lazy("Distance from the town's centre to the nearest airport with scheduled flights"),
    ),
    _distance(
        "campus",
        ("university", "university_consortium", "uas_campus"),
        50,
        lazy("Near higher education"),
        lazy(
            "Distance from the town's centre to the nearest university, university consortium or university of "
            "applied sciences"
        ),
    ),
)
PEOPLE = (
    _figure(
        "workforce", "employed_residents", "highest", lazy("A large workforce"), lazy("Employed residents of the town")
    ),
    _figure(
        "tertiary",
        "share_tertiary_15plus",
        "highest",
        lazy("Tertiary education"),
        lazy("Share of residents aged 15 or over with a tertiary qualification"),
    ),
    _figure(
        "vocational",
        "share_upper_secondary_or_higher_15plus",
        "highest",
        lazy("Vocational or other upper secondary education"),
        lazy("Share of residents aged 15 or over with at least an upper secondary qualification"),
    ),
    Criterion(
        "swedish",
        "figure",
        ("share_swedish_speakers",),
        "highest",
        10,
        lazy("Swedish is spoken"),
        lazy("Share of residents whose mother tongue is Swedish"),
        lazy("at least one resident in ten"),
    ),
)
INDUSTRY = (
    Criterion(
        "industry",
        "quotient",
        ("workplaces_by_industry",),
        "highest",
        1,
        lazy("Specialised in my sector"),
        lazy(
            "The sector's share of the town's jobs divided by its share in all municipalities together; "
            "not judged where the town has fewer than %(few)s jobs in the sector",
            few=FEW,
        ),
        lazy("at least the same share of jobs as in all municipalities together"),
    ),
)
PRICES = (
    _figure(
        "price",
        "price_old_flats_per_m2",
        "lowest",
        lazy("Low prices of flats"),
        lazy("Price of old dwellings in blocks of flats per square metre; a low price counts as good here"),
    ),
    _figure(
        "tax",
        "municipal_income_tax_rate",
        "lowest",
        lazy("Low municipal income tax"),
        lazy("Municipal income tax rate"),
    ),
    _figure(
        "property_tax",
        "property_tax_general_building",
        "lowest",
        lazy("Low property tax on buildings"),
        lazy("General property tax rate on buildings"),
    ),
)
GROWTH = (
    Criterion(
        "migration",
        "figure",
        ("net_migration_per_1000",),
        "highest",
        0,
        lazy("Net migration"),
        lazy("Net migration per 1,000 residents"),
        lazy("at least as many people move in as move out"),
    ),
    _figure(
        "growth",
        "population_change",
        "highest",
        lazy("Population change"),
        lazy("Change in population from the previous year"),
    ),
)

#: The criteria under their headings, in the order of the form.
GROUPS: tuple[tuple[LazyProxy, tuple[Criterion, ...]], ...] = (
    (lazy("Connections"), CONNECTIONS),
    (lazy("People and skills"), PEOPLE),
    (lazy("Industry"), INDUSTRY),
    (lazy("Prices and taxes"), PRICES),
    (lazy("Growth"), GROWTH),
)
CRITERIA: dict[str, Criterion] = {one.key: one for _heading, group in GROUPS for one in group}
