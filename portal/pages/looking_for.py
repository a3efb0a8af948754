"""Whom the towns are looking for: the list, by role, sector and town, and one entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal import i18n
from portal.content.models import LookingFor
from portal.domain import contacts, entries
from portal.domain.entries import FACETS, ROLE_NAMES, EntryFilter, Facet
from portal.domain.profile import Portal, forms
from portal.i18n import _, lazy, ngettext
from portal.pages import structured
from portal.pages.page import MissingError, Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.pages.registry import entries as entry_ids
from portal.urls import Address

FACET_NAMES: Mapping[Facet, object] = {
    "role": lazy("Role"),
    "sector": lazy("Sector"),
    "town": lazy("Town or municipality"),
}


@dataclass(frozen=True)
class FilterLink:
    """One value of the filter: what it is called, where it leads, how many are found there, whether it is chosen.

    Without an address nothing would be found.
    """

    label: str
    href: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Group:
    """The values of one field of the filter, first the way to leave it open; `more` are folded away."""

    facet: Facet
    label: str
    links: list[FilterLink]
    more: list[FilterLink]


def query_of(portal: Portal, address: Address, args: Mapping[str, str]) -> dict[str, str]:
    """The part of a query that the list depends on, in one spelling."""
    return entries.canonical(entries.read(args, portal))


def list_page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The valid entries that are asked for: complementary actors first, recruitment apart."""
    choice = entries.read(query, reader.portal)
    found = [(reader.profile(key), entry) for key, entry in entries.find(reader.portal, choice, reader.today)]
    labels = [entries.name_of(reader.portal, facet, value, reader.locale) for facet, value in choice.chosen.items()]
    heading = _("Opportunities")
    return Page(
        title=f"{heading}: {', '.join(labels)}" if labels else heading,
        description=_("Companies, investors and partners that the towns say they need, each with its source and date."),
        template="looking_for.html",
        values={
            "heading": heading,
            "groups": [
                (_("Companies and partners"), [pair for pair in found if pair[1].kind == "complementary"]),
                (_("Recruitment"), [pair for pair in found if pair[1].kind == "recruitment"]),
            ],
            "roles": ROLE_NAMES,
            "filter": _filter(reader, choice, len(found)),
            "feed": _feed(reader, choice),
            "structured": structured.listing(reader, found, heading),
        },
        query=choice.query,
    )


def _filter(reader: Reader, choice: EntryFilter, count: int) -> dict[str, object]:
    """What the reader chose, and what else there is to choose."""
    every = len(reader.portal.sought(reader.today))
    return {
        "messages": entries.messages(choice),
        "groups": [_group(reader, facet, choice) for facet in FACETS],
        "chosen": [
            (
                FACET_NAMES[facet],
                entries.name_of(reader.portal, facet, value, reader.locale),
                _href(reader, choice.to(facet)),
            )
            for facet, value in choice.chosen.items()
        ],
        "said": _count_words(count, every, filtered=bool(choice.chosen)),
        "count": count,
        "every": every,
        "plain": reader.url("looking_for"),
    }


def _count_words(count: int, every: int, *, filtered: bool) -> str:
    if not filtered:
        return ngettext("%(num)s entry", "%(num)s entries", every)
    return ngettext("%(count)s of %(num)s entry", "%(count)s of %(num)s entries", every, count=count)


def _href(reader: Reader, choice: EntryFilter) -> str:
    return reader.url("looking_for", None, choice.query)


def _group(reader: Reader, facet: Facet, choice: EntryFilter) -> Group:
    """The links of one field; each keeps what is chosen in the others."""
    options = list(entries.options(reader.portal, facet, choice, reader.today))
    links = [
        FilterLink(
            entries.name_of(reader.portal, facet, option.value, reader.locale),
            _href(reader, choice.to(facet, option.value)) if option.count else "",
            option.count,
            option.chosen,
        )
        for option in options
    ]
    plain = [link for link, option in zip(links, options, strict=True) if not _is_theme(facet, option.value)]
    themes = [link for link, option in zip(links, options, strict=True) if _is_theme(facet, option.value)]
    opened = choice.to(facet)
    count = len(entries.find(reader.portal, opened, reader.today))
    everything = FilterLink(_("All"), _href(reader, opened), count, facet not in choice.chosen)
    themes.sort(key=lambda link: i18n.sorting(link.label))
    return Group(facet, str(FACET_NAMES[facet]), [everything, *plain], themes)


def _is_theme(facet: Facet, value: str) -> bool:
    return facet == "sector" and value not in entries.SECTIONS


def _feed(reader: Reader, choice: EntryFilter) -> str:
    """The address of the feed of the same entries."""
    return reader.portal.addresses.path("looking_for", reader.locale, None, choice.query, "atom")


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """One entry. Raises MissingError when there is none or its last day has passed."""
    valid = {entry.id: (key, entry) for key, entry in reader.portal.sought(reader.today)}
    if address.about not in valid:
        raise MissingError(address.about)
    city_key, entry = valid[address.about]
    profile = reader.profile(city_key)
    town = forms(profile.city, reader.locale)
    what = reader.localized(entry.what)
    own = contacts.own(reader.portal, entry)
    return Page(
        title=f"{what} – {town.nominative}",
        description=reader.localized(entry.text) if entry.text else f"{town.nominative}: {what}",
        template="entry.html",
        values={
            "profile": profile,
            "city": profile.city,
            "town": town,
            "entry": entry,
            "source": profile.city.sources[entry.source],
            "kinds": _kinds(reader, entry),
            "contacts": own or profile.contacts,
            "email": reader.portal.content.email(contact for contact, _shared in own) or profile.email,
            "figure": reader.figure(entry.indicator, city_key) if entry.indicator else None,
            "until": i18n.date(entry.valid_until, reader.locale) if entry.valid_until else "",
            "confirmed": i18n.date(entry.confirmed, reader.locale) if entry.confirmed else "",
            "others": [e for e in profile.sought(entry.kind) if e.id != entry.id],
            "feed": _feed(reader, EntryFilter()),
            "structured": structured.entry(reader, profile, entry),
        },
    )


def _kinds(reader: Reader, entry: LookingFor) -> list[tuple[object, list[tuple[str, str]]]]:
    """Role, sectors and themes, each value with the address of all entries that have it."""
    values: list[tuple[object, Facet, list[str]]] = [
        (_("Role"), "role", [*entry.roles]),
        (_("Sector"), "sector", [*entry.sectors]),
        (_("Themes"), "sector", [entries.theme_slug(theme) for theme in entry.themes]),
    ]
    return [
        (
            name,
            [
                (
                    entries.name_of(reader.portal, facet, value, reader.locale),
                    _href(reader, EntryFilter().to(facet, value)),
                )
                for value in found
            ],
        )
        for name, facet, found in values
        if found
    ]


PAGE_TYPES = (
    PageType("looking_for", list_page, query_of, label=lazy("Opportunities"), menu=2),
    PageType("entry", page, subjects=entry_ids),
)
