"""The first page: what the reader is looking for, where the towns are, whom they need."""

from __future__ import annotations

import math
from collections.abc import Mapping

from portal import i18n
from portal.charts.portrait_drawing import sign_at, sign_svg
from portal.content.models import LookingFor
from portal.domain.entries import ROLE_NAMES, EntryFilter, options
from portal.domain.profile import Portal
from portal.domain.surroundings import surroundings
from portal.i18n import _, lazy
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import Address

#: So many looking-for entries stand on the first page, one of each town at the most.
SOUGHT = 6
#: The map's signs of what is near the towns, in the order of its legend.
SIGNS = {"port": lazy("Cargo port"), "rail": lazy("Railway station"), "air": lazy("Airport")}
#: Signs on the map of the whole country are so many times as large as in a portrait.
LARGER = 1.05
#: Nearer than this, in kilometres, a sign would cover the dot of a town.
CLEAR = 24
#: Half of a sign, in the same.
REACH = 12


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The home page."""
    seen: dict[str, LookingFor] = {}
    sought = reader.portal.sought(reader.today)
    for key, entry in sought:
        if entry.kind == "complementary":
            seen.setdefault(key, entry)
    marks = _marks(reader)
    return Page(
        title=reader.localized(reader.portal.site.name),
        description=_(
            "Ten Finnish towns, the companies and partners they are looking for, and the figures behind them."
        ),
        template="home.html",
        values={
            "profiles": reader.profiles,
            "map": reader.finland.svg(
                reader.towns, _("The ten towns on the map of Finland"), linked=True, marks="".join(marks)
            ),
            "signs": [(sign_svg(kind), label) for kind, label in SIGNS.items()] if marks else [],
            "sought": [(reader.profile(key), entry) for key, entry in seen.items()][:SOUGHT],
            "entries": len(sought),
            "seekers": options(reader.portal, "role", EntryFilter(), reader.today),
            "roles": ROLE_NAMES,
            "together": together(reader),
        },
    )


def _marks(reader: Reader) -> list[str]:
    """Ports, stations and airports near the towns, each once; none where it would cover a town's dot or name."""
    country = reader.finland
    places = (place for profile in reader.profiles for place in surroundings(profile))
    points = dict.fromkeys((one.sign, country.place(one.east, one.north)) for one in places)
    names = [*country.named(reader.towns)]
    return [
        sign_at(sign, point, LARGER)
        for sign, point in points
        if all(math.dist(point, dot) > CLEAR for dot in country.dots) and not any(_over(point, name) for name in names)
    ]


def _over(point: tuple[float, float], box: tuple[float, float, float, float]) -> bool:
    """Whether a sign at a point reaches into a name."""
    (x, y), (left, top, right, bottom) = point, box
    return left - REACH < x < right + REACH and top - REACH < y < bottom + REACH


def together(reader: Reader) -> list[dict[str, object]]:
    """Population and jobs of the ten together; what has no series is left out."""
    return [_sum(reader, key) for key in ("population", "workplaces") if key in reader.portal.statistics.keys]


def _sum(reader: Reader, key: str) -> dict[str, object]:
    """The sum of the towns in the newest period in which all of them have a figure."""
    portal: Portal = reader.portal
    series = portal.statistics.series(key)
    period = series.best_period(portal.statistics.cities)
    total = sum(series.in_period(period, portal.statistics.cities).values())
    return {
        "key": key,
        "value": total,
        "number": i18n.number(total, reader.locale),
        "period": i18n.period(period, reader.locale),
        "name": reader.localized(series.indicator.short or series.indicator.name),
    }


PAGE_TYPES = (PageType("home", page),)
