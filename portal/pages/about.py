"""About the data, accessibility and privacy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from markupsafe import Markup, escape

from portal import i18n
from portal.charts.map import attribution
from portal.charts.types.industries.location_quotients import WORTH_NAMING
from portal.i18n import _, lazy
from portal.indicators.specialisation import FEW
from portal.pages.page import Page
from portal.pages.prose import mail_link
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
            "prose": reader.prose(
                "about",
                indicators=len(statistics.keys),
                few_jobs=FEW,
                least_jobs=WORTH_NAMING,
                map_credit=attribution(reader.locale),
                operator=reader.portal.site.operator or _("named before the site is published"),
            ),
        },
    )


def accessibility(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The accessibility statement that act 306/2019 asks for."""
    return Page(
        title=_("Accessibility statement"),
        description=_("How accessible this site is, what is known to fall short, and how to tell us."),
        template="accessibility.html",
        values={
            "prose": reader.prose(
                "accessibility",
                site=reader.localized(reader.portal.site.name),
                date=i18n.date(STATEMENT, reader.locale),
                feedback=_feedback(reader),
            )
        },
    )


def privacy(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """What the site knows of its visitors: next to nothing."""
    return Page(
        title=_("Privacy"),
        description=_("What this site stores about its visitors."),
        template="prose.html",
        values={
            "prose": reader.prose(
                "privacy", data_controller=_controller(reader), days=reader.portal.site.retention_days
            )
        },
    )


def _feedback(reader: Reader) -> Markup:
    """Where feedback goes."""
    email = reader.portal.site.feedback_email
    return (
        mail_link(email)
        if email
        else Markup("{}: {}.").format(_("Feedback address"), _("named before the site is published"))
    )


def _controller(reader: Reader) -> Markup:
    """Who answers for personal data, with an address where there is one."""
    site = reader.portal.site
    name = escape(site.data_controller or _("named before the site is published"))
    return Markup("{}, {}").format(name, mail_link(site.feedback_email)) if site.feedback_email else name


PAGE_TYPES = (
    PageType("about", about, label=lazy("About the data"), footer=2),
    PageType("accessibility", accessibility, label=lazy("Accessibility statement"), footer=6),
    PageType("privacy", privacy, label=lazy("Privacy"), footer=7),
)
