"""A made-up country of a few municipalities, with as many indicators as a test needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from portal.i18n import LocalizedText
from portal.indicators.catalogue import Aggregation, Catalogue
from portal.indicators.library import Series, Statistics
from portal.indicators.places import Municipality
from tests.made_up import series

Figures = Mapping[str, Mapping[str, float]]

SUM = Aggregation(kind="sum")
NONE = Aggregation(kind="none")
MEAN = Aggregation(kind="mean", weight="population")


def municipality(code: str, fi: str = "", sv: str = "", en: str = "", region: str = "01") -> Municipality:
    name = LocalizedText(fi=fi or f"Kunta {code}", sv=sv or None, en=en or None)
    return Municipality(code, name, region, LocalizedText(fi=f"Maakunta {region}"), LocalizedText(fi="Seutu"))


def country(
    parts: Mapping[str, Series | Mapping[str, Series]],
    codes: Sequence[str] = ("001", "002", "003"),
    towns: Sequence[str] = ("001", "002"),
    regions: Mapping[str, str] | None = None,
) -> Statistics:
    """Statistics of these indicators; one given by sections has a dimension."""
    sections = {key: {"": part} if isinstance(part, Series) else dict(part) for key, part in parts.items()}
    indicators = {key: next(iter(part.values())).indicator for key, part in sections.items()}
    catalogue = Catalogue(publishers={}, themes={}, units={}, collocations={}, indicators=indicators)
    known = {code: municipality(code, region=(regions or {}).get(code, "01")) for code in codes}
    return Statistics(catalogue, sections, known, towns)


def yearly(figures: Mapping[str, float], year: str = "2020", **more: Any) -> Series:
    """A series of one year, from place to figure."""
    return series({place: {year: value} for place, value in figures.items()}, **more)
