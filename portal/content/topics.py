"""What visitors look for under words of their own (data/search.yaml)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from pydantic import Field

from portal.content.cache import Cache
from portal.content.fields import Key
from portal.content.library import in_order
from portal.content.mistake import not_among
from portal.content.reading import ParsedFile, read_model
from portal.i18n import LOCALES, Locale, LocalizedText, Model, Text, _, per_language
from portal.languages.language import Language
from portal.problems import Problem

#: The fields of a topic that name something in data/indicators.yaml.
REFERENCES = ("indicators", "themes")


def _words(language: Language) -> tuple[Any, Any]:
    return list[Text], Field(min_length=1, description=f"{language.name} words, in their basic form.")


@per_language(_words)
class Spoken(Model):
    """Words of each language."""

    def each(self, locale: Locale) -> list[str]:
        """The words of one language."""
        return cast(list[str], getattr(self, locale))


class Topic(Model):
    """One thing that visitors look for, whatever they call it."""

    words: Spoken = Field(description="What visitors may call it; inflected forms and capitals need not be written.")
    texts: Spoken | None = Field(default=None, description="Words by which the portal's own texts speak of it.")
    indicators: list[Key] = Field(default_factory=list, description="The indicators that answer it, the best first.")
    themes: list[Key] = Field(default_factory=list, description="The nearest themes, where no indicator answers it.")
    lacking: LocalizedText | None = Field(
        default=None, description="What the portal does not have of it, in one sentence; visitors are told."
    )


class Topics(Model):
    """data/search.yaml, whole."""

    small_words: Spoken = Field(description="Words that nobody looks for: in, and, for.")
    topics: dict[Key, Topic]


def read_topics(
    path: Path, known: Mapping[str, Collection[str]], cache: Cache | None = None
) -> tuple[Topics | None, list[Problem]]:
    """Read data/search.yaml; `known` are the keys of the catalogue's indicators and themes.

    No topics where there is no such file, and when anything in it is an error: the search does without them.
    """
    if not path.exists():
        return None, []
    reading = read_model(Topics, path, cache)
    found = in_order([*reading.problems, *_references(reading, known), *_repeated(reading)])
    whole = not any(problem.severity == "error" for problem in found)
    return (reading.model if whole else None), list(found)


def _references(reading: ParsedFile[Topics], known: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Indicators and themes that the catalogue does not have."""
    for steps, value in reading.keys:
        group = str(steps[2]) if len(steps) == 4 else ""
        if group in REFERENCES and value not in known[group]:
            message = _("there is no “%(key)s” under “%(group)s:” in indicators.yaml.", key=value, group=group)
            yield reading.problem(steps, not_among(value, list(known[group]), message, _("Add it there.")))


def _repeated(reading: ParsedFile[Topics]) -> Iterator[Problem]:
    """Words that a topic has twice in a language."""
    for key, topic in (reading.model.topics if reading.model else {}).items():
        for locale in LOCALES:
            words = [word.casefold() for word in topic.words.each(locale)]
            for at, word in enumerate(words):
                if word in words[:at]:
                    advice = _("“%(word)s” is already in the list.", word=word), _("Delete it.")
                    yield reading.problem(("topics", key, "words", locale, at), advice, "warning")
