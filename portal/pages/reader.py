"""One reader of one page: language, day, and the words and links that every page needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from markupsafe import Markup

from portal import entries, i18n
from portal.charts.map import FinlandMap, Town
from portal.content.models import City, LookingFor, Organisation, OwnFigure, Source
from portal.i18n import Locale, Words, _
from portal.profile import KeyFigure, Names, Portal, Profile, forms, key_figure


@dataclass(frozen=True)
class Reader:
    """What pages are made with: the portal's knowledge, a language and a day."""

    portal: Portal
    finland: FinlandMap
    locale: Locale
    today: dt.date

    def url(self, page: str, about: str | None = None, query: Mapping[str, str] | None = None) -> str:
        """The address of a page in the reader's language."""
        return self.portal.addresses.path(page, self.locale, about, query)

    def w(self, words: Words) -> Markup:
        """A text for the page; a Finnish stand-in is marked with its language."""
        return i18n.marked(words, self.locale)

    def said(self, words: Words) -> str:
        """A text for an attribute or a title."""
        return i18n.said(words, self.locale)

    @cached_property
    def names(self) -> Names:
        """What places are called."""
        return Names(self.portal, self.locale)

    def profile(self, key: str) -> Profile:
        """A town for this reader."""
        return Profile(self.portal, key, self.locale, self.today)

    @cached_property
    def profiles(self) -> list[Profile]:
        """Every town for this reader."""
        return [self.profile(key) for key in self.portal.cities]

    def figure(self, key: str, city: str) -> KeyFigure | None:
        """One town's newest figure of one indicator."""
        if key not in self.portal.statistics.keys:
            return None
        return key_figure(self.portal, key, self.portal.cities[city].code, self.locale)

    @cached_property
    def towns(self) -> list[Town]:
        """The towns as the map shows them."""
        return [
            Town(
                city.code,
                forms(city, self.locale).nominative,
                self.url("city", key),
                city.coordinates.lon,
                city.coordinates.lat,
            )
            for key, city in self.portal.cities.items()
        ]

    def into(self, city: City) -> str:
        """Where to: Iisalmeen, i Idensalmi, in Iisalmi."""
        return city.name.fi.into if self.locale == "fi" else forms(city, self.locale).inside

    def amount(self, figure: OwnFigure) -> str:
        """A town's own figure with its unit."""
        text = i18n.number(figure.value, self.locale, figure.decimals)
        return i18n.with_unit(text, i18n.said(figure.unit, self.locale), self.locale)

    def credit(self, source: Source) -> str:
        """Publisher and year of a source; an undated one says when it was read."""
        publisher = self.publisher(source)
        if source.date:
            return f"{publisher}, {i18n.partial_date(source.date, self.locale)}"
        return _("%(publisher)s, undated, read %(year)s", publisher=publisher, year=source.read[:4])

    def shared_source(self, organisation: Organisation) -> Source | None:
        """Where the contact of a shared organisation was read."""
        return self.portal.content.organisations.sources.get(organisation.contact_source or organisation.source)

    def publisher(self, source: Source) -> str:
        """The publisher's name in the reader's language, or as it names itself."""
        return entries.publisher(source, self.locale)

    def named_in(self, source: Source) -> str:
        """When something was said: named in 2023, or an undated source, read 2026."""
        return entries.named_in(source, self.locale)

    def confirmation(self, entry: LookingFor, kind: str) -> str:
        """Whether the town stands behind an entry; `kind` is city or municipality."""
        return entries.confirmation(entry, kind, self.locale)

    def mailto(self, email: str, subject: str) -> str:
        """A letter to an address with its subject filled in."""
        return f"mailto:{email}?subject={quote(subject)}"

    def listing(self, texts: Sequence[str]) -> str:
        """Texts joined as the language joins them."""
        return i18n.listing(list(texts), self.locale)
