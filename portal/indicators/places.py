"""Municipalities: names, regions, and how a reader finds one by typing."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from portal.folding import fold, tidy
from portal.i18n import LANGUAGES, LOCALES, Locale, LocalizedText, localized, localized_text

#: The whole country, as the publisher's tables call it.
COUNTRY = "SSS"
#: The portal's own towns together: a place that no source has.
NETWORK = "TEN"


@dataclass(frozen=True)
class Municipality:
    """One municipality of Finland, as classified by Statistics Finland."""

    code: str
    name: LocalizedText
    region_code: str
    region: LocalizedText
    sub_region: LocalizedText

    def called(self, locale: Locale) -> str:
        """Its name in a language."""
        return localized(self.name, locale)

    def inside(self, locale: Locale) -> str:
        """Its name with its 'in': Helsingissä, i Helsingfors, in Helsinki."""
        return LANGUAGES[locale].inside(self.called(locale))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Its names in all languages, each once, as they are compared with what a reader types."""
        return tuple(dict.fromkeys(fold(self.called(locale)) for locale in LOCALES))


def search(municipalities: Mapping[str, Municipality], text: str, limit: int = 8) -> list[Municipality]:
    """The municipalities whose name in any language has the text: the exact first, then by where it stands."""
    sought = fold(text)
    if not sought:
        return []
    graded = [
        (min(found), code)
        for code, municipality in municipalities.items()
        if (found := [(grade, name) for name in municipality.folded if (grade := _grade(name, sought)) is not None])
    ]
    return [municipalities[code] for _best, code in sorted(graded)[: max(limit, 0)]]


def _grade(name: str, sought: str) -> int | None:
    """How well a folded name answers: itself, its beginning, the beginning of a later word, anywhere; else None."""
    if name == sought:
        return 0
    if name.startswith(sought):
        return 1
    if f" {sought}" in name:
        return 2
    return 3 if sought in name else None


def named(municipalities: Mapping[str, Municipality], text: str) -> Municipality | None:
    """The municipality of this three-digit code, or the only one of this name in any language."""
    known = municipalities.get(tidy(text))
    if known is not None:
        return known
    sought = fold(text)
    found = [municipality for municipality in municipalities.values() if sought in municipality.folded]
    return found[0] if len(found) == 1 else None


def _words(row: dict[str, str], field: str) -> LocalizedText:
    return localized_text(lambda locale: row.get(f"{field}_{locale}"))


def read_municipalities(path: Path) -> dict[str, Municipality]:
    """Every municipality by its three-digit code. Raises OSError or KeyError on a bad file."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Municipality(
                row["code"], _words(row, "name"), row["region_code"], _words(row, "region"), _words(row, "sub_region")
            )
            for row in csv.DictReader(file)
        }
