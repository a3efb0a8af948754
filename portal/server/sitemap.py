"""The list of pages for search engines: each page in each language, and which pages say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from portal.domain.profile import Portal
from portal.i18n import BASE, LOCALES, SOURCE
from portal.pages.registry import page_types
from portal.urls import Address

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def things(portal: Portal, today: dt.date) -> Iterator[tuple[str, str | None]]:
    """Every page and what it is about."""
    listed = [one for one in page_types().values() if one.in_sitemap]
    yield from ((one.name, None) for one in listed if one.subjects is None)
    yield from ((one.name, about) for one in listed if one.subjects for about in one.subjects(portal, today))


def sitemap(portal: Portal, today: dt.date) -> str:
    """The whole list as XML, absolute from the site's address."""
    found = [_thing(portal, page, about) for page, about in things(portal, today)]
    return f"{HEAD}{''.join(found)}</urlset>\n"


def _thing(portal: Portal, page: str, about: str | None) -> str:
    others = portal.addresses.others(Address(page, BASE, about))
    site = portal.site.site_url
    full = {locale: quoteattr(site + path) for locale, path in others.items()}
    default = quoteattr(f"{site}/") if page == "home" else full[SOURCE]
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{name}" href={href}/>'
        for name, href in [*full.items(), ("x-default", default)]
    )
    return "".join(f"<url><loc>{full[locale][1:-1]}</loc>{links}</url>\n" for locale in LOCALES)
