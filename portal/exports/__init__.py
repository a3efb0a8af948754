"""The same things as files: a town as JSON, CSV and vCard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from portal.exports.figures import figures_csv
from portal.exports.town import town_json
from portal.exports.vcard import vcards
from portal.profile import Portal, Profile
from portal.urls import Address


@dataclass(frozen=True)
class Export:
    """A file: its text, what it is and what to call it."""

    text: str
    content_type: str
    name: str


MAKERS: dict[str, tuple[str, Callable[[Profile], str]]] = {
    "json": ("application/json", town_json),
    "csv": ("text/csv", figures_csv),
    "vcf": ("text/vcard", vcards),
}


def export(portal: Portal, address: Address, today: dt.date) -> Export:
    """A town in the form that the address asks for. Raises KeyError for a town that is not shown."""
    profile = Profile(portal, address.about or "", address.locale, today)
    content_type, make = MAKERS[address.form]
    slug = portal.addresses.path("city", address.locale, profile.key).rsplit("/", 1)[-1]
    return Export(make(profile), content_type, f"{slug}.{address.form}")
