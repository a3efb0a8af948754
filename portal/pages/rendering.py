"""Every page of the site: from an address to HTML."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.utils import htmlsafe_json_dumps

from portal import pages as package
from portal.charts.map import attribution, finland
from portal.charts.portrait import portraits
from portal.charts.svg import sparkline
from portal.charts.table import html as table_html
from portal.domain.profile import Portal
from portal.domain.short_list import MOST
from portal.explorer import parts
from portal.explorer.state import mark
from portal.file_formats import linked
from portal.hyphenation import headings, marked
from portal.i18n import HTML_LANG, LANGUAGES, LOCALES, OWN_NAMES, Locale, _, ngettext, number, pgettext, use_locale
from portal.pages import error
from portal.pages.citation import citation
from portal.pages.page import MissingError, Page
from portal.pages.reader import Reader
from portal.pages.registry import EXPLORER, PART, footer, menu, page_types
from portal.urls import Address

__all__ = ["MissingError", "Pages"]

log = logging.getLogger(__name__)


class Pages:
    """Makes every page. `asset` gives a static file's address, `boot` what the explorer's scripts need."""

    def __init__(
        self, portal: Portal, asset: Callable[[str], str], boot: Callable[[Locale], Mapping[str, Any]]
    ) -> None:
        self._portal = portal
        self._finland = finland(portal.data / "geo")
        self._portraits = portraits(portal.data / "geo")
        self._boot = boot
        self._templates = Environment(
            loader=FileSystemLoader([Path(folder) / "templates" for folder in package.__path__]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self._templates.install_gettext_callables(_, ngettext, newstyle=True, pgettext=pgettext)  # type: ignore[attr-defined]
        self._templates.globals.update(
            asset=asset,
            table_html=table_html,
            sparkline=sparkline,
            explorer_main=parts.main,
            explorer_figures=parts.figures,
            explorer_tools=parts.tools,
            explorer_search=parts.search,
            explorer_mark=mark,
            citation=citation,
            site=portal.site,
            menu=menu(),
            footer=footer(),
            own_names=OWN_NAMES,
            portal=portal,
            json=htmlsafe_json_dumps,
            short_list_most=MOST,
            linked=linked,
        )

    def render(self, address: Address, query: Mapping[str, str], today: dt.date) -> str:
        """The page at an address, as HTML. Raises MissingError when what it is about does not exist."""

        def made(reader: Reader) -> Page:
            page = page_types()[address.page].maker(reader, address, query)
            return _explorer_alone(page, reader, address) if query.get(PART) == EXPLORER else page

        return self.write(address, today, made)

    def write(self, address: Address, today: dt.date, made: Callable[[Reader], Page]) -> str:
        """A page at an address that is made of more than the address says, such as a form that was sent."""
        with use_locale(address.locale):
            reader = Reader(self._portal, self._finland, self._portraits, address.locale, today)
            page = made(reader)
            others = {
                locale: self._portal.addresses.path(address.page, locale, address.about, page.query)
                for locale in LOCALES
            }
            return self._write(page, reader, address.page, others, self._portal.addresses.others(address))

    def error(self, status: int, locale: Locale, framed: bool = False) -> str:
        """The page for an address with nothing behind it (404), a bad request or a fault of ours (500).

        A `framed` one stands in a frame on another site: it is small and leads to the portal.
        """
        with use_locale(locale):
            reader = Reader(self._portal, self._finland, self._portraits, locale, dt.date.min)
            page = error.page(reader, status)
            page = replace(page, template="embed_error.html") if framed else page
            homes = {other: self._portal.addresses.path("home", other) for other in LOCALES}
            return self._write(page, reader, "", homes, {})

    def error_words(self, status: int, locale: Locale) -> tuple[str, str]:
        """The title and the text of that page alone."""
        with use_locale(locale):
            title, text = error.words(status)
            return str(title), str(text)

    def query_of(self, address: Address, args: Mapping[str, str]) -> dict[str, str] | None:
        """The part of a query that the page depends on, in one spelling; None for a page that is not cached."""
        return page_types()[address.page].query(self._portal, address, args)

    def _write(self, page: Page, reader: Reader, name: str, others: dict[Locale, str], plain: dict[Locale, str]) -> str:
        locale = reader.locale
        html = self._templates.get_template(page.template).render(
            page=page,
            page_name=name,
            reader=reader,
            locale=locale,
            lang=HTML_LANG[locale],
            language=LANGUAGES[locale],
            languages={code: (OWN_NAMES[code], HTML_LANG[code], path) for code, path in others.items()},
            alternates=plain,
            url=reader.url,
            w=reader.w,
            number=lambda value, decimals=0: number(value, locale, decimals),
            attribution=attribution(locale),
            boot=lambda: htmlsafe_json_dumps(self._boot(locale)),
            hyphenated=lambda text: marked(text, locale),
            once=_once(),
            **page.values,
        )
        return headings(html, locale)


def _once() -> Callable[[str], bool]:
    """Says yes when it is asked of a thing for the first time: what a page explains once."""
    told: set[str] = set()

    def once(thing: str) -> bool:
        new = thing not in told
        told.add(thing)
        return new

    return once


def _explorer_alone(page: Page, reader: Reader, address: Address) -> Page:
    """The server's own view of a page's explorer, for a script that puts it in the place of another."""
    values = {**page.values, "explorer_path": reader.url(address.page, address.about)}
    return replace(page, template="explorer_part.html", values=values)
