"""The part of a query that a file depends on, in one spelling."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portal.domain import comparison as choices
from portal.domain import entries
from portal.domain.profile import Portal
from portal.explorer.start import of_indicator
from portal.explorer.state import canonical, read
from portal.urls import Address

Query = Mapping[str, str]


def nothing(portal: Portal, address: Address, args: Query) -> dict[str, str]:
    """Of no query at all."""
    return {}


def places(portal: Portal, address: Address, args: Query) -> dict[str, str]:
    """Of the places that are compared."""
    written = choices.write(choices.read(args.get("c"), portal.statistics), portal.statistics)
    return {"c": written} if written else {}


def sought(portal: Portal, address: Address, args: Query) -> dict[str, str]:
    """Of the entries that are asked for."""
    return entries.canonical(entries.read(args, portal))


def view(portal: Portal, address: Address, args: Query) -> dict[str, str]:
    """Of a view of an indicator."""
    start = of_indicator(portal, address.about or "", args)
    if start is None:
        return {}
    reading = read(args, start, portal.statistics)
    return {"view": reading.state.view} | canonical(reading, start, portal.statistics)


def whole_or_view(portal: Portal, address: Address, args: Query) -> dict[str, str]:
    """Of a view where one is named; otherwise the file is of the whole indicator."""
    return view(portal, address, args) if args.get("view") else {}


def drawn(portal: Portal, address: Address, args: Query) -> dict[str, str]:
    """Of a picture: one of an indicator is always of a view."""
    return (view if address.page == "indicator" else usual(address.page))(portal, address, args)


def usual(page: str) -> Callable[[Portal, Address, Query], dict[str, str]]:
    """What reads the query of a page's files, unless their format has its own."""
    return {"compare": places, "looking_for": sought, "indicator": whole_or_view}.get(page, nothing)
