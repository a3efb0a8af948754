"""Search over towns, themes, actors, looking-for entries and indicators, in the page's language."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import snowballstemmer

from portal.i18n import Locale, Words, _, said
from portal.pages.page import Page
from portal.pages.reader import Reader
from portal.profile import Portal, forms
from portal.urls import Address

LANGUAGES = {"fi": "finnish", "sv": "swedish", "en": "english"}
#: A query is cut here; nobody searches with a novel.
LONGEST = 120
MOST = 60


@dataclass(frozen=True)
class Entry:
    """Something that can be found: its kind, title, a line about it, its address and the words it is found by."""

    kind: str
    title: str
    text: str
    href: str
    words: str = field(repr=False)
    weight: int = 1


def page(reader: Reader, address: Address, query: Mapping[str, str]) -> Page:
    """The search page; without a query it is the form alone."""
    asked = cut(" ".join(query.get("q", "").split()))
    found = index(reader.portal, reader.locale).find(asked) if asked else []
    today = {entry.id for _key, entry in reader.portal.sought(reader.today)}
    found = [entry for entry in found if entry.kind != "entry" or entry.href.rsplit("/", 1)[-1] in today]
    kinds = {
        "city": _("Towns"),
        "entry": _("We are looking for"),
        "strength": _("Strengths"),
        "theme": _("Themes"),
        "actor": _("Actors"),
        "indicator": _("Indicators"),
    }
    groups = [(label, [entry for entry in found if entry.kind == kind]) for kind, label in kinds.items()]
    return Page(
        title=_("Search: %(query)s", query=asked) if asked else _("Search"),
        description=_("Search the towns, their themes and actors, whom they look for, and the indicators."),
        template="search.html",
        values={"asked": asked, "found": len(found), "groups": [group for group in groups if group[1]]},
        query={"q": asked} if asked else {},
        index=False,
    )


def cut(text: str) -> str:
    """As many whole words of a query as are looked at."""
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0]


def plain(text: str) -> str:
    """Small letters without diacritics: Kyrönjoki becomes kyronjoki."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The word without its ending, in small letters without diacritics."""
    return plain(snowballstemmer.stemmer(language).stemWord(word.casefold()))


def tokens(text: str) -> list[str]:
    """The words of a text."""
    return re.findall(r"\w+", text.casefold())


#: Finnish consonants that a case ending has weakened, and what they stand for: luvun is of luku, vedyn of vety.
GRADES = (("v", "k"), ("d", "t"), ("v", "p"), ("ng", "nk"), ("nn", "nt"), ("ll", "lt"), ("rr", "rt"), ("mm", "mp"))


def grades(word: str) -> set[str]:
    """Basic forms that an inflected Finnish word may be of: its weakened consonant made strong, its plural undone."""
    bases = {word, word.removesuffix("n")}
    strong_forms = {
        base[:at] + strong + base[at + len(weak) :]
        for base in bases
        for weak, strong in GRADES
        if (at := base.rfind(weak, 2)) >= max(2, len(base) - 4)
    }
    plural = {word[:-1] + "a"} if word.endswith("o") and len(word) > 3 else set()  # sahoja is of saha
    return strong_forms | plural


