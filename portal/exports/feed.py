"""The looking-for entries as an Atom feed (RFC 4287), one in each language.

An entry's `updated` is the day on which it was last gone through: the town confirmed it or its source was read,
whichever is later. `published` is when the source said it, where the source bears a date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement, indent, tostring  # written only, never parsed

from portal import i18n
from portal.content.models import City, LookingFor
from portal.domain import entries
from portal.domain.entries import FACETS, EntryFilter, Found
from portal.domain.profile import Portal, forms
from portal.i18n import HTML_LANG, LOCALES, Locale, _, use_locale

ATOM = "http://www.w3.org/2005/Atom"
#: Signs that XML cannot hold, however they are written.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(portal: Portal, locale: Locale, choice: EntryFilter, today: dt.date) -> str:
    """The feed of the entries that a choice asks for, those last gone through first."""
    found = sorted(entries.find(portal, choice, today), key=lambda one: one[1].id)
    found.sort(key=lambda one: _updated(portal, one), reverse=True)
    with use_locale(locale):
        feed = _feed(portal, locale, choice, _newest(portal, found, today))
        for one in found:
            _entry(feed, portal, locale, one)
    indent(feed)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(feed, encoding="unicode")}\n'


def _feed(portal: Portal, locale: Locale, choice: EntryFilter, updated: dt.date) -> Element:
    """The feed's own part: what it is, where it is found, who makes it."""
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": HTML_LANG[locale]})
    page = _address(portal, locale, choice)
    _text(feed, "id", page)
    _text(feed, "title", f"{_('Opportunities')} – {i18n.localized(portal.site.name, locale)}")
    about = _("Whom the ten towns or their partners have said in public they need, with who said so and when.")
    _text(feed, "subtitle", " ".join([about, entries.unconfirmed(), *entries.messages(choice)]))
    _text(feed, "updated", _moment(updated))
    _link(feed, "self", _address(portal, locale, choice, "atom"), type="application/atom+xml")
    _link(feed, "alternate", page, type="text/html", hreflang=HTML_LANG[locale])
    for other in LOCALES:
        if other != locale:
            file = _address(portal, other, choice, "atom")
            _link(feed, "alternate", file, type="application/atom+xml", hreflang=HTML_LANG[other])
    author = SubElement(feed, "author")
    _text(author, "name", portal.site.operator or i18n.localized(portal.site.name, locale))
    _text(author, "uri", portal.site.site_url + portal.addresses.path("home", locale))
    return feed


def _entry(feed: Element, portal: Portal, locale: Locale, found: Found) -> None:
    """One entry under its permanent address, with who said it and whether the town has confirmed it."""
    town, sought = found
    city = portal.cities[town]
    source = city.sources[sought.source]
    entry = SubElement(feed, "entry")
    page = portal.site.site_url + portal.addresses.path("entry", locale, sought.id)
    _text(entry, "id", page)
    _text(entry, "title", f"{i18n.localized(sought.what, locale)} – {forms(city, locale).nominative}")
    _text(entry, "updated", _moment(_updated(portal, found)))
    if said_on := entries.published(source):
        _text(entry, "published", _moment(said_on))
    _link(entry, "alternate", page, type="text/html", hreflang=HTML_LANG[locale])
    if source.url:
        _link(entry, "via", source.url)
    for scheme, term, label in _categories(portal, locale, found):
        SubElement(entry, "category", {"scheme": scheme, "term": term, "label": _clean(label)})
    _text(entry, "summary", " ".join(_summary(sought, city, locale)))


def _summary(sought: LookingFor, city: City, locale: Locale) -> Iterator[str]:
    """The entry's text, its last day, and who stands behind it."""
    if sought.text:
        yield i18n.localized(sought.text, locale)
    if sought.valid_until:
        yield _("Valid until %(day)s.", day=i18n.date(sought.valid_until, locale))
    yield f"{_('Source')}: {entries.stated(sought, city.sources[sought.source], locale)}."


def _categories(portal: Portal, locale: Locale, found: Found) -> Iterator[tuple[str, str, str]]:
    """Scheme, term and name of what the entry is found by on the page."""
    scheme = portal.site.site_url + portal.addresses.path("looking_for", locale)
    for facet in FACETS:
        for value in entries.VALUES[facet](*found):
            yield f"{scheme}#{facet}", value, entries.name_of(portal, facet, value, locale)


def _address(portal: Portal, locale: Locale, choice: EntryFilter, form: str = "") -> str:
    return portal.site.site_url + portal.addresses.path("looking_for", locale, None, choice.query, form)


def _updated(portal: Portal, found: Found) -> dt.date:
    town, sought = found
    return entries.updated(sought, portal.cities[town].sources[sought.source])


def _newest(portal: Portal, found: list[Found], today: dt.date) -> dt.date:
    """When the feed last changed; an empty one when any entry of the site last did."""
    return max((_updated(portal, one) for one in found or portal.sought(today)), default=today)


def _moment(day: dt.date) -> str:
    """The beginning of a day, in universal time."""
    return f"{day.isoformat()}T00:00:00Z"


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", text)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _clean(text)


def _link(parent: Element, rel: str, href: str, **more: str) -> None:
    SubElement(parent, "link", {"rel": rel, "href": _clean(href), **more})
