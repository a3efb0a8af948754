"""Series of made-up figures, as short as a test needs them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.i18n import LocalizedText
from portal.indicators.catalogue import Aggregation, Indicator, SeriesSource, Unit
from portal.indicators.library import Series
from portal.indicators.rows import Rows


def same(text: str) -> LocalizedText:
    return LocalizedText(fi=text, sv=text, en=text)


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
    return Series(Indicator.model_validate(fields | more), whose, Rows(*zip(*rows, strict=True)))
