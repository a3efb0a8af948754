"""Whom to contact in a town: the ways to reach them that are known, and how old the knowledge is."""

from __future__ import annotations

from portal import i18n
from portal.content.models import City, Contact, LookingFor, Organisation, Source
from portal.domain.entries import credit
from portal.domain.profile import Portal, Profile, forms
from portal.i18n import Locale, _, ngettext

#: A contact with the shared organisation that it names.
Pair = tuple[Contact, Organisation | None]


def dialled(phone: str) -> str:
    """A telephone number as a link dials it."""
    return f"tel:{phone.replace(' ', '')}"


def own(portal: Portal, entry: LookingFor) -> list[Pair]:
    """The entry's own contact, where it has one."""
    return portal.content.contacts([entry.contact] if entry.contact else [])


def every(profile: Profile) -> list[Pair]:
    """The town's contacts, then those of its valid entries that have one of their own."""
    sought = [entry for key, entry in profile.portal.sought(profile.today) if key == profile.key]
    return [*profile.contacts, *(pair for entry in sought for pair in own(profile.portal, entry))]


def languages(contact: Contact, locale: Locale) -> str:
    """The languages that the contact has said it serves in: suomi ja ruotsi; empty where it has not said."""
    names = i18n.babel_locale(locale).languages
    return i18n.listing([names[language] for language in contact.languages], locale)


def answers(contact: Contact) -> str:
    """In how many working days the contact answers; empty where it has not said. Call inside `use_locale`."""
    if contact.answer_days is None:
        return ""
    return ngettext("Answers within one working day.", "Answers within %(num)s working days.", contact.answer_days)


def source_of(portal: Portal, city: City, contact: Contact, shared: Organisation | None) -> Source | None:
    """Where the contact was read."""
    if contact.source in city.sources:
        return city.sources[contact.source]
    organisations = portal.content.organisations
    if shared is None or organisations is None:
        return None
    return organisations.sources.get(shared.contact_source or shared.source)


def known_from(portal: Portal, city: City, contact: Contact, shared: Organisation | None, locale: Locale) -> str:
    """When the town last confirmed the contact and where it was read, each where known; call inside `use_locale`."""
    source = source_of(portal, city, contact, shared)
    day = i18n.date(contact.confirmed, locale) if contact.confirmed else ""
    told = [_("Last confirmed on %(day)s", day=day)] if day else []
    told += [f"{_('Source')}: {credit(source, locale)}"] if source else []
    return " · ".join(told)


def subject(city: City, locale: Locale) -> str:
    """What a letter to a town is about; call inside `use_locale`."""
    name = forms(city, locale)
    return _("Settling %(into)s", into=getattr(name, "into", name.inside))


def wish() -> str:
    """The last line of a letter, which tells in which language it is best answered; call inside `use_locale`."""
    # Translators: a line in a letter, about the language of the translation itself.
    return _("I would like an answer in English.")
