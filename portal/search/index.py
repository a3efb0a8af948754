"""Answers a question: what has all its words, in the page's language first, and what may have been meant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from portal.content.topics import Topic, Topics
from portal.domain.profile import Portal
from portal.i18n import LOCALES, Locale
from portal.search.documents import Document, documents
from portal.search.language import Hits, LanguageIndex, Parts
from portal.search.words import tokens, word

#: So many results are shown, and so many words of a question are looked at.
MOST, MOST_WORDS = 60, 12
#: A known phrase is of at most so many words.
PHRASE = 3


@dataclass(frozen=True)
class Answer:
    """What is found, the best first, and how it came about.

    `instead` is the question as it seems to be meant, where a word of it is misspelt; `without` are words that lead
    nowhere, and `some` says that nothing has all the others; `language` is another than the page's where only its
    words led anywhere; `topics` are what the question is about, and `towns` those that it names.
    """

    found: Sequence[Document] = ()
    instead: str = ""
    without: Sequence[str] = ()
    some: bool = False
    language: Locale | None = None
    topics: Sequence[Topic] = ()
    towns: Sequence[str] = ()


@dataclass(frozen=True)
class Item:
    """A word or a phrase that is asked for, in small letters; the towns that it names, and the topics that it is of.

    `language` is that of the topics' word, where it is another than the page's.
    """

    parts: Parts
    towns: frozenset[str] = frozenset()
    topics: Parts = ()
    language: Locale | None = None

    def __str__(self) -> str:
        return " ".join(self.parts)


@dataclass(frozen=True)
class Way:
    """A way to look an item up; `language` is another than the page's where it is that one's words alone."""

    look_up: Callable[[Item], Hits]
    language: Locale | None = None


class Index:
    """Everything that can be found, for pages of one language."""

    def __init__(
        self, portal: Portal, shown: Sequence[Document], languages: Mapping[Locale, LanguageIndex], locale: Locale
    ) -> None:
        self._portal = portal
        self._shown = shown
        self._languages = languages
        self._locale: Locale = locale
        self._own = languages[locale]
        self._topics = _topics(portal)
        self._small = _small_words(portal)
        self._names = _names(portal)

    def answer(self, asked: str) -> Answer:
        """What answers a question."""
        items = self._items(asked)
        if not items:
            return Answer()
        about = self._about(items)
        return (
            self._all(items, about)
            or self._respelt(items)
            or self._some(items, about)
            or replace(about, without=[str(item) for item in items])
        )

    # The question

    def _items(self, asked: str) -> list[Item]:
        """The words and known phrases of a question, in their order; small words only where there are no others."""
        every = [part for parts in tokens(asked) for part in self._joined(parts)][:MOST_WORDS]
        words = tuple(part for part in every if part not in self._small) or tuple(every)
        found: dict[Item, None] = {}
        while words:
            size = next(size for size in range(PHRASE, 0, -1) if size == 1 or self._is_phrase(words[:size], size))
            found[self._item(words[:size])] = None
            words = words[size:]
        return list(found)

    def _joined(self, parts: Parts) -> Parts:
        """The parts of a word with a hyphen; in one, where it is written like that."""
        whole = "".join(parts)
        return (whole,) if len(parts) > 1 and self._is_written(whole) else parts

    def _is_phrase(self, parts: Parts, size: int) -> bool:
        """Whether words belong together: a topic is called so, or they were typed in two and are written in one."""
        if len(parts) < size:
            return False
        return bool(self._meant(parts)[1]) or (min(map(len, parts)) > 1 and self._is_written("".join(parts)))

    def _is_written(self, whole: str) -> bool:
        return any(language.holds(whole) or (whole,) in language.phrases for language in self._languages.values())

    def _item(self, parts: Parts) -> Item:
        language, topics = self._meant(parts)
        if len(parts) > 1:
            return Item(parts, frozenset(), topics, language) if topics else self._item(("".join(parts),))
        return Item(parts, frozenset(self._named(parts[0])), topics, language)

    def _named(self, text: str) -> Iterator[str]:
        """The towns that a word is a name of, in any form and language."""
        for locale in LOCALES:
            own = word(text, locale)
            yield from (self._names[form] for form in (own.plain, own.stem) if form in self._names)

    def _meant(self, parts: Parts) -> tuple[Locale | None, Parts]:
        """The topics that a word or a phrase is of: in the page's language, or else in another, which is told."""
        own = self._languages[self._locale].meant(parts)
        others = ((locale, language.meant(parts)) for locale, language in self._languages.items())
        return (None, own) if own else next((found for found in others if found[1]), (None, ()))

    def _about(self, items: Sequence[Item]) -> Answer:
        keys = dict.fromkeys(key for item in items for key in item.topics)
        towns = dict.fromkeys(town for item in items for town in sorted(item.towns))
        return Answer(topics=[self._topics[key] for key in keys], towns=[*towns])

    # What answers it

    def _ways(self) -> Iterator[Way]:
        """The ways to look words up, the best first: the page's language, the others, all, beginnings of words."""
        yield Way(partial(self._hits, self._locale))
        for locale in LOCALES:
            if locale != self._locale:
                yield Way(partial(self._hits, locale), locale)
        yield Way(lambda item: _best(self._hits(locale, item) for locale in LOCALES))
        yield Way(partial(self._begun, self._locale))
        yield Way(lambda item: _best(self._begun(locale, item) for locale in LOCALES))

    def _hits(self, locale: Locale, item: Item) -> Hits:
        """What has an item in a language, whichever language the item's topic was named in."""
        return self._languages[locale].strong(item.parts, item.topics)

    def _begun(self, locale: Locale, item: Item) -> Hits:
        return self._hits(locale, item) or self._languages[locale].weak(str(item))

    def _all(self, items: Sequence[Item], about: Answer) -> Answer | None:
        """What has every word, by the best way that leads anywhere."""
        for way in self._ways():
            found = self._together(items, way.look_up)
            if found:
                return replace(about, found=found, language=self._told(items, way))
        return None

    def _told(self, items: Sequence[Item], way: Way) -> Locale | None:
        """The language of the words that led anywhere, where it is not the page's; names are of every language."""
        if all(item.towns for item in items):
            return None
        foreign = (item.language for item in items if item.language and not self._own.plainly(item.parts))
        return way.language or next(foreign, None)

    def _together(self, items: Sequence[Item], look_up: Callable[[Item], Hits]) -> list[Document]:
        """The documents that every item leads to, the best first."""
        each = [self._with_towns(item, look_up(item), alone=len(items) == 1) for item in items]
        everywhere = set.intersection(*map(set, each))
        return self._ordered({number: sum(hits[number] for hits in each) for number in everywhere}, items)

    def _ordered(self, points: Hits, items: Sequence[Item]) -> list[Document]:
        """Documents with their points, the best first."""
        weighed = {number: own * self._shown[number].weight for number, own in points.items()}
        order = sorted(weighed, key=lambda number: (-weighed[number], number))[:MOST]
        town = next((town for item in items for town in sorted(item.towns)), "")
        return [self._in_town(self._shown[number], town) for number in order]

    def _with_towns(self, item: Item, hits: Hits, *, alone: bool) -> Hits:
        """A town's name beside other words is had by everything of the town, and by every indicator."""
        if alone or not item.towns:
            return hits
        numbered = enumerate(self._shown)
        own = [number for number, one in numbered if one.kind == "indicator" or one.town in item.towns]
        return dict.fromkeys(own, 1) | dict(hits)

    def _in_town(self, document: Document, town: str) -> Document:
        """An indicator where a town was named leads to the town's own figures."""
        if document.kind != "indicator" or not town:
            return document
        name = next(one.title for one in self._shown if one.kind == "city" and one.town == town)
        path = self._portal.addresses.path("city", self._locale, town, {"i": document.key})
        return replace(document, title=f"{document.title}: {name}", href=f"{path}#numbers")

    # What may have been meant

    def _leads(self, item: Item) -> bool:
        return any(self._hits(locale, item) for locale in LOCALES)

    def _respelt(self, items: Sequence[Item]) -> Answer | None:
        """What words lead to that are spelt nearly like those of the question that lead nowhere."""
        near = [[item] if self._leads(item) else self._near(item) for item in items]
        if not all(near):
            return None
        again = [choices[0] for choices in near]
        if again == list(items):
            return None
        about = self._about(again)
        answer = self._all(again, about) or self._some(again, about)
        return answer and replace(answer, instead=" ".join(str(item) for item in again))

    def _near(self, item: Item) -> list[Item]:
        """The nearest words of the page's language, or else of the others."""
        others = [language for locale, language in self._languages.items() if locale != self._locale]
        found = (language.near(str(item)) for language in [self._own, *others])
        return [self._item((near,)) for near in next((near for near in found if near), [])]

    def _some(self, items: Sequence[Item], about: Answer) -> Answer | None:
        """What has most of the words, where nothing has them all."""
        known = [item for item in items if self._leads(item)]
        each = [self._with_towns(item, self._anywhere(item), alone=len(known) == 1) for item in known]
        counts = Counter(number for hits in each for number in hits)
        most = max(counts.values(), default=0)
        points = {number: sum(hits.get(number, 0) for hits in each) for number, own in counts.items() if own == most}
        if not points:
            return None
        without = [str(item) for item in items if item not in known]
        return replace(about, found=self._ordered(points, known), without=without, some=most < len(known))

    def _anywhere(self, item: Item) -> Hits:
        return self._hits(self._locale, item) or _best(self._hits(locale, item) for locale in LOCALES)


