"""A town's contacts as vCards, one for each organisation; only what is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import vobject

from portal import contacts, i18n
from portal.content.library import ways
from portal.content.models import Contact, Organisation
from portal.i18n import _, speaking
from portal.profile import Profile


def vcards(profile: Profile, number: int | None = None) -> str:
    """Every contact of the town, or the one of this number."""
    every = contacts.every(profile)
    with speaking(profile.locale):
        return "".join(_card(profile, *pair) for pair in (every if number is None else every[number - 1 : number]))


def number_of(profile: Profile, query: Mapping[str, str]) -> int | None:
    """The contact that a query asks for, counted from one; None for all of them, also where there is no such one."""
    asked = query.get("contact", "").strip()
    numbers = range(1, len(contacts.every(profile)) + 1)
    return next((number for number in numbers if asked == str(number)), None)


def _card(profile: Profile, contact: Contact, shared: Organisation | None) -> str:
    """A vCard of version 3.0, which every address book reads; LANG is registered since and passed over by old ones."""
    words = shared.name if shared else contact.name
    name = i18n.said(words, profile.locale) if words else profile.names.label(profile.city.code)
    card: Any = vobject.vCard()
    card.add("n").value = vobject.vcard.Name(family=name)
    card.add("fn").value = name
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
    fields += [("rev", contact.confirmed.isoformat() if contact.confirmed else None)]
    return [(field, value) for field, value in fields if value]


def _note(profile: Profile, contact: Contact, shared: Organisation | None) -> str:
    """The languages in words, and how the contact is known."""
    languages = contacts.languages(contact, profile.locale)
    spoken = [_("Languages of service: %(languages)s", languages=languages)] if languages else []
    known = contacts.known_from(profile.portal, profile.city, contact, shared, profile.locale)
    return "\n".join([*spoken, *([known] if known else [])])
