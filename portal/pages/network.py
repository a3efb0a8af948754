"""The network of the ten towns."""

from __future__ import annotations

from collections.abc import Mapping

from portal.i18n import lazy
from portal.pages.home import together
from portal.pages.page import MissingError, Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import Address


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The network's page. Raises MissingError when its file could not be read."""
    network = reader.portal.content.network
    if network is None:
        raise MissingError("network")
    return Page(
        title=reader.localized(network.name),
        description=reader.localized(network.summary.text),
        template="network.html",
        values={
            "network": network,
            "profiles": reader.profiles,
            "together": together(reader),
        },
    )


PAGE_TYPES = (PageType("network", page, label=lazy("Network"), menu=6, footer=4),)