def _best(each: Iterable[Hits]) -> Hits:
    """The better points of each document."""
    found: dict[int, int] = {}
    for hits in each:
        found |= {number: max(points, found.get(number, 0)) for number, points in hits.items()}
    return found


def _topics(portal: Portal) -> Mapping[str, Topic]:
    return portal.topics.topics if portal.topics else {}


def _small_words(portal: Portal) -> frozenset[str]:
    """The words that nobody looks for, of all languages."""
    topics: Topics | None = portal.topics
    return frozenset(
        text.casefold() for locale in LOCALES for text in (topics.small_words.each(locale) if topics else ())
    )


def _names(portal: Portal) -> Mapping[str, str]:
    """Every form of the towns' names, and its stem -> the town."""
    small = _small_words(portal)
    found: dict[str, str] = {}
    for town, city in portal.cities.items():
        for locale in LOCALES:
            forms = city.name.forms(locale).model_dump().values()
            parts = [part for form in forms for own in tokens(form) for part in own[:1]]
            for own in (word(part, locale) for part in parts if part not in small):
                found |= {own.plain: town, own.stem: town}
    return found


@lru_cache(maxsize=8)
def _documents(portal: Portal, locale: Locale) -> Sequence[Document]:
    return documents(portal, locale)


@lru_cache(maxsize=8)
def _language(portal: Portal, locale: Locale) -> LanguageIndex:
    return LanguageIndex(_documents(portal, locale), _topics(portal), _small_words(portal), locale)


@lru_cache(maxsize=8)
def index(portal: Portal, locale: Locale) -> Index:
    """The index for pages of one language, made at the first search."""
    languages = {one: _language(portal, one) for one in LOCALES}
    return Index(portal, _documents(portal, locale), languages, locale)
