"""What a page is: one registration for each, beside its maker. Its addresses are its line in `urls.PAGES`."""

from __future__ import annotations

import datetime as dt
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from babel.support import LazyProxy

from portal import pages
from portal.domain.profile import Portal
from portal.explorer.start import start_of
from portal.explorer.state import canonical, read
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.urls import PAGES, Address

Query = Mapping[str, str]
#: The parameter by which a script asks for the explorer of a page alone.
PART, EXPLORER = "part", "explorer"
Maker = Callable[[Reader, Address, Query], Page]
#: Gives the part of a query that a page depends on, in one spelling; None where the page is not cached.
QueryReader = Callable[[Portal, Address, Query], dict[str, str] | None]


def explorer_query(portal: Portal, address: Address, args: Query) -> dict[str, str]:
    """What the page's explorer is asked; a page without one depends on no query."""
    start = start_of(portal, address, args)
    if start is None:
        return {}
    part = {PART: EXPLORER} if args.get(PART) == EXPLORER else {}
    return canonical(read(args, start, portal.statistics), start, portal.statistics) | part


def never_cached(portal: Portal, address: Address, args: Query) -> None:
    """For a page that is nobody else's."""


def towns(portal: Portal, today: dt.date) -> Iterable[str]:
    """The towns, for a page that is about one."""
    return portal.cities


def indicators(portal: Portal, today: dt.date) -> Iterable[str]:
    """The indicators, for a page that is about one."""
    return portal.statistics.keys


def entries(portal: Portal, today: dt.date) -> Iterable[str]:
    """The entries that are still valid, for a page that is about one."""
    valid = {entry.id for _town, entry in portal.sought(today)}
    return (entry.id for city in portal.cities.values() for entry in city.looking_for if entry.id in valid)


@dataclass(frozen=True)
class PageType:
    """A page of `urls.PAGES`, or as many as there are `subjects`: who makes it, and where it is listed.

    `menu` and `footer` are its places there, counted from one, under its `label`.
    """

    name: str
    maker: Maker
    query: QueryReader = explorer_query
    subjects: Callable[[Portal, dt.date], Iterable[str]] | None = None
    in_sitemap: bool = True
    label: LazyProxy | None = None
    menu: int | None = None
    footer: int | None = None

    @property
    def below(self) -> tuple[str, ...]:
        """The pages whose addresses begin with this one's."""
        return tuple(name for name, paths in PAGES.items() if paths["en"].startswith(f"{PAGES[self.name]['en']}/"))


@cache
def page_types() -> dict[str, PageType]:
    """Every page, in the order of the table of addresses: the `PAGE_TYPES` of the modules of this package."""
    modules = [import_module(f"{pages.__name__}.{found.name}") for found in pkgutil.iter_modules(pages.__path__)]
    known = {one.name: one for module in modules for one in getattr(module, "PAGE_TYPES", ())}
    lacking = known.keys() ^ PAGES.keys()
    if lacking:
        raise LookupError(f"Pages need a line in urls.PAGES and a PageType beside their maker: {sorted(lacking)}")
    return {name: known[name] for name in PAGES}


def menu() -> list[PageType]:
    """The pages of the main menu, in its order."""
    return sorted((one for one in page_types().values() if one.menu), key=lambda one: one.menu or 0)


def footer() -> list[PageType]:
    """The pages that the foot of every page leads to, in its order."""
    return sorted((one for one in page_types().values() if one.footer), key=lambda one: one.footer or 0)
