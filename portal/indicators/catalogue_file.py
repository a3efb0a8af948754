"""The catalogue, read from data/indicators.yaml, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from portal.content.advice import Advice
from portal.content.cache import Cache
from portal.content.library import in_order
from portal.content.mistake import not_among
from portal.content.reading import ParsedFile, read_model
from portal.content.yaml_file import Steps
from portal.i18n import _
from portal.indicators.catalogue import Catalogue
from portal.problems import Problem

#: Fields of an indicator that name something else in the file -> the group it is in. A star is any step.
REFERENCES: dict[Steps, str] = {
    ("indicators", "*", "theme"): "themes",
    ("indicators", "*", "unit"): "units",
    ("indicators", "*", "collocation"): "collocations",
    ("indicators", "*", "sources", "*", "publisher"): "publishers",
    ("indicators", "*", "aggregation", "weight"): "indicators",
    ("indicators", "*", "total"): "indicators",
    ("indicators", "*", "not_comparable", "*"): "indicators",
}


def read_catalogue(path: Path, cache: Cache | None = None) -> tuple[Catalogue | None, list[Problem]]:
    """Read data/indicators.yaml; no catalogue when anything in it is an error."""
    reading = read_model(Catalogue, path, cache)
    found = in_order([*reading.problems, *_references(reading), *_indicators(reading)])
    whole = not any(problem.severity == "error" for problem in found)
    return (reading.model if whole else None), list(found)


def unknown(key: str, catalogue: Catalogue) -> Advice:
    """What to say of an indicator that the catalogue does not have."""
    fault = _("indicators.yaml has no indicator “%(key)s”.", key=key)
    return not_among(key, catalogue.indicators, fault, _("Add its entry there first: ARCHITECTURE.md says how."))


def _references(reading: ParsedFile[Catalogue]) -> Iterator[Problem]:
    for steps, value in reading.keys:
        group = next((group for way, group in REFERENCES.items() if _fits(steps, way)), None)
        if group:
            yield from _reference(reading, steps, value, group)


def _fits(steps: Steps, way: Steps) -> bool:
    return len(steps) == len(way) and all(there in ("*", here) for here, there in zip(steps, way, strict=True))


def _reference(reading: ParsedFile[Catalogue], steps: Steps, key: str, group: str) -> Iterator[Problem]:
    known = _group(reading, group)
    if key not in known:
        fault = _("there is no “%(key)s” under “%(group)s:” in this file.", key=key, group=group)
        yield reading.problem(steps, not_among(key, known, fault, _("Add it there.")))
    elif group == "indicators" and key == steps[1]:
        yield reading.problem(steps, (_("the indicator refers to itself."), _("Delete this line.")))


def _group(reading: ParsedFile[Catalogue], group: str) -> dict[str, Any]:
    found = reading.sheet.data.get(group) if reading.sheet else None
    return found if isinstance(found, dict) else {}


def _indicators(reading: ParsedFile[Catalogue]) -> Iterator[Problem]:
    for key, indicator in _group(reading, "indicators").items():
        if isinstance(indicator, dict):
            yield from _total(reading, ("indicators", key), indicator)
            yield from _source_ids(reading, ("indicators", key, "sources"), indicator.get("sources"))


def _total(reading: ParsedFile[Catalogue], steps: Steps, indicator: dict[str, Any]) -> Iterator[Problem]:
    if indicator.get("total") and not indicator.get("dimension"):
        fault = _("there is a total, but no dimension whose values add up to it.")
        yield reading.problem((*steps, "total"), (fault, _("Add “dimension:”, or delete “total:”.")))


def _source_ids(reading: ParsedFile[Catalogue], steps: Steps, sources: Any) -> Iterator[Problem]:
    ids = [source.get("id") for source in sources if isinstance(source, dict)] if isinstance(sources, list) else []
    for i, key in enumerate(ids):
        if isinstance(key, str) and key in ids[:i]:
            advice = _("“%(key)s” is the key of another source of this indicator.", key=key), _("Change one of them.")
            yield reading.problem((*steps, i, "id"), advice)
