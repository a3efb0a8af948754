"""The list of pages for search engines: each page in each language, and which pages say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from portal.domain.profile import Portal
from portal.i18n import LOCALES
from portal.urls import PAGES, Address

#: Pages that say nothing of their own.
UNLISTED = {"search", "short_list"}
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def things(portal: Portal, today: dt.date) -> Iterator[tuple[str, str | None]]:
    """Every page and what it is about."""
    yield from ((page, None) for page, paths in PAGES.items() if "<" not in paths["en"] and page not in UNLISTED)
    yield from (("city", key) for key in portal.content.cities)
    yield from (("indicator", key) for key in portal.statistics.keys)
    for city in portal.content.cities.values():
        sought = (entry for entry in city.looking_for if entry.valid_until is None or entry.valid_until >= today)
        yield from (("entry", entry.id) for entry in sought)


def sitemap(portal: Portal, today: dt.date) -> str:
    """The whole list as XML, absolute from the site's address."""
    found = [_thing(portal, page, about) for page, about in things(portal, today)]
    return f"{HEAD}{''.join(found)}</urlset>\n"


def _thing(portal: Portal, page: str, about: str | None) -> str:
    others = portal.addresses.others(Address(page, "fi", about))
    site = portal.site.site_url
    full = {locale: quoteattr(site + path) for locale, path in others.items()}
    default = quoteattr(f"{site}/") if page == "home" else full["en"]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{name}" href={href}/>'
        for name, href in [*full.items(), ("x-default", default)]
    )
    return "".join(f"<url><loc>{full[locale][1:-1]}</loc>{links}</url>\n" for locale in LOCALES)
