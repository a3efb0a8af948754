"""What can be found: everything that a page shows, with the words it is found by and the address it stands at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from portal.content.models import City
from portal.domain.profile import Portal, forms
from portal.i18n import BASE, LOCALES, Locale, LocalizedText, _, localized, use_locale

Kind = Literal["city", "entry", "strength", "theme", "actor", "site", "fact", "indicator"]
#: The kinds in the order in which they are shown.
KINDS: tuple[Kind, ...] = ("city", "entry", "strength", "theme", "site", "actor", "fact", "indicator")


#: The lists of sourced sentences in a town's file, and where each stands on its page.
FACTS = {
    "investments": "investments",
    "energy": "energy",
    "connections": "routes",
    "education": "people",
    "aid": "aid",
}


@dataclass(frozen=True)
class Document:
    """Something that can be found; `key` is its town's, its entry's or its indicator's, `words` what it is found by."""

    kind: Kind
    key: str
    town: str
    title: str
    text: str
    href: str
    words: str = field(repr=False)
    weight: int = 1


def documents(portal: Portal, locale: Locale) -> list[Document]:
    """Everything in one language; it stands in the same order in every language."""
    writer = _Writer(portal, locale)
    return [*writer.towns(), *writer.shared(), *writer.indicators()]


@dataclass(frozen=True)
class _Writer:
    portal: Portal
    locale: Locale

    def _said(self, words: LocalizedText | None) -> str:
        return localized(words, self.locale) if words else ""

    def _path(self, page: str, about: str) -> str:
        return self.portal.addresses.path(page, self.locale, about)

    def towns(self) -> Iterator[Document]:
        """The towns, each followed by what it has and whom it looks for."""
        for key, city in self.portal.cities.items():
            name, here = forms(city, self.locale), self._path("city", key)
            pitch = self._said(city.pitch.text)
            others = (forms(city, one).nominative for one in LOCALES if one != BASE)
            every = [*forms(city, BASE).model_dump().values(), *others]
            words = " ".join([*every, *name.model_dump().values(), self._said(city.region), pitch])
            yield Document("city", key, key, name.nominative, pitch, here, words, weight=3)
            yield from self._has(key, city, name.nominative, here)
            yield from self._seeks(key, city)

    def _has(self, key: str, city: City, name: str, here: str) -> Iterator[Document]:
        """Themes, actors, strengths, parks, sites and sourced sentences of a town."""
        text = self._said
        for theme in city.ecosystem.themes:
            yield Document("theme", key, key, text(theme.text), name, f"{here}#ecosystem", text(theme.text), weight=2)
        for actor in city.ecosystem.actors:
            if actor.name:
                brings = text(actor.brings)
                yield Document("actor", key, key, text(actor.name), f"{name}. {brings}", f"{here}#ecosystem", brings)
        for strength in city.strengths:
            words = text(strength.text)
            yield Document(
                "strength", key, key, text(strength.title), f"{name}. {words}", f"{here}#{strength.id}", words
            )
        for site in city.sites:
            words = text(site.text)
            yield Document("site", key, key, text(site.name), f"{name}. {words}", f"{here}#sites", words)
        for group, anchor in FACTS.items():
            for fact in getattr(city, group):
                yield Document("fact", key, key, name, text(fact.text), f"{here}#{anchor}", text(fact.text))

    def _seeks(self, key: str, city: City) -> Iterator[Document]:
        name = forms(city, self.locale)
        for sought in city.looking_for:
            what, more = self._said(sought.what), self._said(sought.text)
            themes = [self._said(theme) for theme in sought.themes]
            words = " ".join([what, more, *themes, *name.model_dump().values()])
            with use_locale(self.locale):
                mark = "" if sought.confirmed else f" ({_('unconfirmed')})"
            text = f"{name.nominative}{mark}. {more}"
            yield Document("entry", sought.id, key, what, text, self._path("entry", sought.id), words, weight=2)

    def shared(self) -> Iterator[Document]:
        """Organisations that several towns share, at the first of them."""
        organisations = self.portal.content.organisations.organisations
        for key, organisation in organisations.items():
            home = next((town for town, city in self.portal.cities.items() if _names(city, key)), None)
            if home:
                brings = self._said(organisation.brings)
                here = f"{self._path('city', home)}#ecosystem"
                yield Document("actor", home, home, self._said(organisation.name), brings, here, brings)

    def indicators(self) -> Iterator[Document]:
        """The indicators."""
        statistics = self.portal.statistics
        for key in statistics.keys:
            indicator = statistics.indicator(key)
            definition = self._said(indicator.definition)
            theme = self._said(statistics.catalogue.themes[indicator.theme].name)
            words = " ".join([self._said(indicator.short), definition, theme])
            name = self._said(indicator.name)
            yield Document("indicator", key, "", name, definition, self._path("indicator", key), words)


def _names(city: City, organisation: str) -> bool:
    """Whether a town's ecosystem names a shared organisation."""
    return any(actor.organisation == organisation for actor in city.ecosystem.actors)
