"""The short list: what a visitor has marked, or what somebody shares by a link, on one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from portal import i18n
from portal.content.models import LookingFor
from portal.domain import short_list
from portal.domain.comparison import TOLD, Comparison
from portal.domain.entries import Found
from portal.domain.profile import KeyFigure, Portal, Profile
from portal.domain.short_list import Kind, ShortList
from portal.file_formats import linked
from portal.i18n import _, lazy, ngettext
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.pages.registry import PageType
from portal.urls import Address

#: So many of a town's key figures are told.
FIGURES = 4
#: A title names so many towns.
TITLED = 3


@dataclass(frozen=True)
class ListRow:
    """One thing on the list; `without` is the address of the same list without it."""

    profile: Profile
    town: str
    without: str


@dataclass(frozen=True)
class TownRow(ListRow):
    """A town with what one decides by."""

    figures: list[KeyFigure]
    email: str | None
    phone: str | None
    sought: list[LookingFor]


@dataclass(frozen=True)
class EntryRow(ListRow):
    """An entry, and its last day in words where it has one."""

    entry: LookingFor
    until: str


def query_of(portal: Portal, address: Address, args: Mapping[str, str]) -> dict[str, str]:
    """The part of a query that the page depends on, in one spelling."""
    return short_list.canonical(short_list.read(args, portal))


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The list that the query names; without one the page where the browser puts its own."""
    reading = short_list.read(query, reader.portal)
    listed, ended = short_list.on(reader.today, reading.listed, reader.portal)
    return Page(
        title=_title(reader, listed),
        description=_(
            "Towns and what they look for on one page: to compare, print, share as a link or send as an enquiry."
        ),
        template="short_list.html",
        values={
            "listed": listed,
            "asked": bool(query),
            "messages": [*short_list.messages(reading), *(no_longer_sought(reader, found) for found in ended)],
            "towns": [_town(reader, listed, key) for key in listed.town],
            "entries": [_entry(reader, listed, found) for found in short_list.entries(listed, reader.portal)],
            "here": _href(reader, listed),
            "enquiry": reader.url("contact", query=short_list.enquiry(listed, reader.portal)),
            **_together(reader, listed),
        },
        query=listed.query,
        index=False,
    )


def _title(reader: Reader, listed: ShortList) -> str:
    """What is on the list, in a few words."""
    if listed.empty:
        return _("Short list")
    return _("Short list: %(what)s", what=reader.listing([*_counted(reader, listed)]))


def _counted(reader: Reader, listed: ShortList) -> Iterator[str]:
    """The towns by name while they are few, and how many entries there are."""
    count = len(listed.town)
    if count > TITLED:
        yield ngettext("%(num)s town", "%(num)s towns", count)
    else:
        yield from (reader.names.label(reader.portal.cities[key].code) for key in listed.town)
    if listed.entry:
        yield ngettext("%(num)s entry", "%(num)s entries", len(listed.entry))


def no_longer_sought(reader: Reader, found: Found) -> str:
    """That an entry is no longer sought."""
    town, entry = found
    return _(
        "No longer sought, and left out: %(what)s (%(town)s).",
        what=reader.localized(entry.what),
        town=reader.names.label(reader.portal.cities[town].code),
    )


def _href(reader: Reader, listed: ShortList) -> str:
    return reader.url("short_list", query=listed.query)


def _row(reader: Reader, listed: ShortList, key: str, kind: Kind, name: str) -> ListRow:
    profile = reader.profile(key)
    return ListRow(profile, reader.names.label(profile.city.code), _href(reader, listed.without(kind, name)))


def _town(reader: Reader, listed: ShortList, key: str) -> TownRow:
    """One town of the list."""
    row = _row(reader, listed, key, "town", key)
    phones = [contact.phone or (shared.phone if shared else None) for contact, shared in row.profile.contacts]
    return TownRow(
        **vars(row),
        figures=row.profile.key_figures[:FIGURES],
        email=row.profile.email,
        phone=next((phone for phone in phones if phone), None),
        sought=[*row.profile.sought("complementary"), *row.profile.sought("recruitment")],
    )


def _entry(reader: Reader, listed: ShortList, found: Found) -> EntryRow:
    """One entry of the list."""
    key, entry = found
    until = i18n.date(entry.valid_until, reader.locale) if entry.valid_until else ""
    return EntryRow(**vars(_row(reader, listed, key, "entry", entry.id)), entry=entry, until=until)


def _together(reader: Reader, listed: ShortList) -> dict[str, object]:
    """The towns side by side and as files: a comparison where there are several, else the town's own."""
    codes = [reader.portal.cities[key].code for key in listed.town]
    query = {"c": ",".join(codes)}
    several = len(codes) > 1
    page, about = ("compare", None) if several else ("city", next(iter(listed.town), None))
    forms = [one.ending for one in linked("short_list")]
    bare = {form: reader.portal.addresses.path(page, reader.locale, about, form=form) for form in forms if codes}
    return {
        "codes": query["c"],
        "compare": reader.url("compare", query=query) if several else "",
        "bare": bare,
        "files": {form: f"{path}?{urlencode(query, safe=',')}" if several else path for form, path in bare.items()},
        "themes": Comparison(reader.portal, tuple(codes), reader.locale, reader.today).themes if several else [],
        "told": TOLD,
    }


PAGE_TYPES = (PageType("short_list", page, query_of, in_sitemap=False, label=lazy("Short list"), menu=9),)
