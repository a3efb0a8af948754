"""About the data, accessibility and privacy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from portal import i18n
from portal.charts.location_quotients import WORTH_NAMING
from portal.i18n import _, lazy
from portal.indicators.specialisation import FEW
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import Address

#: When the accessibility statement was drawn up.
STATEMENT = dt.date(2026, 11, 23)


def about(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """Where the numbers and the words come from, and what they can bear."""
    statistics = reader.portal.statistics
    used: dict[str, set[str]] = {}
    for indicator in statistics.catalogue.indicators.values():
        for source in indicator.sources:
            used.setdefault(source.publisher, set()).add(source.table)
    return Page(
        title=_("About the data"),
        description=_("Where the figures and facts of the portal come from, how they are compared, and their limits."),
        template="about.html",
        values={
            "publishers": [
                (publisher, len(used.get(key, ()))) for key, publisher in statistics.catalogue.publishers.items()
            ],
            "count": len(statistics.keys),
            "municipalities": len(statistics.municipalities),
            "few_jobs": FEW,
            "jobs_worth_naming": WORTH_NAMING,
        },
    )


def accessibility(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The accessibility statement that act 306/2019 asks for."""
    return Page(
        title=_("Accessibility statement"),
        description=_("How accessible this site is, what is known to fall short, and how to tell us."),
        template="accessibility.html",
        values={"statement_date": i18n.date(STATEMENT, reader.locale)},
    )


def privacy(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """What the site knows of its visitors: next to nothing."""
    return Page(
        title=_("Privacy"),
        description=_("What this site stores about its visitors."),
        template="privacy.html",
        values={},
    )


PAGE_TYPES = (
    PageType("about", about, label=lazy("About the data"), footer=2),
    PageType("accessibility", accessibility, label=lazy("Accessibility statement"), footer=6),
    PageType("privacy", privacy, label=lazy("Privacy"), footer=7),
)
