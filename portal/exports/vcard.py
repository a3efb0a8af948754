"""A town's contacts as vCards, one for each organisation; only what is known."""

from __future__ import annotations

from typing import Any

import vobject

from portal import i18n
from portal.content.models import Contact, Organisation
from portal.profile import Profile


def vcards(profile: Profile) -> str:
    """Every contact of the town that has an address of some kind."""
    return "".join(_card(profile, contact, shared) for contact, shared in profile.contacts)


def _card(profile: Profile, contact: Contact, shared: Organisation | None) -> str:
    words = shared.name if shared else contact.name
    name = i18n.said(words, profile.locale) if words else profile.names.label(profile.city.code)
    card: Any = vobject.vCard()
    card.add("n").value = vobject.vcard.Name(family=name)
    card.add("fn").value = name
    card.add("org").value = [name]
    known = {
        "email": contact.email or (shared.email if shared else None),
        "tel": contact.phone or (shared.phone if shared else None),
        "url": contact.url or (shared.url if shared else None),
    }
    for field, value in known.items():
        if value:
            card.add(field).value = value
    return str(card.serialize())
