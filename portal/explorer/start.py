"""Where the explorer of a page begins: with the page's town, its indicator or the places that it compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.domain import comparison
from portal.domain.profile import Portal
from portal.explorer.state import Start
from portal.urls import Address

#: The indicator that an explorer begins with where the page is not about one.
FIRST = "population"
#: The one that a comparison begins with: places of any size can be compared by it.
FIRST_COMPARED = "employment_rate_18_64"


def start_of(portal: Portal, address: Address, query: Mapping[str, str]) -> Start | None:
    """Where a page's explorer begins; None for a page without one, or about something that is not shown."""
    begin = BEGINNINGS.get(address.page)
    return begin(portal, address.about or "", query) if begin else None


def anywhere(portal: Portal) -> Start | None:
    """Where an explorer begins that stands on no page of ours; None where no series could be read."""
    keys = tuple(portal.statistics.keys)
    return Start(None, FIRST if FIRST in keys else keys[0], keys) if keys else None


def of_indicator(portal: Portal, key: str, query: Mapping[str, str]) -> Start | None:
    """With the page's indicator."""
    keys = tuple(portal.statistics.keys)
    return Start(None, key, keys) if key in keys else None


def of_city(portal: Portal, about: str, query: Mapping[str, str]) -> Start | None:
    """With the page's town."""
    plain = anywhere(portal)
    return Start(portal.cities[about].code, plain.key, plain.keys) if plain and about in portal.cities else None


def of_comparison(portal: Portal, about: str, query: Mapping[str, str]) -> Start | None:
    """With the places that are compared."""
    plain = anywhere(portal)
    if plain is None:
        return None
    choice = comparison.asked(query, portal.statistics).choice
    codes = comparison.compared(choice, portal.statistics)
    written = comparison.write(choice, portal.statistics)
    key = FIRST_COMPARED if FIRST_COMPARED in plain.keys else plain.key
    return Start(None, key, plain.keys, codes, (("c", written),) if written is not None else ())


BEGINNINGS: Mapping[str, Callable[[Portal, str, Mapping[str, str]], Start | None]] = {
    "city": of_city,
    "indicator": of_indicator,
    "compare": of_comparison,
}
