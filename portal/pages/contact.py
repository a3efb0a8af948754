"""Whom to contact in each town."""

from __future__ import annotations

from collections.abc import Mapping

from portal.i18n import _
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.urls import Address


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """Every town's contacts."""
    return Page(
        title=_("Contact"),
        description=_("The business services, development companies and general addresses of the ten towns."),
        template="contact.html",
        values={"profiles": reader.profiles},
    )
