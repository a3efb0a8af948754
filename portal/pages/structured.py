"""What search engines are told of the looking-for entries: schema.org, no more than the page itself says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.content.models import LookingFor, Source
from portal.domain import entries
from portal.domain.profile import Profile, forms
from portal.i18n import HTML_LANG, _
from portal.pages.reader import Reader

Data = dict[str, Any]
CONTEXT = {"@context": "https://schema.org"}


def listing(reader: Reader, found: Sequence[tuple[Profile, LookingFor]], name: str) -> Data:
    """The list as a page with its entries in order."""
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": reader.localized(entry.what),
            "url": _full(reader, reader.url("entry", entry.id)),
        }
        for position, (_profile, entry) in enumerate(found, start=1)
    ]
    return {
        **CONTEXT,
        "@type": "CollectionPage",
        "name": name,
        "url": _full(reader, reader.url("looking_for")),
        "inLanguage": HTML_LANG[reader.locale],
        "mainEntity": {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items},
    }


def entry(reader: Reader, profile: Profile, sought: LookingFor) -> Data:
    """One entry as a page that says whom it quotes.

    A complementary actor is sought in public, which is what schema.org calls a Demand. Recruitment is none, and no
    JobPosting either: no employer offers a vacancy by it.
    """
    url = _full(reader, reader.url("entry", sought.id))
    source = profile.city.sources[sought.source]
    data: Data = {
        **CONTEXT,
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": reader.localized(sought.what),
        "description": _description(reader, profile, sought),
        "inLanguage": HTML_LANG[reader.locale],
        "dateModified": entries.updated(sought, source).isoformat(),
        "about": _town(reader, profile),
        "citation": _citation(reader, source),
        "isPartOf": {"@type": "CollectionPage", "@id": _full(reader, reader.url("looking_for"))},
        "breadcrumb": _breadcrumb(reader, profile, sought),
    }
    if sought.valid_until:
        data["expires"] = sought.valid_until.isoformat()
    return data | ({"mainEntity": _demand(reader, profile, sought)} if sought.kind == "complementary" else {})


def _description(reader: Reader, profile: Profile, sought: LookingFor) -> str:
    """The entry's text with who said so, when, and whether the town has confirmed it."""
    source = profile.city.sources[sought.source]
    said = f"{_('Source')}: {entries.stated(sought, source, reader.locale)}"
    return f"{reader.localized(sought.text)} {said}" if sought.text else said


def _demand(reader: Reader, profile: Profile, sought: LookingFor) -> Data:
    """What is sought, and where."""
    data: Data = {"@type": "Demand", "name": reader.localized(sought.what), "areaServed": _town(reader, profile)}
    if sought.confirmed:
        data["validFrom"] = sought.confirmed.isoformat()
    if sought.valid_until:
        data["validThrough"] = sought.valid_until.isoformat()
    return data


def _town(reader: Reader, profile: Profile) -> Data:
    """The town, by its page and its place."""
    city = profile.city
    return {
        "@type": "City" if city.kind == "city" else "AdministrativeArea",
        "name": forms(city, reader.locale).nominative,
        "url": _full(reader, reader.url("city", profile.key)),
        "geo": {"@type": "GeoCoordinates", "latitude": city.coordinates.lat, "longitude": city.coordinates.lon},
    }


def _citation(reader: Reader, source: Source) -> Data:
    """The source that says so."""
    data: Data = {
        "@type": "CreativeWork",
        "publisher": {"@type": "Organization", "name": reader.publisher(source)},
        "name": source.title,
        "url": source.url,
        "datePublished": source.date,
    }
    return {name: value for name, value in data.items() if value}


def _breadcrumb(reader: Reader, profile: Profile, sought: LookingFor) -> Data:
    steps = [
        (_("Opportunities"), reader.url("looking_for")),
        (reader.localized(sought.what), reader.url("entry", sought.id)),
    ]
    items = [
        {"@type": "ListItem", "position": i, "name": name, "item": _full(reader, path)}
        for i, (name, path) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _full(reader: Reader, path: str) -> str:
    return reader.portal.site.site_url + path
