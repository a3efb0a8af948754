"""Municipalities: names, regions and where they are."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from portal.i18n import Locale, Words


@dataclass(frozen=True)
class Municipality:
    """One municipality of Finland, as classified by Statistics Finland."""

    code: str
    name: Words
    region_code: str
    region: Words
    sub_region: Words

    def called(self, locale: Locale) -> str:
        """Its name in a language."""
        return getattr(self.name, locale) or self.name.fi


def _words(row: dict[str, str], field: str) -> Words:
    return Words(fi=row[f"{field}_fi"], sv=row[f"{field}_sv"] or None, en=row[f"{field}_en"] or None)


def read_municipalities(path: Path) -> dict[str, Municipality]:
    """Every municipality by its three-digit code. Raises OSError or KeyError on a bad file."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["code"]: Municipality(
                row["code"], _words(row, "name"), row["region_code"], _words(row, "region"), _words(row, "sub_region")
            )
            for row in csv.DictReader(file)
        }
