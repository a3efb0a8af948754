"""A town's contacts as vCards, one for each organisation; only what is known."""

from __future__ import annotations

import datetime as dt
import unicodedata
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import vobject

from portal import i18n
from portal.content.library import ways
from portal.content.models import Contact, Organisation
from portal.domain import contacts
from portal.domain.profile import Profile
from portal.i18n import _, use_locale

#: The namespace of the contacts' identities; never to be changed, or every address book has each contact twice.
CONTACTS = uuid.uuid5(uuid.NAMESPACE_URL, "urn:portal:regional-towns:contacts")


def vcards(profile: Profile, number: int | None = None) -> str:
    """Every contact of the town, or the one of this number."""
    every = [*_identified(profile)]
    with use_locale(profile.locale):
        return "".join(_card(profile, *one) for one in (every if number is None else every[number - 1 : number]))


def number_of(profile: Profile, query: Mapping[str, str]) -> int | None:
    """The contact that a query asks for, counted from one; None for all of them, also where there is no such one."""
    asked = query.get("contact", "").strip()
    numbers = range(1, len(contacts.every(profile)) + 1)
    return next((number for number in numbers if asked == str(number)), None)


def _identified(profile: Profile) -> Iterator[tuple[uuid.UUID, Contact, Organisation | None]]:
    """The town's contacts, each with an identity that is the same on every host, on every day and in every language.

    It is made of the town's code and of the shared organisation's key, or of the contact's name in Finnish, the one
    language that each name has. Two of the same name are told apart by their order.
    """
    met: Counter[str] = Counter()
    for contact, shared in contacts.every(profile):
        name = contact.organisation if shared else i18n.localized(contact.name, i18n.BASE) if contact.name else ""
        text = " ".join(unicodedata.normalize("NFC", name or "").casefold().split())
        met[text] += 1
        again = f"#{met[text]}" if met[text] > 1 else ""
        yield uuid.uuid5(CONTACTS, f"{profile.city.code}/{text}{again}"), contact, shared


def _card(profile: Profile, identity: uuid.UUID, contact: Contact, shared: Organisation | None) -> str:
    """A vCard of version 3.0, which every address book reads; LANG is registered since and passed over by old ones."""
    words = shared.name if shared else contact.name
    name = i18n.localized(words, profile.locale) if words else profile.names.label(profile.city.code)
    card: Any = vobject.vCard()
    card.add("n").value = vobject.vcard.Name(family=name)
    card.add("fn").value = name
    card.add("uid").value = identity.urn
    card.add("org").value = [name]
    # Else Apple's address book files an organisation among persons.
    card.add("x-abshowas").value = "COMPANY"
    for field, value in _known(profile, contact, shared):
        card.add(field).value = value
    return str(card.serialize())


def _known(profile: Profile, contact: Contact, shared: Organisation | None) -> list[tuple[str, str]]:
    """The fields that are known and what they say; a language has a field of its own."""
    email, phone, url = ways(contact, shared)
    fields = [("email", email), ("tel", phone), ("url", url), *(("lang", spoken) for spoken in contact.languages)]
    fields += [("note", _note(profile, contact, shared))]
    fields += [("rev", _revised(profile, contact, shared))]
    return [(field, value) for field, value in fields if value]


def _revised(profile: Profile, contact: Contact, shared: Organisation | None) -> str | None:
    """The day to which the card's content is known: when it was confirmed or read, whichever is later.

    Of a month or a year it is the first day; an address book then takes every later card for the newer one.
    """
    source = contacts.source_of(profile.portal, profile.city, contact, shared)
    days = [day for day in (contact.confirmed, _first_day(source.read) if source else None) if day]
    return f"{max(days).isoformat()}T00:00:00Z" if days else None


def _first_day(date: str) -> dt.date:
    """The first day of a date that may be a month or a year."""
    year, month, day = [*map(int, date.split("-")), 1, 1][:3]
    return dt.date(year, month, day)


def _note(profile: Profile, contact: Contact, shared: Organisation | None) -> str:
    """The languages in words, and how the contact is known."""
    languages = contacts.languages(contact, profile.locale)
    spoken = [_("Languages of service: %(languages)s", languages=languages)] if languages else []
    known = contacts.known_from(profile.portal, profile.city, contact, shared, profile.locale)
    return "\n".join([*spoken, *([known] if known else [])])
