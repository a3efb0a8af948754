"""Series of made-up figures, as short as a test needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.i18n import LocalizedText
from portal.indicators.catalogue import Aggregation, Collocation, Indicator, SeriesSource, Unit
from portal.indicators.library import Series
from portal.indicators.rows import Rows


def same(text: str) -> LocalizedText:
    return LocalizedText(fi=text, sv=text, en=text)


#: The words of a plain figure.
WORDS = Collocation.model_validate(
    {
        field: dict.fromkeys(("fi", "sv", "en"), word)
        for field, word in {
            "figure": "the figure",
            "it": "it",
            "rose": "rose",
            "fell": "fell",
            "high": "high",
            "low": "low",
            "greatest": "highest",
            "least": "lowest",
            "at_most": "at its highest",
            "at_least": "at its lowest",
        }.items()
    }
)


def series(
    figures: Mapping[str, Mapping[str, float]], *, kind: str = "count", unit: str = "jobs", **more: Any
) -> Series:
    """A series from place to period to figure; figures of the country come from source b.

    `more` are fields of the indicator: decimals, first, counted, projection.
    """
    sources = [
        SeriesSource(id=key, table=f"table {key}", publisher="office", retrieved_from="here") for key in ("a", "b")
    ]
    fields: dict[str, Any] = {
        "name": same("Jobs"),
        "subject": same("The number of jobs"),
        "definition": same("Jobs."),
        "theme": "work",
        "unit": "jobs",
        "collocation": "plain",
        "decimals": 0,
        "aggregation": Aggregation(kind="none"),
        "sources": sources,
    }
    rows = [
        (place, period, value, "b" if place == "SSS" else "a")
        for place, values in figures.items()
        for period, value in values.items()
    ]
    whose = Unit.model_validate({"kind": kind, "short": same(unit), "long": same(unit)})
    return Series(Indicator.model_validate(fields | more), whose, WORDS, Rows(*zip(*rows, strict=True)))
