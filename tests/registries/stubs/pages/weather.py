"""A page that is not the portal's: its maker and its registration, as a page of the portal has them."""

from __future__ import annotations

from collections.abc import Mapping

from portal.i18n import lazy
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import Address


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    return Page("Weather", "How the weather is in the towns.", "weather.html", {"towns": len(reader.profiles)})


PAGE_TYPES = (PageType("weather", page, label=lazy("Weather"), menu=10, footer=8),)
