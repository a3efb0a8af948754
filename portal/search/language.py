"""The words of one language: which documents hold a word, a phrase, or what else it is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache

from portal.content.topics import Topic
from portal.i18n import Locale
from portal.search.documents import Document
from portal.search.words import LONG, Word, is_part, nearest, tokens, word

#: How well a word answers: it itself, itself in another form, without its diacritics, what else it is called, a part.
SAME, FORM, BARE, MEANT, PART, BEGINNING = 12, 10, 8, 7, 4, 2
#: A word of a title counts so many times as much as one of a text.
TITLE = 3

#: Document -> points.
Hits = Mapping[int, int]
Parts = tuple[str, ...]


class LanguageIndex:
    """Every document by its words in one language."""

    def __init__(
        self, documents: Sequence[Document], topics: Mapping[str, Topic], small: Collection[str], locale: Locale
    ) -> None:
        self.locale: Locale = locale
        self._small = small
        self._titles: dict[str, set[int]] = defaultdict(set)
        self._texts: dict[str, set[int]] = defaultdict(set)
        for number, document in enumerate(documents):
            for postings, text in ((self._titles, document.title), (self._texts, document.words)):
                for written in _written(text):
                    postings[written].add(number)
        self._indicators = {one.key: number for number, one in enumerate(documents) if one.kind == "indicator"}
        self._topics = topics
        self.strong = lru_cache(maxsize=2000)(self._strong)
        self.weak = lru_cache(maxsize=2000)(self._weak)
        self.meant = lru_cache(maxsize=2000)(self._meant)
        self.plainly = lru_cache(maxsize=2000)(self._plainly)

    @cached_property
    def _words(self) -> dict[str, Word]:
        """Every word of the documents by how it is written."""
        return {written: word(written, self.locale) for written in sorted({*self._titles, *self._texts})}

    @cached_property
    def _by_form(self) -> dict[str, list[Word]]:
        """The words of the documents by each form that they may be of."""
        found: dict[str, list[Word]] = defaultdict(list)
        for own in self._words.values():
            for form in {own.plain, *own.forms}:
                found[form].append(own)
        return found

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every word of the documents and topics without diacritics, and its stem: what a compound may be made of."""
        meant = [word(part, self.locale) for phrase in self.phrases for part in phrase]
        return frozenset(form for own in [*self._words.values(), *meant] for form in own.forms if len(form) > 2)

    @cached_property
    def phrases(self) -> dict[Parts, list[str]]:
        """The words of the topics, each in its parts and as a question has them -> the topics that have it."""
        found: dict[Parts, list[str]] = defaultdict(list)
        for key, topic in self._topics.items():
            for text in topic.words.each(self.locale):
                for parts in dict.fromkeys((_parts(text), self._asked(text))):
                    found[parts].append(key)
        return {parts: list(dict.fromkeys(keys)) for parts, keys in found.items()}

    def _asked(self, text: str) -> Parts:
        """A phrase without the small words that a question loses too, unless only one word would be left of it."""
        every = _parts(text)
        told = tuple(part for part in every if part not in self._small)
        return told if told[1:] else every

    def holds(self, written: str) -> bool:
        """Whether a document has the word as it is written."""
        return written in self._words

    def _meant(self, asked: Parts) -> Parts:
        """The topics that a word or a phrase is of: written just so, or else in another form."""
        exact = self.phrases.get(asked)
        if exact:
            return tuple(exact)
        own = [word(part, self.locale) for part in asked]
        alike = (phrase for phrase in self.phrases if len(phrase) == len(asked) and self._is_form(own, phrase))
        return tuple(dict.fromkeys(topic for phrase in alike for topic in self.phrases[phrase]))

    def _is_form(self, asked: Sequence[Word], phrase: Parts) -> bool:
        return all(_alike(mine, word(part, self.locale)) for mine, part in zip(asked, phrase, strict=True))

    def _strong(self, asked: Parts, topics: Parts) -> Hits:
        """Documents with a word or all words of a phrase, in any form or as a part of a compound, or of its topics."""
        found = dict(self.plainly(asked))
        for key in topics:
            topic = self._topics[key]
            for text in topic.texts.each(self.locale) if topic.texts else ():
                hits = self.plainly(_parts(text))
                _merge(found, {document: min(points, MEANT * TITLE) for document, points in hits.items()})
            ranked = [self._indicators[own] for own in topic.indicators if own in self._indicators]
            _merge(found, {document: SAME * TITLE - order for order, document in enumerate(ranked)})
        return found

    def _plainly(self, asked: Parts) -> Hits:
        """Documents that hold every part of what is asked."""
        each = [self._points(self._graded(word(part, self.locale))) for part in asked]
        return {number: min(points[number] for points in each) for number in set.intersection(*map(set, each))}

    def _graded(self, asked: Word) -> dict[str, int]:
        """The words of the documents that are the one asked for, or a compound of it -> how well they answer."""
        same = [own for form in asked.forms for own in self._by_form.get(form, ())]
        parts = sorted(form for form in {asked.plain, *asked.forms})
        found = {own.written: PART for own in self._words.values() if any(self._holds(own, part) for part in parts)}
        return found | {own.written: _grade(asked, own) for own in same}

    def _holds(self, own: Word, part: str) -> bool:
        return any(part in form and is_part(part, form, self._known, self.locale) for form in (own.plain, *own.forms))

    def _weak(self, asked: str) -> Hits:
        """Documents with a word that begins like the one asked for: it may not be typed to its end."""
        if len(asked) < LONG:
            return {}
        bare = word(asked, self.locale).plain
        return self._points({own.written: BEGINNING for own in self._words.values() if own.plain.startswith(bare)})

    def near(self, asked: str) -> list[str]:
        """Words that are spelt nearly so, those of titles first."""
        bare = word(asked, self.locale).plain
        spelt: dict[str, list[str]] = defaultdict(list)
        for own in self._words.values():
            spelt[own.plain].append(own.written)
        for phrase in self.phrases:
            if len(phrase) == 1:
                spelt[word(phrase[0], self.locale).plain].append(phrase[0])
        found = [written for near in nearest(bare, spelt) for written in spelt[near]]
        return sorted(dict.fromkeys(found), key=lambda written: written not in self._titles)

    def _points(self, graded: Mapping[str, int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for written, grade in graded.items():
            _merge(found, dict.fromkeys(self._texts.get(written, ()), grade))
            _merge(found, dict.fromkeys(self._titles.get(written, ()), TITLE * grade))
        return found


def _parts(text: str) -> Parts:
    """A phrase in its words."""
    return tuple(part for parts in tokens(text) for part in parts)


def _written(text: str) -> Iterable[str]:
    """The words of a text, the parts of joined ones, and those in one: data-center is data, center and datacenter."""
    for parts in tokens(text):
        yield from parts
        if len(parts) > 1:
            yield "".join(parts)


def _grade(asked: Word, own: Word) -> int:
    if asked.written == own.written:
        return SAME
    return FORM if asked.stem == own.stem else BARE


def _alike(asked: Word, own: Word) -> bool:
    """Whether a word is another in some form."""
    return asked.plain == own.plain or not asked.forms.isdisjoint(own.forms)


def _merge(into: dict[int, int], more: Hits) -> None:
    """Keep the better points of each document."""
    for document, points in more.items():
        into[document] = max(points, into.get(document, 0))
