"""One reader of one page: language, day, and the words and links that every page needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from markupsafe import Markup

from portal import i18n
from portal.charts.map import FinlandMap, Town
from portal.charts.portrait import Portraits
from portal.content.library import Ways, ways
from portal.content.models import City, Contact, LookingFor, Organisation, OwnFigure, Source
from portal.domain import contacts, entries
from portal.domain.profile import KeyFigure, Names, Portal, Profile, forms, key_figure
from portal.domain.tones import tone
from portal.i18n import Locale, LocalizedText
from portal.pages.prose import Prose

#: A letter begins with room for what the visitor has to say.
LETTER = "\r\n\r\n"
#: A figure of an earlier year than so many years ago is marked.
FRESH_YEARS = 5


@dataclass(frozen=True)
class ContactDetails:
    """A contact's ways, with their links, its languages and how it is known; empty where a thing is not known."""

    ways: Ways
    letter: str
    call: str
    languages: str
    answers: str
    known_from: str
    card: str


@dataclass(frozen=True)
class Reader:
    """What pages are made with: the portal's knowledge, a language and a day."""

    portal: Portal
    finland: FinlandMap
    portraits: Portraits
    locale: Locale
    today: dt.date

    def url(self, page: str, about: str | None = None, query: Mapping[str, str] | None = None) -> str:
        """The address of a page in the reader's language."""
        return self.portal.addresses.path(page, self.locale, about, query)

    def w(self, words: LocalizedText) -> Markup:
        """A text for the page; a Finnish stand-in is marked with its language."""
        return i18n.marked(words, self.locale)

    def localized(self, words: LocalizedText) -> str:
        """A text for an attribute or a title."""
        return i18n.localized(words, self.locale)

    def prose(self, page: str, **values: object) -> Prose:
        """A page's long text, with the values of its sentences."""
        text, language = self.portal.content.texts.get(page, self.locale)
        return Prose(page, text, None if language == self.locale else language, self.url, values)

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

    def tone(self, key: str) -> str:
        """The class of a town's colour."""
        return tone(self.portal, key)

    def sign(self, key: str) -> Markup:
        """A town's sign: its outline; nothing where its shape is not known."""
        outline = self.portraits.sign(self.portal.cities[key].code)
        if not outline:
            return Markup("")
        return Markup('<svg class="sign" viewBox="-2 -2 36 36" aria-hidden="true"><path d="{}"/></svg>').format(outline)

    def figure(self, key: str, city: str) -> KeyFigure | None:
        """One town's newest figure of one indicator."""
        if key not in self.portal.statistics.keys:
            return None
        return key_figure(self.portal, key, self.portal.cities[city].code, self.locale)

    @cached_property
    def towns(self) -> list[Town]:
        """The towns as the map shows them."""
        return [
            Town(city.code, forms(city, self.locale).nominative, self.url("city", key), tone(self.portal, key))
            for key, city in self.portal.cities.items()
        ]

    def aged(self, period: str) -> bool:
        """Whether a figure of this period is so old that the page marks it."""
        return bool(period) and int(period[:4]) < self.today.year - FRESH_YEARS

    def amount(self, figure: OwnFigure) -> str:
        """A town's own figure with its unit."""
        text = i18n.number(figure.value, self.locale, figure.decimals)
        return i18n.with_unit(text, i18n.localized(figure.unit, self.locale), self.locale)

    def credit(self, source: Source) -> str:
        """Publisher and year of a source; an undated one says when it was read."""
        return entries.credit(source, self.locale)

    def publisher(self, source: Source) -> str:
        """The publisher's name in the reader's language, or as it names itself."""
        return entries.publisher(source, self.locale)

    def state(self, entry: LookingFor) -> str:
        """Whether the town stands behind an entry: unconfirmed, or confirmed on a day."""
        return entries.state(entry, self.locale)

    @property
    def unconfirmed(self) -> str:
        """What it means that no town has confirmed an entry."""
        return entries.unconfirmed()

    def mailto(self, email: str, subject: str) -> str:
        """A letter to an address: its subject filled in, and at its end the language in which an answer is wished."""
        return f"mailto:{email}?subject={quote(subject)}&body={quote(LETTER + contacts.wish())}"

    def whom(self, city: City, contact: Contact, shared: Organisation | None) -> ContactDetails:
        """What is known of a contact, for this reader."""
        known = ways(contact, shared)
        return ContactDetails(
            ways=known,
            letter=self.mailto(known.email, contacts.subject(city, self.locale)) if known.email else "",
            call=contacts.dialled(known.phone) if known.phone else "",
            languages=contacts.languages(contact, self.locale),
            answers=contacts.answers(contact),
            known_from=contacts.known_from(self.portal, city, contact, shared, self.locale),
            card=self._card(city, contact),
        )

    def _card(self, city: City, contact: Contact) -> str:
        """The address of a contact's card; that of all the town's contacts for one which is not among them."""
        key = self.portal.by_code[city.code]
        known = [one for one, _shared in contacts.every(self.profile(key))]
        query = {"contact": str(known.index(contact) + 1)} if contact in known else None
        return self.portal.addresses.path("city", self.locale, key, query, "vcf")

    def listing(self, texts: Sequence[str]) -> str:
        """Texts joined as the language joins them."""
        return i18n.listing(list(texts), self.locale)
