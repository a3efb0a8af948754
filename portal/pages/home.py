"""The first page: what this is, where the towns are, whom they look for."""

from __future__ import annotations

from collections.abc import Mapping

from portal import i18n
from portal.domain.profile import Portal
from portal.i18n import _
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import Address

#: So many looking-for entries stand on the first page, one of each town at the most.
SOUGHT = 6


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The home page."""
    seen: dict[str, object] = {}
    for key, entry in reader.portal.sought(reader.today):
        if entry.kind == "complementary":
            seen.setdefault(key, entry)
    return Page(
        title=reader.localized(reader.portal.site.name),
        description=_(
            "Ten Finnish towns, the companies and partners they are looking for, and the figures behind them."
        ),
        template="home.html",
        values={
            "profiles": reader.profiles,
            "map": reader.finland.svg(reader.towns, _("The ten towns on the map of Finland"), linked=True),
            "sought": [(reader.profile(key), entry) for key, entry in seen.items()][:SOUGHT],
            "entries": len(reader.portal.sought(reader.today)),
            "together": together(reader),
            "regions": len({reader.localized(p.city.region) for p in reader.profiles}),
        },
    )


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
