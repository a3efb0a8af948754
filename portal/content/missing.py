"""Texts that lack a language, and texts that still wait for their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from portal.content.model_types import ModelPart, bare
from portal.content.yaml_file import Steps, YamlFile, named
from portal.i18n import BASE, LANGUAGES, LocalizedText, _
from portal.problems import Problem


def missing_words(parts: Iterable[ModelPart], sheet: YamlFile) -> Iterator[Problem]:
    """Texts that lack a language, and texts that still wait for their words."""
    for steps, kind, value in parts:
        if isinstance(value, dict) and bare(kind) is LocalizedText:
            yield from _languages(sheet, steps, value)
        if isinstance(value, str) and (word := placeholder(value)):
            message, hint = _("the text has “%(word)s” in it.", word=word), _("Write the text that belongs here.")
            yield Problem(sheet.place(steps), named(steps), message, hint, "warning")


def _languages(sheet: YamlFile, steps: Steps, words: dict[str, Any]) -> Iterator[Problem]:
    if not words.get(BASE) or not words.keys() <= LANGUAGES.keys():
        return  # a missing Finnish text or a misspelt language is an error of its own
    for locale, language in LANGUAGES.items():
        if not language.base and not str(words.get(locale) or "").strip():
            lacking, hint = (*steps, locale), _("Add it: until then, readers see the Finnish text.")
            yield Problem(sheet.place(lacking), named(lacking), _(language.lacking), hint, "warning")


#: Words that stand for words to come.
PLACEHOLDER = re.compile(
    r"\b(todo|tbd|tba|fixme|lorem|ipsum|x{3,}|placeholder|t[äa]ydenn[äa]|täydennetään|tähän teksti|fyll i|ifylls)\b"
    r"|\?\?\?",
    re.IGNORECASE,
)
#: Words that say the same when they stand nearly alone, but are ordinary words of a longer sentence.
ALONE = re.compile(r"\b(puuttuu|saknas|missing|kesken)\b", re.IGNORECASE)
FEW_WORDS = 3


def placeholder(text: str) -> str:
    """The word in a text that shows it is not written yet; nothing for a finished text."""
    found = PLACEHOLDER.search(text)
    if found is None and len(text.split()) <= FEW_WORDS:
        found = ALONE.search(text)
    return found.group() if found else ""
