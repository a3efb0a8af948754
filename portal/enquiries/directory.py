"""Who gets a letter to a town, and how the town, its entries and its pages are called in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from portal import i18n
from portal.content.library import Content, ways
from portal.content.models import City, Contact, LookingFor, Organisation
from portal.i18n import BASE, Locale
from portal.urls import Addresses

#: Who answers: the town's own contact, the network where the town has no address, or nobody yet.
Via = Literal["town", "network", "nobody"]


@dataclass(frozen=True)
class Recipient:
    """Where letters to a town go; `contacts` are the town's, to be reached directly."""

    town: str
    via: Via
    emails: tuple[str, ...]
    contacts: list[tuple[Contact, Organisation | None]]

    def name(self, locale: Locale) -> str:
        """The organisation whose address it is; for an entry's own address nothing but the address is said."""
        words = (
            shared.name if shared else contact.name
            for contact, shared in self.contacts
            if ways(contact, shared).email in self.emails
        )
        return next((i18n.localized(name, locale) for name in words if name), "")


@dataclass(frozen=True)
class Directory:
    """Towns and entries by their keys, from what staff wrote."""

    content: Content
    addresses: Addresses

    def city(self, town: str) -> City | None:
        """A town that can be shown now; it may have been when the letter was written."""
        return self.content.cities.get(town)

    def name(self, town: str, locale: Locale) -> str:
        """What a town is called."""
        city = self.city(town)
        return str(getattr(city.name, locale).nominative) if city else town

    def entry(self, key: str) -> tuple[str, LookingFor] | None:
        """An entry and its town, ended ones too: whoever wrote on its last day meant it."""
        return self.content.entries.get(key)

    def entries(self, keys: Iterable[str], town: str | None = None) -> list[LookingFor]:
        """The entries of these keys that exist; of one town where it is named."""
        found = [self.entry(key) for key in keys]
        return [pair[1] for pair in found if pair and town in (None, pair[0])]

    def recipient(self, town: str, entries: Iterable[str] = ()) -> Recipient:
        """Who gets a letter to a town about these entries; the network for one that cannot be shown now."""
        city = self.city(town)
        emails = tuple(dict.fromkeys(self._emails(city, self.entries(entries, town)))) if city else ()
        contacts = self.content.contacts(city.contacts) if city else []
        if emails:
            return Recipient(town, "town", emails, contacts)
        network = self.content.site.network_email
        return Recipient(town, "network" if network else "nobody", (network,) if network else (), contacts)

    def _emails(self, city: City, entries: list[LookingFor]) -> Iterator[str]:
        """The addresses of the entries' own contacts, and the town's own where something else is written about."""
        own = [self.content.email([entry.contact]) if entry.contact else None for entry in entries]
        yield from (email for email in own if email)
        town = self.content.email(city.contacts)
        if town and (not own or None in own):
            yield town

    def language(self, town: str) -> Locale:
        """The language of a letter to a town: the first that its contact is said to serve in, or else Finnish."""
        city = self.city(town)
        languages = city.contacts[0].languages if city else []
        return languages[0] if languages else BASE

    def url(self, page: str, locale: Locale, about: str | None = None, query: str = "") -> str:
        """The whole address of a page, with a query as it was written."""
        path = self.addresses.path(page, locale, about)
        return f"{self.content.site.site_url}{path}" + (f"?{query}" if query else "")