class Index:
    """Entries by the stems of their words."""

    def __init__(self, entries: Iterable[Entry], locale: Locale) -> None:
        self._language = LANGUAGES[locale]
        self._entries = [(entry, self._stems(entry.title), self._stems(entry.words)) for entry in entries]

    def _stems(self, text: str) -> frozenset[str]:
        words = tokens(text)
        return frozenset([*(stem(word, self._language) for word in words), *(plain(word) for word in words)])

    @cached_property
    def _vocabulary(self) -> list[str]:
        return sorted({word for _entry, title, words in self._entries for word in title | words})

    def find(self, asked: str) -> list[Entry]:
        """Entries that hold every word asked for, best first; near spellings where nothing else is found."""
        wanted = [frozenset({stem(word, self._language), plain(word)}) for word in tokens(asked)]
        if self._language == "finnish":
            wanted = [forms | frozenset(grade for form in forms for grade in grades(form)) for forms in wanted]
        return self._matching(wanted) or self._matching([self._near(forms) for forms in wanted])

    def _near(self, forms: frozenset[str]) -> frozenset[str]:
        longest = max(forms, key=len)
        alike = [word for word in self._vocabulary if word[0] == longest[0]]
        return frozenset(difflib.get_close_matches(longest, alike, n=4, cutoff=0.8))

    def _matching(self, wanted: list[frozenset[str]]) -> list[Entry]:
        if not wanted or not all(wanted):
            return []
        scored = []
        for order, (entry, title, words) in enumerate(self._entries):
            scores = [max(3 * self._score(forms, title), self._score(forms, words)) for forms in wanted]
            if all(scores):
                scored.append((-sum(scores) * entry.weight, order, entry))
        return [entry for _points, _order, entry in sorted(scored, key=lambda item: item[:2])][:MOST]

    def _score(self, forms: frozenset[str], words: frozenset[str]) -> int:
        """3 for the word itself, 2 for its beginning, 1 for a part of a Finnish or Swedish compound, 0 for nothing."""
        if forms & words:
            return 3
        long = [form for form in forms if len(form) >= 3]
        if any(word.startswith(form) for form in long for word in words):
            return 2
        parts = [form for form in forms if len(form) >= 5 and self._language != "english"]
        return 1 if any(part in word for part in parts for word in words) else 0


@lru_cache(maxsize=8)
def index(portal: Portal, locale: Locale) -> Index:
    """The index of one language, made at the first search."""
    return Index(_entries(portal, locale), locale)


def _entries(portal: Portal, locale: Locale) -> Iterable[Entry]:
    def text(words: Words | None) -> str:
        return said(words, locale) if words else ""

    def path(page: str, about: str) -> str:
        return portal.addresses.path(page, locale, about)

    for key, city in portal.cities.items():
        name = forms(city, locale)
        here = path("city", key)
        every = [*city.name.fi.model_dump().values(), city.name.sv.nominative, city.name.en.nominative]
        words = " ".join([*every, *name.model_dump().values(), text(city.region), text(city.pitch.text)])
        yield Entry("city", name.nominative, text(city.pitch.text), here, words, weight=3)
        for theme in city.ecosystem.themes:
            yield Entry("theme", text(theme.text), name.nominative, f"{here}#ecosystem", text(theme.text), weight=2)
        for actor in city.ecosystem.actors:
            if actor.name:
                yield Entry(
                    "actor",
                    text(actor.name),
                    f"{name.nominative}. {text(actor.brings)}",
                    f"{here}#ecosystem",
                    text(actor.brings),
                )
        for strength in city.strengths:
            yield Entry(
                "strength",
                text(strength.title),
                f"{name.nominative}. {text(strength.text)}",
                f"{here}#{strength.id}",
                text(strength.text),
            )
        for sought in city.looking_for:
            words = " ".join(
                [
                    text(sought.what),
                    text(sought.text),
                    *(text(theme) for theme in sought.themes),
                    *name.model_dump().values(),
                ]
            )
            yield Entry(
                "entry",
                text(sought.what),
                f"{name.nominative}. {text(sought.text)}",
                path("entry", sought.id),
                words,
                weight=2,
            )
    for organisation in (portal.content.organisations.organisations if portal.content.organisations else {}).values():
        homes = [
            key
            for key, city in portal.cities.items()
            if organisation.name.fi in _shared_names(portal, city.ecosystem.actors)
        ]
        for key in homes[:1]:
            yield Entry(
                "actor",
                text(organisation.name),
                text(organisation.brings),
                f"{path('city', key)}#ecosystem",
                text(organisation.brings),
            )
    for key in portal.statistics.keys:
        indicator = portal.statistics.indicator(key)
        words = " ".join(
            [
                text(indicator.short),
                text(indicator.definition),
                text(portal.statistics.catalogue.themes[indicator.theme].name),
            ]
        )
        yield Entry("indicator", text(indicator.name), text(indicator.definition), path("indicator", key), words)


def _shared_names(portal: Portal, actors: Iterable[object]) -> set[str]:
    shared = portal.content.organisations
    keys = {getattr(actor, "organisation", None) for actor in actors}
    return {entry.name.fi for key, entry in (shared.organisations if shared else {}).items() if key in keys}
