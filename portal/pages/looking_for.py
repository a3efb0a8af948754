"""Whom the towns are looking for: the list and one entry."""

from __future__ import annotations

from collections.abc import Mapping

from portal import i18n
from portal.content.models import LookingFor
from portal.i18n import _
from portal.pages.page import MissingError, Page
from portal.pages.reader import Reader
from portal.pages.terms import ROLES
from portal.profile import forms
from portal.urls import Address


def list_page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """Every valid entry: complementary actors first, recruitment apart."""
    entries = [(reader.profile(key), entry) for key, entry in reader.portal.sought(reader.today)]
    return Page(
        title=_("We are looking for"),
        description=_(
            "Complementary actors that the towns or their partners have said in public they need, "
            "with who said so and when."
        ),
        template="looking_for.html",
        values={
            "groups": [
                (_("Complementary actors"), [pair for pair in entries if pair[1].kind == "complementary"]),
                (_("Recruitment"), [pair for pair in entries if pair[1].kind == "recruitment"]),
            ],
            "roles": ROLES,
        },
    )


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """One entry. Raises MissingError when there is none or its last day has passed."""
    entries = {entry.id: (key, entry) for key, entry in reader.portal.sought(reader.today)}
    if address.about not in entries:
        raise MissingError(address.about)
    city_key, entry = entries[address.about]
    profile = reader.profile(city_key)
    town = forms(profile.city, reader.locale)
    what = reader.said(entry.what)
    return Page(
        title=f"{what} – {town.nominative}",
        description=reader.said(entry.text) if entry.text else f"{town.nominative}: {what}",
        template="entry.html",
        values={
            "profile": profile,
            "city": profile.city,
            "town": town,
            "entry": entry,
            "source": profile.city.sources[entry.source],
            "roles": ROLES,
            "sectors": _sectors(reader, entry),
            "figure": reader.figure(entry.indicator, city_key) if entry.indicator else None,
            "until": i18n.date(entry.valid_until, reader.locale) if entry.valid_until else "",
            "confirmed": i18n.date(entry.confirmed, reader.locale) if entry.confirmed else "",
            "others": [e for e in profile.sought(entry.kind) if e.id != entry.id],
        },
    )


def _sectors(reader: Reader, entry: LookingFor) -> list[str]:
    """The industry sections by name, as the catalogue's jobs by industry call them."""
    indicator = reader.portal.statistics.catalogue.indicators.get("workplaces_by_industry")
    if indicator is None or indicator.dimension is None:
        return []
    return [reader.said(indicator.dimension.values[s]) for s in entry.sectors if s in indicator.dimension.values]
